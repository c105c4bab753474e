"""The noise of a batch's gradient against its size: measured as markers, theory as lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figures.drawing import Drawing
from figures.log_lines import LogLine, log_lines
from figures.marks import Trace
from figures.theme import EXACT, PAPER, Look


@dataclass(frozen=True, eq=False)
class Noise:
    """The noise of one way to draw batches.

    Attributes:
        name: as the legend has it.
        look: how it is drawn.
        sizes, predicted: (k,) each: theory.
        at, measured: (d,) each: batches that were drawn.
        low, high: (d,) two standard errors below and above what was measured.
    """

    name: str
    look: Look
    sizes: np.ndarray
    predicted: np.ndarray
    at: np.ndarray
    measured: np.ndarray
    low: np.ndarray
    high: np.ndarray


def batch_noise(series: Sequence[Noise], marked: int, length: float) -> Drawing:
    """Draw the `series`, a dashed line at the batch size `marked`, and a dotted one at the full gradient's `length`."""
    ends = series[0].sizes[[0, -1]].astype(np.float64)
    lines = [LogLine(f"theory, {each.name}", each.look, each.sizes, each.predicted) for each in series]
    if length > 0:
        level = LogLine("‖full gradient‖", EXACT, ends, np.full(2, length), thin=True)
        lines.append(level)
    drawing = log_lines(lines, across="batch size", up="noise", marked=float(marked))
    markers: list[Trace] = [
        {
            "type": "scatter", "mode": "markers", "name": f"measured, {each.name}",
            "x": each.at, "y": np.where(each.measured > 0, each.measured, np.nan),
            "error_y": {
                "type": "data", "symmetric": False, "array": each.high - each.measured,
                "arrayminus": each.measured - each.low, "color": each.look.color, "thickness": 1.5, "width": 4,
            },
            "marker": {
                "symbol": each.look.symbol, "size": 9, "color": each.look.color, "line": {"color": PAPER, "width": 1},
            },
            "hovertemplate": "batch %{x}<br>%{y:.4~g} ± two standard errors<extra>" + each.name + "</extra>",
        }
        for each in series
    ]  # fmt: skip
    return drawing.over(markers)
