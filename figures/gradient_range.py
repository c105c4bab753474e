"""Gradients beside the range of their format: how many fall to 0, become subnormal, fit, or overflow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from figures.drawing import Drawing
from figures.theme import FATE_COLORS, NEUTRAL, axis, figure
from numerics.formats import round_to
from numerics.thresholds import Fate, fate

if TYPE_CHECKING:
    from numerics.formats import Format

WIDEST = 120  # binades
WORDS = {
    Fate.ZERO: "underflow to 0",
    Fate.SUBNORMAL: "subnormal: digits are lost",
    Fate.NORMAL: "normal",
    Fate.INFINITE: "overflow",
    Fate.UNDEFINED: "overflow (NaN)",
}


def gradient_range(gradients: np.ndarray, powers: np.ndarray, format: Format) -> Drawing:
    """Draw how many entries of `gradients` (T, n), each times 2^`powers` (T,), lie in each binade of `format`.

    Zeros and what is not finite are left out. The bars have the colours of what the format makes of the numbers.
    """
    with np.errstate(all="ignore"):
        logs = (np.log2(np.abs(gradients)) + powers[:, None]).ravel()
    logs = logs[np.isfinite(logs)].clip(-1000, 1000)
    binades, counts = np.unique(np.floor(logs), return_counts=True)
    fates = [fate(float(round_to(2.0 ** (binade + 0.5), format)), format) for binade in binades]
    traces = [
        {
            "type": "bar", "name": WORDS[kind], "x": binades[chosen] + 0.5, "y": counts[chosen], "width": 1.0,
            "marker": {"color": FATE_COLORS[kind.name]},
            "hovertemplate": "%{y} gradients of about 2<sup>%{x:.0f}</sup><extra>" + WORDS[kind] + "</extra>",
        }
        for kind in Fate
        if (chosen := np.array([each is kind for each in fates], dtype=bool)).any()
    ]  # fmt: skip
    ends = {
        "smallest": math.log2(format.smallest_subnormal),
        "smallest normal": float(format.emin),
        "largest": math.log2(format.largest),
    }
    low = min(binades.min(initial=np.inf), ends["smallest"])
    high = max(binades.max(initial=-np.inf) + 1, ends["largest"])
    if high - low > WIDEST and len(binades):  # float32 and bfloat16 reach further than gradients ever do
        low, high = binades[0] - WIDEST / 4, binades[-1] + WIDEST / 4
    what = "∂<i>f</i>/∂<i>w</i>" + " · scale" * bool(powers.any())
    lines = [place for place in ends.items() if low <= place[1] <= high]
    return Drawing(
        figure(
            traces,
            xaxis=axis(f"log<sub>2</sub> |{what}|", range=[low - 2, high + 2]),
            yaxis=axis("gradients", rangemode="tozero"),
            barmode="overlay",
            shapes=[
                {
                    "type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper",
                    "line": {"color": NEUTRAL, "width": 1.5, "dash": "dash"},
                }
                for _, at in lines
            ],
            annotations=[
                {
                    "x": at, "y": 0.98 - 0.1 * place, "yref": "paper", "xanchor": "left", "yanchor": "top",
                    "showarrow": False, "text": f" {name} 2<sup>{round(at)}</sup>", "font": {"size": 11},
                }
                for place, (name, at) in enumerate(lines)
            ],
        )
    )  # fmt: skip
