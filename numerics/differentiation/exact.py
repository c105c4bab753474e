"""f and its first three derivatives at a point, right to a hundred bits: what numeric derivatives are measured against.

Difference quotients in balls of arbitrary precision, over a step so small against a precision so high that neither
truncation nor rounding is left to see. No formula for a derivative is used, so this is independent of all of them.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from flint import arb

from numerics.language import Node
from numerics.microscope.balls import enclose, precision
from numerics.microscope.tape import tape_of

STEP = 150  # bits by which the step is smaller than the point
GUARD = 600  # bits of precision beyond what the division by the cube of the step takes
ACCURATE = 100  # bits that a derivative must have
SMOOTH = Fraction(1, 2**60)  # relative change of the slope over one step from which on there is a kink


class Exact(NamedTuple):
    """f, f', f'' and f''' along one variable, as fractions with a relative error below 2⁻¹⁰⁰."""

    value: Fraction
    slope: Fraction
    curvature: Fraction
    third: Fraction


def exact_derivatives(tree: Node, point: Mapping[str, float], variable: str) -> Exact | None:
    """The derivatives of an expression by one variable at a point; the other names of `point` are held.

    None where f is not defined around the point, is not smooth there (the two one-sided slopes differ), or is so
    wild that 100 bits are not certain.
    """
    x = point[variable]
    if not all(map(math.isfinite, point.values())):
        return None
    size = math.frexp(x)[1] if x else 0
    exponent = size - STEP
    with precision(GUARD + 4 * abs(exponent)):
        step = arb(2) ** exponent
        columns = {name: [arb(value)] * 5 for name, value in point.items()}
        columns[variable] = [arb(x) + k * step for k in (-2, -1, 0, 1, 2)]
        far_left, left, here, right, far_right = enclose(tape_of(tree), columns)[0].at_each(5)
        if not all(f.is_finite() for f in (far_left, left, here, right, far_right)):
            return None
        unit = arb(2) ** size
        scale = max(abs(f) for f in (far_left, left, here, right, far_right)).upper()
        quotients = (
            here,
            (right - left) / (2 * step),
            (right - 2 * here + left) / step**2,
            (far_right - 2 * right + 2 * left - far_left) / (2 * step**3),
        )
        known = [_number(quotient, scale / unit**order) for order, quotient in enumerate(quotients)]
        before, after = (_number(difference / step, scale / unit) for difference in (here - left, right - here))
    if None in (*known, before, after):
        return None
    if abs(after - before) > SMOOTH * (abs(after) + abs(before)):  # type: ignore[operator, arg-type]
        return None
    return Exact(*known)  # type: ignore[arg-type]


def _number(ball: arb, scale: arb) -> Fraction | None:
    """The middle of a ball; 0 if it is nothing beside `scale`, None if it is not known well enough."""
    if abs(ball).upper() <= scale * arb(2) ** -ACCURATE:
        return Fraction(0)
    if ball.rel_accuracy_bits() < ACCURATE:
        return None
    mantissa, exponent = ball.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
