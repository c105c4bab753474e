"""The one function that a visitor takes through the whole chapter: typed, picked, or brought by a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import streamlit as st

import numerics as nm
from numerics.errors import ExpressionError, NumericsError
from numerics.gallery import GALLERY, NamedFunction
from numerics.language import (
    GREEK,
    STANDARD_VARIABLES,
    name_latex,
    parse_expression,
    to_latex,
    variable_names,
)
from numerics.sampling import turning_interval
from ui.errors import show_error
from ui.links import linked, linked_numbers, reset_linked, set_linked
from ui.palette import palette

DEFAULT = GALLERY["rosenbrock"]
LONGEST = 2000  # characters, the limit of the grammar
USUAL = (-5.0, 5.0)
WIDEST = 1e6
NARROWEST = 1e-9  # of the size of its ends: closer, charts could not tell them apart
PARAMETER_RANGE = 10.0

Window = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Function:
    """The visitor's function, ready to use.

    Attributes:
        objective: f with its derivatives.
        known: its entry in the gallery, if it is one of those.
    """

    objective: nm.Objective
    known: NamedFunction | None

    @classmethod
    def of(cls, objective: nm.Objective) -> "Function":
        """The function of an objective, with its entry in the gallery if its text is of there."""
        return cls(objective, _known(objective.text))

    @cached_property
    def window(self) -> Window:
        """The part worth seeing first: one interval for one variable, two otherwise."""
        if self.known:
            return tuple((float(low), float(high)) for low, high in self.known.window)
        if self.objective.dimension == 1:
            return (turning_interval(self.objective, USUAL),)
        return (USUAL,) * 2

    @cached_property
    def start(self) -> tuple[float, ...]:
        """A start for descents: the gallery's, else a point off the centre of the window."""
        if self.known:
            return tuple(map(float, self.known.start))
        return _first_defined(self.objective, self.window)

    @property
    def minima(self) -> tuple[tuple[tuple[float, ...], float], ...]:
        """Known minima as (x, f); they hold for the gallery's own parameter values only."""
        if self.known and dict(self.known.parameters) == dict(self.objective.parameters):
            return self.known.minima
        return ()


def function_input(default: str = DEFAULT.text) -> Function:
    """Draw the input with gallery, palette and what was understood; return the function to work with.

    A text with an error is kept and explained, and the last function that could be read stands in for it. `default`
    is the formula that the page opens on; its letters are all variables.
    """
    _warm()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = linked(
            st.text_input,
            "Function f",
            "f",
            default,
            max_chars=LONGEST,
            help="Write it as on paper, then press Enter: `(1 - x)^2 + 100(y - x²)²`, `2|x| sin(πy)`, `e^-x`.",
        )
        _gallery(text)
        palette()
    try:
        function = _read(text)
    except NumericsError as error:
        show_error(error)
        function = st.session_state.get("_function") or Function.of(nm.Objective.parse(default))
        st.info("The rest of the page still shows the last function that could be read:")
    st.session_state["_function"] = function
    st.latex(f"f({_arguments(function.objective.variables)}) = {to_latex(function.objective.tree)}")
    if function.known:
        st.caption(f"**{function.known.title}.** {function.known.teaches} *{function.known.source}.*")
    return function


def window_input(function: Function) -> Window | None:
    """Draw the boxes for the part of the plane (or line) to look at; None where they hold no window."""
    names = function.objective.variables[: len(function.window)]
    labels = [f"{name} {end}" for name in names for end in ("from", "to")]
    flat = [bound for interval in function.window for bound in interval]
    bounds = linked_numbers(labels, "window", flat, min_value=-WIDEST, max_value=WIDEST, format="%.6g")
    window = tuple(zip(bounds[::2], bounds[1::2], strict=True))
    wide_enough = all(high - low > NARROWEST * max(1.0, abs(low), abs(high)) for low, high in window)
    return window if wide_enough else None


def _first_defined(f: nm.Objective, window: Window) -> tuple[float, ...]:
    """A point off the centre where f and ∇f are finite: (-3, 2, -3, …) for the usual window, else in another
    quarter, or nearer.
    """
    pattern = np.arange(f.dimension) % 2
    low, high = np.array([*window, *[USUAL] * f.dimension][: f.dimension]).T
    tried = [
        (low + high) / 2 + np.where(pattern, 0.4 * second, 0.6 * first) * size * (high - low) / 2
        for size in (1, 0.2)
        for first, second in ((-1, 1), (1, 1), (1, -1), (-1, -1))
    ]
    defined = (point for point in tried if np.isfinite([f(point), *f.gradient(point)]).all())
    return tuple(map(float, next(defined, tried[0])))


@st.cache_resource
def _warm() -> None:
    """Start the derivation workers, once for all visitors."""
    nm.warm()


def _read(text: str) -> Function:
    """Parse and derive `text`, with its letters sorted into variables and parameters."""
    names = variable_names(parse_expression(text))
    known = _known(text)
    usual = known.variables if known else _usual_variables(names)
    variables: Sequence[str] = usual
    if set(names) - set(_usual_variables(names)) or (known and known.parameters):
        variables = linked(
            st.pills,
            "Variables (the other letters get a slider)",
            "variables",
            list(usual),
            options=list(names),
            selection_mode="multi",
        )
    if not variables and names:
        raise ExpressionError("Choose at least one letter as a variable", 0, "")
    chosen = [name for name in names if name in variables] if names else None
    defaults = known.parameters if known else {}
    parameters = _sliders([name for name in names if name not in variables], defaults)
    return Function(nm.Objective.parse(text, variables=chosen, parameters=parameters), known)


def _known(text: str) -> NamedFunction | None:
    return next((entry for entry in GALLERY.values() if entry.text == text), None)


def _usual_variables(names: Sequence[str]) -> tuple[str, ...]:
    """The letters people mean as variables: x, y, …, indexed ones; or all of them if there are none such."""
    usual = tuple(name for name in names if name.rstrip("0123456789") != name or name in STANDARD_VARIABLES)
    return usual or tuple(names)


def _sliders(names: Sequence[str], defaults: Mapping[str, float]) -> dict[str, float]:
    if not names:
        return {}
    values = {}
    with st.container(horizontal=True):
        for name in names:
            default = float(defaults.get(name, 1.0))
            values[name] = linked(
                st.slider,
                GREEK.get(name, name),
                f"p.{name}",
                default,
                min_value=min(-PARAMETER_RANGE, default),
                max_value=max(PARAMETER_RANGE, default),
                step=0.01,
                width=240,
            )
    return values


def _gallery(text: str) -> None:
    """The gallery as a drop-down that shows the present function when it is one of its own."""
    state, key = st.session_state, "_gallery"
    known = _known(text)
    state[key] = known.name if known else None

    def choose() -> None:
        if state[key]:
            entry = GALLERY[state[key]]
            set_linked("f", entry.text)
            names = [f"p.{name}" for name in variable_names(parse_expression(entry.text))]
            reset_linked("window", "start", "variables", *names)

    st.selectbox(
        "Gallery",
        list(GALLERY),
        index=None,
        key=key,
        format_func=lambda name: GALLERY[name].title,
        placeholder="Pick a function",
        on_change=choose,
        width=280,
    )


def _arguments(variables: Sequence[str]) -> str:
    if len(variables) > 3:
        return rf"{name_latex(variables[0])}, \dots, {name_latex(variables[-1])}"
    return ", ".join(map(name_latex, variables))
