"""The process that derives: one JSON request a line on stdin, one JSON answer a line on stdout.

Run by its path, never imported by the application. The package's own `__init__` would load NumPy
and everything else; only the symbolic part is needed here, so a bare package stands in for it.
"""

import contextlib
import json
import signal
import sys
import types
from pathlib import Path

MEMORY = 512 * 2**20  # bytes a request may take on top of the interpreter with SymPy loaded
LONGEST_LIFE = 10.0  # seconds on one request before the process ends itself, should its parent be gone
LONGEST_ANSWER = 150_000  # characters; compiling more would hold up every other visitor


def main() -> None:
    """Answer requests until stdin closes."""
    from numerics.symbolic.derive import answer

    _limit_memory()
    print("ready", flush=True)
    for line in sys.stdin:
        _end_after(LONGEST_LIFE)
        try:
            text = json.dumps({"answer": answer(json.loads(line))})
        except (MemoryError, RecursionError):
            text = ""
        print(text if 0 < len(text) <= LONGEST_ANSWER else '{"error": "too large"}', flush=True)
        _end_after(0)


def _limit_memory() -> None:
    """Cap the address space, where the system can (Linux); elsewhere the deadline has to do."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _end_after(seconds: float) -> None:
    """Let the system end this process; a signal without a handler works whatever Python is doing."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    package = types.ModuleType("numerics")
    package.__path__ = [str(Path(__file__).parent.parent)]
    sys.modules["numerics"] = package
    main()
