"""Both modes beside the derived formulas, the classic mistake beside the right sum, and what each mode costs."""

from functools import lru_cache

import numpy as np
import streamlit as st

import numerics as nm
from figures.growth import Growth, growth
from figures.theme import GREEN, NEUTRAL, VERMILLION, Look
from numerics.autodiff import Costs, costs
from numerics.autodiff.notation import names
from numerics.conditioning import digits_left
from numerics.numbers import format_number
from ui.autodiff.setting import MOST_VARIABLES, Setting
from ui.errors import inline_code
from ui.livechart import livechart
from ui.place import plain

CHAIN = "sum((1 - x_i)^2 + 100(x_(i+1) - x_i^2)^2, i, 1, {})"


def agreement(setting: Setting) -> None:
    """List every derivative by both modes and from the derived formula, with the digits that agree."""
    graph, symbolic = setting.graph, setting.symbolic
    back, ahead = graph.jacobian("reverse"), graph.jacobian("forward")
    rows, worst = [], []
    for i, output in enumerate(setting.outputs):
        for j, name in enumerate(graph.variables):
            row = {
                "derivative": f"∂{output}/∂{plain(name)}",
                "reverse mode": format_number(back[i, j], 10),
                "forward mode": format_number(ahead[i, j], 10),
            }
            if symbolic is not None:
                digits = [_digits(found[i, j], symbolic[i, j], setting) for found in (back, ahead)]
                worst += digits
                row["from the formula"] = format_number(symbolic[i, j], 10)
                row["digits of each"] = ", ".join(map(_shown, digits))
            rows.append(row)
    st.dataframe(rows, hide_index=True)
    if symbolic is None:
        st.caption("No formula of the derivatives could be made in time; both modes need none.")
        return
    least, most = float(np.nanmin(worst)) if not np.isnan(worst).all() else np.nan, digits_left(0.0, graph.format)
    told = (
        "Nothing is finite here to be compared."
        if np.isnan(least)
        else f"At least **{least:.1f} of {most:.1f} decimal digits** of {graph.format.title} agree with the formula "
        "that SymPy derived, evaluated in float64."
    )
    st.markdown(
        f"{told} Neither mode is an approximation: both apply the chain rule to numbers, and only round. What "
        "differs is the order of the products."
    )


def _digits(found: float, wanted: float, setting: Setting) -> float:
    if not np.isfinite([found, wanted]).all():
        return float("nan")
    return digits_left(abs(found - wanted) / (abs(wanted) or 1.0), setting.graph.format)


def _shown(digits: float) -> str:
    return "–" if np.isnan(digits) else f"{digits:.1f}"


def classic_bug(setting: Setting) -> None:
    """Compute the gradient with `=` for `+=`, beside the right one, and say where a path was dropped."""
    graph = setting.graph
    right, wrong = setting.reverse, graph.reverse(setting.weights, overwrite=True)
    arrivals = np.zeros(len(graph.nodes), int)
    for passed in right.contributions:
        arrivals[passed.target] += 1
    for at in graph.outputs:
        arrivals[at] += 1
    named = names(graph)
    shared = [named[at] for at in np.flatnonzero(arrivals > 1)]
    st.dataframe(
        {
            "derivative by": [plain(name) for name in graph.variables],
            "with +=": [format_number(float(right.gradient[name]), 8) for name in graph.variables],
            "with = (wrong)": [format_number(float(wrong.gradient[name]), 8) for name in graph.variables],
        },
        hide_index=True,
    )
    off = [name for name in graph.variables if not _same(right.gradient[name], wrong.gradient[name])]
    if not shared:
        st.markdown(
            "Here no node is reached on two ways, so the bug shows **no error at all**. That is how it survives tests "
            "on formulas that are too simple: a test needs a shared node, such as x in `x*y + x`."
        )
        return
    where = ", ".join(map(inline_code, shared[:6])) + (", …" if len(shared) > 6 else "")
    told = (
        f"Wrong by {', '.join(plain(name) for name in off)}: only what arrived last has stayed."
        if off
        else "At this point both happen to agree: what was dropped is 0, or cancels."
    )
    st.markdown(f"Reached on several ways: {where}. Their adjoints are **sums** over these ways. {told}")


def _same(one: object, other: object) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))  # type: ignore[arg-type]


def counted(setting: Setting) -> None:
    """Count the operations of both modes for this computation, and draw how they grow with n."""
    cost = costs(setting.graph)
    n, m, each = cost.inputs, cost.outputs, max(cost.values, 1)
    left, right = st.columns(2, gap="medium")
    with left:
        st.latex(rf"f\colon \mathbb{{R}}^{{{n}}} \to \mathbb{{R}}^{{{m}}}")
        counts = {
            "f itself": cost.values,
            "all local derivatives, once": cost.local,
            "one forward sweep": cost.forward_sweep,
            "one reverse sweep": cost.reverse_sweep,
            f"Jacobian, forward: {_sweeps(n)}": cost.forward,
            f"Jacobian, reverse: {_sweeps(m)}": cost.reverse,
        }
        st.dataframe(
            {
                "what": list(counts),
                "operations": list(counts.values()),
                "times f": [format_number(count / each, 3) for count in counts.values()],
            },
            hide_index=True,
        )
        st.markdown(_verdict(cost))
    with right:
        ns, found = _growth()
        lines = [
            Growth("forward mode", Look(GREEN, "dash", "square"), found[:, 1] / found[:, 0]),
            Growth("reverse mode", Look(VERMILLION, "solid", "circle"), found[:, 2] / found[:, 0]),
            Growth("f itself", Look(NEUTRAL, "dot", "diamond"), np.ones(len(ns))),
        ]
        livechart(
            growth(ns, lines, across="variables n", up="operations, in units of f"),
            key="growth",
            alt="Operations of the gradient of Rosenbrock's function over the number of variables, for both modes",
            height=340,
        )
        st.caption(
            f"Counted on Rosenbrock's function of 2 to {MOST_VARIABLES} variables: with all {MOST_VARIABLES}, forward "
            f"mode takes {format_number(found[-1, 1] / found[-1, 0], 3)} times f, reverse mode "
            f"{format_number(found[-1, 2] / found[-1, 0], 3)}."
        )


def _sweeps(count: int) -> str:
    return "1 sweep" if count == 1 else f"{count} sweeps"


def _verdict(cost: Costs) -> str:
    if cost.forward == cost.reverse:
        return "Both modes cost the same here."
    better = "Reverse" if cost.reverse < cost.forward else "Forward"
    least, most = sorted((cost.forward, cost.reverse))
    if not least:
        return f"**{better} mode costs nothing here**: there is nothing to multiply."
    factor = most / least
    return (
        f"**{better} mode is {format_number(factor, 3)} times as cheap here**: one forward sweep gives a column of the "
        f"Jacobian, one reverse sweep a row, and there are {cost.inputs} columns and {cost.outputs} "
        f"row{'s' * (cost.outputs > 1)}."
    )


@lru_cache(maxsize=1)
def _growth() -> tuple[np.ndarray, np.ndarray]:
    """n, and for each the operations of f, and of its gradient in forward and reverse mode."""
    ns = np.arange(2, MOST_VARIABLES + 1)
    found = [costs(nm.trace(CHAIN.format(n - 1), {f"x{k + 1}": 0.5 for k in range(n)})) for n in ns]
    return ns, np.array([(cost.values, cost.forward, cost.reverse) for cost in found], float)
