"""A function of one variable: f, f' and f'' with a tangent that moves."""

import numpy as np
import streamlit as st

from figures.moving_tangent import COLORS, moving_tangent
from numerics.numbers import format_number
from ui.livechart import Player, Readout, livechart
from ui.place import Place, plain

SAMPLES, FRAMES = 600, 120
HEIGHT = 620


def tangent_picture(place: Place) -> None:
    """Draw f, f', f'' with a point to click or to play along, from where it is to the right, back and home again."""
    f, (x0,), (window,) = place.f, place.at, place.window
    name = f.variables[0]
    x = np.linspace(*window, SAMPLES)
    walk = _there_and_back(x0, window)
    at = _three(place, walk)
    drawing = moving_tangent(x, list(_three(place, x)), walk, at, name)
    st.caption("Click or tap the picture to move the point, or press play to walk along the curve.")
    livechart(
        drawing.figure,
        key="tangent",
        alt=f"f, its first and its second derivative over {name}, one under the other, with a tangent at {x0:g}",
        height=HEIGHT,
        on_click=lambda x, _: place.move([x]),
        player=Player(
            drawing.steps,
            drawing.heads,
            Readout(
                labels=["point"],
                colors=COLORS[:1],
                columns={plain(name): walk[None], "f": at[0][None], "f′": at[1][None], "f″": at[2][None]},
                heading="At",
            ),
        ),
    )


def tangent_story(place: Place) -> None:
    """Say what the two derivatives mean at the point."""
    name = plain(place.f.variables[0])
    value, slope, bend = (float(values[0]) for values in _three(place, np.array(place.at)))
    row = st.container(horizontal=True, gap="large")
    for label, number in (("f", value), ("f′", slope), ("f″", bend)):
        row.metric(label, format_number(number, 5), width="content")
    if not np.isfinite([value, slope, bend]).all():
        return
    shown = format_number(slope)
    if slope == 0:
        st.markdown(f"The tangent is **level**: a small step in {name} changes f by nothing to first order.")
    else:
        way, down = ("climbs", "left") if slope > 0 else ("falls", "right")
        st.markdown(
            f"The tangent {way}: a small step h to the right changes f by about **{shown} h**. "
            f"Downhill is to the {down}, against the sign of f′."
        )
    if bend:
        side = "above" if bend > 0 else "below"
        grows = "grows" if bend > 0 else "falls"
        st.markdown(
            f"f″ is {format_number(bend)}: the slope {grows} with {name}, and f lies {side} its tangent nearby."
        )
    else:
        st.markdown("f″ is 0: to second order f lies on its tangent.")


def _three(place: Place, x: np.ndarray) -> np.ndarray:
    """f, f', f'' at x (k,), shape (3, k)."""
    points = x[:, None]
    return np.stack([place.f(points), place.f.gradient(points)[:, 0], place.f.hessian(points)[:, 0, 0]])


def _there_and_back(x: float, window: tuple[float, float]) -> np.ndarray:
    """The places of the walk: to the right end, to the left end, and back to where it began."""
    low, high = window
    home = min(max(x, low), high)
    way = [home, high, low, home]
    length = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(way)))])
    walk = np.interp(np.linspace(0, length[-1], FRAMES), length, way)
    return np.append(walk, x)
