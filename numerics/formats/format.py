"""Binary floating-point formats: how many bits each field has, and every number that follows from it."""

import functools
import math
import re
from dataclasses import dataclass

from numerics.errors import NumericsError

EXPONENT_BITS = range(2, 12)
FRACTION_BITS = range(1, 53)
_CUSTOM_NAME = re.compile(r"e([0-9]{1,2})m([0-9]{1,2})", re.ASCII)


@dataclass(frozen=True)
class Format:
    """A sign bit, an exponent field and a fraction field: (-1)^s · 2^(E - bias) · (1.f), or 2^emin · (0.f) where E = 0.

    Every value of every format here is a float64, so the constants below are exact.
    Sources: IEEE Std 754-2019, section 3; the two 8-bit formats: P. Micikevicius et al., FP8 Formats for Deep Learning,
    arXiv:2209.05433.

    Attributes:
        name: as scripts and links write it.
        title: as people read it.
        exponent_bits: the width of the exponent field E, 2 to 11.
        fraction_bits: the width of the fraction field f, 1 to 52; the precision is one bit more.
        infinities: whether the largest E is kept for infinities and NaNs, as IEEE 754 has it. Otherwise the largest E
            counts as any other and only the pattern of all ones is NaN (the "fn" of float8_e4m3fn).
    """

    name: str
    title: str
    exponent_bits: int
    fraction_bits: int
    infinities: bool = True

    def __post_init__(self) -> None:
        if self.exponent_bits not in EXPONENT_BITS or self.fraction_bits not in FRACTION_BITS:
            raise NumericsError(
                f"A format needs {EXPONENT_BITS[0]} to {EXPONENT_BITS[-1]} exponent bits"
                f" and {FRACTION_BITS[0]} to {FRACTION_BITS[-1]} fraction bits."
            )

    @staticmethod
    def custom(exponent_bits: int, fraction_bits: int) -> "Format":
        """An IEEE-like format of so many bits, named e5m10 for five and ten; NumericsError outside 2…11 and 1…52."""
        name = f"e{exponent_bits}m{fraction_bits}"
        return Format(name, f"{name} (custom)", exponent_bits, fraction_bits)

    @property
    def bits(self) -> int:
        """The width of the whole pattern, sign included."""
        return 1 + self.exponent_bits + self.fraction_bits

    @property
    def precision(self) -> int:
        """p: significant bits of a normal number, the hidden leading one included."""
        return self.fraction_bits + 1

    @property
    def bias(self) -> int:
        """What the exponent field exceeds the power of two by."""
        return int(2 ** (self.exponent_bits - 1) - 1)

    @property
    def emin(self) -> int:
        """The power of two of the smallest normal number."""
        return 1 - self.bias

    @property
    def emax(self) -> int:
        """The power of two of the largest finite number."""
        return self.bias if self.infinities else self.bias + 1

    @property
    def epsilon(self) -> float:
        """Machine epsilon: the distance from 1 to the next larger number, 2^(1-p). Half of it is the unit roundoff."""
        return math.ldexp(1.0, -self.fraction_bits)

    @property
    def largest(self) -> float:
        """The largest finite number."""
        # Without infinities the all-ones fraction of the top binade is NaN, so its largest number has one unit less.
        missing = 1 if self.infinities else 2
        return math.ldexp(2.0**self.precision - missing, self.emax - self.fraction_bits)

    @property
    def largest_pattern(self) -> int:
        """The bits of the largest finite number; so many positive numbers there are."""
        beyond = 2**self.fraction_bits if self.infinities else 1
        return int(2 ** (self.bits - 1) - beyond - 1)

    @property
    def smallest_normal(self) -> float:
        """The smallest positive number with a full fraction: 2^emin."""
        return math.ldexp(1.0, self.emin)

    @property
    def smallest_subnormal(self) -> float:
        """The smallest positive number: 2^(emin - fraction bits)."""
        return math.ldexp(1.0, self.emin - self.fraction_bits)

    @property
    def overflow(self) -> float:
        """What rounding to nearest gives beyond the largest number: infinity, or NaN where there is none."""
        return math.inf if self.infinities else math.nan

    @property
    def digits10(self) -> int:
        """Decimals of so many digits survive the way there and back, in the normal range: ⌊(p - 1) log₁₀ 2⌋."""
        return math.floor((self.precision - 1) * math.log10(2))

    @property
    def max_digits10(self) -> int:
        """So many digits tell every number of the format from its neighbours: ⌈1 + p log₁₀ 2⌉ (D. W. Matula, 1968)."""
        return math.ceil(1 + self.precision * math.log10(2))


FORMATS: dict[str, Format] = {
    kind.name: kind
    for kind in (
        Format("float64", "float64 (double)", 11, 52),
        Format("float32", "float32 (single)", 8, 23),
        Format("tf32", "TF32", 8, 10),
        Format("float16", "float16 (half)", 5, 10),
        Format("bfloat16", "bfloat16", 8, 7),
        Format("float8_e4m3fn", "float8 E4M3", 4, 3, infinities=False),
        Format("float8_e5m2", "float8 E5M2", 5, 2),
    )
}


@functools.lru_cache(256)
def format_of(name: "str | Format") -> Format:
    """The format of that name: one of FORMATS, or a custom one such as "e6m9"; a Format is given back as it is.

    Raises NumericsError for any other name.
    """
    if isinstance(name, Format):
        return name
    if name in FORMATS:
        return FORMATS[name]
    if custom := _CUSTOM_NAME.fullmatch(name):
        return Format.custom(int(custom[1]), int(custom[2]))
    raise NumericsError(f"There is no format of this name. Choose {', '.join(FORMATS)}, or a custom one such as e6m9.")
