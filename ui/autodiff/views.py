"""The two sweeps side by side, what they meet on their way, and the tape."""

import numpy as np
import streamlit as st

from figures.computation_graph import arrangement, computation_graph
from figures.theme import GREEN, VERMILLION
from numerics.autodiff import Graph
from numerics.autodiff.notation import formulas, names
from numerics.autodiff.remarks import Remark, remarks
from numerics.numbers import format_number, format_point
from ui.autodiff.frames import Story, edges, forward_story, reverse_story, told, vertices
from ui.autodiff.setting import Setting
from ui.errors import inline_code
from ui.livechart import Player, Readout, livechart

MOST_DRAWN = 40  # nodes
WIDEST_BESIDE = 4  # of two graphs in a row; where a node is 1 wide
LAYER, LEAST, MOST = 78, 330, 760  # pixels: of a layer, and of the whole picture
GROUP = "sweeps"
MOST_REMARKS = 6

_WORDS = {
    Remark.UNDEFINED: "has no real value here: it is NaN, and so is every value and derivative that needs it.",
    Remark.INFINITE: "is infinite here; its local derivative is infinite or undefined, and products with it may be "
    "NaN.",
    Remark.STEEP: "has a value here but no finite derivative: the local derivative is passed on as it is, and 0 · ∞ "
    "counts as 0.",
    Remark.KINK: "has a kink here: no derivative exists. The engine passes on the mean of both sides (½ for relu); "
    "frameworks choose one side, for relu 0.",
    Remark.JUMP: "jumps here; the engine passes on 0, the derivative on either side.",
    Remark.BORDER: "holds with equality: the point is on the border of two cases, and the derivative is that of the "
    "case that is taken.",
    Remark.LOST: "is the first to use a number that is not finite; what follows from it is infinite or NaN as well.",
}


def sweeps(setting: Setting) -> None:
    """Draw reverse and forward mode with one player, or say why there is no picture."""
    graph = setting.graph
    if len(graph.nodes) > MOST_DRAWN:
        st.info(
            f"This graph has {len(graph.nodes)} nodes, more than the {MOST_DRAWN} that can be read in a picture. "
            "The tape below has all of them, with values, tangents and adjoints."
        )
        return
    nodes, at = vertices(graph)
    wide, tall = arrangement(nodes).at.max(axis=0)
    back = reverse_story(graph, setting.shown, "=" if setting.overwrite else "+=")
    ahead = forward_story(graph, setting.forward)
    places = st.columns(2, gap="medium") if wide <= WIDEST_BESIDE else [st.container(), st.container()]
    height = int(np.clip(LAYER * (tall + 1.2), LEAST, MOST))
    with places[0]:
        wrong = " (with the bug)" if setting.overwrite else ""
        st.markdown(f"**Reverse mode{wrong}**: values up, then **adjoints** back down")
        drawing = computation_graph(
            nodes, edges(graph), back.drawn(at), color=VERMILLION, mark="↓", labelled=setting.labelled
        )
        livechart(
            drawing.figure,
            key="reverse",
            alt="The graph of the computation with values, and adjoints passed back from the outputs to the variables",
            height=height,
            player=Player(drawing.steps, drawing.heads, _readout(setting, back, ahead)),
            group=GROUP,
        )
    with places[1]:
        st.markdown(f"**Forward mode**: values and **tangents** up together, along {format_point(setting.seed)}")
        drawing = computation_graph(
            nodes, edges(graph), ahead.drawn(at), color=GREEN, mark="↑", labelled=setting.labelled
        )
        livechart(
            drawing.figure,
            key="forward",
            alt="The same graph with values, and tangents carried along from the variables to the outputs",
            height=height,
            player=Player(drawing.steps, drawing.heads, controls=False),
            group=GROUP,
        )
    st.caption(
        "Press play, or go step by step. Beside each node stand its value and, under it, its adjoint ↓, the derivative "
        "of the output by it, or its tangent ↑, its own slope along the direction. Variables are blue, outputs have a "
        "second rim."
    )


def _readout(setting: Setting, back: Story, ahead: Story) -> Readout:
    found = ", ".join(map(told, setting.forward.derivatives))
    rest = [f"done: the slope of {', '.join(setting.outputs)} along it is {found}"]
    forward = [*ahead.told, *rest * (len(back.told) - len(ahead.told))]
    return Readout(
        ["Reverse", "Forward"], [VERMILLION, GREEN], {"this step": np.array([back.told, forward])}, heading="Mode"
    )


def met(setting: Setting) -> None:
    """Say what the computation meets at the point: kinks, ends of domains, overflow."""
    graph = setting.graph
    named, written = names(graph), formulas(graph)
    found = remarks(graph)
    lines = [
        f"- {inline_code(f'{named[told.at]} = {written[told.at]}')} {_WORDS[told.remark]}"
        for told in found[:MOST_REMARKS]
    ]
    if len(found) > MOST_REMARKS:
        lines.append(f"- {len(found) - MOST_REMARKS} further operations are special here.")
    if lines:
        st.warning("**At this point something special happens.**\n" + "\n".join(lines))


def tape(setting: Setting) -> None:
    """List every node in the order of the computation."""
    graph = setting.graph
    named, written = names(graph), formulas(graph)
    st.dataframe(
        {
            "node": named,
            "operation": [text or graph.nodes[at].operation for at, text in enumerate(written)],
            "value": [format_number(float(node.value), 6) for node in graph.nodes],
            "tangent": _known(graph, setting.forward.tangents),
            "adjoint": _known(graph, setting.shown.adjoints),
            "what the adjoint is made of": _made_of(setting, named),
        },
        hide_index=True,
    )
    st.caption(
        "Top to bottom is the order of values and tangents; adjoints are complete from the bottom up. What depends on "
        "no variable has neither."
    )


def _known(graph: Graph, numbers: tuple[object, ...]) -> list[str]:
    return [
        format_number(float(value), 6) if node.active else ""  # type: ignore[arg-type]
        for node, value in zip(graph.nodes, numbers, strict=True)
    ]


def _made_of(setting: Setting, named: tuple[str, ...]) -> list[str]:
    graph, sweep = setting.graph, setting.shown
    parts: list[list[str]] = [[] for _ in graph.nodes]
    for at, output, weight in zip(graph.outputs, setting.outputs, setting.weights, strict=True):
        parts[at].append(f"{format_number(weight, 5)} as {output}")
    for passed in sweep.contributions:
        parts[passed.target].append(f"{format_number(float(passed.amount), 5)} from {named[passed.source]}")
    joined = ", replaced by " if setting.overwrite else " + "
    return [joined.join(pieces) if node.active else "" for node, pieces in zip(graph.nodes, parts, strict=True)]
