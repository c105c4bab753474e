"""The operations of the equations on balls, which certainly contain the exact result; and what a ball says.

A ball is python-flint's `arb`: F. Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic,
IEEE Transactions on Computers 66 (2017). Arrays of balls are NumPy arrays of objects.
"""

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from numerics.formats import Format, round_to

Balls = NDArray[Any]

ACCURATE = 64  # so many bits of a ball are certain before it counts as known
TINY = -1200  # every format is blind below this power of two
HUGE = 1100  # and above this one


def ball(value: Fraction | float) -> arb:
    """The ball around a number as `read_exact` gives it."""
    return arb(fmpq(value.numerator, value.denominator)) if isinstance(value, Fraction) else arb(value)


def _subtract(x: arb, y: arb) -> arb:
    return arb(0) if x is y and x.is_finite() else x - y


def _log(x: arb) -> arb:
    return arb.neg_inf() if x.is_zero() else x.log()


def _copysign(x: arb, y: arb) -> arb:
    return -abs(x) if y < 0 else abs(x)


OPERATIONS: dict[str, Callable[..., arb]] = {
    "add": operator.add,
    "subtract": _subtract,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "negative": operator.neg,
    "absolute": abs,
    "copysign": _copysign,
    "maximum": arb.max,
    "minimum": arb.min,
    "exp": arb.exp,
    "log": _log,
    "log1p": arb.log1p,
    "sqrt": arb.sqrt,
}


def each(function: Callable[..., Any], *arrays: NDArray[Any], dtype: Any = object) -> NDArray[Any]:
    """The array of a function's results at every place of arrays that are broadcast together."""
    return np.asarray(np.frompyfunc(function, len(arrays), 1)(*arrays), dtype=dtype)


def apply(operation: str, *operands: Balls) -> Balls:
    """An elementwise operation on arrays of balls."""
    return each(OPERATIONS[operation], *operands)


def largest(balls: Balls) -> Balls:
    """The largest along the last axis, which is kept: one of the balls themselves."""
    best = balls[..., 0]
    for k in range(1, balls.shape[-1]):
        best = each(lambda x, y: y if y > x else x, best, balls[..., k])
    return np.asarray(best, dtype=object)[..., None]


def is_known(ball: arb, bits: int) -> bool:
    """Whether a ball at a precision of so many bits needs no further one: accurate, of no value, or zero to all eyes.

    A difference of equal numbers stays a tiny ball around 0 at every precision; it counts as 0 once it is below
    every number of every format.
    """
    if not ball.is_finite():
        return ball.is_nan() or ball.is_exact()
    if ball.rel_accuracy_bits() >= ACCURATE or ball.is_exact():
        return True
    return bits > -TINY and bool(ball.contains(0)) and abs(ball) < arb(2) ** TINY


def rounded(ball: arb, format: Format) -> float:
    """The number of the format that is nearest to a ball's midpoint; NaN for a ball of no value."""
    if not ball.is_finite():
        special = float(ball) if ball.is_exact() else np.nan
        return float(round_to(special, format))
    mantissa, power = (int(part) for part in ball.mid().man_exp())
    size = mantissa.bit_length() + power
    if size > HUGE:
        return format.overflow if mantissa > 0 else -format.overflow
    return 0.0 if size < TINY else float(round_to(Fraction(mantissa) * Fraction(2) ** power, format))


def distance(value: float, ball: arb) -> float:
    """|value - exact| / |exact|: infinite where only the exact one is 0, NaN where one of them has no value."""
    if not ball.is_finite() or not np.isfinite(value):
        return np.nan if ball.is_nan() or np.isnan(value) else 0.0 if ball == value else np.inf
    if ball.contains(0):
        return 0.0 if value == 0 else np.inf
    return float((abs(arb(value) - ball) / abs(ball)).mid())


def decimal(ball: arb, digits: int) -> str:
    """A ball's midpoint in decimal digits, as "0.0900306", "1.97007e434" or, beyond all measure, "10^4.3e307"."""
    if not ball.is_finite():
        return "undefined" if ball.is_nan() or not ball.is_exact() else "inf" if ball > 0 else "-inf"
    if abs(ball) < arb(2) ** (100 * TINY) or abs(ball) > arb(2) ** (-100 * TINY):
        return _beyond(ball)
    text = ball.mid().str(digits, radius=False)
    mantissa, _, exponent = text.partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def _beyond(ball: arb) -> str:
    if ball.contains(0):
        return "0"
    power = abs(ball).log() / arb(10).log()
    return f"{'-' if ball < 0 else ''}10^{decimal(power, 4)}"
