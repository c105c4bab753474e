"""The map of basins on its page: computed with patience, drawn, told in words, and listed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

import numerics as nm
from figures.basins import attractor_value, basins_map, largest
from figures.difference import difference_map
from figures.drawing import legend
from figures.paths import Path
from numerics.basins import Basins, Difference
from numerics.effort import affordable_resolution
from numerics.methods import Method
from numerics.run import Run
from ui.basins.controls import Setup
from ui.basins.story import comparison, kind_of_attractor, place_of, story
from ui.errors import escape_markdown
from ui.lessons.descent import DEFAULT_TOLERANCE
from ui.links import linked
from ui.livechart import livechart
from ui.open_run import open_run
from ui.patience import TooLongError, patiently
from ui.run_views import outcome, run_of
from ui.starts import place_start

SECONDS = 3.0  # that a map may take, as reckoned
FEWEST = 20  # starts along each side: fewer show nothing
HEIGHT, ENTRY = 500, 26  # of the picture, and of each entry of its legend
LISTED = 100


def basins_of(f: nm.Objective, setup: Setup) -> list[Basins] | None:
    """The basins of every method, on as many starts as the work allows; None where there are none to show, and why."""
    for method in setup.methods:
        if refusal := method.refusal(f):
            st.error(f"{method.title} cannot be used here: {escape_markdown(refusal)}. Choose another method.")
            return None
    try:
        resolution = min(_affordable(f, method, setup) for method in setup.methods)
        if resolution < min(FEWEST, setup.resolution):
            raise TooLongError
        found = [_computed(f, method, setup, resolution) for method in setup.methods]
    except TooLongError as error:
        error.tell(
            "This map would take too long: the function or the method is too costly for so many starts. Take fewer "
            "steps, or a method that evaluates less at each step, such as gradient descent or Adam."
        )
        return None
    if resolution < setup.resolution:
        st.caption(
            f"So costly a map is drawn from {resolution} × {resolution} starts instead of "
            f"{setup.resolution} × {setup.resolution}."
        )
    return found


def _affordable(f: nm.Objective, method: Method, setup: Setup) -> int:
    work = partial(
        affordable_resolution,
        f,
        setup.window,
        setup.resolution,
        method,
        setup.steps,
        SECONDS / len(setup.methods),
        setup.axes,
        setup.start,
    )
    key = ("affordable", f, method, setup.window, setup.resolution, setup.steps, len(setup.methods), *_slice(f, setup))
    return patiently("Reckoning", key, lambda progress: work(progress=progress))


def _computed(f: nm.Objective, method: Method, setup: Setup, resolution: int) -> Basins:
    work = partial(
        nm.basins,
        f,
        setup.window,
        resolution,
        method,
        setup.steps,
        tolerance=DEFAULT_TOLERANCE,
        axes=setup.axes,
        through=setup.start,
    )
    key = ("basins", f, method, setup.window, resolution, setup.steps, *_slice(f, setup))
    return patiently(f"Starts of {method.title}", key, lambda progress: work(progress=progress))


def _slice(f: nm.Objective, setup: Setup) -> tuple[Any, ...]:
    """What a plane through more than two variables depends on: of two, the start decides nothing."""
    return (setup.axes, setup.start if f.dimension > 2 else ())


def show(f: nm.Objective, setup: Setup, found: Sequence[Basins], runs: Sequence[Run]) -> None:
    """Draw the map; a click follows one start."""
    paths = [Path.of(run, title) for run, title in zip(runs, setup.titles, strict=True)]
    names = f.variables
    if len(found) == 1:
        drawing = basins_map(found[0], names, paths=paths, start=setup.start)
        alt = f"Where {setup.titles[0]} ends from every start: {len(largest(found[0]))} attractors"
    else:
        views = [*setup.titles, "Difference"]
        options = list(range(3))
        view = linked(st.segmented_control, "Show", "show", 2, options=options, format_func=views.__getitem__)
        told = compared(found)
        if view == 2:
            first, second = setup.titles
            drawing = difference_map(told, names, (first, second), paths=paths, start=setup.start)
            alt = f"Where {first} and {second} end at the same attractor, and which is sooner"
        else:
            basins = (told.first, told.second)[view]
            drawing = basins_map(basins, names, paths=[paths[view]], start=setup.start)
            alt = f"Where {setup.titles[view]} ends from every start"
    livechart(
        drawing.figure,
        key="basins",
        alt=alt,
        height=HEIGHT + ENTRY * len(legend(drawing)),
        on_click=lambda x, y: place_start(setup.start, setup.axes, (x, y)),
    )
    st.caption("Click or tap the picture to follow that start.")


def compared(found: Sequence[Basins]) -> Difference:
    """Two basins set side by side."""
    first, second = found
    key = ("difference", first.objective, first.method, second.method, *_lattice(first), first.steps)
    return patiently("Comparing", key, lambda _: nm.compare_basins(first, second))


def _lattice(basins: Basins) -> tuple[Any, ...]:
    ends = (basins.x[0], basins.x[-1], basins.y[0], basins.y[-1])
    return (len(basins.x), *map(float, ends), basins.axes, tuple(basins.through.tolist()))


def runs_of(f: nm.Objective, setup: Setup) -> list[Run]:
    """The run of every method from the start that is followed."""
    return [run_of(f, method, setup.start, setup.steps, DEFAULT_TOLERANCE) for method in setup.methods]


def followed(setup: Setup, runs: Sequence[Run]) -> None:
    """Tell what became of the start that is followed, with links that open its runs."""
    st.header("From this start", anchor="start")
    for run, title in zip(runs, setup.titles, strict=True):
        with st.container(border=True):
            st.markdown(f"**{title}**")
            outcome(run)
            open_run(run)


def notice(setup: Setup, found: Sequence[Basins]) -> None:
    """Say what there is to notice."""
    st.header("What to notice", anchor="notice")
    if len(found) == 2:
        st.markdown("\n".join(f"- {line}" for line in comparison(compared(found), setup.titles)))
    for basins, title in zip(found, setup.titles, strict=True):
        if len(found) == 2:
            st.markdown(f"**{title}**")
        st.markdown("\n".join(f"- {line}" for line in story(basins)))


def attractors(setup: Setup, found: Sequence[Basins]) -> None:
    """List the attractors of every method."""
    for basins, title in zip(found, setup.titles, strict=True):
        order = sorted(largest(basins)[:LISTED])
        if not order:
            continue
        st.header(f"Attractors of {title}" if len(found) > 1 else "Attractors", anchor=False)
        flat = basins.label.ravel()
        columns: dict[str, Any] = {
            "number": [n + 1 for n in order],
            "kind": [kind_of_attractor(basins, n) for n in order],
            "at": [place_of(basins, n) for n in order],
            "f": [attractor_value(basins, n) for n in order],
            "share": [basins.share(n) for n in order],
            "median steps": [int(np.median(basins.ends.steps[flat == n])) for n in order],
        }
        formats = {
            "f": st.column_config.NumberColumn(format="%.6g"),
            "share": st.column_config.NumberColumn(format="percent"),
        }
        st.dataframe(columns, hide_index=True, column_config=formats)


def needs_two_variables(f: nm.Objective) -> None:
    """Say why a function of one variable has no such map, and where to look instead."""
    st.info(
        f"Basins are drawn over two variables, and this function has one, {f.variables[0]}. Add a variable, as in "
        "`x^4 - x^2 + y^2`, or pick another function; for one variable, *Hyper-parameter maps* shows where a run ends "
        "for every start and every learning rate."
    )
