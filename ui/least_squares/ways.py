"""The five ways side by side: coefficients, correct digits, time, and gradient descent at work."""

import math

import numpy as np
import streamlit as st

from figures.contour import contour
from figures.correct_digits import digits_chart
from figures.gradient_norm import gradient_norm_chart
from figures.paths import Path, fitting_window
from numerics.errors import NumericsError
from numerics.least_squares import Ending
from numerics.least_squares.compare import WAYS, Trial, compare
from numerics.least_squares.loss import Loss
from numerics.least_squares.solve import FORMATS
from numerics.numbers import format_number
from numerics.sampling import Grid
from ui.errors import escape_markdown, show_error
from ui.least_squares.model import Model
from ui.links import linked
from ui.livechart import Player, livechart

HEIGHT = 380
MOST_STEPS = 10_000
SHOWN_STEPS = 2000  # of the path on the map
RESOLUTION = 80

Trials = dict[str, Trial]


@st.cache_data(max_entries=16, show_spinner="Solving in five ways, in two formats, and exactly …")
def trials(design: np.ndarray, y: np.ndarray, share: float, tolerance: float, steps: int) -> Trials:
    """The trials in every format that has the data."""
    found: Trials = {}
    for format in FORMATS:
        try:
            found[format] = compare(design, y, format, share=share, tolerance=tolerance, steps=steps)
        except NumericsError:  # float32 ends at 3.4e38: it is left out, and the page says so
            continue
    return found


def five_ways(model: Model, y: np.ndarray) -> None:
    """Draw gradient descent's knobs, and compare."""
    with st.container(horizontal=True):
        share = linked(
            st.slider,
            "ε of gradient descent, as a share of 1/σ₁²",
            "epsilon",
            1.0,
            min_value=0.05,
            max_value=2.5,
            step=0.05,
            help="σ₁² is the largest eigenvalue of AᵀA, the largest curvature. From 2 on the descent diverges.",
            width=300,
        )
        power = linked(
            st.slider, "Its tolerance δ = 10ᵏ: k", "delta", -8, min_value=-12, max_value=2, width=300,
            help="It stops once ‖Aᵀ(Aw − y)‖ ≤ δ.",
        )  # fmt: skip
        steps = linked(
            st.slider, "Its steps, at most", "steps", 5000, min_value=100, max_value=MOST_STEPS, step=100, width=300
        )
    found = trials(model.design, y, share, 10.0**power, steps)
    if not found:
        show_error(NumericsError("The data have numbers that are too large to work with."))
        return
    if len(found) < len(FORMATS):
        st.info("In float32 the numbers of this problem overflow: only float64 is shown.")
    first = next(iter(found.values()))
    chart, words = st.columns([5, 4], gap="medium")
    with chart:
        _chart(found)
    with words:
        _conditions(found)
        _notice(first)
    _table(model, found)
    _descent(model, found, 10.0**power)


def _worst(values: np.ndarray) -> float:
    """The digits of the worst coefficient; NaN where the way failed."""
    return float(values.min())


def _chart(found: Trials) -> None:
    digits = {name: np.array([_worst(trial.digits[way]) for way in WAYS]) for name, trial in found.items()}
    expected = {name: np.array([trial.expected(way) for way in WAYS]) for name, trial in found.items()}
    livechart(
        digits_chart(list(WAYS.values()), digits, expected).figure,
        key="digits",
        alt="The correct digits of each way to solve the problem, in float64 and float32, against exact arithmetic",
        height=HEIGHT,
    )
    st.caption(
        "Judged by the exact solution of the stored numbers, in rational arithmetic. Diamonds: what perturbation "
        "theory promises for the whole of $w$, without constants; a small coefficient may have fewer, and luck gives "
        "more."
    )


def _conditions(found: Trials) -> None:
    trial = next(iter(found.values()))
    kappa = trial.condition
    if trial.rank < trial.matrix.shape[1]:
        st.markdown(
            f"**The columns of A are dependent**: rank {trial.rank}, and {trial.matrix.shape[1]} columns. κ(A) is "
            "infinite, and there are many solutions with the same residual."
        )
        return
    if not math.isfinite(trial.squared_condition):
        size = f"**κ(A) = {format_number(kappa)}**, and its square" if math.isfinite(kappa) else "**κ(A)**"
        st.markdown(
            f"{size} is beyond every float64: no digit can be promised. Give the columns of A like sizes, by other "
            "units for the data."
        )
        return
    lost = math.log10(kappa)
    st.markdown(
        f"**κ(A) = {format_number(kappa)}**, and κ(AᵀA) = κ(A)² = **{format_number(trial.squared_condition)}**. QR and "
        f"SVD work on A and may lose {lost:.1f} digits; what works on AᵀA may lose {2 * lost:.1f}, of float64's 16 and "
        "float32's 7."
    )
    if trial.misfit * kappa > 1:
        st.markdown(
            f"The residual is large here: the error of QR and SVD has a term κ²‖Aw − y‖/(‖A‖‖w‖) too, with "
            f"‖Aw − y‖/(‖A‖‖w‖) = {format_number(trial.misfit, 2)}."
        )


def _notice(trial: Trial) -> None:
    """What there is to see in this run, in words with its numbers."""
    normal, qr, svd = (trial.solutions[way] for way in ("normal", "qr", "svd"))
    notes = []
    if not normal.found:
        notes.append(f"**Normal equations, {trial.format}.** {escape_markdown(normal.outcome)}")
    if svd.ending is Ending.MINIMUM_NORM and trial.rank == trial.matrix.shape[1]:
        notes.append(
            f"**SVD.** {trial.rank - (svd.rank or 0)} of {trial.rank} singular values lie below the cutoff and count "
            f"as zero, though the columns are independent. That gives a shorter w, ‖w‖ = "
            f"{format_number(svd.norm)} against QR's {format_number(qr.norm)}, "
            f"and a larger residual, {format_number(svd.residual_norm)} against {format_number(qr.residual_norm)}."
        )
    elif svd.ending is Ending.MINIMUM_NORM:
        notes.append(
            f"**Many solutions.** QR gives a basic one, ‖w‖ = {format_number(qr.norm)}; SVD the "
            f"shortest, ‖w‖ = {format_number(svd.norm)}. Their residuals: "
            f"{format_number(qr.residual_norm, 6)} and {format_number(svd.residual_norm, 6)}. Gradient descent from 0 "
            "tends to the shortest too. Digits count against the shortest solution of the stored numbers."
        )
    descent = trial.solutions["gradient_descent"]
    notes.append(f"**Gradient descent, {trial.format}.** {escape_markdown(descent.outcome)}")
    if normal.found:
        notes.append(
            "**Newton** from 0 takes the step that the normal equations take: the loss is its own quadratic model."
        )
    st.markdown("\n".join(f"- {note}" for note in notes))


def _table(model: Model, found: Trials) -> None:
    trial = next(iter(found.values()))
    rows = []
    for way, title in WAYS.items():
        solution = trial.solutions[way]
        rows.append(
            {"way": title}
            | {f"digits, {name}": _digits(_worst(each.digits[way])) for name, each in found.items()}
            | {"time": _time(trial.seconds[way]), "‖Aw − y‖": _shown(solution.residual_norm)}
            | {name: _shown(float(value)) for name, value in zip(_heads(model), solution.x, strict=True)}
        )
    exact = [float(value) for value in trial.exact]
    rest = float(np.linalg.norm(trial.right.astype(np.float64) - trial.matrix.astype(np.float64) @ exact))
    rows.append(
        {"way": "Exact arithmetic"}
        | {f"digits, {name}": "all" for name in found}
        | {"time": "", "‖Aw − y‖": _shown(rest)}
        | {name: _shown(value) for name, value in zip(_heads(model), exact, strict=True)}
    )
    st.dataframe(rows, hide_index=True)
    st.caption(
        f"Coefficients and times in {trial.format}; times are medians on this server. None of the first three "
        "iterates: the normal equations are one linear system. Columns are not scaled."
    )


def _heads(model: Model) -> list[str]:
    return [f"{name}: {label[:30]}" for name, label in zip(model.names, model.labels, strict=True)]


def _digits(value: float) -> str:
    return "failed" if math.isnan(value) else f"{value:.1f}"


def _shown(value: float) -> str:
    return "failed" if math.isnan(value) else f"{value:.12g}"


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.3g} ms"


def _descent(model: Model, found: Trials, tolerance: float) -> None:
    st.subheader("Gradient descent until ‖Aᵀ(Aw − y)‖ ≤ δ", anchor="descent")
    norms = {name: trial.solutions["gradient_descent"].gradient_norms for name, trial in found.items()}
    drawn = {name: values for name, values in norms.items() if values is not None}
    columns = st.columns(2, gap="medium") if model.design.shape[1] == 2 else [st.container()]
    with columns[0]:
        livechart(
            gradient_norm_chart(drawn, tolerance).figure,
            key="gradient-norm",
            alt="The norm of the gradient over the steps, in float64 and float32, with the tolerance as a line",
            height=HEIGHT,
        )
    if model.design.shape[1] == 2:
        with columns[1]:
            _map(model, next(iter(found.values())))


def _map(model: Model, trial: Trial) -> None:
    """The path over the two coefficients."""
    path = trial.solutions["gradient_descent"].path
    assert path is not None
    points = path[:SHOWN_STEPS].astype(np.float64)
    loss = Loss.of(trial.matrix.astype(np.float64), trial.right.astype(np.float64))
    with np.errstate(all="ignore"):
        walk = Path("Gradient descent", "gradient_descent", points, loss(points), loss.gradient(points))
    ends = np.array([[0.0, 0.0], loss.best])
    around = Path("", "", ends, loss(ends), loss.gradient(ends))
    (x0, x1), (y0, y1) = fitting_window([around], margin=0.5)
    x, y = np.linspace(x0, x1, RESOLUTION), np.linspace(y0, y1, RESOLUTION)
    grid = Grid(x, y, loss(np.stack(np.meshgrid(x, y), axis=-1)), (0, 1))
    best = [(loss.best.tolist(), loss.least)]
    drawing = contour(grid, [walk], names=model.names, minima=best, starts=ends[:1])
    livechart(
        drawing.figure,
        key="descent-map",
        alt="The loss over both coefficients with the path of gradient descent from 0",
        height=HEIGHT + 60,
        player=Player(drawing.steps, drawing.heads),
    )
