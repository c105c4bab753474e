"""How good a numeric derivative is: the errors of difference quotients and of exact rules, in any format.

A step h too large leaves out the curve (truncation), one too small subtracts equal numbers (rounding). The best step
balances both: W. H. Press et al., Numerical Recipes, 3rd ed., section 5.7.
"""

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.differentiation.complex_step import evaluate_complex, not_analytic
from numerics.differentiation.exact import ACCURATE, Exact, exact_derivatives, nearest
from numerics.differentiation.modes import forward_mode, reverse_mode
from numerics.differentiation.steps import derivative
from numerics.errors import LimitError, NumericsError
from numerics.formats import Format, format_of, round_to
from numerics.language import Node, parse_expression
from numerics.microscope.rounded import evaluate
from numerics.microscope.tape import Tape, tape_of, variables_of

Floats = NDArray[np.float64]

PER_DECADE = 8
SPREAD = 3  # neighbours on each side that an error must keep up with: a lucky hit is no best step
WAYS = ("forward", "central", "complex")


class Best(NamedTuple):
    """A step and the error that it has."""

    h: float
    error: float


@dataclass(frozen=True, eq=False)
class DerivativeErrors:
    """The absolute errors of numeric derivatives of one expression at one point in one format.

    Attributes:
        format: in which every operation is rounded.
        point: the point, rounded to the format.
        exact: the true derivatives at that point.
        h: (k,) the steps, numbers of the format, increasing.
        errors: for `forward`, `central` and `complex` the error at every step (k,), NaN where the format gives no
            number; `complex` is missing where f is not analytic.
        obstacle: the operation that is not analytic; "" if there is none.
        rules: the errors of the ways without a step, evaluated in the format: `forward_mode` and `reverse_mode` of
            automatic differentiation, and `formula`, the derivative written out, which is missing if too long.
        predicted: for `forward` and `central` the step at which the bounds of truncation and rounding balance, with
            the bound there; for `complex` the step below which truncation is lost in rounding. None where the
            derivative that matters is 0 or missing.
    """

    format: Format
    point: Mapping[str, float]
    exact: Exact
    h: Floats
    errors: Mapping[str, Floats]
    obstacle: str
    rules: Mapping[str, float]
    predicted: Mapping[str, Best | None]

    def digits(self, error: float) -> float:
        """How many significant decimal digits of f' an error leaves; none for one as large as f' itself."""
        relative = error / abs(nearest(self.exact.slope))
        return max(0.0, -math.log10(relative))

    def best(self, way: str) -> Best | None:
        """The step with the least error, judged by the largest error among near steps; None if there is no number."""
        errors = self.errors[way]
        padded = np.pad(errors, SPREAD, mode="edge")
        around = np.lib.stride_tricks.sliding_window_view(padded, 2 * SPREAD + 1).max(axis=-1)
        if np.isnan(around).all():
            return None
        at = int(np.flatnonzero(around == np.nanmin(around))[-1])  # of equal ones the largest step
        return Best(float(self.h[at]), float(errors[at]))


def derivative_errors(
    expression: str | Node,
    point: Mapping[str, float],
    variable: str,
    format: str | Format = "float64",
    *,
    exact_steps: bool = False,
) -> DerivativeErrors:
    """Differentiate an expression numerically with many steps h, and compare with the truth.

    Args:
        expression: the formula as typed, or its tree.
        point: a number for every name in it; they are rounded to the format first.
        variable: the name to differentiate by.
        format: in which every operation is carried out.
        exact_steps: divide by the step that was taken, (x + h) - x, and not by h.

    Raises:
        ExpressionError: the text has no meaning.
        NumericsError: a name has no number, or f has no derivative at the point.
    """
    target = format_of(format)
    tree = parse_expression(expression, tuple(point)) if isinstance(expression, str) else expression
    tape = tape_of(tree)
    if missing := {*variables_of(tape), variable} - set(point):
        raise NumericsError(f"Give a value for {min(missing)}.")
    at = {name: float(round_to(value, target)) for name, value in point.items()}
    exact = exact_derivatives(tree, at, variable)
    if exact is None:
        raise NumericsError("The function has no derivative at this point, or one beyond all number formats.")
    h = steps_for(at[variable], target)
    found = {
        "forward": _forward(tape, at, variable, h, target, exact_steps),
        "central": _central(tape, at, variable, h, target, exact_steps),
    }
    obstacle = not_analytic(tape)
    if not obstacle:
        found["complex"] = _complex(tape, at, variable, h, target)
    errors = {way: absolute_errors(values, exact.slope) for way, values in found.items()}
    predicted = predict(exact, at[variable], target, exact_steps)
    rules = _by_rules(tree, at, variable, exact, target)
    return DerivativeErrors(target, at, exact, h, errors, obstacle, rules, predicted)


def steps_for(x: float, format: Format) -> Floats:
    """Steps from ε² (or the smallest number of the format) up to the size of x, at least 1, evenly in log h."""
    size = 2.0 ** math.floor(math.log2(max(1.0, abs(x))))
    low = max(format.epsilon**2 * size, 2 * format.smallest_subnormal)
    decades = math.log10(size / low)
    return np.unique(round_to(np.geomspace(low, size, round(PER_DECADE * decades) + 1), format))


def predict(exact: Exact, x: float, format: Format, exact_steps: bool = False) -> dict[str, Best | None]:
    """The best steps from theory: rounding contributes ε A/h (half of it to the central quotient).

    A is |f|, plus |x f'| unless the steps are exact, for the rounding of x + h: the bound for an evaluation of f that
    is right to the last place. So h = (2 ε A/|f''|)^½ and h = (3/2 · ε A/|f'''|)^⅓.
    """
    value, slope, curvature, third = (abs(nearest(number or Fraction(0))) for number in exact)
    noise = format.epsilon * (value + (0.0 if exact_steps else abs(x) * slope))
    best: dict[str, Best | None] = dict.fromkeys(WAYS)
    if noise and curvature:
        best["forward"] = Best(math.sqrt(2 * noise / curvature), math.sqrt(2 * noise * curvature))
    if noise and third:
        h = math.cbrt(1.5 * noise / third)
        best["central"] = Best(h, h * h * third / 6 + noise / (2 * h))
    if slope and third:
        best["complex"] = Best(math.sqrt(3 * format.epsilon * slope / third), format.epsilon / 2 * slope)
    return best


def absolute_errors(computed: Floats, truth: Fraction) -> Floats:
    """|computed - truth|, rounded once; NaN for what is no finite number, 0 for what is beyond the truth's own bits."""
    known = abs(truth) / 2**ACCURATE

    def error(value: float) -> float:
        if not math.isfinite(value):
            return math.nan
        difference = abs(Fraction(value) - truth)
        return nearest(difference) if difference > known else 0.0

    return np.array([error(value) for value in computed.tolist()])


def _forward(tape: Tape, at: Mapping[str, float], variable: str, h: Floats, format: Format, exact: bool) -> Floats:
    """(f(x + h) - f(x))/h."""
    x = at[variable]
    ahead = round_to(x + h, format)
    f = _values(tape, at, variable, np.append(ahead, x), format)
    return _quotient(f[:-1], f[-1], round_to(ahead - x, format) if exact else h, format)


def _central(tape: Tape, at: Mapping[str, float], variable: str, h: Floats, format: Format, exact: bool) -> Floats:
    """(f(x + h) - f(x - h))/2h."""
    ahead, behind = round_to(at[variable] + h, format), round_to(at[variable] - h, format)
    f = _values(tape, at, variable, np.concatenate([ahead, behind]), format)
    return _quotient(f[: len(h)], f[len(h) :], round_to(ahead - behind if exact else 2 * h, format), format)


def _complex(tape: Tape, at: Mapping[str, float], variable: str, h: Floats, format: Format) -> Floats:
    """Im f(x + ih)/h."""
    z = evaluate_complex(tape, {**at, variable: at[variable] + 1j * h}, format)
    return _quotient(np.broadcast_to(z.imag, h.shape), 0.0, h, format)


def _values(tape: Tape, at: Mapping[str, float], variable: str, x: Floats, format: Format) -> Floats:
    columns = {name: np.full(len(x), value) for name, value in at.items()}
    return evaluate(tape, {**columns, variable: x}, format)[0]


def _quotient(after: Floats, before: Floats | float, step: Floats, format: Format) -> Floats:
    with np.errstate(all="ignore"):
        return round_to(round_to(after - before, format) / step, format)


def _by_rules(tree: Node, at: Mapping[str, float], variable: str, exact: Exact, format: Format) -> dict[str, float]:
    tapes = {"forward_mode": forward_mode(tree, variable), "reverse_mode": reverse_mode(tree, variable)}
    with suppress(LimitError):
        tapes["formula"] = tape_of(derivative(tree, variable))
    columns = {name: np.array([number]) for name, number in at.items()}
    return {
        way: float(absolute_errors(evaluate(tape, columns, format)[0], exact.slope)[0]) for way, tape in tapes.items()
    }
