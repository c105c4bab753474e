"""The error of an expression over its samples, a verdict, and one point taken apart."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

import numpy as np
import streamlit as st
from plotly.graph_objects import Figure

from figures.error_curve import ErrorCurve, error_curve
from figures.error_map import error_map
from figures.sample_axis import SampleAxis
from figures.theme import format_look
from numerics.formats import FORMATS, Format
from numerics.language import to_text
from numerics.microscope import Examination, bits_of, examine
from ui.links import linked, linked_numbers, open_link, set_linked
from ui.livechart import livechart
from ui.microscope.results import conditions, dissection_at, examination
from ui.microscope.setting import FURTHEST, Setting
from ui.progress import progress

HEIGHT = 440
MOST_CELLS = 100  # along each side of a map
HARMLESS = 0.7  # bits of mean error


def look(setting: Setting) -> Examination:
    """Compute the results and the truth at the samples, with progress."""
    with progress("Computing the true values…") as tell:
        examined = examination(setting, tell)
    done, drawn = len(examined.true), setting.count
    if not done:
        st.warning("No sample satisfies the condition. Loosen it, or widen the ranges.")
    elif not examined.defined.any():
        st.warning("The expression has no real value at any sample. Change the ranges or the condition.")
    elif done < 0.8 * drawn:
        st.info(f"{done} of {drawn} samples are shown: the others break the condition, or would take too long.")
    return examined


def pick_point(setting: Setting, examined: Examination) -> tuple[float, ...]:
    """Draw the boxes for the point to take apart; the default is the sample with the largest error."""
    worst = int(np.nan_to_num(examined.bits, nan=-1.0).argmax())
    default = [float(examined.values[name][worst]) for name in setting.variables]
    labels = [f"at {name} =" for name in setting.variables]
    return linked_numbers(labels, "at", default, min_value=-FURTHEST, max_value=FURTHEST, format="%.17g")


def picture(setting: Setting, examined: Examination, point: tuple[float, ...]) -> None:
    """Draw the error over the samples, as a curve or as a map; a click chooses the point to take apart."""
    axes = _pick_axes(setting.variables)
    draw = _curve if len(axes) == 1 else _map
    livechart(
        draw(setting, examined, axes, point),
        key="error",
        alt=f"The bits of error over {' and '.join(setting.variables[axis] for axis in axes)}",
        height=HEIGHT,
        on_click=partial(_choose_point, setting, examined, axes),
    )
    st.caption("Click or tap the picture to choose the point that is taken apart below.")


def _pick_axes(variables: Sequence[str]) -> tuple[int, ...]:
    """Which variables the picture runs along: one for a curve, two for a map."""
    if len(variables) == 1:
        return (0,)
    row = st.container(horizontal=True, vertical_alignment="bottom")
    if linked(row.segmented_control, "View", "view", "Map", options=["Map", "Curve"]) == "Curve":
        along = linked(row.segmented_control, "Along", "along", variables[0], options=list(variables))
        return (variables.index(along),)
    pairs = {f"{variables[a]}-{variables[b]}": (a, b) for a, b in combinations(range(len(variables)), 2)}
    if len(pairs) == 1:
        return (0, 1)
    return pairs[linked(row.segmented_control, "Over", "over", next(iter(pairs)), options=list(pairs))]


def verdict(setting: Setting, examined: Examination, example: Mapping[str, str]) -> None:
    """Say in numbers how much is lost, and whether the problem or the formula is to blame.

    `example` is the link to a formula that fails, offered where the visitor's does not.
    """
    bits = examined.bits[examined.defined]
    own = bits_of(conditions(setting))
    own = np.minimum(own[~np.isnan(own)], setting.format.precision)
    lost = float(own.mean()) if len(own) else math.nan
    row = st.container(horizontal=True, gap="large")
    for name, value, told in (
        ("Mean error", f"{bits.mean():.1f} bits", f"Of the {setting.format.bits} bits that a number has here."),
        ("Worst error", f"{bits.max():.1f} bits", "At the sample where it is largest."),
        ("The problem's own", f"{lost:.1f} bits", "log₂(1 + condition number), the mean over the samples."),
        ("Defined", f"{100 * examined.defined.mean():.0f} %", "Samples at which the expression has a real value."),
    ):
        row.metric(name, value, help=told, width="content")
    mean = float(bits.mean())
    st.markdown(_judgement(mean, lost))
    if mean < HARMLESS:
        st.button(
            "Look at a formula that fails",
            key="_fails",
            on_click=open_link,
            args=(dict(example),),
            help="It replaces the expression; the browser's Back button brings yours back.",
        )


def _judgement(mean: float, lost: float) -> str:
    if mean < HARMLESS:
        return "**Nothing to mend:** the results are right to the last place or nearly so."
    if mean > lost + 2:
        return (
            "**The formula is to blame:** it loses far more than the problem itself. "
            "Another way to compute the same may be exact to the last place; see the rewrites below."
        )
    return (
        "**The problem is sensitive:** arguments that are off in their last place already change the value by as much. "
        "A rewrite helps only as far as your arguments are exact."
    )


def _curve(setting: Setting, examined: Examination, axes: tuple[int, ...], point: tuple[float, ...]) -> Figure:
    name = setting.variables[axes[0]]
    return error_curve(
        examined.values[name],
        [ErrorCurve("computed as typed", format_look(setting.format.name), examined.bits)],
        name=name,
        logarithmic=setting.logarithmic,
        most=setting.format.bits,
        floor=bits_of(conditions(setting)),
        marked=(point[axes[0]], _root(dissection_at(setting, point).total)),
    )


def _map(setting: Setting, examined: Examination, axes: tuple[int, ...], point: tuple[float, ...]) -> Figure:
    names = setting.variables[axes[0]], setting.variables[axes[1]]
    # The samples are spread evenly over the first two variables; over another pair some cells would stay empty.
    share = 1.0 if axes == (0, 1) else 0.25
    return error_map(
        examined.values[names[0]],
        examined.values[names[1]],
        examined.bits,
        names=names,
        logarithmic=setting.logarithmic,
        most=setting.format.bits,
        cells=min(MOST_CELLS, round((share * len(examined.bits)) ** 0.5)),
        marked=(point[axes[0]], point[axes[1]]),
    )


def _choose_point(setting: Setting, examined: Examination, axes: tuple[int, ...], x: float, y: float) -> None:
    """Take the sample that is drawn nearest to a place on the chart (in a callback)."""
    columns = [examined.values[setting.variables[axis]] for axis in axes]
    places = [SampleAxis.of(column, setting.logarithmic).place(column) for column in columns]
    if len(places) == 1:
        places.append(np.nan_to_num(examined.bits))
    away = [(place - at) / (np.ptp(place) or 1.0) for place, at in zip(places, (x, y), strict=True)]
    nearest = int(np.argmin(np.where(examined.defined, np.hypot(*away), np.inf)))
    set_linked("at", [float(examined.values[name][nearest]) for name in setting.variables])


def _root(rows: np.ndarray) -> float:
    """The entry of the whole expression at the only point of a dissection."""
    return float(rows[-1, 0])


def point_tables(setting: Setting, point: tuple[float, ...]) -> None:
    """Show every operation at one point, and the whole in every format."""
    at = dissection_at(setting, point)
    steps, formats = st.tabs([f"In {setting.format.title}", "In every format"])
    with steps:
        rows = [place for place, step in enumerate(at.tape.steps) if step.leaf is None]
        st.dataframe(
            {
                "operation": [to_text(at.tape.expression(place)) for place in rows],
                "computed": [_digits(at.computed[place, 0], setting.format) for place in rows],
                "exact, rounded once": [_digits(at.true[place, 0], setting.format) for place in rows],
                "bits lost here": [_bits(at.local[place, 0]) for place in rows],
                "bits lost in all": [_bits(at.total[place, 0]) for place in rows],
            },
            hide_index=True,
        )
        st.caption("Lost here: what the operation loses when its arguments are right but for one rounding.")
    with formats:
        values = dict(zip(setting.variables, point, strict=True)) | dict(setting.parameters)
        whole = [(format, examine(setting.tree, values, format)) for format in FORMATS.values()]
        st.dataframe(
            {
                "format": [format.title for format, _ in whole],
                "computed": [_digits(found.computed[0], format) for format, found in whole],
                "exact, rounded once": [_digits(found.true[0], format) for format, found in whole],
                "bits lost": [_bits(found.bits[0]) for _, found in whole],
            },
            hide_index=True,
        )
        st.caption(
            "The arguments are rounded to the format first, and the exact value is that at the rounded arguments; "
            "there is none where they are beyond the format's range or outside the domain."
        )


def _digits(value: float, format: Format) -> str:
    """A number with as many digits as tell it from its neighbours."""
    return "–" if math.isnan(value) else f"{value:.{format.max_digits10}g}"


def _bits(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.1f}"
