"""A size at every layer, or at every step back in time: medians on a logarithmic axis, with the spread around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from figures.drawing import Drawing, compact
from figures.marks import Trace
from figures.rows import Scale, logarithmic, mark
from figures.text import escape
from figures.theme import LINE_WIDTH, Look, axis, figure

ROOM = 0.08  # of the axis, above a mark, for its text


@dataclass(frozen=True, eq=False)
class Profile:
    """One line of `values` (k,) over the places `at` (k,): NaN and infinity leave a gap, 0 is drawn at the foot.

    Attributes:
        name: as the legend has it.
        look: its colour, dash and symbol.
        low, high: (k,) between which the line is shaded; None for no shade.
        theory: whether it is a yardstick, drawn thin; the axis is made for the other lines.
    """

    name: str
    look: Look
    at: np.ndarray
    values: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    theory: bool = False


def layer_profile(
    profiles: Sequence[Profile], *, across: str, up: str, marks: Sequence[tuple[float, str]] = ()
) -> Drawing:
    """Draw `profiles` over axes called `across` and `up` (plain text), with dotted levels at `marks` in view."""
    measured = [profile for profile in profiles if not profile.theory] or list(profiles)
    scale, _ = logarithmic(escape(up), [_finite(profile.values) for profile in measured], rise=np.inf, fall=np.inf)
    foot = 10.0 ** scale.axis["range"][0]
    traces: list[Trace] = []
    for profile in profiles:
        if profile.low is not None and profile.high is not None:
            traces.append(_shade(profile, profile.low, profile.high, foot))
        traces.append(_line(profile, foot, across))
    last = max(float(profile.at.max()) for profile in profiles)
    layout: dict[str, Any] = {
        "xaxis": axis(escape(across), range=[-0.02 * last, 1.02 * last], uirevision=str(last)),
        "yaxis": axis(scale.title, **scale.axis),
        "shapes": [],
        "annotations": [],
    }
    _mark_levels(layout, scale, foot, marks)
    return Drawing(figure(traces, **layout))


def _mark_levels(layout: dict[str, Any], scale: Scale, foot: float, marks: Sequence[tuple[float, str]]) -> None:
    low, high = scale.axis["range"]
    if scale.zero is not None:
        mark(layout, "y", foot, low, "zero, or too small for the scale")
    for value, text in marks:
        if low < np.log10(value) < high - ROOM * (high - low):
            mark(layout, "y", value, float(np.log10(value)), escape(text))


def _finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)


def _line(profile: Profile, foot: float, across: str) -> Trace:
    name = escape(profile.name)
    return {
        "type": "scatter", "mode": "lines", "name": name, "legendgroup": name, "connectgaps": False,
        "x": profile.at, "y": compact(np.maximum(_finite(profile.values), foot)), "customdata": profile.values,
        "line": {
            "color": profile.look.color, "dash": profile.look.dash, "width": 1.5 if profile.theory else LINE_WIDTH,
        },
        "hovertemplate": f"<b>{name}</b><br>{escape(across)} %{{x}}<br>%{{customdata:.3~g}}<extra></extra>",
    }  # fmt: skip


def _shade(profile: Profile, low: np.ndarray, high: np.ndarray, foot: float) -> Trace:
    known = np.isfinite(low) & np.isfinite(high)
    at, ends = profile.at[known], np.maximum(np.concatenate([low[known], high[known][::-1]]), foot)
    return {
        "type": "scatter", "mode": "lines", "name": escape(profile.name), "legendgroup": escape(profile.name),
        "showlegend": False, "hoverinfo": "skip", "fill": "toself", "opacity": 0.45,
        "x": np.concatenate([at, at[::-1]]), "y": compact(ends), "line": {"width": 0, "color": profile.look.color},
    }  # fmt: skip
