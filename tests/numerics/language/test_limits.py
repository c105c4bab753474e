"""What is too large or too costly is refused before any algebra, at the place where it becomes so."""

import threading
import time

import pytest

from numerics.errors import ExpressionError, LimitError
from numerics.language import FUNCTIONS, parse_expression, to_latex, walk

MANY_DECIMALS = "*".join(["99999999999999999^100"] * 90)

TOO_MUCH = [
    ("x" * 2001, "2001 characters"), ("+".join(["x"] * 501), "500 parts"),
    ("-".join(["x"] * 260), "500 parts"),
    ("(" * 41 + "x" + ")" * 41, "40 deep"), ("(" * 1900, "40 deep"), ("-" * 1900 + "x", "40 deep"),
    ("|" * 1999, "40 deep"),
    ("√" * 1900 + "x", "40 deep"), ("^".join(["x"] * 900), "40 deep"), ("sin(" * 400, "40 deep"),
    ("[{(" * 600, "40 deep"),
    ("sin(" * 9 + "x" + ")" * 9, "8 deep"), ("(" * 9 + "x" + ")^2" * 9, "8 deep"),
    ("max(x," * 20 + "1" + ")" * 20, "8 deep"),
    ("x^101", "at most 100"), ("x^-101", "at most 100"), ("x^(50*3)", "at most 100"),
    ("7^(7^7)", "at most 100"),
    ("9^9^9", "at most 100"), ("x^100.5", "at most 100"), ("e^1000", "at most 100"),
    ("((((3x)^64)^64)^64)^64", "thousands of digits"), ("((((x+1)^64)^64)^64)^64", "thousands of digits"),
    ("((((x/3)^64)^64)^64)^64", "thousands of digits"), ("((x/(3y))^100)^-100", "thousands of digits"),
    ("2^(x + 1000000)", "thousands of digits"), ("2^(10^9*(x+1))", "thousands of digits"),
    (MANY_DECIMALS, "10^100"), ("((99999999999999999x)^100)^3", "thousands of digits"),
    ("*".join(f"(99999999999999999{letter})^100" for letter in "xyzt"), "thousands of digits"),
    ("(abs(abs(1e-30)^100)^100 x)^100", "thousands of digits"), ("min(1e-30, 1)^100^1 x^101", "at most 100"),
    ("123456789012345678", "17 significant digits"), ("0." + "0" * 60 + "1", "17 significant digits"),
    ("1" + "0" * 300, "17 significant"),
    ("x" + "²" * 1900, "17 significant"), ("x₁" + "₁" * 1900, "17 significant"), ("x^" + "9" * 17, "at most 100"),
    ("1e31", "between -30 and 30"), ("1e-99999999", "between -30 and 30"),
    ("sum(x_i, i, 1, 101)", "100 terms"),
    ("sum(sum(x y, j, 1, 100), i, 1, 100)", "500 parts"), ("prod(x, i, 1, 99999999999)", "100 terms"),
    ("+".join(["sum(xxx,i,1,100)"] * 110), "500 parts"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fragment"), TOO_MUCH, ids=[text[:30] for text, _ in TOO_MUCH])
def test_refused_at_once(text, fragment):
    start = time.process_time()
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert time.process_time() - start < 0.3
    assert fragment in caught.value.message
    assert isinstance(caught.value, LimitError) or "10^100" in caught.value.message
    assert 0 <= caught.value.position <= len(text)


@pytest.mark.parametrize(
    "text",
    ["+".join(["x"] * 499), "-".join(["x"] * 250), "*".join(["x"] * 499), "(" * 39 + "x" + ")" * 39,
     "1 + 1/(" * 19 + "x" + ")" * 19, "sin(" * 8 + "x" + ")" * 8, "x^100", "(2/3)^100 x", "2^x^2", "10^(100x)",
     "2^(3.14159265358979x)", "(3.14159265358979x - 2.71828182845905)^20", "0^0", "exp(100)", "sqrt(0.3 - 0.2 - 0.1)",
     "(99999999999999999x)^100 (99999999999999999y)^100 (99999999999999999z)^-100",
     f"sum({'+'.join(['x'] * 240)}, i, 1, 2)",
     "99999999999999999", "0.00000000000000001", "1e30 + 1e-30", "sum(x_i^2, i, 0, 99)", "-" * 38 + "x",
     " + ".join(f"0.1234567890123456{k}(x - {k})^4" for k in range(9))],
)  # fmt: skip
def test_allowed(text):
    assert to_latex(parse_expression(text))


def test_the_largest_texts_need_little_stack():
    deepest = "(1+x*-(" * 12 + "x" + "))" * 12
    widest = "-".join(["x"] * 250)
    outcome = []

    def parse():
        for text in (deepest, widest):
            tree = parse_expression(text)
            outcome.append(len(to_latex(tree)) > len(list(walk(tree))))

    previous = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=parse)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(previous)
    assert outcome == [True, True]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_a_value_at_a_constant(name):
    fewest, _ = FUNCTIONS[name].arity
    text = "where(1 < 2, 1, 2)" if name == "where" else f"{name}({', '.join(['1', '2'][:fewest])})"
    if name == "atanh":
        text = "atanh(0.5)"
    assert parse_expression(f"{text} x")
