"""The quadratic model at a point, against the chapter's figures and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import numerics as nm
from numerics.curvature import Kind
from numerics.local_model import LocalModel, local_model, weights


def at(text: str, *point: float) -> LocalModel:
    return local_model(nm.Objective.parse(text), point)


def test_row_D7_the_hessian_of_a_function_with_a_sixth_power() -> None:
    model = at("x^3 - 2x y - y^6", 1, 2)
    assert model.hessian.tolist() == [[6, -2], [-2, -480]]
    assert model.eigenvalues == pytest.approx([-480.00823, 6.00823], abs=5e-6)
    assert model.kind is None, "the gradient does not vanish there"


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("x^2 + 0.5y^2", Kind.MINIMUM, [1, 2]),
        ("-x^2 - 3y^2", Kind.MAXIMUM, [-6, -2]),
        ("x^2 - y^2", Kind.SADDLE, [-2, 2]),
        ("x^4 + y^2", Kind.UNDECIDED, [0, 2]),
    ],
)
def test_row_A5_the_signs_name_the_type_where_the_gradient_vanishes(text: str, kind: Kind, values) -> None:
    assert at(text, 0, 0).kind is kind
    assert at(text, 0, 0).eigenvalues.tolist() == values
    assert at(text, 0.5, 0.5).kind is None


@pytest.mark.parametrize(("text", "gained"), [("-x^2", 0.44), ("2x", 0.40), ("x^2", 0.36)])
def test_row_C5_curvature_changes_what_a_step_gains(text: str, gained: float) -> None:
    model = at(text, 1)
    assert float(model.linear_decrease(0.1)) == pytest.approx(0.4)
    assert float(model.actual_decrease(0.1)) == pytest.approx(gained)
    assert float(model.predicted_decrease(0.1)) == pytest.approx(gained), "f is its own model"


def test_row_C6_the_best_step_of_a_quadratic() -> None:
    model = at("x^2 + 5y^2", 10, 1)
    g, H = np.array([20.0, 10.0]), np.diag([2.0, 10.0])
    assert model.best_step == pytest.approx(g @ g / (g @ H @ g))
    assert model.climbing_step == pytest.approx(2 * model.best_step, rel=1e-12)
    steps = np.linspace(0, 1, 1001)
    assert steps[model.actual_decrease(steps).argmax()] == pytest.approx(model.best_step, abs=1e-3)
    assert float(model.predicted_decrease(model.best_step)) == pytest.approx(
        float(model.linear_decrease(model.best_step)) / 2
    )


def test_row_C6_along_the_top_eigenvector_it_is_one_over_the_largest_eigenvalue() -> None:
    assert at("x^2 + 5y^2", 0, 3).best_step == pytest.approx(1 / 10)
    assert at("x^2 + 5y^2", 3, 0).best_step == pytest.approx(1 / 2)


@pytest.mark.parametrize("text", ["-x^2", "2x", "x^3 - 2x y - y^6"])
def test_row_C6_without_positive_curvature_along_the_gradient_there_is_none(text: str) -> None:
    model = at(text, 1, 2) if "y" in text else at(text, 1)
    assert model.best_step is None


@given(st.floats(0, 360), st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_row_C7_curvature_is_an_average_of_the_eigenvalues(degrees: float, a: float, b: float, c: float) -> None:
    f = nm.Objective.parse("p x^2/2 + q x y + r y^2/2", variables=("x", "y"), parameters={"p": a, "q": b, "r": c})
    model = local_model(f, (0.3, -0.2))
    d = 2.5 * np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    low, high = model.eigenvalues
    along, shares = float(model.curvature(d)), weights(model.eigenvectors, d)
    assert low - 1e-9 <= along <= high + 1e-9
    assert shares.sum() == pytest.approx(1)
    assert along == pytest.approx(float(shares @ model.eigenvalues), abs=1e-9)


def test_condition_and_model() -> None:
    model = at("x^2 + 5y^2", 1, 1)
    assert model.condition == pytest.approx(5)
    assert at("x^2 + y^4", 0, 0).condition == np.inf
    points = np.random.default_rng(0).normal(size=(10, 2))
    assert model.predicted(points) == pytest.approx(model.f(points))
    cubic = at("exp(x) sin(y)", 0.3, 0.4)
    for h in (1e-2, 1e-3):
        off = abs(float(cubic.predicted(cubic.x + h) - cubic.f(cubic.x + h)))
        assert off < 2 * h**3, "the error is of third order"


def test_what_has_no_model_says_so() -> None:
    assert not at("log(x)", -1).finite
    assert not at("1/x", 0).finite
    flat = at("x^2", 0)
    assert flat.climbing_step is None
    assert flat.best_step is None
    assert at("-x", 1).climbing_step is None, "a straight line is never climbed"
