"""The paths that methods take: the data of a run as charts draw it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from figures.theme import Look, again, method_look

if TYPE_CHECKING:
    from numerics.run import Run

Window = Sequence[Sequence[float]]


@dataclass(frozen=True, eq=False)
class Path:
    """The iterates of one run: `x` (T+1, n), `f` (T+1,), `gradient` (T+1, n), the start included.

    `label` names the run and may be a visitor's text; `method` is the method's name and decides
    the look, unless a `look` is given. `group` is the label of the run that this one repeats from another start: they
    look alike and share one entry of the legend. A path of zero steps is a start alone.
    """

    label: str
    method: str
    x: np.ndarray
    f: np.ndarray
    gradient: np.ndarray
    group: str = ""
    look: Look | None = None

    @classmethod
    def of(cls, run: Run, label: str | None = None, group: str = "") -> Path:
        """Return the path of a run; `label` is the method's title unless given."""
        return cls(label or run.method.title, run.method.name, run.x, run.f, run.gradient, group)

    @property
    def steps(self) -> int:
        """The number of steps taken, T."""
        return len(self.x) - 1

    @property
    def gradient_norm(self) -> np.ndarray:
        """‖∇f‖ at every iterate, (T+1,)."""
        with np.errstate(all="ignore"):
            return np.linalg.norm(self.gradient, axis=-1)

    @property
    def step_length(self) -> np.ndarray:
        """‖x_k - x_(k-1)‖ for k = 1 … T; not defined at the start, where it is NaN, (T+1,)."""
        with np.errstate(all="ignore"):
            lengths = np.linalg.norm(np.diff(self.x, axis=0), axis=-1)
        return np.concatenate([[np.nan], lengths])

    @property
    def last(self) -> int:
        """The last step whose point is finite (0 if none is)."""
        finite = np.isfinite(self.x).all(axis=-1).nonzero()[0]
        return int(finite[-1]) if len(finite) else 0


def looks(paths: Sequence[Path]) -> list[Look]:
    """Return how each path is drawn: as its method is; a second run of the same method has another dash."""
    seen: Counter[str] = Counter()
    known: dict[str, Look] = {}
    result = []
    for path in paths:
        key = path.group or path.label
        if not path.group or key not in known:
            known[key] = path.look or again(method_look(path.method), seen[path.method])
            seen[path.method] += 1
        result.append(known[key])
    return result


def starting_points(paths: Sequence[Path], starts: ArrayLike | None, axes: Sequence[int]) -> np.ndarray:
    """Return the different points (k, len(axes)) at which `paths` start, or, if given, `starts` (k, n)."""
    points = np.array([path.x[0] for path in paths] if starts is None else starts, dtype=np.float64)
    return np.unique(points[:, list(axes)], axis=0) if len(points) else np.empty((0, len(axes)))


def frame_steps(paths: Sequence[Path], most: int = 1000) -> np.ndarray:
    """Return the steps that an animation shows, (K,): all of them up to `most`, else evenly thinned."""
    longest = max((path.steps for path in paths), default=0)
    return np.unique(np.linspace(0, longest, min(longest, most) + 1).round().astype(np.int32))


def heads(series: Sequence[np.ndarray], steps: np.ndarray) -> np.ndarray:
    """Return where each series (T_i+1,) is at each of `steps`, as (K, m); an ended one stays at its end."""
    return np.stack([values[np.minimum(steps, len(values) - 1)] for values in series], axis=-1)


def leaves_window(path: Path, window: Window, axes: Sequence[int] = (0, 1)) -> int | None:
    """Return the first step whose point lies outside `window` (or is not finite), or None if all lie inside.

    `window` holds one (low, high) for each of `axes`, the variables shown.
    """
    shown = path.x[:, list(axes)[: path.x.shape[1]]]
    low, high = np.asarray(window, dtype=np.float64)[: shown.shape[1]].T
    outside = ~((shown >= low) & (shown <= high)).all(axis=-1)
    return int(outside.argmax()) if outside.any() else None


def fitting_window(
    paths: Sequence[Path], axes: Sequence[int] = (0, 1), margin: float = 0.1, furthest: float = 1e6
) -> tuple[tuple[float, float], ...]:
    """Return the window, one (low, high) for each of `axes`, that holds all paths and a `margin` around.

    Points beyond `furthest` (a run that diverges) are not chased. Raises ValueError when no point is left.
    """
    points = np.concatenate([path.x[:, list(axes)] for path in paths])
    points = points[(np.abs(points) <= furthest).all(axis=-1)]
    if not len(points):
        raise ValueError("no path has a point to fit a window to")
    low, high = points.min(axis=0), points.max(axis=0)
    width = np.where(high > low, high - low, np.maximum(1.0, np.abs(low) * 0.1))
    return tuple(zip((low - margin * width).tolist(), (high + margin * width).tolist(), strict=True))
