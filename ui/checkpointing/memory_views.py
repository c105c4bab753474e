"""Memory against recomputation: the timeline, what it costs beside other schedules, and both on real layers."""

from functools import lru_cache, partial

import numpy as np
import streamlit as st

from figures.log_lines import LogLine, log_lines
from figures.memory_curve import Spot, memory_curve
from figures.schedule_chart import memory_chart, schedule_chart
from figures.theme import FORM_LOOKS
from numerics.checkpointing import (
    Chain,
    Kind,
    Step,
    Timeline,
    carry_out,
    differentiate,
    every,
    fewest_evaluations,
    memory_within,
    root_segments,
    segments,
    tanh_layers,
)
from numerics.numbers import format_number
from ui.checkpointing.setting import STRATEGIES, Setting, toggle
from ui.livechart import Player, Readout, livechart

GROUP = "schedule"
BATCH = 32
MOST_GROWN = 6  # the power of ten at which the last chart ends
_WORDS = {Kind.COMPUTED: "forward", Kind.RECOMPUTED: "again", Kind.BACKWARD: "backward"}


def timeline(setting: Setting) -> None:
    """Draw the schedule step by step with a player, and the memory under it; a click holds a value or frees it."""
    line = setting.timeline
    st.caption(
        "Forward, layer i makes xᵢ of xᵢ₋₁; backward it needs xᵢ₋₁ again, held until then or computed a second time. "
        "Press play to go through the steps; click a row to make that value a checkpoint, or none."
    )
    drawing = schedule_chart(line)
    livechart(
        drawing.figure,
        key="schedule",
        alt=f"Which of the values x0 to x{setting.chain.layers} is computed, held, computed again and freed at which "
        f"of {len(line.steps)} steps",
        height=430,
        on_click=lambda _, y: toggle(setting, y),
        player=Player(drawing.steps, drawing.heads, _readout(setting)),
        group=GROUP,
    )
    below = memory_chart(line, setting.budget if setting.budget != line.peak else None)
    livechart(
        below.figure,
        key="memory",
        alt=f"The memory in use at every step, at most {line.peak} units",
        height=210,
        player=Player(below.steps, below.heads, controls=False),
        group=GROUP,
    )


def _readout(setting: Setting) -> Readout:
    line = setting.timeline
    forward = np.cumsum([0 if step.backward else line.chain.costs[step.layer - 1] for step in line.steps])
    doing = [f"{_WORDS[Kind(kind)]}, layer {step.layer}" for step, kind in zip(line.steps, line.kinds, strict=True)]
    return Readout(
        [STRATEGIES[setting.strategy]],
        [FORM_LOOKS[1].color],
        {
            "this step": np.array([doing]),
            "units in memory": line.memory.astype(str)[None],
            "forward cost so far": np.array([list(map(format_number, forward))]),
        },
        heading="Schedule",
    )


def told(setting: Setting) -> None:
    """What there is to notice in this schedule, in words with its numbers."""
    chain, line = setting.chain, setting.timeline
    best = float(setting.best.costs[min(line.peak, chain.memory)])
    share = f"{100 * line.peak / chain.memory:.0f} %"
    st.markdown(
        f"**{line.peak} of {chain.memory} units** in memory at the most ({share}), for **{_passes(line.cost, chain)}** "
        f"of computing forward: {_recomputed(line)}."
    )
    if setting.strategy == "optimum":
        held = ", ".join(f"x{value}" for value in setting.checkpoints) or "nothing but x0"
        again = any(step.hold and kind == Kind.RECOMPUTED for step, kind in zip(line.steps, line.kinds, strict=True))
        later = "; later, places that have become free are used for new checkpoints" if again else ""
        st.markdown(f"The forward pass holds {held}{later}.")
        if chain.is_alike:
            st.markdown(
                f"Dynamic programming found {format_number(best)} evaluations; the formula of Griewank and Walther "
                f"gives {fewest_evaluations(chain.layers, line.peak)} for {line.peak} values in memory."
            )
    elif best < line.cost:
        st.markdown(
            f"With the same memory the optimum needs {_passes(best, chain)}: a cost of {format_number(best)}, not "
            f"{format_number(line.cost)}."
        )
    else:
        kind = "" if chain.is_alike else " that keeps what it holds"
        st.markdown(f"With this memory no schedule{kind} needs less.")


def _passes(cost: float, chain: Chain) -> str:
    passes = format_number(cost / chain.cost)
    return f"{passes} forward pass{'es' * (passes != '1')}"


def _recomputed(line: Timeline) -> str:
    if not line.recomputation:
        return "nothing is computed twice"
    times = int(line.evaluations.max())
    most = "twice" if times == 2 else f"{times} times"
    return f"{format_number(100 * line.recomputation, 3)} % of a pass is computed again, no layer more than {most}"


def comparison(setting: Setting) -> None:
    """Draw what every memory costs at the least, and equal segments beside it; list the schedules that have names."""
    chain, line = setting.chain, setting.timeline
    chart, table = st.columns([5, 4], gap="medium")
    shown = Spot("this schedule", line.peak, line.cost / chain.cost)
    with chart:
        livechart(
            memory_curve(setting.best.costs / chain.cost, _equal_segments(chain), shown),
            key="curve",
            alt="Forward evaluations against memory: the optimum, equal segments, and this schedule",
            height=400,
        )
    with table:
        _table(setting)


@lru_cache(maxsize=64)
def _equal_segments(chain: Chain) -> tuple[Spot, ...]:
    """Segments of 1, 2, …, L layers."""
    found = []
    for length in range(1, chain.layers + 1):
        line = carry_out(chain, segments(chain, every(chain, length)))
        found.append(Spot(f"segments of {length} layer{'s' * (length > 1)}", line.peak, line.cost / chain.cost))
    return tuple(found)


def _table(setting: Setting) -> None:
    chain, best = setting.chain, setting.best
    root = carry_out(chain, segments(chain, root_segments(chain)))
    within = int(np.flatnonzero(best.costs <= 2 * chain.cost)[0])
    rows = {
        "hold everything": (chain.memory, chain.cost),
        "√L segments": (root.peak, root.cost),
        "optimum, that memory": (root.peak, float(best.costs[root.peak])),
        "optimum, one more pass": (within, float(best.costs[within])),
        "least memory": (chain.least_memory, float(best.costs[chain.least_memory])),
    }
    if setting.strategy == "mine":
        rows |= {STRATEGIES["mine"].lower(): (setting.timeline.peak, setting.timeline.cost)}
    st.dataframe(
        {
            "schedule": list(rows),
            "units": [memory for memory, _ in rows.values()],
            "cost": [format_number(cost) for _, cost in rows.values()],
            "more passes": [format_number(cost / chain.cost - 1, 3) for _, cost in rows.values()],
        },
        hide_index=True,
    )
    st.caption(
        "Units in memory at the most, the cost of all forward evaluations, and what is computed again, in forward "
        "passes. The least memory has x0 and one value at a time."
    )


def on_real_layers(setting: Setting) -> None:
    """Carry the schedule out on layers with numbers in them, and compare the gradient with that of all held."""
    steps = setting.timeline.steps
    same, most, everything = _carried_out(setting.chain, steps)
    verdict = "**the same in every bit**" if same else "**not the same**"
    st.markdown(
        f":material/{'check_circle' if same else 'error'}: Carried out on real layers, tanh(xW + b) as wide as the "
        f"sizes say, for a batch of {BATCH}, with only what the schedule holds: the gradient by x0 and by all "
        f"parameters is {verdict} as with everything held. At most {most:,} numbers were in memory, instead of "
        f"{everything:,}. What is computed again is computed from the same numbers by the same operations, so "
        "checkpointing changes no gradient. (With random layers such as dropout this needs the generator's state as "
        "well.)"
    )


@lru_cache(maxsize=64)
def _carried_out(chain: Chain, steps: tuple[Step, ...]) -> tuple[bool, int, int]:
    layers = tanh_layers(chain)
    x = np.random.default_rng(1).normal(size=(BATCH, chain.sizes[0]))
    gradient_of = partial(differentiate, layers, x=x, loss_gradient=lambda output: output)
    mine, whole = gradient_of(steps), gradient_of(segments(chain, ()))
    return mine.equals(whole), mine.most_numbers, whole.most_numbers


def growth() -> None:
    """Draw how the memory of each way grows with the number of equal layers."""
    counts = np.unique(np.logspace(np.log10(2), MOST_GROWN, 61).astype(int))
    ways = {
        "everything held": lambda layers: layers,
        "√L segments": lambda layers: 2 * np.sqrt(layers) - 1,
        "optimum, one more pass": lambda layers: memory_within(layers, 1),
        "optimum, two more passes": lambda layers: memory_within(layers, 2),
    }
    lines = [
        LogLine(name, look, counts.astype(float), np.array([float(way(int(layers))) for layers in counts]))
        for (name, way), look in zip(ways.items(), FORM_LOOKS, strict=True)
    ]
    livechart(
        log_lines(lines, across="layers L", up="values in memory").figure,
        key="growth",
        alt="Values in memory against the number of layers, for four ways, on logarithmic axes",
        height=360,
    )
    st.caption(
        f"For equal layers, from the formula. A million layers: {2 * 10**3 - 1:,} values with √L segments, "
        f"{memory_within(10**6, 1):,} with the optimum and one more pass, {memory_within(10**6, 2)} with two more."
    )
