"""What to notice in a map of basins, in words with numbers (Markdown)."""

from collections.abc import Sequence

import numpy as np

from figures.basins import attractor_value, largest, percent
from numerics.basins import DIVERGED, LEFT_DOMAIN, UNDER_WAY, Basins, Difference, Verdict
from numerics.curvature import Kind
from numerics.numbers import format_number, format_point
from ui.errors import escape_markdown

UNSTABLE = (Kind.SADDLE, Kind.MAXIMUM)
EXTENDED = 5e-3  # of the window: an attractor that large is no point


def story(basins: Basins) -> list[str]:
    """What became of the starts, one sentence or two for each thing to notice."""
    found = [*_arrivals(basins), *_unstable(basins), *_extended(basins), *_failures(basins)]
    return [*found, *_steps(basins)]


def comparison(difference: Difference, titles: Sequence[str]) -> list[str]:
    """How two methods differ from the same starts."""
    first, second = (escape_markdown(title) for title in titles)
    share = {verdict: _share(difference.share(verdict)) for verdict in Verdict}
    told = []
    if difference.share(Verdict.SAME):
        told.append(f"From {share[Verdict.SAME]} of the starts both end at the same attractor.")
    if difference.share(Verdict.APART):
        told.append(
            f"From {share[Verdict.APART]} they end at **different attractors**: the method chooses, not f alone."
        )
    for verdict, one, other in ((Verdict.ONLY_FIRST, first, second), (Verdict.ONLY_SECOND, second, first)):
        if difference.share(verdict):
            told.append(f"From {share[verdict]} only {one} arrives; {other} does not.")
    if difference.share(Verdict.NEITHER):
        told.append(f"From {share[Verdict.NEITHER]} neither arrives.")
    steps = difference.steps[difference.verdict == Verdict.SAME]
    if len(steps):
        sooner = _share(float(np.mean(steps < 0)))
        middle = int(np.median(steps))
        rate = f"{abs(middle)} {'fewer' if middle < 0 else 'more'}" if middle else "as many"
        told.append(
            f"Where both arrive at the same, {first} is sooner from {sooner}; at the median it takes {rate} steps."
        )
    return told


def place_of(basins: Basins, n: int) -> str:
    """An attractor's coordinates, without rounding dust."""
    width = max(basins.x[-1] - basins.x[0], basins.y[-1] - basins.y[0])
    return format_point(np.where(np.abs(basins.attractors[n]) < 1e-9 * width, 0.0, basins.attractors[n]))


def kind_of_attractor(basins: Basins, n: int) -> str:
    """What an attractor is, in words."""
    if basins.found.kinds[n] is not Kind.UNDECIDED:
        return basins.found.kinds[n].value
    return "a curve or a flat region" if _is_extended(basins, n) else "a flat point"


def _arrivals(basins: Basins) -> list[str]:
    order = largest(basins)
    if not order:
        return ["**No start arrives anywhere.**"]
    arrived = float(np.mean(basins.label >= 0))
    if len(order) == 1:
        return [f"{_share(arrived)} of the starts end at {kind_of_attractor(basins, 0)}, {place_of(basins, 0)}."]
    lowest, values = min(order), basins.found.f
    told = [
        f"{_share(arrived)} of the starts end at one of **{len(order)} attractors**; the largest basin, of "
        f"{place_of(basins, order[0])}, has {_share(basins.share(order[0]))} of the window."
    ]
    spread = float(values[order].max() - values[lowest])
    if spread > 1e-6 * (1 + abs(float(values[lowest]))):
        level = np.flatnonzero(values[order] <= values[lowest] + 1e-6 * spread)
        share = sum(basins.share(order[k]) for k in level)
        where = place_of(basins, lowest) if len(level) == 1 else f"{len(level)} points"
        value = format_number(attractor_value(basins, lowest))
        told.append(f"The lowest value, f = {value} at {where}, is found from {_share(share)}.")
    return told


def _unstable(basins: Basins) -> list[str]:
    kinds = basins.found.kinds
    which = [n for n in largest(basins) if kinds[n] in UNSTABLE]
    if not which:
        return []
    share = sum(basins.share(n) for n in which)
    words = " and ".join(
        f"{count} {word}{'s' if count > 1 else ''}"
        for kind, word in ((Kind.SADDLE, "saddle"), (Kind.MAXIMUM, "maximum"))
        if (count := sum(kinds[n] is kind for n in which))
    ).replace("maximums", "maxima")
    if share > 0.02:
        return [f"**{_share(share)} end at no minimum** but at {words}: there the gradient is zero, too."]
    return [f"{_share(share)} end at {words}: they start where every step leads there, and nothing pushes them off."]


def _extended(basins: Basins) -> list[str]:
    flat = [n for n in largest(basins) if basins.found.kinds[n] is Kind.UNDECIDED and _is_extended(basins, n)]
    return [
        f"The attractor around {place_of(basins, n)} is no point: its ends lie up to "
        f"{format_number(basins.found.extent[n], 2)} away, along a curve or over a plain where the gradient vanishes."
        for n in flat[:2]
    ]


def _failures(basins: Basins) -> list[str]:
    told = []
    if basins.share(DIVERGED):
        told.append(f"{_share(basins.share(DIVERGED))} **diverge**: their iterates or values grow beyond all bounds.")
    if basins.share(LEFT_DOMAIN):
        at_once = float(np.mean((basins.label == LEFT_DOMAIN) & (basins.steps_taken == 0)))
        later = basins.share(LEFT_DOMAIN) - at_once
        if at_once:
            told.append(f"At {_share(at_once)} of the starts f or its gradient is undefined.")
        if later:
            told.append(f"{_share(later)} step out of the domain, or have no next step.")
    if share := basins.share(UNDER_WAY):
        told.append(
            f"{_share(share)} are **still under way** after {basins.steps} steps: slow, going round, or at a kink, "
            "where the gradient does not vanish."
        )
    return told


def _steps(basins: Basins) -> list[str]:
    taken = basins.steps_taken[basins.label >= 0]
    if not taken.size or taken.min() == taken.max():
        return []
    return [f"Those that arrive take {taken.min()} to {taken.max()} steps, {int(np.median(taken))} at the median."]


def _is_extended(basins: Basins, n: int) -> bool:
    width = max(basins.x[-1] - basins.x[0], basins.y[-1] - basins.y[0])
    return bool(basins.found.extent[n] > EXTENDED * width)


def _share(share: float) -> str:
    return percent(share).replace("&lt;", "less than ").replace("&gt;", "more than ")
