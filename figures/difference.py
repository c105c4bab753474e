"""Two methods from the same starts: where they end at the same attractor, and which is sooner there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from figures.basins import over_traces, percent
from figures.drawing import Drawing
from figures.marks import Trace
from figures.painted import CLEAR, hatched, painted, rank, shade_bar, swatch
from figures.paths import Path
from figures.text import escape, variable
from figures.theme import DIVERGING, GREEN, PURPLE, STAR, between, figure, window_axis
from numerics.basins import Verdict

if TYPE_CHECKING:
    from numerics.basins import Difference

SIGNED = 2 * 60 + 1  # shades from the first method much sooner to the second much sooner


def difference_map(
    difference: Difference,
    names: Sequence[str] = ("x", "y"),
    titles: tuple[str, str] = ("first", "second"),
    *,
    paths: Sequence[Path] = (),
    start: Sequence[float] | None = None,
) -> Drawing:
    """Draw which method is sooner where both end at the same attractor, and what else happens elsewhere.

    Blue: the first takes fewer steps; vermillion: the second. Yellow: they end at different attractors. Green,
    purple: only the first, only the second ends at one. Hatched: neither. `names` are all variables of f; `paths`
    from `start` are drawn over it.
    """
    basins = difference.first
    i, j = basins.axes
    x_range, y_range = (float(basins.x[0]), float(basins.x[-1])), (float(basins.y[0]), float(basins.y[-1]))
    first, second = map(escape, titles)
    told = {
        Verdict.APART: ("apart", "different attractors", STAR),
        Verdict.ONLY_FIRST: ("1 only", f"only {first}", GREEN),
        Verdict.ONLY_SECOND: ("2 only", f"only {second}", PURPLE),
        Verdict.NEITHER: ("neither", "neither", CLEAR),
    }
    same = difference.verdict == Verdict.SAME
    place, texts, ticks = _signed(difference.steps[same])
    codes = np.empty(same.shape, dtype=np.int64)
    codes[same] = np.round((place + 1) / 2 * (SIGNED - 1)).astype(int)
    scale = between(DIVERGING, SIGNED)
    words = np.full(same.shape, "same", dtype=object)
    for verdict, (word, _, color) in told.items():
        here = difference.verdict == verdict
        codes[here], words[here] = len(scale), word
        scale.append(color)
    hover = (
        f"{variable(names[i])} = %{{x:.5~g}}<br>{variable(names[j])} = %{{y:.5~g}}<br>%{{text}}"
        f"<br>steps of {first} less those of {second}: %{{customdata}}"
    )
    traces: list[Trace] = [painted(basins.x, basins.y, codes, scale, words, difference.steps, hover)]
    if difference.share(Verdict.NEITHER):
        traces.insert(0, hatched(x_range, y_range, f"neither, {percent(difference.share(Verdict.NEITHER))}"))
    for label, part, color in (
        (f"{first} sooner", (difference.steps < 0) & same, DIVERGING[1]),
        (f"{second} sooner", (difference.steps > 0) & same, DIVERGING[-2]),
        ("as many steps", (difference.steps == 0) & same, DIVERGING[len(DIVERGING) // 2]),
        *((name, difference.verdict == verdict, color) for verdict, (_, name, color) in told.items() if color != CLEAR),
    ):
        if part.any():
            traces.append(swatch(f"{label}, {percent(float(part.mean()))}", color))
    traces += over_traces(basins, names, paths, start)
    if len(texts) > 1:
        traces.append(shade_bar("Δ steps", DIVERGING, (ticks + 1) / 2, texts))
    flat = {"showgrid": False, "constrain": "domain"}
    return Drawing(
        figure(
            traces,
            xaxis=window_axis(variable(names[i]), x_range, **flat),
            yaxis=window_axis(variable(names[j]), y_range, **flat),
        )
    )


def _signed(steps: np.ndarray) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Where each difference lies between -1 and 1, logarithmically to both sides, and ticks as texts and places."""
    sizes = np.append(np.abs(steps), 0)
    place, ticks, texts = rank(sizes)
    few = max(1, -(-(len(texts) - 1) // 4))  # at most four to each side
    kept = [(at, text) for at, text in zip(ticks[1:], texts[1:], strict=True)][few - 1 :: few]
    labels = [*(f"−{text}" for _, text in kept[::-1]), "0", *(f"+{text}" for _, text in kept)]
    places = np.array([*(-at for at, _ in kept[::-1]), 0.0, *(at for at, _ in kept)])
    return np.sign(steps) * place[:-1], labels, places
