"""What the gallery knows of a function."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Minimum = tuple[tuple[float, ...], float]


@dataclass(frozen=True)
class NamedFunction:
    """One function worth looking at, with everything needed to show it.

    Attributes:
        name: the slug used in links.
        title: how people call it.
        text: the formula, in the grammar of `numerics.language`.
        variables: their order fixes the order of coordinates everywhere else.
        window: the part worth seeing: one interval for one variable, two otherwise (from three
            variables on, a slice along the first two).
        start: a point from which a descent is instructive; its slice lies in the window.
        minima: local minima in the window as (x, f), the lowest first; empty where none exists.
        teaches: what to notice, one sentence.
        source: where the function comes from.
        parameters: the letters with a slider and their values; `minima` holds for these values.
        smooth: whether it is twice differentiable around its minima.
        all_minima: False where only the lowest of many minima are listed.
    """

    name: str
    title: str
    text: str
    variables: tuple[str, ...]
    window: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    minima: tuple[Minimum, ...]
    teaches: str
    source: str
    parameters: Mapping[str, float] = field(default_factory=dict, hash=False)
    smooth: bool = True
    all_minima: bool = True
