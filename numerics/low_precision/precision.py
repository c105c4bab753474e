"""Which number is kept in which format, and how it gets there."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from numerics.counts import check_whole
from numerics.formats import FORMATS, Format, Mode, format_of
from numerics.formats.rounding import round_floats

Floats = NDArray[np.float64]

LARGEST_SEED = 1_000_000


@dataclass(frozen=True)
class Precision:
    """The formats of a run.

    P. Micikevicius et al., Mixed Precision Training, ICLR 2018, arXiv:1710.03740, keep weights and gradients in
    float16, and the state and a master copy of the weights in float32.

    Attributes:
        weights: of the weights that the function is evaluated with.
        gradients: in which the function and its gradient are computed, every operation rounded, and kept.
        state: of what the method remembers: velocity, moments.
        master: of a second copy of the weights, to which the updates are added; None: there is none, and they are added
            to the weights themselves.
        stochastic: whether the sum of weight and update is rounded up or down by chance; see `round_stochastic`.
        seed: of that chance.

    Raises NumericsError for a seed that is no whole number in 0 … 1 000 000.
    """

    weights: Format
    gradients: Format
    state: Format
    master: Format | None = None
    stochastic: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        check_whole("the seed", self.seed, 0, LARGEST_SEED)

    @property
    def updated(self) -> Format:
        """The format of the weights that updates are added to."""
        return self.master or self.weights

    @property
    def arithmetic(self) -> Format:
        """The format in which a step is computed: the smallest that holds everything that enters it.

        Under stochastic rounding at least float32: the chance is read off the digits beyond those that are kept.
        """
        parts = (self.updated, self.gradients, self.state)
        return reduce(joined, (*parts, FORMATS["float32"]) if self.stochastic else parts)

    def store(self, weights: Floats, t: int) -> Floats:
        """Updated weights as they are kept after step `t`."""
        if not self.stochastic:
            return round_floats(weights, self.updated, Mode.NEAREST_EVEN)
        return round_stochastic(weights, self.updated, np.random.default_rng([self.seed, t]))


def precision(
    weights: str | Format,
    gradients: str | Format | None = None,
    state: str | Format | None = None,
    master: str | Format | None = None,
    stochastic: bool = False,
    seed: int = 0,
) -> Precision:
    """A `Precision` from names of formats; gradients and state have that of the weights unless they are named.

    Raises NumericsError for an unknown format or a seed that is none.
    """
    kept = format_of(weights)
    return Precision(
        kept,
        kept if gradients is None else format_of(gradients),
        kept if state is None else format_of(state),
        None if master is None else format_of(master),
        stochastic,
        seed,
    )


def joined(a: Format, b: Format) -> Format:
    """The smallest format that holds every number of both: one of them, or one of `FORMATS`, or a custom one."""
    for first, second in ((a, b), (b, a)):
        if _holds(first, second):
            return first
    exponent_bits, fraction_bits = max(a.exponent_bits, b.exponent_bits), max(a.fraction_bits, b.fraction_bits)
    if Format.custom(exponent_bits, fraction_bits).emax < max(a.emax, b.emax):  # one of them has no infinities
        exponent_bits += 1
    custom = Format.custom(exponent_bits, fraction_bits)
    known = (kind for kind in FORMATS.values() if _holds(kind, custom) and kind.bits == custom.bits)
    return next(known, custom)


def _holds(a: Format, b: Format) -> bool:
    """Whether every number of b is one of a."""
    wider = a.emax >= b.emax and a.exponent_bits >= b.exponent_bits and a.infinities >= b.infinities
    return wider and a.fraction_bits >= b.fraction_bits


def round_stochastic(x: Floats, format: Format, random: np.random.Generator) -> Floats:
    """Each number rounded to one of its two neighbours; the chance of the upper is the share of the way from the lower.

    The mean over the chance is x itself. What lies beyond the largest number is rounded to nearest.
    Source: S. Gupta et al., Deep Learning with Limited Numerical Precision, ICML 2015, arXiv:1502.02551.
    """
    below, above = (round_floats(x, format, mode) for mode in (Mode.DOWN, Mode.UP))
    chance = random.random(x.shape)
    with np.errstate(all="ignore"):
        chosen = np.where(chance < (x - below) / (above - below), above, below)
    return np.where(np.abs(x) <= format.largest, chosen, round_floats(x, format, Mode.NEAREST_EVEN))


def gap(x: Floats, toward: Floats, format: Format) -> Floats:
    """How far the next number of the format is from each number x of it, in the direction of the sign of `toward`.

    That is one ulp; half of it from a power of two toward zero. An update of less than half a gap vanishes under
    rounding to nearest.
    """
    mantissa, exponent = np.frexp(np.where(x == 0, format.smallest_subnormal, np.abs(x)))
    inward = (mantissa == 0.5) & (np.sign(x) * np.sign(toward) < 0) & (exponent - 1 > format.emin)
    return np.ldexp(1.0, np.maximum(exponent - 1, format.emin) - format.fraction_bits - inward)
