"""One training in several formats: the same data, batches and method, kept and rescued in different ways."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.formats import FORMATS
from numerics.learning import LOGISTIC, Risk, Training, generated, polynomial
from numerics.low_precision.precision import Precision, precision
from numerics.low_precision.record import Record
from numerics.low_precision.scaling import LossScaling
from numerics.low_precision.training import train
from numerics.methods import Method

Floats = NDArray[np.float64]

EXAMPLES, BATCH, DEGREE = 256, 32, 3
RESCUES = ("none", "stochastic", "master")


@dataclass(frozen=True)
class Task:
    """Logistic regression on two classes in the plane, by the products of degree at most 3 of the coordinates.

    Attributes:
        data: a name of `learning.GENERATORS` with two features and two classes.
        noise: its noise.
        method: what trains.
        epochs: passes through the 256 examples, in batches of 32.
        seed: of the data and of the order of the examples.
    """

    data: str
    noise: float
    method: Method
    epochs: int
    seed: int = 0

    def training(self) -> Training:
        """The training in float64, whose batches all others see. Raises NumericsError where a setting means nothing."""
        data = generated(self.data, EXAMPLES, self.noise, self.seed)
        design = polynomial(data.features, data.names[:-1], DEGREE)
        risk = Risk(design(data.features), data.targets, LOGISTIC, names=design.names)
        return Training(risk, self.method, BATCH, self.epochs, seed=self.seed)


@dataclass(frozen=True, eq=False)
class Trained:
    """A training in one format: its record, the mean loss (T + 1,) at its weights, and the share of right answers."""

    record: Record
    losses: Floats
    right: float


def rescued(format: str, rescue: str) -> Precision:
    """Everything in one format, its weights rounded by chance ("stochastic"), or updated in a float32 copy ("master").

    The memory of the method is then in float32 too, as in M. Micikevicius et al., Mixed Precision Training, ICLR 2018.
    """
    if rescue == "master" and FORMATS[format].bits < 32:
        return precision(format, state="float32", master="float32")
    return precision(format, stochastic=rescue == "stochastic" and FORMATS[format].bits < 32)


def compare(
    task: Task,
    formats: Sequence[str],
    rescue: str = "none",
    scaling: LossScaling | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> dict[str, Trained]:
    """The training in each of `formats`, from weights of 0; `progress` is told the share that is done."""
    training, found = task.training(), {}
    risk = training.risk
    assert isinstance(risk, Risk)
    for place, name in enumerate(formats):

        def tell(share: float, place: int = place) -> None:
            progress((place + share) / len(formats))

        record = train(
            training, np.zeros(risk.dimension), rescued(name, rescue), scaling or LossScaling(), progress=tell
        )
        right = float(((risk.outputs(record.seen[-1]) > 0) == (risk.targets > 0)).mean())
        found[name] = Trained(record, np.asarray(risk(record.seen)), right)
    return found
