"""Where a computation meets a kink or the end of a domain, and what the two modes then pass on."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from numerics.autodiff.graph import Graph
from numerics.microscope.operations import COMPARISONS


class Remark(Enum):
    """What is special about an operation at its arguments."""

    UNDEFINED = "has no value here"
    INFINITE = "is infinite here"
    STEEP = "has a value, but its derivative is infinite or undefined here"
    KINK = "has a kink here"
    JUMP = "jumps here"
    BORDER = "stands exactly on the border between two cases"
    LOST = "has an input that is not finite"


@dataclass(frozen=True)
class Remarkable:
    """A node with what there is to say about it; `at` is its place in the graph."""

    at: int
    remark: Remark


def remarks(graph: Graph) -> list[Remarkable]:
    """What is special in a graph of numbers (not of arrays), in the order of its computation.

    Of what follows from an input that is not finite, only the first is told (LOST).
    """
    found: list[Remarkable] = []
    for at, node in enumerate(graph.nodes):
        arguments = [float(graph.nodes[argument].value) for argument in node.inputs]
        slopes = [float(slope) for slope in graph.local_derivatives[at] if slope is not None]
        if node.operation in COMPARISONS:
            moves = any(graph.nodes[argument].active for argument in node.inputs)
            remark = Remark.BORDER if moves and _tie(arguments) else None
        else:
            remark = _remark(node.operation, arguments, float(node.value), slopes) if slopes else None
        if remark is Remark.LOST and any(told.remark is Remark.LOST for told in found):
            continue
        if remark:
            found.append(Remarkable(at, remark))
    return found


def _remark(kind: str, arguments: Sequence[float], value: float, slopes: Sequence[float]) -> Remark | None:
    if kind != "where" and not all(map(math.isfinite, arguments)):
        return Remark.LOST
    if math.isnan(value):
        return Remark.UNDEFINED
    if math.isinf(value):
        return Remark.INFINITE
    if kind in _KINKS and _KINKS[kind](arguments):
        return Remark.JUMP if kind == "sign" else Remark.KINK
    return None if all(map(math.isfinite, slopes)) else Remark.STEEP


def _all_zero(arguments: Sequence[float]) -> bool:
    return not any(arguments)


def _tie(arguments: Sequence[float]) -> bool:
    return arguments[0] == arguments[1]


_KINKS: dict[str, Callable[[Sequence[float]], bool]] = {
    **dict.fromkeys(("abs", "sign", "relu", "norm", "hypot"), _all_zero),
    **dict.fromkeys(("max", "min"), _tie),
}
