"""Any method in any number format: where updates vanish, and what rescues them."""

from numerics.low_precision.array import InFormat
from numerics.low_precision.comparison import Task, Trained, compare
from numerics.low_precision.oracle import Formula
from numerics.low_precision.precision import Precision, gap, joined, precision, round_stochastic
from numerics.low_precision.record import End, Record
from numerics.low_precision.run import descend, run
from numerics.low_precision.scaling import LossScaling, Scale
from numerics.low_precision.telling import stands_from, tell, tell_range
from numerics.low_precision.training import ComputedRisk, train

__all__ = [
    "ComputedRisk",
    "End",
    "Formula",
    "InFormat",
    "LossScaling",
    "Precision",
    "Record",
    "Scale",
    "Task",
    "Trained",
    "compare",
    "descend",
    "gap",
    "joined",
    "precision",
    "round_stochastic",
    "run",
    "stands_from",
    "tell",
    "tell_range",
    "train",
]
