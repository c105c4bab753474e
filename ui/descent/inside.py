"""Look inside a method: what it sees at the step that the player shows."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

import numpy as np
import streamlit as st

from figures.contour import contour
from figures.curve import curve
from figures.drawing import Drawing
from figures.inside import close_up, drawn, over_curve, over_map
from figures.paths import Path
from figures.rows import stack
from figures.slice import slice_along
from figures.text import variable
from figures.theme import method_color
from figures.timelines import Line, Panel, palette_look, rows_of
from numerics.inside.profile import Profile, profile
from numerics.inside.replay import look_inside
from numerics.inside.views import Reading, Series, Slice, Steps, View
from numerics.outcome import Outcome
from numerics.run import Run
from numerics.sampling import sample_line, sample_plane
from ui.errors import escape_markdown
from ui.function_input import Function
from ui.landscape import GROUP, READ_VARIABLES, Shown
from ui.links import linked
from ui.livechart import Player, Readout, livechart
from ui.run_views import Course, pick_run

HEIGHT = 560
PANEL = 210  # pixels of each panel of numbers over time


def inside(function: Function, courses: Sequence[Course], shown: Shown) -> None:
    """Draw the choice of a run and, at every step of it, what its method sees."""
    run = pick_run("Look inside", "inside", courses)
    label = next(
        name for course in courses for name, each in zip(course.labels, course.runs, strict=True) if each is run
    )
    if run.method.refusal(run.objective) or run.outcome is Outcome.UNDEFINED_START:
        st.info(f"{run.method.title} took no step here, so there is nothing to see inside it.")
        return
    close = run.objective.dimension > 1 and linked(
        st.toggle,
        "Close up",
        "close",
        False,
        help="Only the surroundings of the iterate, in units of its own step: late steps look as large as early ones.",
    )
    steps, views, line = _seen(run)
    path = Path.of(run, label)
    # Where the run has converged there is nothing left to do: the step that led there stays in sight.
    frames = steps.t[:-1] if run.outcome is Outcome.CONVERGED and run.steps else steps.t
    left, right = st.columns([5, 4], gap="medium")
    with left:
        if close:
            drawing = close_up(steps, views, shown.axes, run.objective.variables)
        else:
            drawing = _overlay(function, path, steps, views, shown)
        drawing = drawing.at(frames)
        livechart(
            drawing.figure,
            key="inside",
            alt=f"What {label} sees at each step: {', '.join(view.title for view in drawn(views))}",
            height=HEIGHT,
            player=Player(drawing.steps, drawing.heads, _readout(path, steps, views, line, len(frames))),
            group=GROUP,
        )
    with right:
        along = slice_along(line, steps.t).at(frames)
        livechart(
            along.figure,
            key="slice",
            alt="f along the line of the step, with its tangent, the lengths tried and the one taken",
            height=HEIGHT - 100,
            player=Player(along.steps, along.heads, controls=False),
            group=GROUP,
        )
        with st.expander("What is what"):
            st.markdown(_legend(views, line))
    _over_time(steps, views)


@lru_cache(maxsize=16)
def _seen(run: Run) -> tuple[Steps, tuple[View, ...], Profile]:
    """What there is to see in a run, remembered: turning to another picture does not replay it."""
    steps, views = look_inside(run)
    return steps, views, profile(steps, next(view for view in views if isinstance(view, Slice)))


def _overlay(function: Function, path: Path, steps: Steps, views: Sequence[View], shown: Shown) -> Drawing:
    """The map or the curve with one path and what its method sees."""
    f, window, axes = function.objective, shown.window, shown.axes
    if f.dimension == 1:
        base = curve(sample_line(f, window[0]), [path], name=f.variables[0])
        return over_curve(base.at(steps.t), steps, views)
    grid = sample_plane(f, (window[0], window[1]), axes=axes, through=path.x[-1])
    # One unit for both axes: a region is a circle, and a gradient crosses the level lines at right angles.
    base = contour(grid, [path], names=f.variables, scale=shown.levels, equal=True)
    return over_map(base.at(steps.t), steps, views, axes)


def _readout(path: Path, steps: Steps, views: Sequence[View], line: Profile, frames: int) -> Readout:
    """The numbers of the first `frames` steps in one row."""
    names = steps.objective.variables[:READ_VARIABLES]
    columns = {view.title: np.asarray(view.values) for view in views if isinstance(view, Reading)}
    columns |= {"slope promises": line.promised, "f changes by": line.actual}
    columns |= {"‖Δx‖": np.linalg.norm(steps.step, axis=-1), "f": steps.f}
    columns |= {name: steps.x[:, axis] for axis, name in enumerate(names)}
    return Readout(
        [path.label], [method_color(path.method)], {name: values[None, :frames] for name, values in columns.items()}
    )


def _legend(views: Sequence[View], line: Profile) -> str:
    """What is drawn, in words."""
    told = [(view.title, view.meaning) for view in drawn(views)]
    told.append(
        (
            "The picture beside it",
            "f along the line of the step. The unit of length is the step itself, the unit of height what the slope "
            "promises for it (or the largest change on the way, if that is more): on a quadratic the best length on "
            "the line gains half of that, −½. Near a minimum, where the change is lost in the rounding of f, the line "
            "breaks up into stairs.",
        )
    )
    if line.sufficient is not None:
        told.append(("Armijo's line", f"A length is good enough if f ends below it; c₁ = {line.sufficient:g}."))
    return "\n".join(f"- **{escape_markdown(title)}**: {escape_markdown(meaning)}" for title, meaning in told)


def _over_time(steps: Steps, views: Sequence[View]) -> None:
    """The numbers that the method keeps, over the steps."""
    series = [view for view in views if isinstance(view, Series)]
    if not series:
        return
    panels = [_panel(title, list(group), steps.t) for title, group in groupby(series, key=lambda view: view.panel)]
    drawing = stack(rows_of(panels, steps.t), steps.t)
    st.subheader("Over time", anchor="over-time")
    for title, group in groupby(series, key=lambda view: view.panel):
        told = " ".join(view.meaning for view in group if view.meaning)
        st.caption(f"**{escape_markdown(title)}**: {escape_markdown(told)}")
    livechart(
        drawing.figure,
        key="over-time",
        alt=f"Over the steps: {', '.join(panel.title for panel in panels)}",
        height=PANEL * len(panels) + 60,
        player=Player(drawing.steps, drawing.heads, controls=False),
        group=GROUP,
    )


def _panel(title: str, group: Sequence[Series], t: np.ndarray) -> Panel:
    lines = [
        Line(variable(name), t, values, palette_look(place, "dot" if view.faint else "solid"), head=not view.faint)
        for view in group
        for place, (name, values) in enumerate(zip(view.labels, view.values, strict=True))
    ]
    return Panel(title, lines, group[0].log, group[0].span, group[0].marks)
