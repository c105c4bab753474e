"""The experiments and the quiz of the page on deep gradients, as data."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

import numerics as nm
from numerics.network import Architecture, Recurrent, Signals, predict, scale_map, signals, through_time
from ui.deep_gradients.cliff import CLIFF, CLIFF_START, DEFAULT_LENGTH, DEFAULT_RATE, DEFAULT_STEPS, descend
from ui.deep_gradients.scales import COLUMNS, DEFAULT_DEEPEST, ROWS, WIDEST
from ui.deep_gradients.setting import DEFAULT_BATCH, DEFAULT_SEEDS
from ui.experiments import Experiment
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

HALF = nm.FORMATS["float16"]


def _experiment(title: str, part: str, *, watch: str, claim: str, holds: Callable[[], Any], **link: str) -> Experiment:
    """An experiment in one part of the page; `link` has its further parameters."""
    return Experiment(title, {"part": part, **link}, watch, claim, lambda: bool(holds()))


@lru_cache(maxsize=4)
def _measured(**more: Any) -> Signals:
    return signals(Architecture(**more), DEFAULT_SEEDS, DEFAULT_BATCH)


def _reaches(found: Signals) -> float:
    """What share of the gradient at the last layer reaches the inputs, the median of all networks."""
    return float(np.median(found.h_gradients[:, 0] / found.h_gradients[:, -1]))


def _level(found: Signals) -> float:
    """What the activations grow by, the median of all networks."""
    return float(np.median(found.activations[:, -1] / found.activations[:, 0]))


def _usable_scales(normalization: str) -> float:
    """The share of a map that float16 can hold."""
    depths = np.unique(np.linspace(1, DEFAULT_DEEPEST, COLUMNS).round().astype(int)).tolist()
    architecture = Architecture(1, WIDEST, normalization=normalization)
    found = scale_map(architecture, depths, np.geomspace(0.5, 2, ROWS), DEFAULT_BATCH)
    return float((~(found.vanished(HALF) | found.overflown(HALF))).mean())


def _longest_step(way: str) -> float:
    f = nm.Objective.parse(CLIFF.text)
    return float(descend(f, way, CLIFF_START, DEFAULT_RATE, DEFAULT_LENGTH, DEFAULT_STEPS).step_length.max())


EXPERIMENTS: tuple[Experiment, ...] = (
    _experiment(
        "He keeps the level",
        "layers",
        depth="50",
        width="256",
        around="0",
        watch="Fifty ReLU layers. The blue and the red line stay level: He's factor 2 makes up for the half of the "
        "units that are off.",
        claim="The median of the activations after 50 layers, and of the gradient that reaches the inputs, is between "
        "0.5 and 2 times what it began with.",
        holds=lambda: 0.5 <= _level(_measured(width=256)) <= 2 and 0.5 <= _reaches(_measured(width=256)) <= 2,
    ),
    _experiment(
        "Ten per cent too small",
        "layers",
        scale="0.9",
        watch="Every weight is multiplied by 0.9. The activations lose a factor of 0.9 at each layer on their way to "
        "the right, the gradient on its way to the left.",
        claim="The gradient at the inputs is $0.9^{50} = 0.0052$ times that of He's weights, exactly (to rounding), as "
        "ReLU passes positive factors through.",
        holds=lambda: np.allclose(
            _measured(scale=0.9).h_gradients[:, 0], 0.9**50 * _measured().h_gradients[:, 0], rtol=1e-12
        ),
    ),
    _experiment(
        "The sigmoid's old sorrow",
        "layers",
        phi="sigmoid",
        init="xavier",
        watch="The activations look healthy. The gradient dies: $\\varphi' \\le 1/4$.",
        claim="Less than $10^{-25}$ of the gradient reaches the inputs. With tanh and the same weights it is more than "
        "a twentieth.",
        holds=lambda: (
            _reaches(_measured(activation="sigmoid", initialization="xavier")) < 1e-25
            and _reaches(_measured(activation="tanh", initialization="xavier")) > 0.05
        ),
    ),
    _experiment(
        "A way around",
        "layers",
        phi="sigmoid",
        init="xavier",
        residual="1",
        watch="The same sigmoid network, where every layer adds to its input. Switch *Residual connections* off and "
        "on.",
        claim="The gradient at the inputs is at least as long as at the last layer.",
        holds=lambda: _reaches(_measured(activation="sigmoid", initialization="xavier", residual=True)) >= 1,
    ),
    _experiment(
        "Batch norm at initialization explodes",
        "layers",
        norm="batch",
        watch="The activations keep their level at every layer, and yet the gradient grows on its way back. Switch to "
        "layer norm.",
        claim="With batch norm the gradient grows more than a thousandfold over 50 ReLU layers; with layer norm it "
        "stays within a factor of 3. (G. Yang et al., ICLR 2019, show that it must grow.)",
        holds=lambda: (
            _reaches(_measured(normalization="batch")) > 1000 and 1 / 3 < _reaches(_measured(normalization="layer")) < 3
        ),
    ),
    _experiment(
        "The corridor of float16",
        "scales",
        watch="Between the solid border (half of the entries become 0) and the dashed one (something overflows) a "
        "network can be trained in float16. The corridor narrows as depth grows. Then choose layer norm.",
        claim="With layer norm the usable part of the map is larger than without.",
        holds=lambda: _usable_scales("layer") > _usable_scales("none"),
    ),
    _experiment(
        "Eigenvalues that mislead",
        "time",
        kind="shear",
        radius="0.9",
        **{"time.phi": "linear"},
        watch="Every eigenvalue of W is 0.9. The gradient grows all the same, for many steps: the dotted line ρᵏ is a "
        "bad prophet here.",
        claim="The gradient grows more than a thousandfold within 100 steps, although ρ = 0.9. With an orthogonal "
        "W of the same radius it has shrunk to $0.9^{100} = 2.7 \\cdot 10^{-5}$.",
        holds=lambda: (
            through_time(Recurrent(kind="shear", radius=0.9, activation="linear")).h_gradients.max() > 1000
            and np.isclose(
                through_time(Recurrent(kind="orthogonal", radius=0.9, activation="linear")).h_gradients[0], 0.9**100
            )
        ),
    ),
    _experiment(
        "Thrown by the cliff",
        "clipping",
        watch="Press play. The unclipped descent steps onto the face of the cliff and is thrown right across the "
        "valley; the clipped one walks on.",
        claim=f"The longest step without clipping is more than 4.5, with clipping it is "
        f"$\\eta c = {DEFAULT_RATE * DEFAULT_LENGTH:g}$.",
        holds=lambda: (
            _longest_step("none") > 4.5 and np.isclose(_longest_step("norm"), DEFAULT_RATE * DEFAULT_LENGTH, rtol=1e-12)
        ),
    ),
)


def _relu_factor() -> float:
    """E φ(Z)² for ReLU, by theory: what one layer with variance 1 makes of a signal."""
    return float(predict(Architecture(1, 8, "relu", "lecun")).activations[1] ** 2)


def _cosine(clip: Callable[..., np.ndarray]) -> float:
    g = np.array([30.0, 0.4])
    clipped = clip(g, 1.0)
    return float(clipped @ g / np.linalg.norm(clipped) / np.linalg.norm(g))


def _fades(**changes: Any) -> bool:
    """Whether the gradient is a thousand times shorter at the inputs than at the last layer of a deep tanh network."""
    small = Architecture(50, 64, "tanh", "xavier", scale=0.7)
    return _reaches(signals(replace(small, **changes), 3, 4)) < 1e-3


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "The weights of a ReLU layer are drawn with variance $1/n$. By which factor is the mean square of its outputs "
        "smaller than that of its inputs (in a wide network)? Give outputs over inputs.",
        answer=_relu_factor,
        why="$u = Wh$ has the mean square of $h$; ReLU sets half of a symmetric distribution to 0, so ½ remains. He's "
        "variance $2/n$ undoes exactly that.",
    ),
    NumericQuestion(
        "All weights of a 30-layer ReLU network without biases are multiplied by 0.5. By which power of two is the "
        "gradient with respect to the inputs divided? Give the exponent.",
        answer=lambda: float(
            np.log2(
                _reaches(signals(Architecture(30, 16), 1, 2)) / _reaches(signals(Architecture(30, 16, scale=0.5), 1, 2))
            )
        ),
        why="Each layer contributes the factor 0.5, and ReLU passes it through: $0.5^{30}$. In float16, where nothing "
        "below $2^{-25}$ survives, a gradient of length 1 would be gone.",
    ),
    ChoiceQuestion(
        "A gradient is (30, 0.4), and c = 1. Which way of clipping keeps its direction?",
        (
            Choice(
                "By norm",
                lambda: bool(np.isclose(_cosine(nm.clip_by_norm), 1)),
                "Right: both coordinates are divided by the same number.",
            ),
            Choice(
                "By value",
                lambda: bool(np.isclose(_cosine(nm.clip_by_value), 1)),
                "It gives (1, 0.4): the second coordinate, which hardly mattered, now makes up a large part.",
            ),
        ),
    ),
    ChoiceQuestion(
        "A deep tanh network has weights that are a bit too small, and its gradient vanishes. What helps?",
        (
            Choice(
                "Residual connections",
                lambda: not _fades(residual=True),
                "Right: $\\partial h_l/\\partial h_{l-1} = I + \\ldots$ has a part that no small weight can shrink.",
            ),
            Choice(
                "Layer normalization",
                lambda: not _fades(normalization="layer"),
                "Right: the normalized signal does not depend on the scale of the weights.",
            ),
            Choice(
                "More layers",
                lambda: not _fades(depth=80),
                "Every further layer multiplies by the same small factor once more.",
            ),
            Choice(
                "Gradient clipping",
                lambda: bool(np.linalg.norm(nm.clip_by_norm([1e-6, 1e-6], 1.0)) > 1e-3),
                "Clipping only shortens gradients. One that is too small it leaves as it is.",
            ),
        ),
    ),
    ChoiceQuestion(
        "A linear recurrent network has the spectral radius 0.9. What is certain about the gradient on its way back?",
        (
            Choice(
                "It shrinks at every step.",
                lambda: bool(
                    (np.diff(through_time(Recurrent(50, 16, 0.9, "shear", "linear")).h_gradients[::-1]) < 0).all()
                ),
                "Only for normal matrices, whose singular values are the |eigenvalues|. A shear may stretch it first.",
            ),
            Choice(
                "In the long run it vanishes.",
                lambda: through_time(Recurrent(500, 4, 0.9, "shear", "linear")).h_gradients[0] < 1e-6,
                "Right: $\\|W^k\\|^{1/k} \\to \\rho < 1$, whatever happens on the way.",
            ),
        ),
    ),
)
