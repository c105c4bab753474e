"""What to notice about activations and gradients, in words with the run's own numbers (Markdown)."""

import numpy as np

from numerics.formats import FORMATS, Format
from numerics.network import Prediction, Signals
from numerics.numbers import format_number
from ui.deep_gradients.setting import Setting

LEVEL, SLOW = 3.0, 1000.0  # factors over all layers that count as no change, and as a slow one
RISING = 1.5  # the factor by which the gradient of W rises more than that of h
MOSTLY = 0.6  # the share of flat units that is worth a word; of ReLU's, half are off as a rule


def story(setting: Setting, found: Signals, theory: Prediction | None) -> list[str]:
    """How the two kinds of signals fare, what theory has foreseen, and what float16 would make of the gradient."""
    with np.errstate(all="ignore"):
        forward = _ratios(found.activations[:, -1], found.activations[:, 0])
        backward = _ratios(found.h_gradients[:, 0], found.h_gradients[:, -1])
    depth = setting.architecture.depth
    told = [
        f"**Forward**, the size of the activations {_change(forward, depth)}.",
        f"**Backward**, the gradient {_change(backward, depth)}, last layer to inputs.{_foreseen(theory)}",
    ]
    told += _in_format(setting, found, FORMATS["float16"])
    flat = float(np.median(found.flat[:, -1]))
    if flat > MOSTLY:
        told.append(
            f"In the last layer {flat:.0%} of the units are flat, |φ'| < 0.01: nearly nothing passes back through them."
        )
    with np.errstate(all="ignore"):
        rise = _ratios(found.weight_gradients[:, -1], found.weight_gradients[:, 0]) * backward
    if setting.batch > 1 and 1 / LEVEL < forward < LEVEL and rise > RISING:
        told.append(
            "‖∂ℓ/∂W‖ adds up the examples of the batch. With depth they become alike, so that their parts no longer "
            "cancel: the dashed line rises towards the last layers more than ‖∂ℓ/∂h‖ does. With a batch of 1 it does "
            "not."
        )
    return told


def _ratios(end: np.ndarray, begin: np.ndarray) -> float:
    """The median of the factors of all networks."""
    return float(np.median(end / begin))


def _change(factor: float, depth: int) -> str:
    """What a factor over all layers means."""
    if np.isnan(factor):
        return "**cannot be followed**: φ or φ' is not defined at some of its arguments, or overflows even in float64"
    if not np.isfinite(factor):
        return "**overflows** even in float64"
    if factor == 0:
        return "**vanishes** altogether: it is 0 even in float64"
    times = f"with a factor of {format_number(factor, 3)} in all, {format_number(factor ** (1 / depth), 4)} a layer"
    size = max(factor, 1 / factor)
    if size <= LEVEL:
        return f"**keeps its level**, {times}"
    grows = factor > 1
    if size <= SLOW:
        return f"**{'grows' if grows else 'fades'} slowly**, {times}"
    return f"**{'explodes' if grows else 'vanishes'}**, {times}"


def _foreseen(theory: Prediction | None) -> str:
    if theory is None:
        return " No theory of independent examples covers batch norm."
    factor = float(theory.h_gradients[0])
    if not np.isfinite(factor):
        return ""
    return f" Theory for infinite width: {format_number(factor, 3)}."


def _in_format(setting: Setting, found: Signals, format: Format) -> list[str]:
    """What a short format would make of the first layer's gradient."""
    typical = float(np.median(found.weight_gradients[:, 0])) / setting.architecture.width
    size = f"A typical entry of ∂ℓ/∂W of the first layer is {format_number(typical, 3)}"
    if not np.isfinite(typical):
        return []
    if typical <= format.smallest_subnormal / 2:
        return [
            f"{size}. The smallest number of {format.title} is {format_number(format.smallest_subnormal, 3)}: there it "
            "would be 0, and the first layer would learn nothing."
        ]
    if typical > format.largest:
        return [f"{size}: in {format.title}, whose largest number is {format_number(format.largest)}, it overflows."]
    if typical < format.smallest_normal:
        return [
            f"{size}, which {format.title} holds as a subnormal number, with fewer digits: its smallest normal one is "
            f"{format_number(format.smallest_normal, 3)}."
        ]
    return [f"{size}, which {format.title} holds in full."]
