"""The trade between fitting and small weights: the best weights for every λ."""

import numpy as np
import streamlit as st

from figures.log_lines import LogLine, log_lines
from figures.theme import BLUE, GREEN, ORANGE, VERMILLION, Look
from numerics.learning import tradeoff
from numerics.numbers import format_number
from ui.livechart import livechart
from ui.patience import TooLongError, patiently
from ui.stochastic.model import Model

LAMBDAS = np.geomspace(1e-5, 10, 19)


def penalty_sweep(model: Model) -> None:
    """Draw data term, test loss and λR at the minimum of J for every λ, and say where the test loss is least."""
    if model.train.penalty != "l2":
        st.info(
            "With the L1 penalty the minima lie at kinks, where some weights are exactly 0. Plain gradient steps "
            "only hover about them; the curves below need the L2 penalty."
        )
        return
    try:
        found = patiently(
            "Finding the best weights for every λ",
            ("tradeoff", model.key),
            lambda progress: tradeoff(model.train, LAMBDAS, progress),
        )
    except TooLongError as error:
        error.tell("The best weights for every λ take too long to find for so large a model: let it see less.")
        return
    with np.errstate(all="ignore"):
        test = model.test.data_term(found.weights)
    kept = found.settled & np.isfinite(found.data_term + found.penalty + test)
    if not kept.any():
        st.info("For no λ was a minimum found to the last digits: the curves are not drawn.")
        return
    strengths, test = found.strengths[kept], test[kept]
    data, penalty = found.data_term[kept], found.penalty[kept]
    best = int(np.argmin(test))
    lines = [
        LogLine("data term, train", Look(BLUE, "solid", "circle"), strengths, data),
        LogLine(
            "mean loss, test", Look(VERMILLION, "dot", "diamond"), strengths, test,
            best=(float(strengths[best]), float(test[best])),
        ),
        LogLine("λR(θ)", Look(ORANGE, "dash", "square"), strengths, penalty),
        LogLine("J = data term + λR(θ)", Look(GREEN, "dashdot", "cross"), strengths, data + penalty),
    ]  # fmt: skip
    shown = model.train.strength
    livechart(
        log_lines(lines, across="strength λ", up="loss", marked=shown if shown >= LAMBDAS[0] else None).figure,
        key="penalty",
        alt="Data term, penalty and test loss at the best weights for every λ, on logarithmic axes",
        height=400,
    )
    ends = (
        f"from {format_number(data[-1])} at λ = {strengths[-1]:.0e} to {format_number(data[0])} at λ = {strengths[0]:g}"
    )
    st.markdown(
        f"As λ grows the data term rises, {ends}: the weights are held back. **The test loss is least, "
        f"{format_number(test[best])}, at λ = {format_number(strengths[best], 2)}.** λR(θ) itself rises and falls "
        "again: at first λ grows faster than the weights shrink, then they shrink to nothing. These are the minima, "
        "found by Newton's method; a training that stops early has its own, unspoken penalty."
    )
