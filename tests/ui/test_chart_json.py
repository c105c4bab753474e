"""Figures as the browser gets them, compared with Plotly's own JSON."""

import base64
import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.io import to_json

from ui.chart_json import figure_json


def unpacked(value: Any) -> Any:
    """Plotly's JSON with every packed array as a list of numbers, as the browser reads it."""
    if isinstance(value, list):
        return [unpacked(part) for part in value]
    if not isinstance(value, dict):
        return value
    if "bdata" not in value:
        return {name: unpacked(part) for name, part in value.items()}
    numbers = np.frombuffer(base64.b64decode(value["bdata"]), dtype=f"<{value['dtype']}").astype(float)
    shape = [int(side) for side in value["shape"].split(",")] if "shape" in value else [-1]
    return [str(number) for number in numbers.reshape(shape).ravel()], shape[1:]


def test_a_figure_arrives_as_plotly_would_send_it() -> None:
    plane = np.arange(12.0).reshape(3, 4).T  # not contiguous
    plane[0, 0] = np.nan
    figure = go.Figure(
        [
            {"type": "contour", "z": plane, "x": np.arange(3), "y": np.linspace(0, 1, 4, dtype=np.float32)},
            {"type": "scatter", "x": np.array([1.5, np.inf]), "y": [None, np.float64(2.5)], "text": ["NaN", "é"]},
            {"type": "scatter", "x": np.array([2**40, -1]), "y": np.empty(0), "customdata": np.array(["a", "b"])},
        ],
        {"xaxis": {"range": [0, np.float64(1)]}, "title": {"text": "t"}},
        _validate=False,
    )
    ours, plotly = figure_json(figure), json.loads(to_json(figure, validate=False))
    assert [unpacked(json.loads(trace)) for trace in ours["traces"]] == [
        unpacked(trace) if index < 2 else {**unpacked(trace), "x": ([str(2.0**40), "-1.0"], [])}
        for index, trace in enumerate(plotly["data"])
    ]
    assert json.loads(ours["layout"]) == plotly["layout"]
