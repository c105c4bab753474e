import numpy as np
import plotly.graph_objects as go
import sample_outline  # noqa: F401
import streamlit as st

from ui.frame import frame
from ui.links import linked, linked_numbers, set_linked
from ui.livechart import Player, Readout, livechart

with frame("charts"):
    steps = linked(st.number_input, "Steps", "steps", 40, min_value=1, max_value=400)
    shade = linked(st.slider, "Shade", "shade", 0.5, min_value=0.0, max_value=1.0)
    linked(st.toggle, "Unrelated", "unrelated", False)
    start = linked_numbers(("x", "y"), "start", (-1.2, 1.0), min_value=-1e3, max_value=1e3, format="%.6g")

    axis = np.linspace(-2, 2, 50)
    k = np.arange(steps + 1)
    x, y = start[0] * 0.97**k, start[1] * 0.94**k
    f = x**2 + y**2

    def chart(first, paths, heads):
        figure = go.Figure([first, *paths, *heads])
        figure.update_layout(template={}, margin={"l": 40, "r": 10, "t": 10, "b": 40})
        return figure

    def point(*coordinates):
        return dict(zip("xyz", (values[:, None] for values in coordinates), strict=False))

    livechart(
        chart(
            go.Contour(x=axis, y=axis, z=axis**2 + shade * axis[:, None] ** 2, showscale=False),
            [go.Scatter(x=x, y=y, mode="lines", name="descent")],
            [go.Scatter(x=x[-1:], y=y[-1:], mode="markers", marker_size=12, showlegend=False)],
        ),
        key="map",
        alt="Contours with a path",
        on_click=lambda a, b: set_linked("start", (a, b)),
        player=Player(k, {2: point(x, y)}, Readout(["descent"], ["#0072B2"], {"x": [x], "y": [y], "f": [f]})),
        group="run",
    )
    progress = go.Figure(
        [
            go.Scatter(x=k, y=f, mode="lines"),
            go.Scatter(x=k[-1:], y=f[-1:], mode="markers"),
            go.Scatter(x=[0, steps], y=[f[-1], f[-1]], mode="lines"),
        ]
    )
    progress.update_layout(template={}, yaxis_type="log")
    level = np.stack([f, f], axis=1)
    ends = np.stack([0 * f, 0 * f + steps], axis=1)
    livechart(
        progress,
        key="progress",
        alt="f against the step",
        height=300,
        player=Player(k, {1: point(k, f), 2: {"x": ends, "y": level}}, controls=False),
        group="run",
    )
    if linked(st.toggle, "Surface", "surface", False):  # slow where pixels are drawn without a graphics card
        space = go.Figure(
            [
                go.Surface(x=axis, y=axis, z=axis**2 + axis[:, None] ** 2, showscale=False),
                go.Scatter3d(x=x[-1:], y=y[-1:], z=f[-1:], mode="markers"),
            ]
        )
        space.update_layout(template={})
        livechart(
            space,
            key="surface",
            alt="The surface",
            height=300,
            player=Player(k, {1: point(x, y, f)}, controls=False),
            group="run",
        )
    st.code(repr({"start": start, "steps": steps}))
