"""Any method in any number format: where updates vanish, and what rescues them."""

from numerics.low_precision.array import InFormat
from numerics.low_precision.oracle import Formula
from numerics.low_precision.precision import Precision, gap, joined, precision, round_stochastic
from numerics.low_precision.record import End, Record
from numerics.low_precision.run import descend, run
from numerics.low_precision.scaling import LossScaling, Scale

__all__ = [
    "End",
    "Formula",
    "InFormat",
    "LossScaling",
    "Precision",
    "Record",
    "Scale",
    "descend",
    "gap",
    "joined",
    "precision",
    "round_stochastic",
    "run",
]
