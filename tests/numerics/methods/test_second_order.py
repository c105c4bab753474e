"""Methods that model the curvature, or search without it: theorems, published behaviour, SciPy as a second opinion."""

import numpy as np
import pytest
import scipy.optimize

from numerics.methods.bfgs import BFGS, learn
from numerics.methods.damped_newton import DampedNewton
from numerics.methods.trust_region import TrustRegion, dogleg
from numerics.minimize import PATIENCE, minimize
from numerics.objective import Objective
from numerics.oracle import Oracle
from numerics.outcome import Outcome

ROSENBROCK = Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
SADDLE = Objective.parse("x^4/4 - x^2/2 + y^2")
EXACT = {"curvature": 1e-10}


def quadratic(n, seed=0):
    """½ xᵀAx - bᵀx with a full positive definite A of condition about 100, and its minimum."""
    rng = np.random.default_rng(seed)
    q, _ = np.linalg.qr(rng.standard_normal((n, n)))
    a = np.round(q @ np.diag(np.geomspace(1, 100, n)) @ q.T, 3)
    a, b = (a + a.T) / 2, np.round(rng.standard_normal(n), 3)
    names = [f"x{i + 1}" for i in range(n)]
    squares = [f"({a[i, j] / 2:.17g}) {names[i]} {names[j]}" for i in range(n) for j in range(n)]
    text = " + ".join(squares + [f"({-b[i]:.17g}) {names[i]}" for i in range(n)])
    return Objective.parse(text, variables=names), a, np.linalg.solve(a, b)


def states(f, start, method, steps):
    """The iterate and state after every step."""
    oracle, x = Oracle(f), np.array(start, dtype=float)
    state = method.init(oracle, x)
    for _ in range(steps):
        with np.errstate(all="ignore"):
            x, state = method.step(oracle, x, f.gradient(x), state)
        yield x, state


@pytest.mark.parametrize("n", [1, 2, 5, 8])
@pytest.mark.parametrize(("name", "extra"), [("bfgs", 1), ("lbfgs", 1), ("conjugate_gradient", 1)])
def test_n_exact_searches_reach_the_minimum_of_a_quadratic(name, extra, n):
    f, _, minimum = quadratic(n)
    run = minimize(f, np.ones(n), name, tolerance=1e-6, **EXACT)
    assert run.outcome is Outcome.CONVERGED
    assert run.steps <= n + extra
    np.testing.assert_allclose(run.x[-1], minimum, atol=1e-5)
    np.testing.assert_allclose(run.f[-1], f(minimum), rtol=1e-12)


def test_exact_searches_make_the_directions_conjugate():
    f, a, _ = quadratic(5)
    run = minimize(f, np.ones(5), "conjugate_gradient", steps=5, tolerance=None, **EXACT)
    steps = np.diff(run.x, axis=0)[:4]
    lengths = np.sqrt(np.einsum("ti,ij,tj->t", steps, a, steps))
    gram = steps @ a @ steps.T / np.outer(lengths, lengths)
    np.testing.assert_allclose(gram, np.eye(4), atol=1e-5)


@pytest.mark.parametrize("n", [2, 5])
def test_row_B5_the_matrix_of_bfgs_approaches_the_inverse_hessian(n):
    f, a, _ = quadratic(n)
    truth = np.linalg.inv(a)
    x = list(states(f, np.ones(n), BFGS(curvature=1e-10), n))
    # The matrix that the n-th pair completes is made in the next step.
    last, state = x[-1]
    matrix = learn(state.inverse, last - state.x, f.gradient(last) - state.gradient)
    np.testing.assert_allclose(matrix, truth, atol=1e-5)
    assert np.linalg.norm(x[0][1].inverse - truth) > 0.5
    assert np.linalg.eigvalsh(matrix)[0] > 0


def test_the_bfgs_update_is_the_formula_and_solves_the_secant_equation():
    rng = np.random.default_rng(1)
    m = np.cov(rng.standard_normal((3, 9)))
    s, y = rng.standard_normal((2, 4, 3))
    y *= np.sign(np.vecdot(s, y))[:, None]
    updated = learn(np.broadcast_to(m, (4, 3, 3)), s, y)
    for k in range(4):
        rho, eye = 1 / (y[k] @ s[k]), np.eye(3)
        left = eye - rho * np.outer(s[k], y[k])
        np.testing.assert_allclose(updated[k], left @ m @ left.T + rho * np.outer(s[k], s[k]), rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(updated[k] @ y[k], s[k], rtol=1e-10)
    assert np.array_equal(learn(m, s[0], -y[0]), m)


def test_on_a_quadratic_lbfgs_and_bfgs_walk_the_same_path():
    """With exact searches both are the conjugate gradient method (Nocedal and Wright, theorem 6.4)."""
    f, _, _ = quadratic(4)
    paths = [
        minimize(f, np.ones(4), name, steps=3, tolerance=None, **EXACT).x
        for name in ("bfgs", "lbfgs", "conjugate_gradient")
    ]
    np.testing.assert_allclose(paths[1], paths[0], rtol=1e-6)
    np.testing.assert_allclose(paths[2], paths[0], rtol=1e-6)


@pytest.mark.parametrize("name", ["damped_newton", "trust_region", "bfgs", "lbfgs", "conjugate_gradient"])
def test_rosenbrock_takes_tens_of_steps_not_thousands(name):
    run = minimize(ROSENBROCK, [-1.2, 1], name)
    assert run.outcome is Outcome.CONVERGED
    assert 10 < run.steps < 60
    np.testing.assert_allclose(run.x[-1], [1, 1], atol=1e-7)


@pytest.mark.parametrize("name", ["damped_newton", "trust_region"])
def test_past_the_saddle_that_newton_runs_into(name):
    assert minimize(SADDLE, [0.1, 1], "newton").x[-1] == pytest.approx([0, 0], abs=1e-8)
    run = minimize(SADDLE, [0.1, 1], name)
    assert run.outcome is Outcome.CONVERGED
    assert run.x[-1] == pytest.approx([1, 0], abs=1e-8)


def test_damped_newton_is_newton_near_a_minimum():
    plain = minimize(ROSENBROCK, [1.01, 1.01], "newton")
    damped = minimize(ROSENBROCK, [1.01, 1.01], "damped_newton")
    np.testing.assert_allclose(damped.x, plain.x, rtol=1e-10)
    for x, state in states(ROSENBROCK, [1.01, 1.01], DampedNewton(), 3):
        assert (state.shift, state.length) == (0, 1), x


def test_the_shift_lifts_the_smallest_eigenvalue_to_its_floor():
    """Its eigenvalues at the start are -0.97 and 2."""
    for floor, lifted in ((0.25, 0.97), (0.75, 1.5)):
        _, state = next(states(SADDLE, [0.1, 1], DampedNewton(floor=floor), 1))
        assert -0.97 + state.shift == pytest.approx(lifted)


def test_row_B7_the_ratio_of_the_full_newton_step_on_the_fourth_power():
    x, state = next(states(Objective.parse("x^4"), [1], TrustRegion(), 1))
    assert state.tried[0] == pytest.approx(-1 / 3)
    assert np.array_equal(state.tried, state.newton)
    assert state.ratio == pytest.approx(1.2037, abs=5e-5)
    assert state.accepted
    assert x[0] == pytest.approx(2 / 3)


def test_a_refused_step_shrinks_the_region_and_stays():
    f = Objective.parse("x^4/4 - x^2/2 + 30 sin(40 x)/1600")
    run = [(x[0], state) for x, state in states(f, [0.5], TrustRegion(radius=100, max_radius=1000), 30)]
    refused = [(run[i - 1], run[i]) for i in range(1, 30) if not run[i][1].accepted]
    for (x_before, before), (x, state) in refused:
        assert x == x_before
        assert state.value == before.value
        assert state.radius == pytest.approx(np.linalg.norm(state.tried) / 4)
    for _, state in run:
        assert np.linalg.norm(state.tried) <= state.tried_radius * (1 + 1e-12)
        if state.accepted and state.ratio > 0.75 and np.linalg.norm(state.tried) > 0.999 * state.tried_radius:
            assert state.radius == 2 * state.tried_radius


def test_a_region_far_too_large_is_not_a_stall():
    """It has to shrink 25 times before the first step is taken."""
    f = Objective.parse("x + 10^(-30) sqrt(x)")  # not defined beyond 0, which the model cannot see
    run = minimize(f, [1e-15], "trust_region", radius=1.0, steps=200)
    still = int(np.argmax(run.step_length > 0))
    assert 20 < still < PATIENCE
    assert run.f[-1] < run.f[0]


@pytest.mark.parametrize("radius", [1e-3, 0.3, 1.0, 5.0])
def test_the_dogleg_is_the_best_point_of_its_path(radius):
    rng = np.random.default_rng(5)
    g, b = rng.standard_normal((20, 3)), rng.uniform(0.1, 10, (20, 3))
    p, full = dogleg(g, b, np.full(20, radius))
    np.testing.assert_allclose(full, -g / b)

    def model(q):
        return np.vecdot(g, q) + np.vecdot(q, b * q) / 2

    cauchy = -(np.vecdot(g, g) / np.vecdot(g, b * g))[:, None] * g
    for share in np.linspace(0, 1, 101):
        for q in (share * cauchy, cauchy + share * (full - cauchy)):
            inside = np.linalg.norm(q, axis=1) <= radius
            assert (model(p) <= model(q) + 1e-12)[inside].all()
    assert (np.linalg.norm(p, axis=1) <= radius * (1 + 1e-12)).all()


def test_nelder_mead_makes_the_moves_that_scipy_makes():
    start, path = np.array([-1.2, 1.0]), []
    simplex = np.array([[-1.2, 1.0], [-1.1, 1.0], [-1.2, 1.1]])
    options = {"initial_simplex": simplex, "maxiter": 120, "xatol": 0, "fatol": 0}
    scipy.optimize.minimize(
        ROSENBROCK, start, method="Nelder-Mead", options=options, callback=lambda x: path.append(x.copy())
    )
    run = minimize(ROSENBROCK, start, "nelder_mead", steps=len(path), tolerance=None, size=0.1)
    np.testing.assert_allclose(run.x[1:], path, rtol=1e-9)


def test_nelder_mead_does_not_mind_a_kink():
    run = minimize(Objective.parse("|x - 1| + 2|y + 2|"), [3, 3], "nelder_mead", steps=400, tolerance=None)
    assert run.f[-1] < 1e-8


def test_nelder_mead_pays_for_values_only():
    run = minimize(ROSENBROCK, [-1.2, 1], "nelder_mead", steps=1, tolerance=None)
    assert 4 <= run.evaluations.f <= 7
    assert run.evaluations.gradient == 0  # the record's own look at it is free
