"""What is solved: the visitor's function with typed constraints, a direction, a start and a solver."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

import numerics as nm
from numerics.constrained import SOLVERS, ConstrainedProblem, Solution
from numerics.constrained.solvers import Solver
from numerics.constrained.solvers.reparametrization import Reparametrization
from numerics.errors import NumericsError
from ui.errors import show_error
from ui.function_input import Function
from ui.links import linked, linked_numbers, set_linked
from ui.patience import patiently

LONGEST = 1500
STEPS, MOST_STEPS = 100, 300
FARTHEST = 1e6
DEFAULT_SOLVER = "best"
MAPS = {1: "sin(t)", 2: "cos(t), sin(t)", 3: "sin(s) cos(t), sin(s) sin(t), cos(s)"}  # whose images are allowed often
AIMS = {"min": "Minimize f", "max": "Maximize f"}


@dataclass(frozen=True, eq=False)
class Setting:
    """A problem to solve.

    Attributes:
        problem: f with its constraints.
        f: f alone over the same variables.
        start: (n,) of the run.
        solver: with its knobs; None for the default and its fallbacks.
        steps: how many it may take.
    """

    problem: ConstrainedProblem
    f: nm.Objective
    start: tuple[float, ...]
    solver: Solver | None
    steps: int

    @property
    def key(self) -> tuple[object, ...]:
        """What the solution depends on."""
        parameters = tuple(self.problem.parameters.items())
        return "constraints", self.problem, parameters, self.start, self.solver, self.steps


def pick_setting(function: Function) -> Setting | None:
    """Draw the controls; None where the constraints cannot be read."""
    names = function.objective.variables
    typed = linked(
        st.text_area,
        "Constraints, one a line",
        "constraints",
        f"{' + '.join(f'{name}^2' for name in names[:2])} <= 1",
        max_chars=LONGEST,
        height=140,
        help="`x^2 + y^2 <= 1`, `x + y = 1`, `0 <= x <= 2`. A chain is two constraints.",
    )
    aim = linked(st.segmented_control, "Aim", "aim", "min", options=list(AIMS), format_func=AIMS.__getitem__)
    try:
        problem = _problem(function, typed, aim == "max")
        f = nm.Objective.parse(
            function.objective.text, variables=problem.variables, parameters=function.objective.parameters
        )
    except NumericsError as error:
        show_error(error)
        return None
    usual = dict(zip(names, function.start, strict=True))
    default = [usual.get(name, 0.5) for name in problem.variables]
    start = linked_numbers(
        [f"start {name}" for name in problem.variables], "start", default,
        min_value=-FARTHEST, max_value=FARTHEST, format="%.6g",
    )  # fmt: skip
    solver = linked(
        st.selectbox,
        "Solver",
        "solver",
        DEFAULT_SOLVER,
        options=[DEFAULT_SOLVER, *SOLVERS],
        format_func=lambda name: "SQP with fallbacks" if name == DEFAULT_SOLVER else SOLVERS[name].title,
    )
    if solver == DEFAULT_SOLVER:
        return Setting(problem, f, tuple(start), None, STEPS)
    chosen = SOLVERS[solver]()
    if isinstance(chosen, Reparametrization):
        chosen = Reparametrization(map=_pick_map(len(problem.variables)))
    steps = linked(st.slider, "Steps at most", "steps", STEPS, min_value=10, max_value=MOST_STEPS, step=10)
    return Setting(problem, f, tuple(start), chosen, steps)


def _pick_map(count: int) -> str:
    """Draw the text of the map from new variables to the `count` old ones."""
    typed: str = linked(
        st.text_input,
        f"Map from new variables to the {count} old ones" if count > 1 else "Map from a new variable",
        "map",
        MAPS.get(count, ", ".join(f"t{at}" for at in range(1, count + 1))),
        max_chars=LONGEST,
        help="Whatever values the new variables take, the point has to be allowed. `cos(t), sin(t)` stays on the unit "
        "circle, `exp(s), exp(t)` above 0, `tanh(s), tanh(t)` between −1 and 1.",
    )
    return typed


def solution_of(setting: Setting) -> Solution:
    """Solve, or remember what was found; where the solver refuses, it says why, and the default solves instead."""
    try:
        return _solved(setting)
    except NumericsError as error:
        show_error(error)
        st.info("Shown instead: the solution by SQP with fallbacks.")
        return _solved(replace(setting, solver=None, steps=STEPS))


def _solved(setting: Setting) -> Solution:
    return patiently(
        "Solving",
        setting.key,
        lambda _: setting.problem.solve(setting.start, method=setting.solver, steps=setting.steps),
    )


def pick_point(setting: Setting, solution: Solution) -> tuple[float, ...]:
    """Draw the boxes of the point whose conditions are examined: the solution, until another is chosen."""
    default = [float(value) for value in solution.x]
    if not np.isfinite(default).all() or np.abs(default).max() > FARTHEST:
        default = list(setting.start)
    with st.expander("The examined point"):
        point = linked_numbers(
            [f"at {name}" for name in setting.problem.variables], "at", default,
            min_value=-FARTHEST, max_value=FARTHEST, format="%.8g",
        )  # fmt: skip
        st.button("Back to the solution", on_click=lambda: set_linked("at", default))
    return point


def _problem(function: Function, typed: str, maximize: bool) -> ConstrainedProblem:
    lines = [line for line in typed.splitlines() if line.strip()]
    objective = function.objective
    found = ConstrainedProblem.parse(objective.text, lines, None, maximize, objective.parameters)
    missing = [name for name in objective.variables if name not in found.variables]
    if missing:  # x - x has a variable that no text needs
        found = ConstrainedProblem.parse(
            objective.text, lines, [*found.variables, *missing], maximize, objective.parameters
        )
    return found
