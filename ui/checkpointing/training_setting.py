"""The training that is interrupted: data, method and the step of the interruption; all in the link."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import streamlit as st

from numerics.checkpointing import Interruption, interrupt
from numerics.learning import LOGISTIC, Risk, Training, generated, polynomial
from numerics.methods import METHODS, choose_method
from ui.links import linked

EXAMPLES, DEGREE = 80, 5  # half of them held out; 21 weights, so many that it overfits
DATA = {"moons": ("Moons", 0.35), "blobs": ("Blobs", 0.9), "spirals": ("Spirals", 0.15)}  # with their noise
RATES = {
    "gradient_descent": 0.2,
    "momentum": 0.05,
    "nesterov": 0.05,
    "adagrad": 0.1,
    "rmsprop": 0.01,
    "adam": 0.01,
}
DEFAULT_BATCH, DEFAULT_EPOCHS = 8, 40
LEAST_BATCH, MOST_EPOCHS = 4, 100


@dataclass(frozen=True)
class TrainingSetting:
    """A logistic regression on products of two features up to degree 5, trained by mini-batches.

    Attributes:
        data: a key of DATA.
        method, rate: a key of RATES, and its learning rate.
        batch, epochs, seed: as in `Training`; the seed is that of the data too.
        after: the step after which the training is interrupted; None for a little more than half of all.
    """

    data: str = "moons"
    method: str = "adam"
    rate: float = RATES["adam"]
    batch: int = DEFAULT_BATCH
    epochs: int = DEFAULT_EPOCHS
    seed: int = 1
    after: int | None = None

    @cached_property
    def risks(self) -> tuple[Risk, Risk]:
        """The mean loss of the examples that are learnt, and of those that are held out."""
        examples = generated(self.data, EXAMPLES, DATA[self.data][1], self.seed)
        learnt, held_out = examples.split(0.5, self.seed)
        features = polynomial(learnt.features, learnt.names[:-1], DEGREE)
        training, validation = (
            Risk(features(part.features), part.targets, LOGISTIC, names=features.names) for part in (learnt, held_out)
        )
        return training, validation

    @cached_property
    def training(self) -> Training:
        """How it is trained."""
        method = choose_method(self.method, learning_rate=self.rate)
        return Training(self.risks[0], method, self.batch, self.epochs, seed=self.seed)

    @property
    def stop(self) -> int:
        """The step of the interruption."""
        return default_stop(self.training.steps) if self.after is None else self.after

    def interrupted(self) -> Interruption:
        """Trained from zero without a break, and with one."""
        learnt, held_out = self.risks
        return interrupt(self.training, np.zeros(learnt.dimension), held_out, self.stop)

    @property
    def link(self) -> Mapping[str, str]:
        """The texts of the controls that make it this training."""
        return {"part": "training", "data": self.data, "method": self.method}


def default_stop(steps: int) -> int:
    """A little more than half of all steps: as a rule in the middle of an epoch."""
    return min(steps, round(0.565 * steps))


def pick_training() -> TrainingSetting:
    """Draw the controls and return what they say."""
    data = linked(
        st.segmented_control, "Data", "data", "moons", options=list(DATA), format_func=lambda name: DATA[name][0],
        help=f"{EXAMPLES} examples of two classes; half of them are held out for the validation loss.",
    )  # fmt: skip
    method = linked(
        st.selectbox, "Method", "method", "adam", options=list(RATES), format_func=lambda name: METHODS[name].title
    )
    with st.container(horizontal=True):
        rate = linked(
            st.number_input, "Learning rate", "rate", RATES[method], min_value=1e-6, max_value=1e3, format="%.6g",
        )  # fmt: skip
        batch = linked(
            st.number_input, "Batch size", "batch", DEFAULT_BATCH, min_value=LEAST_BATCH, max_value=EXAMPLES // 2
        )
    with st.container(horizontal=True):
        epochs = linked(st.number_input, "Epochs", "epochs", DEFAULT_EPOCHS, min_value=1, max_value=MOST_EPOCHS)
        seed = linked(st.number_input, "Seed", "seed", 1, min_value=0, max_value=9999)
    chosen = TrainingSetting(data, method, rate, batch, epochs, seed)
    steps = chosen.training.steps
    after = chosen.stop
    if steps > 1:
        after = linked(
            st.slider, "Interrupted after step", "after", after, min_value=1, max_value=steps,
            help=f"An epoch is {chosen.training.batches} steps.",
        )  # fmt: skip
    return TrainingSetting(data, method, rate, batch, epochs, seed, after)
