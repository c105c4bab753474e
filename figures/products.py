"""Products of probabilities against their number: the exact line, and where each format leaves it."""

from collections.abc import Sequence

import numpy as np

from figures.drawing import Drawing, compact
from figures.marks import Trace
from figures.theme import EXACT, LINE_WIDTH, axis, figure, format_look
from numerics.products import Product

_POINTS = 1500


def product_chart(products: Sequence[Product]) -> Drawing:
    """Draw log₁₀ of the products of the first 1, …, n factors, exactly and in each format, until they are 0."""
    exact = products[0].exact_log / np.log(10)
    count = len(exact)
    at = np.unique(np.linspace(1, count, min(count, _POINTS)).astype(int))
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "lines", "name": "exact", "x": at, "y": compact(exact[at - 1]),
            "line": {"color": EXACT.color, "width": 6, "dash": "solid"}, "opacity": 0.35,
            "hovertemplate": "exactly 10^%{y:.5~g} after %{x} factors<extra></extra>",
        }
    ]  # fmt: skip
    for item in products:
        traces += _run(item, at)
    layout = {
        "xaxis": axis("number of factors <i>n</i>", range=[0, 1.03 * count], uirevision=str(count)),
        "yaxis": axis("log<sub>10</sub> of the product"),
    }
    return Drawing(figure(traces, **layout))


def _run(item: Product, at: np.ndarray) -> list[Trace]:
    look = format_look(item.format.name)
    title = item.format.title
    last = (item.dies_at or len(item.running) + 1) - 1
    shown = np.unique(np.append(at[at <= last], last)) if last else np.empty(0, dtype=int)
    values = np.log10(item.running[shown - 1])
    line: Trace = {
        "type": "scatter", "mode": "lines", "name": title, "x": shown, "y": compact(values), "legendgroup": title,
        "line": {"color": look.color, "width": LINE_WIDTH, "dash": look.dash},
        "hovertemplate": f"<b>{title}</b>: 10^%{{y:.5~g}} after %{{x}} factors<extra></extra>",
    }  # fmt: skip
    if item.dies_at is None:
        return [line]
    death: Trace = {
        "type": "scatter", "mode": "markers", "name": title, "x": [max(last, 1)], "legendgroup": title,
        "y": values[-1:] if last else [0.0], "showlegend": False,
        "marker": {"symbol": "x", "size": 11, "color": look.color},
        "hovertemplate": f"<b>{title}</b>: 0 from {item.dies_at} factors on<extra></extra>",
    }  # fmt: skip
    return [line, death]
