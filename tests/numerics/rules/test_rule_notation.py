"""What may be typed as an update rule, how it is understood, and where a refusal points."""

import pytest

from numerics.errors import ExpressionError, LimitError
from numerics.methods import knobs_of
from numerics.rules import parse_rule
from numerics.rules.checks import MAX_GRADIENTS, MAX_KNOBS, MAX_PARTS

MOMENTUM = (("m", "beta*m + g"), ("x", "x - learning_rate*m"))


@pytest.mark.parametrize(
    "text",
    [
        "m ← beta m + g\nx ← x - eta m",
        "m <- beta m + g; x <- x - eta m",
        "m = beta*m + g\r\n\r\nx := x - η·m;",
        "  m⟵β m + g ;; x ← x − η m  ",
        "m ← beta m +\n g; x ← (x\n - eta m)",
    ],
)
def test_lines_and_arrows(text):
    assert parse_rule(text).lines == MOMENTUM


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("x - (g - m)", "x - (g - m)"),
        ("x - g/(2 eta)", "x - g/(2*learning_rate)"),
        ("x - a (g/b)", "x - a*(g/b)"),
        ("-(x + g)", "-(x + g)"),
        ("x - -g", "x - (-g)"),
        ("g^2 + g^3 + g^-1 + g^-2", "square(g) + ipow(g, 3) + 1/g + 1/square(g)"),
        ("√g + g^0.5 + g^(1/2) + g^(-1/2)", "sqrt(g) + sqrt(g) + sqrt(g) + 1/sqrt(g)"),
        ("g^a + 2^t + a^t g + e^-g + g^0", "power(g, a) + pow(2, t) + pow(a, t)*g + exp(-g) + power(g, 0)"),
        ("max(g, 0, a) + relu(g)", "maximum(maximum(g, 0), a) + maximum(g, 0)"),
        ("where(0 < g <= 1, x, -g)", "where(logical_and(less(0, g), less_equal(g, 1)), x, -g)"),
        ("x - g / norm(g) + |g| norm(a)", "x - g/norm(g) + abs(g)*abs(a)"),
        ("x - dot(g, x) g + log(g, 3)/sec(g)", "x - dot(g, x)*g + log(g)/log(3)/(1/cos(g))"),
        ("x - eta grad(x - 0.1 g)", "x - learning_rate*grad(x - 0.1*g)"),
        ("sum(a^j x, j, 1, 2)", "a*x + square(a)*x"),
        ("norm(g)", "full_like(x, norm(g))"),
        ("f + t", "full_like(x, f + t)"),
        ("2", "full_like(x, 2)"),
        ("λ x + γ g + gamma(g) + π + 1e-8", "lambda_*x + gamma_*g + gamma(g) + pi + 1e-08"),
    ],
)
def test_a_value_as_source(value, source):
    assert dict(parse_rule(f"x ← {value}; m ← g").lines)["x"] == source


def test_what_was_understood_is_shown():
    latex = parse_rule("m ← beta1 m + g^2; x ← x - eta grad(x + m)/norm(g)").equations
    assert latex == (
        r"\begin{aligned} g &= \nabla f(x) \\ m &\leftarrow \beta_{1} m + g^{2} \\ "
        r"x &\leftarrow x - \frac{\eta \nabla f(x + m)}{\left\lVert g \right\rVert_{2}} \end{aligned}"
    )


def test_other_letters_are_knobs_with_customary_values():
    rule = parse_rule("v ← beta1 v + beta2 g + c; x ← x - eta v/(ε + λ) - A_2 x")
    knobs = {knob.name: knob for knob in knobs_of(rule)}
    assert next(iter(knobs)) == "learning_rate"
    assert {name: knob.default for name, knob in knobs.items()} == {
        "learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "c": 1, "lambda_": 1, "A2": 1,
    }  # fmt: skip
    assert all(knob.low <= knob.default <= knob.high and knob.meaning and knob.symbol for knob in knobs.values())
    assert rule.has_learning_rate()
    assert rule(learning_rate=0.5, lambda_=3).knobs["lambda_"] == 3


ERRORS = [
    ("", 0, "Type an update rule"), (" \n\t", 0, "Type an update rule"), (";", 1, "Nothing moves the point"),
    ("x ←", 3, "missing after `←`"), ("x ← x -", 7, "missing after `-`"), ("x ← x - (g", 8, "add `)`"),
    ("m ← sin(g\nx ← x - (m)", 7, "add `)`"), ("m = sin(g\nx = x - m", 7, "add `)`"),
    ("x ← (x ← 3)", 7, "begins a line"),
    ("x - eta g", 0, "Every line assigns"), ("x ← x - g\nsin(x)", 10, "Every line assigns"),
    ("x ← x\n- eta g", 6, "Every line assigns"), ("x -= eta g", 2, "in full"), ("x < 3", 2, "←, <- or ="),
    ("x ≤ 3", 2, "←, <- or ="), ("2 ← x", 0, "assign to x, m, v, u or w"), ("2x ← x", 0, "Every line assigns"),
    ("x ← x - g v ← 2", 12, "line of its own"), ("x ← x = 3", 6, "line of its own"), ("x ← x, m ← g", 5, "comma"),
    ("x ← x - g; g ← 2g", 11, "`g` is the gradient"), ("f ← 1; x ← x - f", 0, "`f` is the value"),
    ("t ← t + 1; x ← x - t g", 0, "`t` counts"), ("beta ← 0.9; x ← x - beta g", 0, "`beta` is a knob"),
    ("sin ← 1; x ← x", 0, "cannot be assigned"), ("m ← g", 5, "add a line such as x ← x - eta g"),
    ("x ← x - eta m", 12, "`m` would stay 0"), ("x ← x - g; x ← x - g", 11, "put both into one line"),
    ("m ← g\nx ← x - m\nm ← 2g", 16, "use another of m, v, u and w"),
    ("x1 ← x1 - g1", 0, "write x"), ("x ← x - eta g₂", 12, "write g"), ("m2 ← g; x ← x - m2", 0, "`m2` is no memory"),
    ("x ← x - lr g", 8, "eta"), ("x ← x - learning_rate g", 8, "eta"), ("x ← x - eta gradient", 12, "called g"),
    ("x ← x - eta g(x)", 12, "g*(…)"), ("v ← g (x + v); x ← x - v", 4, "grad(…)"), ("x ← x - f(x) g", 8, "f*(…)"),
    ("x ← x - eta grad(2)", 12, "grad takes vectors"), ("x ← x - grad(norm(g))", 8, "grad takes vectors"),
    ("x ← x - dot(eta, f) g", 8, "dot takes vectors"), ("x ← x - grad", 8, "needs brackets"),
    ("x ← x - foo(g)", 8, "Unknown function `foo`"), ("x ← x - sinh", 8, "needs brackets"),
    ("x ← x - i g", 8, "reserved"),
    ("x ← x - norm(g, x)", 8, "norm takes 1 argument"), ("x ← x - (g < 0)", 11, "where"),
    ("x ← x - g/0", 9, "divides by zero"), ("x ← x - sqrt(-1) g", 8, "no finite real value"),
    ("x ← x - eta/2 g", 14, "(eta/2)*g or eta/(2*g)"), ("x ← x - g^200", 9, "at most 100"), ("x ← x - ∇f", 8, "`∇`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "position", "remedy"), ERRORS)
def test_a_refusal_points_into_the_whole_text(text, position, remedy):
    with pytest.raises(ExpressionError) as caught:
        parse_rule(text)
    assert remedy in caught.value.message
    assert caught.value.position == position
    assert caught.value.text == text


def test_products_with_a_bracket_are_products():
    assert dict(parse_rule("m ← g(1 - beta); x ← x - f(2) m").lines)["m"] == "g*(1 - beta)"


MANY = "abcdhjkl"
LIMITS = [
    ("\n".join(["m ← g", "v ← g", "u ← g", "w ← g", "x ← x"] + ["x ← x"] * 4), 8 * 6),
    ("x ← x - (" + "+".join(MANY) + " + n) g", 9 + 2 * len(MANY) + 2),
    ("x ← x - " + "grad(" * (MAX_GRADIENTS + 1) + "x" + ")" * (MAX_GRADIENTS + 1), 8 + 5 * MAX_GRADIENTS),
    ("x ← x" + " - g" * (MAX_PARTS // 2), None),
    ("x ← x - " + "exp(" * 9 + "g" + ")" * 9, 8),
    ("x ← x" + " " * 2000, 2000),
]


@pytest.mark.parametrize(("text", "position"), LIMITS)
def test_a_rule_has_limits(text, position):
    with pytest.raises(LimitError) as caught:
        parse_rule(text)
    assert position is None or caught.value.position == position


def test_what_is_just_within_the_limits_is_read():
    parse_rule("x ← x - (" + "+".join(MANY[:MAX_KNOBS]) + ") g")
    parse_rule("x ← x - " + "grad(" * MAX_GRADIENTS + "x" + ")" * MAX_GRADIENTS)
    parse_rule("x ← x" + " - g" * (MAX_PARTS // 2 - 1))
