"""Every way a visitor's text gets into the product, and what may come out."""

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

import numerics as nm
from numerics.formats import FORMATS
from numerics.formats.arithmetic import evaluate
from numerics.formats.conversion import convert
from numerics.gallery import GALLERY
from numerics.language import (
    FUNCTIONS,
    name_latex,
    parse_expression,
    parse_expressions,
    parse_relations,
    to_latex,
    variable_names,
)
from numerics.number_list import read_numbers
from numerics.rules import TypedRule
from numerics.rules.notation import read_assignments
from numerics.symbolic.derive import answer as derive
from numerics.symbolic.postfix import to_postfix
from numerics.table import read_table
from tests.security.rules import check_rule, parse_rules
from tests.security.sentinel import surprising, watch

PARSER_SECONDS = 5.0  # milliseconds as a rule; the rest is for a busy machine
DERIVATION_SECONDS = 12.0  # a worker's deadline is 3 s; waiting for a free one and a restart come on top

PARSER_DOORS: dict[str, Callable[[str], object]] = {
    "parse_expression": parse_expression,
    "parse_expression with names": lambda text: parse_expression(text, ("x", "y")),
    "parse_expressions": parse_expressions,
    "parse_relations": parse_relations,
    "read_assignments": read_assignments,
    "a typed number": lambda text: convert(text, FORMATS["float16"]),
    "the error microscope": lambda text: nm.ulp_error(text, {"x": [0.5, -3.0], "y": 2.0}),
    "the graph of automatic differentiation": lambda text: nm.trace(text, {"x": 0.5, "y": 2.0}).jacobian(),
    "a table": read_table,
    "a list of numbers": lambda text: read_numbers(text, 200),
    "arithmetic in a format": lambda text: evaluate(text, FORMATS["float16"]),
}
OBJECTIVE_DOORS: dict[str, Callable[[str], object]] = {
    "Objective.parse": nm.Objective.parse,
    "VectorMap.parse": nm.VectorMap.parse,
    "a variable's name": lambda text: nm.Objective.parse("x^2", variables=("x", text)),
    "a constraint": lambda text: nm.ConstrainedProblem.parse("x^2 + y", [text]),
    "the variables": lambda text: nm.Objective.parse("x^2", variables=text),
    "a parameter's name": lambda text: nm.Objective.parse("x^2", ("x",), parameters={text: 1.0}),
    "an update rule": parse_rules,
    "a parameter's value": lambda text: nm.Objective.parse("a x^2", ("x",), parameters={"a": text}),  # type: ignore[dict-item]
}


class TooSlowError(AssertionError):
    """A call that did not end in time."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Fail when the block takes longer; where the system can, interrupt it.

    Garbage is collected outside: the millions of objects that a long run of hypothesis keeps take
    seconds, which are not the text's fault.
    """

    def interrupt(*_: object) -> None:
        raise TooSlowError(f"still running after {seconds} s")

    can_interrupt = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    gc.disable()
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
        gc.enable()
    if time.perf_counter() - began > seconds:
        raise TooSlowError(f"took longer than {seconds} s")


@contextmanager
def naming(text: str, door: str) -> Iterator[None]:
    """Name the text and the door in whatever fails inside the block."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"{door} was given {text[:300]!a}")
        raise


def answer(door: Callable[[str], object], text: str, seconds: float) -> object:
    """What the door gives for the text; None for a refusal, which must be one fit sentence."""
    try:
        with time_limit(seconds):
            return door(text)
    except nm.NumericsError as error:
        check_sentence(error)
        return None


def check_sentence(error: nm.NumericsError) -> None:
    """A refusal is short, printable (no control or direction marks) and points into the text."""
    message = str(error)
    assert 10 <= len(message) <= 300, message
    assert message.isprintable(), ascii(message)
    assert message.endswith((".", "?")), message
    if isinstance(error, nm.ExpressionError):
        assert 0 <= error.position <= len(error.text), message


def check_harmless(result: nm.Objective | nm.VectorMap | nm.ConstrainedProblem | list[type[TypedRule]]) -> None:
    """An accepted text is a small function, problem or rule: numbers at every point, LaTeX of plain mathematics."""
    if isinstance(result, nm.ConstrainedProblem):
        m, n = result.shape
        points = np.array([[0.0], [1.0], [1e300], [np.nan]]) * np.ones(n)
        assert result.values(points)[1].shape == (len(points), m)
        assert result.gradients(points)[1].shape == (len(points), m, n)
        assert result.kkt(points[2]).verdict.isprintable()
        check_latex(result.lagrangian_latex)
        try:
            check_latex(result.equations_latex)
        except nm.DerivationError as error:
            check_sentence(error)
        return
    if isinstance(result, list):
        for rule in result:
            check_rule(rule, _bowl())
            check_latex(rule.equations)
        return
    n = len(result.variables)
    points = np.array([[0.0], [1.0], [-2.5], [1e300], [np.nan], [np.inf]]) * np.ones(n)
    values = result(points)
    assert values.dtype == np.float64
    assert values.shape[0] == len(points)
    result(points[1])
    check_latex(result.latex)
    if isinstance(result, nm.VectorMap):
        assert result.jacobian(points).shape == (*values.shape, n)
        return
    assert result.gradient(points).shape == (len(points), n)
    assert result.hessian(points).shape == (len(points), n, n)
    try:
        check_latex(result.gradient_latex)
        check_latex(result.hessian_latex)
    except nm.DerivationError as error:
        check_sentence(error)


@cache
def _bowl() -> nm.Objective:
    return nm.Objective.parse("x^2 + 5y^2")


_FORBIDDEN = ("href", "url", "input", "include", "write", "\\def", "html", "csname", "catcode", "<script", "<img")


def check_latex(latex: str) -> None:
    """Nothing in the LaTeX may load, link, define or carry markup."""
    assert len(latex) <= 200_000
    assert latex.isprintable()
    for word in _FORBIDDEN:
        assert word not in latex.lower(), latex[:200]


@cache
def _load_what_sympy_loads_late() -> None:
    for function in FUNCTIONS.values():
        _derive_here(parse_expression(function.usage.replace(", …", "")))
    for entry in GALLERY.values():
        if len(entry.variables) <= 3:
            _derive_here(parse_expression(entry.text))


def _derive_here(tree: object) -> None:
    """What a worker does with an accepted text, in this process, where it can be watched."""
    request = {"expressions": [to_postfix(tree)], "variables": variable_names(tree), "parameters": []}  # type: ignore[arg-type]
    for want in ("program", "latex"):
        derive({"want": want, **request})


def through_the_parser(text: str) -> list[object]:
    """The text through every parser; nothing at all may be opened, run, compiled or imported."""
    results = []
    for name, door in PARSER_DOORS.items():
        with naming(text, name):
            with watch() as events:
                results.append(answer(door, text, PARSER_SECONDS))
            assert not events, events[:5]
    if results[0] is not None:
        with naming(text, "LaTeX"), watch() as events:
            check_latex(to_latex(results[0]))  # type: ignore[arg-type]
            for name in variable_names(results[0]):  # type: ignore[arg-type]
                check_latex(name_latex(name))
        assert not events, events[:5]
    return results


def through_every_door(text: str) -> None:
    """The text through every parser and every object, value, derivative and LaTeX included."""
    through_the_parser(text)
    for name, door in OBJECTIVE_DOORS.items():
        with naming(text, name):
            with watch() as events:
                result = answer(door, text, DERIVATION_SECONDS)
                if result is not None:
                    with time_limit(DERIVATION_SECONDS):
                        check_harmless(result)  # type: ignore[arg-type]
            assert not surprising(events), surprising(events)[:5]


def through_a_watched_derivation(text: str) -> None:
    """The text, if it means something, through SymPy in this process, where it can be watched."""
    _load_what_sympy_loads_late()
    try:
        tree = parse_expression(text)
    except nm.NumericsError:
        return
    with naming(text, "a watched derivation"):
        with time_limit(DERIVATION_SECONDS), watch() as events:
            _derive_here(tree)
        assert not events, events[:5]


def workers() -> dict[int, int]:
    """The derivation workers of this process as pid → resident bytes; empty where /proc is absent."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*") if sys.platform == "linux" else ():
        try:
            command = (folder / "cmdline").read_bytes()
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
        except OSError:
            continue  # it ended meanwhile
        if b"worker.py" in command and int(status["PPid"]) == os.getpid():
            found[int(folder.name)] = _kilobytes(status) * 1024
    return found


def resident_memory() -> int:
    """Resident bytes of this process; 0 where /proc is absent."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    return _kilobytes(dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)) * 1024


def _kilobytes(status: dict[str, str]) -> int:
    return int(status.get("VmRSS", "0 kB").split()[0])
