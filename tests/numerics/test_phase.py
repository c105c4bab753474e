"""The phase diagram against the methods themselves and the closed forms."""

import numpy as np
import pytest

from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.phase import FORMS, measured_factor, phase, spectral_radius
from numerics.theory import Bottom, find_bottom

CURVATURE = np.array([2.0, 7.0, 50.0])
QUADRATIC = Objective.parse("x^2 + 3.5y^2 + 25z^2")
MOMENTA = np.array([0.0, 0.3, 0.6, 0.9, 0.99])


@pytest.mark.parametrize("name", FORMS)
def test_the_factor_is_that_of_the_method_itself_to_rounding(name):
    """Three errors of a run along one eigenvector determine its recurrence, and so both roots."""
    form = FORMS[name]
    rates = np.array([0.004, 0.011, 0.029, 0.061])
    diagram = phase(form, CURVATURE, rates, MOMENTA)
    for j, beta in enumerate(MOMENTA):
        for k, rate in enumerate(rates):
            knobs = {"learning_rate": rate * float(form.share(beta)), "momentum": beta}
            run = minimize(QUADRATIC, [1, 1, 1], form.method.name, steps=3, tolerance=None, **knobs)
            moduli = [np.abs(np.roots([1, *_recurrence(e, beta)])).max() for e in run.x.T]
            assert diagram.factor[j, k] == pytest.approx(max(moduli), abs=2e-6)


def _recurrence(e, beta):
    """-a and b of e₊ = a e - b e₋, from the errors of three steps from rest, e₋₁ = e₀."""
    if beta == 0:
        return -e[1] / e[0], 0.0
    a, b = np.linalg.solve([[e[0], -e[0]], [e[1], -e[0]]], e[1:3])
    assert e[3] == pytest.approx(a * e[2] - b * e[1], abs=1e-9)
    return -a, b


@pytest.mark.parametrize("name", FORMS)
def test_the_limit_in_closed_form_parts_shrinking_from_growing(name):
    form = FORMS[name]
    diagram = phase(form, CURVATURE, np.linspace(1e-4, 1, 20), MOMENTA)
    for inside, sign in ((1 - 1e-9, -1), (1 + 1e-9, 1)):
        eta = inside * diagram.limit * form.share(MOMENTA)
        factor = spectral_radius(form, CURVATURE, eta, MOMENTA)
        assert (np.sign(factor - 1) == sign).all()
    if name == "velocity":
        np.testing.assert_allclose(diagram.limit * 50, 2 * (1 + MOMENTA), rtol=1e-14)
    if name == "average":
        np.testing.assert_allclose(diagram.limit * 50, 2 * (1 + MOMENTA) / (1 - MOMENTA), rtol=1e-14)


def test_the_fastest_point_is_polyaks_and_no_cell_is_faster():
    rates, momenta = np.linspace(1e-3, 0.09, 300), np.linspace(0, 0.99, 300)
    for name in FORMS:
        diagram = phase(FORMS[name], CURVATURE, rates, momenta)
        rate, momentum, factor = diagram.best
        assert diagram.factor.min() >= factor - 1e-7
        assert diagram.factor_at(rate, momentum) == pytest.approx(factor)
    velocity, average = (phase(FORMS[name], CURVATURE, rates, momenta).best for name in ("velocity", "average"))
    assert velocity[0] == pytest.approx((2 / (np.sqrt(50) + np.sqrt(2))) ** 2)
    assert velocity[1] == pytest.approx(((5 - 1) / (5 + 1)) ** 2)
    assert velocity[2] == pytest.approx((5 - 1) / (5 + 1), abs=1e-7)
    assert average[0] * (1 - average[1]) == pytest.approx(velocity[0])


def test_row_B3_both_forms_of_momentum_are_one_diagram_with_another_axis():
    alpha = np.geomspace(1e-3, 1, 50)
    average = phase(FORMS["average"], CURVATURE, alpha, MOMENTA)
    for j, beta in enumerate(MOMENTA):
        velocity = phase(FORMS["velocity"], CURVATURE, (1 - beta) * alpha, MOMENTA)
        np.testing.assert_array_equal(average.factor[j], velocity.factor[j])


def test_where_curvature_is_negative_every_setting_grows():
    for form in FORMS.values():
        diagram = phase(form, np.array([-1.0, 3.0]), np.linspace(0.01, 2, 30), np.linspace(0, 0.99, 20))
        assert (diagram.factor > 1).all()
        assert diagram.best is None
        assert np.isnan(diagram.limit).all()


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("text", ["x^2 + 3.5y^2 + 25z^2", "2cosh(x) + 3.5sin(y)^2 + exp(5z) - 5z + 12.5z^2"])
def test_a_measured_factor_is_the_predicted_one(name, text):
    f = Objective.parse(text)
    bottom = find_bottom(f, np.array([0.1, 0.1, 0.1]))
    assert isinstance(bottom, Bottom)
    form = FORMS[name]
    diagram = phase(form, bottom.curvature, np.linspace(1e-3, 0.1, 5), MOMENTA)
    limit = diagram.limit[0]
    for rate, beta in ((0.5 * limit, 0.0), (0.98 * limit, 0.0), (1.05 * limit, 0.0), (0.4 * limit, 0.9)):
        found = measured_factor(form, f, bottom, rate, beta, 10_000)
        assert found == pytest.approx(diagram.factor_at(rate, beta), rel=4e-3), (rate, beta)
