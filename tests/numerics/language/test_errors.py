"""Every refusal names the place and the remedy: text, position, and what the sentence must contain."""

import pytest

from numerics.errors import ExpressionError, LimitError
from numerics.language import parse_expression, parse_expressions, parse_relations

ERRORS = [
    # nothing, or not enough
    ("", 0, "Type a function, for example x^2 + y^2."), ("  \t", 0, "Type a function"),
    ("x +", 3, "missing after `+`"), ("x + ", 3, "missing after `+`"), ("x**", 3, "missing after `^`"),
    ("x + * y", 4, "before `*`"), ("*x", 0, "before `*`"), ("()", 1, "before `)`"),
    ("sin()", 0, "takes 1 argument"),
    ("max(x,)", 6, "before `)`"), ("x_", 2, "index of x"),
    # brackets
    ("(x + 1", 0, "add `)`"), ("2(x + [1)", 8, "write `]`"), ("x)", 1, "closes nothing"),
    ("(x, y)", 2, "comma"),
    ("|x", 0, "abs(…)"), ("x|", 1, "abs(…)"), ("sin(x", 3, "add `)`"), ("(|x)|", 1, "abs(…)"),
    # unknown words
    ("sinx", 0, "Unknown name `sinx`; did you mean sin(x)?"), ("2 + cosxy", 4, "did you mean cos(x y)?"),
    ("2pix", 1, "did you mean pi x?"), ("xsin(x)", 0, "did you mean x sin(…)?"),
    ("foo(x)", 0, "Unknown function `foo`"),
    ("sine(x)", 0, "did you mean sin?"), ("sqr(x)", 0, "did you mean sqrt?"), ("1 + ab", 4, "write a*b"),
    ("thetax", 0, "did you mean theta x?"), ("pow(x, 2)", 0, "write x^y"), ("if(x, 1, 2)", 0, "where("),
    ("arcsn(x)", 0, "did you mean arcsin?"), ("import os", 0, "a name is one letter"), ("i", 0, "reserved"),
    ("2i x", 1, "reserved"), ("pi2", 0, "write 2*pi"), ("x1e5", 2, "write 5*e"), ("x100", 0, "at most 99"),
    # functions
    ("sin x", 0, "sin(x)"), ("2 sin 3x", 2, "sin(x)"), ("sin^2 x", 0, "sin(x)"), ("log2x", 0, "log2(x)"),
    ("sin2x", 0, "sin(2…)"), ("max", 0, "max(x, y, …)"), ("sin^-1(x)", 3, "asin(x)"),
    ("cos⁻¹(x)", 3, "acos(x)"),
    ("exp^(-1)(x)", 3, "1/exp(x)"), ("sin^x(y)", 3, "sin(x)^y"), ("sin^0.5(x)", 3, "sin(x)^y"),
    ("sin(x, y)", 0, "1 argument"),
    ("sin(1,5)", 0, "1.5"), ("max(x)", 0, "at least 2"), ("log(x, y, z)", 0, "1 or 2"),
    ("atan2(x)", 0, "atan2(y, x)"),
    ("norm()", 0, "at least 1 argument,"), ("where(x < 0, 1)", 0, "3 arguments"),
    ("where(x, 1, 2)", 7, "comparison"),
    # products, quotients, powers
    ("1/2x", 3, "write (1/2)*x or 1/(2*x)"), ("a/b c", 4, "(a/b)*c or a/(b*c)"),
    ("x/2(y+1)", 3, "(x/2)*(y+1)"),
    ("1/sin(x)cos(x)", 8, "(1/sin(x))*cos(x)"), ("1/xy", 3, "1/(x*y)"), ("x + 2a/3b", 8, "(2a/3)*b"),
    ("2 3", 2, "*"),
    ("x/(a + b + c + d + t + u)|y|", 25, "(a/b)*c or a/(b*c)"), ("x 2", 2, "* for a product"),
    ("(x)2", 3, "*"),
    ("x²^3", 2, "brackets"), ("√x^2", 0, "√(…)"), ("∛x²", 0, "∛(…)"), ("1.2.3", 3, "*"),
    ("x//y", 2, "before `/`"),
    # commas, equations, comparisons
    ("1,5 x", 1, "1.5"), ("1,000", 1, "1000"), ("y = x^2", 0, "without `y =`"),
    ("f(x, y) = x", 0, "without `f(x, y) =`"),
    ("x^2 = 1", 4, "only the formula"), ("x < 1", 2, "where(x < 0, a, b)"),
    ("2 + (x ≥ 1)", 7, "where(x >= 0"),
    ("sin(x < 1)", 6, "where"), ("where(x < 1, y < 2, 3)", 15, "where"), ("x; y", 1, "remove"),
    # names and indices
    ("x[0]", 1, "write x1"), ("x_i", 2, "whole number"), ("x_(0.5)", 2, "0 to 99"), ("x_100", 2, "0 to 99"),
    ("x_{-1}", 2, "0 to 99"), ("x_(y)", 2, "whole numbers"), ("x_(2/1)", 2, "whole numbers"),
    ("2_1", 1, "letter"),
    ("x_(pi)", 2, "whole numbers"), ("sin(x)_1", 6, "letter"),
    # bounded sums
    ("sum(x)", 0, "sum(x_i^2, i, 1, 9)"), ("sum x", 0, "round brackets"),
    ("sum(x_i, i, 1, n)", 15, "whole numbers"),
    ("sum(x_i, ij, 1, 2)", 9, "one letter"), ("sum(x_i, i, 3, 1)", 9, "swap"),
    ("sum(x_(i-2), i, 1, 3)", 6, "0 to 99"),
    ("sum(sum(i, i, 1, 2), i, 1, 2)", 11, "of its own"), ("sum(x_i, i, 1, 2", 3, "add `)`"),
    ("prod(x_i)", 0, "prod("),
    ("sum(x_i +, i, 1, 2)", 9, "before `,`"), ("sum(x_i = 1, i, 1, 2)", 8, "`=`"),
    ("i sum(i, i, 1, 2)", 0, "reserved"),
    ("sum(i, i, 1, 2) i", 16, "reserved"),
    # characters
    ("x!", 1, "gamma(n + 1)"), ("50%", 2, "x/100"), ("90° + x", 2, "pi/180"), (r"\sin(x)", 0, "not LaTeX"),
    ("x.y", 1, "point"), ("x + \u202ey", 4, "U+202E"), ("x\0", 1, "U+0000"), ("😀", 0, "😀"),
    ("`x`", 0, "U+0060"),
    ("\u200bx", 0, "U+200B"), ("x + ½", 4, "1/2"), ("xⁿ", 1, "ⁿ"), ("٣x", 0, "٣"), ("x'", 1, "`'`"),
    ("\ud800", 0, "U+D800"),
    # constants without a moderate real value
    ("x + 1/0", 5, "zero"), ("x/(1 - 1)", 1, "zero"), ("sqrt(-1)", 0, "real"), ("2 log(0)", 2, "real"),
    ("asin(2) x", 0, "real"),
    ("exp(1000)", 0, "too large"), ("0^-1", 1, "zero"), ("(-8)^(1/3)", 4, "cbrt"),
    ("x + 10^30*10^30*10^30*10^30", 9, "10^100"),
    ("gamma(-1)", 0, "real"), ("cot(0)", 0, "zero"), ("log(2, 1)", 0, "zero"), ("atanh(1)", 0, "real"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "position", "fragment"), ERRORS, ids=[repr(text) for text, *_ in ERRORS])
def test_refusal_names_the_place_and_the_remedy(text, position, fragment):
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    error = caught.value
    assert (error.position, error.text) == (position, text)
    assert fragment in error.message
    assert error.message == str(error)
    assert error.message[-1] in ".?"
    assert not isinstance(error, LimitError)


def test_a_name_that_was_not_declared_is_refused():
    with pytest.raises(ExpressionError, match=r"Unknown name `z`; the names here are x, y\.") as caught:
        parse_expression("x + 2xz", ["x", "y"])
    assert caught.value.position == 6
    with pytest.raises(ExpressionError, match="x3"):
        parse_expression("sum(x_i, i, 1, 3)", ["x1", "x2"])


@pytest.mark.parametrize(
    ("text", "position", "fragment"),
    [("x^2", 3, "needs =, <= or >="), ("x != 1", 2, "needs =, <= or >="), ("x <= 1, y", 9, "needs"),
     ("x <= ", 4, "after `<=`"),
     ("x <= 1 y)", 8, "closes nothing"), ("x = 1,", 6, "missing after `,`"), ("x <= 1 2", 7, "number"),
     ("", 0, "Type")],
)  # fmt: skip
def test_refused_relations(text, position, fragment):
    with pytest.raises(ExpressionError) as caught:
        parse_relations(text)
    assert (caught.value.position, fragment in caught.value.message) == (position, True)


@pytest.mark.parametrize(("text", "position"), [("x, ", 2), ("(x, y", 2), ("x,,y", 2), ("x\n* y", 2)])
def test_refused_lists(text, position):
    with pytest.raises(ExpressionError) as caught:
        parse_expressions(text)
    assert caught.value.position == position
