"""Every way a visitor's text gets into the product, and what is expected to come out."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

import numerics as nm
from numerics.language import parse_expression, parse_expressions, parse_relations

PARSER_SECONDS = 2.0
DERIVATION_SECONDS = 10.0  # the worker's deadline is 3 s; waiting for a free worker and a restart come on top

PARSER_DOORS: dict[str, Callable[[str], object]] = {
    "parse_expression": parse_expression,
    "parse_expression, declared names": lambda text: parse_expression(text, ("x", "y")),
    "parse_expressions": parse_expressions,
    "parse_relations": parse_relations,
}
OBJECTIVE_DOORS: dict[str, Callable[[str], object]] = {
    "Objective.parse": nm.Objective.parse,
    "variables=": lambda text: nm.Objective.parse("x^2", variables=(text,)),
    "parameters=": lambda text: nm.Objective.parse("a x^2", variables=("x",), parameters={text: 1.0}),
    "VectorMap.parse": nm.VectorMap.parse,
}


class TooSlowError(AssertionError):
    pass


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Fail when the block takes longer; where the system can, interrupt it."""

    def interrupt(*_: object) -> None:
        raise TooSlowError(f"still running after {seconds} s")

    can_interrupt = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if can_interrupt:
        previous = signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    began = time.perf_counter()
    try:
        yield
    finally:
        if can_interrupt:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, previous)
    assert time.perf_counter() - began <= seconds, f"took longer than {seconds} s"


def answer(door: Callable[[str], object], text: str, seconds: float) -> object:
    """What the door gives for the text; None for a refusal, which must be one fit sentence."""
    try:
        with time_limit(seconds):
            return door(text)
    except nm.NumericsError as error:
        check_sentence(error, text)
        return None


def check_sentence(error: nm.NumericsError, text: str) -> None:
    """A refusal is short, printable (no control or direction marks) and points into the text."""
    message = str(error)
    assert 5 <= len(message) <= 300, message
    assert message.isprintable(), ascii(message)
    assert "Traceback" not in message
    if isinstance(error, nm.ExpressionError) and error.text:
        assert 0 <= error.position <= len(error.text)


def check_harmless(result: object) -> None:
    """An accepted text is a small function: numbers for points, LaTeX of plain mathematics."""
    if not isinstance(result, nm.Objective | nm.VectorMap):
        return
    points = np.array([[0.0], [1.0], [-2.5], [1e300], [np.nan]]) * np.ones(len(result.variables))
    with time_limit(PARSER_SECONDS):
        values = result(points)
        assert values.dtype == np.float64
        assert values.shape[0] == len(points)
        if isinstance(result, nm.Objective):
            assert result.gradient(points).shape == points.shape
            assert result.hessian(points).shape == (*points.shape, points.shape[1])
            for latex in (result.latex, result.gradient_latex, result.hessian_latex):
                check_latex(latex)


def check_latex(latex: str) -> None:
    """Nothing in the LaTeX may load, link, define or carry markup."""
    assert len(latex) <= 200_000
    lowered = latex.lower()
    for word in ("href", "url", "input", "include", "write", "def", "html", "csname", "catcode", "<script", "<img"):
        assert word not in lowered, latex[:200]
    assert latex.isprintable() or "\n" in latex


def workers() -> dict[int, int]:
    """The derivation workers of this process as pid → resident bytes; empty where /proc is absent."""
    if not sys.platform.startswith("linux"):
        return {}
    from pathlib import Path

    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes()
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if b"numerics.symbolic.worker" in command and int(status["PPid"]) == __import__("os").getpid():
            found[int(folder.name)] = int(status.get("VmRSS", "0 kB").split()[0]) * 1024
    return found
