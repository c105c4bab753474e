"""The printer: numbers exact, brackets where they are needed, powers cheap."""

from fractions import Fraction

import pytest
from sympy import Add, Integer, Mul, Pow, Rational, Symbol

from numerics.symbolic.functions import Norm, Sec, Sin, Softplus
from numerics.symbolic.source import source

x, y = Symbol("v0"), Symbol("v1")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (x * Rational(1, 10), "0.1*v0"),
        (x / 3, "v0/3"),
        (-2 * x / 3, "-2*v0/3"),
        (x - y * 2, "v0 - 2*v1"),
        (-x, "-v0"),
        (x / (y * 3), "v0/(3*v1)"),
        (1 / x, "1/v0"),
        (x**2 + x**3 + x**-2, None),
        ((x + y) * Sin(x), "(v0 + v1)*sin(v0)"),
        (Mul(2, x + y, evaluate=False), "2*(v0 + v1)"),
        (Mul(-1, x + y, evaluate=False), "-(v0 + v1)"),
        (x - Mul(-1, x + y, evaluate=False), None),
        (Mul(x, Mul(-1, y, evaluate=False), evaluate=False), None),
        (Pow(Mul(x, y), -1), "1/(v0*v1)"),
        (x / Sec(y), "v0/(1/cos(v1))"),
        (Norm(x, y, 2), "hypot(hypot(v0, v1), 2)"),
        (Norm(x), "abs(v0)"),
        (Softplus(x), "logaddexp(0, v0)"),
        (x**2 / (x + 1) ** 3, "square(v0)/ipow(1 + v0, 3)"),
        (x + Integer(10) ** 400, "inf + v0"),
    ],
)
def test_source(expression, expected):
    text = source(expression)
    if expected is not None:
        assert text == expected
    if "inf" not in text:
        assert evaluated(text) == pytest.approx(float(reference(expression)), rel=1e-15)


def evaluated(text):
    import math

    names = {
        "v0": 1.7, "v1": 0.6, "sin": math.sin, "cos": math.cos, "hypot": math.hypot, "abs": abs,
        "square": lambda u: u * u, "ipow": pow, "logaddexp": lambda a, b: math.log(math.exp(a) + math.exp(b)),
    }  # fmt: skip
    return eval(text, {"__builtins__": {}}, names)


def reference(e):
    """The same expression by plain recursion over SymPy's tree."""
    import math

    if e.is_Symbol:
        return {"v0": 1.7, "v1": 0.6}[e.name]
    if e.is_Rational:
        return Fraction(int(e.p), int(e.q))
    arguments = [reference(argument) for argument in e.args]
    if isinstance(e, Add):
        return math.fsum(map(float, arguments))
    if isinstance(e, Mul):
        return math.prod(map(float, arguments))
    if isinstance(e, Pow):
        return float(arguments[0]) ** int(arguments[1])
    own = {"sin": math.sin, "sec": lambda u: 1 / math.cos(u), "norm": math.hypot}
    own["softplus"] = lambda u: math.log1p(math.exp(u))
    return own[e.name](*map(float, arguments))


@pytest.mark.parametrize(
    "value",
    [
        Fraction(1, 3), Fraction("0.1"), Fraction("-5.1"), Fraction(2**53 + 1), Fraction(10**25), Fraction(7, 10**30),
        Fraction("418.982887272434"), Fraction(10**20 + 1, 3), Fraction(1, 10**400), Fraction(-1, 4000), Fraction(0),
    ],
)  # fmt: skip
def test_numbers_are_correctly_rounded(value):
    text = source(Rational(value.numerator, value.denominator))
    assert eval(text) == value.numerator / value.denominator
