"""Descent in new variables in which every constraint holds by itself."""

import numpy as np
import pytest

import numerics as nm
from numerics.constrained import Outcome
from numerics.constrained.solvers import SOLVERS
from numerics.constrained.solvers.reparametrization import nearest

SPHERE = "sin(s) cos(t), sin(s) sin(t), cos(s)"


def test_row_C11_the_circle_as_an_angle() -> None:
    """x = (cos θ, sin θ) for ‖x‖ = 1: least x + y is -√2, with λ = 0.7071."""
    circle = nm.ConstrainedProblem.parse("x + y", ["x² + y² = 1"])
    solution = circle.solve([1.0, 0.2], method="reparametrization")
    assert solution.f == pytest.approx(-np.sqrt(2), abs=1e-14)
    assert solution.multipliers == pytest.approx([0.7071], abs=5e-5)
    assert solution.path.x[0].tolist() == [1, 0.2]
    assert np.linalg.norm(solution.path.x[1:], axis=1) == pytest.approx(1, abs=1e-14)
    assert solution.path.x[1] == pytest.approx(np.array([1, 0.2]) / np.hypot(1, 0.2)), "the nearest point of the circle"
    assert (np.diff(solution.path.f[1:]) < 1e-15).all()


@pytest.mark.parametrize(
    ("f", "constraints", "phi", "start", "least"),
    [
        ("x + 2y + 3z", ["x^2 + y^2 + z^2 = 1"], SPHERE, [1, 0, 0], -np.sqrt(14)),
        ("x + y", ["x^2 + y^2 <= 4"], "2cos(t), 2sin(t)", [0, 0], -2 * np.sqrt(2)),
        (
            "x^2 + 2y^2 + z^2",
            ["x + y + z = 1", "x >= 0", "y >= 0", "z >= 0"],
            "e^s/(e^s + e^t + 1), e^t/(e^s + e^t + 1), 1/(e^s + e^t + 1)",
            [0.3, 0.3, 0.4],
            0.4,
        ),
        ("(x - 1)^2 + (y - 2)^2", ["x > 0", "y > 0"], "exp(s), exp(t)", [3, 3], 0.0),
    ],
)
def test_least_values_known_in_closed_form(f, constraints, phi, start, least) -> None:
    solution = nm.ConstrainedProblem.parse(f, constraints).solve(start, method="reparametrization", map=phi)
    assert solution.outcome is Outcome.OPTIMAL, solution.told
    assert solution.f == pytest.approx(least, abs=1e-12)
    assert solution.path.violation[1:].max() < 1e-14


def test_where_the_map_is_flat_descent_stands_still_and_the_certificate_says_so() -> None:
    problem = nm.ConstrainedProblem.parse("(x + 1)^2 + (y - 2)^2", ["x >= 0", "y >= 0"])
    solution = problem.solve([0.0, 0.0], method="reparametrization", map="s^2, t^2")
    assert solution.outcome is Outcome.STALLED
    assert not solution.kkt.holds


@pytest.mark.parametrize(
    ("phi", "said"),
    [
        ("cos(t)", "1 component, but there are 2 variables"),
        ("2cos(t), sin(t)", r"at t = 0 it gives \(2, 0\), where x\^2 \+ y\^2 <= 1 fails"),
        ("log(-1 - t^2), t", "no value"),
        ("t, foo(t)", "foo"),
        ("", "."),
    ],
)
def test_a_map_that_does_not_fit_is_refused_in_a_sentence(phi: str, said: str) -> None:
    disc = nm.ConstrainedProblem.parse("x + y", ["x^2 + y^2 <= 1"])
    with pytest.raises(nm.NumericsError, match=said):
        disc.solve([0.5, 0.5], method=SOLVERS["reparametrization"](map=phi))  # type: ignore[call-arg]


def test_the_nearest_value_is_found_from_afar() -> None:
    phi = nm.VectorMap.parse("cos(t), sin(t)")
    for angle in np.linspace(0, 6, 7):
        x = 5 * np.array([np.cos(angle), np.sin(angle)])
        assert phi(nearest(phi, x)) == pytest.approx(x / 5, abs=1e-4)
