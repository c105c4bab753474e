"""The gate: what the printer writes passes, everything else is refused before it is compiled."""

import pytest

from numerics.errors import DerivationError
from numerics.symbolic.checked import checked_expression
from numerics.symbolic.program import Program

ATTACKS = [
    "__import__('os')",
    "__builtins__",
    "().__class__",
    "v0.real",
    "sin.__class__",
    "sin",
    "exp + v0",
    "v0[0]",
    "[v0]",
    "(v0, v0)",
    "{v0}",
    "lambda: v0",
    "(lambda: 1)()",
    "[v0 for v0 in (1, 2)]",
    "sin(x for x in v0)",
    "(v0 := 1)",
    "v0 if v0 else v0",
    "v0 and v0",
    "not v0",
    "v0 < v0",
    "v0 ** v0",
    "9**9**9",
    "1 << 99",
    "v0 // 2",
    "v0 % 2",
    "~v0",
    "+v0",
    "v0 @ v0",
    "'a'",
    "b'a'",
    "f'{v0}'",
    "1j",
    "True",
    "None",
    "...",
    "1" * 400,
    "sin(v0, v0)",
    "sin()",
    "hypot(v0)",
    "sin(u=v0)",
    "sin(*v0)",
    "sin(**v0)",
    "sin(v0)(v0)",
    "open(v0)",
    "eval(v0)",
    "v1",
    "p0",
    "t5",
    "o0",
    "await v0",
    "yield",
    "v0; v0",
    "v0\nimport os",
    "v0 # comment",
    "import os",
    "v0 = 1",
    "ｖ0",
    "",
    "(" * 300 + "v0" + ")" * 300,
    "-" * 100_000 + "v0",
    "v0" + "+v0" * 100_000,
]


@pytest.mark.parametrize("source", ATTACKS, ids=[attack[:40] for attack in ATTACKS])
def test_refused(source):
    with pytest.raises((ValueError, OverflowError)):
        checked_expression(source, {"v0"})
    answer = {"assignments": [["t0", source]], "outputs": outputs()}
    with pytest.raises(DerivationError):
        Program(answer, 1, 0, ())
    with pytest.raises(DerivationError):
        Program({"assignments": [], "outputs": outputs(source)}, 1, 0, ())


def outputs(value="v0"):
    return {"value": [value], "gradient": [["1"]], "hessian": [[["0"]]]}


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"assignments": []},
        {"assignments": None, "outputs": outputs()},
        {"assignments": [["t0"]], "outputs": outputs()},
        {"assignments": [["v0", "1"]], "outputs": outputs()},
        {"assignments": [["sin", "v0"]], "outputs": outputs()},
        {"assignments": [["t0", "1"], ["t0", "2"]], "outputs": outputs()},
        {"assignments": [["t0", "t1"], ["t1", "v0"]], "outputs": outputs()},
        {"assignments": [["t0 = 1; t1", "v0"]], "outputs": outputs()},
        {"assignments": [["t0", 1]], "outputs": outputs()},
        {"assignments": [], "outputs": {"value": ["v0"]}},
        {"assignments": [], "outputs": outputs(None)},
        {"assignments": [], "outputs": outputs() | {"gradient": [[]]}},
        {"assignments": [], "outputs": outputs() | {"hessian": [[]]}},
        {"assignments": [], "outputs": outputs() | {"value": ["v0", "v0"]}},
        {"assignments": [], "outputs": "v0"},
    ],
)
def test_a_malformed_answer_is_refused(answer):
    with pytest.raises(DerivationError):
        Program(answer, 1, 0, ())


def test_nothing_but_numerical_functions_is_in_reach():
    program = Program({"assignments": [["t0", "sin(v0)"]], "outputs": outputs("t0/v0")}, 1, 0, ())
    program.evaluate(__import__("numpy").array([1.0]), (), ("value",))
    for function in program._compiled[("value",)][:2]:
        function = getattr(function, "__wrapped__", function)
        assert function.__globals__["__builtins__"] == {}
        assert not {"np", "ast", "Program", "open"} & function.__globals__.keys()
