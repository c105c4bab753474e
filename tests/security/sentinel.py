"""A watch on the interpreter: what a call opens, runs, imports or starts.

Python reports such actions to audit hooks (PEP 578). A hook can never be taken out again, so one is
installed for the whole process and does nothing unless a watch is on.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PREFIXES = (
    "open",
    "exec",
    "compile",
    "import",
    "os.",
    "subprocess.",
    "socket.",
    "shutil.",
    "tempfile.",
    "glob.",
    "ctypes.",
    "marshal.",
    "pickle.",
    "code.__new__",
    "function.__new__",
    "object.__getattr__",
    "builtins.input",
    "builtins.breakpoint",
    "signal.pthread_kill",
    "urllib.",
    "webbrowser.",
    "http.",
    "ftplib.",
    "smtplib.",
    "sqlite3.",
    "mmap.",
    "fcntl.",
    "pty.",
)

_watching: list[tuple[str, tuple[object, ...]]] | None = None
_thread = 0
_installed = False


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _watching is not None and threading.get_ident() == _thread and event.startswith(_PREFIXES):
        _watching.append((event, arguments))


@contextmanager
def watch() -> Iterator[list[tuple[str, tuple[object, ...]]]]:
    """Collect the events that the calling thread causes inside the block."""
    global _watching, _thread, _installed
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True
    _thread = threading.get_ident()
    _watching = events = []
    try:
        yield events
    finally:
        _watching = None
