"""The rules, one by one and all together, against published derivatives."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import numerics as nm
from numerics.differentiation.modes import forward_mode, reverse_mode
from numerics.differentiation.rules import SLOPES
from numerics.differentiation.steps import MOST_STEPS, derivation, derivative
from numerics.errors import LimitError
from numerics.gallery import GALLERY
from numerics.language import FUNCTIONS, Node, parse_expression, to_latex
from numerics.microscope.rounded import evaluate
from numerics.microscope.tape import Tape, tape_of

DATA = json.loads((Path(__file__).parents[2] / "data" / "derivatives.json").read_text())["expressions"]
WAYS: dict[str, Callable[[Node, str], Tape]] = {
    "formula": lambda tree, variable: tape_of(derivative(tree, variable)),
    "forward mode": forward_mode,
    "reverse mode": reverse_mode,
}


def value(tape: Tape, names: tuple[str, ...], at: list[float]) -> float:
    columns = {name: np.array([float(number)]) for name, number in zip(names, at, strict=True)}
    return float(evaluate(tape, columns, nm.FORMATS["float64"])[0, 0])


@pytest.mark.parametrize("way", WAYS)
def test_every_published_derivative(way: str) -> None:
    """Within 1e-9 of the largest entry of the gradient, or 100 times what JAX is off by, kinks included."""
    checked = 0
    for entry in DATA:
        names = tuple(entry["variables"])
        tree = parse_expression(entry["expression"], names)
        for axis, name in enumerate(names):
            tape = WAYS[way](tree, name)
            for point in entry["points"]:
                gradient = np.array(point["gradient"], float)
                allowed = max(1e-9, 100 * point["float64"][0]) * np.abs(gradient).max()
                assert abs(value(tape, names, point["at"]) - gradient[axis]) <= allowed, (entry["expression"], name)
                checked += 1
    assert checked > 900


def test_the_formula_agrees_with_the_gradient_on_the_gallery() -> None:
    for entry in GALLERY.values():
        f = nm.Objective.parse(entry.text, entry.variables, entry.parameters)
        at = np.array(entry.start, float) + 0.1
        names, numbers = (*f.variables, *f.parameters), [*at, *f.parameters.values()]
        wanted = f.gradient(at)
        for axis, name in enumerate(f.variables):
            try:
                found = value(tape_of(derivative(f.tree, name)), names, numbers)
            except LimitError:
                continue
            assert found == pytest.approx(wanted[axis], rel=1e-9, abs=1e-9 * np.abs(wanted).max()), entry.name


def test_every_function_of_the_language_has_a_rule() -> None:
    several = {"atan2", "hypot", "norm", "min", "max", "relu", "where"}
    assert set(FUNCTIONS) == set(SLOPES) | several


@pytest.mark.parametrize(
    ("text", "name", "formula", "result"),
    [
        ("x^3", "Power rule", "D(u^{n}) = n u^{n - 1} D(u)", "3 x^{2}"),
        ("x^2 sin(x)", "Product rule", "D(u v) = v D(u) + u D(v)", r"2 x \sin(x) + x^{2} \cos(x)"),
        ("sin(x)/x", "Quotient rule", r"D\left(\frac{u}{v}\right) = \frac{v D(u) - u D(v)}{v^{2}}", ""),
        ("exp(x^2)", "Chain rule: exp", r"D(\exp(u)) = \exp(u) D(u)", r"2 x \exp(x^{2})"),
        ("x + sin(x)", "Sum rule", "D(u + v) = D(u) + D(v)", r"1 + \cos(x)"),
        ("7x", "Constant factor", "D(c u) = c D(u)", "7"),
        ("2^x", "Exponential with a constant base", r"D(a^{u}) = a^{u} \ln(a) D(u)", r"2^{x} \ln(2)"),
        ("e^(3x)", "Exponential with a constant base", "D(e^{u}) = e^{u} D(u)", "3 e^{3 x}"),
        ("x^x", "Base and exponent both vary", r"D(u^{v}) = v u^{v - 1} D(u) + u^{v} \ln(u) D(v)", ""),
        ("1/x", "Reciprocal rule", r"D\left(\frac{c}{u}\right) = -\frac{c D(u)}{u^{2}}", r"-\frac{1}{x^{2}}"),
        ("sqrt(1 + x^2)", "Chain rule: sqrt", r"D(\sqrt{u}) = \frac{D(u)}{2 \sqrt{u}}", r"\frac{x}{\sqrt{1 + x^{2}}}"),
        ("(1 - x)^2", "Power rule and chain rule", "D(u^{n}) = n u^{n - 1} D(u)", "-2 (1 - x)"),
    ],
)
def test_the_last_rule_with_its_formula(text: str, name: str, formula: str, result: str) -> None:
    found = derivation(text, "x")
    assert (found.steps[-1].name, found.steps[-1].formula) == (name, formula)
    assert found.steps[-1].result == to_latex(found.result)
    if result:
        assert found.steps[-1].result == result


def test_row_D6_the_cube_and_the_plane_by_the_rules() -> None:
    """Row D6: the derivatives of x³ at 1 are 3 and 6; ∇(2x - y) = (2, -1)."""
    slope = derivation("x^3", "x").result
    assert value(tape_of(slope), ("x",), [1.0]) == 3
    assert value(tape_of(derivation(slope, "x").result), ("x",), [1.0]) == 6
    assert [to_latex(derivation("2x - y", name).result) for name in ("x", "y")] == ["2", "-1"]
    f = nm.Objective.parse("x^3")
    assert (f.gradient([1.0]).tolist(), f.hessian([1.0]).tolist()) == ([3.0], [[6.0]])
    assert nm.Objective.parse("2x - y").gradient([0.3, 7.0]).tolist() == [2.0, -1.0]


def test_steps_go_from_the_inside_out_and_equal_parts_are_derived_once() -> None:
    found = derivation("sin(x^2) + cos(x^2)", "x")
    assert [step.expression for step in found.steps] == [
        "x", "x^{2}", r"\sin(x^{2})", r"\cos(x^{2})", r"\sin(x^{2}) + \cos(x^{2})",
    ]  # fmt: skip


def test_a_letter_that_does_not_occur() -> None:
    found = derivation("3 + y^2", "x")
    assert found.steps == ()
    assert to_latex(found.result) == "0"


def test_long_derivations_are_bounded() -> None:
    many = derivation("+".join(f"sin({k}x)" for k in range(1, 60)), "x")
    assert len(many.steps) == MOST_STEPS
    assert many.omitted > 0
    with pytest.raises(LimitError):
        derivation("prod(sin(i x), i, 1, 60)", "x")


def test_cases_stand_in_one_list() -> None:
    assert to_latex(derivation("max(x, 2x)", "x").result) == (
        r"\begin{cases} 1 & \text{if } x > 2 x \\ 2 & \text{if } x < 2 x \\ \frac{3}{2} & \text{otherwise} \end{cases}"
    )


def test_reverse_mode_adds_up_what_reaches_a_shared_value() -> None:
    """f = c + c with c = x·y: an engine that skips what it has visited loses half of the gradient."""
    tree = parse_expression("x*y + x*y")
    assert value(reverse_mode(tree, "x"), ("x", "y"), [2.0, 3.0]) == 6
    assert value(reverse_mode(tree, "y"), ("x", "y"), [2.0, 3.0]) == 4
