"""What there is to read about runs: how each ended, its numbers at every step, the derivation."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

import numerics as nm
from numerics.curvature import eigenvalues
from numerics.diagnosis import explain
from numerics.methods import Method
from numerics.outcome import Outcome
from numerics.run import Run
from ui.errors import escape_markdown, show_error
from ui.links import linked


@lru_cache(maxsize=256)
def run_of(f: nm.Objective, method: Method, start: tuple[float, ...], steps: int, tolerance: float | None) -> Run:
    """The run of a method, remembered: what did not change is not computed again."""
    return nm.minimize(f, start, method=method, steps=steps, tolerance=tolerance)


def outcome(run: Run) -> None:
    """Say in words with numbers how a run ended."""
    icon = "check_circle" if run.outcome is Outcome.CONVERGED else "info"
    st.markdown(f":material/{icon}: {escape_markdown(explain(run))}")


def step_table(runs: Sequence[Run]) -> None:
    """Every step of one run: x, f, ∇f, step length, and the eigenvalues of the Hessian."""
    titles = [run.method.title for run in runs]
    chosen = titles[0]
    if len(runs) > 1:
        chosen = linked(st.segmented_control, "Steps of", "table", titles[0], options=titles)
    run = runs[titles.index(chosen)]
    names = run.objective.variables
    columns: dict[str, Any] = {"step": range(run.steps + 1)}
    columns |= {name: run.x[:, axis] for axis, name in enumerate(names)}
    columns |= {"f": run.f}
    columns |= {f"∂f/∂{name}": run.gradient[:, axis] for axis, name in enumerate(names)}
    columns |= {"‖∇f‖": run.gradient_norm, "‖Δx‖": [None, *run.step_length]}
    columns |= {f"λ{axis + 1}": values for axis, values in enumerate(eigenvalues(run.hessian).T)}
    number = st.column_config.NumberColumn(format="%.6g")
    st.dataframe(
        columns,
        hide_index=True,
        height=320,
        column_config={name: number for name in columns if name != "step"},
    )


def derivation(f: nm.Objective) -> None:
    """The gradient and the Hessian of f as SymPy derived them."""
    try:
        formulas = f.gradient_latex, f.hessian_latex
    except nm.DerivationError as error:
        show_error(error)
        return
    for formula in formulas:
        st.latex(formula)
