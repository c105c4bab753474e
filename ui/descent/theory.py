"""Theory over the run: what is known of quadratics, laid over what happened, with its conditions in words."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st

from figures.drawing import Drawing
from figures.paths import Path, frame_steps, looks
from figures.rows import stack
from figures.text import escape
from figures.timelines import Line, Panel, palette_look, rows_of
from numerics.diagnosis import sharpness
from numerics.numbers import format_number, format_point
from numerics.run import Run
from numerics.theory import Bottom, measured_rate, predicted_errors, predicted_rate, tuned_rate
from ui.descent.phase_view import phase_view
from ui.errors import escape_markdown
from ui.function_input import Function
from ui.landscape import GROUP
from ui.links import linked
from ui.livechart import Player, livechart
from ui.run_views import Course, bottom, pick_run

HEIGHT = 420
PICTURES = {
    "limit": "η λmax and its limit",
    "rate": "Speed, predicted and measured",
    "directions": "Error along each eigenvector",
    "phase": "Learning rate × momentum",
}


def theory(function: Function, courses: Sequence[Course]) -> None:
    """Draw the choice of a picture, and the picture with what it needs to be true."""
    chosen = linked(
        st.segmented_control,
        "Theory",
        "theory",
        "limit",
        options=list(PICTURES),
        format_func=PICTURES.__getitem__,
        label_visibility="collapsed",
    )
    draw: dict[str, Callable[[], None]] = {
        "limit": lambda: _limit(courses),
        "rate": lambda: _rate(courses),
        "directions": lambda: _directions(courses),
        "phase": lambda: phase_view(function, courses),
    }
    draw[chosen]()


def _limit(courses: Sequence[Course]) -> None:
    """η λmax at every iterate, against what the method can bear."""
    st.markdown(
        "On a quadratic of curvature λ a step overshoots by more than it corrects once **η λ** exceeds 2; with "
        "momentum β, once it exceeds 2(1 + β). Here λmax is the largest eigenvalue of the Hessian *at each iterate*. "
        "The limit is a theorem for quadratics. Elsewhere it tells where the local model would be unstable: a run may "
        "cross it for some steps and come back, as curvature changes along the way."
    )
    runs = {course.label: course.run for course in courses}
    styles = looks([Path.of(run, label) for label, run in runs.items()])
    lines, highest = [], 0.0
    for (label, run), look in zip(runs.items(), styles, strict=True):
        sharp, limit = sharpness(run), run.method.curvature_limit
        if sharp is None or limit is None:
            continue
        t = np.arange(run.steps + 1)
        lines.append(Line(escape(label), t, sharp, look))
        dotted = look._replace(dash="dot")
        lines.append(Line(f"limit of {escape(label)}", t[[0, -1]], np.full(2, limit), dotted, head=False))
        highest = max(highest, limit)
    left_out = [label for label, run in runs.items() if run.method.curvature_limit is None]
    if lines:
        values = np.concatenate([line.values for line in lines])
        top = min(float(np.nanmax(values)), 4 * highest)
        panel = Panel("η λmax", lines, span=(min(0.0, max(float(np.nanmin(values)), -highest)), 1.1 * top))
        _chart(
            "limit", _timeline([panel], list(runs.values())), "Learning rate times largest curvature against the step"
        )
    if left_out:
        st.caption(
            f"Without such a limit: {escape_markdown(', '.join(left_out))}. "
            "Their steps are no fixed multiple of the gradient."
        )


def _rate(courses: Sequence[Course]) -> None:
    """The error of every run with the slope that theory predicts, and both in numbers."""
    st.markdown(
        "Near a minimum with a positive definite Hessian f is nearly its quadratic model, and there the error of a "
        "method with fixed knobs shrinks in the long run by one factor a step: a straight line on this logarithmic "
        "axis. With the best knobs it is **(κ − 1)/(κ + 1)** for gradient descent and **(√κ − 1)/(√κ + 1)** for "
        "momentum, where κ is the largest curvature over the smallest."
    )
    runs = {course.label: course.run for course in courses}
    styles = looks([Path.of(run, label) for label, run in runs.items()])
    lines: list[Line] = []
    rows: list[dict[str, Any]] = []
    for (label, run), look in zip(runs.items(), styles, strict=True):
        found = bottom(run)
        if isinstance(found, str):
            rows.append({"method": label, "remark": found})
            continue
        t = np.arange(run.steps + 1)
        size = np.linalg.norm(found.errors(run), axis=-1)
        lines.append(Line(escape(label), t, size, look))
        predicted, measured = predicted_rate(run, found), measured_rate(size, found.blur)
        rows.append({"method": label, "κ": found.condition, "predicted": predicted, "measured": measured})
        rows[-1]["remark"] = _remark(run, found, predicted, measured)
        if predicted and size[0] > 0:
            with np.errstate(all="ignore"):
                # As high as the run is in the middle of its second half.
                height = np.nanmedian((np.log(size) - t * np.log(predicted))[len(t) // 2 :])
                slope = np.exp(height + t * np.log(predicted))
            dotted = look._replace(dash="dot")
            lines.append(Line(f"predicted slope of {escape(label)}", t, slope, dotted, head=False))
        if tuned := tuned_rate(run, found):
            rows[-1] |= {"best η": tuned[0], "best β": tuned[1], "factor then": tuned[2]}
    if lines:
        panel = Panel("‖x − x*‖", lines, log=True)
        drawing = _timeline([panel], list(runs.values()))
        _chart("rate", drawing, "Distance to the minimum against the step, on a logarithmic axis")
    number = st.column_config.NumberColumn(format="%.5g")
    columns = ["method", "κ", "predicted", "measured", "best η", "best β", "factor then", "remark"]
    st.dataframe(
        {name: [row.get(name) for row in rows] for name in columns},
        hide_index=True,
        column_config=dict.fromkeys(columns[1:-1], number) | {"remark": st.column_config.TextColumn(width="large")},
    )


def _remark(run: Run, found: Bottom, predicted: float | None, measured: float | None) -> str:
    """What holds, and what does not, for the comparison of one run."""
    place = f"towards {format_point(found.x)}"
    if predicted is None:
        return f"{place}; this method has no fixed factor: its steps are no fixed multiple of the gradient"
    if measured is None:
        return f"{place}; too few errors above rounding to read a rate from"
    if predicted >= 1:
        return f"{place}; beyond the limit: near the minimum errors grow"
    if abs(np.log(measured) - np.log(predicted)) < 0.1 * abs(np.log(predicted)):
        return f"{place}; the run follows the quadratic model"
    return f"{place}; the run is not, or not yet, where the quadratic model holds"


def _directions(courses: Sequence[Course]) -> None:
    """The error of one run along each eigenvector, with the prediction."""
    st.markdown(
        "In the eigenvectors of the Hessian at the minimum a quadratic falls apart into one parabola for each: "
        "gradient descent multiplies the error along eigenvector i by **1 − ηλᵢ** at every step, momentum mixes two "
        "steps of it. The dotted lines follow that rule from the same start. On a quadratic they are the run itself, "
        "to rounding."
    )
    run = pick_run("Errors of", "errors", courses)
    found = bottom(run)
    if isinstance(found, str):
        st.info(escape_markdown(found))
        return
    t, size, ahead = np.arange(run.steps + 1), np.abs(found.errors(run)), predicted_errors(run, found)
    lines = []
    for i, curvature in enumerate(found.curvature):
        name = f"<i>λ</i> = {format_number(curvature)}"
        lines.append(Line(name, t, size[:, i], palette_look(i)))
        if ahead is not None:
            lines.append(Line(f"predicted, {name}", t, np.abs(ahead[:, i]), palette_look(i, "dot"), head=False))
    _chart(
        "directions",
        _timeline([Panel("|qᵢᵀ(x − x*)|", lines, log=True)], [run]),
        "The error along each eigenvector against the step, on a logarithmic axis",
    )
    told = f"The minimum is {format_point(found.x)}, κ = {format_number(found.condition)}."
    if ahead is None:
        told += f" {run.method.title} follows no such rule, so there is nothing to predict."
    else:
        with np.errstate(all="ignore"):
            apart = np.nanmax(np.abs(ahead - found.errors(run))) / np.abs(found.errors(run)[0]).max()
        told += f" Run and prediction part by at most {format_number(float(apart), 2)} of the first error."
    st.caption(escape_markdown(told))


def _timeline(panels: Sequence[Panel], runs: Sequence[Run]) -> Drawing:
    steps = frame_steps([Path.of(run) for run in runs])
    return stack(rows_of(panels, steps), steps)


def _chart(name: str, drawing: Drawing, alt: str) -> None:
    livechart(
        drawing.figure,
        key=f"theory-{name}",
        alt=alt,
        height=HEIGHT,
        player=Player(drawing.steps, drawing.heads),
        group=GROUP,
    )
