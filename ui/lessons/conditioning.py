"""The experiments and the quiz of the lesson on conditioning, as data."""

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from numerics.conditioning import (
    condition_number,
    equilibrate,
    exact_condition,
    exact_solution,
    hilbert,
    perturbed,
    refine,
    solve,
)
from numerics.conditioning.matrices import Matrix, random, rotation, stored
from numerics.conditioning.reading import read_matrix
from numerics.formats import FORMATS
from ui.conditioning.setting import DEFAULT_CHANGE, DEFAULT_MATRIX, DEFAULT_SIDE, MOST
from ui.experiments import Experiment
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

DIAGONAL_AND_SHEAR = "10 0 0 0\n0 0.1 0 0\n0 0 1 0.5\n0 0 0 1"
UNITS = "1e6 2e6\n3e-3 1e-3"
SHEAR = "1 100\n0 1"


def _typed(
    title: str, A: str, *, watch: str, claim: str, holds: Callable[[Matrix], bool], where: str = "", **link: str
) -> Experiment:
    """An experiment on a typed matrix."""
    return Experiment(title, {"A": A, **link}, watch, claim, lambda: holds(read_matrix(A, MOST)), where=where)


def _ones(matrix: Matrix) -> tuple[Fraction, ...]:
    """The right-hand side that an empty box stands for: the solution is all ones."""
    return tuple(sum(row, Fraction(0)) for row in matrix)


EXPERIMENTS: tuple[Experiment, ...] = (
    _typed(
        "Two lines that nearly coincide",
        DEFAULT_MATRIX,
        b=DEFAULT_SIDE,
        db=DEFAULT_CHANGE,
        watch="Moving one line by a hair's breadth moves the crossing point far along both.",
        claim="b changes by 0.1 %, from (4.1, 9.7) to (4.11, 9.7), and the solution from (1, 0) to (0.34, 0.97). "
        "κ₂ = 1622.9994, κF = 1623; the ratio of eigenvalues is only 1146.9.",
        holds=lambda A: (
            exact_solution(A, (Fraction("4.11"), Fraction("9.7"))) == (Fraction("0.34"), Fraction("0.97"))
            and exact_condition(A).digits["2"].startswith("1622.9993")
            and exact_condition(A).digits["frobenius"].startswith("1623.0000")
            and exact_condition(A).digits["eigenvalue"].startswith("1146.899")
        ),
    ),
    Experiment(
        "Hilbert's matrix, beyond float64",
        {"matrix": "hilbert", "n": "12"},
        "Compare the two columns of the table of condition numbers, and read the bars of the formats.",
        "The exact κ₂ is 1.713 · 10¹⁶, more than 2⁵² = 4.5 · 10¹⁵: float64's own answer is off by several per cent, "
        "and one cannot see that from the answer. A typical solution has hardly a correct digit left.",
        lambda: (
            exact_condition(hilbert(12)).digits["2"].startswith("17132289046970049")
            and 0.02 < abs(condition_number(stored(hilbert(12))) / exact_condition(hilbert(12)).kinds["2"] - 1) < 0.5
        ),
        where="[See the table.](#norms)",
    ),
    _typed(
        "Eigenvalues that say nothing",
        SHEAR,
        b="101, 1",
        watch="Both eigenvalues are 1, and yet the circle becomes a needle.",
        claim="The ratio of eigenvalues is 1; κ₂ is 10 002, because a shear is far from normal.",
        holds=lambda A: (
            exact_condition(A).kinds["eigenvalue"] == 1 and 10_001.9 < exact_condition(A).kinds["2"] < 10_002.1
        ),
        where="[See the circle.](#circle)",
    ),
    _typed(
        "Not normal, and equal all the same",
        DIAGONAL_AND_SHEAR,
        watch="diag(10, 0.1) with a shear beside it. Look at the last row of the table of condition numbers.",
        claim="The matrix is not normal, and both ratios are 100: normality suffices for that, it is not needed.",
        holds=lambda A: (
            math.isclose(exact_condition(A).kinds["2"], 100, rel_tol=1e-12)
            and math.isclose(exact_condition(A).kinds["eigenvalue"], 100, rel_tol=1e-12)
            and not np.allclose(stored(A) @ stored(A).T, stored(A).T @ stored(A))
        ),
        where="[See the table.](#norms)",
    ),
    Experiment(
        "A rotation loses nothing",
        {"matrix": "rotation", "n": "2", "dial0": "30"},
        "The circle stays a circle, and the cloud of solutions is as round as that of right-hand sides.",
        "κ₂ = 1: in every direction the relative error of x is that of b.",
        lambda: (
            math.isclose(exact_condition(rotation(2, 30)).kinds["2"], 1, rel_tol=1e-12)
            and _spread(rotation(2, 30)) < 1 + 1e-9
        ),
        where="[See the cloud.](#cloud)",
    ),
    Experiment(
        "A residual that proves nothing",
        {"matrix": "hilbert", "n": "10"},
        "In the table of formats compare the residual with the error, row by row.",
        "In float32 the residual is below one rounding error, 6 · 10⁻⁸, and the solution is off by more than 40 %.",
        lambda: (found := solve(hilbert(10), _changed(hilbert(10)), "float32")).residual < 6e-8 and found.error > 0.4,
        where="[See the table.](#digits)",
    ),
    Experiment(
        "Half precision, refined to double",
        {"matrix": "random", "n": "6", "dial0": "2.0", "dial1": "1", "factors": "float16", "working": "float64"},
        "The factors know three digits. Each step of refinement adds about as many as they have.",
        "κ₂ = 100 and κ₂ u = 0.05 for float16: the error falls below 10⁻¹⁴ within 12 steps.",
        lambda: (
            refine(random(6, 2, 1), _changed(random(6, 2, 1)), "float16", "float64", "float64", 12).error[-1] < 1e-14
        ),
        where="[See the steps.](#refinement)",
    ),
    _typed(
        "It was only the units",
        UNITS,
        watch="The first equation is written in micrometres, the second in kilometres. Look at the last table.",
        claim="κ₂ is nearly 10⁹. After scaling rows and columns it is below 10: nothing was wrong with the directions.",
        holds=lambda A: exact_condition(A).kinds["2"] > 9e8 and condition_number(equilibrate(stored(A))[0]) < 10,
        where="[See the scaling.](#scaling)",
    ),
)


def _changed(matrix: Matrix) -> tuple[Fraction, ...]:
    """b + δb as the page begins with it: the row sums, the first enlarged by a hundredth."""
    b = _ones(matrix)
    return (b[0] + abs(b[0] or Fraction(1)) / 100, *b[1:])


def _spread(matrix: Matrix) -> float:
    """The largest distance of a solution from the middle of its cloud over the smallest."""
    A = stored(matrix)
    _, x = perturbed(A, A.sum(axis=1), 0.01, 36)
    off = np.linalg.norm(x - 1, axis=-1)
    return float(off.max() / off.min())


def _agree(A: list[list[float]]) -> bool:
    return math.isclose(condition_number(A), condition_number(A, "eigenvalue"), rel_tol=1e-9)


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "κ₂ of a matrix is 500, and b is known to 0.1 %. By how many per cent can x be off, at most?",
        answer=lambda: 500 * 0.1,
        why="‖δx‖/‖x‖ ≤ κ₂ ‖δb‖/‖b‖ = 500 · 0.1 % = 50 %. Most directions of δb do less.",
    ),
    NumericQuestion(
        "What is κ₂ of the diagonal matrix diag(1000, −2, 0.1)?",
        answer=lambda: condition_number(np.diag([1000, -2, 0.1])),
        why="The singular values are the absolute values of the diagonal: 1000 / 0.1 = 10 000.",
    ),
    NumericQuestion(
        "About how many correct digits has a float32 solution left when κ₂ = 10⁴? (One decimal.)",
        answer=lambda: -math.log10(FORMATS["float32"].epsilon / 2) - 4,
        tolerance=0.1,
        why="float32 carries −log₁₀ 2⁻²⁴ = 7.2 digits, and log₁₀ κ = 4 of them are lost: 3.2 remain.",
    ),
    ChoiceQuestion(
        "For which of these is the ratio of eigenvalues equal to κ₂?",
        (
            Choice("[[2, 1], [1, 2]], symmetric", lambda: _agree([[2, 1], [1, 2]]), "Right: symmetric is normal."),
            Choice(
                "[[0, −1], [1, 0]], a rotation", lambda: _agree([[0, -1], [1, 0]]), "Right: orthogonal is normal too."
            ),
            Choice(
                "[[1, 100], [0, 1]], a shear",
                lambda: _agree([[1, 100], [0, 1]]),
                "Its eigenvalues are both 1, its singular values 100.01 and 0.01.",
            ),
        ),
    ),
    ChoiceQuestion(
        "A solver reports a relative residual of 10⁻¹⁶. What follows?",
        (
            Choice(
                "x is right to about 16 digits",
                lambda: solve(hilbert(10), _changed(hilbert(10))).error < 1e-14,
                "Only if κ is near 1: for Hilbert's matrix of 10 rows most digits are wrong at such a residual.",
            ),
            Choice(
                "x solves a system whose A and b are off by about 10⁻¹⁶, relatively",
                lambda: solve(hilbert(10), _changed(hilbert(10))).residual < 1e-15,
                "Right: that is what a small residual means. What it says about x, κ decides.",
            ),
        ),
    ),
)
