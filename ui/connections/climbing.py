"""Hill climbing on the grid beside a descent with slopes: the picture, what to notice, and the minima of the grid."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from figures.contour import contour
from figures.curve import curve
from figures.drawing import Drawing
from figures.grid_optima import with_optima
from figures.paths import Path
from numerics.errors import NumericsError
from numerics.hill_climbing import Climb, GridOptima, IntegerGrid, grid_optima, hill_climb, restarts
from numerics.numbers import format_number, format_point
from numerics.run import Run
from numerics.sampling import Grid, sample_line
from ui.connections.setting import Setting, pick_setting
from ui.connections.story import story
from ui.errors import show_error
from ui.frame import part
from ui.function_input import Function
from ui.landscape import readout
from ui.lessons.descent import DEFAULT_TOLERANCE
from ui.links import set_linked
from ui.livechart import Player, livechart
from ui.patience import TooLongError, patiently
from ui.place import plain
from ui.run_views import outcome, run_of

HEIGHT = 520
LISTED = 100
CLIMBER = "Hill climbing"


@part
def climbing(function: Function) -> None:
    """Draw the controls, and what comes of them if the window holds a grid."""
    place, controls = st.columns([5, 3], gap="medium")
    with controls:
        setting = pick_setting(function)
    with place:
        try:
            grid = IntegerGrid.of(setting.f, setting.window, setting.spacing)
            optima = _optima(grid, setting)
        except NumericsError as error:
            show_error(error)
            return
        except TooLongError as error:
            error.tell("Comparing this grid with f takes too long. Take a coarser spacing or a simpler function.")
            return
        climb = hill_climb(grid, setting.start, setting.climber)
        others = restarts(grid, setting.climber, setting.restarts, setting.seed)
        run = run_of(setting.f, setting.method, tuple(climb.x[0].tolist()), setting.steps, DEFAULT_TOLERANCE)
        _picture(function, setting, optima, climb, others, run)
        st.subheader("What to notice", anchor="notice")
        st.markdown("\n".join(f"- {line}" for line in story(optima, climb, others, run, setting.window)))
    with setting.card:
        outcome(run)
    _table(optima)


def _optima(grid: IntegerGrid, setting: Setting) -> GridOptima:
    key = ("grid optima", setting.f, setting.window, setting.spacing, setting.climber)
    return patiently("Comparing with f", key, lambda progress: grid_optima(grid, setting.climber, progress))


def _picture(
    function: Function, setting: Setting, optima: GridOptima, climb: Climb, others: Sequence[Climb], run: Run
) -> None:
    f, grid = setting.f, optima.grid
    paths = [_path(climb, CLIMBER), *(_path(other, f"Restart {k + 1}", CLIMBER) for k, other in enumerate(others))]
    paths.append(Path.of(run))
    drawing: Drawing
    if f.dimension == 1:
        line = sample_line(f, setting.window[0])
        drawing = curve(line, paths, name=f.variables[0], starts=[climb.x[0]])
        alt = f"The graph of f over {f.variables[0]} with the minima of the grid"
    else:
        cells = Grid(grid.line(0), grid.line(1), grid.values.T, (0, 1))
        drawing = contour(cells, paths, names=f.variables, starts=[climb.x[0]], cells=True)
        alt = f"f at every point of the grid over {f.variables[0]} and {f.variables[1]}"
    if setting.held:
        held = ", ".join(f"{plain(name)} = {format_number(value)}" for name, value in setting.held.items())
        st.caption(f"The slice at {held}; the descent stays in it, too.")
    st.caption("Click or tap the picture to place the start, then press play below it.")
    drawing = with_optima(drawing, optima, f.variables)
    livechart(
        drawing.figure,
        key="grid",
        alt=f"{alt}, a climb of {climb.moves} moves and a descent of {run.steps} steps",
        height=HEIGHT,
        on_click=lambda x, y: _place_start(setting, function, (x, y)),
        player=Player(drawing.steps, drawing.heads, readout(f.variables, paths, drawing)),
    )


def _place_start(setting: Setting, function: Function, at: Sequence[float]) -> None:
    """Move the start to the coordinates of a click (in a callback); held variables stay."""
    moved = dict(setting.held) | dict(zip(setting.f.variables, at, strict=False))
    set_linked("start", [float(f"{moved[name]:.4g}") for name in function.objective.variables])


def _path(climb: Climb, label: str, group: str = "") -> Path:
    return Path(label, "hill_climbing", climb.x, climb.f, climb.grid.objective.gradient(climb.x), group)


def _table(optima: GridOptima) -> None:
    """List the minima of the grid."""
    st.subheader("Local minima of the grid", anchor="minima")
    if not len(optima.index):
        st.info("f is defined at no point of this grid.")
        return
    some = slice(0, LISTED)
    columns: dict[str, Any] = {
        "at": [format_point(x) for x in optima.x[some]],
        "f": optima.f[some],
        "what it is to f": [standing.value for standing in optima.standing[some]],
        "f falls from there to": [format_point(np.round(x, 12)) for x in optima.bottom[some]],
        "share of starts": optima.starts[some] / optima.grid.values.size,
    }
    formats = {
        "f": st.column_config.NumberColumn(format="%.6g"),
        "share of starts": st.column_config.NumberColumn(format="percent"),
    }
    st.dataframe(columns, hide_index=True, column_config=formats)
    if len(optima.index) > LISTED:
        st.caption(f"The lowest {LISTED} of {len(optima.index)}.")
