"""Networks at initialization: how signals and gradients grow or fade with depth and with time.

Forward and backward passes are written like the equations, in plain NumPy.
"""

from numerics.network.activations import ACTIVATIONS, Activation, activation_of
from numerics.network.architecture import Architecture
from numerics.network.initialization import INITIALIZATIONS
from numerics.network.jacobian import Spectrum, jacobian, jacobian_spectrum
from numerics.network.losses import LOSSES
from numerics.network.mean_field import Prediction, predict
from numerics.network.passes import Gradients, Network, Pass, backward, draw, forward
from numerics.network.recurrent import Recurrent, through_time
from numerics.network.scale_map import ScaleMap, scale_map
from numerics.network.signals import Signals, signals

__all__ = [
    "ACTIVATIONS",
    "INITIALIZATIONS",
    "LOSSES",
    "Activation",
    "Architecture",
    "Gradients",
    "Network",
    "Pass",
    "Prediction",
    "Recurrent",
    "ScaleMap",
    "Signals",
    "Spectrum",
    "activation_of",
    "backward",
    "draw",
    "forward",
    "jacobian",
    "jacobian_spectrum",
    "predict",
    "scale_map",
    "signals",
    "through_time",
]
