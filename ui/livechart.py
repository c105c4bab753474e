"""The chart of every page: Plotly drawn in place, with clicks in axis coordinates and a player in the browser.

`st.plotly_chart` reports no click on a contour and draws anew, zoom lost, whenever its data change. This component
keeps one Plotly chart alive and updates it; `static/` has its half in the browser.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import plotly
import streamlit as st
from numpy.typing import ArrayLike
from plotly.graph_objects import Figure
from plotly.optional_imports import get_module

from ui.chart_json import figure_json, packed

# Plotly looks into pandas, if it is there. While another visitor's table is importing it, it is there by half.
get_module("pandas")

_STATIC = Path(__file__).parent.parent / "static"


@dataclass(frozen=True)
class Readout:
    """The numbers of every step, shown under a player as a table with one row per method.

    Attributes:
        labels: of the rows, as plain text.
        colors: of the rows, as on the chart.
        columns: heading → numbers or words (rows, frames); NaN where a run has no such step.
        heading: of the column of labels.
    """

    labels: Sequence[str]
    colors: Sequence[str]
    columns: Mapping[str, ArrayLike]
    heading: str = "Method"


@dataclass(frozen=True)
class Player:
    """How a chart moves: which traces stand where in each of K frames.

    Attributes:
        steps: (K,) the step that each frame shows, growing.
        heads: index of a trace → its coordinates `x`, `y` (and `z`), each (K, m): m points in each frame;
            (1, m) where they never change.
        readout: the numbers of each frame.
        controls: whether this chart has the control bar; one without follows the others of its group.
        unit: what a step is called beside the bar.
    """

    steps: ArrayLike
    heads: Mapping[int, Mapping[str, ArrayLike]]
    readout: Readout | None = None
    controls: bool = True
    unit: str = "step"


def livechart(
    figure: Figure,
    *,
    key: str,
    alt: str,
    height: int = 480,
    on_click: Callable[[float, float], None] | None = None,
    player: Player | None = None,
    group: str | None = None,
) -> None:
    """Draw `figure`; new data update it in place, with zoom and player kept.

    Args:
        figure: a Plotly figure. What it leaves open (font, grid, hover labels) takes the page's theme.
            A new `uirevision` in its layout gives up the visitor's zoom.
        key: unique on the page, and constant for a chart that is to stay the same chart.
        alt: what the picture shows, in words, for those who cannot see it.
        height: in pixels.
        on_click: called with the axis coordinates of a click or tap, before the page is run again. Cartesian
            axes only.
        player: how the chart moves.
        group: charts of one group show the same step.
    """

    def clicked() -> None:
        point = st.session_state[key].click
        if on_click and is_point(point):
            on_click(float(point["x"]), float(point["y"]))

    _component(
        key=key,
        data={
            "script": f"app/static/livechart.js?{_VERSION}",
            "plotly": f"app/static/plotly.min.js?{plotly.__version__}",
            "figure": figure_json(figure),
            "player": player and _player_json(player),
            "group": group,
            "height": height,
            "alt": alt,
            "clickable": on_click is not None,
        },
        on_click_change=clicked,
    )


def is_point(value: Any) -> bool:
    """Whether what came from the browser, where anyone may write what is sent, is a point: two finite numbers."""
    return isinstance(value, dict) and all(_is_finite(value.get(name)) for name in ("x", "y"))


def _is_finite(value: Any) -> bool:
    """Whether a value is a number that a float can be; JSON has whole numbers beyond all floats, and booleans."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and abs(value) <= sys.float_info.max


def _player_json(player: Player) -> str:
    every = {id(values): values for coordinates in player.heads.values() for values in coordinates.values()}
    place = {key: index for index, key in enumerate(every)}  # traces that move alike share their numbers
    heads = {
        trace: {name: place[id(values)] for name, values in coordinates.items()}
        for trace, coordinates in player.heads.items()
    }
    readout = player.readout and {
        "labels": list(player.readout.labels),
        "colors": list(player.readout.colors),
        "columns": {name: packed(values) for name, values in player.readout.columns.items()},
        "heading": player.readout.heading,
    }
    return json.dumps(
        {
            "steps": packed(player.steps),
            "heads": heads,
            "arrays": [packed(values) for values in every.values()],
            "readout": readout,
            "controls": player.controls,
            "unit": player.unit,
        }
    )


def _publish_plotly() -> None:
    """Copy plotly.js from the Python package to where Streamlit serves it, unless this version is there.

    Streamlit follows no symbolic links out of `static/`. The copy appears whole or not at all, as another
    server may be starting in the same folder.
    """
    source = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    target = _STATIC / "plotly.min.js"
    if target.exists() and target.stat().st_size == source.stat().st_size and _head(target) == _head(source):
        return
    handle, name = tempfile.mkstemp(dir=_STATIC, suffix=".tmp")
    os.close(handle)
    shutil.copyfile(source, name)
    Path(name).chmod(0o644)
    Path(name).replace(target)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(100)  # names the version


_publish_plotly()
_SCRIPTS = ("livechart.js", "player.js", "heads.js", "lines.js", "unpack.js")
_VERSION = sha256(b"".join((_STATIC / name).read_bytes() for name in _SCRIPTS)).hexdigest()[:12]
_component = st.components.v2.component(
    "livechart",
    html='<div class="livechart"><div class="livechart-plot" role="figure"></div></div>',
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
    # Streamlit sends this text with every change of a chart: lines that fetch the script once keep it short. The
    # chart takes its height before that, so that the page does not jump; of the changes that wait for the script,
    # only the newest is drawn.
    js="""export default async (component) => {
        const { data, parentElement } = component;
        parentElement.querySelector(".livechart-plot").style.minHeight = `${data.height}px`;
        parentElement.newest = component;
        const { default: show } = await import(new URL(data.script, document.baseURI));
        return parentElement.newest === component ? show(component) : undefined;
    }""",
    isolate_styles=False,  # Plotly's own styles live in the document's head
)
