"""What the solution is, the certificate at the examined point, and what a constraint costs."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from figures.price import price
from numerics.constrained import Certificate, Outcome, Solution, Status
from numerics.constrained.solvers import SOLVERS
from numerics.errors import NumericsError
from numerics.numbers import format_number, format_point
from ui.constraints.setting import Setting
from ui.errors import escape_markdown, inline_code
from ui.links import linked
from ui.livechart import livechart
from ui.patience import patiently

CHANGES = 15  # of a constraint, on both sides of 0 and at it
GOOD = (Outcome.OPTIMAL,)
BAD = (Outcome.INFEASIBLE, Outcome.UNBOUNDED, Outcome.UNDEFINED, Outcome.STALLED, Outcome.STEP_LIMIT)


def told(setting: Setting, solution: Solution) -> None:
    """How it ended, in a sentence with the run's numbers."""
    good = solution.outcome in GOOD and not solution.kkt.nearly_dependent
    show = st.success if good else st.error if solution.outcome in BAD else st.warning
    show(escape_markdown(solution.told))
    taken = f"{solution.path.steps} steps of {SOLVERS[solution.path.solver].title}"
    more = f", after {solution.starts} starts" if solution.starts > 1 else ""
    st.caption(f"{taken}, polished by Newton's method on the KKT equations{more}.")


def conditions(certificate: Certificate, solution: Solution) -> None:
    """The four conditions one by one, then what the constraints do, then second order."""
    solved = np.array_equal(certificate.x, solution.x)
    where = "at the solution" if solved else f"at {escape_markdown(format_point(certificate.x, 6))}"
    st.header(f"The four conditions {where}", anchor="conditions")
    (st.success if certificate.holds and not certificate.nearly_dependent else st.warning)(
        escape_markdown(certificate.verdict)
    )
    st.dataframe(
        [
            {
                "condition": part.name,
                "holds": part.holds,
                "residual": format_number(part.residual),
                "tolerance": format_number(part.tolerance, 2),
                "in words": part.sentence,
            }
            for part in certificate.conditions
        ],
        hide_index=True,
        column_config={"in words": st.column_config.TextColumn(width="large")},
    )


def multipliers(setting: Setting, certificate: Certificate) -> None:
    """Every constraint with its value, multiplier and status; which qualification holds."""
    problem = setting.problem
    if not problem.constraints:
        st.caption("There are no constraints: the conditions are that the gradient is 0.")
        return
    st.dataframe(
        [
            {
                "constraint": part.text,
                "c": format_number(value, 5),
                "multiplier λ": format_number(multiplier, 7),
                "status": status.value,
            }
            for part, value, multiplier, status in zip(
                problem.constraints, certificate.local.c, certificate.multipliers, certificate.status, strict=True
            )
        ],
        hide_index=True,
        column_config={"status": st.column_config.TextColumn(width="large")},
    )
    active = int(certificate.active.sum())
    st.markdown(
        f"**Qualification.** Active constraints: {active} of {len(problem.constraints)}. Their gradients have "
        f"rank {certificate.rank}: "
        + (
            "they are independent (LICQ), so the multipliers are unique."
            if certificate.licq
            else "they depend on each other (LICQ fails)"
            + (", yet there is only one set of multipliers." if certificate.unique else ": multipliers are not unique.")
        )
    )
    weak = [part.text for part, status in zip(problem.constraints, certificate.status, strict=True)
            if status is Status.WEAK]  # fmt: skip
    if weak:
        st.markdown(
            f"**Weakly active:** {', '.join(map(inline_code, weak))}: on the boundary, and yet nothing pushes. "
            "Taking the constraint away would not change the solution."
        )


def shadow_prices(setting: Setting, solution: Solution) -> None:
    """Move one constraint and compare the change of the best value with what its multiplier predicts."""
    problem = setting.problem
    if solution.outcome is not Outcome.OPTIMAL or not problem.constraints:
        return
    st.header("What a constraint costs", anchor="price")
    names = _distinct([part.text for part in problem.constraints])
    costly = int(np.abs(solution.multipliers).argmax())
    left, right = st.columns([5, 3], gap="medium")
    with right:
        number = linked(
            st.selectbox, "Constraint to move", "price", costly, options=list(range(len(names))),
            format_func=names.__getitem__,
        )  # fmt: skip
        reach = linked(
            st.number_input, "Move it by at most", "reach", 0.5, min_value=1e-6, max_value=1e3, format="%.4g"
        )
    changes = np.linspace(-reach, reach, CHANGES)
    try:
        found = patiently(
            "Moving the constraint",
            (*setting.key, "price", number, reach),
            lambda _: problem.shadow_price(solution, number, changes),
        )
    except NumericsError as error:
        st.error(escape_markdown(str(error)))
        return
    with left:
        livechart(
            price(found.changes, found.f, found.predicted),
            key="price",
            alt="The best value of f against the change of the constraint, and the line that the multiplier predicts",
            height=380,
        )
    with right:
        sign = "" if problem.maximize else "−"
        st.markdown(_price_told(sign, found.multiplier, found.changes, found.f, found.predicted))


def _price_told(sign: str, multiplier: float, changes: np.ndarray, f: np.ndarray, predicted: np.ndarray) -> str:
    near = int(np.abs(np.where(changes > 0, changes, np.inf)).argmin())
    parts = [f"λ = **{format_number(multiplier, 6)}**: loosened by ε, the best value moves by {sign}λε to first order."]
    if np.isfinite(f[near]):
        base = f[np.abs(changes).argmin()]
        parts.append(
            f"For ε = {format_number(changes[near])} it predicts {format_number(predicted[near] - base)}; solved again "
            f"the change is {format_number(f[near] - base)}."
        )
    if np.isnan(f).any():
        parts.append("Gaps: moved that far, the problem has no solution that was found.")
    return " ".join(parts)


def _distinct(texts: Sequence[str]) -> list[str]:
    return [f"{number}. {text}" for number, text in enumerate(texts, 1)]
