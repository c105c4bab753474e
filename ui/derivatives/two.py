"""A plane through f: the gradient field, the slope in every direction, and the mountain cut along both axes."""

import numpy as np
import streamlit as st

from figures.compass import TURNING, compass
from figures.curve import curve
from figures.gradient_field import gradient_field
from figures.mountain import mountain
from figures.paths import Path
from numerics.differentiation import directions, unit
from numerics.numbers import format_number
from numerics.sampling import Grid, Line, lattice, sample_line, sample_plane
from ui.links import linked
from ui.livechart import Player, Readout, livechart
from ui.place import Place, plain

GROUP = "direction"  # the map and the slopes show the same direction
FIELD = 15  # arrows along each side
FRAMES = 72
DEFAULT_ANGLE = 30


def pick_direction() -> int:
    """Draw the slider of the direction u; its angle in degrees."""
    angle = linked(st.slider, "Direction u: its angle θ in degrees", "angle", DEFAULT_ANGLE, min_value=0, max_value=359)
    return int(angle)


def field_picture(place: Place, angle: int) -> None:
    """Draw the map with its gradient field and the turning direction u, and under it uᵀ∇f over the angle."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        colour = linked(
            st.segmented_control, "Colour", "colour", "f", options=["f", "slope"], format_func=_COLOURS.__getitem__
        )
        arrows = linked(st.toggle, "Arrows of ∇f, all of one length", "field", True)
    f, axes = place.f, (place.axes[0], place.axes[1])
    seen = directions(place.gradient)
    turn = np.append(np.arange(FRAMES) * 360 / FRAMES + angle, angle + 360.0)
    drawing = gradient_field(
        _grid(place, colour),
        place.seen,
        seen.gradient,
        unit(turn),
        names=f.variables,
        field=_field(place) if arrows else None,
    )
    slopes = directions(seen.gradient, turn).slopes
    first, second = (plain(f.variables[axis]) for axis in axes)
    st.caption("Click or tap the map to move the point; press play to turn u once round.")
    livechart(
        drawing.figure,
        key="field",
        alt=f"A map of f over {first} and {second} with arrows of its gradient, and at the point the ways up and down",
        height=500,
        on_click=lambda x, y: place.move([x, y]),
        player=Player(
            drawing.steps,
            drawing.heads,
            Readout(
                ["u"], [TURNING], {"θ in degrees": (turn % 360)[None], "slope uᵀ∇f": slopes[None]}, heading="Along"
            ),
        ),
        group=GROUP,
    )
    turning = compass(seen, turn, (place.names[0], place.names[1]))
    livechart(
        turning.figure,
        key="compass",
        alt="The slope of f at the point against the angle of the direction: a cosine, its top and its foot marked",
        height=300,
        player=Player(turning.steps, turning.heads, controls=False),
        group=GROUP,
    )


def direction_story(place: Place, angle: int) -> None:
    """Say in numbers how steep f is along the axes, along u, and at most."""
    seen = directions(place.gradient)
    names = [plain(place.f.variables[axis]) for axis in place.axes]
    row = st.container(horizontal=True, gap="medium")
    row.metric("f", format_number(float(place.f(place.at)), 5), width="content")
    for name, slope in zip(names, seen.gradient, strict=True):
        row.metric(f"∂f/∂{name}", format_number(slope, 5), width="content")
    row.metric("‖∇f‖", format_number(seen.steepness, 5), width="content")
    if seen.ascent is None or seen.descent is None:
        if seen.steepness == 0:
            st.markdown("**∇f = 0**: level in every direction. To first order no way leads up or down.")
        return
    slope = float(unit(angle) @ seen.gradient)
    between = abs((angle - seen.ascent + 180) % 360 - 180)
    st.markdown(
        f"Along u, at θ = {angle}°, f changes by **uᵀ∇f = {format_number(slope)}** for each unit of length. That is "
        f"‖∇f‖ cos {format_number(between, 3)}°, by the angle between u and ∇f."
    )
    st.markdown(
        f"Steepest **up** is along ∇f, at {format_number(seen.ascent, 4)}°, with slope "
        f"{format_number(seen.steepness)}; steepest **down** along −∇f, at {format_number(seen.descent, 4)}°, with "
        f"slope {format_number(-seen.steepness)}. At right angles to both f stays level: that is the contour line."
    )


def cuts(place: Place) -> None:
    """Draw the mountain with its two cuts through the point, and each cut with its tangent."""
    f = place.f
    axes = (place.axes[0], place.axes[1])
    lines = tuple(
        sample_line(f, interval, axis=axis, through=place.at) for axis, interval in zip(axes, place.window, strict=True)
    )
    names = [plain(f.variables[axis]) for axis in axes]
    wide, narrow = st.columns([4, 3], gap="medium")
    with wide:
        grid = sample_plane(f, (place.window[0], place.window[1]), axes=axes, through=place.at)
        drawing = mountain(grid, (lines[0], lines[1]), place.seen, float(f(place.at)), f.variables)
        livechart(
            drawing.figure,
            key="mountain",
            alt=f"The surface of f with one cut along {names[0]} and one along {names[1]} through the point",
            height=560,
        )
    with narrow:
        for at, (line, slope) in enumerate(zip(lines, place.gradient, strict=True)):
            other = f"{names[1 - at]} = {format_number(place.seen[1 - at])}"
            st.markdown(f"Along {names[at]}, with {other} held: **∂f/∂{names[at]} = {format_number(float(slope), 5)}**")
            _cut(place, line, at)


def _cut(place: Place, line: Line, at: int) -> None:
    point = np.array(place.at)[None]
    values = np.atleast_1d(place.f(point))
    tangent = Path("tangent", _LOOKS[at], point, values, place.f.gradient(point))
    livechart(
        curve(line, [tangent], name=place.f.variables[line.axis], starts=np.empty((0, place.f.dimension))).figure,
        key=f"cut.{at}",
        alt=f"f along {plain(place.f.variables[line.axis])} through the point, with its tangent",
        height=255,
        on_click=lambda x, _: place.move([x, place.seen[1]] if at == 0 else [place.seen[0], x]),
    )


_COLOURS = {"f": "height f", "slope": "steepness ‖∇f‖"}
_LOOKS = ("gradient_descent", "momentum")  # the methods that have the colours of the cuts


def _grid(place: Place, colour: str) -> Grid:
    """f over the window, or the length of its gradient in the plane."""
    window, axes = (place.window[0], place.window[1]), (place.axes[0], place.axes[1])
    if colour == "f":
        return sample_plane(place.f, window, axes=axes, through=place.at)
    x, y, points = lattice(place.f, window, 100, axes, place.at)
    slopes = place.f.gradient(points)[..., list(axes)]
    with np.errstate(all="ignore"):
        return Grid(x, y, np.hypot(slopes[..., 0], slopes[..., 1]), axes)


def _field(place: Place) -> tuple[np.ndarray, np.ndarray]:
    """Points spread over the window and the gradients there, along the axes."""
    axes = (place.axes[0], place.axes[1])
    inner = [(low + (high - low) / (2 * FIELD), high - (high - low) / (2 * FIELD)) for low, high in place.window]
    _, _, points = lattice(place.f, inner, FIELD, axes, place.at)
    flat = points.reshape(-1, place.f.dimension)
    return flat[:, list(axes)], place.f.gradient(flat)[:, list(axes)]
