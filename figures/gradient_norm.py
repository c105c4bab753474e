"""The norm of the gradient over the steps of descents, down to the tolerance that ends them."""

from collections.abc import Mapping

import numpy as np

from figures.drawing import Drawing
from figures.rows import stack
from figures.theme import EXACT, format_look
from figures.timelines import Line, Panel, rows_of

_POINTS = 1000


def gradient_norm_chart(norms: Mapping[str, np.ndarray], tolerance: float) -> Drawing:
    """Draw ‖Aᵀ(Aw - y)‖ (T + 1,) of the descent in each format on a logarithmic axis, and a line at δ."""
    lines = []
    for name, values in norms.items():
        at = np.unique(np.linspace(0, len(values) - 1, min(len(values), _POINTS)).astype(np.int32))
        lines.append(Line(name, at, values[at], format_look(name)))
    last = max(int(line.x[-1]) for line in lines)
    lines.append(Line("<i>δ</i>", np.array([0, max(last, 1)]), np.full(2, tolerance), EXACT, head=False))
    panel = Panel("‖<i>A</i>ᵀ(<i>Aw</i> − <i>y</i>)‖", lines, log=True)
    steps = np.array([last], dtype=np.int32)
    return stack(rows_of([panel], steps), steps)
