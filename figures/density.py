"""How many numbers a format has between one power of two and the next, over its whole range."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from figures.drawing import compact
from figures.theme import LINE_WIDTH, NEUTRAL, axis, figure, format_look

if TYPE_CHECKING:
    from numerics.formats import Format
    from numerics.formats.density import Density


_DECADES = math.log10(2)  # of one power of two


def density_chart(densities: Mapping[Format, Density], chosen: Format, mark: float | None = None) -> go.Figure:
    """Draw a staircase for each format, the `chosen` one thick: size of the numbers against log₂ of their count.

    The axis begins with the range of the chosen format; the others can be reached by zooming out. `mark` is log₂ of the
    size that a dashed line shows.
    """
    traces = [_staircase(format, steps, 5.0 if format == chosen else LINE_WIDTH) for format, steps in densities.items()]
    powers = densities[chosen].powers
    ends = _DECADES * np.array([powers[0], powers[-1] + 1])
    margin = 0.08 * (ends[1] - ends[0])
    at = 0.0 if mark is None else mark * _DECADES
    line = {
        "type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "y domain",
        "line": {"color": NEUTRAL, "width": 2, "dash": "dash"},
    }  # fmt: skip
    # Decimal exponents on a linear axis: a logarithmic one leaves out what is near the ends of float64.
    across = {"tickprefix": "10<sup>", "ticksuffix": "</sup>", "range": [ends[0] - margin, ends[1] + margin]}
    return figure(
        traces,
        xaxis=axis("size of the numbers", uirevision=chosen.name, **across),
        yaxis=axis("log<sub>2</sub> (numbers in a binade)"),
        shapes=[] if mark is None else [line],
    )


def _staircase(format: Format, steps: Density, width: float) -> dict[str, Any]:
    look = format_look(format.name)
    edges = np.append(steps.powers, steps.powers[-1] + 1)
    counts = np.append(steps.counts, steps.counts[-1])
    words = [f"{count:,} from 2<sup>{edge}</sup> to 2<sup>{edge + 1}</sup>" for edge, count in zip(*steps, strict=True)]
    return {
        "type": "scatter", "mode": "lines", "name": format.title, "x": compact(edges * _DECADES),
        "y": compact(np.log2(counts)), "customdata": [*words, words[-1]],
        "line": {"shape": "hv", "color": look.color, "dash": look.dash, "width": width},
        "hovertemplate": f"{format.title}: %{{customdata}}<extra></extra>",
    }  # fmt: skip
