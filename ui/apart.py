"""What sets runs of one method apart, in a few characters for a legend."""

import re
from collections.abc import Sequence

from figures.text import symbol
from numerics.knobs import Knob, knobs_of
from numerics.methods import Method
from numerics.numbers import format_number

LONGEST = 24  # characters, so that a legend keeps its line
MOST_DIGITS = 17
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def apart(methods: Sequence[Method]) -> list[str]:
    """Tell of every method what others of its kind among `methods` have otherwise: "η = 0.1", or "" for nothing.

    What does not fit into LONGEST characters is cut off, whole knobs first.
    """
    return [_told(method, [other for other in methods if other.name == method.name]) for method in methods]


def _told(method: Method, rivals: Sequence[Method]) -> str:
    differing = [
        f"{_letter(knob)} = {_number(method.knobs[knob.name], [rival.knobs[knob.name] for rival in rivals])}"
        for knob in knobs_of(type(method))
        if len({rival.knobs[knob.name] for rival in rivals}) > 1
    ]
    if len({rival.schedule for rival in rivals}) > 1:
        differing.append(f"{method.schedule.title} schedule")
    if not differing:
        return ""
    told, *more = differing
    for part in more:
        if len(told) + len(part) > LONGEST - 4:
            told += ", …"
            break
        told += f", {part}"
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}…"


def _letter(knob: Knob) -> str:
    plain = re.sub("<sub>(.*)</sub>", lambda match: match[1].translate(_LOWERED), symbol(knob.symbol))
    return re.sub("<.*?>", "", plain) or knob.name


def _number(value: float, among: Sequence[float]) -> str:
    """`value` with as few digits, from three on, as tell the different ones `among` apart."""
    digits = next(
        (
            digits
            for digits in range(3, MOST_DIGITS)
            if len({format_number(other, digits) for other in among}) == len(set(among))
        ),
        MOST_DIGITS,
    )
    return format_number(value, digits)
