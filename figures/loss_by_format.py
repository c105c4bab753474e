"""A training in several formats: its loss, and the share of updates that vanish, over the steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from figures.drawing import Drawing
from figures.rows import stack
from figures.theme import format_look
from figures.timelines import Line, Panel, rows_of
from numerics.formats import FORMATS

if TYPE_CHECKING:
    from numerics.low_precision import Record


def loss_by_format(records: Mapping[str, Record], losses: Mapping[str, np.ndarray], window: int) -> Drawing:
    """Draw the loss (T + 1,) of each run and the share of its updates that vanished, over the last `window` steps.

    Both mappings have names of formats as their keys; every run has a step at least.
    """
    curves, shares = [], []
    for name, record in records.items():
        look, title = format_look(name), FORMATS[name].title
        curves.append(Line(title, np.arange(len(losses[name]), dtype=np.int32), losses[name], look))
        lost = np.cumsum(np.concatenate([[0.0], record.vanished.mean(-1)]))
        at = np.arange(1, record.steps + 1)
        begin = np.maximum(at - window, 0)
        shares.append(Line(title, at.astype(np.int32), (lost[at] - lost[begin]) / (at - begin), look, head=False))
    last = max(int(line.x[-1]) for line in curves)
    panels = [Panel("loss <i>J</i>", curves, log=True), Panel("updates that vanish", shares, span=(-0.05, 1.05))]
    steps = np.array([last], dtype=np.int32)
    return stack(rows_of(panels, steps), steps)
