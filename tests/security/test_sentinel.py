"""The watch sees what it is there to see, and excuses only the derivation's own actions."""

import contextlib
import os
import socket
import subprocess
import sys
import time

import pytest

import numerics as nm
from tests.security.doors import TooSlowError, check_latex, check_sentence, time_limit
from tests.security.sentinel import surprising, watch


def _run_arithmetic_as_code():
    exec(compile("1 + 1", "elsewhere", "eval"))


@pytest.mark.parametrize(
    ("action", "event"),
    [
        (lambda: open(os.devnull).close(), "open"),
        (lambda: compile("x.y", "", "eval"), "compile"),
        (_run_arithmetic_as_code, "exec"),
        (lambda: __import__("this_module_does_not_exist"), "import"),
        (lambda: os.system(""), "os.system"),
        (lambda: os.listdir("."), "os.listdir"),
        (lambda: socket.socket().close(), "socket.__new__"),
        (lambda: subprocess.run([sys.executable, "-c", ""], check=True), "subprocess.Popen"),
    ],
)
def test_an_action_is_seen_and_not_excused(action, event):
    with watch() as events, contextlib.suppress(ImportError):
        action()
    assert event in [name for name, _ in surprising(events)]


@pytest.mark.parametrize("source", ["__import__('os')", "x.y", "a[0]", "lambda: 0", "x;y", "'a'"])
def test_compiling_anything_but_arithmetic_is_not_excused(source):
    with watch() as events:
        compile(source, "<unknown>", "single")
    assert surprising(events)


def test_deriving_and_evaluating_a_formula_is_excused():
    with watch() as events:
        f = nm.Objective.parse("sin(x) y + 1/3")
        f.hessian([1, 2])
    assert events
    assert not surprising(events)


def test_nothing_is_collected_outside_a_watch():
    with watch() as events:
        pass
    open(os.devnull).close()
    assert not events


def test_a_call_that_takes_too_long_is_reported():
    with pytest.raises(TooSlowError), time_limit(0.05):
        time.sleep(0.2)


@pytest.mark.parametrize(
    "message", ["Traceback", "two\nlines in a refusal.", "turned \u202e round in it.", "x" * 301 + "."]
)
def test_an_unfit_sentence_is_not_accepted(message):
    with pytest.raises(AssertionError):
        check_sentence(nm.NumericsError(message))


@pytest.mark.parametrize("latex", [r"\href{a}{b}", "<script>", r"\input{x}", "x\0"])
def test_dangerous_latex_is_not_accepted(latex):
    with pytest.raises(AssertionError):
        check_latex(latex)
