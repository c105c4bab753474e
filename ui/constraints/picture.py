"""The picture of a constrained problem: the feasible region over f, the path, the forces, and all KKT points."""

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from figures.contour import contour
from figures.curve import curve
from figures.drawing import Drawing
from figures.feasible import Boundary, Forces, with_constraints, with_constraints_on_line, with_points
from figures.paths import Path
from numerics.constrained import Certificate, ExactPoint, Solution
from numerics.constrained import Path as Run
from numerics.constrained.solvers import SOLVERS
from numerics.numbers import format_number, format_point
from numerics.sampling import Grid, Line, lattice
from ui.constraints.setting import Setting
from ui.errors import escape_markdown
from ui.function_input import Function, Window, window_input
from ui.landscape import choose_axes
from ui.links import set_linked
from ui.livechart import Player, Readout, livechart

HEIGHT = 560
RESOLUTION = 140
SAMPLES = 800  # of the curve of one variable
FLATTEST = 3.0  # window, for both axes to have the same unit
USUAL = (-5.0, 5.0)


def picture(
    function: Function,
    setting: Setting,
    solution: Solution,
    certificate: Certificate,
    points: Sequence[ExactPoint],
) -> None:
    """Draw the feasible region, f, the path, and the forces at the examined point; a click examines another."""
    problem = setting.problem
    line = len(problem.variables) == 1
    axes = choose_axes(problem.variables) if len(problem.variables) > 2 else (0, 1)
    drawn = st.container()
    with st.expander("Window"):
        chosen = window_input(function)
    window: Window = tuple(chosen or function.window)
    window = (*window, *[USUAL] * (2 - len(window)))[:2]
    drawing = (
        _on_line(setting, solution, certificate, window[0])
        if line
        else _on_map(setting, solution, certificate, window, axes)
    )
    if points and len(problem.variables) <= 2:
        drawing = with_points(drawing, *_marks(setting, points))
    with drawn:
        pull = _pull(setting)
        st.caption(
            f"Veiled: what the inequalities forbid. Arrows: {pull} pulls {'up' if problem.maximize else 'down'}hill, "
            "−λ∇c pushes back; where they cancel, nothing moves. Click the picture to examine another point."
        )
        if len(problem.variables) > 2:
            st.caption(f"The slice through the examined point {escape_markdown(format_point(certificate.x, 5))}.")
        livechart(
            drawing.figure,
            key="constraints",
            alt="The feasible region over f, the path of the solver, and the forces at a point",
            height=HEIGHT,
            on_click=_examine(certificate, [0] if line else list(axes)),
            player=Player(drawing.steps, drawing.heads, _readout(setting, solution.path, len(drawing.steps))),
        )


def _on_map(
    setting: Setting, solution: Solution, certificate: Certificate, window: Window, axes: tuple[int, int]
) -> Drawing:
    """Contours of f on a slice through the examined point."""
    problem, at = setting.problem, list(axes)
    x, y, lattice_points = lattice(setting.f, window, RESOLUTION, axes, certificate.x)
    f, c = problem.values(lattice_points)
    shape = (window[0][1] - window[0][0]) / (window[1][1] - window[1][0])
    equal = 1 / FLATTEST < shape < FLATTEST
    drawing = contour(Grid(x, y, f, axes), [_drawn(solution.path)], names=problem.variables, equal=equal)
    forces = None
    if certificate.local.finite:
        pushes = -certificate.forces[:, at]
        forces = Forces(certificate.x[at], -certificate.local.gradient[at], pushes, _pull(setting))
    return with_constraints(drawing, x, y, _boundaries(setting, c), forces)


def _on_line(setting: Setting, solution: Solution, certificate: Certificate, interval: tuple[float, float]) -> Drawing:
    """The graph of f of one variable; the forces lie along the axis."""
    problem = setting.problem
    x = np.linspace(*interval, SAMPLES)
    f, c = problem.values(x[:, None])
    drawing = curve(Line(x, f, 0), [_drawn(solution.path)], name=problem.variables[0])
    forces = None
    if certificate.local.finite:
        pushes = np.pad(-certificate.forces, ((0, 0), (0, 1)))
        place = np.array([certificate.x[0], certificate.f])
        forces = Forces(place, np.array([-certificate.local.gradient[0], 0.0]), pushes, _pull(setting))
    return with_constraints_on_line(drawing, x, _boundaries(setting, c), forces)


def _boundaries(setting: Setting, c: np.ndarray) -> list[Boundary]:
    parts = setting.problem.constraints
    return [Boundary(part.text, c[..., at], part.equality) for at, part in enumerate(parts)]


def _pull(setting: Setting) -> str:
    return "∇f" if setting.problem.maximize else "−∇f"


def _examine(certificate: Certificate, at: list[int]) -> Callable[[float, float], None]:
    """What a click does: the clicked coordinates become those of the examined point."""

    def examine(*clicked: float) -> None:
        moved = np.array(certificate.x, dtype=float)
        moved[at] = clicked[: len(at)]
        set_linked("at", [float(f"{value:.8g}") for value in moved])

    return examine


def _drawn(run: Run) -> Path:
    return Path(SOLVERS[run.solver].title, run.solver, run.x, run.f, np.full_like(run.x, np.nan))


def _marks(setting: Setting, points: Sequence[ExactPoint]) -> tuple[np.ndarray, list[str], list[bool]]:
    """Where the KKT points lie, what is told of each, and which are the best."""
    line = len(setting.problem.variables) == 1
    at = np.array([[number.value for number in (*point.x, point.f)] for point in points])[:, :2]
    texts = [
        f"KKT point {format_number(point.x[0].value, 6) if line else format_point(at[place], 6)}, "
        f"f = {format_number(point.f.value, 7)}"
        for place, point in enumerate(points)
    ]
    return at, texts, [point.best for point in points]


def _readout(setting: Setting, run: Run, frames: int) -> Readout:
    columns = {name: run.x[None, :, at] for at, name in enumerate(setting.problem.variables[:3])}
    columns |= {"f": run.f[None], "violation": run.violation[None]}
    shown = {name: values[:, :frames] for name, values in columns.items()}
    return Readout([run.solver.replace("_", " ")], ["#AC3B00"], shown, "Solver")
