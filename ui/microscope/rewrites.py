"""What to write instead: cards with the errors before and after, and a button that types it."""

import streamlit as st

from figures.error_curve import ErrorCurve, error_curve
from figures.theme import GREEN, Look, format_look
from numerics.language import to_latex
from numerics.microscope import Examination, Rewrite
from ui.links import reset_linked, set_linked
from ui.livechart import livechart
from ui.microscope.results import rewrites
from ui.microscope.setting import Setting
from ui.progress import progress

HEIGHT = 260
AFTER = Look(GREEN, "solid", "square")
LONGEST_LATEX = 140  # characters of texts that are also set as formulas, over the whole width


def offers(setting: Setting, examined: Examination) -> None:
    """Search for better ways to write the expression and show those that are measured better."""
    with progress("Trying other ways to write it…") as tell:
        found = rewrites(setting, tell)
    if not found:
        st.markdown(
            "No other way to write it was found that saves a third of a bit on average. The catalogue has identities "
            "of logarithms, exponentials, roots and angles, school algebra, branches and power series, tried at every "
            "operation and in combinations."
        )
        return
    st.caption("Each was measured at all samples. Only what rounds better is shown; the best comes first.")
    columns = st.columns(max(2, len(found)))
    for number, (column, rewrite) in enumerate(zip(columns, found, strict=False)):
        with column.container(border=True, height="stretch"):
            if len(rewrite.text) <= LONGEST_LATEX // len(columns):
                st.latex(to_latex(rewrite.tree))
            _card(setting, examined, rewrite, number)


def _card(setting: Setting, examined: Examination, rewrite: Rewrite, number: int) -> None:
    st.code(rewrite.text, language=None, wrap_lines=True)
    st.markdown(
        f"**{rewrite.before.mean_bits:.1f} → {rewrite.after.mean_bits:.1f} bits** of error on average. "
        f"Done: {', then '.join(dict.fromkeys(rewrite.steps))}."
    )
    if not rewrite.exact:
        st.caption("The cut power series is an approximation; its own error is part of what was measured.")
    name = setting.variables[0]
    curves = [
        ErrorCurve("rewritten", AFTER, rewrite.after.bits),
        ErrorCurve("as typed", format_look(setting.format.name), examined.bits),
    ]
    drawn = error_curve(
        examined.values[name], curves, name=name, logarithmic=setting.logarithmic, most=setting.format.bits
    )
    livechart(drawn, key=f"rewrite.{number}", alt=f"The error before and after over {name}", height=HEIGHT)
    st.button("Use this", key=f"_use.{number}", on_click=_use, args=(rewrite.text,))


def _use(text: str) -> None:
    """Type the expression (in a callback)."""
    set_linked("f", text)
    reset_linked("at", "step", "variables")
