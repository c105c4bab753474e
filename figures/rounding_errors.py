"""Errors of rounding: of several forms along a line of inputs, and of sums against their length."""

from collections.abc import Mapping

import numpy as np

from figures.drawing import Drawing, compact
from figures.marks import Trace
from figures.rows import logarithmic, mark
from figures.text import escape, number
from figures.theme import FORM_LOOKS, LINE_WIDTH, NEUTRAL, axis, figure
from numerics.microscope.ulps import bits_of
from numerics.summation import LAWS, Errors


def form_errors(t: np.ndarray, forms: Mapping[str, np.ndarray], variable: str, bits: int, at: float) -> Drawing:
    """Draw the bits of error of each form, from its error in ulps (k,), against t (k,), and the place `at`.

    `bits` is the width of the format: NaN counts as that many bits of error.
    """
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "lines+markers", "name": escape(form), "x": t, "y": compact(bits_of(ulps)),
            "line": {"color": look.color, "width": LINE_WIDTH, "dash": look.dash},
            "marker": {"color": look.color, "symbol": look.symbol, "size": 5},
            "customdata": [number(float(value), 4) for value in ulps],
            "hovertemplate": f"<b>{escape(form)}</b><br>{escape(variable)} = %{{x:.5~g}}<br>%{{y:.3~g}} bits, "
            "%{customdata} ulps<extra></extra>",
        }
        for (form, ulps), look in zip(forms.items(), FORM_LOOKS, strict=False)
    ]  # fmt: skip
    ends = float(t[0]), float(t[-1])
    layout = {
        "xaxis": axis(escape(variable), range=list(ends), uirevision=str(ends)),
        "yaxis": axis("bits of error, log<sub>2</sub>(1 + ulps)", range=[-0.03 * bits, 1.04 * bits]),
        "shapes": [
            {
                "type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1,
                "line": {"color": NEUTRAL, "width": 1.5, "dash": "dash"},
            }
        ],
    }  # fmt: skip
    return Drawing(figure(traces, **layout))


def sum_errors(errors: Errors, titles: Mapping[str, str], relative_to_sum: bool = False) -> Drawing:
    """Draw the errors of sums against the number of terms, both logarithmic, with the lines of theory.

    The errors are relative to Σ |x|, as the theory has them, or to the sum itself; then the lines are multiplied by
    the condition number Σ |x| / |Σ x| of each length. Exact sums lie on the foot of the chart.
    """
    n, unit = errors.lengths, errors.format.epsilon / 2
    stretch = errors.condition if relative_to_sum else np.ones(len(n))
    with np.errstate(invalid="ignore"):
        series = {name: values * stretch for name, values in errors.relative.items()}
    laws = {name: np.where(law.factor(n) > 0, law.factor(n) * unit * stretch, np.nan) for name, law in LAWS.items()}
    title = f"error / {'|Σ <i>x</i>|' if relative_to_sum else 'Σ |<i>x</i>|'}"
    scale, _ = logarithmic(title, [*series.values(), *laws.values()], rise=np.inf)
    low = scale.axis["range"][0]
    looks = dict(zip(errors.relative, FORM_LOOKS, strict=True))
    traces: list[Trace] = [
        {
            "type": "scatter", "mode": "lines", "name": escape(law.title), "x": n, "y": laws[name],
            "line": {"color": looks[name].color if name in looks else NEUTRAL, "width": 1.5, "dash": "dash"},
            "opacity": 0.75, "hovertemplate": f"{escape(law.title)} = %{{y:.3~g}}<extra></extra>",
        }
        for name, law in LAWS.items()
    ]  # fmt: skip
    traces += [
        {
            "type": "scatter", "mode": "lines+markers", "name": escape(titles[name]), "x": n,
            "y": np.maximum(values, 10.0**low), "cliponaxis": False,
            "line": {"color": looks[name].color, "width": LINE_WIDTH, "dash": looks[name].dash},
            "marker": {"color": looks[name].color, "symbol": looks[name].symbol, "size": 8},
            "customdata": [number(float(value), 17) for value in errors.computed[name]],
            "hovertemplate": f"<b>{escape(titles[name])}</b>, %{{x}} terms<br>sum %{{customdata}}"
            "<br>error %{y:.3~g}<extra></extra>",
        }
        for name, values in series.items()
    ]  # fmt: skip
    layout: dict = {
        "xaxis": axis("number of terms <i>n</i>", type="log", dtick=1),
        "yaxis": axis(scale.title, **scale.axis),
        "shapes": [],
        "annotations": [],
    }
    if scale.zero is not None:
        mark(layout, "y", 10.0**low, low, "zero, or too small for the scale")
    return Drawing(figure(traces, **layout))
