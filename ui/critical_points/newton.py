"""Newton's method on ∇f = 0: which point it goes to from where, and what one of its steps costs."""

import numpy as np
import streamlit as st

import numerics as nm
from figures.basins import basins_map
from figures.log_lines import LogLine, log_lines
from figures.theme import BLUE, NEUTRAL, ORANGE, Look
from numerics.basins import Basins
from numerics.certify import Report
from numerics.curvature import Kind
from numerics.newton_cost import newton_cost
from numerics.numbers import format_number
from ui.function_input import Function, Window
from ui.links import linked
from ui.livechart import livechart
from ui.patience import TooLongError, patiently

RESOLUTION, STEPS = 120, 60
HEIGHT = 480


def newton_basins(function: Function, window: Window, report: Report) -> None:
    """Draw where pure Newton steps end from every start of the window, beside what that means."""
    st.header("Newton's method goes to the nearest, whatever its kind", anchor="newton")
    f = function.objective
    if f.dimension != 2:
        st.caption("Basins are drawn for two variables.")
        return
    try:
        found = patiently(
            "Newton from every start",
            ("newton basins", f, window),
            lambda progress: nm.basins(f, window, RESOLUTION, "newton", STEPS, progress=progress),
        )
    except TooLongError as error:
        error.tell("So many Newton runs would take too long on this function. Make the formula shorter.")
        return
    left, right = st.columns([5, 3], gap="medium")
    with left:
        livechart(
            basins_map(found, f.variables).figure,
            key="newton-basins",
            alt="Where Newton's method ends from every start: a colour for each critical point",
            height=HEIGHT + 80,
        )
    with right:
        st.markdown(_told(found, report))


def _told(found: Basins, report: Report) -> str:
    share = dict.fromkeys(Kind, 0.0)
    for n, kind in enumerate(found.found.kinds):
        share[kind] += found.share(n)
    parts = [f"{100 * share[kind]:.0f} % at {kind.value}" for kind in Kind if share[kind] >= 0.005]
    ends = f"end {', '.join(parts)}" if parts else "hardly any arrives"
    proven = sum(point.certified for point in report.points)
    counted, reached = (f"{n} point{'s' * (n != 1)}" for n in (proven, len(found.attractors)))
    return (
        f"Newton's step −H⁻¹∇f solves ∇f = 0 for the quadratic model, so it is drawn to saddles and maxima as much as "
        f"to minima. Of {RESOLUTION} × {RESOLUTION} starts in this window, {STEPS} steps each, {ends}. "
        f"The search above has proven {counted} in the window; the runs end at {reached}, which may lie "
        "outside.\n\nBasins of Newton's method have ragged borders: near a singular Hessian a step is "
        "as long as it likes. A damped step or a trust region is what makes a minimizer of it."
    )


def cost() -> None:
    """Measure the linear algebra of one Newton step against n, when asked to."""
    st.header("What one Newton step costs", anchor="cost")
    st.markdown(
        "With n variables the Hessian has n² entries, and solving H s = −∇f takes about n³/3 multiplications "
        "(n³/6 by Cholesky's way). A gradient step takes n. That is why networks of a million weights are not trained "
        "this way: their Hessian alone would need 8 terabytes."
    )
    if not linked(st.toggle, "Measure it on this server", "cost", False, help="Takes about a second."):
        return
    try:
        found = patiently("Solving", ("newton cost",), lambda progress: newton_cost(progress=progress))
    except TooLongError as error:
        error.tell("This server is too busy to be measured. Try again in a minute.")
        return
    anchor = found.seconds[-1] / found.sizes[-1] ** 3
    lines = [
        LogLine("Newton: solve for the step", Look(BLUE, "solid", "circle"), found.sizes, found.seconds),
        LogLine(
            "n³, through the last", Look(NEUTRAL, "dot", "circle"), found.sizes, anchor * found.sizes**3, thin=True
        ),
        LogLine("gradient step", Look(ORANGE, "dash", "square"), found.sizes, found.gradient_seconds),
    ]
    livechart(
        log_lines(lines, across="variables n", up="seconds").figure,
        key="cost",
        alt="Time of one Newton step and of one gradient step against the number of variables, both logarithmic",
        height=HEIGHT - 100,
    )
    largest = int(found.sizes[-1])
    st.caption(
        f"Measured: slope {format_number(found.slope, 3)} over the four largest n; 3 is the asymptote, which small "
        f"systems do not reach because memory and bookkeeping count too. For n = {largest} one solve took "
        f"{format_number(1000 * float(found.seconds[-1]), 3)} ms and the Hessian "
        f"{format_number(float(found.bytes[-1]) / 2**20, 3)} MiB; doubling n would take "
        f"{format_number(float(np.exp2(found.slope)), 2)} times as long and 4 times the memory."
    )
