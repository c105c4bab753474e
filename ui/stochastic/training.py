"""Training: the size of a batch, the length, the methods, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from figures.theme import Look, again, method_look
from numerics.errors import NumericsError
from numerics.learning import History, NaturalGradient, Training
from numerics.methods import METHODS, Method
from numerics.numbers import format_number
from ui.errors import escape_markdown
from ui.links import linked
from ui.method_picker import Offer, Pick, pick_methods
from ui.own_rule import own_rule
from ui.patience import TooLongError, patiently
from ui.stochastic.data import Chosen
from ui.stochastic.model import Model

DEFAULT_METHODS = ("gradient_descent", "adam")
OFFERED = (
    "gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "amsgrad", "newton", "lbfgs",
)  # fmt: skip
DEFAULT_BATCH, DEFAULT_EPOCHS, MOST_EPOCHS = 4, 30, 500
RISE = 1.1  # of a test loss from its least: more than the noise of batches
SCALE_FREE_RATE, NATURAL_RATE = 0.05, 0.3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Plan:
    """How all methods are trained."""

    batch_size: int
    epochs: int
    replacement: bool


@dataclass(frozen=True, eq=False)
class Trained:
    """What one method made of it.

    Attributes:
        label, look: as on the charts.
        method: with its knobs.
        history: where it went.
        train, test, penalty: (E+1,) each: the mean loss on both sides, and λR, after every epoch.
        right: the share of the test examples that are told right at the end; None for a regression.
    """

    label: str
    look: Look
    method: Method
    history: History
    train: Floats
    test: Floats
    penalty: Floats
    right: float | None

    @property
    def lost(self) -> int | None:
        """The first epoch after which the weights or a mean loss were no finite numbers; None where all were."""
        beyond = np.flatnonzero(~np.isfinite(self.train + self.test))
        if len(beyond):
            return int(beyond[0])
        return len(self.train) if self.history.diverged else None


def pick_plan(examples: int) -> Plan:
    """Draw the controls of all methods in common, for so many examples to train on."""
    with st.container(horizontal=True):
        batch = linked(
            st.number_input, "Batch size", "batch", min(DEFAULT_BATCH, examples), min_value=1, max_value=examples,
            width=150, help=f"1 is one example at a time, {examples} is all of them: plain gradient descent.",
        )  # fmt: skip
        epochs = linked(
            st.number_input, "Epochs", "epochs", DEFAULT_EPOCHS, min_value=1, max_value=MOST_EPOCHS, width=150,
            help="How often every example is seen.",
        )  # fmt: skip
    replacement = linked(
        st.toggle, "Draw with replacement", "replacement", False,
        help="Off: each epoch is a new order of all examples, cut into batches. On: every example is drawn afresh.",
    )  # fmt: skip
    return Plan(batch, epochs, replacement)


def train(data: Chosen, model: Model, plan: Plan) -> list[Trained]:
    """Draw the methods with their knobs, and return what became of those that can run."""
    found = []
    seen: dict[str, int] = {}
    picks = pick_methods(DEFAULT_METHODS, _offer(model))
    for pick in picks:
        look = again(method_look(pick.method.name), seen.setdefault(pick.method.name, 0))
        seen[pick.method.name] += 1
        with pick.card:
            try:
                trained = _trained(pick, look, data.seed, model, plan, len(picks))
            except NumericsError as error:
                st.error(escape_markdown(str(error)))
            except TooLongError as error:
                error.tell("This training takes too long: choose larger batches, fewer epochs or fewer methods.")
            else:
                st.markdown(_story(trained, plan))
                found.append(trained)
    return found


def _offer(model: Model) -> Offer:
    """Methods that make sense on a batch, their learning rates beginning where they suit the model."""
    rule = own_rule()
    kinds = {name: METHODS[name] for name in OFFERED} | {NaturalGradient.name: NaturalGradient}
    steepest = model.train.largest_curvature()

    def rate(kind: type[Method]) -> float | None:
        limit = kind().curvature_limit
        if limit is not None and steepest > 0:
            return float(f"{limit / (4 * steepest):.1g}")
        return NATURAL_RATE if kind is NaturalGradient else SCALE_FREE_RATE if kind.scale_free else None

    return Offer({**kinds, **({rule.name: rule} if rule else {})}, rate)


def _trained(pick: Pick, look: Look, seed: int, model: Model, plan: Plan, methods: int) -> Trained:
    risk = model.train
    training = Training(risk, pick.method, plan.batch_size, plan.epochs, plan.replacement, seed)
    history = patiently(
        f"Training with {pick.label}",
        ("stochastic", model.key, pick.method, plan, seed),
        lambda progress: training.run(np.zeros(risk.dimension), progress),
        sharers=methods,
    )
    with np.errstate(all="ignore"):
        ends = history.epochs
        right = None
        if risk.loss.name == "logistic":
            right = float(np.mean((model.test.outputs(ends[-1]) >= 0) == (model.test.targets == 1)))
        return Trained(
            pick.label,
            look,
            pick.method,
            history,
            risk.data_term(ends),
            model.test.data_term(ends),
            risk.strength * risk.complexity(ends),
            right,
        )


def _story(trained: Trained, plan: Plan) -> str:
    """How a training ended, in numbers."""
    if trained.lost is not None:
        return f"**Diverged** in epoch {trained.lost}: the learning rate is too large for these batches."
    told = f"Train {format_number(trained.train[-1])}, test {format_number(trained.test[-1])}"
    if trained.right is not None:
        told += f", {trained.right:.1%} of the test examples right"
    return f"{told} after {plan.epochs} {'epoch' if plan.epochs == 1 else 'epochs'}."


def noticed(trained: Sequence[Trained], model: Model, plan: Plan) -> list[str]:
    """What there is to see in the curves, from their own numbers; sentences in Markdown."""
    told = []
    examples = model.train.examples
    if plan.batch_size == examples and not plan.replacement:
        told.append(
            f"**The batch is everything**: each of the {plan.epochs} steps sees all {examples} examples, and a method "
            "walks exactly as it would on the whole risk, number for number."
        )
    else:
        batches = -(-examples // plan.batch_size)
        epoch = f"{examples} draws" if plan.replacement else f"one pass through all {examples} examples"
        told.append(
            f"An epoch is {epoch}: **{batches} steps an epoch**, each for the price of {plan.batch_size}. Gradient "
            "descent on batches is what is called stochastic gradient descent (SGD)."
        )
    alive = [each for each in trained if each.lost is None]
    for each in alive:
        turn = int(np.argmin(each.test))
        if each.test[-1] > RISE * each.test[turn] and each.train[-1] < each.train[turn]:
            told.append(
                f"**{escape_markdown(each.label)} learns by heart** after epoch {turn}: its test loss rises from "
                f"{format_number(each.test[turn])} to {format_number(each.test[-1])} while its train loss goes from "
                f"{format_number(each.train[turn])} to {format_number(each.train[-1])}."
            )
    if len(alive) > 1:
        fit, general = (min(alive, key=lambda each: values(each)[-1]) for values in (_train, _test))
        told.append(
            f"**Lowest at the end**: train loss {format_number(fit.train[-1])} by {escape_markdown(fit.label)}, test "
            f"loss {format_number(general.test[-1])} by {escape_markdown(general.label)}."
            + (" Fitting best and predicting best are not the same." if fit is not general else "")
        )
    return told


def _train(trained: Trained) -> Floats:
    return trained.train


def _test(trained: Trained) -> Floats:
    return trained.test
