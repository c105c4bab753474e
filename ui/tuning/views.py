"""The map of two knobs on its page: computed with patience, drawn, told in words, with one run beside it."""

import math
from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

import numerics as nm
from figures.paths import Path
from figures.sweep import sweep_map
from figures.text import symbol
from numerics.effort import affordable_cells
from numerics.ends import CODE
from numerics.outcome import Outcome
from numerics.run import Run
from numerics.sweep import Sweep
from ui.errors import escape_markdown
from ui.function_input import Function
from ui.landscape import landscape
from ui.links import linked, set_linked
from ui.livechart import livechart
from ui.open_run import open_run
from ui.patience import TooLongError, patiently
from ui.run_views import outcome, run_of
from ui.tuning.controls import Axis, Setup, axis_label
from ui.tuning.story import story

SECONDS = 3.0  # that a map may take, as reckoned
FEWEST = 5  # values of each: fewer show nothing
FEW = 0.01  # of the runs: when no more converge, colour tells more by f
HEIGHT = 520
SIDES = ("across", "up")
TOO_LONG = (
    "This map would take too long: the function or the method is too costly for so many runs. Take fewer steps, or a "
    "method that evaluates less at each step, such as momentum or Adam."
)


def sweep_of(f: nm.Objective, setup: Setup, axes: Sequence[Axis]) -> Sweep | None:
    """The map, of as many cells as the work allows; None where there is none to show, and why."""
    if refusal := setup.method.refusal(f):
        st.error(f"{setup.method.title} cannot be used here: {escape_markdown(refusal)}. Choose another method.")
        return None
    try:
        side = min(setup.side, math.isqrt(_affordable(f, setup, axes)))
        if side < FEWEST:
            raise TooLongError
        found = _computed(f, setup, axes, side)
    except TooLongError as error:
        error.tell(TOO_LONG)
        return None
    if side < setup.side:
        st.caption(f"So costly a map is drawn from {side} × {side} runs instead of {setup.side} × {setup.side}.")
    return found


def _affordable(f: nm.Objective, setup: Setup, axes: Sequence[Axis]) -> int:
    values = {axis.name: axis.values(setup.side) for axis in axes}
    work = partial(affordable_cells, f, setup.start, setup.method, values, setup.steps, SECONDS)
    key = ("cells", f, setup.method, setup.start, tuple(values.items()), setup.steps)
    return patiently("Reckoning", key, lambda progress: work(progress=progress))


def _computed(f: nm.Objective, setup: Setup, axes: Sequence[Axis], side: int) -> Sweep:
    values = {axis.name: axis.values(side) for axis in axes}
    work = partial(nm.sweep, f, setup.start, setup.method, values, setup.steps, setup.tolerance)
    key = ("sweep", f, setup.method, setup.start, tuple(values.items()), setup.steps, setup.tolerance)
    return patiently(f"Runs of {setup.method.title}", key, lambda progress: work(progress=progress))


def show(sweep: Sweep, axes: Sequence[Axis]) -> tuple[float, float]:
    """Draw the map, where a click chooses a cell, and the boxes of the chosen values; return these."""
    reached = float(np.mean(sweep.code == CODE[Outcome.CONVERGED]))
    quantity = linked(
        st.segmented_control,
        "Colour",
        "colour",
        "steps" if reached > FEW else "f",
        options=["steps", "f"],
        format_func={"steps": "Steps to the tolerance", "f": "Final f"}.__getitem__,
    )
    picture = st.container()
    st.caption("Click or tap a cell to see its run; at first it is that of the best.")
    shown = _pick_values(sweep)
    scales = (axes[0].logarithmic, axes[1].logarithmic)
    drawing = sweep_map(
        sweep,
        quantity,
        logarithmic=scales,
        symbols=(symbol(axes[0].symbol), symbol(axes[1].symbol)),
        chosen=_nearest(sweep, scales, shown),
    )
    first, second = map(axis_label, sweep.names)

    def choose(x: float, y: float) -> None:
        row, column = _nearest(sweep, scales, (x, y))
        for side, value in zip(SIDES, (sweep.x[column], sweep.y[row]), strict=True):
            set_linked(f"shown.{side}", float(value))

    with picture:
        livechart(
            drawing.figure,
            key="tuning",
            alt=f"{'Steps to the tolerance' if quantity == 'steps' else 'Final f'} for every {first} and {second}",
            height=HEIGHT,
            on_click=choose,
        )
    return shown


def _pick_values(sweep: Sweep) -> tuple[float, float]:
    """Draw the boxes of the two values whose run is shown."""
    row, column = sweep.best or (0, 0)
    boxes = st.container(horizontal=True)
    first, second = (
        linked(
            boxes.number_input,
            f"{axis_label(name)} shown",
            f"shown.{side}",
            float(values[place]),
            min_value=float(values[0]),
            max_value=float(values[-1]),
            step=None,
            format="%.6g",
        )
        for side, name, values, place in zip(SIDES, sweep.names, (sweep.x, sweep.y), (column, row), strict=True)
    )
    return first, second


def _nearest(sweep: Sweep, logarithmic: tuple[bool, bool], at: tuple[float, float]) -> tuple[int, int]:
    """The cell (row, column) that holds a point, or the nearest one."""
    column, row = (
        int(np.abs(np.log(values / value) if log else values - value).argmin())
        for values, log, value in zip((sweep.x, sweep.y), logarithmic, at, strict=True)
    )
    return row, column


def run_shown(sweep: Sweep, shown: tuple[float, float]) -> Run:
    """The run with these two values."""
    method, start = sweep.run_with(*shown)
    return run_of(sweep.objective, method, tuple(start.tolist()), sweep.steps, sweep.tolerance)


def beside(function: Function, run: Run) -> None:
    """Draw a run on the landscape, and tell what became of it."""
    landscape(function, [Path.of(run)], [run.x[0].tolist()], clickable=False)
    outcome(run)
    open_run(run)


def notice(sweep: Sweep) -> None:
    """Say what there is to notice."""
    st.header("What to notice", anchor="notice")
    st.markdown("\n".join(f"- {line}" for line in story(sweep)))
