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
from ui.apart import apart
from ui.errors import escape_markdown, show_error
from ui.links import linked
from ui.memory import remembered
from ui.method_picker import Pick

# A run may take about a second of the server's time, the runs of a page together so many. Reckoned are an evaluation,
# each character of its source, the calls that take longer than they look, and each character of a typed rule.
LONGEST_RUN, LONGEST_TOGETHER = 1.0, 6.0
SECONDS_AN_EVALUATION, SECONDS_A_CHARACTER = 2e-5, 8e-9
SECONDS_A_CALL = {"power": 1e-6, "trigamma": 6e-6}
SECONDS_A_TYPED_CHARACTER = 2e-7
MEMORY = 160 * 2**20  # bytes of runs that are remembered


@dataclass(frozen=True)
class Course:
    """One chosen method with its runs.

    Attributes:
        label: its name on this page.
        runs: from every start, the main one first.
        apart: what sets it apart from others of its kind on this page, for the legend.
    """

    label: str
    runs: tuple[Run, ...]
    apart: str = ""

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
        legend = f"{self.label} ({self.apart})" if self.apart else self.label
        further = [Path.of(run, name, legend) for run, name in zip(self.runs[1:], self.labels[1:], strict=True)]
        return [Path.of(self.run, legend), *further]


def courses(
    f: nm.Objective, picks: Sequence[Pick], starts: Sequence[tuple[float, ...]], steps: int, tolerance: float | None
) -> list[Course]:
    """Run every chosen method from every start, and tell on its card what came of it.

    So many runs that their seconds would be more than a page may take share what there is.
    """
    seconds = min(LONGEST_RUN, LONGEST_TOGETHER / max(len(picks) * len(starts), 1))
    found = []
    for (method, label, card), told in zip(picks, apart([pick.method for pick in picks]), strict=True):
        runs = tuple(run_of(f, method, start, steps, tolerance, seconds) for start in starts)
        found.append(Course(label, runs, told))
        with card:
            outcome(found[-1].run)
            if others := Counter(run.outcome.name.lower().replace("_", " ") for run in found[-1].runs[1:]):
                told = ", ".join(f"{count} × {name}" for name, count in others.items())
                st.caption(f"From the other starts: {told}.")
    return found


def bytes_of(run: Run) -> int:
    """What keeping a run takes: its iterates with their gradients and Hessians, which are kept with it once shown."""
    return run.x.nbytes * (run.objective.dimension + 4)


@remembered(MEMORY, bytes_of)
def run_of(
    f: nm.Objective,
    method: Method,
    start: tuple[float, ...],
    steps: int,
    tolerance: float | None,
    seconds: float = LONGEST_RUN,
) -> Run:
    """The run of a method in about `seconds`, remembered: what did not change is not computed again."""
    budget = budget_of(f, method, seconds)
    return nm.minimize(f, start, method=method, steps=steps, tolerance=tolerance, budget=budget)


def budget_of(f: nm.Objective, method: Method, seconds: float = LONGEST_RUN) -> int:
    """How many evaluations of f a run of a method may use."""
    return int(seconds / seconds_an_evaluation(f, method))


def seconds_an_evaluation(f: nm.Objective, method: Method) -> float:
    """What an evaluation of f or a derivative takes as a rule at most, with its share of a step of the method.

    Reckoned from what is written, so that it is the same on every machine.
    """
    calls = sum(seconds * f.program.calls[name] for name, seconds in SECONDS_A_CALL.items())
    typed = SECONDS_A_TYPED_CHARACTER * method.characters
    return SECONDS_AN_EVALUATION + SECONDS_A_CHARACTER * f.program.size + calls + typed


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
    meanings = {"‖∇f‖": "The length of the gradient.", "‖Δx‖": "The length of the step that led here."}
    curvature = "An eigenvalue of the Hessian: the curvature along one of its axes, negative where f bends downwards."
    st.dataframe(
        columns,
        hide_index=True,
        height=320,
        placeholder="",  # no step led to the start
        column_config={
            name: st.column_config.NumberColumn(
                format="%.6g", help=curvature if name.startswith("λ") else meanings.get(name)
            )
            for name in columns
            if name != "step"
        },
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
