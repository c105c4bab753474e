"""The phase diagram of momentum for the visitor's function: a click sets the knobs."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

from figures.phase import phase_diagram
from numerics.curvature import eigenvalues
from numerics.numbers import format_number, format_point
from numerics.phase import FORMS, Form, Phase, measured_factor, phase
from numerics.theory import Bottom
from ui.errors import escape_markdown
from ui.function_input import Function
from ui.links import linked, set_linked, upcoming
from ui.livechart import livechart
from ui.method_picker import MOST
from ui.run_views import Course, bottom, budget_of

HEIGHT = 460
RATES, MOMENTA = 140, 100
HIGHEST = 0.999  # the momentum's knob ends there
SYMBOLS = {"velocity": "<i>η</i>", "average": "<i>α</i>", "nesterov": "<i>η</i>"}


def phase_view(function: Function, courses: Sequence[Course]) -> None:
    """Draw the diagram for the Hessian at the minimum or at the start, with what it says and what a run shows."""
    st.markdown(
        "How fast momentum minimizes **the quadratic with the Hessian of f** at a point, for every learning rate and "
        "momentum: the spectral radius of its iteration. Momentum is stable while **η λmax < 2(1 + β)** and fastest at "
        "**η = (2/(√λmax + √λmin))², β = ((√κ − 1)/(√κ + 1))²**. Click to set the knobs."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = linked(
            st.segmented_control,
            "Form",
            "form",
            "velocity",
            options=list(FORMS),
            format_func=lambda key: FORMS[key].title,
            help="The exponential average, v ← βv + (1 − β)g and x ← x − αv, walks the same path as the velocity form "
            "with η = (1 − β)α. Nesterov takes the gradient after the velocity's step.",
        )
        where = linked(
            st.segmented_control,
            "Hessian at",
            "hessian",
            "minimum",
            options=["minimum", "start"],
            format_func=str.capitalize,
        )
    form = FORMS[name]
    course = next((each for each in courses if each.run.method.name == form.method.name), courses[0])
    found = bottom(course.run)
    if where == "minimum" and isinstance(found, str):
        st.info(f"{escape_markdown(found)} The Hessian at the start is shown instead.")
    near = found if where == "minimum" and not isinstance(found, str) else None
    if near is None:
        place, curvature = course.run.x[0], eigenvalues(course.run.hessian[0])
    else:
        place, curvature = near.x, near.curvature
    if not np.isfinite(curvature).all() or not np.abs(curvature).max() > 0:
        told = escape_markdown(format_point(place))
        st.info(f"At {told} the Hessian is zero or not defined: no rate can be derived from it.")
        return
    diagram = phase(form, curvature, _rates(name, float(np.abs(curvature).max())), np.linspace(0, HIGHEST, MOMENTA))
    knobs = [
        (each.label, run.knobs["learning_rate"] / float(form.share(run.knobs["momentum"])), run.knobs["momentum"])
        for each in courses
        if isinstance(run := each.run.method, form.method)
    ]
    picture, words = st.columns([5, 4], gap="medium")
    with picture:
        drawing = phase_diagram(diagram, knobs, symbol=SYMBOLS[name], log=form.averaged)
        livechart(
            drawing.figure,
            key="phase",
            alt=f"Steps for one more digit over learning rate and momentum, {form.title}",
            height=HEIGHT,
            on_click=partial(_set_knobs, form, courses),
        )
    with words:
        _story(diagram, place)
        if near is not None:
            _measured(function, diagram, near, knobs)


def _rates(name: str, largest: float) -> np.ndarray:
    """The rates worth showing: somewhat beyond the limit of stability at every momentum."""
    if name == "average":
        return np.geomspace(0.03, 4000, RATES) / largest
    highest = 4.2 if name == "velocity" else 2.1
    return np.linspace(0, highest, RATES + 1)[1:] / largest


def _set_knobs(form: Form, courses: Sequence[Course], rate: float, momentum: float) -> None:
    """Give the method of this form the knobs of a point of the diagram, and choose it if it is not (in a callback)."""
    name = form.method.name
    momentum = float(f"{min(max(momentum, 0.0), HIGHEST):.3g}")
    set_linked(f"{name}.learning_rate", float(f"{max(rate, 1e-12) * float(form.share(momentum)):.4g}"))
    set_linked(f"{name}.momentum", momentum)
    chosen = (upcoming("methods") or ",".join(course.run.method.name for course in courses)).split(",")
    if name not in chosen:
        set_linked("methods", [*chosen[: MOST - 1], name])


def _story(diagram: Phase, place: np.ndarray) -> None:
    """What the diagram says, with numbers."""
    low, high = diagram.curvature[0], diagram.curvature[-1]
    st.markdown(
        f"At {escape_markdown(format_point(place))} the curvature lies between {format_number(low)} "
        f"and {format_number(high)}."
    )
    if diagram.best is None:
        st.markdown(
            "Some of it is not positive: along that direction the error grows (or stays) with every setting, so the "
            "whole plane is unstable. The theory speaks of minima only."
        )
        return
    rate, momentum, factor = diagram.best
    st.markdown(
        f"κ = {format_number(high / low)}. Fastest: rate {format_number(rate)}, momentum {format_number(momentum)}, "
        f"with the factor {format_number(factor)} a step; the best without momentum is "
        f"{format_number((high - low) / (high + low))}."
    )


def _measured(function: Function, diagram: Phase, found: Bottom, knobs: Sequence[tuple[str, float, float]]) -> None:
    """Predicted factors beside those of short runs of the method, started close to the minimum."""
    assert diagram.best is not None
    f, form, high = function.objective, diagram.form, diagram.curvature[-1]
    points = {label: (rate, momentum) for label, rate, momentum in knobs}
    points |= {"fastest": diagram.best[:2], "no momentum": (2 / (diagram.curvature[0] + high), 0.0)}
    points |= {f"{part:.0%} of the limit": (part * diagram.limit[0], 0.0) for part in (0.99, 1.01)}
    rows = []
    for label, (rate, momentum) in points.items():
        shown = measured_factor(form, f, found, rate, momentum, budget_of(f, form.method()) // 5)
        rows.append((label, rate, momentum, diagram.factor_at(rate, momentum), shown))
    names = ("knobs", "rate", "momentum", "predicted", "measured")
    number = st.column_config.NumberColumn(format="%.5g")
    st.dataframe(
        dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)),
        hide_index=True,
        column_config=dict.fromkeys(names[1:], number),
    )
    st.caption(
        "Measured on runs of f itself that start close to the minimum. At the fastest knobs two roots meet, and the "
        "error shrinks like t times the power: the measured factor comes down to the predicted one only slowly."
    )
