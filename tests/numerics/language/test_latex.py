"""The formula as it would be set on paper, in the order and grouping in which it was typed."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.errors import ExpressionError
from numerics.language import (
    BOUNDED,
    CONSTANTS,
    FUNCTIONS,
    GREEK,
    Number,
    name_latex,
    parse_expression,
    parse_relations,
    to_latex,
)

TYPESET = [
    # sums and products
    ("(1 - x)^2 + 100(y - x^2)^2", "(1 - x)^{2} + 100 (y - x^{2})^{2}"), ("2xy", "2 x y"),
    ("2*3x", r"2 \cdot 3 x"),
    ("x*2", r"x \cdot 2"), ("2x^2*3^y", r"2 x^{2} \cdot 3^{y}"), ("x - (y - z)", "x - (y - z)"),
    ("(x - y) - z", "x - y - z"),
    ("x + (y + z)", "x + (y + z)"), ("x - -y", "x - (-y)"), ("-x + y", "-x + y"), ("-(x + y)", "-(x + y)"),
    ("(-x)y", "(-x) y"),
    ("-x y", "-x y"), ("2*-x", "2 (-x)"), ("x*(y*z)", "x (y z)"), ("x*y*z", "x y z"),
    ("2*(1/3)", r"2 \cdot \frac{1}{3}"),
    ("--x", "-(-x)"),
    # quotients and powers
    ("x/2 + 1", r"\frac{x}{2} + 1"), ("-x/2", r"-\frac{x}{2}"), ("2x/(3y)", r"\frac{2 x}{3 y}"),
    ("1/2*x", r"\frac{1}{2} x"),
    ("a/b/c", r"\frac{\frac{a}{b}}{c}"), ("(x/y)^2", r"\left(\frac{x}{y}\right)^{2}"), ("x^-1", "x^{-1}"),
    ("(-x)^2", "(-x)^{2}"),
    ("x^y^z", "x^{y^{z}}"), ("(x^y)^z", "(x^{y})^{z}"), ("(2x)^2", "(2 x)^{2}"),
    ("e^(-x^2)", "e^{-x^{2}}"), ("2x²", "2 x^{2}"),
    ("(x + 1/2)y", r"\left(x + \frac{1}{2}\right) y"),
    # functions
    ("sin(x)", r"\sin(x)"), ("sin^2(x)", r"\sin^{2}(x)"), ("sin(x)^2", r"\sin^{2}(x)"),
    ("sin(x)^-1", r"\sin(x)^{-1}"), ("sin(x)⁻¹", r"\sin(x)^{-1}"),
    ("exp(x)^2", r"\exp(x)^{2}"), ("sin(x/2)", r"\sin\left(\frac{x}{2}\right)"),
    ("sqrt(x + 1)", r"\sqrt{x + 1}"),
    ("∛x", r"\sqrt[3]{x}"), ("|x|^2", r"\left|x\right|^{2}"), ("log(x)", r"\ln(x)"),
    ("log(y, x)", r"\log_{x}(y)"),
    ("log2(x)", r"\log_{2}(x)"), ("asin(x)", r"\arcsin(x)"), ("erf(x)", r"\operatorname{erf}(x)"),
    ("max(x, 0)", r"\max(x, 0)"),
    ("norm(x, y)^2", r"\left\lVert x, y \right\rVert_{2}^{2}"), ("gamma(x)", r"\Gamma(x)"), ("γ", r"\gamma"),
    ("where(0 < x <= 1, x, -x)",
     r"\begin{cases} x & \text{if } 0 < x \le 1 \\ -x & \text{otherwise} \end{cases}"),
    ("2 where(x != 0, 1, 2)",
     r"2 \left(\begin{cases} 1 & \text{if } x \ne 0 \\ 2 & \text{otherwise} \end{cases}\right)"),
    # numbers and names
    (".5x", "0.5 x"), ("5.", "5"), ("1e-5 x", "10^{-5} x"), ("2.5e3", r"2.5 \cdot 10^{3}"),
    ("x*1e3", r"x \cdot 10^{3}"),
    ("(1e3)^2", "(10^{3})^{2}"), ("007", "7"), ("x1", "x_{1}"), ("x_12^2", "x_{12}^{2}"),
    ("θ₁", r"\theta_{1}"), ("2πx", r"2 \pi x"),
    # bounded sums and products
    ("sum(x_i^2, i, 1, 9)", r"\sum_{i=1}^{9} x_{i}^{2}"), ("2 sum(x_i, i, 1, 9)", r"2 \sum_{i=1}^{9} x_{i}"),
    ("sum(1 - x_(i+1), i, 1, 9)", r"\sum_{i=1}^{9} (1 - x_{i+1})"),
    ("sum(x_i, i, 1, 9) + y", r"\sum_{i=1}^{9} x_{i} + y"),
    ("sum(x_i, i, 1, 9)^2", r"\left(\sum_{i=1}^{9} x_{i}\right)^{2}"),
    ("sum(x_{2i-1}, i, 1, 2)", r"\sum_{i=1}^{2} x_{2i-1}"),
    ("sum(sum(x_(i+j), j, 0, 1), i, 1, 2)", r"\sum_{i=1}^{2} \sum_{j=0}^{1} x_{i+j}"),
    ("prod(x_i, i, 1, 3)", "x_{1} x_{2} x_{3}"),
    ("prod(x - i, i, -1, 1)", "(x - (-1)) (x - 0) (x - 1)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "latex"), TYPESET, ids=[text for text, _ in TYPESET])
def test_typeset(text, latex):
    assert to_latex(parse_expression(text)) == latex


def test_relations():
    assert [to_latex(relation) for relation in parse_relations("0 <= x <= 1, x/2 = y")] == [
        r"0 \le x",
        r"x \le 1",
        r"\frac{x}{2} = y",
    ]


@pytest.mark.parametrize("name", ["", "x y", "x}", r"\input", "x_1", "$", "x{", "x_{i}}", "θ", "1"])
def test_only_letters_and_digits_become_names(name):
    with pytest.raises(ExpressionError):
        name_latex(name)


def test_only_digits_become_numbers():
    with pytest.raises(ExpressionError):
        to_latex(Number(Fraction(1), r"1\\input{x}", 0))


def test_names():
    written = [name_latex(name) for name in ("x", "theta2", "rate", "lambda", "Omega")]
    assert written == ["x", r"\theta_{2}", r"\mathrm{rate}", r"\lambda", r"\Omega"]


_MACROS = {
    r"\frac", r"\cdot", r"\left", r"\right", r"\sum", r"\begin", r"\end", r"\text", r"\le", r"\ge", r"\ne", r"\mathrm",
    r"\lVert", r"\rVert", *(f"\\{name}" for name in GREEK), *CONSTANTS.values(),
    *re.findall(r"\\[A-Za-z]+", " ".join(entry.latex for entry in [*FUNCTIONS.values(), *BOUNDED.values()])),
}  # fmt: skip
_PIECES = [
    *FUNCTIONS,
    *BOUNDED,
    *"xyztab()[]{}|,;+-*/^_√²₁<=",
    "x_i",
    ", i, 1, 3)",
    "sum(",
    "0.5",
    "1e3",
    " ",
    "\\",
    "$",
    "%",
    "&",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_latex_is_balanced_and_made_of_known_macros(text):
    try:
        latex = to_latex(parse_expression(text))
    except ExpressionError:
        return
    depth = 0
    for character in latex:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert set(re.findall(r"\\[A-Za-z]+", latex)) <= _MACROS
    assert latex.count(r"\left") == latex.count(r"\right")
