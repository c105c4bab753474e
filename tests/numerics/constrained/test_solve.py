"""Solving: published problems from their standard start, and every way it can end."""

from typing import Any

import numpy as np
import pytest

import numerics as nm
from numerics.constrained import Outcome, SecondOrder
from tests.numerics.constrained.published import PROBLEMS, problem_named

D9 = nm.ConstrainedProblem.parse(
    "-(2xy + 2x - x² - 2y²)", ["x^3 - y = 0", "y - (x-1)^4 - 2 >= 0", "0.5 <= x <= 1.5", "1.5 <= y <= 2.5"]
)
MISSES = {"S221": "the constraint qualification fails at its solution, which has no multipliers"}


def documented(entry: dict[str, Any], solution: Any) -> bool:
    values = [known["f"] for known in (*entry["solutions"], *entry["local_solutions"])]
    return bool(solution.kkt.holds) and min(abs(solution.f - f) for f in values) <= entry["tolerance"]


@pytest.mark.parametrize("entry", PROBLEMS, ids=lambda entry: entry["name"])
def test_published_problems_are_solved_from_their_standard_start(entry: dict[str, Any]) -> None:
    solution = problem_named(entry["name"]).solve(entry["start"])
    if entry["name"] in MISSES:
        assert solution.outcome is Outcome.NO_MULTIPLIERS
        assert solution.f == pytest.approx(entry["solutions"][0]["f"], abs=1e-3)
        return
    assert documented(entry, solution), solution.told
    assert solution.outcome is Outcome.OPTIMAL
    assert (solution.path.x[-1] == solution.x).all()
    assert solution.path.x[0] == pytest.approx(np.array(entry["start"]))
    for known in entry["solutions"]:
        if known["multipliers"] is not None and np.allclose(solution.x, known["x"], rtol=1e-6, atol=1e-6):
            assert solution.x == pytest.approx(np.array(known["x"]), rel=1e-8, abs=1e-6)
            assert solution.multipliers == pytest.approx(np.array(known["multipliers"]), rel=1e-7, abs=1e-7)


def test_at_least_97_percent_are_solved() -> None:
    assert len(MISSES) / len(PROBLEMS) <= 0.03


def test_row_C11_the_sum_on_the_unit_circle() -> None:
    """Least -√2, with λ = 0.7071 for L = f + λ(x² + y² - 1); also from the maximum, which is a KKT point, too."""
    circle = nm.ConstrainedProblem.parse("x + y", ["x² + y² = 1"])
    for start in ([1.0, 0.0], [np.sqrt(0.5), np.sqrt(0.5)]):
        solution = circle.solve(start)
        assert solution.f == pytest.approx(-np.sqrt(2), abs=1e-14)
        assert solution.multipliers == pytest.approx([0.7071], abs=5e-5)
    most = nm.ConstrainedProblem.parse("x + y", ["x² + y² = 1"], maximize=True).solve([1.0, 0.0])
    assert most.f == pytest.approx(np.sqrt(2), abs=1e-14)
    assert most.multipliers == pytest.approx([np.sqrt(0.5)])  # of -f + λ(x² + y² - 1)


def test_row_C11_the_same_by_reparametrization() -> None:
    """x = (cos θ, sin θ) keeps ‖x‖ = 1 by itself: an unconstrained problem in θ with the same least value."""
    run = nm.minimize(nm.Objective.parse("cos(t) + sin(t)"), [3.0], "bfgs", tolerance=1e-10)
    assert run.f[-1] == pytest.approx(-np.sqrt(2), abs=1e-14)
    assert np.cos(run.x[-1, 0]) == pytest.approx(-np.sqrt(0.5), abs=1e-8)


def test_row_D9_constraints_and_bounds() -> None:
    """x = (1.2609, 2.0046), f = 2.049915, multipliers 0.65915 and 4.83759 for L = f + λ(x³ - y) + μ((x-1)⁴ + 2 - y)."""
    solution = D9.solve(start=[1, 2])
    assert solution.x == pytest.approx([1.2609, 2.0046], abs=5e-5)
    assert solution.f == pytest.approx(2.049915, abs=5e-7)
    assert solution.multipliers == pytest.approx([0.65915, 4.83759, 0, 0, 0, 0], abs=5e-6)
    assert solution.kkt.holds
    assert solution.outcome is Outcome.OPTIMAL


def test_row_D10_a_maximum_on_a_line() -> None:
    problem = nm.ConstrainedProblem.parse("xy + yz", ["x + 2y = 6", "x - 3z = 0"], maximize=True)
    solution = problem.solve()
    assert solution.x == pytest.approx([3, 1.5, 1])
    assert solution.f == pytest.approx(6)
    assert solution.multipliers == pytest.approx([2, -0.5])
    assert "strict local maximum" in solution.told
    assert "minimum" not in solution.told + solution.kkt.verdict


def test_row_A6_weight_decay_both_ways() -> None:
    """The least-squares loss in a ball against the same with the multiplier as a penalty."""
    loss = "((u - 2)^2 + (2v - 2)^2)/2"
    in_ball = nm.ConstrainedProblem.parse(loss, ["u^2 + v^2 <= 0.5"]).solve([1.0, 1.0])
    penalized = nm.ConstrainedProblem.parse(f"{loss} + {in_ball.multipliers[0]:.16f}(u^2 + v^2)").solve([1.0, 1.0])
    assert penalized.x == pytest.approx(in_ball.x, abs=1e-12)
    assert penalized.x @ penalized.x == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("text", "constraints", "start", "outcome"),
    [
        ("x^2 + y^2", ["x >= 1", "x <= 0"], [0, 0], Outcome.INFEASIBLE),
        ("x", ["x^2 + 1 = 0"], [3], Outcome.INFEASIBLE),
        ("x^2", ["1 <= 0"], [3], Outcome.INFEASIBLE),
        ("x + y", ["x <= 3"], [0, 0], Outcome.UNBOUNDED),
        ("-x*y", ["x - y = 1"], [0, 0], Outcome.UNBOUNDED),
        ("-log(x)", ["x >= 1"], [2], Outcome.UNBOUNDED),
        ("|x|", ["x >= -1"], [1], Outcome.KINK),
        ("|x - 1| + |y|", ["x + y <= 5"], [3, 2], Outcome.KINK),
        ("-|x|", ["x^2 <= 4"], [0], Outcome.KINK),
        ("(x1 - 2)^2 + x2^2", ["(1-x1)^3 - x2 >= 0", "x1 >= 0", "x2 >= 0"], [-2, -2], Outcome.NO_MULTIPLIERS),
        ("log(x)", ["x >= -2", "x <= -1"], [-1.5], Outcome.UNDEFINED),
        ("x^4 - x^2", [], [0], Outcome.OPTIMAL),
        ("0", ["x^2 + y^2 = 4"], [1, 0.5], Outcome.OPTIMAL),
        ("log(x)", ["x >= 1"], [-5], Outcome.OPTIMAL),
    ],
)
def test_every_ending_is_a_sentence(text: str, constraints: list[str], start: list[float], outcome: Outcome) -> None:
    solution = nm.ConstrainedProblem.parse(text, constraints).solve(start)
    assert solution.outcome is outcome, solution.told
    assert solution.told.startswith(outcome.value)
    assert solution.told.endswith(".")


@pytest.mark.parametrize(
    ("text", "constraints", "start", "outcome"),
    [
        ("x", [], [1e5], Outcome.UNBOUNDED),
        (" + ".join(f"x{i}" for i in range(1, 9)), ["x1 >= x2"], [1e6, 0, 1, -1, 3, 1e-9, 1e6, 0], Outcome.UNBOUNDED),
        ("(1-x)^2 + 100(y-x^2)^2", ["x^2 = 0"], [1e5, 3], Outcome.NO_MULTIPLIERS),
        ("exp(exp(x y))", ["x^2 = 0", "y >= x^2", "x^2 + y^2 = 1"], [1e5, 3], Outcome.NO_MULTIPLIERS),
        ("x^2 y - y", ["x1 >= gamma(x)", "1e30 <= x", "|x - y| <= 0", "1 <= 0"], [1e5, 1e-9, 0], Outcome.INFEASIBLE),
    ],
)
def test_extreme_problems_end_in_a_sentence(
    text: str, constraints: list[str], start: list[float], outcome: Outcome
) -> None:
    """The gradient of x² is 0 on x² = 0: huge multipliers at a point nearby are no multipliers."""
    assert nm.ConstrainedProblem.parse(text, constraints).solve(start).outcome is outcome


@pytest.mark.parametrize(
    ("text", "constraints", "start", "least"),
    [
        ("|x| + |y| + |z| + |u|", [], [1e5, -1, -2, -2], 0.0),
        ("max(x, y, -x-y)", [], [3, 1], 0.0),
        ("max(|x|, |y|)", ["x + y >= 4"], [-1, 0], 2.0),
        ("|x - 1| + |y - 2| + |x - y|", ["x^2 + y^2 <= 1"], [0, 0], 3 - np.sqrt(2)),
        ("max(x^2 + y^2, (x - 2)^2 + y^2) + |y - 1|", [], [3, -3], 1.75),
        ("|x1| + |x2-x1| + |x3-x2| + |x4-x3| + |x5-1| + |x6-x5|", [], [5, -3, 2, 1, 7, 3], 0.0),
    ],
)
def test_kinks_in_several_variables_do_not_hold_the_solver_up(
    text: str, constraints: list[str], start: list[float], least: float
) -> None:
    solution = nm.ConstrainedProblem.parse(text, constraints).solve(start)
    assert solution.outcome is Outcome.KINK
    assert solution.f == pytest.approx(least, abs=1e-9)


@pytest.mark.parametrize("constraints", [["y >= x^2", "y <= -x^2"], ["y >= x^2", "y <= 1e-9 - x^2"]])
def test_boundaries_that_almost_touch_are_told_by_their_huge_multipliers(constraints: list[str]) -> None:
    """At (0, 0) the two gradients are opposite, and x has no multipliers there; nearby they are huge."""
    solution = nm.ConstrainedProblem.parse("x", constraints).solve([1.0, 1.0])
    assert np.abs(solution.x).max() < 1e-4
    assert solution.kkt.nearly_dependent
    assert solution.kkt.uncertainty > 1e-4
    assert "multipliers are huge" in solution.told
    assert "multipliers are huge" in solution.kkt.verdict
    apart = nm.ConstrainedProblem.parse("x", ["y >= x^2", "y <= 0.1 - x^2"]).solve([1.0, 1.0])
    assert not apart.kkt.nearly_dependent


def test_no_published_problem_has_such_multipliers() -> None:
    for entry in PROBLEMS:
        assert not problem_named(entry["name"]).kkt(entry["solutions"][0]["x"]).nearly_dependent


def test_projections_onto_an_empty_set_are_not_repeated() -> None:
    problem = nm.ConstrainedProblem.parse("|x|", ["x^2 + y^2 <= -1", "y >= x^2", "x y = 1", "x + y >= 4"])
    solution = problem.solve([3.0, 1e5], method="projected_gradient", steps=300)
    assert solution.outcome is Outcome.INFEASIBLE
    assert solution.path.steps <= 2


def test_an_infeasible_problem_ends_where_the_violation_is_least() -> None:
    """Half-way between x ≥ 1 and x ≤ 0 the sum of squares is least."""
    solution = nm.ConstrainedProblem.parse("x^2 + y^2", ["x >= 1", "x <= 0"]).solve([0.0, 0.0])
    assert solution.x[0] == pytest.approx(0.5, abs=1e-6)
    assert "x >= 1 fails by 0.5" in solution.told


def test_a_saddle_is_left() -> None:
    box = nm.ConstrainedProblem.parse("x^2 - y^2", ["-1 <= x <= 1", "-1 <= y <= 1"])
    assert box.kkt([0.0, 0.0]).second_order is SecondOrder.NOT_MINIMUM
    assert box.solve([0.0, 0.0]).f == pytest.approx(-1)


def test_restarts_look_further_and_are_the_same_every_time() -> None:
    waves = nm.ConstrainedProblem.parse("x^2/20 - cos(3x)", ["-8 <= x <= 8"])
    stuck, free = waves.solve([4.0]), waves.solve([4.0], restarts=12)
    assert free.starts == 13
    assert free.f < stuck.f
    assert (waves.solve([4.0], restarts=12).x == free.x).all()


def test_one_solver_alone_and_junk() -> None:
    solution = D9.solve([1, 2], method="augmented_lagrangian", penalty=100.0)
    assert solution.path.solver == "augmented_lagrangian"
    assert solution.f == pytest.approx(2.049915, abs=5e-7)
    for junk, said in (
        ({"method": "spq"}, "did you mean sqp"),
        ({"method": "sqp", "pric": 1.0}, "did you mean price"),
        ({"start": [np.nan, 1]}, "finite"),
        ({"start": [1, 2, 3]}, "2 coordinates"),
        ({"steps": 0}, "steps"),
        ({"restarts": -1}, "restarts"),
    ):
        with pytest.raises(nm.NumericsError, match=said):
            D9.solve(**junk)  # type: ignore[arg-type]
