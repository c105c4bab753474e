"""A watch on the interpreter: what a call opens, runs, imports or starts.

Python reports such actions to audit hooks (PEP 578). A hook can never be taken out again, so one is
installed for the whole process and does nothing unless a watch is on.
"""

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field, make_dataclass
from functools import cache
from types import CodeType

from numerics.language.names import split_name
from numerics.rules import TypedRule

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


# What the product does by itself: compile arithmetic that it has checked, run that code, start a worker, and make
# dataclasses of typed rules, for which `dataclasses` writes and runs source with the names of the knobs.
# Typed rules are also written out for exports, with the functions of NumPy under their full names.
_ARITHMETIC = re.compile(rb"(?:\b(?:np|math|special|oracle)\.[a-z]\w*|[\w ,()*/+<>=-]|\.(?=\d))*")
_HEADER = re.compile(rb"def evaluate\((?:\w+(?:, )?)*\): pass")


def surprising(events: list[Event]) -> list[Event]:
    """The events without those that evaluating a checked formula is known to cause."""
    starts_worker = any(name == "subprocess.Popen" and _is_worker(details) for name, details in events)
    return [event for event in events if not _is_known(*event, starts_worker)]


def _is_known(name: str, details: tuple[object, ...], starts_worker: bool) -> bool:
    if name == "compile":
        source = details[0]
        if isinstance(source, bytes):
            return bool(_ARITHMETIC.fullmatch(source) or _HEADER.fullmatch(source)) or _makes_dataclass(source)
        return type(source).__name__ == "Module"  # built from checked nodes; running it shows as "exec"
    if name == "exec":
        return getattr(details[0], "co_filename", "") == "<formula>" or _runs_dataclass(details[0])
    if name == "subprocess.Popen":
        return _is_worker(details)
    pipe_or_null = name == "open" and (isinstance(details[0], int) or details[0] in ("/dev/null", "nul"))
    return starts_worker and (pipe_or_null or name in ("os.posix_spawn", "os.kill"))  # a replaced worker is killed


_WORD = re.compile(rb"[^\W\d]\w*")
_CREATE = "__create_fn__"
_ROLE = re.compile(r"_type_|_dflt_|__dataclass_type_|__dataclass_dflt_|__$")  # what `dataclasses` adds to a name


def _makes_dataclass(source: bytes) -> bool:
    """Whether this is source that `dataclasses` writes for a typed rule: its own words, and names of knobs."""
    if _CREATE.encode() not in source:
        return False
    names = set(_WORD.findall(source)) - _dataclass_words()
    return all(_is_knob(_ROLE.sub("", name.decode())) for name in names)


def _is_knob(name: str) -> bool:
    return name == "learning_rate" or split_name(name.removesuffix("_")) is not None


def _runs_dataclass(code: object) -> bool:
    constants = code.co_consts if isinstance(code, CodeType) else ()
    return any(isinstance(inner, CodeType) and inner.co_name == _CREATE for inner in constants)


@cache
def _dataclass_words() -> frozenset[bytes]:
    """The words in what `dataclasses` writes for a rule without knobs."""
    with watch() as events:
        text = ("text", str, field(default="", init=False, repr=False))
        make_dataclass("MyRule", [text], bases=(TypedRule,), frozen=True)
    sources = [details[0] for name, details in events if name == "compile" and isinstance(details[0], bytes)]
    return frozenset(word for source in sources for word in _WORD.findall(source))


def _is_worker(details: tuple[object, ...]) -> bool:
    executable, arguments = details[0], details[1]
    return executable == sys.executable and str(list(arguments)[-1]).endswith("worker.py")  # type: ignore[call-overload]
