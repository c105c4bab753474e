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


@dataclass(frozen=True)
class Form:
    """One way to compute: how it is written, and as a function of `numerics.naive` or `numerics.stable`."""

    title: str
    equation: Callable[..., Floats]


@dataclass(frozen=True, kw_only=True)
class Primitive:
    """A computation with its forms, and the line of inputs along which they are compared.

    Attributes:
        name: as links write it.
        title: as people write it.
        variable: what the number t along the line is.
        forms: name → form, the naive one first.
        inputs: t (k,) → the arguments of the equation, each (k,) or (k, n).
        span: format → the ends of the line.
        telling: where the lesson shows best, as a part of the line.
        lesson: what goes wrong and what the stable form does about it.
    """

    name: str
    title: str
    variable: str
    forms: Mapping[str, Form]
    inputs: Callable[[Floats], tuple[Floats, ...]]
    span: Callable[[Format], tuple[float, float]]
    telling: float
    lesson: str

    def record(self, form: str, t: ArrayLike, format: Format) -> Recording:
        """One form at the numbers t (k,), with every intermediate; what is stored in the format counts as exact."""
        with np.errstate(over="ignore"):
            arguments = self.inputs(np.asarray(t, dtype=np.float64))
        return record(self.forms[form].equation, *(round_to(x, format) for x in arguments), dtype=format)

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
            name="log_sum_exp",
            title="log-sum-exp of t, t − 1, t − 2",
            variable="t",
            forms={
                "naive": Form("log Σ exp(z)", naive.log_sum_exp),
                "stable": Form("m + log1p(Σ′ exp(z − m))", stable.log_sum_exp),
            },
            inputs=_three_logits,
            span=_beyond_exp,
            telling=0.95,
            lesson="The exponentials overflow for large t and all vanish for very negative t, although the answer "
            "is near t. Subtracting the maximum m first makes the largest exponential 1.",
        ),
        Primitive(
            name="softmax",
            title="softmax of t, t − 1, t − 2",
            variable="t",
            forms={
                "naive": Form("exp(z) / Σ exp(z)", naive.softmax),
                "stable": Form("exp(z − m) / (1 + Σ′ exp(z − m))", stable.softmax),
            },
            inputs=_three_logits,
            span=_beyond_exp,
            telling=0.95,
            lesson="The answer does not depend on t at all, but exp(t) does: inf / inf on the right, 0 / 0 on the "
            "left.",
        ),
        Primitive(
            name="sigmoid",
            title="sigmoid",
            variable="x",
            forms={
                "naive": Form("1 / (1 + exp(−x))", naive.sigmoid),
                "stable": Form("by the sign of x", stable.sigmoid),
            },
            inputs=lambda t: (t,),
            span=_beyond_exp,
            telling=0.15,
            lesson="For very negative x the naive form divides by an overflowing exponential: it gives 0 too early, "
            "or NaN in a format without infinity. The stable form only takes exponentials of negative "
            "numbers.",
        ),
        Primitive(
            name="softplus",
            title="softplus",
            variable="x",
            forms={
                "naive": Form("log(1 + exp(x))", naive.softplus),
                "stable": Form("max(x, 0) + log1p(exp(−|x|))", stable.softplus),
            },
            inputs=lambda t: (t,),
            span=_beyond_exp,
            telling=0.25,
            lesson="For large x the exponential overflows; for very negative x it is absorbed by the 1, and the "
            "logarithm of 1 is 0.",
        ),
        Primitive(
            name="log1p",
            title="log(1 + x) for x = 10ᵗ",
            variable="t = log₁₀ x",
            forms={
                "naive": Form("log(1 + x)", naive.log1p),
                "stable": Form("x · log(w)/(w − 1), w = 1 + x", stable.log1p),
            },
            inputs=lambda t: (10**t,),
            span=_down_to_nothing,
            telling=0.25,
            lesson="1 + x keeps only the digits of x that fit behind the 1. The stable form makes the same error "
            "above and below the fraction line.",
        ),
        Primitive(
            name="expm1",
            title="eˣ − 1 for x = 10ᵗ",
            variable="t = log₁₀ x",
            forms={
                "naive": Form("exp(x) − 1", naive.expm1),
                "stable": Form("(u − 1) · x/log(u), u = exp(x)", stable.expm1),
            },
            inputs=lambda t: (10**t,),
            span=_down_to_nothing,
            telling=0.25,
            lesson="exp(x) is so near 1 that subtracting 1 leaves nothing but rounding error. Dividing by the "
            "logarithm of the same wrong number cancels the error.",
        ),
        Primitive(
            name="hypot",
            title="√(x² + y²) for x = 3·10ᵗ, y = 4·10ᵗ",
            variable="t",
            forms={"naive": Form("√(x² + y²)", naive.hypot), "stable": Form("m √(1 + (s/m)²)", stable.hypot)},
            inputs=lambda t: (3 * 10**t, 4 * 10**t),
            span=_whole_range,
            telling=0.9,
            lesson="The squares overflow or underflow long before the result does. Dividing by the larger one first "
            "keeps every square at most 1.",
        ),
        Primitive(
            name="quadratic",
            title="the small root of x² + bx + 1 for b = 10ᵗ",
            variable="t = log₁₀ b",
            forms={
                "naive": Form("(−b + √(b² − 4ac)) / 2a", naive.quadratic_roots),
                "stable": Form("c/q, q = −(b + √…) / 2", stable.quadratic_roots),
            },
            inputs=lambda t: (np.ones_like(t), 10**t, np.ones_like(t)),
            span=_linear_coefficients,
            telling=0.3,
            lesson="−b and the root are nearly opposite numbers: their difference is what rounding left. The other "
            "root has no cancellation, and the product of both is c/a. Further out b² overflows in both "
            "forms.",
        ),
        Primitive(
            name="variance",
            title="the variance of 4, 7, 13, 16, each + 10ᵗ",
            variable="t",
            forms={
                "naive": Form("(Σx² − (Σx)²/n) / (n − 1)", naive.variance),
                "stable": Form("two passes: Σ(x − mean)² / (n − 1)", stable.variance),
                "welford": Form("Welford's updates", stable.welford_variance),
            },
            inputs=lambda t: (10 ** t[..., None] + np.array([4.0, 7.0, 13.0, 16.0]),),
            span=lambda format: (0.0, max(0.5, min(math.log10(4 / format.epsilon), math.log10(format.largest) - 0.1))),
            telling=0.85,
            lesson="The mean of the squares and the square of the mean agree in all their digits once the offset is "
            "large; their difference can even be negative. The stable forms look at differences from the "
            "mean.",
        ),
    )
}
