"""The tree of an expression with its guilty operation, and the error of any operation over the samples."""

import math

import numpy as np
import streamlit as st

from figures.error_curve import ErrorCurve, error_curve
from figures.expression_tree import TreeNode, expression_tree
from figures.theme import NEUTRAL, Look, format_look
from numerics.language import to_text
from numerics.microscope import Dissection
from ui.errors import inline_code
from ui.links import linked, reset_linked, set_linked, upcoming
from ui.livechart import livechart
from ui.microscope.results import FEW, dissection, examination
from ui.microscope.setting import Setting

HEIGHT = 420
MOST_NODES = 60  # of a tree that is drawn
MOST_LISTED = 8  # operations of one that is not
LONGEST_SYMBOL = 6
SYMBOLS = {
    "add": "+", "subtract": "−", "multiply": "×", "divide": "÷", "negate": "−", "power": "^", "sqrt": "√", "cbrt": "∛",
    "less": "<", "less_equal": "≤", "greater": ">", "greater_equal": "≥", "equal": "=", "not_equal": "≠",
    "all_of": "and", "pi": "π", "tau": "τ",
}  # fmt: skip


def tree(setting: Setting) -> None:
    """Draw the operations with the error that each makes; a click shows the error of one over the samples."""
    found = dissection(setting)
    operations = [place for place, step in enumerate(found.tape.steps) if step.leaf is None]
    if not operations:
        st.markdown("There is no operation: the expression is a number or a variable, rounded once.")
        return
    local, guilty = found.mean_local, found.worst
    if guilty is None:
        st.markdown("No operation loses more than one bit on average.")
    else:
        st.markdown(
            f"{inline_code(to_text(found.tape.expression(guilty)))} loses the most: {local[guilty]:.1f} bits on "
            "average, although its arguments are right but for one rounding."
        )
    default = operations[-1] if guilty is None else guilty
    stale = upcoming("step") or ""
    if stale.isdecimal() and int(stale) not in operations:  # chosen in another expression
        reset_linked("step")
    left, right = st.columns([3, 2], gap="medium")
    with right:
        chosen = linked(
            st.selectbox,
            "Chosen operation",
            "step",
            default,
            options=operations,
            format_func=lambda place: to_text(found.tape.expression(place)),
        )
        _error_of(setting, found, chosen)
    with left:
        _drawing(found, local, guilty, chosen)


def _drawing(found: Dissection, local: np.ndarray, guilty: int | None, chosen: int) -> None:
    root = _node(found, local)
    if root is None:
        st.caption(f"The expression has more than {MOST_NODES} parts, too many to draw; these lose the most:")
        worst = np.argsort(-local)[:MOST_LISTED]
        st.dataframe(
            {"operation": [to_text(found.tape.expression(at)) for at in worst], "bits lost here": local[worst]},
            column_config={"bits lost here": st.column_config.NumberColumn(format="%.1f")},
            hide_index=True,
        )
        return
    drawing = expression_tree(root, guilty=guilty, selected=chosen)
    livechart(
        drawing.figure,
        key="tree",
        alt="The expression as a tree of operations; the darker one is, the more bits it loses",
        height=HEIGHT,
        on_click=lambda x, y: set_linked("step", drawing.nearest(x, y)),
    )
    st.caption("Dark: loses bits of its own, with arguments that are right. Click an operation to see its error.")


def _node(found: Dissection, local: np.ndarray) -> TreeNode | None:
    """The tree to draw, or None if it has too many nodes."""
    sizes: list[int] = []
    for step in found.tape.steps:
        sizes.append(1 + sum(sizes[argument] for argument in step.arguments))
    if sizes[-1] > MOST_NODES:
        return None
    nodes: list[TreeNode] = []
    total = found.mean_total
    for place, step in enumerate(found.tape.steps):
        text = to_text(found.tape.expression(place))
        error = math.nan if step.leaf is not None else float(local[place])
        told = text if step.leaf is not None else f"{text}\n{error:.1f} bits lost here\n{total[place]:.1f} bits in all"
        name = step.kind if step.leaf is None else step.text or str(step.leaf)
        symbol = SYMBOLS.get(name, name if len(name) <= LONGEST_SYMBOL else name[: LONGEST_SYMBOL - 1] + "…")
        nodes.append(TreeNode(place, symbol, told, error, tuple(nodes[argument] for argument in step.arguments)))
    return nodes[-1]


def _error_of(setting: Setting, found: Dissection, place: int) -> None:
    """Draw the error of one operation over the samples."""
    if np.isnan(found.total[place]).all():
        st.caption("Nothing is rounded here.")
        return
    name = setting.variables[0]
    curves = [
        ErrorCurve("lost here", format_look(setting.format.name), found.local[place]),
        ErrorCurve("lost here and before", Look(NEUTRAL, "dot", "circle"), found.total[place]),
    ]
    drawn = error_curve(
        examination(setting).values[name][:FEW],
        curves,
        name=name,
        logarithmic=setting.logarithmic,
        most=setting.format.bits,
    )
    livechart(drawn, key="operation", alt=f"The error of one operation over {name}", height=HEIGHT - 80)
