"""What there is to read about runs: how each ended, its numbers at every step, the derivation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import streamlit as st

import numerics as nm
from figures.paths import Path
from numerics.curvature import eigenvalues
from numerics.diagnosis import explain
from numerics.methods import Method
from numerics.numbers import format_point
from numerics.outcome import Outcome
from numerics.run import Run
from numerics.theory import Bottom, bottom_of
from ui.errors import escape_markdown, show_error
from ui.links import linked
from ui.method_picker import Pick

# A run may take about a second of the server's time: so much an evaluation, and so much a character of its source.
LONGEST_RUN = 1.0
SECONDS_AN_EVALUATION, SECONDS_A_CHARACTER = 2e-5, 8e-9


@dataclass(frozen=True)
class Course:
    """One chosen method with its `runs` from every start, the main one first; `label` is its name on this page."""

    label: str
    runs: tuple[Run, ...]

    @property
    def run(self) -> Run:
        """The run from the main start."""
        return self.runs[0]

    @property
    def labels(self) -> list[str]:
        """A name for every run."""
        return [self.label, *(f"{self.label} from {format_point(run.x[0])}" for run in self.runs[1:])]

    @property
    def paths(self) -> list[Path]:
        """The runs as charts draw them, under one entry of the legend."""
        named = zip(self.runs, self.labels, strict=True)
        return [Path.of(run, label, "" if run is self.run else self.label) for run, label in named]


def courses(
    f: nm.Objective, picks: Sequence[Pick], starts: Sequence[tuple[float, ...]], steps: int, tolerance: float | None
) -> list[Course]:
    """Run every chosen method from every start, and tell on its card what came of it."""
    found = []
    for method, label, card in picks:
        found.append(Course(label, tuple(run_of(f, method, start, steps, tolerance) for start in starts)))
        with card:
            outcome(found[-1].run)
            if others := Counter(run.outcome.name.lower().replace("_", " ") for run in found[-1].runs[1:]):
                told = ", ".join(f"{count} × {name}" for name, count in others.items())
                st.caption(f"From the other starts: {told}.")
    return found


@lru_cache(maxsize=256)
def run_of(f: nm.Objective, method: Method, start: tuple[float, ...], steps: int, tolerance: float | None) -> Run:
    """The run of a method, remembered: what did not change is not computed again."""
    return nm.minimize(f, start, method=method, steps=steps, tolerance=tolerance, budget=budget_of(f))


def budget_of(f: nm.Objective) -> int:
    """How many evaluations of f a run may use."""
    return int(LONGEST_RUN / seconds_an_evaluation(f))


def seconds_an_evaluation(f: nm.Objective) -> float:
    """What an evaluation of f or a derivative takes at most, reckoned from its length: the same on every machine."""
    return SECONDS_AN_EVALUATION + SECONDS_A_CHARACTER * f.program.size


@lru_cache(maxsize=64)
def bottom(run: Run) -> Bottom | str:
    """The minimum that theory compares a run with, or why there is none; remembered."""
    return bottom_of(run)


def outcome(run: Run) -> None:
    """Say in words with numbers how a run ended."""
    icon = "check_circle" if run.outcome is Outcome.CONVERGED else "info"
    st.markdown(f":material/{icon}: {escape_markdown(explain(run))}")


def step_table(courses: Sequence[Course]) -> None:
    """Every step of one run: x, f, ∇f, step length, and the eigenvalues of the Hessian."""
    run = pick_run("Steps of", "table", courses)
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


def pick_run(label: str, name: str, courses: Sequence[Course]) -> Run:
    """Draw a choice of one run where there are several."""
    runs = {label: run for course in courses for label, run in zip(course.labels, course.runs, strict=True)}
    first = next(iter(runs))
    if len(runs) == 1:
        return runs[first]
    return runs[linked(st.selectbox, label, name, first, options=list(runs), width=320)]


def derivation(f: nm.Objective) -> None:
    """The gradient and the Hessian of f as SymPy derived them."""
    try:
        formulas = f.gradient_latex, f.hessian_latex
    except nm.DerivationError as error:
        show_error(error)
        return
    for formula in formulas:
        st.latex(formula)
