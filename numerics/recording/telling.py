"""What happened in a recording, in sentences with its numbers."""

from numerics.formats import Format
from numerics.numbers import format_number
from numerics.recording.deaths import Birth, Death
from numerics.recording.recording import Recording


def tell(recording: Recording) -> tuple[str, ...]:
    """One sentence for each step and each kind of death in it, the earliest first; none where all numbers lived."""
    told = []
    for number, step in enumerate(recording.steps, 1):
        for death in Death:
            here = [birth for birth in step.births if birth.death is death]
            if here:
                told.append(
                    f"Step {number}, {step.name}: {_clause(here[0], recording.format)}{_others(len(here) - 1)}."
                )
    return tuple(told)


def _others(count: int) -> str:
    return "" if count == 0 else "; so does one other" if count == 1 else f"; so do {count} others"


def _clause(birth: Birth, format: Format) -> str:
    result = format_number(birth.result).replace("nan", "NaN").replace("-", "−")
    name = format.title.partition(" (")[0]
    match birth.death:
        case Death.OVERFLOW:
            largest = format_number(format.largest, 6)
            why = f"lies beyond {largest}, the largest {name} number, and becomes {result}"
        case Death.UNDERFLOW:
            smallest = format_number(format.smallest_subnormal, 3)
            why = f"is not even half of {smallest}, the smallest {name} number, and becomes 0"
        case Death.POLE:
            why = f"stands at a pole and becomes {result}"
        case Death.INVALID:
            why = "has no value and becomes NaN"
        case Death.CANCELLATION:
            why = "loses every digit and becomes 0"
    return f"{birth.operation} {why}"
