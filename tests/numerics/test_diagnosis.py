"""The words about a run: the numbers in them are true, and so is what they claim."""

import re

import numpy as np
import pytest

from numerics.diagnosis import explain, sharpness
from numerics.methods import METHODS
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.outcome import Outcome

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"


def words(text, start, *arguments, **keywords):
    return explain(minimize(Objective.parse(text), start, *arguments, **keywords))


def test_converged_to_a_minimum():
    said = words(ROSENBROCK, [-1.2, 1], "newton")
    assert "Converged in 6 steps" in said
    assert "at (1, 1)" in said
    assert "0.3994 and 1002: a minimum" in said


def test_row_A7_at_the_saddle():
    said = words("x^2 - y^2", [0, 0])
    assert said.startswith("Gradient descent does not move from (0, 0): the gradient is zero there.")
    assert "eigenvalues are -2 and 2: a saddle, not a minimum" in said
    assert "a saddle, not a minimum" in words("x^2 - y^2", [0, 0], tolerance=None)


def test_already_within_the_tolerance():
    said = words("10^(-10) x^2", [1])
    assert "‖∇f‖ = 2e-10 is already within the tolerance 1e-8" in said


def test_row_C9_newton_and_the_saddle():
    said = words("x^2 - y^2", [1, 1], "newton")
    assert "Converged in 1 step " in said
    assert "a saddle, not a minimum" in said
    assert "At step 0 the Hessian has the eigenvalue -2: Newton's step" in said
    assert "a maximum, not a minimum" in words("cos(x)", [0.3], "newton")


@pytest.mark.parametrize("text", ["x^3", "x^4", "x^3 + y^2"])
def test_row_C2_where_the_second_derivative_test_is_silent(text):
    """Near the flat point of x³ the second derivative is still positive; that proves nothing."""
    start = [0.5, 0.5][: 1 + ("y" in text)]
    assert "cannot tell what kind of point" in words(text, start, "newton", steps=200)


def test_row_D8_overshooting():
    said = words("x^2 + 5y^2", [10, 1], learning_rate=0.25, steps=100)
    assert said.startswith("Diverged after 100 steps")
    assert "at step 0 is 2.5 > 2" in said
    early = words("x^2 + 5y^2", [10, 1], learning_rate=0.25, steps=10)
    assert "step limit of 10" in early
    assert "2.5 > 2" in early
    # 2.00002 must not be printed as "2 > 2".
    assert "2.00002 > 2" in words("x^2", [1], learning_rate=1.00001, steps=10)


def test_momentum_is_held_to_its_own_limit():
    """2 (1 + β): at β = 0.5 momentum bears η λ = 2.5, where descent overshoots."""
    assert "> " not in words("x^2 + 5y^2", [10, 1], "momentum", learning_rate=0.25, momentum=0.5)
    said = words("x^2 + 5y^2", [10, 1], "momentum", learning_rate=0.31, momentum=0.5, steps=500)
    assert "3.1 > 3" in said


def test_no_bound_is_claimed_for_adam():
    said = words("x^2 + 5y^2", [10, 1], "adam", learning_rate=10, steps=50)
    assert "curvature" not in said
    assert sharpness(minimize(Objective.parse("x^2"), [1], "newton")) is None


def test_no_bottom():
    said = words("x^2 - y^2", [1, 0.001], steps=5000)
    assert "no lowest value along this path" in said
    assert "overshoots" not in said
    # Here η λmax passes 2 on the way down; the fall is the reason all the same.
    assert "no lowest value along this path" in words("x^3 - 3x y^2", [0.8, 1], steps=300)


def test_row_C10_the_cycle():
    assert "It jumps to and fro between x = -3 and x = 3." in words("x^2", [3], learning_rate=1, steps=30)


def test_slow_because_ill_conditioned():
    """The predicted number of steps for a digit is what the run then needs."""
    f = Objective.parse("x^2 + 50y^2")
    run = minimize(f, [10, 1], learning_rate=0.01, steps=400)
    said = explain(run)
    assert "condition number 50" in said
    assert "factor 0.98 a step" in said
    steps = int(re.search(r"(\d+) steps for one more digit", said)[1])
    longer = minimize(f, [10, 1], learning_rate=0.01, steps=400 + steps)
    assert np.linalg.norm(longer.x[-1]) == pytest.approx(np.linalg.norm(run.x[-1]) / 10, rel=0.05)


def test_in_a_bent_valley_and_beside_a_kink_no_rate_is_predicted():
    said = words(ROSENBROCK, [-1.2, 1], learning_rate=1e-3, steps=1000)
    assert "the factor" not in said
    assert "f is still falling, from " in said
    assert "The curvature there differs 127-fold between directions" in said
    assert "the factor" not in words("x^2 + |y|", [1, 0.05], learning_rate=0.03, steps=40)


def test_without_theory_it_tells_what_f_did():
    assert "f is still falling, from " in words(ROSENBROCK, [-1.2, 1], "adam", steps=500)
    assert "f has changed by no more than" in words("|x| + 10^4", [1.03], "adam", steps=30)
    assert "f goes up and down" in words("|x|", [1.03], "adam", learning_rate=0.1, steps=300)


def test_leaving_the_domain_and_undefined_starts():
    assert re.search(r"from x = 0\.\d+ to x = -0\.\d+, where f is not defined", words("log(x)", [3], steps=1000))
    assert "f is not defined at the start x = -3" in words("log(x)", [-3])
    assert "f is infinite at the start" in words("exp(x)", [1000])
    assert "gradient of f is not a finite number at the start" in words("sqrt(x)", [0])


def test_newton_without_a_step():
    said = words("x^4 + y", [1, 2], "newton")
    assert "Newton has no step 0 from (1, 2): the Hessian is singular there" in said
    assert "0 and 12" in said


def test_stalled():
    said = words("x^2 + 10^9 x", [-499_999_999], learning_rate=1e-8)
    assert "too small to change a digit" in said
    assert "‖∇f‖ = 2 at" in said


def test_sharpness_along_the_run():
    f = Objective.parse("x^4")
    run = minimize(f, [1], learning_rate=0.01, steps=30)
    np.testing.assert_allclose(sharpness(run), 0.12 * run.x[:, 0] ** 2)


@pytest.mark.parametrize("name", sorted(METHODS))
@pytest.mark.parametrize("text", [ROSENBROCK, "log(x) + y^2", "x^2 - y^2", "x y", "|x| + |y|", "x^3 + exp(-y)", "3"])
@pytest.mark.parametrize("start", [(0.0, 0.0), (1.0, 1.0), (0.3, -40.0)])
def test_every_run_gets_plain_sentences(name, text, start):
    run = minimize(Objective.parse(text, variables=("x", "y")), start, name, steps=60)
    said = explain(run)
    assert isinstance(run.outcome, Outcome)
    assert said.endswith(".")
    assert not re.search(r"\d{11}|np\.|array|\bNone\b|  ", said)
    assert 30 < len(said) < 450
