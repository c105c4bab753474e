"""Choosing methods and turning their knobs; every choice is in the link as `methods` and `method.knob`."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from numerics.curvature import safe_learning_rate
from numerics.methods import METHODS, Knob, Method, knobs_of
from ui.function_input import Function
from ui.links import linked, set_linked

MOST = 6  # methods at once: more could not be told apart
STEPS_A_DECADE = 20  # of a logarithmic slider


class Pick(NamedTuple):
    """A chosen method, and the card that has its knobs and room for what came of it."""

    method: Method
    card: DeltaGenerator


def pick_methods(default: Sequence[str], function: Function) -> list[Pick]:
    """Draw the picker and a card with the knobs of each chosen method; return them in order."""
    names = linked(
        st.multiselect,
        "Methods",
        "methods",
        list(default),
        options=list(METHODS),
        format_func=lambda name: METHODS[name].title,
        placeholder="Add a method",
        max_selections=MOST,
        wrap=True,
    )
    if not names:
        st.info("Choose a method to see it run.")
    return [_card(METHODS[name], function) for name in names]


def starting_method(name: str, function: Function) -> Method:
    """A method with the knobs that the picker would begin with."""
    return METHODS[name](**{knob.name: knob.default for knob in _knobs(METHODS[name], function)})


def _knobs(method: type[Method], function: Function) -> tuple[Knob, ...]:
    """The knobs of a method, the learning rate beginning where it suits this function.

    Where the curvature limits the rate, that is half the limit of gradient descent; where the rate is the length
    of a step, as in Adam, a fiftieth of the window.
    """
    rate = None
    if method().curvature_limit is not None:
        rate = safe_learning_rate(function.objective, function.start)
    elif method.scale_free:
        low, high = function.window[0]
        rate = float(f"{(high - low) / 50:.0e}")
    return tuple(
        replace(knob, default=rate) if rate and knob.name == "learning_rate" else knob for knob in knobs_of(method)
    )


def _card(method: type[Method], function: Function) -> Pick:
    """A card with the outcome's place, the first knob in reach, and the rest behind a click."""
    card = st.container(border=True, gap="small")
    with card:
        st.markdown(f"**{method.title}**")
        story = st.container()
        knobs = _knobs(method, function)
        values = {knob.name: _turn(method.name, knob) for knob in knobs[:1]}
        with st.expander("Update rule and knobs" if knobs[1:] else "Update rule"):
            st.latex(method.equations)
            values |= {knob.name: _turn(method.name, knob) for knob in knobs[1:]}
            st.caption(method.source)
    return Pick(method(**values), story)


def _turn(method: str, knob: Knob) -> Any:
    """One knob: a switch, or a slider to play with beside a box for the exact number."""
    name = f"{method}.{knob.name}"
    label = f"{knob.name.replace('_', ' ').capitalize()} ${knob.symbol}$" if knob.symbol else knob.meaning
    if isinstance(knob.default, bool):
        return linked(st.toggle, label, name, knob.default, help=knob.meaning)
    slider, box = st.columns([2, 1], vertical_alignment="bottom")
    whole = isinstance(knob.default, int)
    value = linked(
        box.number_input,
        f"{knob.name} of {method}, exactly",
        name,
        knob.default,
        min_value=type(knob.default)(knob.low),
        max_value=type(knob.default)(knob.high),
        step=1 if whole else None,
        format="%d" if whole else "%.6g",
        label_visibility="collapsed",
    )
    rungs = _ladder(knob, value)
    key = f"_slider.{name}"
    st.session_state[key] = min(rungs, key=lambda rung: abs(rung - value))
    slider.select_slider(
        label,
        rungs,
        key=key,
        format_func=lambda rung: f"{rung:g}",
        help=f"{knob.meaning[0].upper()}{knob.meaning[1:]}.",
        on_change=lambda: set_linked(name, st.session_state[key]),
    )
    return value


def _ladder(knob: Knob, value: float) -> list[float]:
    """The positions of a knob's slider: round numbers, two decades about the default where it is logarithmic."""
    exact: Sequence[float]
    if knob.log:
        low = max(knob.low, min(knob.default / 100, value))
        high = min(knob.high, max(knob.default * 100, value))
        first, last = (round(math.log10(bound) * STEPS_A_DECADE) for bound in (low, high))
        exact = [10 ** (rung / STEPS_A_DECADE) for rung in range(first, last + 1)]
    elif isinstance(knob.default, int):
        exact = list(range(int(knob.low), min(int(knob.high), 100 * max(1, int(knob.default))) + 1))
    else:
        exact = [knob.low + (knob.high - knob.low) * rung / 100 for rung in range(101)]
    kind = type(knob.default)
    rungs = {kind(float(f"{rung:.2g}")) for rung in exact} | {kind(knob.default)}
    return sorted(rung for rung in rungs if knob.low <= rung <= knob.high)
