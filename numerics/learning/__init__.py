"""Learning from data: empirical risk, mini-batches, and the noise of their gradients."""

from numerics.learning.data import GENERATORS, Data, from_table, generated
from numerics.learning.features import FeatureMap, polynomial, waves
from numerics.learning.losses import LOGISTIC, LOSSES, SQUARED, Loss
from numerics.learning.natural_gradient import NaturalGradient
from numerics.learning.noise import GradientNoise, Measurement
from numerics.learning.regularization import Tradeoff, tradeoff
from numerics.learning.risk import Risk
from numerics.learning.state import GeneratorState, TrainingState, restored
from numerics.learning.training import History, SumOfExamples, Training

__all__ = [
    "GENERATORS",
    "LOGISTIC",
    "LOSSES",
    "SQUARED",
    "Data",
    "FeatureMap",
    "GeneratorState",
    "GradientNoise",
    "History",
    "Loss",
    "Measurement",
    "NaturalGradient",
    "Risk",
    "SumOfExamples",
    "Tradeoff",
    "Training",
    "TrainingState",
    "from_table",
    "generated",
    "polynomial",
    "restored",
    "tradeoff",
    "waves",
]
