"""The picture of the visitor's function with the paths of the methods: map, surface, curve or slice."""

import itertools
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import streamlit as st

import numerics as nm
from figures.contour import contour
from figures.convergence import convergence
from figures.curve import curve
from figures.drawing import Drawing
from figures.marks import Trace
from figures.paths import Path, fitting_window, heads, leaves_window, looks
from figures.surface import surface
from numerics.numbers import format_number
from numerics.sampling import sample_line, sample_plane
from ui.function_input import Function, Window, window_input
from ui.links import linked, set_linked
from ui.livechart import Player, Readout, livechart
from ui.starts import place_start

GROUP = "descent"  # charts that show the same step
LEVELS = {"logarithmic": "Logarithmic", "linear": "Linear", "quantile": "Quantile"}
HEIGHT = 520
READ_VARIABLES = 4  # coordinates shown beside the player; the table below has all


class Shown(NamedTuple):
    """What a picture shows: the part of the plane (or line), along which variables, and its kind of levels."""

    window: Window
    axes: tuple[int, int]
    levels: str


def landscape(
    function: Function,
    paths: Sequence[Path],
    starts: Sequence[Sequence[float]],
    *,
    clickable: bool = True,
    marks: Callable[[Sequence[int]], Sequence[Trace]] = lambda axes: (),
) -> Shown:
    """Draw f in its window with `paths` and a player; a click on the map or curve places the first of `starts`.

    `marks` gives what is laid over the map or curve along these axes.

    Return what is shown, for other pictures of the same part.
    """
    f = function.objective
    view, axes, scale = "Map", (0, 1), "logarithmic"
    if f.dimension > 1:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            view = linked(st.segmented_control, "View", "view", "Map", options=["Map", "Surface"])
            if f.dimension > 2:
                axes = choose_axes(f.variables)
    drawn = st.container()
    # An expander, not a popover: a popover makes its boxes anew when it opens, and they forget their values.
    with st.expander("Window and contour levels" if f.dimension > 1 else "Window"):
        chosen = window_input(function)
        if f.dimension > 1:
            scale = linked(
                st.segmented_control,
                "Contour levels",
                "levels",
                "logarithmic",
                options=list(LEVELS),
                format_func=LEVELS.__getitem__,
                help="Logarithmic levels show the floor of a valley, quantiles give each colour the same area.",
            )
    window = chosen or function.window
    with drawn:
        if not chosen:
            st.warning("The window has no width: its lower ends must lie below its upper ends. The default is shown.")
        place = partial(place_start, starts[0], axes) if clickable and view != "Surface" else None
        minima = function.minima if f.dimension <= 2 else ()
        picture(f, window, paths, starts, minima=minima, view=view, axes=axes, scale=scale, place=place, marks=marks)
        _strays(paths, window, axes if f.dimension > 1 else (0,))
    return Shown(window, axes, scale)


def picture(
    f: nm.Objective,
    window: Window,
    paths: Sequence[Path],
    starts: Sequence[Sequence[float]],
    *,
    minima: Sequence[tuple[Sequence[float], float]] = (),
    view: str = "Map",
    axes: tuple[int, int] = (0, 1),
    scale: str = "logarithmic",
    place: Callable[[Sequence[float]], None] | None = None,
    marks: Callable[[Sequence[int]], Sequence[Trace]] = lambda axes: (),
) -> None:
    """Draw f in `window` with `paths` and a player: a curve in one variable, else a map or surface along `axes`.

    `place` is called with the coordinates of a click.
    """
    through = paths[0].x[-1] if paths else starts[0]
    if f.dimension == 1:
        line = sample_line(f, window[0])
        drawing = curve(line, paths, name=f.variables[0], minima=minima, starts=starts).over(marks((0,)))
        alt = f"The graph of f over {f.variables[0]}"
    else:
        draw = contour if view == "Map" else surface
        grid = sample_plane(f, (window[0], window[1]), axes=axes, through=through)
        drawing = draw(grid, paths, names=f.variables, scale=scale, minima=minima, starts=starts)
        if view == "Map":
            drawing = drawing.over(marks(axes))
        alt = f"{view} of f over {f.variables[axes[0]]} and {f.variables[axes[1]]}"
    if f.dimension > 2:
        st.caption(_slice(f.variables, axes, through, paths))
    _chart(drawing, f.variables, paths, f"{alt} with {len(paths)} paths", place)


def _slice(variables: Sequence[str], axes: Sequence[int], through: Sequence[float], paths: Sequence[Path]) -> str:
    """Say where the plane lies that the picture shows."""
    held = ", ".join(
        f"{name} = {format_number(value)}"
        for axis, (name, value) in enumerate(zip(variables, through, strict=True))
        if axis not in axes
    )
    return f"The slice at {held}, where {paths[0].label if paths else 'the start'} {'ends' if paths else 'is'}."


def _chart(
    drawing: Drawing,
    variables: Sequence[str],
    paths: Sequence[Path],
    alt: str,
    place: Callable[[Sequence[float]], None] | None,
) -> None:
    """Draw the chart with its player; `place` is called with the coordinates of a click."""
    if place:
        st.caption("Click or tap the picture to place the start, then press play below it.")
    livechart(
        drawing.figure,
        key="landscape",
        alt=alt,
        height=HEIGHT,
        on_click=(lambda x, y: place((x, y))) if place else None,
        player=Player(drawing.steps, drawing.heads, readout(variables, paths, drawing)) if paths else None,
        group=GROUP,
    )


def readout(variables: Sequence[str], paths: Sequence[Path], drawing: Drawing) -> Readout:
    """The numbers of every frame: one row for each method, from the first start."""
    paths = [path for path in paths if not path.group]
    series = {name: [path.x[:, axis] for path in paths] for axis, name in enumerate(variables[:READ_VARIABLES])}
    series |= {"f": [path.f for path in paths]}
    series |= {"‖∇f‖": [path.gradient_norm for path in paths]}
    series |= {"‖Δx‖": [path.step_length for path in paths]}
    return Readout(
        labels=[path.label for path in paths],
        colors=[look.color for look in looks(paths)],
        columns={name: heads(values, drawing.steps).T for name, values in series.items()},
    )


def choose_axes(variables: Sequence[str]) -> tuple[int, int]:
    """Which two variables the slice runs along."""
    pairs = [f"{a}-{b}" for a, b in itertools.combinations(variables, 2)]
    pair = linked(st.selectbox, "Slice along", "axes", pairs[0], options=pairs, width=160)
    first, second = pair.split("-")
    return variables.index(first), variables.index(second)


def _strays(paths: Sequence[Path], window: Window, axes: Sequence[int]) -> None:
    """Say which paths leave the window, and offer one that holds them."""
    strays = [(path, left) for path in paths if (left := leaves_window(path, window, axes)) is not None]
    if not strays:
        return
    told = ", ".join(f"{path.label} at step {left}" for path, left in strays)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(f"Out of the picture: {told}.", width="stretch")
        fitted = fitting_window(paths, axes)
        st.button(
            "Fit the window",
            on_click=lambda: set_linked("window", [float(f"{end:.4g}") for pair in fitted for end in pair]),
        )


def progress(function: Function, paths: Sequence[Path]) -> None:
    """Draw f and ‖∇f‖ against the step, with the step that the map shows."""
    lowest = min((value for _, value in function.minima), default=None)
    drawing = convergence(paths, lowest=lowest)
    st.header("Progress", anchor="progress")
    livechart(
        drawing.figure,
        key="progress",
        alt="The value of f and the norm of its gradient against the step, on a logarithmic axis",
        height=HEIGHT,
        player=Player(drawing.steps, drawing.heads, controls=False),
        group=GROUP,
    )
