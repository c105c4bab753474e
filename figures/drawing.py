"""What every builder returns: a figure, and how its moving markers move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import plotly.graph_objects as go

Range = tuple[float, float]
_FURTHEST = 1e4


@dataclass(frozen=True, eq=False)
class Drawing:
    """A figure with its animation.

    `heads` maps the index of a moving trace in `figure.data` to the coordinates it takes: `x`, `y` (and `z`
    in 3-D), each of shape (K, m): m points in each of K frames, or (1, m) where a coordinate never changes.
    `steps` (K,) is the step that a frame shows.
    A player restyles the head traces alone; everything else stays as drawn. Heads rest at the last frame.
    """

    figure: go.Figure
    heads: dict[int, dict[str, np.ndarray]] = field(default_factory=dict)
    steps: np.ndarray = field(default_factory=lambda: np.zeros(1, dtype=np.int32))

    def at(self, steps: np.ndarray) -> "Drawing":
        """Return the drawing with frames for `steps` (increasing) only, each the last frame at or before its step."""
        frames = np.searchsorted(self.steps, steps, side="right") - 1
        heads = {
            trace: {name: values if len(values) == 1 else values[frames] for name, values in coordinates.items()}
            for trace, coordinates in self.heads.items()
        }
        return Drawing(self.figure, heads, steps)

    def over(self, traces: Sequence[Mapping[str, Any]]) -> "Drawing":
        """Return the drawing with more traces on top that do not move."""
        return Drawing(
            go.Figure([*self.figure.data, *traces], self.figure.layout, _validate=False), self.heads, self.steps
        )

    def plus(self, moving: Sequence[tuple[Mapping[str, Any], Mapping[str, np.ndarray]]]) -> "Drawing":
        """Return the drawing with more traces on top, each with the coordinates (K, m) that it takes."""
        heads, traces = dict(self.heads), list(self.figure.data)
        for trace, at in moving:
            heads[len(traces)] = dict(at)
            traces.append({**trace, **{name: frames[-1] for name, frames in at.items()}})
        return Drawing(go.Figure(traces, self.figure.layout, _validate=False), heads, self.steps)


def legend(drawing: Drawing) -> list[str]:
    """Return the entries of a drawing's legend, in order."""
    return [trace.name for trace in drawing.figure.data if trace.name and trace.showlegend is not False]


def compact(values: np.ndarray) -> np.ndarray:
    """Return `values` as float32 unless they overflow: seven digits are enough to look at, and half to send."""
    values = np.asarray(values, dtype=np.float64)
    largest = np.abs(values[np.isfinite(values)]).max(initial=0.0)
    return values.astype(np.float32) if largest <= float(np.finfo(np.float32).max) else values


def drawable(x: np.ndarray, y: np.ndarray, across: Range, up: Range) -> dict[str, np.ndarray]:
    """Return the coordinates of points (any shape) for a flat chart with the axis ranges `across` and `up`.

    Browsers fail at coordinates like 1e30, where a diverging path soon is: what is further than 10 000 windows
    away is pulled in towards the middle of the window, so that lines to it keep their direction. Float32 is
    used where its rounding stays below a tenth of a pixel.
    """
    middles, widths = zip(*(((low + high) / 2, high - low) for low, high in (across, up)), strict=True)
    with np.errstate(all="ignore"):
        offsets = [(value - middle) / width for value, middle, width in zip((x, y), middles, widths, strict=True)]
        shrink = np.minimum(1, _FURTHEST / np.maximum(np.abs(offsets[0]), np.abs(offsets[1])))
        pulled = [
            np.where(shrink < 1, middle + offset * shrink * width, value)
            for value, middle, offset, width in zip((x, y), middles, offsets, widths, strict=True)
        ]
    fine = 1e-4 / float(np.finfo(np.float32).eps)
    return {
        name: compact(values) if max(map(abs, ends)) <= fine * width else values
        for name, values, ends, width in zip("xy", pulled, (across, up), widths, strict=True)
    }
