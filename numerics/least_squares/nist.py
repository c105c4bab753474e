"""The linear regressions of NIST's Statistical Reference Datasets: data with answers certified to 15 digits.

https://www.itl.nist.gov/div898/strd/ (work of the US government, public domain). The decimals are as printed there.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lstsq, solve_triangular

from numerics.least_squares.exact import correct_digits, exact_solution
from numerics.least_squares.solve import least_squares
from numerics.vector_map import VectorMap


@dataclass(frozen=True)
class Regression:
    """One of the sets.

    Attributes:
        name: as NIST calls it.
        difficulty: lower, average or higher, by NIST's judgement.
        basis: the functions that are combined, as typed text.
        x: m rows of predictors, as decimals.
        y: m observations, as decimals.
        certified: the coefficients of the basis functions, in their order, to 15 digits.
    """

    name: str
    difficulty: str
    basis: str
    x: tuple[tuple[str, ...], ...]
    y: tuple[str, ...]
    certified: tuple[Fraction, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the predictors in `basis`."""
        return variables_of(len(self.x[0]))

    @property
    def predictors(self) -> NDArray[np.float64]:
        """x as float64 (m, k)."""
        return np.array(self.x, dtype=np.float64)

    @property
    def observations(self) -> NDArray[np.float64]:
        """y as float64 (m,)."""
        return np.array(self.y, dtype=np.float64)

    def design(self) -> NDArray[np.float64]:
        """The basis functions at the predictors, as float64 (m, n)."""
        return VectorMap.parse(self.basis, variables=self.variables)(self.predictors)


def variables_of(predictors: int) -> tuple[str, ...]:
    """What predictors are called: x alone, or x1, x2, …"""
    return ("x",) if predictors == 1 else tuple(f"x{place}" for place in range(1, predictors + 1))


@cache
def regressions() -> dict[str, Regression]:
    """All eleven, by name."""
    entries = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return {
        entry["name"]: Regression(
            entry["name"],
            entry["difficulty"],
            entry["basis"],
            tuple(map(tuple, entry["x"])),
            tuple(entry["y"]),
            tuple(map(Fraction, entry["coefficients"])),
        )
        for entry in entries
    }


@dataclass(frozen=True)
class Judgement:
    """How near several ways come to the certified coefficients of a set: NIST's log relative error of the worst one.

    Attributes:
        name, difficulty: of the set.
        condition: κ₂ of its design matrix.
        digits: by the name of the way; NaN where it failed.
    """

    name: str
    difficulty: str
    condition: float
    digits: Mapping[str, float]


def judge(regression: Regression) -> Judgement:
    """Solve a set in float64 in our ways and in those of NumPy and SciPy; `exactly` is the exact solution of the
    stored numbers: what is missing there was lost when decimals became floats.
    """
    a, b = regression.design(), regression.observations
    with np.errstate(all="ignore"):
        q, r = np.linalg.qr(a)
        found = {
            "normal": least_squares(a, b, "normal").x,
            "qr": least_squares(a, b, "qr").x,
            "numpy qr": solve_triangular(r, q.T @ b),
            "svd": least_squares(a, b, "svd").x,
            "svd, cutoff ε": least_squares(a, b, "svd", cutoff=float(np.finfo(np.float64).eps)).x,
            "scipy lstsq": lstsq(a, b)[0],
            "exactly": np.array([float(value) for value in exact_solution(a, b)]),
        }
    sigma = np.linalg.svd(a, compute_uv=False)
    digits = {way: float(correct_digits(x, regression.certified).min()) for way, x in found.items()}
    return Judgement(regression.name, regression.difficulty, float(sigma[0] / sigma[-1]), digits)
