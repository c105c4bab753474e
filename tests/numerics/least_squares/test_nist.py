"""NIST's certified regressions: our ways beside NumPy's and SciPy's, and Cholesky's failure on Filip.

Certified values: NIST Statistical Reference Datasets; condition numbers in 40-digit arithmetic (tests/data).
"""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.linalg

import numerics as nm
from numerics.least_squares import Ending, correct_digits
from numerics.least_squares.exact import exact_solution_of_fractions
from numerics.least_squares.nist import Judgement, judge, regressions
from numerics.vector_map import VectorMap

CERTIFIED = json.loads((Path(__file__).parents[2] / "data" / "least_squares_nist.json").read_text("utf-8"))["sets"]
NAMES = [entry["name"] for entry in CERTIFIED]


@pytest.fixture(scope="module")
def judged() -> dict[str, Judgement]:
    return {name: judge(regression) for name, regression in regressions().items()}


def test_there_are_all_eleven() -> None:
    assert list(regressions()) == NAMES
    assert len(NAMES) == 11


@pytest.mark.parametrize("entry", CERTIFIED, ids=NAMES)
def test_the_data_are_those_that_nist_certifies(entry) -> None:
    """Exact arithmetic on the decimals gives NIST's coefficients and residual sum of squares to 13 digits or more."""
    regression = regressions()[entry["name"]]
    assert list(regression.certified) == list(map(Fraction, entry["coefficients"]))
    basis = regression.basis.split(", ")
    rows = [[_exact(term, row) for term in basis] for row in regression.x]
    y = [Fraction(text) for text in regression.y]
    exact = exact_solution_of_fractions(rows, y)
    for value, certified in zip(exact, regression.certified, strict=True):
        assert abs(value - certified) <= abs(certified) * Fraction(1, 10**13)
    rest = sum(
        (given - sum(w * a for w, a in zip(exact, row, strict=True))) ** 2 for row, given in zip(rows, y, strict=True)
    )
    assert float(rest) == pytest.approx(float(entry["residual_ss"]), rel=1e-13, abs=1e-20)


def _exact(term: str, row: tuple[str, ...]) -> Fraction:
    if term == "1":
        return Fraction(1)
    name, _, power = term.partition("^")
    place = 0 if name == "x" else int(name.removeprefix("x")) - 1
    return Fraction(row[place]) ** int(power or 1)


@pytest.mark.parametrize("entry", CERTIFIED, ids=NAMES)
def test_qr_is_within_half_a_digit_of_numpys(entry, judged) -> None:
    """No way can have more digits than the exact solution of the stored numbers: luck beyond that does not count."""
    digits = judged[entry["name"]].digits
    wanted = min(digits["numpy qr"], digits["exactly"])
    assert digits["qr"] >= wanted - 0.5
    if entry["condition"] < 1e12:
        assert judged[entry["name"]].condition == pytest.approx(entry["condition"], rel=1e-3)


@pytest.mark.parametrize("name", NAMES)
def test_the_svd_with_scipys_cutoff_is_near_scipys(name: str, judged) -> None:
    digits = judged[name].digits
    assert digits["svd, cutoff ε"] >= min(digits["scipy lstsq"], digits["exactly"]) - 1
    regression = regressions()[name]
    ours = nm.least_squares(regression.design(), regression.observations, "svd")
    numpys = np.linalg.lstsq(regression.design(), regression.observations, rcond=None)
    assert ours.rank == numpys[2]
    assert ours.cutoff == max(regression.design().shape) * np.finfo(float).eps


@pytest.mark.parametrize("name", NAMES)
def test_the_normal_equations_fail_on_filip_alone_and_say_so(name: str, judged) -> None:
    regression = regressions()[name]
    found = nm.least_squares(regression.design(), regression.observations, "normal")
    if name != "Filip":
        assert found.ending is Ending.SOLVED
        assert judged[name].digits["normal"] > 6
        return
    assert found.ending is Ending.NOT_POSITIVE_DEFINITE
    assert math.isnan(judged[name].digits["normal"])
    assert not found.found
    assert np.isnan(found.x).all()
    assert "positive definite" in found.outcome
    assert "Pivot" in found.outcome
    with pytest.raises(np.linalg.LinAlgError):
        scipy.linalg.cholesky(regression.design().T @ regression.design())


def test_numpys_cutoff_costs_filip_all_digits() -> None:
    regression = regressions()["Filip"]
    a, b = regression.design(), regression.observations
    cut = nm.least_squares(a, b, "svd")
    kept = nm.least_squares(a, b, "svd", cutoff=np.finfo(float).eps)
    assert (cut.rank, kept.rank) == (10, 11)
    assert cut.ending is Ending.MINIMUM_NORM
    assert correct_digits(cut.x, regression.certified).min() < 1 < correct_digits(kept.x, regression.certified).min()


def test_a_design_is_powers_of_x() -> None:
    regression = regressions()["Wampler1"]
    x = regression.predictors
    assert np.array_equal(regression.design(), x ** np.arange(6))
    assert VectorMap.parse(regression.basis, variables=("x",)).shape == (6, 1)
