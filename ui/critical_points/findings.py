"""The critical points of the visitor's function: searched for with patience, drawn, counted and listed with proofs."""

from collections import Counter
from typing import Any

import streamlit as st

import numerics as nm
from figures.contour import contour
from figures.critical import with_points
from figures.curve import curve
from numerics.certify import Report, examine
from numerics.numbers import format_number, format_point
from numerics.sampling import sample_line, sample_plane
from ui.errors import escape_markdown
from ui.function_input import Function, Window, window_input
from ui.links import linked
from ui.livechart import livechart
from ui.patience import TooLongError, patiently

HEIGHT = 560
MOST_VARIABLES = 3
USUAL = (-3.0, 3.0)
LISTED = 300
PLURAL = {"minimum": "minima", "maximum": "maxima", "saddle": "saddles", "degenerate": "degenerate points"}


def pick_window(function: Function) -> Window | None:
    """Draw the window's boxes, and say what a search needs; None where there can be none."""
    f = function.objective
    if f.dimension > MOST_VARIABLES:
        st.info(f"Critical points are proven for up to {MOST_VARIABLES} variables; this function has {f.dimension}.")
        return None
    chosen = window_input(function)
    if chosen is None:
        st.warning("The window has no width: its lower ends must lie below its upper ends. The default is searched.")
    window = tuple(chosen or function.window)
    return (*window, *[USUAL] * (f.dimension - len(window)))


def report_of(f: nm.Objective, window: Window) -> Report | None:
    """The report on a window; None where it takes too long."""
    try:
        return patiently(
            "Searching", ("critical points", f, window), lambda progress: examine(f, window, progress=progress)
        )
    except TooLongError as error:
        error.tell("This function is too costly to be searched. Make the window smaller, or the formula shorter.")
        return None


def picture(f: nm.Objective, window: Window, report: Report) -> None:
    """Draw f with all that was found on it."""
    if f.dimension == 3:
        st.caption("A function of three variables has no map here; the table has its critical points.")
        return
    if f.dimension == 1:
        drawing = curve(sample_line(f, window[0]), name=f.variables[0])
    else:
        drawing = contour(sample_plane(f, (window[0], window[1])), names=f.variables)
    livechart(
        with_points(drawing, f.variables, report).figure,
        key="critical",
        alt=f"f over {' and '.join(f.variables)} with its critical points, and boxes that stay undecided",
        height=HEIGHT,
    )


def verdict(report: Report) -> None:
    """What was found, in numbers, and whether it is all there is."""
    counts = Counter(point.kind.value for point in report.points)
    told = ", ".join(f"{count} {kind if count == 1 else PLURAL[kind]}" for kind, count in counts.items())
    if report.complete:
        st.success(
            f"**These are all.** {told[:1].upper()}{told[1:]}: in this window there is no other critical point. "
            "This is a proof, not a search that stopped finding."
            if report.points
            else "**There are none**: ∇f has no zero in this window. This is a proof.",
            icon=":material/verified:",
        )
    else:
        st.warning(
            (f"Found: {told}. " if report.points else "Nothing proven. ")
            + f"**Whether these are all is open**: {len(report.undecided)} "
            f"{'cluster' if len(report.undecided) == 1 else 'clusters'} of boxes could be neither excluded nor proven."
        )
    st.caption(f"{report.examined:,} boxes examined in {format_number(report.seconds, 2)} s.".replace(",", " "))
    lowest = [point for point in (*report.points, *report.kinks) if point.kind == "minimum"]
    best = min(lowest, key=lambda point: point.value, default=None)
    if best is not None:
        lower = [edge for edge in report.edges if edge.value < best.value]
        st.markdown(
            f"The lowest minimum inside is **f = {format_number(best.value, 6)}** at "
            f"{escape_markdown(format_point(best.x, 6))}."
            + (
                f" On the edge f is lower: {format_number(lower[0].value, 6)} at "
                f"{escape_markdown(format_point(lower[0].x, 6))}; the gradient does not vanish there."
                if lower
                else ""
            )
        )
    for cluster in report.undecided[:3]:
        low, high = (format_point(end[0], 3) for end in (cluster.hull.lo, cluster.hull.hi))
        st.markdown(
            f"- **Undecided** from {escape_markdown(low)} to {escape_markdown(high)} ({cluster.boxes.count} boxes): "
            f"{cluster.reason.value}."
        )


def table(report: Report) -> None:
    """All points with their eigenvalues and proofs."""
    found = [*report.points, *report.kinks]
    if not found:
        return
    st.header("Each with its proof", anchor="proofs")
    kind = linked(st.segmented_control, "Show", "kind", "all", options=["all", *PLURAL], label_visibility="collapsed")
    rows: list[dict[str, Any]] = [
        {
            "kind": point.kind.value,
            "x": format_point(point.x, 8),
            "f": format_number(point.value, 8),
            "eigenvalues": ", ".join(format_number(float(value), 5) for value in point.eigenvalues),
            "proven": point.certified,
            "proof": point.proof,
        }
        for point in found
        if kind in ("all", point.kind.value)
    ]
    st.dataframe(rows[:LISTED], hide_index=True, column_config={"proof": st.column_config.TextColumn(width="large")})
    if len(rows) > LISTED:
        st.caption(f"The lowest {LISTED} of {len(rows)}.")
