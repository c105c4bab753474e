"""A watch on the interpreter: what a call opens, runs, imports or starts.

Python reports such actions to audit hooks (PEP 578). A hook can never be taken out again, so one is
installed for the whole process and does nothing unless a watch is on.
"""

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

Event = tuple[str, tuple[object, ...]]

_WATCHED = (
    *("open", "exec", "compile", "import", "code.__new__", "function.__new__", "object.__getattr__"),
    *("os.", "subprocess.", "socket.", "shutil.", "tempfile.", "glob.", "pathlib.", "ctypes.", "marshal."),
    *("pickle.", "builtins.", "urllib.", "http.", "ftplib.", "smtplib.", "sqlite3.", "mmap.", "fcntl.", "pty."),
    *("webbrowser.", "signal.pthread_kill", "sys.setprofile", "sys.settrace", "sys.addaudithook"),
)
_IDENTITY = "builtins.id"  # harmless, and frequent

_events: list[Event] | None = None
_thread = 0
_installed = False


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _events is None or threading.get_ident() != _thread:
        return
    if event.startswith(_WATCHED) and event != _IDENTITY:
        _events.append((event, arguments))


@contextmanager
def watch() -> Iterator[list[Event]]:
    """Collect the events that the calling thread causes inside the block."""
    global _events, _thread, _installed
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True
    _thread = threading.get_ident()
    _events = events = []
    try:
        yield events
    finally:
        _events = None


# What the derivation does by itself: compile arithmetic that it has checked, run that code, and start a worker.
_ARITHMETIC = re.compile(rb"(?:[\w ,()*/+-]|\.(?=\d))*")
_HEADER = re.compile(rb"def evaluate\((?:\w+(?:, )?)*\): pass")


def surprising(events: list[Event]) -> list[Event]:
    """The events without those that evaluating a checked formula is known to cause."""
    starts_worker = any(name == "subprocess.Popen" and _is_worker(details) for name, details in events)
    return [event for event in events if not _is_known(*event, starts_worker)]


def _is_known(name: str, details: tuple[object, ...], starts_worker: bool) -> bool:
    if name == "compile":
        source = details[0]
        if isinstance(source, bytes):
            return bool(_ARITHMETIC.fullmatch(source) or _HEADER.fullmatch(source))
        return type(source).__name__ == "Module"  # built from checked nodes; running it shows as "exec"
    if name == "exec":
        return getattr(details[0], "co_filename", "") == "<formula>"
    if name == "subprocess.Popen":
        return _is_worker(details)
    pipe_or_null = name == "open" and (isinstance(details[0], int) or details[0] in ("/dev/null", "nul"))
    return starts_worker and (pipe_or_null or name in ("os.posix_spawn", "os.kill"))  # a replaced worker is killed


def _is_worker(details: tuple[object, ...]) -> bool:
    executable, arguments = details[0], details[1]
    return executable == sys.executable and str(list(arguments)[-1]).endswith("worker.py")  # type: ignore[call-overload]
