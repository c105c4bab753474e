"""What the functions of derived source make of intervals; the names are those of `numpy_functions`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from scipy import special

from numerics.certify.interval import KINK, PARTIAL, Interval, interval, outward
from numerics.symbolic.numpy_functions import NUMPY_CONSTANTS, NUMPY_FUNCTIONS, trigamma

ULPS, SPECIAL_ULPS = 8, 64  # by which a function of NumPy and one of SciPy may err
_HALF_PI = np.pi / 2
NEAR_ZEROS = Interval(-1e-14, 1e-14)  # log Γ and ψ err by so much near their zeros
GAMMA_LEAST = (1.4616321449683622, 1.4616321449683624)  # between these Γ is least on x > 0


class Condition(NamedTuple):
    """A comparison on boxes: where it certainly holds and where it certainly does not."""

    yes: Any
    no: Any
    flags: Any


def _clipped(x: Interval, low: float, high: float) -> Interval:
    """x within a domain: flagged where it leaves it, NaN where it lies outside altogether."""
    outside = (x.hi < low) | (x.lo > high)
    partial = (x.lo < low) | (x.hi > high)
    inside = Interval(np.clip(x.lo, low, high), np.clip(x.hi, low, high), x.flags).flagged(partial, PARTIAL)
    return replace(inside, lo=np.where(outside, np.nan, inside.lo), hi=np.where(outside, np.nan, inside.hi))


def _rising(
    f: Callable[..., Any], low: float = -np.inf, high: float = np.inf, ulps: int = ULPS
) -> Callable[[Any], Interval]:
    def enclosed(argument: Any) -> Interval:
        x = _clipped(interval(argument), low, high)
        return outward(f(x.lo), f(x.hi), x.flags, ulps)

    return enclosed


def _falling(
    f: Callable[..., Any], low: float = -np.inf, high: float = np.inf, ulps: int = ULPS
) -> Callable[[Any], Interval]:
    rising = _rising(lambda x: -f(x), low, high, ulps)
    return lambda x: -rising(x)


def _cos(argument: Any) -> Interval:
    x = interval(argument)
    at = np.stack(np.broadcast_arrays(np.cos(x.lo), np.cos(x.hi)))
    slack = 1e-9 * (1 + x.size * 1e-6)  # a peak near an end counts as inside
    highest = _holds_multiple(x.lo - slack, x.hi + slack, 0.0)
    lowest = _holds_multiple(x.lo - slack, x.hi + slack, np.pi)
    far = ~(x.size < 1e6)  # the argument itself is too rough there
    low = np.where(lowest | far, -1.0, np.maximum(at.min(axis=0) - ULPS * 2.3e-16, -1.0))
    high = np.where(highest | far, 1.0, np.minimum(at.max(axis=0) + ULPS * 2.3e-16, 1.0))
    nothing = np.isnan(x.lo)
    return Interval(np.where(nothing, np.nan, low), np.where(nothing, np.nan, high), x.flags)


def _holds_multiple(low: Any, high: Any, offset: float) -> Any:
    """Whether offset + 2πk lies between low and high for some whole k."""
    return np.floor((high - offset) / (2 * np.pi)) >= np.ceil((low - offset) / (2 * np.pi))


def _sin(argument: Any) -> Interval:
    return _cos(interval(argument) - NUMBERS["pi"] * 0.5)


def _tan(argument: Any) -> Interval:
    x = interval(argument)
    branch = [np.floor((end + _HALF_PI) / np.pi) for end in (x.lo - 1e-12, x.hi + 1e-12)]
    pole = (branch[0] != branch[1]) | ~(x.size < 1e6)
    result = outward(np.tan(x.lo), np.tan(x.hi), x.flags, ULPS)
    wide = replace(result, lo=np.where(pole, -np.inf, result.lo), hi=np.where(pole, np.inf, result.hi))
    return wide.flagged(pole, PARTIAL)


def _even(rising: Callable[[Any], Interval]) -> Callable[[Any], Interval]:
    """An even function that rises from 0 on."""
    return lambda argument: rising(_abs(argument))


def _abs(argument: Any) -> Interval:
    x = interval(argument)
    low = np.where(x.contains_zero(), 0.0, np.minimum(np.abs(x.lo), np.abs(x.hi)))
    return Interval(np.where(np.isnan(x.lo), np.nan, low), x.size, x.flags)


def _sign(argument: Any) -> Interval:
    x = interval(argument)
    low, high = np.where(x.lo > 0, 1.0, -1.0), np.where(x.hi < 0, -1.0, 1.0)
    zero = (x.lo == 0) & (x.hi == 0)
    result = Interval(np.where(zero, 0.0, low), np.where(zero, 0.0, high), x.flags)
    return result.flagged(x.contains_zero() & ~zero, KINK)


def _square(argument: Any) -> Interval:
    x = _abs(argument)
    return _positive(outward(x.lo * x.lo, x.hi * x.hi, x.flags))


def _positive(x: Interval) -> Interval:
    """What is known not to be negative, without the margin below zero."""
    return replace(x, lo=np.maximum(x.lo, 0.0))


def _ipow(argument: Any, exponent: float) -> Interval:
    n = int(exponent)
    x = _abs(argument) if n % 2 == 0 else interval(argument)
    result = outward(np.power(x.lo, n), np.power(x.hi, n), x.flags, 2 * n + ULPS)
    return _positive(result) if n % 2 == 0 else result


def _power(base: Any, exponent: Any) -> Interval:
    """b^e for real e: of no negative base, e^(e log b) where the exponent varies."""
    b, e = _clipped(interval(base), 0.0, np.inf), interval(exponent)
    if np.ndim(e.lo) == 0 and e.lo == e.hi:
        ends = np.power(b.lo, e.lo), np.power(b.hi, e.lo)
        return outward(*(ends if e.lo > 0 else ends[::-1]), b.flags | e.flags, ULPS)
    return FUNCTIONS["exp"](e * FUNCTIONS["log"](b))


def _hypot(a: Any, b: Any) -> Interval:
    x, y = _abs(a), _abs(b)
    return _positive(outward(np.hypot(x.lo, y.lo), np.hypot(x.hi, y.hi), x.flags | y.flags, ULPS))


def _logaddexp(a: Any, b: Any) -> Interval:
    x, y = interval(a), interval(b)
    return outward(np.logaddexp(x.lo, y.lo), np.logaddexp(x.hi, y.hi), x.flags | y.flags, ULPS)


def _arctan2(a: Any, b: Any) -> Interval:
    """The angle of (b, a): its extremes lie at corners of the box, unless that reaches the cut or the origin."""
    y, x = interval(a), interval(b)
    corners = np.stack(np.broadcast_arrays(*(np.arctan2(v, u) for v in (y.lo, y.hi) for u in (x.lo, x.hi))))
    cut = (x.lo <= 0) & y.contains_zero()
    low, high = (np.where(cut, bound, end) for bound, end in ((-np.pi, corners.min(0)), (np.pi, corners.max(0))))
    return outward(low, high, x.flags | y.flags, ULPS).flagged(cut, KINK)


def _maximum(a: Any, b: Any) -> Interval:
    x, y = interval(a), interval(b)
    return Interval(np.maximum(x.lo, y.lo), np.maximum(x.hi, y.hi), x.flags | y.flags)


def _minimum(a: Any, b: Any) -> Interval:
    return -_maximum(-interval(a), -interval(b))


def _compared(test: str) -> Callable[[Any, Any], Condition]:
    def condition(a: Any, b: Any) -> Condition:
        x, y = interval(a), interval(b)
        below, above = x.hi < y.lo, x.lo > y.hi
        yes, no = {
            "less": (below, x.lo >= y.hi),
            "less_equal": (x.hi <= y.lo, above),
            "greater": (above, x.hi <= y.lo),
            "greater_equal": (x.lo >= y.hi, below),
            "equal": ((x.lo == y.hi) & (x.hi == y.lo), below | above),
            "not_equal": (below | above, (x.lo == y.hi) & (x.hi == y.lo)),
        }[test]
        return Condition(yes, no, x.flags | y.flags)

    return condition


def _both(a: Condition, b: Condition) -> Condition:
    return Condition(a.yes & b.yes, a.no | b.no, a.flags | b.flags)


def _where(condition: Condition, a: Any, b: Any) -> Interval:
    """One branch where the condition is decided, both where it is not; a branch not taken leaves no trace."""
    x, y = interval(a), interval(b)
    low = np.where(condition.yes, x.lo, np.where(condition.no, y.lo, np.fmin(x.lo, y.lo)))
    high = np.where(condition.yes, x.hi, np.where(condition.no, y.hi, np.fmax(x.hi, y.hi)))
    flags = np.where(condition.yes, x.flags, np.where(condition.no, y.flags, x.flags | y.flags))
    return Interval(low, high, condition.flags | flags.astype(np.uint8)).flagged(~(condition.yes | condition.no), KINK)


def _select(a: Any, b: Any, p: Any, q: Any) -> Interval:
    """p where a > b, q where a < b; between both where that is not decided."""
    return _where(_compared("greater")(a, b), p, q)


def _ratio(a: Any, n: Any) -> Interval:
    """a/n, and 0 where n = 0."""
    quotient, zero = interval(a) / n, interval(n).contains_zero()
    low, high = (
        np.where(zero, np.fmin(quotient.lo, 0), quotient.lo),
        np.where(zero, np.fmax(quotient.hi, 0), quotient.hi),
    )
    return replace(quotient, lo=low, hi=high).flagged(zero, KINK)


def _gamma(f: Callable[..., Any]) -> Callable[[Any], Interval]:
    """Γ or log Γ for x > 0, where both fall and then rise; elsewhere nothing is known."""

    def enclosed(argument: Any) -> Interval:
        x = interval(argument)
        positive = x.lo > 1e-300  # below, SciPy's log Γ is infinite
        ends = [f(np.where(positive, end, 1.0)) for end in (x.lo, x.hi)]
        inside = (x.lo <= GAMMA_LEAST[1]) & (x.hi >= GAMMA_LEAST[0])
        low = np.where(inside, f(GAMMA_LEAST[0]), np.minimum(*ends))
        known = outward(low, np.maximum(*ends), x.flags, SPECIAL_ULPS) + NEAR_ZEROS
        return _unless(known, positive)

    return enclosed


def _positive_only(rising: Callable[[Any], Interval]) -> Callable[[Any], Interval]:
    """A function that is monotone for x > 0; elsewhere nothing is known."""

    def enclosed(argument: Any) -> Interval:
        x = interval(argument)
        positive = x.lo > 0
        safe = Interval(np.where(positive, x.lo, 1.0), np.where(positive, x.hi, 1.0), x.flags)
        return _unless(rising(safe) + NEAR_ZEROS, positive)

    return enclosed


def _unless(known: Interval, holds: Any) -> Interval:
    wide = replace(known, lo=np.where(holds, known.lo, -np.inf), hi=np.where(holds, known.hi, np.inf))
    return wide.flagged(~holds, PARTIAL)


NUMBERS: dict[str, Interval] = {
    name: Interval(np.nextafter(value, -np.inf), np.nextafter(value, np.inf)) for name, value in NUMPY_CONSTANTS.items()
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{
        name: _rising(NUMPY_FUNCTIONS[name].array)
        for name in ["exp", "exp2", "expm1", "cbrt", "arctan", "sinh", "tanh", "arcsinh", "erf", "expit"]
    },
    **{name: _rising(NUMPY_FUNCTIONS[name].array, 0.0) for name in ("log", "log2", "log10")},
    "sqrt": lambda x: _positive(_rising(np.sqrt, 0.0)(x)),
    **{name: _rising(NUMPY_FUNCTIONS[name].array, ulps=SPECIAL_ULPS) for name in ("erf", "expit")},
    "log1p": _rising(np.log1p, -1.0),
    "arcsin": _rising(np.arcsin, -1.0, 1.0),
    "arccos": _falling(np.arccos, -1.0, 1.0),
    "arccosh": _rising(np.arccosh, 1.0),
    "arctanh": _rising(np.arctanh, -1.0, 1.0),
    "erfc": _falling(special.erfc, ulps=SPECIAL_ULPS),
    "cosh": _even(_rising(np.cosh)),
    "sin": _sin,
    "cos": _cos,
    "tan": _tan,
    "gamma": _gamma(special.gamma),
    "gammaln": _gamma(special.gammaln),
    "digamma": _positive_only(_rising(special.digamma, ulps=SPECIAL_ULPS)),
    "trigamma": _positive_only(_falling(trigamma, ulps=SPECIAL_ULPS)),
    "abs": _abs,
    "sign": _sign,
    "square": _square,
    "ipow": _ipow,
    "power": _power,
    "hypot": _hypot,
    "arctan2": _arctan2,
    "logaddexp": _logaddexp,
    "maximum": _maximum,
    "minimum": _minimum,
    "ratio": _ratio,
    "scaled": lambda c, f: interval(c) * f,
    "where": _where,
    "select": _select,
    "logical_and": _both,
    **{name: _compared(name) for name in ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal")},
}
