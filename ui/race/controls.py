"""Setting up a race: who competes, on what, and by which rules; every choice is in the link."""

import math
from functools import lru_cache

import streamlit as st

from numerics.gallery import GALLERY, GROUPS
from numerics.methods import Method
from numerics.numbers import superscript
from numerics.race import COST_MODELS, RATES, TUNING_STARTS, TUNINGS, Problem, RaceRules
from ui.function_input import Function, Window, window_input
from ui.links import linked, set_linked
from ui.method_picker import MOST, offered

MINE = "mine"  # the visitor's function among the names of the gallery
DEFAULT_METHODS = ("gradient_descent", "momentum", "adam", "newton", "bfgs")
DEFAULT_FIELD = (MINE, "ellipse", "himmelblau", "beale", "logistic_loss", "rastrigin")
DEFAULT_RULES = RaceRules()
BUDGETS = (50, 100, 200, 300, 500, 1000)
TOLERANCES = (1e-1, 1e-3, 1e-5, 1e-7)  # those of Moré and Wild
MOST_STARTS = 20
LARGEST_SEED = 999_999

RACEABLE = tuple(name for name, entry in GALLERY.items() if entry.minima)  # the others have no lowest value


def _fields() -> dict[str, tuple[str, ...]]:
    """Ready-made choices of problems, by what they have in common."""
    groups = {title: tuple(e.name for e in group if e.name in RACEABLE) for title, group in GROUPS.items()}
    smooth = [GALLERY[name] for name in RACEABLE if GALLERY[name].smooth and len(GALLERY[name].variables) == 2]
    return {
        "A bit of everything": DEFAULT_FIELD,
        "My function alone": (MINE,),
        **groups,
        "All smooth ones in two variables": tuple(entry.name for entry in smooth),
    }


FIELDS = _fields()


def pick_entrants() -> dict[str, Method]:
    """Draw the choice of methods; return them by name, as they come."""
    names = linked(
        st.multiselect,
        "Who competes",
        "methods",
        list(DEFAULT_METHODS),
        options=list(offered()),
        format_func=lambda name: offered()[name].title,
        placeholder="Add a method",
        max_selections=MOST,
        wrap=True,
    )
    return {name: offered()[name]() for name in names}


def pick_field(function: Function) -> dict[str, Problem]:
    """Draw the choice of problems; return them by name, each function once."""
    key = "_field"
    st.session_state[key] = None

    def choose() -> None:
        set_linked("field", FIELDS[st.session_state[key]])

    names = linked(
        st.multiselect,
        "On what",
        "field",
        list(DEFAULT_FIELD),
        options=[MINE, *RACEABLE],
        format_func=lambda name: _mine_title(function) if name == MINE else GALLERY[name].title,
        placeholder="Add a function",
        wrap=True,
    )
    st.selectbox(
        "Ready-made fields",
        list(FIELDS),
        index=None,
        key=key,
        on_change=choose,
        placeholder="Or choose a ready-made field",
        label_visibility="collapsed",
    )
    field = {name: _mine(function) if name == MINE else named_problem(name) for name in names}
    mine = field.get(MINE)
    return {
        name: problem
        for name, problem in field.items()
        if name == MINE or not mine or problem.objective != mine.objective
    }


def pick_rules() -> RaceRules:
    """Draw the rules."""
    left, right = st.columns(2)
    budget = linked(
        left.select_slider,
        "Budget of a run",
        "budget",
        DEFAULT_RULES.budget,
        options=BUDGETS,
        help="In evaluations of f; what a gradient and a Hessian cost is set below. Every run has the same.",
    )
    starts = linked(
        right.slider,
        "Starts on each function",
        "starts",
        DEFAULT_RULES.starts,
        min_value=1,
        max_value=MOST_STARTS,
        help="The gallery's own start, and others drawn evenly from the function's window.",
    )
    tolerance = linked(
        left.select_slider,
        "Tolerance τ",
        "tau",
        DEFAULT_RULES.tolerance,
        options=TOLERANCES,
        format_func=lambda value: f"10{superscript(round(math.log10(value)))}",
        help="Solved is what has come within τ of the lowest value f*, as a share of the way from the start x₀: "
        "f(x) ≤ f* + τ (f(x₀) - f*).",
    )
    seed = linked(
        right.number_input,
        "Seed of the starts",
        "seed",
        DEFAULT_RULES.seed,
        min_value=0,
        max_value=LARGEST_SEED,
        step=1,
        help="Another seed, other starts: see whether the result was luck.",
    )
    cost_model = linked(
        st.selectbox,
        "What derivatives cost, in evaluations of f",
        "cost",
        DEFAULT_RULES.cost_model,
        options=list(COST_MODELS),
        format_func=lambda name: COST_MODELS[name].title,
        help="n is the number of variables.",
    )
    st.caption(COST_MODELS[cost_model].reason)
    tuning = linked(
        st.segmented_control,
        "Learning rates",
        "tuning",
        DEFAULT_RULES.tuning,
        options=list(TUNINGS),
        format_func=TUNINGS.__getitem__,
        help=f"The best of {len(RATES)} rates, {RATES[0]:g} to {RATES[-1]:g}, two a decade, in runs from "
        f"{TUNING_STARTS} starts that the race does not use. Not tuned: each method's default.",
    )
    return RaceRules(budget, starts, seed, tolerance, cost_model, tuning)


def _mine_title(function: Function) -> str:
    return f"My function: {function.known.title}" if function.known else "My function"


def _mine(function: Function) -> Problem:
    """The visitor's function as a problem, after drawing the window that its starts come from."""
    with st.expander("Where the starts on my function lie"):
        window = window_input(function)
        if window is None:
            st.warning("The window has no width: its lower ends must lie below its upper ends. The default is used.")
    return problem_of(function, window or function.window)


def problem_of(function: Function, window: Window) -> Problem:
    """The visitor's function as a problem, its starts drawn from `window`."""
    title = function.known.title if function.known else "My function"
    return Problem(title, function.objective, window, function.start, function.minima)


@lru_cache(maxsize=len(GALLERY))
def named_problem(name: str) -> Problem:
    """The problem that a function of the gallery is."""
    return Problem.named(name)
