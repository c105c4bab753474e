"""Whatever is typed: a tree or one sentence with a place in the text, soon, and never another error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.errors import ExpressionError
from numerics.language import (
    BOUNDED,
    FUNCTIONS,
    Relation,
    parse_expression,
    parse_expressions,
    parse_relations,
    to_latex,
    variable_names,
)
from tests.effort import calls

WELL_KNOWN = [
    "(1 - x)^2 + 100(y - x^2)^2",
    "-20 exp(-0.2 sqrt((x² + y²)/2)) - exp((cos(2πx) + cos(2πy))/2) + e + 20",
    "sum((1 - x_i)^2 + 100(x_(i+1) - x_i^2)^2, i, 1, 9)",
    "where(0 < x <= 1, |x| sin^2(1/x), max(x, y, 0)) + θ₁",
    "((((3x)^64)^64)^64)^64 + prod(sum(x_{i+j}, j, 1, 9), i, 1, 9)",
    "a <= x <= b, x + y = 1; 2|x| >= √3",
]
FRAGMENTS = [
    *FUNCTIONS, *BOUNDED, *"xyzije0123456789.()[]{}|,;+-*/^_=<>!√∛²⁻₁πθΣ·−≤ \n\t", "99999999999999999", "1e-30",
    "x_i", ", i, 1, 9)", "sum(", "where(x<", "((((", "))))", "^64", "^-1", "²" * 300, "__class__", "lambda", "\0",
    "\u202e", "😀", "\ud800",
]  # fmt: skip
MOST_CALLS = 200_000  # about 20 ms; the costliest of these texts takes 35 000


def outcome(text):
    for parse in (parse_expression, parse_expressions, parse_relations):
        assert calls(lambda parse=parse: check(parse, text)) < MOST_CALLS


def check(parse, text):
    error, found = None, ()
    try:
        found = parse(text)
    except ExpressionError as caught:
        error = caught
    for tree in found if isinstance(found, tuple) else (found,):
        assert to_latex(tree)
        variable_names(*((tree.left, tree.right) if isinstance(tree, Relation) else (tree,)))
    if error:
        assert 0 <= error.position <= len(text)
        assert error.text == text
        assert 10 < len(error.message) < 200


@st.composite
def mutated(draw):
    text = draw(st.sampled_from(WELL_KNOWN))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        stop = draw(st.integers(start, min(len(text), start + 8)))
        insert = draw(st.one_of(st.sampled_from(FRAGMENTS), st.just(text[start:stop] * 2), st.just("")))
        text = text[:start] + insert + text[stop:]
    return text


@settings(max_examples=400, derandomize=True)
@given(mutated())
def test_mutations_of_formulas(text):
    outcome(text)


@settings(max_examples=400, derandomize=True)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_random_fragments(text):
    outcome(text)


@settings(max_examples=300, derandomize=True)
@given(st.text(max_size=60))
def test_random_characters(text):
    outcome(text)


@settings(max_examples=100, derandomize=True)
@given(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS), st.integers(1, 400))
def test_repetitions_up_to_the_longest_text(first, second, times):
    outcome(((first + second) * times)[:2000])


@pytest.mark.parametrize("text", ["x" * 10**6, "(" * 10**6, "1" * 10**6, "\0" * 10**6, "é" * 10**6, "sum(" * 10**5])
def test_a_million_characters(text):
    outcome(text)
