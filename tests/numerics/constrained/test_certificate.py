"""The certificate: published solutions pass, points nearby do not; degenerate points are named."""

from typing import Any

import numpy as np
import pytest

import numerics as nm
from numerics.constrained import SecondOrder, Status
from tests.numerics.constrained.published import ENTRIES, PROBLEMS, problem_named

D9 = nm.ConstrainedProblem.parse(
    "-(2xy + 2x - x² - 2y²)", ["x^3 - y = 0", "y - (x-1)^4 - 2 >= 0", "0.5 <= x <= 1.5", "1.5 <= y <= 2.5"]
)


@pytest.mark.parametrize("entry", PROBLEMS, ids=lambda entry: entry["name"])
def test_published_solutions_pass_and_their_neighbours_do_not(entry: dict[str, Any]) -> None:
    problem = problem_named(entry["name"])
    generator = np.random.default_rng(20)
    for solution in entry["solutions"]:
        certificate = problem.kkt(solution["x"])
        assert certificate.holds == solution["kkt"], certificate.verdict
        assert certificate.licq == solution["licq"]
        assert certificate.active.tolist() == solution["active"]
        assert certificate.f == pytest.approx(solution["f"], rel=1e-12, abs=1e-12)
        if solution["multipliers"] is not None:
            assert certificate.unique
            assert certificate.multipliers == pytest.approx(np.array(solution["multipliers"]), rel=1e-8, abs=1e-8)
            assert problem.kkt(solution["x"], multipliers=solution["multipliers"]).holds
        if certificate.holds:
            assert certificate.second_order is not SecondOrder.NOT_MINIMUM
        for turn in generator.normal(size=(6, len(solution["x"]))):
            assert not problem.kkt(solution["x"] + 1e-3 * turn / np.linalg.norm(turn)).holds


def test_degenerate_problems_are_the_ones_known_to_be() -> None:
    """At S234's corner a fourth power is flat; the others have dependent gradients, and so many multipliers or none."""
    found = {entry["name"]: problem_named(entry["name"]).kkt(entry["solutions"][0]["x"]) for entry in PROBLEMS}
    undecided = {name for name, kkt in found.items() if kkt.second_order is SecondOrder.UNDECIDED}
    assert undecided == {"S234"}
    many = {name for name, kkt in found.items() if not kkt.unique}
    assert many == {"HS30", "S220", "S221", "S249", "S252", "S263"}


@pytest.mark.parametrize(
    ("constraints", "x"),
    [(["(1 - x)^3 - y >= 0", "x >= 0", "y >= 0"], (1.0, 0.0)), (["y = 0", "y = x^2"], (0.0, 0.0))],
    ids=["HS13", "two curves that touch"],
)
def test_where_no_multipliers_exist_the_qualification_is_named(constraints: list[str], x: tuple[float, float]) -> None:
    certificate = nm.ConstrainedProblem.parse("(x - 2)^2 + y^2", constraints).kkt(x)
    assert not certificate.holds
    assert not certificate.mfcq
    assert "the constraint qualification fails" in certificate.verdict


def test_row_A6_strictly_active_weakly_active_and_inactive_constraints() -> None:
    """Strictly active: λ > 0, g = 0; weakly active: g = λ = 0; inactive: λ = 0."""
    for bound, status, multiplier in ((1, Status.STRONG, 2.0), (2, Status.WEAK, 0.0), (3, Status.INACTIVE, 0.0)):
        problem = nm.ConstrainedProblem.parse("(x - 2)^2", [f"x <= {bound}"])
        certificate = problem.kkt([min(bound, 2.0)])
        assert certificate.holds
        assert certificate.status == (status,)
        assert certificate.multipliers == pytest.approx([multiplier], abs=1e-15)
        assert (problem.values(certificate.x)[1] == 0).tolist() == [status is not Status.INACTIVE]


@pytest.mark.parametrize("radius_squared", [0.5, 2.0])
def test_row_A6_weight_decay_is_a_norm_ball(radius_squared: float) -> None:
    """‖Xw - t‖²/2 with ‖w‖² ≤ c: the multiplier is the weight decay, (XᵀX + 2λI) w = Xᵀt, and the other way round."""
    ball = nm.least_squares([[1.0, 0.0], [0.0, 2.0]], [2.0, 2.0], method="norm_ball", radius=radius_squared**0.5)
    problem = nm.ConstrainedProblem.parse("((u - 2)^2 + (2v - 2)^2)/2", [f"u^2 + v^2 <= {radius_squared}"])
    certificate = problem.kkt(ball.x)
    assert certificate.holds
    assert certificate.multipliers == pytest.approx([ball.multiplier], rel=1e-9)
    decay = certificate.multipliers[0]
    decayed = nm.ConstrainedProblem.parse(f"((u - 2)^2 + (2v - 2)^2)/2 + {decay:.16f}(u^2 + v^2)")
    assert decayed.kkt(ball.x).holds


def test_row_C11_the_sum_on_the_unit_circle() -> None:
    circle = nm.ConstrainedProblem.parse("x + y", ["x² + y² = 1"])
    low = circle.kkt([-np.sqrt(0.5), -np.sqrt(0.5)])
    assert low.holds
    assert low.f == pytest.approx(-np.sqrt(2), abs=1e-15)
    assert low.multipliers == pytest.approx([0.7071], abs=5e-5)
    assert low.second_order is SecondOrder.MINIMUM
    high = circle.kkt([np.sqrt(0.5), np.sqrt(0.5)])
    assert high.holds
    assert high.second_order is SecondOrder.NOT_MINIMUM


def test_row_D9_constraints_and_bounds() -> None:
    certificate = D9.kkt([1.2608743, 2.0046316])
    assert certificate.multipliers[:2] == pytest.approx([0.65915, 4.83759], abs=2e-4)
    assert not certificate.holds  # seven digits are not the solution


def test_row_D10_lagrange_multipliers() -> None:
    """(3, 1.5, 1) is a maximum of xy + yz on the feasible line, f = 6; multipliers 2 and -1/2 up to the convention."""
    text, constraints = "xy + yz", ["x + 2y = 6", "x - 3z = 0"]
    high = nm.ConstrainedProblem.parse(text, constraints, maximize=True).kkt([3.0, 1.5, 1.0])
    assert high.holds
    assert high.f == 6
    assert high.multipliers == pytest.approx([2.0, -0.5])
    assert high.second_order is SecondOrder.MINIMUM
    low = nm.ConstrainedProblem.parse(text, constraints).kkt([3.0, 1.5, 1.0])
    assert low.holds
    assert low.multipliers == pytest.approx([-2.0, 0.5])
    assert low.second_order is SecondOrder.NOT_MINIMUM


def test_each_condition_fails_by_itself() -> None:
    disc = nm.ConstrainedProblem.parse("x + y", ["x^2 + y^2 <= 2"])
    inside, outside, top = disc.kkt([0.0, 0.0]), disc.kkt([-2.0, -2.0]), disc.kkt([1.0, 1.0])
    assert [part.holds for part in inside.conditions] == [False, True, True, True]
    assert not outside.feasibility.holds
    assert outside.feasibility.residual == 6
    assert "x^2 + y^2 <= 2 fails by 6" in outside.feasibility.sentence
    assert [part.holds for part in top.conditions] == [True, True, False, True]
    assert top.multipliers == pytest.approx([-0.5])
    slack = disc.kkt([0.0, 0.0], multipliers=[1.0])
    assert [part.holds for part in slack.conditions] == [False, True, True, False]
    assert "has room (2), yet its multiplier is 1" in slack.complementarity.sentence
    undefined = nm.ConstrainedProblem.parse("log(x)", ["x >= -1"]).kkt([-1.0])
    assert not undefined.holds
    assert "not defined" in undefined.verdict


def test_the_forces_add_up_to_minus_the_gradient() -> None:
    certificate = problem_named("HS71").kkt(ENTRIES["HS71"]["solutions"][0]["x"])
    assert certificate.forces.sum(0) == pytest.approx(-certificate.local.gradient, abs=1e-12)


@pytest.mark.parametrize("factor", ["1e-9", "1e9"])
def test_units_change_no_verdict(factor: str) -> None:
    problem = nm.ConstrainedProblem.parse(f"{factor}(x + y)", [f"{factor}(x^2 + y^2 - 2) <= 0"])
    assert problem.kkt([-1.0, -1.0]).holds
    assert not problem.kkt([-1.001, -1.0]).holds
    assert not problem.kkt([-0.999, -0.999]).holds


def test_a_constraint_in_tiny_units_is_not_active_everywhere() -> None:
    problem = nm.ConstrainedProblem.parse("x + y^3", ["1e-20 y >= 1e-20", "x >= 0"])
    certificate = problem.kkt([0.0, 3.0])
    assert certificate.status == (Status.INACTIVE, Status.STRONG)
    assert not certificate.holds


@pytest.mark.parametrize(
    ("f", "kind"),
    [
        ("x^2 + y^2", SecondOrder.MINIMUM),
        ("x*y", SecondOrder.UNDECIDED),
        ("x^2 + 4x*y + y^2", SecondOrder.MINIMUM),
        ("x^2 - x*y + y^2/8", SecondOrder.NOT_MINIMUM),
        ("-x*y", SecondOrder.NOT_MINIMUM),
        ("x^4 + y^4", SecondOrder.UNDECIDED),
    ],
)
def test_second_order_where_both_constraints_are_weakly_active(f: str, kind: SecondOrder) -> None:
    """At the corner of x, y ≥ 0 a quadratic form is least exactly if it is copositive: here decided by hand."""
    certificate = nm.ConstrainedProblem.parse(f, ["x >= 0", "y >= 0"]).kkt([0.0, 0.0])
    assert certificate.holds
    assert certificate.status == (Status.WEAK, Status.WEAK)
    assert certificate.second_order is kind
