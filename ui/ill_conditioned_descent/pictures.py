"""The zig-zag on the map, the same run in the eigenbasis, and how fast each method is."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from figures.contour import contour
from figures.drawing import Drawing
from figures.eigenbasis import with_eigenbasis
from figures.paths import Path
from figures.rows import stack
from figures.theme import DASHES
from figures.timelines import Line, Panel, palette_look, rows_of
from numerics.numbers import format_number
from numerics.outcome import Outcome
from numerics.quadratic.quadratic import Quadratic
from numerics.quadratic.steps_needed import descent_steps
from numerics.run import Run
from numerics.sampling import sample_plane
from numerics.theory import measured_rate, predicted_errors, predicted_rate
from ui.errors import escape_markdown
from ui.ill_conditioned_descent.runs import Setup
from ui.links import linked
from ui.livechart import Player, livechart
from ui.run_views import run_of
from ui.starts import place_start

GROUP = "ill_conditioned_descent"
MARGIN, FARTHEST_SEEN = 1.2, 3.0  # of the start's distance
PATIENT = 1000  # steps that a method without a recurrence is given to converge


def zigzag(quadratic: Quadratic, setup: Setup, runs: Sequence[Run]) -> None:
    """The map of two variables with the eigenvectors and the paths; a click moves the start."""
    if len(setup.start) != 2:
        st.info(
            f"The quadratic has {len(setup.start)} variable{'s' * (len(setup.start) > 1)}: the map is drawn for two. "
            "All that follows holds for any number."
        )
        return
    reach = float(np.abs(setup.start).max()) or 1.0
    points = np.concatenate([run.x for run in runs] + [np.array([setup.start])])
    half = MARGIN * float(np.clip(np.abs(points).max(), reach, FARTHEST_SEEN * reach))
    grid = sample_plane(quadratic.objective, ((-half, half), (-half, half)))
    drawing = contour(
        grid,
        [Path.of(run) for run in runs],
        names=("x1", "x2"),
        lowest=0.0,
        starts=[setup.start],
        equal=True,
    )
    drawing = with_eigenbasis(drawing, quadratic.bottom.directions, quadratic.eigenvalues, 0.9 * half)
    st.caption(
        "Press play below the picture: gradient descent jumps from wall to wall of the valley. Stretch the valley by "
        "its condition number κ, or turn it."
    )
    livechart(
        drawing.figure,
        key="zigzag",
        alt=f"Contours of the quadratic with its two eigenvectors and {len(runs)} paths",
        height=560,
        on_click=lambda x, y: place_start(setup.start, (0, 1), (x, y)),
        player=Player(drawing.steps, drawing.heads) if runs else None,
        group=GROUP,
    )


def eigenbasis(quadratic: Quadratic, runs: Sequence[Run]) -> None:
    """The error of one run along every eigenvector, with what the recurrence predicts."""
    st.markdown(
        "In the eigenbasis the quadratic falls apart into one parabola for each eigenvector. Gradient descent "
        "multiplies the error along eigenvector i by **1\u00a0−\u00a0ηλᵢ** at every step: for one rate η the steep "
        "directions must not be overshot, and the flat ones hardly move. The dotted lines are this rule (momentum's "
        "has two terms), computed without the run."
    )
    named = {run.method.name: run for run in runs}
    chosen = linked(
        st.selectbox,
        "Errors of",
        "errors",
        next(iter(named)),
        options=list(named),
        format_func=lambda name: named[name].method.title,
        width=320,
    )
    run = named[chosen]
    t, error = np.arange(run.steps + 1), quadratic.bottom.errors(run)
    ahead = predicted_errors(run, quadratic.bottom)
    lines = []
    for i, curvature in enumerate(quadratic.eigenvalues):
        name = f"eigenvector {i + 1}, <i>λ</i> = {format_number(curvature)}"
        lines.append(Line(name, t, np.abs(error[:, i]), palette_look(i, DASHES[i % 2])))
        if ahead is not None:
            lines.append(Line(f"predicted {i + 1}", t, np.abs(ahead[:, i]), palette_look(i, "dot"), head=False))
    drawing = timeline(Panel("|qᵢᵀx|", lines, log=True), run.steps)
    livechart(
        drawing.figure,
        key="components",
        alt="The error along each eigenvector against the step, on a logarithmic axis",
        height=400,
        player=Player(drawing.steps, drawing.heads, controls=False),
        group=GROUP,
    )
    st.caption(escape_markdown(_noticed(run, quadratic)))


def _noticed(run: Run, quadratic: Quadratic) -> str:
    """What the run's own numbers say."""
    knobs = run.method.knobs
    if run.method.name != "gradient_descent":
        told = {
            "momentum": "The best momentum gives every direction the same factor √β; the errors swing, because the "
            "roots are complex, and at both ends of the spectrum the root is double: t·ρᵗ, a hump before the fall.",
            "diagonal_preconditioning": "Each coordinate is divided by its own curvature: exact when the eigenvectors "
            "are the axes, and of little use when the valley runs along a diagonal.",
        }.get(run.method.name, "This method adapts to the quadratic as it goes, so no fixed factor holds.")
        return f"{run.method.title}: {told}"
    factors = 1 - knobs["learning_rate"] * quadratic.eigenvalues
    told = f"η = {format_number(knobs['learning_rate'])}. Factor a step along the flattest direction "
    told += f"{format_number(factors[0])}, along the steepest {format_number(factors[-1])}"
    if factors[-1] < -1 - 1e-9:
        return f"{told}: beyond −1 that error grows at every step, and the run diverges."
    if abs(factors[-1] + 1) <= 1e-9:
        return f"{told}: at exactly −1 the error changes its sign for ever and does not shrink."
    if math.isclose(factors[0], -factors[-1]):
        told += ", equal in size, so that the lines coincide"
    return told + (": a negative factor is the zig-zag across the valley." if factors[-1] < -1e-9 else ".")


def timeline(panel: Panel, steps: int) -> Drawing:
    """One panel of lines over the steps 0 … `steps`."""
    shown = np.unique(np.linspace(0, steps, min(steps, 1000) + 1).round().astype(np.int32))
    return stack(rows_of([panel], shown), shown)


def rates(quadratic: Quadratic, setup: Setup, runs: Sequence[Run]) -> None:
    """Predicted and measured factor of every method, and the steps until the gradient is 1e-10 of the first."""
    rows: list[dict[str, Any]] = []
    for run in runs:
        predicted = predicted_rate(run, quadratic.bottom)
        size = np.linalg.norm(quadratic.bottom.errors(run), axis=-1)
        blur = np.finfo(float).eps * size[0]
        rows.append(
            {
                "method": run.method.title,
                "η": run.method.knobs.get("learning_rate"),
                "β": run.method.knobs.get("momentum"),
                "predicted factor": predicted,
                "measured factor": measured_rate(size, blur) if predicted is not None else None,
                "steps to 1e-10": _steps(quadratic, setup, run),
            }
        )
    number = st.column_config.NumberColumn(format="%.5g")
    names = list(rows[0])
    st.dataframe(
        {name: [row[name] for row in rows] for name in names},
        hide_index=True,
        placeholder="–",
        column_config=dict.fromkeys(names[1:5], number)
        | {"steps to 1e-10": st.column_config.TextColumn(help="Until ‖g‖ ≤ 1e-10 ‖g₀‖, from the start above.")},
    )
    st.markdown(
        "The factor is what the error is multiplied by at each step in the long run; it is measured as a slope over "
        "the second half of the steps shown. With the best constant knobs theory has "
        "$\\frac{\\kappa-1}{\\kappa+1}$ for gradient descent and $\\frac{\\sqrt\\kappa-1}{\\sqrt\\kappa+1}$ for "
        "momentum. Momentum's measured factor stays a little above its prediction: its root is double, and the factor "
        "$t$ in $t\\,\\rho^t$ fades slowly. Conjugate gradient, BFGS and Newton's method end after finitely many "
        "steps and have no such factor. All this is a theorem for quadratics with positive curvature everywhere."
    )


def _steps(quadratic: Quadratic, setup: Setup, run: Run) -> str:
    """The steps to the tolerance, as words."""
    method, knobs = run.method, run.method.knobs
    if method.name in ("gradient_descent", "momentum"):
        factor = predicted_rate(run, quadratic.bottom)
        if factor is None or factor >= 1 - 1e-12:
            return "never"
        components = setup.start @ quadratic.bottom.directions
        pair = knobs["learning_rate"], knobs.get("momentum", 0.0)
        count = descent_steps(method.name, quadratic.eigenvalues, knobs=pair, start=components)
        return f"{count:.0f}" if math.isfinite(count) else "more than 200 000"
    whole = run_of(quadratic.objective, method, setup.start, PATIENT, setup.tolerance(quadratic))
    if whole.outcome is Outcome.CONVERGED:
        return str(whole.steps)
    return "never: it diverges" if whole.outcome is Outcome.DIVERGED else f"more than {whole.steps}"
