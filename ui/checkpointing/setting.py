"""The chain of layers and the schedule that the page looks at; all in the link."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from numerics.checkpointing import Chain, Optimum, Timeline, carry_out, optimum, root_segments, segments
from numerics.checkpointing.chain import MOST_LAYERS, MOST_UNITS, WHOLE_UNITS
from numerics.errors import NumericsError
from numerics.formats.exact import Exact
from numerics.number_list import read_numbers
from ui.errors import show_error
from ui.links import linked, set_linked

TOO_LARGE = 10**9
DEFAULT_LAYERS = 16
DEFAULT_COSTS = "8 8 8 6 6 6 4 4 4 3 3 3"  # a network for pictures: wide and short at first, then narrow and deep
DEFAULT_SIZES = "16 16 16 8 8 8 4 4 4 2 2 2"
STRATEGIES = {
    "everything": "Hold everything",
    "root": "√L segments",
    "mine": "My checkpoints",
    "optimum": "Optimum for a memory",
}


@dataclass(frozen=True, eq=False)
class Setting:
    """What the page looks at.

    Attributes:
        chain: the layers.
        strategy: a key of STRATEGIES.
        checkpoints: what the forward pass holds on purpose, out of 1, …, L-1.
        timeline: the schedule, carried out.
        best: the optima of the chain.
        budget: the units of memory that the optimum may use; None for other strategies.
        link: the texts of the controls that make it this chain and schedule, by their names in the link.
    """

    chain: Chain
    strategy: str
    checkpoints: tuple[int, ...]
    timeline: Timeline
    best: Optimum
    budget: int | None
    link: Mapping[str, str]


def pick_setting() -> Setting:
    """Draw the controls, and carry out the schedule."""
    chain, link = _pick_chain()
    strategy = linked(
        st.radio,
        "What is held",
        "hold",
        "root",
        options=list(STRATEGIES),
        format_func=STRATEGIES.__getitem__,
    )
    best = optimum_of(chain)
    root = root_segments(chain)
    budget = None
    if strategy == "optimum":
        budget = _pick_budget(chain, carry_out(chain, segments(chain, root)).peak)
        steps = best.schedule(budget)
        last = next(place for place, step in enumerate(steps) if step.backward)
        checkpoints = tuple(step.layer for step in steps[:last] if step.hold)
    else:
        checkpoints = {"everything": (), "root": root, "mine": ()}[strategy]
        if strategy == "mine":
            checkpoints = _pick_checkpoints(chain, root)
        steps = segments(chain, checkpoints)
    return Setting(
        chain, strategy, checkpoints, carry_out(chain, steps), best, budget, link | {"part": "memory", "hold": strategy}
    )


@lru_cache(maxsize=16)
def optimum_of(chain: Chain) -> Optimum:
    """The optima of a chain, remembered: about a megabyte at most."""
    return optimum(chain)


def toggle(setting: Setting, value: float) -> None:
    """Hold the value next to `value` (a place on the axis of values), or hold it no longer (in a callback)."""
    at = round(value)
    if 0 < at < setting.chain.layers:
        set_linked("hold", "mine")
        set_linked("checkpoints", sorted(set(setting.checkpoints) ^ {at}))


def _pick_chain() -> tuple[Chain, dict[str, str]]:
    own = linked(
        st.segmented_control,
        "Layers",
        "layers",
        "alike",
        options=["alike", "own"],
        format_func={"alike": "All alike", "own": "Each its own"}.__getitem__,
    )
    if own == "own":
        return _typed_chain()
    count = linked(
        st.number_input, "How many, L", "L", DEFAULT_LAYERS, min_value=1, max_value=MOST_LAYERS,
        help="Each layer takes one unit of time, and each value one unit of memory.",
    )  # fmt: skip
    return Chain.alike(count), {"layers": "alike", "L": str(count)}


def _typed_chain() -> tuple[Chain, dict[str, str]]:
    costs = linked(
        st.text_input, "Cost of layer 1, 2, …", "costs", DEFAULT_COSTS, max_chars=600,
        help=f"Positive numbers, in any unit of time: as many as there are layers, at most {MOST_LAYERS}.",
    )  # fmt: skip
    sizes = linked(
        st.text_input, "Memory of x₀, x₁, …, the inputs of these layers", "sizes", DEFAULT_SIZES, max_chars=600,
        help=f"Whole units, one number for each layer; at most {MOST_UNITS} units in all.",
    )  # fmt: skip
    try:
        chain = read_chain(costs, sizes)
    except NumericsError as error:
        show_error(error)
        st.caption("Until then the layers are those of the example.")
        chain = read_chain(DEFAULT_COSTS, DEFAULT_SIZES)
    return chain, {"layers": "own", "costs": costs, "sizes": sizes}


def read_chain(costs: str, sizes: str) -> Chain:
    """The chain of two typed lists. NumericsError for what is none."""
    times, units = (tuple(map(_float, read_numbers(text, MOST_LAYERS))) for text in (costs, sizes))
    if not all(unit.is_integer() for unit in units):
        raise NumericsError(WHOLE_UNITS)
    return Chain(times, tuple(map(int, units)))


def _float(number: Exact) -> float:
    """As float64; what is too large for that is still too large for a chain afterwards."""
    return float(min(max(number, -TOO_LARGE), TOO_LARGE))


def _pick_budget(chain: Chain, default: int) -> int:
    if chain.least_memory == chain.memory:
        st.caption(f"There is no choice here: all of the {chain.memory} units are needed.")
        return chain.memory
    return int(
        linked(
            st.slider, "Memory, units", "memory", default, min_value=chain.least_memory, max_value=chain.memory,
            help="Held values, and the one that is being computed.",
        )
    )  # fmt: skip


def _pick_checkpoints(chain: Chain, default: tuple[int, ...]) -> tuple[int, ...]:
    picked = linked(
        st.multiselect, "Checkpoints", "checkpoints", list(default), options=list(range(1, chain.layers)),
        format_func=lambda value: f"x{value}", placeholder="None: everything is held",
    )  # fmt: skip
    return tuple(sorted(picked))
