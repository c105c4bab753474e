"""The kinds of things that a method sees; each holds K steps of one run at once.

A method says in its own file which of them it sees (`Method.inside`). Points and vectors are (K, n). NaN
means that there is nothing at that step: no velocity yet, no region. `title` names a thing in a legend, in plain text
with a few Unicode symbols; `meaning` says in one sentence what it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from numerics.differentiable import Differentiable

Array = NDArray[Any]
Role = Literal["gradient", "step", "memory", "other"]


@dataclass(frozen=True, eq=False)
class Steps:
    """K steps of one run, side by side, as a method replays them.

    Attributes:
        objective: f.
        t: (K,) which step of the run each is, from 0.
        x, f, gradient: the iterate that each starts from, (K, n), (K,), (K, n).
        before, after: the method's state before and after it, arrays stacked along the first axis; or None.
        reached: (K, n) the next iterate.
        rate: (K, 1) the learning rate of each, with its schedule; NaN for a method without one.
        tried: (K, m, n) the points at which it asked for f, in order, the rest NaN.
    """

    objective: Differentiable
    t: NDArray[np.int64]
    x: Array
    f: Array
    gradient: Array
    before: Any
    after: Any
    reached: Array
    rate: Array
    tried: Array

    @property
    def step(self) -> Array:
        """What each adds to x, (K, n)."""
        return self.reached - self.x


@dataclass(frozen=True, eq=False)
class Arrow:
    """A vector (K, n), drawn from `tail` (K, n).

    `scaled` says that only its direction has a meaning on the map; it is drawn with a fixed length.
    """

    title: str
    meaning: str
    role: Role
    tail: Array
    vector: Array
    scaled: bool = False


@dataclass(frozen=True, eq=False)
class Model:
    """A quadratic m(p) = f(x) + `gradient`ᵀp + ½ pᵀ `matrix` p about x, (K, n) and (K, n, n).

    `exact` says that it is f's own second-order Taylor polynomial.
    """

    title: str
    meaning: str
    gradient: Array
    matrix: Array
    exact: bool = False


@dataclass(frozen=True, eq=False)
class Ball:
    """All points within `radius` (K,) of x."""

    title: str
    meaning: str
    radius: Array


@dataclass(frozen=True, eq=False)
class Polygon:
    """Some points (K, m, n) with f there (K, m), each joined to the next and the last to the first."""

    title: str
    meaning: str
    role: Role
    corners: Array
    values: Array


@dataclass(frozen=True, eq=False)
class Slice:
    """f along `direction` (K, n) from x: the lengths that were tried (K, m), NaN for none, and the one `taken` (K,).

    `sufficient` is c₁ of Armijo's condition, if the method asks for it.
    """

    direction: Array
    tried: Array
    taken: Array
    sufficient: float | None = None


@dataclass(frozen=True, eq=False)
class Series:
    """Numbers over the steps, one (K,) for each of `labels`, in a picture of their own, called `panel`.

    Several series may share a panel; `faint` marks the one to compare with. `log` asks for a logarithmic axis,
    `marks` for lines at values that mean something, `span` for a part of the axis.
    """

    panel: str
    meaning: str
    labels: Sequence[str]
    values: Sequence[Array]
    log: bool = False
    faint: bool = False
    marks: Sequence[tuple[float, str]] = ()
    span: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class Reading:
    """A number (K,), or a word for each step, shown beside the player."""

    title: str
    values: Array | Sequence[str]


View = Arrow | Model | Ball | Polygon | Slice | Series | Reading


def gradient_arrow(steps: Steps) -> Arrow:
    """The way straight downhill."""
    meaning = "Straight downhill. Only the direction has a meaning here; the length is fixed."
    return Arrow("−∇f", meaning, "gradient", steps.x, -steps.gradient, scaled=True)


def step_arrow(steps: Steps) -> Arrow:
    """The step that was taken."""
    return Arrow("step", "From this iterate to the next.", "step", steps.x, steps.step)


def basics(steps: Steps) -> tuple[View, ...]:
    """What there is to see in any method: the gradient and the step."""
    return gradient_arrow(steps), step_arrow(steps)


def taylor(steps: Steps) -> Model:
    """The quadratic model that f itself has at each iterate."""
    meaning = (
        "The level line through this point of f's own quadratic model, its second-order Taylor polynomial. "
        "An ellipse has the model's minimum (or maximum) at its centre; where the curvature has both signs "
        "it is a hyperbola."
    )
    return Model("second-order model of f", meaning, steps.gradient, steps.objective.hessian(steps.x), exact=True)


def search(steps: Steps, direction: Array, sufficient: float | None = None) -> Slice:
    """The slice along a `direction` (K, n) in which a method searched."""
    with np.errstate(all="ignore"):
        square = np.vecdot(direction, direction)
        taken = np.vecdot(steps.step, direction) / square
        tried = np.vecdot(steps.tried - steps.x[:, None], direction[:, None]) / square[:, None]
    return Slice(direction, tried, taken, sufficient)


def cosine(u: Array, v: Array) -> Array:
    """The cosine of the angle between vectors (K, n); NaN where one is zero."""
    with np.errstate(all="ignore"):
        return np.vecdot(u, v) / np.linalg.norm(u, axis=-1) / np.linalg.norm(v, axis=-1)
