"""Shadow prices against closed forms."""

import numpy as np
import pytest

import numerics as nm


@pytest.mark.parametrize("maximize", [False, True])
def test_the_radius_of_a_disc(maximize: bool) -> None:
    """Least x + y where x² + y² ≤ 2 + ε is -√(4 + 2ε), whose slope at 0 is -1/2."""
    sign = -1 if maximize else 1
    disc = nm.ConstrainedProblem.parse("x + y", ["x^2 + y^2 <= 2"], maximize=maximize)
    price = disc.shadow_price(disc.solve([0.3, 0.1]), 0, [0.5, -1.0, 0.0, 1e-3])
    assert price.changes.tolist() == [-1, 0, 1e-3, 0.5]
    assert price.multiplier == pytest.approx(0.5)
    assert price.f == pytest.approx(-sign * np.sqrt(4 + 2 * price.changes), abs=1e-12)
    assert price.predicted == pytest.approx(-sign * (2 + price.changes / 2))
    assert abs(price.f[2] - price.predicted[2]) < 1e-6


def test_an_equation_has_a_price_of_either_sign_and_an_inactive_constraint_none() -> None:
    """Least x² + y² where x + y = 2 + ε is (2 + ε)²/2: a slope of 2, so that λ is -2."""
    problem = nm.ConstrainedProblem.parse("x^2 + y^2", ["x + y = 2", "x <= 5"])
    solution = problem.solve([0.0, 0.0])
    price = problem.shadow_price(solution, 0, [-1e-4, 1e-4])
    assert price.multiplier == pytest.approx(-2)
    assert np.diff(price.f)[0] / 2e-4 == pytest.approx(2, abs=1e-9)
    assert problem.shadow_price(solution, 1, [-1.0, 1.0]).f == pytest.approx([2, 2])


def test_row_D9_prices_tell_the_change() -> None:
    problem = nm.ConstrainedProblem.parse(
        "-(2xy + 2x - x² - 2y²)", ["x^3 - y = 0", "y - (x-1)^4 - 2 >= 0", "0.5 <= x <= 1.5", "1.5 <= y <= 2.5"]
    )
    solution = problem.solve([1, 2])
    for constraint, multiplier in ((0, 0.65915), (1, 4.83759)):
        price = problem.shadow_price(solution, constraint, [-1e-5, 1e-5])
        assert np.diff(price.f)[0] / 2e-5 == pytest.approx(-multiplier, abs=1e-4)


def test_where_the_moved_problem_has_no_solution_there_is_no_value() -> None:
    problem = nm.ConstrainedProblem.parse("x", ["x^2 <= 1"])
    price = problem.shadow_price(problem.solve([0.5]), 0, [-2.0, 0.0])
    assert np.isnan(price.f[0])
    assert price.f[1] == pytest.approx(-1)


def test_junk_is_refused() -> None:
    problem = nm.ConstrainedProblem.parse("x", ["x^2 <= 1"])
    solution = problem.solve([0.5])
    for constraint, changes in ((1, [0.1]), (-1, [0.1]), (0, [np.nan]), (0, np.zeros(201))):
        with pytest.raises(nm.NumericsError):
            problem.shadow_price(solution, constraint, changes)
