"""The fit: data, curve and residuals, and the coefficients in a formula."""

import numpy as np
import streamlit as st

import numerics as nm
from figures.fit import FIT, Curve, fit_chart
from figures.text import escape
from figures.theme import EXACT
from numerics.language import to_latex
from numerics.least_squares import Solution
from numerics.numbers import format_number
from numerics.objective import Objective
from ui.errors import escape_markdown
from ui.least_squares.data import Data
from ui.least_squares.model import Model
from ui.livechart import livechart

HEIGHT = 520
POINTS = 400  # of the curve
TERMS = 6  # of the formula, before it is cut
ROUNDING = 1e-12  # of the length of y


def fit(data: Data, model: Model) -> Solution:
    """Draw the fit by QR in float64, and return it."""
    solution = nm.least_squares(model.design, data.y, "qr")
    fitted = model.design @ solution.x
    if data.x.shape[1] == 1:
        x, curves = data.x[:, 0], _curves(data, model, solution)
        titles = escape(data.names[0]), escape(data.names[-1])
    else:
        ends = np.array([fitted.min(), fitted.max()])
        x, curves = fitted, [("observed = fitted", ends, ends, FIT)]
        titles = f"fitted {escape(data.names[-1])}", f"observed {escape(data.names[-1])}"
    drawing = fit_chart(x, data.y, fitted, curves, titles)
    livechart(
        drawing.figure,
        key="fit",
        alt=f"{len(data.y)} observations with the least-squares fit, and their residuals below",
        height=HEIGHT,
    )
    return solution


def _curves(data: Data, model: Model, solution: Solution) -> list[Curve]:
    at = np.linspace(data.x.min(), data.x.max(), POINTS)
    with np.errstate(all="ignore"):
        curves: list[Curve] = [("fit", at, model.functions(at[:, None]) @ solution.x, FIT)]
    if data.truth:
        truth = Objective.parse(data.truth, variables=("x",))
        curves.insert(0, ("truth", at, np.asarray(truth(at[:, None])), EXACT))
    return curves


def told(data: Data, model: Model, solution: Solution) -> None:
    """Say what was fitted and how well."""
    st.latex(_formula(model, solution))
    m, n = model.design.shape
    freedom = m - (solution.rank or 0)
    left, size = solution.residual_norm, float(np.linalg.norm(data.y))
    count = (
        f"Every point asks for an equation: **{m} equations, {n} {'unknown' if n == 1 else 'unknowns'}**, $Aw = y$, "
        "where $A$ has a row for each point and a column for each function of the model."
    )
    if left <= ROUNDING * size:
        st.markdown(f"{count} This $w$ satisfies all of them: $\\|Aw - y\\|$ = {format_number(left, 2)} is rounding.")
    elif freedom > 0:
        varying = float(((data.y - data.y.mean()) ** 2).sum())
        share = f" It explains {1 - left**2 / varying:.1%} of the variance of y." if left**2 < varying else ""
        st.markdown(
            f"{count} No $w$ satisfies all of them; this one has the smallest $\\|Aw - y\\|$ = {format_number(left)}, "
            f"and leaves a standard deviation of {format_number(left / freedom**0.5)}.{share}"
        )
    if solution.rank is not None and solution.rank < n:
        st.warning(escape_markdown(solution.outcome))


def _formula(model: Model, solution: Solution) -> str:
    terms = []
    for weight, tree in zip(solution.x[:TERMS], model.functions.trees, strict=False):
        latex = to_latex(tree)
        factor = _number(abs(float(weight)))
        terms.append(("-" if weight < 0 else "+", factor if latex == "1" else rf"{factor} \cdot {latex}"))
    first = f"{'-' if terms[0][0] == '-' else ''}{terms[0][1]}"
    rest = "".join(f" {sign} {term}" for sign, term in terms[1:])
    more = r" + \dots" if len(solution.x) > TERMS else ""
    return rf"y \approx {first}{rest}{more}"


def _number(value: float) -> str:
    mantissa, _, power = format_number(value, 5).partition("e")
    return rf"{mantissa} \cdot 10^{{{power}}}" if power else mantissa
