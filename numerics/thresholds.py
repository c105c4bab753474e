"""Where a function stops having a sound result in a format: the last numbers before it overflows or underflows.

Found exactly: the search runs over the numbers of the format, and each result is the exact value, enclosed in a ball,
rounded once to the format.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from flint import arb

from numerics.errors import NumericsError
from numerics.formats import Format, round_to
from numerics.microscope.balls import precision
from numerics.microscope.ulps import from_ordinals, ordinals
from numerics.recording.balls import decimal, is_known, rounded

PRECISIONS = (128, 512, 2048)


class Fate(Enum):
    """What became of a result in a format."""

    ZERO = "0"
    SUBNORMAL = "subnormal"
    NORMAL = "normal"
    INFINITE = "infinite"
    UNDEFINED = "NaN"


@dataclass(frozen=True)
class Function:
    """A function of one variable that is monotone on its domain: all numbers, or the positive ones.

    Attributes:
        name: as links write it.
        title: as people write it.
        ball: its value around a ball.
        ends: its limits at both ends of the domain.
        positive: whether the domain is x > 0.
    """

    name: str
    title: str
    ball: Callable[[arb], arb]
    ends: tuple[float, float] = (0.0, math.inf)
    positive: bool = False

    @property
    def increasing(self) -> bool:
        """Whether it increases."""
        return self.ends[0] < self.ends[1]

    def rounded(self, x: float, format: Format) -> float:
        """f(x), rounded once to the format; infinite, or NaN in a format without infinities, where it is too large.

        `x` is a float64; outside the domain the result is NaN, at its ends it is the limit.
        """
        bottom = 0.0 if self.positive else -math.inf
        if x in (bottom, math.inf):
            return float(round_to(self.ends[x == math.inf], format))
        if not x > bottom:  # NaN included
            return math.nan
        for bits in PRECISIONS:
            with precision(bits):
                value = self.ball(arb(x))
                low, high = (rounded(end, format) for end in (value.lower(), value.upper()))
            if low == high or (math.isnan(low) and math.isnan(high)):
                break
        return high

    def exact(self, x: float, digits: int = 6) -> str:
        """f(x) in decimal digits, for a float64 in the domain, as far out as it may be."""
        for bits in PRECISIONS:
            with precision(bits):
                value = self.ball(arb(x))
                if is_known(value, bits):
                    break
        return decimal(value, digits)


ELEMENTARY: dict[str, Function] = {
    function.name: function
    for function in (
        Function("exp", "exp(x)", arb.exp),
        Function("exp2", "2ˣ", lambda x: arb(2) ** x),
        Function("exp10", "10ˣ", lambda x: arb(10) ** x),
        Function("log", "log(x)", arb.log, ends=(-math.inf, math.inf), positive=True),
        Function("square", "x²", lambda x: x**2, positive=True),
        Function("cube", "x³", lambda x: x**3, positive=True),
        Function("tenth", "x¹⁰", lambda x: x**10, positive=True),
        Function("inverse", "1/x", lambda x: 1 / x, ends=(math.inf, 0.0), positive=True),
        Function("inverse_square", "1/x²", lambda x: 1 / x**2, ends=(math.inf, 0.0), positive=True),
    )
}


@dataclass(frozen=True)
class Thresholds:
    """The last numbers of a format, going outward, at which the result of a function is still sound.

    For an increasing function `finite` is the largest x, and `normal` and `nonzero` are the smallest ones; for a
    decreasing one it is the other way round. None: it is sound up to the last number of the format.

    Attributes:
        finite: beyond it the result overflows.
        normal: beyond it the result is subnormal, with fewer digits, and then 0.
        nonzero: beyond it the result is 0.
    """

    finite: float | None
    normal: float | None
    nonzero: float | None


@lru_cache(256)
def thresholds(name: str, format: Format) -> Thresholds:
    """The thresholds of a function of ELEMENTARY in a format; NumericsError for another name."""
    if name not in ELEMENTARY:
        raise NumericsError(f"There is no function of this name. Choose {', '.join(ELEMENTARY)}.")
    function = ELEMENTARY[name]

    def last(fates: set[Fate], *, up: bool) -> float | None:
        return _last(
            lambda x: fate(function.rounded(x, format), format) in fates,
            format,
            function.positive,
            up=up is function.increasing,
        )

    return Thresholds(
        finite=last({Fate.ZERO, Fate.SUBNORMAL, Fate.NORMAL}, up=True),
        normal=last({Fate.NORMAL, Fate.INFINITE, Fate.UNDEFINED}, up=False),
        nonzero=last({Fate.SUBNORMAL, Fate.NORMAL, Fate.INFINITE, Fate.UNDEFINED}, up=False),
    )


def _last(holds: Callable[[float], bool], format: Format, positive: bool, up: bool) -> float | None:
    """The last number of the format, going up or down, for which a test holds; None if it holds to the end.

    Bisection over the places of the numbers in their order; the test holds at the neutral start, 1 or 0.
    """
    largest = int(ordinals(format.largest, format))
    good = int(ordinals(1.0 if positive else 0.0, format))
    bad = largest if up else 1 if positive else -largest
    if holds(float(from_ordinals(bad, format))):
        return None
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if holds(float(from_ordinals(middle, format))) else (good, middle)
    return float(from_ordinals(good, format))


@dataclass(frozen=True)
class Band:
    """An interval of x, from `low` to `high`, in which the results of a function have one fate in a format."""

    low: float
    high: float
    fate: Fate


def bands(name: str, format: Format, between: tuple[float, float]) -> tuple[Band, ...]:
    """What becomes of f(x) for x in an interval of the domain, x being rounded to the format first.

    The borders lie half-way between the numbers of the format at which the result changes, or x itself leaves it.
    """
    function, found = ELEMENTARY[name], thresholds(name, format)
    up, down = (1, -1) if function.increasing else (-1, 1)
    last = [(found.finite, up), (found.normal, down), (found.nonzero, down), (format.largest, 1)]
    last.append((format.smallest_subnormal if function.positive else -format.largest, -1))
    borders = {_half_way(x, outward, format) for x, outward in last if x is not None}
    inside = sorted(border for border in borders if between[0] < border < between[1])
    joined: list[Band] = []
    for low, high in pairwise((between[0], *inside, between[1])):
        # Geometrically, as the intervals of positive numbers span hundreds of powers of ten.
        middle = math.sqrt(low) * math.sqrt(high) if function.positive else (low + high) / 2
        became = fate(function.rounded(float(round_to(middle, format)), format), format)
        if joined and joined[-1].fate is became:
            joined[-1] = Band(joined[-1].low, high, became)
        else:
            joined.append(Band(low, high, became))
    return tuple(joined)


def _half_way(x: float, outward: int, format: Format) -> float:
    """The middle between a number of the format and the next one up (1) or down (-1); beyond the largest as if
    the numbers went on."""
    beyond = float(from_ordinals(ordinals(x, format) + outward, format))
    if math.isinf(beyond):
        return x + math.copysign(math.ldexp(0.5, format.emax - format.fraction_bits), x)
    return x / 2 + beyond / 2


def fate(value: float, format: Format) -> Fate:
    """What a number of the format is."""
    if math.isnan(value):
        return Fate.UNDEFINED
    if math.isinf(value):
        return Fate.INFINITE
    if value == 0:
        return Fate.ZERO
    return Fate.NORMAL if abs(value) >= format.smallest_normal else Fate.SUBNORMAL
