"""Worker processes that can be killed: the only place where a visitor's formula costs time.

SymPy can hold the interpreter's lock for seconds, so that neither a thread nor a timeout inside this
process would keep other visitors served. Plain pipes and threads, no `fork`, no `select`: the same
on every system.
"""

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from numerics.errors import DerivationError

DEADLINE = 3.0  # seconds of work on one request
START_DEADLINE = 30.0  # seconds until a new process has loaded SymPy; 0.4 on an idle machine
WAIT = 8.0  # seconds to wait for a free worker
AT_ONCE = 2
REQUESTS = 500  # then a fresh process takes over: SymPy's caches only grow
LONGEST_LINE = 1_000_000

TOO_SLOW = f"The derivatives of this function take more than {DEADLINE:g} seconds; try a shorter one."
TOO_LARGE = "The derivatives of this function grow too large; try a shorter or less nested one."
BUSY = "Other functions are being derived at the moment; try again in a few seconds."
LOST = "The derivation stopped unexpectedly; try again."

_SCRIPT = Path(__file__).with_name("worker.py")
_INHERITED = ("PATH", "SYSTEMROOT", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class TooCostly(DerivationError):
    """The formula itself is at fault: trying again will not help."""


class Lost(Exception):
    """The process ended, or did not speak as agreed."""


class Worker:
    """One process, and the thread that reads what it says."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        # One hash seed: SymPy's order of terms, hence every last bit, is the same in every process.
        environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONHASHSEED": "0"}
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(_SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.requests = 0
        self.ready = threading.Event()
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="derivation", daemon=True).start()

    def ask(self, request: str, deadline: float) -> dict[str, Any]:
        """The answer to one request; raises Lost, or TooCostly after `deadline` seconds."""
        if not self.ready.wait(START_DEADLINE):
            raise Lost
        assert self.process.stdin is not None
        self.requests += 1
        try:
            self.process.stdin.write(request + "\n")
            self.process.stdin.flush()
            reply = json.loads(self._lines.get(timeout=deadline))
        except queue.Empty:
            raise TooCostly(TOO_SLOW) from None
        except (OSError, ValueError) as error:
            raise Lost from error
        match reply:
            case {"answer": dict() as answer}:
                return answer
            case {"error": _}:
                raise TooCostly(TOO_LARGE)
        raise Lost

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        with contextlib.suppress(OSError):
            self.process.stdin.close()  # type: ignore[union-attr]

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            while (line := lines.readline(LONGEST_LINE)).endswith("\n"):
                if self.ready.is_set():
                    self._lines.put(line)
                self.ready.set()  # the first line only says so
        self._lines.put("")  # no JSON: whoever waits learns that the process is gone
        self.ready.set()


class Pool:
    """Two places for workers; one that fails is replaced at once, in the background."""

    def __init__(self, deadline: float = DEADLINE, wait: float = WAIT) -> None:
        self._deadline = deadline
        self._wait = wait
        self._idle: list[Worker | None] = [None] * AT_ONCE  # None: not started yet
        self._changed = threading.Condition()
        self._living: set[Worker] = set()
        atexit.register(self.close)

    def warm(self) -> None:
        """Start the workers without waiting for them, so that the first visitor need not wait."""
        with self._changed:
            self._idle = [worker or self._start() for worker in self._idle]

    def ask(self, request: str) -> dict[str, Any]:
        """The answer of some worker; DerivationError says why there is none."""
        worker = self._take()
        try:
            for _ in range(2):  # once more if the process was killed from outside
                worker = worker or self._start()
                try:
                    return worker.ask(request, self._deadline)
                except Lost:
                    worker = self._replace(worker)
                except TooCostly:
                    worker = self._replace(worker)
                    raise
            raise DerivationError(LOST)
        finally:
            if worker and worker.requests >= REQUESTS:
                worker = self._replace(worker)
            self._give_back(worker)

    def close(self) -> None:
        """Kill every worker; the next request starts a new one."""
        for worker in list(self._living):
            self._living.discard(worker)
            worker.kill()

    def _take(self) -> Worker | None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._idle, timeout=self._wait):
                raise DerivationError(BUSY)
            best = max(self._idle, key=lambda worker: 0 if worker is None else 1 + worker.ready.is_set())
            self._idle.remove(best)
            return best

    def _give_back(self, worker: Worker | None) -> None:
        with self._changed:
            self._idle.append(worker)
            self._changed.notify()

    def _start(self) -> Worker:
        try:
            worker = Worker()
        except OSError as error:
            raise DerivationError(LOST) from error
        self._living.add(worker)
        return worker

    def _replace(self, worker: Worker) -> Worker | None:
        """A new worker; None, to be started when asked for, where the system has no room for a process now."""
        self._living.discard(worker)
        worker.kill()
        with contextlib.suppress(DerivationError):
            return self._start()
        return None


POOL = Pool()
