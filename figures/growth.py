"""What something costs as a number of things grows: lines through whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from figures.text import escape
from figures.theme import LINE_WIDTH, Look, axis, figure


@dataclass(frozen=True, eq=False)
class Growth:
    """One line: its `name`, its look, and the `costs` (k,)."""

    name: str
    look: Look
    costs: np.ndarray


def growth(counts: np.ndarray, lines: Sequence[Growth], *, across: str, up: str) -> go.Figure:
    """Draw `lines` over the whole numbers `counts` (k,), on axes called `across` and `up` (plain text) from 0 on."""
    top = 1.08 * max(float(line.costs.max()) for line in lines)
    traces = [
        {
            "type": "scatter", "mode": "lines+markers", "name": escape(line.name), "x": counts, "y": line.costs,
            "line": {"color": line.look.color, "dash": line.look.dash, "width": LINE_WIDTH},
            "marker": {"color": line.look.color, "symbol": line.look.symbol, "size": 7},
            "hovertemplate": f"<b>{escape(line.name)}</b>, %{{x}}<br>%{{y:.3~g}}<extra></extra>",
        }
        for line in lines
    ]  # fmt: skip
    ends = [float(counts[0]) - 0.3, float(counts[-1]) + 0.3]
    return figure(
        traces,
        xaxis=axis(escape(across), range=ends, uirevision=str(ends), dtick=max(1, len(counts) // 10)),
        yaxis=axis(escape(up), range=[0, top], uirevision=f"{top:.6g}", rangemode="tozero"),
    )
