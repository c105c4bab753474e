"""Solve a problem: choose a solver, try again where it fails, polish, and certify what comes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from numerics.constrained.certificate import TOLERANCE, Certificate, certify, feasibility_tolerances
from numerics.constrained.least_violation import has_kink, least_violation
from numerics.constrained.model import Floats, Model
from numerics.constrained.polish import STRICT, polished
from numerics.constrained.second_order import SecondOrder, of_maximum
from numerics.constrained.solvers import Path, Solver, Stop, follow
from numerics.constrained.solvers.augmented_lagrangian import AugmentedLagrangian
from numerics.constrained.solvers.pattern_search import PatternSearch
from numerics.constrained.solvers.sqp import SQP
from numerics.numbers import format_number, format_point

STEPS = 100
BUDGET = 4  # times the limit of steps: what all runs together may take before no other is begun
PATIENT = 10  # times the limit of steps: what pattern search may take, whose steps cost no derivatives
KINKED = {"abs", "sign", "maximum", "minimum", "hypot", "where", "select", "sqrt", "cbrt"}
RESTARTS = 4  # where nothing else has helped
SPREADS = (0.5, 2.0, 10.0)  # of the starts after the given one, relative to it
ASIDE = 1e-2  # relative to x: the step away from a KKT point that is no minimum


class Outcome(Enum):
    """How a solution ended, as a closed set of sentences; the first that is true."""

    OPTIMAL = "Solved: the KKT conditions hold, and second order does not speak against a minimum."
    SADDLE = "A KKT point, but no minimum: along some feasible direction the Lagrangian curves downwards."
    NO_MULTIPLIERS = (
        "No better point was found, and no multipliers exist here: the constraint qualification fails, so that a "
        "minimum need not be a KKT point."
    )
    KINK = "Stopped at a kink: f or a constraint has no derivative here, and conditions on gradients do not decide."
    UNBOUNDED = "Unbounded, as far as numbers go: f keeps improving where every constraint holds, without end."
    INFEASIBLE = "Infeasible: no point was found where every constraint holds; this one violates them least."
    STEP_LIMIT = "Stopped: the given number of steps was taken before the KKT conditions hold."
    STALLED = "Stalled: no better point was found, although the KKT conditions do not hold."
    UNDEFINED = (
        "Undefined: no point was found where every constraint holds and f and all derivatives have a value. "
        "Try another start."
    )


_RANK = list(Outcome)
UNFINISHED = (Outcome.STEP_LIMIT, Outcome.STALLED)
ENOUGH = (Outcome.OPTIMAL, Outcome.UNBOUNDED, Outcome.NO_MULTIPLIERS, Outcome.KINK)  # other starts are not needed


@dataclass(frozen=True, eq=False)
class Solution:
    """What solving a problem gives.

    Attributes:
        x: (n,) the point.
        f: the objective there, as typed.
        multipliers: (m,) one for each scalar constraint, in order; see `problem` for the sign.
        kkt: the certificate at x.
        outcome: how it ended.
        told: the same with this run's numbers.
        path: the points of the run that led to x, which is the last.
        starts: how many starts were tried.
    """

    x: Floats
    f: float
    multipliers: Floats
    kkt: Certificate
    outcome: Outcome
    told: str
    path: Path
    starts: int


def solve(
    model: Model, start: Floats, solver: Solver | None = None, restarts: int | None = None, steps: int = STEPS
) -> Solution:
    """Minimize from a start (n,).

    Args:
        model: the problem.
        start: the first point.
        solver: one to use alone; None takes SQP, then pattern search where there are kinks, then the augmented
            Lagrangian, then SQP from a point that violates least, and where none of them ends well the same from a few
            other starts.
        restarts: how many other starts to try in any case, the best counts; None tries them only where needed,
            and only by default.
        steps: of each run at most.
    """
    best: Solution | None = None
    tried = taken = 0
    usual = RESTARTS if solver is None else 0
    for begin in _starts(start, usual if restarts is None else restarts):
        if best is not None and best.outcome is Outcome.INFEASIBLE:
            begin = least_violation(model, begin)
        if tried and restarts is None and best is not None and best.outcome in ENOUGH:
            break
        if restarts is None and taken >= BUDGET * steps:
            break
        tried += 1
        if best is not None and best.outcome is Outcome.INFEASIBLE and not _feasible(model, begin):
            best = _better(model, best, _infeasible(model, begin, best.path))
            continue
        for found in _runs(model, begin, solver, steps):
            best = found if best is None else _better(model, best, found)
            taken += found.path.steps
            if _good(found):
                break
    assert best is not None
    return replace(best, starts=tried)


def _good(found: Solution) -> bool:
    return found.outcome in (Outcome.OPTIMAL, Outcome.UNBOUNDED)


def _better(model: Model, one: Solution, other: Solution) -> Solution:
    """The one whose outcome is better; of two alike the one that violates less, then the one with the better f."""

    def key(found: Solution) -> tuple[int, float, float]:
        violation = 0.0 if found.kkt.feasibility.holds else float(np.linalg.norm(model.violation(found.kkt.local.c)))
        value = model.sign * found.f
        rank = len(_RANK) if violation and found.outcome in UNFINISHED else _RANK.index(found.outcome)
        return rank, violation, value if np.isfinite(value) else np.inf

    return min((one, other), key=key)


def _starts(start: Floats, more: int) -> Iterator[Floats]:
    """The given start, then others around it and the origin, the same in every run."""
    yield start
    generator = np.random.default_rng(4)
    for at in range(more):
        spread = SPREADS[at % len(SPREADS)]
        centre = start if at % 2 == 0 else np.zeros_like(start)
        yield centre + spread * np.maximum(1.0, np.abs(start)) * generator.uniform(-1, 1, len(start))


def _runs(model: Model, start: Floats, solver: Solver | None, steps: int) -> Iterator[Solution]:
    """The runs from one start, each tried only where those before did not end well."""
    first = _finished(model, follow(solver or SQP(), model, start, steps))
    yield from _escaped(model, first, solver or SQP(), steps)
    if solver is None and first.outcome in (Outcome.KINK, *UNFINISHED) and _has_kinks(model):
        yield _finished(model, follow(PatternSearch(), model, start, PATIENT * steps))
    undefined = first.outcome is Outcome.UNDEFINED
    if solver is not None and (undefined or first.kkt.feasibility.holds):
        return
    if solver is None and not undefined:
        yield _finished(model, follow(AugmentedLagrangian(), model, start, steps))
    least = least_violation(model, first.x)
    if not _feasible(model, least):
        other = least_violation(model, start)
        least = min((least, other), key=lambda x: float(np.linalg.norm(model.violation(model.evaluate(x)[1:]))))
    if _feasible(model, least):
        if solver is None:
            yield _finished(model, follow(SQP(), model, least, steps))
    elif not undefined and not first.kkt.feasibility.holds:
        yield _infeasible(model, least, first.path)


def _has_kinks(model: Model) -> bool:
    return not KINKED.isdisjoint(model.program.calls)


def _escaped(model: Model, found: Solution, solver: Solver, steps: int) -> Iterator[Solution]:
    """The solution; where it is a KKT point but no minimum, those on either side of it along the falling direction."""
    if found.outcome is Outcome.SADDLE and found.kkt.curvature.direction is not None:
        scale = np.maximum(1.0, np.abs(found.x)).max()
        for turn in (ASIDE, -ASIDE):
            other = _finished(
                model, follow(solver, model, found.x + turn * scale * found.kkt.curvature.direction, steps)
            )
            if _good(other):
                yield other
    yield found


def _infeasible(model: Model, x: Floats, path: Path) -> Solution:
    return _solution(model, x, np.zeros(len(model.equality)), path, Outcome.INFEASIBLE)


def _feasible(model: Model, x: Floats) -> bool:
    """Whether every constraint holds at x, wherever f is defined."""
    local = model.near(x)
    scale = TOLERANCE * np.maximum(1.0, np.abs(x))
    return bool((model.violation(local.c) <= feasibility_tolerances(local, scale)).all())


def _finished(model: Model, path: Path) -> Solution:
    """A path's end, polished and named."""
    x, multipliers = path.x[-1], path.multipliers[-1]
    if path.stop is Stop.UNDEFINED and path.steps == 0:
        return _solution(model, x, multipliers, path, Outcome.UNDEFINED)
    with np.errstate(all="ignore"):
        if path.stop is not Stop.UNBOUNDED:
            with suppress(np.linalg.LinAlgError):  # numbers too large
                x, multipliers = polished(model, x, multipliers)
        return _solution(model, x, multipliers, path, None)


def _solution(model: Model, x: Floats, multipliers: Floats, path: Path, outcome: Outcome | None) -> Solution:
    certificate = certify(model, x)
    if outcome is None:
        outcome = _outcome(model, certificate, path)
    if (x != path.x[-1]).any():
        value = certificate.local.f
        violation = model.violation(certificate.local.c).max(initial=0.0)
        path = replace(
            path,
            x=np.vstack([path.x, x]),
            f=np.append(path.f, model.sign * value),
            violation=np.append(path.violation, violation),
            merit=np.append(path.merit, value),
            multipliers=np.vstack([path.multipliers, certificate.multipliers]),
        )
    told = _told(model, certificate, outcome)
    return Solution(x, certificate.f, certificate.multipliers, certificate, outcome, told, path, 1)


def _outcome(model: Model, certificate: Certificate, path: Path) -> Outcome:
    if not certificate.local.finite:
        return Outcome.UNDEFINED
    feasible = certificate.feasibility.holds
    if feasible and path.stop is Stop.UNBOUNDED and certificate.local.f < model.sign * path.f[0]:
        return Outcome.UNBOUNDED
    if feasible and has_kink(model, certificate.x):
        return Outcome.KINK
    if certificate.holds and certify(model, certificate.x, tolerance=STRICT).holds:
        return Outcome.SADDLE if certificate.second_order is SecondOrder.NOT_MINIMUM else Outcome.OPTIMAL
    if feasible and not certificate.mfcq:
        return Outcome.NO_MULTIPLIERS
    return Outcome.STEP_LIMIT if path.stop is Stop.STEP_LIMIT else Outcome.STALLED


def _told(model: Model, certificate: Certificate, outcome: Outcome) -> str:
    """The outcome with the run's numbers."""
    value = f"f = {format_number(certificate.f, 7)}" if np.isfinite(certificate.f) else "f has no finite value"
    at = f"x = {format_point(certificate.x, 6)}, {value}"
    if outcome is Outcome.INFEASIBLE:
        violation = model.violation(certificate.local.c)
        worst = int(violation.argmax())
        at += f"; {model.labels[worst]} fails by {format_number(violation[worst])}"
    elif outcome is Outcome.OPTIMAL:
        at += f". {certificate.curvature.kind.value[:-1]}"
        if certificate.nearly_dependent:
            at += (
                ". But the multipliers are huge, since the active gradients almost depend on each other: what the "
                f"tolerance leaves open changes f by {format_number(certificate.uncertainty, 2)}"
            )
    told = f"{outcome.value} {at}."
    return told if model.sign > 0 else of_maximum(told)
