"""All KKT points of a problem made of polynomials, found exactly; what the worker says is checked here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from numerics.constrained.certificate import Certificate, certify
from numerics.constrained.model import Model
from numerics.errors import DerivationError

REFUSALS = {
    "polynomial": "The exact route needs polynomials with rational coefficients, and f or a constraint is none: it has "
    "a function such as √, exp or sin, π, |x| or a variable below a fraction line.",
    "sets": "There are too many sets of constraints that could be active together to look at every one exactly.",
    "points": "There are too many KKT points to list them.",
    "undecided": "The equations have solutions of so high a multiplicity or degree that they are not told apart.",
    "slow": "Solving the equations of every active set exactly takes more than 3 seconds; the numerical solution "
    "stands by itself.",
}
SAME = Fraction(1, 10**20)  # relative: values of f closer than this are one value, of which 25 digits are told
UNUSABLE = "The exact solutions cannot be used; try again."

_DECIMAL = re.compile(r"-?\d{1,40}(\.\d{1,40})?(e[+-]?\d{1,4})?", re.ASCII)
_RATIONAL = re.compile(r"-?\d{1,9}(/[1-9]\d{0,8})?", re.ASCII)


@dataclass(frozen=True)
class ExactNumber:
    """A real algebraic number.

    Attributes:
        decimals: of it, some 25 digits.
        surd: (a, b, d) where it is a + b√d with short numbers, d a whole number; b is 0 where it is rational.
    """

    decimals: str
    surd: tuple[Fraction, Fraction, int] | None

    @property
    def value(self) -> float:
        """The nearest float."""
        return float(self.decimals)

    @property
    def text(self) -> str:
        """Its exact form, such as `-√2/2` or `(1 + √5)/2`; "" where there is no short one."""
        if self.surd is None:
            return ""
        a, b, d = self.surd
        if not b or d == 0:
            return str(a)
        under = int(np.lcm(a.denominator, b.denominator))
        whole, times = int(a * under), int(b * under)
        root = f"{'' if abs(times) == 1 else abs(times)}√{d}"
        over = f"{whole} {'+' if times > 0 else '-'} {root}" if whole else f"{'' if times > 0 else '-'}{root}"
        if under == 1:
            return over
        return f"({over})/{under}" if whole else f"{over}/{under}"


@dataclass(frozen=True, eq=False)
class ExactPoint:
    """A KKT point.

    Attributes:
        x: (n,) its coordinates.
        multipliers: (m,) λ; where there are several sets of them, one.
        f: as typed.
        certificate: the conditions at the nearest floats, with multipliers fitted anew.
        best: whether no KKT point has a smaller f (a larger one where f is maximized).
    """

    x: tuple[ExactNumber, ...]
    multipliers: tuple[ExactNumber, ...]
    f: ExactNumber
    certificate: Certificate
    best: bool


@dataclass(frozen=True, eq=False)
class ExactPoints:
    """All KKT points, the best first.

    Attributes:
        points: those that were found.
        endless: sets of constraints, by index, such that the equations with exactly these active have infinitely many
            solutions (complex ones count), which are not among the points; where there are none, the points are all.
        refusal: why there are no points to list, as a sentence; "" where they were found.
    """

    points: tuple[ExactPoint, ...] = ()
    endless: tuple[tuple[int, ...], ...] = ()
    refusal: str = ""


def read_points(model: Model, answer: dict[str, Any]) -> ExactPoints:
    """The points that the worker tells, checked and certified; raises DerivationError for what was not agreed."""
    try:
        if "refused" in answer:
            return ExactPoints(refusal=REFUSALS[answer["refused"]])
        m, n = model.shape
        told = [
            (_numbers(point["x"], n), _numbers(point["multipliers"], m), _number(point["f"]))
            for point in answer["points"]
        ]
        endless = tuple(tuple(range(m)[int(at)] for at in active) for active in answer["endless"])
    except (LookupError, TypeError, ValueError) as error:
        raise DerivationError(UNUSABLE) from error
    told.sort(key=lambda point: model.sign * Fraction(point[2].decimals))
    points = []
    for x, multipliers, f in told:
        behind = abs(Fraction(f.decimals) - Fraction(told[0][2].decimals))
        best = behind <= SAME * abs(Fraction(f.decimals))
        certificate = certify(model, np.array([number.value for number in x]))
        points.append(ExactPoint(x, multipliers, f, certificate, best))
    return ExactPoints(tuple(points), endless)


def _numbers(told: Sequence[Sequence[str]], count: int) -> tuple[ExactNumber, ...]:
    if len(told) != count:
        raise ValueError("another number of numbers")
    return tuple(map(_number, told))


def _number(told: Sequence[str]) -> ExactNumber:
    decimals, *parts = told
    if not _DECIMAL.fullmatch(decimals) or not all(_RATIONAL.fullmatch(part) for part in parts):
        raise ValueError("no number")
    if not parts:
        return ExactNumber(decimals, None)
    a, b, d = parts
    return ExactNumber(decimals, (Fraction(a), Fraction(b), int(d)))
