"""The building blocks that everybody writes, each in its naive and its stable form, along a line of inputs."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numerics import naive, stable
from numerics.formats import Format, round_to
from numerics.recording import Recording, record
from numerics.rounded import Floats

Equation = Callable[..., Floats]


@dataclass(frozen=True)
class Primitive:
    """A computation with its forms, and the line of inputs along which they are compared.

    Attributes:
        name: as links write it.
        title: as people write it.
        variable: what the number t along the line is.
        forms: how each form is written → its equation, the naive one first.
        inputs: t (k,) → the arguments of the equation, each (k,) or (k, n).
        span: format → the ends of the line.
        lesson: what goes wrong and what the stable form does about it.
    """

    name: str
    title: str
    variable: str
    forms: Mapping[str, Equation]
    inputs: Callable[[Floats], tuple[Floats, ...]]
    span: Callable[[Format], tuple[float, float]]
    lesson: str

    def record(self, form: str, t: ArrayLike, format: Format) -> Recording:
        """One form at the numbers t (k,), with every intermediate; what is stored in the format counts as exact."""
        arguments = self.inputs(np.asarray(t, dtype=np.float64))
        return record(self.forms[form], *(round_to(x, format) for x in arguments), dtype=format)

    def line(self, format: Format, count: int) -> Floats:
        """So many numbers t along the line, evenly spaced."""
        return np.linspace(*self.span(format), count)


def _beyond_exp(format: Format) -> tuple[float, float]:
    """Logits that reach half as far again as the exponential in the format."""
    reach = 1.5 * math.log(format.largest)
    return -reach, reach


def _down_to_nothing(format: Format) -> tuple[float, float]:
    """Powers of ten from below the unit roundoff, though not far below the smallest normal number, up to 1."""
    return min(-1.0, max(math.log10(format.epsilon) - 4, math.log10(format.smallest_normal))), 0.0


def _whole_range(format: Format) -> tuple[float, float]:
    """Powers of ten from the smallest to the largest number, with room for a factor of 5."""
    return math.log10(format.smallest_subnormal), math.log10(format.largest) - 0.7


def _linear_coefficients(format: Format) -> tuple[float, float]:
    """Powers of ten up to the largest number; x² + bx + 1 has real roots from b = 2 on."""
    return 0.31, math.log10(format.largest) - 0.1


def _three_logits(t: Floats) -> tuple[Floats, ...]:
    return (t[..., None] - np.arange(3.0),)


PRIMITIVES: dict[str, Primitive] = {
    primitive.name: primitive
    for primitive in (
        Primitive(
            "log_sum_exp",
            "log-sum-exp of t, t − 1, t − 2",
            "t",
            {"log Σ exp(z)": naive.log_sum_exp, "m + log1p(Σ′ exp(z − m))": stable.log_sum_exp},
            _three_logits,
            _beyond_exp,
            "The exponentials overflow for large t and all vanish for very negative t, although the answer is near t. "
            "Subtracting the maximum m first makes the largest exponential 1.",
        ),
        Primitive(
            "softmax",
            "softmax of t, t − 1, t − 2",
            "t",
            {"exp(z) / Σ exp(z)": naive.softmax, "exp(z − m) / (1 + Σ′ exp(z − m))": stable.softmax},
            _three_logits,
            _beyond_exp,
            "The answer does not depend on t at all, but exp(t) does: inf / inf on the right, 0 / 0 on the left.",
        ),
        Primitive(
            "sigmoid",
            "sigmoid",
            "x",
            {"1 / (1 + exp(−x))": naive.sigmoid, "by the sign of x": stable.sigmoid},
            lambda t: (t,),
            _beyond_exp,
            "For very negative x the naive form divides by an overflowing exponential: it gives 0 too early, or NaN in "
            "a format without infinity. The stable form only takes exponentials of negative numbers.",
        ),
        Primitive(
            "softplus",
            "softplus",
            "x",
            {"log(1 + exp(x))": naive.softplus, "max(x, 0) + log1p(exp(−|x|))": stable.softplus},
            lambda t: (t,),
            _beyond_exp,
            "For large x the exponential overflows; for very negative x it is absorbed by the 1, and the logarithm of "
            "1 is 0.",
        ),
        Primitive(
            "log1p",
            "log(1 + x) for x = 10ᵗ",
            "t = log₁₀ x",
            {"log(1 + x)": naive.log1p, "x · log(w)/(w − 1), w = 1 + x": stable.log1p},
            lambda t: (10**t,),
            _down_to_nothing,
            "1 + x keeps only the digits of x that fit behind the 1. The stable form makes the same error above and "
            "below the fraction line.",
        ),
        Primitive(
            "expm1",
            "eˣ − 1 for x = 10ᵗ",
            "t = log₁₀ x",
            {"exp(x) − 1": naive.expm1, "(u − 1) · x/log(u), u = exp(x)": stable.expm1},
            lambda t: (10**t,),
            _down_to_nothing,
            "exp(x) is so near 1 that subtracting 1 leaves nothing but rounding error. Dividing by the logarithm of "
            "the same wrong number cancels the error.",
        ),
        Primitive(
            "hypot",
            "√(x² + y²) for x = 3·10ᵗ, y = 4·10ᵗ",
            "t",
            {"√(x² + y²)": naive.hypot, "m √(1 + (s/m)²)": stable.hypot},
            lambda t: (3 * 10**t, 4 * 10**t),
            _whole_range,
            "The squares overflow or underflow long before the result does. Dividing by the larger one first keeps "
            "every square at most 1.",
        ),
        Primitive(
            "quadratic",
            "the small root of x² + bx + 1 for b = 10ᵗ",
            "t = log₁₀ b",
            {
                "(−b + √(b² − 4ac)) / 2a": naive.quadratic_roots,
                "c/q, q = −(b + √…) / 2": stable.quadratic_roots,
            },
            lambda t: (np.ones_like(t), 10**t, np.ones_like(t)),
            _linear_coefficients,
            "−b and the root are nearly opposite numbers: their difference is what rounding left. The other root has "
            "no cancellation, and the product of both is c/a. Further out b² overflows in both forms.",
        ),
        Primitive(
            "variance",
            "the variance of 4, 7, 13, 16, each + 10ᵗ",
            "t",
            {
                "(Σx² − (Σx)²/n) / (n − 1)": naive.variance,
                "two passes: Σ(x − mean)² / (n − 1)": stable.variance,
                "Welford's updates": stable.welford_variance,
            },
            lambda t: (10 ** t[..., None] + np.array([4.0, 7.0, 13.0, 16.0]),),
            lambda format: (0.0, max(0.5, min(math.log10(4 / format.epsilon), math.log10(format.largest) - 0.1))),
            "The mean of the squares and the square of the mean agree in all their digits once the offset is large; "
            "their difference can even be negative. The stable forms look at differences from the mean.",
        ),
    )
}
