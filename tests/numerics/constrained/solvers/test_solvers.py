"""What holds of every solver: a path from the start whose last points are near the solution."""

import numpy as np
import pytest

import numerics as nm
from numerics.constrained import SOLVERS, Stop, follow
from numerics.constrained.solvers import choose_solver
from numerics.constrained.solvers.projected_gradient import projection

TEXTS = {"reparametrization": {"map": "sqrt(2) cos(t), sqrt(2) sin(t)"}}
DISC = nm.ConstrainedProblem.parse("x + y", ["x^2 + y^2 <= 2"]).model


@pytest.mark.parametrize("name", SOLVERS)
def test_every_solver_leaves_a_path_that_ends_at_the_solution(name: str) -> None:
    start = np.array([0.3, -0.2])
    path = follow(choose_solver(name, TEXTS.get(name, {})), DISC, start, 1000)
    assert (path.x[0] == start).all()
    assert path.x[-1] == pytest.approx([-1, -1], abs=5e-3)
    assert path.f[-1] == pytest.approx(-2, abs=1e-3)
    assert path.violation[-1] <= 1e-3
    for column in (path.f, path.violation, path.merit, path.multipliers):
        assert len(column) == path.steps + 1
    assert path.f == pytest.approx(path.x.sum(1))


@pytest.mark.parametrize("name", SOLVERS)
def test_every_solver_says_what_it_is(name: str) -> None:
    solver = SOLVERS[name]
    assert solver.name == name
    assert all((solver.title, solver.equations, solver.source, solver.__doc__))


@pytest.mark.parametrize("name", ["sqp", "augmented_lagrangian", "projected_gradient", "log_barrier"])
def test_multipliers_come_with_the_path(name: str) -> None:
    path = follow(SOLVERS[name](), DISC, np.array([0.3, -0.2]), 200)
    assert path.stop is Stop.CONVERGED
    assert path.multipliers[-1] == pytest.approx([0.5], abs=1e-6)


def test_a_limit_of_steps_is_kept() -> None:
    path = follow(SOLVERS["sqp"](), DISC, np.array([0.3, -0.2]), 2)
    assert path.stop is Stop.STEP_LIMIT
    assert path.steps == 2


def test_sqp_takes_newtons_step_at_last() -> None:
    """Near a regular solution the error is squared at every step, so that the correct digits double."""
    circle = nm.ConstrainedProblem.parse("x + y", ["x^2 + y^2 = 2"]).model
    path = follow(SOLVERS["sqp"](), circle, np.array([-1.2, -0.9]), 50, tolerance=1e-12)
    error = np.linalg.norm(path.x + 1, axis=1)
    later = error[(error < 0.1) & (error > 1e-7)]
    assert len(later) >= 2
    assert (later[1:] <= 10 * later[:-1] ** 2).all()


def test_the_penalty_comes_from_outside_and_the_barrier_stays_inside() -> None:
    start = np.array([0.3, -0.2])
    outside = follow(SOLVERS["quadratic_penalty"](), DISC, start, 200)
    inside = follow(SOLVERS["log_barrier"](), DISC, start, 200)
    assert (outside.violation[-20:] > 0).all()
    assert (inside.violation == 0).all()
    assert "room to spare" in SOLVERS["log_barrier"]().refusal(DISC, np.array([2.0, 2.0]))
    with pytest.raises(nm.NumericsError, match="room to spare"):
        nm.ConstrainedProblem.parse("x", ["x >= 1"]).solve([0.0], method="log_barrier")


@pytest.mark.parametrize(
    ("constraints", "target", "nearest"),
    [
        (["x^2 + y^2 <= 1"], (3.0, 4.0), (0.6, 0.8)),
        (["0 <= x <= 1", "0 <= y <= 1"], (-2.0, 0.3), (0.0, 0.3)),
        (["x + y <= 1"], (2.0, 1.0), (1.0, 0.0)),
        (["x + y = 1", "x >= 0", "y >= 0"], (0.2, 2.0), (0.0, 1.0)),
    ],
    ids=["ball", "box", "half-space", "simplex"],
)
def test_projections_have_their_closed_forms(
    constraints: list[str], target: tuple[float, float], nearest: tuple[float, float]
) -> None:
    model = nm.ConstrainedProblem.parse("x + y", constraints).model
    found, *_ = projection(model, np.array(target), np.array([0.5, 0.4]))
    assert found == pytest.approx(np.array(nearest), abs=1e-9)


def test_descent_and_ascent_circle_where_the_lagrangian_is_linear() -> None:
    """min over x of max over λ of λ x: the pair never comes nearer to the saddle."""
    flat = nm.ConstrainedProblem.parse("0", ["x = 0"]).model
    path = follow(SOLVERS["descent_ascent"](), flat, np.array([1.0]), 300)
    assert (np.hypot(path.x[:, 0], path.multipliers[:, 0]) >= 1 - 1e-12).all()
    assert path.x[:, 0].min() < -0.9
