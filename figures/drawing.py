"""What every builder returns: a figure, and how its moving markers move."""

from dataclasses import dataclass, field

import numpy as np
import plotly.graph_objects as go


@dataclass(frozen=True, eq=False)
class Drawing:
    """A figure with its animation.

    `heads` maps the index of a moving trace in `figure.data` to the coordinates it takes: `x`, `y` (and `z`
    in 3-D), each of shape (K, m): m points in each of K frames. `steps` (K,) is the step that a frame shows.
    A player restyles the head traces alone; everything else stays as drawn. Heads rest at the last frame.
    """

    figure: go.Figure
    heads: dict[int, dict[str, np.ndarray]] = field(default_factory=dict)
    steps: np.ndarray = field(default_factory=lambda: np.zeros(1, dtype=np.int32))


def compact(values: np.ndarray, span: float | None = None) -> np.ndarray:
    """Return `values` as float32 where nobody can see the difference, to halve what is sent.

    With `span`, the width of the axis they are drawn on, the rounding must stay below a 50 000th of it (a
    tenth of a pixel, zoomed tenfold); without, seven digits do as long as nothing overflows.
    """
    values = np.asarray(values, dtype=np.float64)
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max(initial=0.0))
    kind = np.finfo(np.float32)
    limit = float(kind.max) if span is None else min(float(kind.max), span / 5e4 / float(kind.eps))
    return values.astype(np.float32) if largest <= limit else values
