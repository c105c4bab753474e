"""What people write is read as they mean it: each text against the same formula in plain Python."""

import math
import operator
from fractions import Fraction
from functools import reduce

import pytest

from numerics.language import (
    Apply,
    Constant,
    Number,
    Relation,
    Summation,
    Variable,
    fold,
    parse_expression,
    parse_expressions,
    parse_relations,
    variable_names,
    walk,
)

POINT = {
    "x": 0.7, "y": -1.3, "z": 2.1, "t": 0.4, "a": 1.7, "b": -0.6, "c": 3.2, "d": 0.9, "theta": 0.35,
    "gamma": 1.25, "lambda": 0.8, "x0": 0.1, "x1": 1.1, "x2": -0.8, "x3": 0.6, "x4": 1.9, "x12": 0.25,
    "y2": 0.45, "theta1": 0.15,
}  # fmt: skip
x, y, z, t, a, b, c, d = (POINT[name] for name in "xyztabcd")
x0, x1, x2, x3, x4, x12 = (POINT[name] for name in ("x0", "x1", "x2", "x3", "x4", "x12"))
theta, pi, e = POINT["theta"], math.pi, math.e

MEANING = {
    "add": lambda *terms: reduce(operator.add, terms),
    "subtract": operator.sub,
    "multiply": lambda *factors: reduce(operator.mul, factors),
    "divide": operator.truediv,
    "power": operator.pow,
    "negate": operator.neg,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "equal": operator.eq,
    "not_equal": operator.ne,
    "all_of": lambda *comparisons: all(comparisons),
    "where": lambda condition, first, second: first if condition else second,
    "abs": abs,
    "max": max,
    "min": min,
    "loggamma": math.lgamma,
    "norm": math.hypot,
    "relu": lambda v: max(v, 0.0),
    "sigmoid": lambda v: 1 / (1 + math.exp(-v)),
}


def value(node):
    """The tree at POINT, with one Python operation for each node."""

    def combine(node, arguments):
        match node:
            case Number(value=number):
                return float(number)
            case Constant(name=name):
                return getattr(math, name)
            case Variable(name=name):
                return POINT[name]
            case Apply(function=function):
                return (MEANING.get(function) or getattr(math, function))(*arguments)

    return fold(node, combine)


def shape(text):
    """The tree in prefix form, to compare structure."""

    def combine(node, arguments):
        if isinstance(node, Number):
            return node.text
        return f"{node.function}({', '.join(arguments)})" if isinstance(node, Apply) else node.name

    return fold(parse_expression(text), combine)


NOTATIONS = [
    # powers and signs
    ("x^2", x**2), ("x**2", x**2), ("-x^2", -(x**2)), ("(-x)^2", x**2), ("2^-x", 2**-x), ("x^2^3", x**8),
    ("2^3^x", 2 ** (3**x)), ("x^-2", x**-2), ("--x", x), ("+x", x), ("x - -y", x + y), ("x+-y", x - y),
    ("2*-x", -2 * x), ("2*-x y", -2 * x * y), ("-2^2", -4), ("-x/2", -x / 2), ("x^y", None), ("e^-x", e**-x),
    ("x^{2}", x**2), ("x^(1+1)", x**2), ("2x^2", 2 * x**2), ("2x^2y", 2 * x**2 * y), ("-x^-2", -(x**-2)),
    # products
    ("2x", 2 * x), ("2 x", 2 * x), ("xy", x * y), ("x y", x * y), ("2xy", 2 * x * y), ("xyz", x * y * z),
    ("(x+1)(y-1)", (x + 1) * (y - 1)), ("x(y+1)", x * (y + 1)), ("2(x)", 2 * x), ("(x)(y)", x * y),
    ("3 sin(x)", 3 * math.sin(x)), ("3sin(x)cos(y)", 3 * math.sin(x) * math.cos(y)), ("x*y", x * y),
    ("2pi x", 2 * pi * x), ("x sin(x)", x * math.sin(x)), ("xy^2", x * y**2), ("a x", a * x), ("a(x)", a * x),
    ("theta(x+1)", theta * (x + 1)), ("2{x}[y]", 2 * x * y), ("pi(x+1)", pi * (x + 1)), ("2e x", 2 * e * x),
    ("2e", 2 * e), ("2exp(x)", 2 * math.exp(x)), ("x1x2", x1 * x2), ("xx1", x * x1), ("x e^x", x * e**x),
    # quotients
    ("x/2", x / 2), ("x/2 + 1", x / 2 + 1), ("2x/3", 2 * x / 3), ("1/2*x", 0.5 * x), ("1/(2x)", 1 / (2 * x)),
    ("x^2/2", x**2 / 2), ("a/b/c", a / b / c), ("a - b - c", a - b - c), ("a/b*c d", a / b * c * d),
    ("2 sin(x)/3", 2 * math.sin(x) / 3), ("a-b+c", a - b + c), ("a*b/c*d", a * b / c * d),
    # other scripts
    ("x²", x**2), ("x¹⁰", x**10), ("x⁻¹", 1 / x), ("2x²y³", 2 * x**2 * y**3), ("x₁", x1), ("x₁₂", x12),
    ("x₁²", x1**2), ("√(x)", x**0.5), ("√x", x**0.5), ("√2x", 2**0.5 * x), ("√(x)^2", x),
    ("∛x", math.cbrt(x)),
    ("√√x", x**0.25), ("√sin(x)", math.sin(x) ** 0.5), ("2·x", 2 * x), ("2×x", 2 * x), ("2∙x", 2 * x),
    ("2⋅x", 2 * x), ("x÷2", x / 2), ("x−1", x - 1), ("x–1", x - 1), ("π x", pi * x), ("2πx", 2 * pi * x),
    ("τ", 2 * pi), ("θ", theta), ("2θ₁", 0.3), ("𝑥²", x**2), ("２x", 2 * x), ("x\u00a0+\u2009y", x + y),
    ("λx", 0.8 * x), ("Σ(x_i, i, 1, 2)", x1 + x2), ("∑(x_i, i, 1, 2)", x1 + x2), ("ϑ + θ", 2 * theta),
    # names
    ("x1", x1), ("x_1", x1), ("x_{1}", x1), ("x_(1)", x1), ("x_01", x1), ("x0", x0), ("x_12", x12),
    ("theta", theta),
    ("theta1", 0.15), ("lambda", 0.8), ("gamma", 1.25), ("γ(x)", 1.25 * x), ("x1y2", x1 * 0.45),
    # bars
    ("|x|", abs(x)), ("2|x|", 2 * abs(x)), ("|x||y|", abs(x) * abs(y)), ("||x|-1|", abs(abs(x) - 1)),
    ("|x + |y| + z|", abs(x + abs(y) + z)), ("|x|y|z|", abs(x) * y * abs(z)), ("|x|^2", x**2),
    ("|(x|y|)|", abs(x * y)),
    ("|x|/|y|", abs(x) / abs(y)), ("|x|-|y|", abs(x) - abs(y)), ("max(|x|, |y|)", max(abs(x), abs(y))),
    ("-|x|", -x),
    # functions
    ("sin^2(x)", math.sin(x) ** 2), ("sin²(x)", math.sin(x) ** 2), ("sin^{2}(x)", math.sin(x) ** 2),
    ("sin(x)^2", math.sin(x) ** 2), ("2sin^2(x)cos(x)", 2 * math.sin(x) ** 2 * math.cos(x)),
    ("sin(x)^-1", 1 / math.sin(x)), ("ln(x)", math.log(x)), ("log(z, a)", math.log(z) / math.log(a)),
    ("log2(x)", math.log2(x)), ("log10(x)", math.log10(x)), ("log1p(x)", math.log1p(x)),
    ("LOG1P(x)", math.log1p(x)),
    ("arcsin(x)", math.asin(x)), ("arsinh(x)", math.asinh(x)), ("arctan2(y, x)", math.atan2(y, x)),
    ("lgamma(x)", math.lgamma(x)), ("gamma(x)", math.gamma(x)), ("Gamma(x)", math.gamma(x)),
    ("tg(x)", math.tan(x)),
    ("Sin(x)", math.sin(x)), ("Max(x, y)", x), ("Min(x, y)", y), ("ReLU(y)", 0), ("max(x, y, z)", z),
    ("sin{x}", math.sin(x)),
    ("norm(x, y, z)", math.hypot(x, y, z)), ("hypot(x, y)", math.hypot(x, y)),
    ("sigmoid(x)", 1 / (1 + math.exp(-x))),
    # cases
    ("where(x < 0, a, b)", b), ("where(x > 0, a, b)", a), ("where(x <= 0.7, a, b)", a),
    ("where(x ≥ 0.7, a, b)", a),
    ("where(x = 0.7, a, b)", a), ("where(x == y, a, b)", b), ("where(x != y, a, b)", a),
    ("where(x ≠ 0.7, a, b)", b),
    ("where(0 < x < 1, a, b)", a), ("where(0 < x < 0.5, a, b)", b), ("where(-2 <= y ≤ x < z, a, b)", a),
    # numbers
    (".5x", 0.5 * x), ("5.", 5), ("5.x", 5 * x), ("1e-5", 1e-5), ("1E5", 1e5), ("2e3x", 2000 * x),
    ("1.5e+2", 150),
    # bounded sums and products
    ("sum(x_i, i, 1, 4)", x1 + x2 + x3 + x4), ("sum(i, i, 1, 9)", 45), ("sum(i^2 x, i, -2, 3)", 19 * x),
    ("sum((1 - x_i)^2 + 100(x_(i+1) - x_i^2)^2, i, 1, 2)",
     (1 - x1) ** 2 + 100 * (x2 - x1**2) ** 2 + ((1 - x2) ** 2 + 100 * (x3 - x2**2) ** 2)),
    ("sum(x_{2i-1} x_{2i}, i, 1, 2)", x1 * x2 + x3 * x4), ("sum(x_i, i, 0, 1)", x0 + x1),
    ("sum(x, k, 1, 3)", 3 * x),
    ("sum(sum(i j x_i, j, 1, 2), i, 1, 2)", 3 * x1 + 6 * x2), ("prod(x_i, i, 1, 3)", x1 * x2 * x3),
    ("sum(prod(x_(i+j), j, 0, 1), i, 1, 2)", x1 * x2 + x2 * x3),
    ("2 sum(x_i, i, 1, 2)^2", 2 * (x1 + x2) ** 2),
    ("sum(x_(2*(i-1)), i, 1, 2)", x0 + x2), ("sum(|x_i|, i, 1, 2)", abs(x1) + abs(x2)),
    ("prod(i, i, 1, 5)", 120),
    ("|sum(|x_i|, i, 1, 2)|", abs(x1) + abs(x2)),
    ("|sum(x_i|y|, i, 1, 2)|", abs((x1 + x2) * y)), ("sum(xy, i, 1, 2)", 2 * x * y),
    ("SUM(ix, i, 1, 2)", 3 * x),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NOTATIONS, ids=[text for text, _ in NOTATIONS])
def test_means_what_is_written(text, expected):
    if expected is None:
        assert shape(text) == "power(x, y)"
    else:
        assert value(parse_expression(text)) == pytest.approx(expected, rel=1e-14)


def test_runs_of_plus_and_times_are_one_node_and_the_typed_order_stays():
    assert shape("a + b + c") == "add(a, b, c)"
    assert shape("a b*c") == "multiply(a, b, c)"
    assert shape("a - b - c") == "subtract(subtract(a, b), c)"
    assert shape("a + b - c + d") == "add(subtract(add(a, b), c), d)"
    assert shape("(a + b) + c") == "add(add(a, b), c)"
    assert shape("a + (b + c)") == "add(a, add(b, c))"
    assert shape("a/b*c") == "multiply(divide(a, b), c)"
    assert shape("-x y") == "negate(multiply(x, y))"
    assert shape("where(0 < x <= 1, 1, 2)") == "where(all_of(less(0, x), less_equal(x, 1)), 1, 2)"


def test_literals_are_exact():
    assert parse_expression("0.1") == Number(Fraction(1, 10), "0.1", 0)
    assert parse_expression(" 1e-5").value == Fraction(1, 100000)


def test_positions_point_into_the_typed_text():
    tree = parse_expression("  2·x² − sin(θ)")
    assert {(type(node).__name__, node.position) for node in walk(tree)} == {
        ("Apply", 7), ("Apply", 3), ("Number", 2), ("Apply", 5), ("Variable", 4), ("Number", 5), ("Apply", 9),
        ("Variable", 13),
    }  # fmt: skip


def test_declared_names_are_the_only_names():
    assert variable_names(parse_expression("abx", ["a", "b", "x"])) == ("x", "a", "b")
    assert variable_names(parse_expression("2 rate x", ["rate", "x"])) == ("x", "rate")
    assert variable_names(parse_expression("sum(x_i, i, 1, 2)", ["x1", "x2"])) == ("x1", "x2")


def test_variable_names_come_in_natural_order():
    trees = parse_expressions("x10 + x2 + y1, theta + x1 + b + a + z + x")
    assert variable_names(*trees) == ("x", "z", "a", "b", "theta", "x1", "x2", "x10", "y1")


def test_a_sum_keeps_its_template_for_display():
    tree = parse_expression("sum(x_i x_(i+1), i, 1, 3)")
    assert isinstance(tree, Summation)
    assert (tree.function, tree.index, tree.first, tree.last, len(tree.arguments)) == ("add", "i", 1, 3, 3)
    assert [node.name for node in walk(tree.template) if isinstance(node, Variable)] == ["x_{i}", "x_{i+1}"]
    assert variable_names(tree) == ("x1", "x2", "x3", "x4")
    assert parse_expression("sum(x_i, i, 2, 2)") == Variable("x2", 4)


@pytest.mark.parametrize(
    ("text", "count"),
    [("x^2, y^2", 2), ("(x^2, y^2)", 2), ("[x; y; z]", 3), ("x\ny", 2), ("\n x +\n y \n\n z \n", 2), ("x", 1),
     ("(x)(y), z", 2), ("max(x, y)", 1), ("[x]", 1), ("x;", 1), ("(x,\n y)", 2), ("max(x,\ny)", 1)],
)  # fmt: skip
def test_lists_of_expressions(text, count):
    assert len(parse_expressions(text)) == count


def test_relations_and_chains():
    chain = parse_relations("a <= x <= b")
    assert [(r.left.name, r.operator, r.right.name) for r in chain] == [("a", "<=", "x"), ("x", "<=", "b")]
    mixed = parse_relations("x + y < 1, x > 0; x == 2y\nz ≥ 3")
    assert all(isinstance(relation, Relation) for relation in mixed)
    assert [relation.operator for relation in mixed] == ["<=", ">=", "=", ">="]
    assert mixed[0].position == 6
