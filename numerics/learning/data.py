"""Data to learn from: generated from a seed, or read from a table, and split for training and testing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from numerics.errors import LimitError, NumericsError
from numerics.numbers import format_number
from numerics.registry import unknown
from numerics.table import Table

Floats = NDArray[np.float64]
Task = Literal["classification", "regression"]

FEWEST, MOST = 4, 2000  # examples of a generated set
SPARSE_FEATURES = 20
SPARSE_STRENGTH = 2.0  # of the weights that the labels follow


@dataclass(frozen=True, eq=False)
class Data:
    """Examples with their targets.

    Attributes:
        features: (m, k) float64.
        targets: (m,) zeros and ones for two classes, any numbers for a regression.
        task: which of both.
        names: of the features, and last of the target.
        classes: what the targets 0 and 1 stand for; empty for a regression.
    """

    features: Floats
    targets: Floats
    task: Task
    names: tuple[str, ...]
    classes: tuple[str, ...] = ()

    def part(self, indices: NDArray[np.intp]) -> "Data":
        """Some of the examples."""
        return Data(self.features[indices], self.targets[indices], self.task, self.names, self.classes)

    def split(self, test_share: float, seed: int) -> tuple["Data", "Data"]:
        """The examples to train on and those to test on, each in their old order; which is which depends on `seed`.

        At least one example stays on each side. Raises NumericsError for a share outside (0, 1), or a single example.
        """
        m = len(self.targets)
        if not 0 < test_share < 1 or m < 2:
            raise NumericsError("a test set needs a share between 0 and 1, and two examples at least")
        count = min(max(1, round(test_share * m)), m - 1)
        order = np.random.default_rng(seed).permutation(m)
        return self.part(np.sort(order[count:])), self.part(np.sort(order[:count]))


@dataclass(frozen=True)
class Generator:
    """A way to make data. `make` is given a random generator, the number of examples and the noise."""

    title: str
    task: Task
    noise: str
    names: tuple[str, ...]
    make: Callable[[np.random.Generator, int, float], tuple[Floats, Floats]]


def generated(name: str, examples: int, noise: float, seed: int = 0) -> Data:
    """Data of `GENERATORS`: the same name, number, noise ≥ 0 and seed give the same numbers on every machine.

    Raises NumericsError for an unknown name, noise that is not a number in 0 … 100, or too few examples, and
    LimitError for more than 2000.
    """
    if name not in GENERATORS:
        raise unknown("data set", name, GENERATORS)
    if isinstance(examples, bool) or not isinstance(examples, int | np.integer) or examples < FEWEST:
        raise NumericsError(f"the number of examples must be a whole number of at least {FEWEST}, not {examples!r}")
    if examples > MOST:
        raise LimitError(f"{examples} examples are too many: at most {MOST} are generated.")
    if not 0 <= noise <= 100:
        raise NumericsError(f"the noise must be a number between 0 and 100, not {noise!r}")
    chosen = GENERATORS[name]
    features, targets = chosen.make(np.random.default_rng(seed), int(examples), float(noise))
    classes = ("class 0", "class 1") if chosen.task == "classification" else ()
    return Data(features, targets, chosen.task, chosen.names, classes)


def from_table(table: Table, target: int, task: Task) -> Data:
    """The rows of a table, with the column `target` (from 0) as what is to be predicted.

    For a classification that column must have exactly two different numbers; the smaller becomes 0. Raises
    NumericsError otherwise, or where there are fewer than two columns or four rows.
    """
    rows, columns = table.values.shape
    if columns < 2:
        raise NumericsError("The table has one column, and two are needed: a feature and the target.")
    if rows < FEWEST:
        raise NumericsError(f"The table has {rows} {'row' if rows == 1 else 'rows'}, and {FEWEST} are needed at least.")
    values = table.values[:, target]
    others = [column for column in range(columns) if column != target]
    names = tuple(table.names[column] for column in (*others, target))
    classes: tuple[str, ...] = ()
    if task == "classification":
        kinds = np.unique(values)
        if len(kinds) != 2:
            raise NumericsError(
                f"The column of the target has {len(kinds)} different {'number' if len(kinds) == 1 else 'numbers'}, "
                "and two classes need exactly 2: choose another column, or linear regression."
            )
        classes = tuple(f"{names[-1]} = {format_number(kind)}" for kind in kinds)
        values = (values == kinds[1]).astype(np.float64)
    return Data(table.values[:, others], values, task, names, classes)


def _halves(examples: int) -> Floats:
    """As many zeros as ones, alternating, so that every stretch of the examples has both."""
    return (np.arange(examples) % 2).astype(np.float64)


def _blobs(random: np.random.Generator, examples: int, noise: float) -> tuple[Floats, Floats]:
    """Two round clouds with centres (-1, -1) and (1, 1)."""
    y = _halves(examples)
    return (2 * y - 1)[:, None] + noise * random.standard_normal((examples, 2)), y


def _moons(random: np.random.Generator, examples: int, noise: float) -> tuple[Floats, Floats]:
    """Two interleaved half circles of radius 1."""
    y = _halves(examples)
    angle = np.pi * random.random(examples)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    points = np.where(y[:, None] == 1, lower, upper) - [0.5, 0.25]
    return points + noise * random.standard_normal((examples, 2)), y


def _spirals(random: np.random.Generator, examples: int, noise: float) -> tuple[Floats, Floats]:
    """Two arms, one and a half turns each, that start half a turn apart."""
    y = _halves(examples)
    along = np.sqrt(random.random(examples))
    angle = 3 * np.pi * along + np.pi * y
    points = 2 * along[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return points + noise * random.standard_normal((examples, 2)), y


def _sparse(random: np.random.Generator, examples: int, noise: float) -> tuple[Floats, Floats]:
    """Words in short texts: feature j is there (1) with probability 0.5/j, and votes for or against, by turns.

    Labels are drawn with the probability σ(sum of the votes); `noise` adds a normal number to that sum.
    """
    rank = np.arange(1, SPARSE_FEATURES + 1)
    features = (random.random((examples, SPARSE_FEATURES)) < 0.5 / rank).astype(np.float64)
    z = features @ sparse_weights() + noise * random.standard_normal(examples)
    return features, (random.random(examples) < expit(z)).astype(np.float64)


def sparse_weights() -> Floats:
    """(20,) the weights behind the sparse data: 2, -2, 2, … whatever the features' frequency."""
    return np.where(np.arange(SPARSE_FEATURES) % 2, -SPARSE_STRENGTH, SPARSE_STRENGTH)


def _line(random: np.random.Generator, examples: int, noise: float) -> tuple[Floats, Floats]:
    """y = 1 + 2x on [-2, 2]."""
    x = random.uniform(-2, 2, examples)
    return x[:, None], 1 + 2 * x + noise * random.standard_normal(examples)


def _plane(names: Sequence[str]) -> tuple[str, ...]:
    return (*names, "class")


GENERATORS: dict[str, Generator] = {
    "moons": Generator("Moons", "classification", "deviation of every point", _plane(("x1", "x2")), _moons),
    "blobs": Generator("Blobs", "classification", "deviation of each cloud", _plane(("x1", "x2")), _blobs),
    "spirals": Generator("Spirals", "classification", "deviation of every point", _plane(("x1", "x2")), _spirals),
    "sparse": Generator(
        "Sparse features",
        "classification",
        "deviation added to the sum of the votes",
        _plane(tuple(f"word {k}" for k in range(1, SPARSE_FEATURES + 1))),
        _sparse,
    ),
    "line": Generator("A line", "regression", "deviation of every y", ("x", "y"), _line),
}
