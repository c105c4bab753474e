"""f and its first three derivatives at a point, right to a hundred bits: what numeric derivatives are measured against.

Difference quotients in balls of arbitrary precision, over steps so small against a precision so high that neither
truncation nor rounding is left to see. No formula for a derivative is used, so this is independent of all of them.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from flint import arb

from numerics.language import Node
from numerics.microscope.balls import enclose, precision
from numerics.microscope.tape import tape_of

STEP, FINER = 150, 60  # bits by which the step is smaller than the point, and the second step than the first
GUARD = 600  # bits of precision beyond what the division by the cube of the step takes
ACCURATE = 100  # bits in which both steps must agree
FALLS = Fraction(1, 2**20)  # what is left of an error that vanishes with the step, generously

BEYOND = 4000  # the power of two from which on a value is of no use: no format is near it

PLACES = (-2, -1, 1, 2)


class Exact(NamedTuple):
    """f, f', f'' and f''' along one variable, as fractions with a relative error below 2^-100.

    The last two are None where they do not exist.
    """

    value: Fraction
    slope: Fraction
    curvature: Fraction | None
    third: Fraction | None


class _Quotients(NamedTuple):
    """Difference quotients over one step: central ones of three orders, and the jump between both one-sided slopes."""

    slope: Fraction
    curvature: Fraction
    third: Fraction
    jump: Fraction


def exact_derivatives(tree: Node, point: Mapping[str, float], variable: str) -> Exact | None:
    """The derivatives of an expression by one variable at a point; the other names of `point` are held.

    None where f is not defined around the point, has a kink there (the two one-sided slopes differ), is beyond all
    number formats, or is so wild that 100 bits are not certain.
    """
    x = point[variable]
    if not all(map(math.isfinite, point.values())):
        return None
    exponent = (math.frexp(x)[1] if x else 0) - STEP
    finest = abs(exponent) + FINER
    with precision(GUARD + 4 * finest):
        steps = [arb(2) ** exponent, arb(2) ** (exponent - FINER)]
        moved = [arb(x), *(arb(x) + place * step for step in steps for place in PLACES)]
        columns = {name: [arb(value)] * len(moved) for name, value in point.items()}
        balls = enclose(tape_of(tree), {**columns, variable: moved})[0].at_each(len(moved))
        if not all(ball.is_zero() or arb(2) ** -BEYOND < abs(ball) < arb(2) ** BEYOND for ball in balls):
            return None
        blurred = arb(2) ** -(3 * finest + 2 * ACCURATE)  # divided by the cube of the step it is still nothing
        if not all(ball.rad() <= blurred * (1 + abs(ball)) for ball in balls):
            return None
        here, *others = map(_fraction, balls)
        coarse, fine = (
            _quotients(here, others[at : at + 4], _fraction(step)) for at, step in zip((0, 4), steps, strict=True)
        )
    slope = _limit(coarse.slope, fine.slope)
    if slope is None or abs(fine.jump) > FALLS * abs(coarse.jump):
        return None
    return Exact(here, slope, _limit(coarse.curvature, fine.curvature), _limit(coarse.third, fine.third))


def nearest(number: Fraction) -> float:
    """A fraction as a float; infinite beyond the largest one."""
    try:
        return float(number)
    except OverflowError:
        return math.copysign(math.inf, number)


def _fraction(ball: arb) -> Fraction:
    mantissa, exponent = ball.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _quotients(here: Fraction, others: Sequence[Fraction], step: Fraction) -> _Quotients:
    far_left, left, right, far_right = others
    bend = right - 2 * here + left
    return _Quotients(
        slope=(right - left) / (2 * step),
        curvature=bend / step**2,
        third=(far_right - 2 * right + 2 * left - far_left) / (2 * step**3),
        jump=bend / step,
    )


def _limit(coarse: Fraction, fine: Fraction) -> Fraction | None:
    """What two quotients, the second over a far smaller step, tend to: 0 if they vanish; None if to nothing."""
    if abs(fine - coarse) * 2**ACCURATE <= abs(fine):
        return fine
    return Fraction(0) if abs(fine) <= FALLS * abs(coarse) else None
