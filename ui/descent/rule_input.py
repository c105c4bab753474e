"""The box for an update rule of one's own, with rules to start from, what was understood, and help."""

from collections.abc import Sequence

import streamlit as st

from numerics.errors import NumericsError
from numerics.rules import UnreadRule, parse_rule
from numerics.rules.templates import TEMPLATES
from ui.errors import show_error
from ui.links import linked, set_linked, upcoming
from ui.method_picker import MOST
from ui.own_rule import own_rule

LONGEST = 2000  # characters, the limit of the grammar
HEIGHT = 122  # four lines

NOTATION = """
| you write | it means |
| --- | --- |
| `x ← x - eta g` | a line assigns, with `←`, `<-`, `:=` or `=`; `;` separates lines too |
| `x` | the point: one line must assign to it |
| `g`, `f` | gradient and value at the point where the step begins |
| `grad(x + beta v)` | the gradient at another point; it counts as an evaluation |
| `m`, `v`, `u`, `w` | four memories: they start at 0 and keep what a line assigns to them |
| `t` | the number of the step, 1, 2, … |
| `eta`, `η` | the learning rate, which schedules change and races tune |
| `a`, `beta1`, `ε`, … | any other letter is a knob |
| `norm(g)`, `dot(g, m)` | length and inner product of whole vectors |

All else works coordinate by coordinate, with the functions of formulas: `sign(g)`, `max(u, v)`, `where(g < 0, a, b)`.
Lines are carried out in order; a name that no line has assigned yet has its value of the step before.
"""


def rule_input(default: Sequence[str]) -> None:
    """Draw the box. A rule that is typed joins the chosen methods, and one that is deleted leaves them.

    `default` are the methods that are chosen where the link names none.
    """
    with st.expander("Write your own update rule", icon=":material/edit:", expanded=own_rule() is not None):
        _templates(default)
        text = linked(
            st.text_area,
            "Update rule",
            "rule",
            "",
            max_chars=LONGEST,
            height=HEIGHT,
            placeholder="v ← beta v - eta g\nx ← x + v",
            help="One assignment a line. Press Ctrl+Enter (⌘+Enter) to run it.",
            on_change=_follow,
            args=(default,),
        )
        if text.strip():
            _understood(text, is_chosen=any(map(_is_own, _chosen(default))))
        with st.popover("How to write it"):
            st.markdown(NOTATION)


def _understood(text: str, is_chosen: bool) -> None:
    """Show the rule in LaTeX, or what is wrong with it."""
    try:
        rule = parse_rule(text)
    except NumericsError as error:
        show_error(error)
        return
    st.latex(rule.equations)
    where = "has its knobs on its card below" if is_chosen else f"waits to be chosen (at most {MOST} methods at once)"
    st.caption(f"**{rule.title}** {where}; other pages offer it too.")


def _templates(default: Sequence[str]) -> None:
    """The rules to start from as a drop-down, which shows the present rule when it is one of them."""
    state, key = st.session_state, "_template"
    present = upcoming("rule")
    state[key] = next((title for title, text in TEMPLATES.items() if text == present), None)

    def choose() -> None:
        if state[key]:
            set_linked("rule", TEMPLATES[state[key]])
            _follow(default)

    st.selectbox("Start from", list(TEMPLATES), index=None, key=key, placeholder="Pick a rule", on_change=choose)


def _follow(default: Sequence[str]) -> None:
    """Choose the rule, or no longer, after a change of its text (in a callback)."""
    chosen = _chosen(default)
    others = [name for name in chosen if not _is_own(name)]
    if own_rule() is None:
        set_linked("methods", others)
    elif others == chosen and len(chosen) < MOST:
        set_linked("methods", [*chosen, UnreadRule.name])


def _chosen(default: Sequence[str]) -> list[str]:
    """The names of the chosen methods, as the picker will show them."""
    text = upcoming("methods")
    return list(default) if text is None else [name for name in text.split(",") if name]


def _is_own(name: str) -> bool:
    return name.partition(".")[0] == UnreadRule.name
