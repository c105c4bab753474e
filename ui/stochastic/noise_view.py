"""The walk of two weights, and at a point of it the noise of a batch's gradient: its ellipse, its size by batch."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from figures.batch_noise import Noise, batch_noise
from figures.gradient_cloud import WITH, WITHOUT, gradient_cloud
from numerics.learning import GradientNoise
from numerics.numbers import format_number
from ui.links import linked
from ui.livechart import livechart
from ui.stochastic.model import Model
from ui.stochastic.training import Plan, Trained
from ui.stochastic.walk_view import walk

DRAWS = 200
SIZES = 12  # of batches that are drawn
HEIGHT = 430
FARTHEST = 1e100  # squares of gradients below this are numbers
KINDS = ((False, "without replacement", WITHOUT), (True, "with replacement", WITH))


def gradient_noise(trained: Sequence[Trained], model: Model, plan: Plan, seed: int) -> None:
    """Draw the choice of two weights and of a point; the walk, the cloud with its ellipses, the noise over sizes."""
    first = trained[0]
    last = len(first.train) - 1
    names = model.train.names
    default = (1, 2) if len(names) > 2 else (0, 1)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        epoch = linked(
            st.number_input, f"After epoch … of {first.label}", "at", last, min_value=0, max_value=last, width=240
        )
        axes = [
            linked(
                st.selectbox, f"{place} weight", f"weight{k + 1}", default[k], options=list(range(len(names))),
                format_func=lambda option: names[option], width=200,
            )
            for k, place in enumerate(("First", "Second"))
        ]  # fmt: skip
    pair = (axes[0], axes[1])
    path, cloud = st.columns(2, gap="medium")
    with path:
        if pair[0] == pair[1]:
            st.info("Choose two different weights to see their walk.")
        else:
            walk(trained, model, pair, epoch, HEIGHT)
    noise = GradientNoise.at(model.train, first.history.epochs[epoch])
    if not np.abs(noise.gradients).max() < FARTHEST:
        st.info("The weights have run away, and the gradients with them: choose an earlier epoch.")
        return
    with cloud:
        _cloud(noise, pair, plan, seed, [names[axis] for axis in axes])
    curves, words = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with curves:
        _against_size(noise, plan, seed)
    with words:
        st.markdown(_noticed(noise, plan))
        st.caption(
            f"Markers: {DRAWS} batches of each size, with two standard errors. Where a few examples have most of the "
            "gradient, so few small batches may miss them, and lie low. Left above: J over two weights; the others are "
            f"held where {first.label} ends, so that paths and contours agree there alone. Right above: 86 % of large "
            "batches fall into the ellipse."
        )


def _cloud(noise: GradientNoise, axes: tuple[int, int], plan: Plan, seed: int, names: Sequence[str]) -> None:
    batches = noise.batches(plan.batch_size, plan.replacement, DRAWS, seed)
    ellipses = [(f"2σ {name}", look, noise.ellipse(axes, plan.batch_size, kind)) for kind, name, look in KINDS]
    pair = list(axes)
    livechart(
        gradient_cloud(noise.gradients[:, pair], batches[:, pair], noise.mean[pair], ellipses, names),
        key="cloud",
        alt="Gradients of single examples and of batches in the plane of two weights, with ellipses of two deviations",
        height=HEIGHT,
    )


def _against_size(noise: GradientNoise, plan: Plan, seed: int) -> None:
    n = noise.examples
    sizes = np.unique(np.geomspace(1, n, 60).round().astype(np.int64))
    drawn = np.unique(np.geomspace(1, n, SIZES).round().astype(np.int64))
    series = []
    for kind, name, look in KINDS:
        found = noise.measured(drawn.tolist(), kind, DRAWS, seed)
        low, high = (np.sqrt(np.maximum(found.square + side * 2 * found.error, 0)) for side in (-1, 1))
        measured = np.where(found.noise > 1e-12 * noise.sigma, found.noise, 0)
        series.append(Noise(name, look, sizes, noise.predicted(sizes, kind), drawn, measured, low, high))
    livechart(
        batch_noise(series, plan.batch_size, float(np.linalg.norm(noise.mean))).figure,
        key="noise",
        alt="The noise of the gradient against the batch size, measured and by theory, on logarithmic axes",
        height=HEIGHT,
    )


def _noticed(noise: GradientNoise, plan: Plan) -> str:
    n, m = noise.examples, plan.batch_size
    without, with_ = (float(noise.predicted(m, kind)) for kind in (False, True))
    length = float(np.linalg.norm(noise.mean))
    told = (
        f"**σ = {format_number(noise.sigma)}** is how far the gradient of one example lies from the mean of all "
        f"{n} (root mean square). A batch of {m} is off by σ/√m = {format_number(with_)} with replacement, and by "
        f"σ√((n−m)/(m(n−1))) = {format_number(without)} without: the second is "
        f"{'0 when the batch is everything' if m == n else f'{without / with_:.3g} times the first'}. "
        if noise.sigma > 0
        else "**All examples have the same gradient here**: a batch is as good as the whole set. "
    )
    if length > 0 and noise.sigma > 0:
        told += f"The full gradient has the length {format_number(length)}: " + (
            "at this batch size **the noise is the larger of the two**, and most of a typical step is chance."
            if (with_ if plan.replacement else without) > length
            else "it stands out of the noise, and most of a typical step is the way down."
        )
    return told
