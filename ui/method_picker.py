"""Choosing methods and turning their knobs; every choice is in the link as `methods` and `method.knob`.

A method can be chosen several times: `adam.2` is a second Adam with knobs of its own.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from numerics.curvature import safe_learning_rate
from numerics.knobs import Knob, knobs_of
from numerics.methods import METHODS, Method
from numerics.schedules import SCHEDULES, Schedule
from ui.function_input import Function
from ui.links import linked, set_linked, upcoming
from ui.own_rule import own_rule

MOST = 6  # methods at once: more could not be told apart
GRID = 9  # points along each side of the window
STEPS_A_DECADE = 20  # of a logarithmic slider

_AGAIN = re.compile(r"(\w+)\.([2-9])")


@dataclass(frozen=True)
class Offer:
    """Which methods can be chosen, by name, and the learning rate that one begins with; None for its own default."""

    kinds: Mapping[str, type[Method]]
    rate: Callable[[type[Method]], float | None]

    def title(self, name: str) -> str:
        """What a method is called where it may be chosen several times: Adam, Adam 2."""
        kind, _, number = name.partition(".")
        return f"{self.kinds[kind].title} {number}".strip()

    def knobs(self, kind: type[Method]) -> tuple[Knob, ...]:
        """The knobs of a method as they begin."""
        rate = self.rate(kind)
        return tuple(
            replace(knob, default=min(max(rate, knob.low), knob.high))
            if rate and knob.name == "learning_rate"
            else knob
            for knob in knobs_of(kind)
        )


class Pick(NamedTuple):
    """A chosen method, what it is called here, and the card that has its knobs and room for what came of it."""

    method: Method
    label: str
    card: DeltaGenerator


def offered() -> dict[str, type[Method]]:
    """Every method that can be chosen, by name: those of the laboratory, and the visitor's own rule."""
    rule = own_rule()
    return {**METHODS, rule.name: rule} if rule else METHODS


def methods_for(function: Function) -> Offer:
    """All methods, the learning rates beginning where they suit this function."""
    return Offer(offered(), lambda kind: _suited_rate(kind, function))


def pick_methods(default: Sequence[str], offer: Offer) -> list[Pick]:
    """Draw the picker and a card with the knobs of each chosen method; return them in order."""
    once = list(offer.kinds)
    again = [name for name in (upcoming("methods") or "").split(",") if _is_again(name, offer)]
    names = linked(
        st.multiselect,
        "Methods",
        "methods",
        list(default),
        options=[*once, *dict.fromkeys(again)],
        format_func=offer.title,
        placeholder="Add a method",
        max_selections=MOST,
        wrap=True,
    )
    if not names:
        st.info("Choose a method to see it run.")
    return [_card(name, names, offer) for name in names]


def pick_method(label: str, name: str, default: str, function: Function) -> Method:
    """Draw a choice of one method with its knobs; in the link `name` and `name.knob`.

    `default` is a method's name; `label` the control's label (Markdown).
    """
    offer = methods_for(function)
    kind = offer.kinds[linked(st.selectbox, label, name, default, options=list(offer.kinds), format_func=offer.title)]
    knobs = offer.knobs(kind)
    values = {knob.name: _turn(name, knob) for knob in knobs[:1]}
    return _update_rule(kind, name, values, knobs[1:])


def starting_method(kind: type[Method], function: Function) -> Method:
    """A method with the knobs that the picker would begin with."""
    values: dict[str, Any] = {knob.name: knob.default for knob in knobs_for(kind, function)}
    return kind(**values)


def _is_again(name: str, offer: Offer) -> bool:
    match = _AGAIN.fullmatch(name)
    return bool(match and match[1] in offer.kinds)


def knobs_for(method: type[Method], function: Function) -> tuple[Knob, ...]:
    """The knobs of a method, the learning rate beginning where it suits this function."""
    return methods_for(function).knobs(method)


def _suited_rate(method: type[Method], function: Function) -> float | None:
    """The learning rate that a method begins with on this function.

    Where the curvature limits the rate, that is half the limit of gradient descent at the start, or all over the
    window if the start has no positive curvature; where the rate is the length of a step, as in Adam, a fiftieth of
    the window.
    """
    if method().curvature_limit is not None:
        return safe_learning_rate(function.objective, function.start) or _safe_in_window(function)
    if method.scale_free:
        low, high = function.window[0]
        return float(f"{(high - low) / 50:.0e}")
    return None


def _safe_in_window(function: Function) -> float | None:
    """A learning rate that no curvature on a coarse grid of the window makes too large."""
    sides = [np.linspace(*interval, GRID) for interval in function.window]
    points = np.tile(np.array(function.start), (GRID ** len(sides), 1))
    for axis, values in enumerate(np.meshgrid(*sides)):
        points[:, axis] = values.ravel()
    return safe_learning_rate(function.objective, points)


def _card(name: str, names: Sequence[str], offer: Offer) -> Pick:
    """A card with the outcome's place, the first knob in reach, and the rest behind a click."""
    kind = offer.kinds[name.partition(".")[0]]
    card = st.container(border=True, gap="small")
    with card:
        st.markdown(f"**{offer.title(name)}**")
        story = st.container()
        knobs = offer.knobs(kind)
        values = {knob.name: _turn(name, knob) for knob in knobs[:1]}
        method = _update_rule(kind, name, values, knobs[1:])
        if knobs and len(names) < MOST:
            st.button(
                "Once more",
                key=f"_again.{name}",
                icon=":material/add:",
                type="tertiary",
                help=f"A second {kind.title} beside this one, to compare other knobs.",
                on_click=_choose_again,
                args=(name, names, method),
            )
    return Pick(method, offer.title(name), story)


def _update_rule(kind: type[Method], name: str, values: dict[str, Any], rest: Sequence[Knob]) -> Method:
    """Behind a click: the equations, the `rest` of the knobs and the schedule; return the method as set."""
    schedule = {}
    with st.expander("Update rule and knobs" if rest or values else "Update rule"):
        st.latex(kind.equations)
        values = values | {knob.name: _turn(name, knob) for knob in rest}
        if kind.has_learning_rate():
            schedule = {"schedule": _schedule(name)}
        st.caption(kind.source)
    return kind(**schedule, **values)


def _choose_again(name: str, names: Sequence[str], method: Method) -> None:
    """Choose the method of `name` a further time, with the same knobs (in a callback)."""
    kind = name.partition(".")[0]
    twin = next(f"{kind}.{number}" for number in range(2, 10) if f"{kind}.{number}" not in names)
    place = names.index(name) + 1
    set_linked("methods", [*names[:place], twin, *names[place:]])
    for knob, value in method.knobs.items():
        set_linked(f"{twin}.{knob}", value)
    if method.has_learning_rate():
        set_linked(f"{twin}.schedule", method.schedule.name)
        for knob, value in method.schedule.knobs.items():
            set_linked(f"{twin}.schedule.{knob}", value)


def _schedule(method: str) -> Schedule:
    """The schedule of a method's learning rate, with its knobs."""
    name = f"{method}.schedule"
    kind = SCHEDULES[
        linked(
            st.selectbox,
            "Schedule of the learning rate",
            name,
            "constant",
            options=list(SCHEDULES),
            format_func=lambda option: SCHEDULES[option].title,
        )
    ]
    st.latex(kind.equation)
    values: dict[str, Any] = {knob.name: _turn(name, knob) for knob in knobs_of(kind)}
    return kind(**values)


def _turn(owner: str, knob: Knob) -> Any:
    """One knob of a method or schedule: a switch, or a slider to play with beside a box for the exact number."""
    name = f"{owner}.{knob.name}"
    label = f"{knob.name.replace('_', ' ').capitalize()} ${knob.symbol}$" if knob.symbol else knob.meaning
    if isinstance(knob.default, bool):
        return linked(st.toggle, label, name, knob.default, help=knob.meaning)
    slider, box = st.columns([2, 1], vertical_alignment="bottom")
    whole = isinstance(knob.default, int)
    value = linked(
        box.number_input,
        f"{knob.name} of {owner}, exactly",
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
