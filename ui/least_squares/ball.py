"""The norm ball: ridge solutions w(λ), gradient ascent on λ, and the KKT conditions as it goes."""

import numpy as np
import streamlit as st

import numerics as nm
from figures.norm_ball import ASCENT, coefficient_paths, coefficient_plane, multiplier_chart
from figures.paths import Path
from figures.text import escape
from numerics.least_squares import Ascent, Conditions, Ridge, Solution, ascend
from numerics.least_squares.loss import Loss
from numerics.numbers import format_number
from numerics.sampling import Grid
from ui.least_squares.model import Model
from ui.links import linked
from ui.livechart import Player, Readout, livechart

HEIGHT = 500
GROUP = "ball"  # charts that show the same step
MOST_STEPS = 400
TOLERANCE = 1e-6  # of c, and of λ*c
LARGEST = 1e150  # of an entry of Aᵀy: squares below this are numbers
RESOLUTION = 80
SAMPLES = 300  # of the path
WIDE = 1e8  # λ this many times smaller and larger than the answer are shown


def norm_ball(model: Model, y: np.ndarray) -> None:
    """Draw the controls, the path, the ascent and the conditions."""
    a = model.design
    ridge = Ridge.of(a, y)
    longest = float(np.sqrt(ridge.squared_norm(0.0)))
    if not (1e-100 < longest < 1e100 and np.abs(a.T @ y).max() < LARGEST):
        st.info(
            "The least-squares solution is 0, or its numbers are too large to draw: a ball has nothing to hold back."
        )
        return
    with st.container(horizontal=True):
        share = linked(
            st.slider, "Radius of the ball, as a share of ‖w‖ without it", "radius", 0.6, min_value=0.05,
            max_value=1.5, step=0.05, width=340,
        )  # fmt: skip
        rate = linked(
            st.slider, "η of the ascent, as a share of the best near λ*", "eta", 0.5, min_value=0.05,
            max_value=3.0, step=0.05, width=340,
            help="Near its answer λ moves like a descent with curvature |d(wᵀw)/dλ|: from 2 on it cannot settle there.",
        )  # fmt: skip
    radius = share * longest
    answer = nm.least_squares(a, y, "norm_ball", radius=radius)
    multiplier = answer.multiplier or 0.0
    ascent = ascend(ridge, radius, rate / -float(ridge.slope(multiplier)), MOST_STEPS, TOLERANCE)
    picture, words = st.columns([3, 2], gap="medium")
    with picture:
        _picture(model, y, ridge, ascent, radius, multiplier)
    with words:
        _words(answer, ascent, radius)
        excess = (ascent.x**2).sum(-1) - radius**2
        drawing = multiplier_chart(ascent.multiplier, excess, multiplier)
        livechart(
            drawing.figure,
            key="multiplier",
            alt="The multiplier λ and its gradient wᵀw − c over the steps of the ascent",
            height=HEIGHT - 190,
            player=Player(drawing.steps, drawing.heads, controls=False),
            group=GROUP,
        )
    _conditions(a, y, answer, radius)


def _picture(model: Model, y: np.ndarray, ridge: Ridge, ascent: Ascent, radius: float, multiplier: float) -> None:
    a, furthest = model.design, float(ascent.multiplier.max())
    if a.shape[1] == 2:
        loss = Loss.of(a, y)
        path = Path("ascent on λ", "gradient_descent", ascent.x, loss(ascent.x), loss.gradient(ascent.x))
        reach = np.array([[-radius, -radius], [radius, radius], ridge(0.0)])
        low, high = reach.min(0), reach.max(0)
        margin = 0.12 * (high - low)
        x, y_axis = (np.linspace(low[k] - margin[k], high[k] + margin[k], RESOLUTION) for k in (0, 1))
        grid = Grid(x, y_axis, loss(np.stack(np.meshgrid(x, y_axis), axis=-1)), (0, 1))
        sampled = ridge(np.concatenate([[0.0], _multipliers(ridge, multiplier, furthest)]))
        drawing = coefficient_plane(grid, path, sampled, radius, (loss.best, loss.least), model.names)
        alt = "The loss over both coefficients, the ball, and the path of the ridge solutions into it"
    else:
        at = _multipliers(ridge, multiplier, furthest)
        labels = [f"{name} · {escape(label[:24])}" for name, label in zip(model.names, model.labels, strict=True)]
        drawing = coefficient_paths(at, ridge(at), (ascent.multiplier, ascent.x), multiplier, labels)
        alt = "Every coefficient over the multiplier λ"
    livechart(
        drawing.figure,
        key="ball",
        alt=alt,
        height=HEIGHT,
        player=Player(drawing.steps, drawing.heads, _readout(a, y, ascent, radius, drawing.steps)),
        group=GROUP,
    )


def _multipliers(ridge: Ridge, answer: float, furthest: float) -> np.ndarray:
    """λ from where nothing moves yet to where all coefficients are almost 0, as far as `WIDE` round the answer."""
    low, high = float(ridge.sigma[-1] ** 2) / 200, float(ridge.sigma[0] ** 2) * 50
    middle = answer or low
    return np.geomspace(
        min(max(low, middle / WIDE), middle / 10), max(min(high, middle * WIDE), 10 * middle, 2 * furthest), SAMPLES
    )


def _readout(a: np.ndarray, y: np.ndarray, ascent: Ascent, radius: float, steps: np.ndarray) -> Readout:
    """λ and the two conditions that come true on the way, at every step."""
    at = Conditions.at(a, y, radius, ascent.x, ascent.multiplier)
    held = at.hold(a, y, radius, TOLERANCE)
    columns = {
        "λ": ascent.multiplier,
        "g = wᵀw − c": at.excess,
        "g ≤ 0": np.where(held["in the ball"], "✓", "✗"),
        "λg = 0": np.where(held["complementary"], "✓", "✗"),
    }
    return Readout(["ascent"], [ASCENT.color], {name: values[None, steps] for name, values in columns.items()})


def _words(answer: Solution, ascent: Ascent, radius: float) -> None:
    limit, multiplier = format_number(radius**2), answer.multiplier or 0.0
    st.latex(r"L = \tfrac12\|Aw - y\|^2 + \lambda\,(w^\top w - c)")
    st.latex(r"(A^\top A + 2\lambda I)\,w = A^\top y")
    if multiplier == 0:
        st.markdown(
            f"**The constraint is not active.** c = {limit}, and the least-squares solution lies inside: λ = 0, and "
            "the ball changes nothing."
        )
    else:
        st.markdown(
            f"**c = {limit}, λ\\* = {format_number(multiplier, 6)}.** The ball holds $w$ back, and pushes with "
            f"$2\\lambda w$. The same $w$ is ridge regression with weight decay 2λ\\* = "
            f"{format_number(2 * multiplier, 6)}, where the penalty is written ½ · decay · $w^\\top w$."
        )
    if multiplier > 0:
        steps = len(ascent.multiplier) - 1
        end = "reaches it in" if ascent.converged else "with this η has not settled within"
        st.markdown(
            f"Gradient ascent, λ ← max(0, λ + η(wᵀw − c)), {end} {steps} steps. While $w$ is too long λ grows, and "
            "$w$ shrinks; Newton's method on 1/‖w(λ)‖ finds λ\\* to the last digits."
        )


def _conditions(a: np.ndarray, y: np.ndarray, answer: Solution, radius: float) -> None:
    """The Karush–Kuhn–Tucker conditions at the answer, one by one."""
    multiplier = answer.multiplier or 0.0
    at = Conditions.at(a, y, radius, answer.x, multiplier)
    values = {
        "stationary": ("∇L = Aᵀ(Aw − y) + 2λw = 0", f"{float(at.stationarity / np.linalg.norm(a.T @ y)):.2g} of ‖Aᵀy‖"),
        "in the ball": ("g = wᵀw − c ≤ 0", f"{float(at.excess):.2g}"),
        "signed": ("λ ≥ 0", f"{multiplier:.6g}"),
        "complementary": ("λg = 0", f"{float(at.complementarity):.2g}"),
    }
    rows = [
        {
            "condition": name,
            "in symbols": values[name][0],
            "at the answer": values[name][1],
            "holds": "✓" if held else "✗",
        }
        for name, held in at.hold(a, y, radius, TOLERANCE).items()
    ]
    st.dataframe(rows, hide_index=True)
    st.caption(
        "The first and the third hold at every step of the ascent, which solves for w(λ) and keeps λ ≥ 0; the others "
        "come true at its end. The problem is convex, so these conditions are enough for a minimum, and each radius "
        "below ‖w‖ belongs to one λ. All coefficients are held back alike, that of a constant function too; how much "
        "depends on the units of the columns."
    )
