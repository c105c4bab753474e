"""What happened in a run in low precision, in sentences with its own numbers."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from numerics.formats import FORMATS, Format, round_to
from numerics.language import GREEK
from numerics.low_precision.record import End, Record
from numerics.numbers import format_number, superscript

NOTABLE = 0.05  # a knob that rounding changes by more is told


def tell(record: Record, variables: Sequence[str]) -> list[str]:
    """The story of a run: one sentence or two for everything that went wrong, and for what was saved."""
    names = [GREEK.get(name, name) for name in variables]
    return [*_knobs(record), *_updates(record, names), *_gradients(record, names), *_scale(record), *_end(record)]


def tell_range(record: Record) -> str:
    """How many entries of the gradients, in float64 and scaled, the format of the gradients keeps, and how well."""
    kept = record.precision.gradients
    with np.errstate(all="ignore"):
        exact = record.true_gradient[:-1] * 2.0 ** record.powers[:-1, None]
    exact = exact[np.isfinite(exact) & (exact != 0)]
    stored = np.abs(round_to(exact, kept))
    counts = {
        "underflow to 0": int((stored == 0).sum()),
        "are subnormal and lose digits": int(((stored > 0) & (stored < kept.smallest_normal)).sum()),
        "overflow": int((~np.isfinite(stored)).sum()),
    }
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return (
        f"{kept.title} keeps numbers from 2{superscript(kept.emin - kept.fraction_bits)}, with all digits from "
        f"2{superscript(kept.emin)}, to 2{superscript(kept.emax + 1)}. Of {exact.size} gradients that are not 0, "
        f"{told or 'all lie within that'}."
    )


def _knobs(record: Record) -> Iterator[str]:
    """The knobs of the method that are another number in the arithmetic of the run."""
    kind = record.precision.arithmetic
    for name, value in record.method.knobs.items():
        if isinstance(value, float) and value not in (0.0, 1.0):
            kept = float(round_to(value, kind))
            if kept in (0.0, 1.0) or not math.isclose(kept, value, rel_tol=NOTABLE):
                told = f"{name.replace('_', ' ')} = {format_number(value)} becomes {format_number(kept)}"
                yield f"In the {kind.name} arithmetic of the step {told}."


def _updates(record: Record, names: Sequence[str]) -> Iterator[str]:
    kept = record.precision.updated
    if kept == FORMATS["float64"]:
        yield "The weights are in float64, the yardstick here: what is too small even for it is not counted."
    elif record.precision.stochastic:
        yield from _chance(record)
    elif first := record.first_vanished:
        t, i = first
        w, wanted, gap = record.x[t, i], record.wanted[t, i], record.gaps[t, i]
        yield (
            f"At step {t} the update of {names[i]} vanishes for the first time: Δ{names[i]} = {format_number(wanted)}, "
            f"but from {names[i]} = {format_number(w, 6)} it is {format_number(gap)} to the next {kept.name} number, "
            f"and what {'is' if abs(wanted) <= gap / 2 else 'has become'} less than half of that, "
            f"{format_number(gap / 2)}, is rounded away. "
            f"In all, {_share(int(record.vanished.sum()), int((record.wanted != 0).sum()))} updates vanished."
        )
        if (stands := stands_from(record)) is not None:
            yield f"From step {stands} on no weight moves any more, though the gradient is not 0."
    else:
        yield f"No update vanished: each was at least half the distance to the next {kept.name} number."
    if lost := record.first_step_lost:
        t, i = lost
        count = int(record.step_lost.sum())
        yield (
            f"At step {t} the {record.precision.arithmetic.name} arithmetic of the step makes nothing of the update of "
            f"{names[i]}: from the same numbers float64 makes {format_number(record.wanted[t, i])}. That happened "
            f"{'once' if count == 1 else f'{count} times'}."
        )
    if record.precision.master:
        followed = int((np.diff(record.seen, axis=0) != 0).any(-1).sum())
        moved = int((record.moved != 0).any(-1).sum())
        yield (
            f"The master copy in {kept.name} moved in {moved} of {record.steps} steps; the "
            f"{record.precision.weights.name} weights that f is computed with changed in {followed} of them."
        )


def _chance(record: Record) -> Iterator[str]:
    small = (record.wanted != 0) & (record.in_gaps < 0.5)
    count = int(small.sum())
    if not count:
        yield "No update was smaller than half a gap: chance had nothing to save."
        return
    rescued = small & (record.moved != 0)
    asked, got = float(record.wanted[small].sum()), float(record.moved[small].sum())
    yield (
        f"{count} updates were smaller than half a gap: to nearest all of them would have vanished. By chance "
        f"{int(rescued.sum())} of them moved their weight, by a whole gap: together {format_number(got)}, where "
        f"{format_number(asked)} was asked for."
    )


def _gradients(record: Record, names: Sequence[str]) -> Iterator[str]:
    if not (first := record.first_gradient_lost):
        return
    t, i = first
    true = record.true_gradient[t, i]
    yield (
        f"At step {t} the gradient by {names[i]} is 0 and should be {format_number(true)}: "
        f"{_why_lost(record, abs(true), int(record.powers[t]))}. That happened to "
        f"{_share(int(record.gradient_lost.sum()), record.gradient.size)} entries of gradients."
    )


def _why_lost(record: Record, size: float, power: int) -> str:
    kept, arithmetic = record.precision.gradients, record.precision.arithmetic
    if size * 2.0**power <= kept.smallest_subnormal / 2:
        times = f" times 2^{power}" if power else ""
        return f"{format_number(size)}{times} is at most half of the smallest {_smallest(kept)}"
    if size <= arithmetic.smallest_subnormal / 2:
        return f"once the scale was taken out again, it was at most half of the smallest {_smallest(arithmetic)}"
    return f"rounding inside f, to {kept.name}, left nothing of it"


def _smallest(format: Format) -> str:
    return f"{format.name} number, {format_number(format.smallest_subnormal)}"


def _scale(record: Record) -> Iterator[str]:
    if record.scaling.every is None:
        return
    skipped = np.flatnonzero(record.skipped)
    grown = int((np.diff(record.powers) > 0).sum())
    told = f"{len(skipped)} step{'' if len(skipped) == 1 else 's'} skipped because a gradient overflowed"
    at = f" (step {', '.join(map(str, skipped[:5]))}{', …' if len(skipped) > 5 else ''})" if len(skipped) else ""
    yield (
        f"The scale of the loss began at 2^{record.powers[0]} and ended at 2^{record.powers[-1]}: {told}{at}, and it "
        f"doubled {grown} time{'' if grown == 1 else 's'} after {record.scaling.every} good steps in a row."
    )


def _end(record: Record) -> Iterator[str]:
    if record.end is End.BUDGET:
        yield f"The run was ended after {record.steps} steps: each takes too many operations for more of them here."
    if record.end is not End.NOT_FINITE:
        return
    t = record.steps - 1
    gradient = record.gradient[t]
    if np.isfinite(gradient).all():
        yield f"In step {t} a weight became {_names(record.x[-1])}: the step itself went beyond the format."
    else:
        why = _overflow(record.precision.gradients, record.powers[t])
        yield f"In step {t} a gradient was {_names(gradient)}{why}, and so the weights are lost."


def _overflow(format: Format, power: int) -> str:
    beyond = f" in {format.name}, whose largest number is {format_number(format.largest, 6)}"
    return f"{beyond}; the loss was multiplied by 2^{power}" if power else beyond


def stands_from(record: Record) -> int | None:
    """The step from which on nothing moves although every step had an update; None where the run goes on moving."""
    moving = np.flatnonzero((record.moved != 0).any(-1) | record.skipped)
    begin = int(moving[-1]) + 1 if len(moving) else 0
    return begin if begin < record.steps and record.vanished[begin:].any(-1).all() else None


def _share(count: int, of: int) -> str:
    percent = 100 * count / max(of, 1)
    exact = f"{count} of {of}"
    return exact if count in (0, of) or of < 20 else f"{exact} ({format_number(percent, 2)} %)"


def _names(numbers: np.ndarray) -> str:
    return "NaN" if any(math.isnan(number) for number in numbers) else "infinite"
