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
                others = f", and {len(here) - 1} more of its kind" if len(here) > 1 else ""
                told.append(f"Step {number}, {step.name}: {_clause(here[0], recording.format)}{others}.")
    return tuple(told)


def _clause(birth: Birth, format: Format) -> str:
    operation, result = birth.operation, format_number(birth.result).replace("nan", "NaN").replace("-", "−")
    match birth.death:
        case Death.OVERFLOW:
            return f"{operation} is beyond the largest {format.title}, {format_number(format.largest, 6)}: {result}"
        case Death.UNDERFLOW:
            smallest = format_number(format.smallest_subnormal, 3)
            return f"{operation} is not even half of the smallest {format.title}, {smallest}: 0"
        case Death.POLE:
            return f"{operation} is a pole: {result}"
        case Death.INVALID:
            return f"{operation} has no value: NaN"
        case Death.CANCELLATION:
            return f"{operation} cancels every digit: 0"
