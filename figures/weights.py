"""The weights of a model, one beside the other, as methods learn them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figures.drawing import Drawing, compact
from figures.marks import Trace
from figures.text import escape
from figures.theme import EXACT, NEUTRAL, PAPER, Look, axis, figure

MOST_LABELS = 24


@dataclass(frozen=True, eq=False)
class Learned:
    """The weights (K, n) of one model in each of K frames."""

    label: str
    look: Look
    values: np.ndarray


def weights_chart(
    names: Sequence[str], learned: Sequence[Learned], steps: np.ndarray, truth: np.ndarray | None = None
) -> Drawing:
    """Draw the weights called `names` (n) as they are at `steps` (K,), with the `truth` (n,) as bars where it is known.

    The axis holds the truth and all weights at the last step.
    """
    n = len(names)
    shown = np.concatenate([*(each.values[-1] for each in learned), np.zeros(1) if truth is None else truth])
    low, high = min(0.0, float(shown.min())), max(0.0, float(shown.max()))
    margin = 0.1 * (high - low) or 1.0
    place = np.arange(n, dtype=np.float32)
    told = [escape(name) for name in names]
    traces: list[Trace] = []
    if truth is not None:
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": "truth", "x": place, "y": compact(truth), "text": told,
                "marker": {"symbol": "line-ew", "size": 16, "line": {"color": EXACT.color, "width": 3}},
                "hovertemplate": "%{text}: %{y:.4~g}<extra>truth</extra>",
            }
        )  # fmt: skip
    dots: list[tuple[Trace, dict[str, np.ndarray]]] = []
    for k, each in enumerate(learned):
        shift = 0.14 * (k - (len(learned) - 1) / 2)
        trace = {
            "type": "scatter", "mode": "markers", "name": escape(each.label), "text": told,
            "marker": {
                "symbol": each.look.symbol, "size": 9, "color": each.look.color, "line": {"color": PAPER, "width": 0.5},
            },
            "hovertemplate": f"%{{text}}: %{{y:.4~g}}<extra>{escape(each.label)}</extra>",
        }  # fmt: skip
        dots.append((trace, {"x": (place + shift)[None], "y": compact(each.values)}))
    every = max(1, -(-n // MOST_LABELS))
    layout = {
        "xaxis": axis(
            "", range=[-0.6, n - 0.4], tickvals=place[::every].tolist(), ticktext=told[::every], tickangle=-45
        ),
        "yaxis": axis(
            "weight", range=[low - margin, high + margin], zeroline=True, zerolinecolor=NEUTRAL,
            uirevision=f"{low:.3g} {high:.3g}",
        ),
    }  # fmt: skip
    return Drawing(figure(traces, **layout), steps=steps).plus(dots)
