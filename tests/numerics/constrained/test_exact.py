"""All KKT points, exactly: closed forms, roots by NumPy, published problems; and what the worker may not say."""

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

import numerics as nm
from numerics.constrained import ExactNumber, SecondOrder
from numerics.constrained.exact import read_points
from numerics.symbolic.pool import TooCostly
from tests.numerics.constrained.published import ENTRIES, problem_named


def texts(numbers: tuple[ExactNumber, ...]) -> list[str]:
    return [number.text for number in numbers]


def found(text: str, *constraints: str, maximize: bool = False) -> list[list[float]]:
    exact = nm.ConstrainedProblem.parse(text, constraints, maximize=maximize).kkt_points()
    assert not exact.refusal
    assert not exact.endless
    return sorted([number.value for number in point.x] for point in exact.points)


def test_row_C11_both_points_on_the_circle_in_exact_form() -> None:
    low, high = nm.ConstrainedProblem.parse("x + y", ["x^2 + y^2 = 1"]).kkt_points().points
    assert texts(low.x) == ["-√2/2", "-√2/2"]
    assert texts(low.multipliers) == ["√2/2"]
    assert low.f.text == "-√2"
    assert low.f.decimals.startswith("-1.4142135623730950488")
    assert (low.best, high.best) == (True, False)
    assert low.certificate.second_order is SecondOrder.MINIMUM
    assert high.certificate.second_order is SecondOrder.NOT_MINIMUM


def test_row_D9_the_roots_of_a_quartic() -> None:
    """Both constraints hold with equality where x³ = (x - 1)⁴ + 2: of its real roots one lies within the bounds."""
    problem = nm.ConstrainedProblem.parse(
        "-(2xy + 2x - x² - 2y²)", ["x^3 - y = 0", "y - (x-1)^4 - 2 >= 0", "0.5 <= x <= 1.5", "1.5 <= y <= 2.5"]
    )
    (point,) = problem.kkt_points().points
    roots = np.roots([1, -5, 6, -4, 3])
    (root,) = [root.real for root in roots if abs(root.imag) < 1e-12 and 0.5 <= root.real <= 1.5]
    assert [number.value for number in point.x] == pytest.approx([root, root**3], rel=1e-12)
    assert [number.value for number in point.multipliers] == pytest.approx([0.65915, 4.83759, 0, 0, 0, 0], abs=5e-6)
    assert point.f.value == pytest.approx(2.049915, abs=5e-7)
    assert point.best


def test_row_D10_the_maximum_on_the_line() -> None:
    (point,) = nm.ConstrainedProblem.parse("xy + yz", ["x + 2y = 6", "x - 3z = 0"], maximize=True).kkt_points().points
    assert texts(point.x) == ["3", "3/2", "1"]
    assert texts(point.multipliers) == ["2", "-1/2"]
    assert point.f.text == "6"


def test_row_A6_an_inequality_keeps_only_multipliers_that_push() -> None:
    assert found("x + y", "x^2 + y^2 <= 2") == [[-1, -1]]
    assert found("(x - 2)^2", "x <= 1") == [[1]]
    assert found("(x - 2)^2", "x <= 2") == [[2]]
    assert found("(x - 2)^2", "x <= 3") == [[2]]


def test_a_product_on_an_ellipsoid() -> None:
    """xyz on x² + 2y² + 3z² = 1: six ends of the axes, and x² = 2y² = 3z² = 1/3 with all signs."""
    ends = [[s * (axis == at) / np.sqrt(w) for at in range(3)] for axis, w in enumerate((1, 2, 3)) for s in (1, -1)]
    corners = [[a / 3**0.5, b / 6**0.5, c / 3] for a, b, c in product((1, -1), repeat=3)]
    assert found("xyz", "x^2 + 2y^2 + 3z^2 = 1") == pytest.approx(np.array(sorted(ends + corners)), abs=1e-15)


def test_as_many_points_on_a_circle_as_the_slope_changes_sign() -> None:
    """Himmelblau's function on the circle of radius 3, along which its slope is seen at 100 000 angles."""
    angle = np.linspace(0, 2 * np.pi, 100_001)
    x, y = 3 * np.cos(angle), 3 * np.sin(angle)
    slope = np.diff((x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2)
    turns = angle[1:-1][slope[1:] * slope[:-1] < 0]
    points = np.array(found("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "x^2 + y^2 = 9"))
    assert np.sort(np.arctan2(points[:, 1], points[:, 0]) % (2 * np.pi)) == pytest.approx(turns, abs=1e-4)


@pytest.mark.parametrize(
    "name", ["HS10", "HS11", "HS14", "HS15", "HS18", "HS21", "HS27", "HS35", "HS39", "S233", "CUTESTBT4"]
)
def test_the_best_point_of_published_problems(name: str) -> None:
    exact = problem_named(name).kkt_points()
    assert not exact.refusal
    values = [known["f"] for known in ENTRIES[name]["solutions"]]
    assert exact.points[0].f.value == pytest.approx(min(values), rel=1e-9, abs=1e-9)
    assert all(point.certificate.holds for point in exact.points)


def test_where_no_multipliers_exist_the_minimum_is_not_among_the_points() -> None:
    """HS13: least at (1, 0), where the qualification fails."""
    assert (
        not nm.ConstrainedProblem.parse("(x - 2)^2 + y^2", ["(1 - x)^3 - y >= 0", "x >= 0", "y >= 0"])
        .kkt_points()
        .points
    )


def test_dependent_gradients_hide_no_point() -> None:
    assert found("x + y", "x - y = 0", "2x - 2y = 0", "x^2 + y^2 <= 2") == [[-1, -1]]
    assert found("x", "x >= 0", "2x >= 0") == [[0]]


def test_curves_of_points_are_named() -> None:
    exact = nm.ConstrainedProblem.parse("x^2 + y^2", ["x^2 + y^2 >= 1", "x + y <= 9"]).kkt_points()
    assert exact.endless == ((0,),)
    assert not exact.points
    problem = nm.ConstrainedProblem.parse("(x - 1)^2 y^2", ["x = 1"])
    assert problem.kkt_points().endless == ((0,),)


def test_parameters_count_as_the_decimals_that_are_typed() -> None:
    problem = nm.ConstrainedProblem.parse("a x", ["x^2 <= 2"], parameters={"a": 0.3})
    (point,) = problem.kkt_points().points
    assert (point.f.text, texts(point.multipliers)) == ("-3√2/10", ["3√2/40"])


@pytest.mark.parametrize(
    ("text", "constraints", "why"),
    [
        ("exp(x)", ["x >= 0"], "needs polynomials"),
        ("|x| + y", ["x^2 + y^2 <= 1"], "needs polynomials"),
        ("pi x^2", [], "needs polynomials"),
        ("1/x", ["x >= 1"], "needs polynomials"),
        (" + ".join(f"x{i}^2" for i in range(1, 9)), [f"0 <= x{i} <= 1" for i in range(1, 9)], "too many sets"),
    ],
)
def test_what_is_not_listed_is_said_in_a_sentence(text: str, constraints: list[str], why: str) -> None:
    exact = nm.ConstrainedProblem.parse(text, constraints).kkt_points()
    assert why in exact.refusal
    assert exact.refusal.endswith(".")
    assert not exact.points


def test_what_takes_too_long_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> dict[str, Any]:
        raise TooCostly

    monkeypatch.setattr("numerics.constrained.problem.kkt_points", slow)
    exact = nm.ConstrainedProblem.parse("x^2", []).kkt_points()
    assert "more than 3 seconds" in exact.refusal
    assert not exact.points


@pytest.mark.parametrize(
    ("surd", "text"),
    [
        ((3, 0, 1), "3"),
        ((Fraction(-1, 2), 0, 1), "-1/2"),
        ((0, -1, 2), "-√2"),
        ((0, Fraction(3, 40), 2), "3√2/40"),
        ((Fraction(1, 2), Fraction(-1, 2), 5), "(1 - √5)/2"),
        ((1, 2, 3), "1 + 2√3"),
        ((Fraction(1, 2), Fraction(1, 3), 7), "(3 + 2√7)/6"),
    ],
)
def test_exact_forms_are_written_as_on_paper(surd: Any, text: str) -> None:
    assert ExactNumber("0", (Fraction(surd[0]), Fraction(surd[1]), surd[2])).text == text


@pytest.mark.parametrize(
    "told",
    [
        ["__import__('os')"],
        ["1", "0", "1"],
        ["1", "1/0", "0", "1"],
        ["nan"],
        ["1", "1", "0", "2.5"],
        ["1", "9" * 40, "0", "1"],
        [1.0],
        ["1e99999999"],
        [],
    ],
)
def test_a_worker_that_says_something_else_is_not_believed(told: list[Any]) -> None:
    model = nm.ConstrainedProblem.parse("x", ["x >= 0"]).model
    point = {"x": [["0"]], "multipliers": [["1"]], "f": ["0"]}
    assert read_points(model, {"points": [point], "endless": []}).points
    for wrong in ({**point, "x": [told]}, {**point, "f": told}, {**point, "x": []}):
        with pytest.raises(nm.DerivationError):
            read_points(model, {"points": [wrong], "endless": []})
    for wrong in ({"refused": "whatever"}, {"points": [point]}, {"points": [point], "endless": [[7]]}):
        with pytest.raises(nm.DerivationError):
            read_points(model, wrong)


def test_the_equations_are_written_out() -> None:
    problem = nm.ConstrainedProblem.parse("x + y", ["x^2 + y^2 <= 2", "x - 3y = 0"])
    latex = problem.equations_latex
    assert r"{\partial x} &= 1 + 2 x \lambda_{1} + \lambda_{2} = 0" in latex
    assert r"{\partial y} &= 1 + 2 y \lambda_{1} -3 \lambda_{2} = 0" in latex
    assert r"\lambda_{1} \ge 0, \quad \left(x^{2} + y^{2} - 2\right) \lambda_{1} = 0" in latex
    assert "x - 3 y &= 0" in latex
    assert "= -1 = 0" in nm.ConstrainedProblem.parse("x", [], maximize=True).equations_latex
