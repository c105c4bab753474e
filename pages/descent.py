"""How do methods find the bottom of a landscape, and why do they fail?"""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from ui.frame import frame
from ui.links import linked, linked_numbers, set_linked
from ui.livechart import Player, Readout, livechart

with frame("descent"):
    left, right = st.columns([1, 3])
    with left:
        text = linked(st.text_input, "Function f", "f", "x^2 + y^2")
        start = linked_numbers(("x", "y"), "start", (-1.2, 1.0), min_value=-1e6, max_value=1e6, format="%.6g")
        rate = linked(st.slider, "Learning rate", "rate", 0.1, min_value=0.0, max_value=1.0)
        steps = linked(st.number_input, "Steps", "steps", 60, min_value=1, max_value=1000)
    x = np.linspace(-2, 2, 100)
    z = (1 - x) ** 2 + 100 * (x[:, None] - x**2) ** 2
    t = np.arange(steps + 1)
    paths = {
        name: np.stack([start[0] * np.exp(-0.1 * k * rate * t) * np.cos(t * rate), start[1] * np.exp(-0.05 * k * rate * t)])
        for k, name in enumerate(["Gradient descent", "Momentum", "Adam", "Newton", "BFGS"], 1)
    }
    colors = ["#1969BF", "#D97C02", "#2C7654", "#AC3B00", "#A34084"]
    lines = [go.Scatter(x=px, y=py, mode="lines", name=name, line_color=c) for (name, (px, py)), c in zip(paths.items(), colors)]
    heads = [go.Scatter(x=px[-1:], y=py[-1:], mode="markers", showlegend=False, marker={"color": c, "size": 12}) for (px, py), c in zip(paths.values(), colors)]
    plane = go.Figure([go.Contour(x=x, y=x, z=np.log(z + 1), showscale=False), *lines, *heads])
    moves = {6 + i: {"x": p[0][:, None], "y": p[1][:, None]} for i, p in enumerate(paths.values())}
    read = Readout(list(paths), colors, {"x": [p[0] for p in paths.values()], "y": [p[1] for p in paths.values()]})
    f = {name: (px**2 + py**2) for name, (px, py) in paths.items()}
    conv = go.Figure([go.Scatter(x=t, y=v, mode="lines", name=n, line_color=c) for (n, v), c in zip(f.items(), colors)]
        + [go.Scatter(x=t[-1:], y=v[-1:], mode="markers", showlegend=False, marker={"color": c, "size": 10}) for v, c in zip(f.values(), colors)])
    conv.update_yaxes(type="log", title="f"); conv.update_xaxes(title="step")
    surf = go.Figure([go.Surface(x=x, y=x, z=np.log(z + 1), showscale=False)]
        + [go.Scatter3d(x=px[-1:], y=py[-1:], z=py[-1:] ** 2 + 4, mode="markers", marker_color=c, showlegend=False) for (px, py), c in zip(paths.values(), colors)])
    for g in (plane, conv, surf):
        g.update_layout(template={}, margin=dict(l=8, r=8, t=8, b=8))
    with right:
        livechart(plane, key="plane", alt="contours", on_click=lambda a, b: set_linked("start", (a, b)), player=Player(t, moves, read), group="run")
        a, b = st.columns(2)
        with a:
            livechart(conv, key="conv", alt="convergence", height=360, group="run",
                player=Player(t, {5 + i: {"x": t[:, None], "y": v[:, None]} for i, v in enumerate(f.values())}, controls=False))
        with b:
            livechart(surf, key="surf", alt="surface", height=360, group="run",
                player=Player(t, {1 + i: {"x": p[0][:, None], "y": p[1][:, None], "z": p[1][:, None] ** 2 + 4} for i, p in enumerate(paths.values())}, controls=False))
    st.write(text, start, rate)
