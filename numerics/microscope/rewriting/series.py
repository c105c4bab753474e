"""The first terms of an expression's power series at 0: where everything cancels, nothing else may be left to compute.

Unlike the catalogue's identities a cut series is only an approximation. It is a candidate like any other: measured
against the truth, and used on that side of a threshold where it is better.
"""

import math
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

import numpy as np
from flint import arb

from numerics.language import Node, Variable
from numerics.microscope.balls import enclose, precision
from numerics.microscope.rewriting.terms import TooLong, add, divide, multiply, number, power
from numerics.microscope.tape import tape_of, variables_of

STEP = "use the first terms of the power series at 0"

BITS = 5000
STEP_BITS = 120  # the nodes lie 2^-120 apart: divided differences over them are the coefficients to 100 bits
DEGREES = (6, 12)
MOST_ORDER = 20  # of a zero or pole at 0
MOST_GROWTH = 1e6  # of the coefficients over the first
NOTHING = 1e-25  # of the first coefficient: what the differences leave of one that is 0
SIMPLE = 10_000  # denominators up to here are recognized


def series(tree: Node) -> Iterator[Node]:
    """x^p (a₀ + a₁x + … + aₙxⁿ) of an expression of one variable, for two n; nothing where there is no such series."""
    tape = tape_of(tree)
    names = variables_of(tape)
    if len(names) != 1:
        return
    with precision(BITS):
        step = arb(2) ** -STEP_BITS
        nodes = [step * j for k in range(1, max(DEGREES)) for j in (k, -k)][: max(DEGREES) + 1]
        values = enclose(tape, {names[0]: nodes})[0].at_each(len(nodes))
        order = _order(values)
        if order is None:
            return
        regular = [value / node**order for value, node in zip(values, nodes, strict=True)]
        coefficients = [float(coefficient) for coefficient in _divided_differences(nodes, regular)]
    first = abs(coefficients[0])
    if not (np.isfinite(coefficients).all() and max(map(abs, coefficients)) <= MOST_GROWTH * first):
        return
    coefficients = [0.0 if abs(coefficient) < NOTHING * first else coefficient for coefficient in coefficients]
    for degree in DEGREES:
        with suppress(TooLong):
            yield _polynomial(Variable(names[0], 0), order, coefficients[: degree + 1])


def _order(values: list[arb]) -> int | None:
    """p such that the expression is like x^p near 0, from its values at h, -h and 2h."""
    opposite, double = (float(value / values[0]) for value in values[1:3])
    if not (0 < double < math.inf):
        return None
    order = math.log2(double)
    whole = round(order)
    regular = abs(order - whole) < 1e-9 and abs(opposite - (-1) ** whole) < 1e-9
    return whole if regular and abs(whole) <= MOST_ORDER else None


def _divided_differences(nodes: list[arb], values: list[arb]) -> list[arb]:
    """Newton's coefficients f[x₀], f[x₀, x₁], …."""
    column = list(values)
    found = [column[0]]
    for distance in range(1, len(nodes)):
        column = [(column[at + 1] - column[at]) / (nodes[at + distance] - nodes[at]) for at in range(len(column) - 1)]
        found.append(column[0])
    return found


def _polynomial(x: Node, order: int, coefficients: list[float]) -> Node:
    """By Horner's rule, in x² where every other coefficient is 0."""
    stride = 1 if any(coefficients[1::2]) else 2
    terms = coefficients[::stride]
    base = power(x, number(stride))
    result: Node = number(0)
    for coefficient in reversed(terms):
        result = add(multiply(result, base), number(_readable(coefficient)))
    return divide(result, power(x, number(-order))) if order < 0 else multiply(power(x, number(order)), result)


def _readable(value: float) -> Fraction:
    """A coefficient as a simple fraction if it is one to the last place, else to 17 digits."""
    simple = Fraction(value).limit_denominator(SIMPLE)
    return simple if float(simple) == value else Fraction(f"{value:.16e}")
