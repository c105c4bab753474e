"""The exact route: the equations of Karush, Kuhn and Tucker, and every point that solves them."""

import streamlit as st

from numerics.constrained import ExactNumber, ExactPoint, ExactPoints, SecondOrder
from numerics.errors import NumericsError
from numerics.numbers import format_number
from ui.constraints.setting import Setting
from ui.errors import escape_markdown, inline_code, show_error
from ui.links import linked
from ui.patience import patiently

MOST_ROWS = 14  # of the equations, that are written out
MOST_NAMED = 3
VERDICTS = {
    SecondOrder.MINIMUM: "strict local minimum",
    SecondOrder.VERTEX: "strict local minimum, by first order",
    SecondOrder.NOT_MINIMUM: "no minimum",
    SecondOrder.UNDECIDED: "second order does not decide",
}


def exact_points(setting: Setting) -> ExactPoints:
    """Draw the equations and, where asked for, all their solutions; return these."""
    problem = setting.problem
    st.header("All KKT points, exactly", anchor="exact")
    try:
        if sum(problem.shape) <= MOST_ROWS:
            st.latex(problem.lagrangian_latex)
            st.latex(problem.equations_latex)
        else:
            st.caption(f"The conditions are {sum(problem.shape)} lines: too many to be written out here.")
        asked = linked(
            st.toggle,
            "Solve these equations exactly",
            "exact",
            False,
            help="For polynomials: every set of constraints that can be active together gives a system of polynomial "
            "equations, which a Gröbner basis solves. At most 3 seconds.",
        )
        if not asked:
            return ExactPoints()
        with st.spinner("Solving the equations of every active set"):
            key = ("constraints exact", problem, tuple(problem.parameters.items()))
            exact = patiently("Solving", key, lambda _: problem.kkt_points())
    except NumericsError as error:
        show_error(error)
        return ExactPoints()
    if exact.refusal:
        st.info(escape_markdown(exact.refusal))
        return exact
    _told(setting, exact)
    if exact.points:
        st.dataframe(
            [_row(setting, point) for point in exact.points],
            hide_index=True,
        )
    return exact


def _told(setting: Setting, exact: ExactPoints) -> None:
    problem, count = setting.problem, len(exact.points)
    aim, least, smaller = ("maximum", "largest", "above") if problem.maximize else ("minimum", "least", "below")
    if exact.endless:
        named = [_names(setting, active) for active in exact.endless[:MOST_NAMED]]
        more = f" (and {len(exact.endless) - MOST_NAMED} other cases)" if len(exact.endless) > MOST_NAMED else ""
        st.warning(
            f"With {'; or with '.join(named)} on the boundary{more} the equations have infinitely many solutions "
            "(complex ones count). Those are not listed: there may be curves of KKT points."
        )
    if not count:
        st.markdown("**No other KKT point.**" if exact.endless else _none(aim))
        return
    best = next(point for point in exact.points if point.best)
    every = f"{count} KKT point{'s' if count > 1 else ''}" + ("" if exact.endless else ", and there are no others")
    st.markdown(
        f"**{every}.** ★ marks the {least} f among them, **{escape_markdown(_both(best.f))}**. It is the {aim} of the "
        f"whole problem *if* there is one (enough: f is continuous, and the allowed set is closed and bounded) *and* a "
        f"constraint qualification holds there{', and on no curve f is better' if exact.endless else ''}; else f can "
        f"have values {smaller} it. At ★ LICQ {'holds' if best.certificate.licq else 'does not hold'}."
    )


def _none(aim: str) -> str:
    return (
        f"**No KKT point.** So there is no {aim} at which a constraint qualification holds: no point is allowed, "
        "f goes on without end, or the qualification fails where f is best."
    )


def _names(setting: Setting, active: tuple[int, ...]) -> str:
    texts = [inline_code(setting.problem.constraints[at].text) for at in active]
    return " and ".join(texts) if texts else "no constraint"


def _row(setting: Setting, point: ExactPoint) -> dict[str, str]:
    pushing = [
        f"λ{at} = {_short(multiplier)}"
        for at, multiplier in enumerate(point.multipliers, 1)
        if multiplier.decimals != "0"
    ]
    return {
        "": "★" if point.best else "",
        ", ".join(setting.problem.variables): ", ".join(map(_short, point.x)),
        "f": _both(point.f),
        "verdict": _verdict(setting, point),
        "multipliers": ", ".join(pushing) or "all 0",
        "decimals": ", ".join(format_number(number.value, 10) for number in point.x),
    }


def _verdict(setting: Setting, point: ExactPoint) -> str:
    """What the certificate says at the nearest floats, in a few words."""
    certificate = point.certificate
    told = VERDICTS[certificate.second_order] if certificate.holds else certificate.verdict
    return told if setting.problem.sign > 0 else told.replace("minimum", "maximum")


def _short(number: ExactNumber) -> str:
    """The exact form, or six digits."""
    return number.text or f"≈ {format_number(number.value, 6)}"


def _both(number: ExactNumber) -> str:
    """The exact form with decimals, where it is no whole number."""
    decimals = format_number(number.value, 10)
    return f"{number.text} ≈ {decimals}" if number.text and number.text != decimals else decimals
