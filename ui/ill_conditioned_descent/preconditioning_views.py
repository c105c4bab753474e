"""Preconditioning: identity, diagonal and full, and BFGS, which learns the full one as it goes."""

from typing import Any

import numpy as np
import streamlit as st

import numerics as nm
from figures.theme import FORM_LOOKS, method_look
from figures.timelines import Line, Panel
from numerics.methods import choose_method
from numerics.outcome import Outcome
from numerics.quadratic.preconditioning import learned_inverse, preconditioned
from numerics.quadratic.quadratic import Quadratic
from numerics.quadratic.steps_needed import descent_steps
from numerics.run import Run
from ui.ill_conditioned_descent.pictures import timeline
from ui.ill_conditioned_descent.runs import EXACT, Setup, tuned
from ui.livechart import livechart
from ui.run_views import run_of

SHOWN = 60  # steps
KINDS = {
    "identity": ("gradient_descent", "identity: gradient descent, best rate"),
    "diagonal": ("diagonal_preconditioning", "diagonal: P = diag(A), step of size 1"),
    "full": ("newton", "full: P = A, Newton's step"),
}


def compare(quadratic: Quadratic, setup: Setup) -> None:
    """The three preconditioners on the page's quadratic: f against the step, κ(P⁻¹A), and the steps they take."""
    lines, rows = [], []
    for kind, (name, label) in KINDS.items():
        run = run_of(quadratic.objective, tuned(name, quadratic), setup.start, SHOWN, setup.tolerance(quadratic))
        seen = preconditioned(quadratic, kind)
        best = descent_steps("gradient_descent", seen.eigenvalues)
        lines.append(Line(label, np.arange(run.steps + 1), run.f / (run.f[0] or 1.0), method_look(name)))
        rows.append({"preconditioner": label, "κ(P⁻¹A)": seen.condition, "this run": _ended(run)})
        rows[-1]["steps to 1e-10 with the best rate"] = f"{best:.0f}" if np.isfinite(best) else "more than 200 000"
    _chart(
        Panel("<i>f</i> / <i>f</i>₀", lines, log=True), "preconditioned", "f against the step, three preconditioners"
    )
    _table(rows)
    off = quadratic.matrix - np.diag(np.diagonal(quadratic.matrix))
    if len(quadratic.matrix) == 1 or np.abs(off).max() <= 1e-12 * np.abs(quadratic.matrix).max():
        st.markdown(
            "**A is diagonal here:** diag(A)⁻¹ is its inverse, and one step of size 1 reaches the minimum, however "
            "large κ is."
        )
    else:
        diagonal, plain = preconditioned(quadratic, "diagonal").condition, quadratic.condition
        verdict = "does not help" if diagonal > 0.9 * plain else f"lowers κ from {plain:.4g} to {diagonal:.4g}"
        st.markdown(
            f"**A is not diagonal here:** dividing each coordinate by its own curvature {verdict}. Turn the steep "
            "direction to 0° or 90° and one step is enough. Full preconditioning is Newton's method: κ becomes 1."
        )


def bfgs(quadratic: Quadratic, setup: Setup) -> None:
    """How far the matrix of BFGS is from the inverse Hessian, with exact and with ordinary line searches."""
    st.markdown(
        "BFGS knows no Hessian. It begins with the identity and learns from the change of the gradient along every "
        "step. On a quadratic with exact line searches its matrix **is** H⁻¹ after n steps; with ordinary ones it "
        "comes near enough to step like Newton's method."
    )
    lines, ends = [], []
    for label, method, look in (
        ("exact line searches", choose_method("bfgs", None, curvature=EXACT), FORM_LOOKS[1]),
        ("ordinary line searches (c₂ = 0.9)", choose_method("bfgs"), FORM_LOOKS[3]),
    ):
        run = run_of(quadratic.objective, method, setup.start, SHOWN, setup.tolerance(quadratic))
        apart = learned_inverse(run)
        lines.append(Line(label, np.arange(run.steps + 1), apart, look))
        ends.append(f"with {label}: {_ended(run)}, and ‖M − H⁻¹‖ is {apart[-1]:.1e} of ‖H⁻¹‖ at the end")
    _chart(
        Panel("‖Mₖ − H⁻¹‖ / ‖H⁻¹‖", lines, log=True), "learned", "Distance of the matrix of BFGS to the inverse Hessian"
    )
    st.caption(f"Steps of BFGS {'; '.join(ends)}. n = {len(setup.start)}; the Frobenius norm.")


def _ended(run: Run) -> str:
    if run.outcome is Outcome.CONVERGED:
        return f"{run.steps} step{'s' * (run.steps != 1)}"
    return "diverges" if run.outcome is nm.Outcome.DIVERGED else f"not within {run.steps} steps"


def _chart(panel: Panel, key: str, alt: str) -> None:
    steps = max(int(line.x[-1]) for line in panel.lines)
    livechart(timeline(panel, steps).figure, key=key, alt=f"{alt}, on a logarithmic axis", height=380)


def _table(rows: list[dict[str, Any]]) -> None:
    st.dataframe(
        {name: [row[name] for row in rows] for name in rows[0]},
        hide_index=True,
        column_config={"κ(P⁻¹A)": st.column_config.NumberColumn(format="%.5g")},
    )
