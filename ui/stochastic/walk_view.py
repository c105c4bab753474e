"""The walk of two weights over the risk: smooth where a step sees everything, drunken where it sees a few examples."""

from collections.abc import Sequence

import numpy as np

from figures.contour import contour
from figures.marks import point_trace
from figures.paths import Path, fitting_window
from numerics.sampling import sample_plane
from ui.livechart import Player, livechart
from ui.stochastic.model import Model
from ui.stochastic.training import Trained

RESOLUTION = 60
MOST_POINTS = 500  # of a path
FURTHEST = 1e6


def walk(trained: Sequence[Trained], model: Model, axes: tuple[int, int], epoch: int, height: int) -> None:
    """Draw J over two weights, the others as the first method leaves them, with the path of every method.

    A ring marks where the first method is after `epoch`.
    """
    risk, last = model.train, trained[0].history.epochs[-1]
    longest = max((each.history.at for each in trained), key=len)
    shown = np.unique(np.linspace(0, len(longest) - 1, min(len(longest), MOST_POINTS)).round().astype(np.int64))
    paths = [_path(each, model, shown) for each in trained]
    window = fitting_window(paths, axes, margin=0.15, furthest=FURTHEST)
    grid = sample_plane(risk, (window[0], window[1]), RESOLUTION, axes, np.clip(last, -FURTHEST, FURTHEST))
    drawing = contour(grid, paths, names=[f"weight of {name}" for name in risk.names], value="<i>J</i>")
    here = trained[0].history.epochs[epoch][list(axes)]
    drawing = drawing.over([point_trace(float(here[0]), float(here[1]), f"after epoch {epoch}")])
    livechart(
        drawing.figure,
        key="walk",
        alt="The risk over two weights with the path of every method",
        height=height,
        player=Player(longest[shown[drawing.steps]], drawing.heads),
    )


def _path(trained: Trained, model: Model, shown: np.ndarray) -> Path:
    every = trained.history.path
    x = every[shown[shown < len(every)]]
    x = x[(np.abs(x) < 1e100).all(axis=-1)]
    return Path(trained.label, trained.method.name, x, model.train(x), model.train.gradient(x), look=trained.look)
