"""What is known of a typed rule without a run: against the closed forms of the built-in methods."""

import numpy as np
import pytest

from numerics.methods import METHODS, choose_method
from numerics.rules import parse_rule

CURVATURES = np.array([0.1, 1, 10, 150, 190, 400])

LINEAR = [
    ("gradient_descent", "x ← x - eta g", {}),
    ("momentum", "v ← beta v - eta g; x ← x + v", {"momentum": 0.8}),
    ("momentum", "u ← g; v ← -eta u + beta v; x ← v + x; w ← w + g", {"momentum": 0.8}),
    ("nesterov", "v ← beta v - eta grad(x + beta v); x ← x + v", {"momentum": 0.8}),
]


@pytest.mark.parametrize(("name", "text", "knobs"), LINEAR)
def test_a_linear_rule_contracts_as_the_closed_form_says(name, text, knobs):
    built_in = choose_method(name, learning_rate=0.01, **knobs)
    beta = {"beta": 0.8} if knobs else {}
    typed = parse_rule(text)(learning_rate=0.01, **beta)
    np.testing.assert_allclose(typed.contraction(CURVATURES), built_in.contraction(CURVATURES), rtol=1e-6)
    assert typed.curvature_limit == pytest.approx(built_in.curvature_limit, rel=1e-6)
    assert not typed.scale_free


def test_runge_kutta_reaches_beyond_the_limit_of_gradient_descent():
    text = "u ← grad(x - eta g/2); v ← grad(x - eta u/2); w ← grad(x - eta v); x ← x - eta (g + 2u + 2v + w)/6"
    rule = parse_rule(text)(learning_rate=0.1)
    assert rule.curvature_limit == pytest.approx(
        2.78529356, rel=1e-6
    )  # the real root of 1 = 1 - z + z²/2 - z³/6 + z⁴/24
    z = 0.1 * CURVATURES
    np.testing.assert_allclose(rule.contraction(CURVATURES), abs(1 - z + z**2 / 2 - z**3 / 6 + z**4 / 24))


@pytest.mark.parametrize(
    "text",
    ["x ← x - eta sign(g)", "x ← x - eta g/t", "x ← x - eta f g", "x ← x - eta g + 1", "x ← x - eta g^2", "x ← x/g",
     "x ← x - eta g/norm(g)", "x ← x - where(g < 0, g, 2g)"],
)  # fmt: skip
def test_other_rules_claim_nothing(text):
    rule = parse_rule(text)()
    assert rule.curvature_limit is None
    assert rule.contraction(CURVATURES) is None


@pytest.mark.parametrize(
    "text",
    [
        "x ← x - g/10",  # no learning rate
        "v ← 1.05 v - eta g; x ← x + v",  # converges for no rate
        "v ← v - eta g; x ← x + v",
        "x ← x + eta g",
        "x ← x - eta g - eta^2 g",  # the rate alone decides, not its product with the curvature
        "x ← x/2 - 0 eta g",
    ],
)
def test_a_linear_rule_may_have_no_limit(text):
    assert parse_rule(text)().curvature_limit is None


def test_a_memory_that_x_does_not_need_has_no_say():
    rule = parse_rule("m ← 2m + g; u ← 3u + v; v ← 2v; x ← x - eta g + v")(learning_rate=0.01)
    np.testing.assert_allclose(rule.contraction(CURVATURES), abs(1 - 0.01 * CURVATURES))


def test_an_overflow_is_infinite():
    assert parse_rule("x ← x - a^99 g")(a=10).contraction(np.array([1e300])) == [np.inf]


ADAM = "m ← β₁ m + (1 - β₁) g; v ← β₂ v + (1 - β₂) g²; x ← x - eta {} / ({} + ε)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ADAM.format("(m/(1 - β₁^t))", "sqrt(v/(1 - β₂^t))"), True),
        (ADAM.format("m", "sqrt(v)"), True),
        (ADAM.format("m", "v"), False),
        ("x ← x - eta sign(g)", True),
        ("x ← x - eta g/norm(g)", True),
        ("v ← v + g²; x ← x - eta g/√v", True),
        ("x ← x - eta g", False),
        ("x ← x - eta g min(1, 1/norm(g))", False),
        ("x ← x - sign(g)", False),
        ("x ← x - eta²  sign(g)", False),
        ("x ← x + 0 eta", False),
        ("x ← x - eta/0^t", False),
    ],
)
def test_whether_the_rate_alone_sets_the_length_of_a_step(text, expected):
    assert parse_rule(text).scale_free is expected


def test_the_flag_agrees_with_that_of_the_built_in_methods():
    assert METHODS["adam"].scale_free
    assert not METHODS["gradient_descent"].scale_free
