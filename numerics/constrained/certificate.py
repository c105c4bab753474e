"""The Karush-Kuhn-Tucker conditions at any point, each with what is left of it, a tolerance and a verdict.

At a minimum where a constraint qualification holds there are multipliers λ with (Nocedal, Wright, "Numerical
Optimization", theorem 12.1; Goodfellow et al., "Deep Learning", section 4.4):

    ∇f + Σ λᵢ ∇cᵢ = 0,   cᵢ = 0 or ≤ 0,   λᵢ ≥ 0 for inequalities,   λᵢ cᵢ = 0.

**Tolerances** follow from one number τ: a change of every coordinate by δⱼ = τ·max(1, |xⱼ|) counts as nothing. A
constraint may fail by Σ |∂cᵢ/∂xⱼ| δⱼ (and the second-order term), an entry of ∇L by Σ |∂²L| δ and by the share τ of the
forces that cancel in it. So multiplying f or a constraint by a number changes no verdict.

**Multipliers** that are not given are those with λᵢ ≥ 0 for which ‖∇L‖ is least, over the constraints that are active.
Where only multipliers of a wrong sign balance the forces, those are shown, and the condition of signs fails. Where none
do, inequalities that have room may push, too, and ‖∇L‖² + Σ (λᵢcᵢ)² is least: near a solution they tell what it is.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from numerics.constrained.model import Floats, Local, Model
from numerics.constrained.multipliers import positively_dependent, rank_of, signed_least_squares
from numerics.constrained.second_order import Curvature, SecondOrder, second_order
from numerics.numbers import format_number

TOLERANCE = 1e-7
HUGE = 1e3  # of a well-posed problem: times the change of f over the size of x that a tolerance can make up for
NOT_DEFINED = "f, a constraint or one of their derivatives is not defined at this point."
TOO_LARGE = "the derivatives at this point are too large to be computed with."
ROUNDING = 1e-14  # relative, where terms cancel; also what a constraint without variables may fail by


class Status(Enum):
    """What a constraint does at a point."""

    EQUATION = "an equation"
    STRONG = "strictly active: on its boundary, with a multiplier above 0"
    WEAK = "weakly active: on its boundary, with multiplier 0"
    INACTIVE = "inactive: it has room, and its multiplier has to be 0"
    VIOLATED = "violated"


@dataclass(frozen=True)
class Condition:
    """One of the four conditions.

    Attributes:
        name: of the condition.
        residual: what is left of it in the entry that is worst for its tolerance.
        tolerance: what may be left there.
        holds: the verdict.
        sentence: the same for people.
    """

    name: str
    residual: float
    tolerance: float
    holds: bool
    sentence: str


@dataclass(frozen=True, eq=False)
class Certificate:
    """The conditions at one point.

    Attributes:
        local: the problem near the point: gradients, constraints, curvatures (of -f where f is maximized).
        f: the objective as typed.
        multipliers: (m,) λ.
        conditions: stationarity, primal feasibility, dual sign, complementary slackness, in this order.
        status: of every constraint.
        rank: of the gradients of the active constraints.
        licq: whether those are independent (the qualification that makes multipliers exist, and unique).
        mfcq: whether the weaker qualification of Mangasarian and Fromovitz holds: multipliers exist at any minimum.
        unique: whether there are no other multipliers.
        curvature: the second-order condition.
        uncertainty: by how much f changes, to first order, where every constraint is missed by its tolerance.
        nearly_dependent: whether that is much, since multipliers are huge: the active gradients almost cancel.
        verdict: all of it in one or two sentences.
    """

    local: Local
    f: float
    multipliers: Floats
    conditions: tuple[Condition, ...]
    status: tuple[Status, ...]
    rank: int
    licq: bool
    mfcq: bool
    unique: bool
    curvature: Curvature
    uncertainty: float
    nearly_dependent: bool
    verdict: str

    @property
    def x(self) -> Floats:
        """(n,) the point."""
        return self.local.x

    @property
    def stationarity(self) -> Condition:
        """∇f + Σ λᵢ ∇cᵢ = 0."""
        return self.conditions[0]

    @property
    def feasibility(self) -> Condition:
        """Every constraint holds."""
        return self.conditions[1]

    @property
    def dual_sign(self) -> Condition:
        """λᵢ ≥ 0 for inequalities."""
        return self.conditions[2]

    @property
    def complementarity(self) -> Condition:
        """λᵢ cᵢ = 0 for inequalities."""
        return self.conditions[3]

    @property
    def holds(self) -> bool:
        """Whether all four hold: the point is a KKT point."""
        return all(condition.holds for condition in self.conditions)

    @property
    def active(self) -> NDArray[np.bool_]:
        """(m,) which constraints hold with equality."""
        return np.array([kind in (Status.EQUATION, Status.STRONG, Status.WEAK) for kind in self.status], dtype=bool)

    @property
    def forces(self) -> Floats:
        """(m, n) λᵢ ∇cᵢ: at a KKT point they add up to -∇f."""
        return self.multipliers[:, None] * self.local.jacobian

    @property
    def second_order(self) -> SecondOrder:
        """What the second-order condition says."""
        return self.curvature.kind


def certify(model: Model, x: Floats, multipliers: Floats | None = None, tolerance: float = TOLERANCE) -> Certificate:
    """The certificate of a model at x (n,), with these multipliers (m,) or fitted ones."""
    local = model.near(x)
    with np.errstate(all="ignore"):
        if not local.finite:
            return _undecided(model, local, multipliers, NOT_DEFINED)
        scale = np.maximum(1.0, np.abs(x))
        room = feasibility_tolerances(local, tolerance * scale)
        try:
            if multipliers is None:
                multipliers = fitted_multipliers(model, local, room, scale, tolerance)
            return _certificate(model, local, multipliers, room, scale, tolerance)
        except (np.linalg.LinAlgError, ValueError):  # infinite intermediate results
            return _undecided(model, local, multipliers, TOO_LARGE)


def first_order(model: Model, local: Local, multipliers: Floats, tolerance: float = TOLERANCE) -> bool:
    """Whether the four conditions hold at a point with these multipliers (m,)."""
    scale = np.maximum(1.0, np.abs(local.x))
    room = feasibility_tolerances(local, tolerance * scale)
    return all(condition.holds for condition in _conditions(model, local, multipliers, room, scale, tolerance)[0])


def feasibility_tolerances(local: Local, change: Floats) -> Floats:
    """(m,) how much each constraint can change where each coordinate changes by `change` (n,), and its rounding."""
    slopes, curved = np.abs(local.jacobian), np.nan_to_num(np.abs(local.curvatures), posinf=0.0)
    scale = np.maximum(1.0, np.abs(local.x))
    with np.errstate(all="ignore"):
        size = slopes @ scale + curved @ scale @ scale / 2
        rounding = ROUNDING * np.where(size > 0, np.minimum(size, 1.0), 1.0)
        return np.asarray(slopes @ change + curved @ change @ change / 2 + rounding)


def fitted_multipliers(model: Model, local: Local, room: Floats, scale: Floats, tolerance: float) -> Floats:
    """(m,) multipliers by the least squares of the module's text."""
    slack = np.where(model.equality | (local.c > -room), 0.0, -local.c)
    near = slack == 0
    gradients = np.where(_vanishing(local, scale, tolerance)[:, None], 0.0, local.jacobian * scale)
    columns = np.vstack([gradients.T, np.diag(slack)])
    right = -np.append(local.gradient * scale, np.zeros(len(slack)))
    signed, free = np.zeros_like(slack), np.zeros_like(slack)
    signed[near] = signed_least_squares(columns[:, near], right, model.equality[near])
    if _stationary(local, signed, scale, tolerance).holds:
        return signed
    free[near] = signed_least_squares(columns[:, near], right, np.ones(int(near.sum()), dtype=bool))
    if _stationary(local, free, scale, tolerance).holds:
        return free
    return signed_least_squares(columns, right, model.equality)


def _certificate(
    model: Model, local: Local, multipliers: Floats, room: Floats, scale: Floats, tolerance: float
) -> Certificate:
    conditions, nothing = _conditions(model, local, multipliers, room, scale, tolerance)
    gradients = local.jacobian * scale
    violation = model.violation(local.c)
    active = model.equality | (np.abs(local.c) <= room)
    strong = active & ~model.equality & (multipliers > nothing)
    status = tuple(
        Status.VIOLATED if violation[i] > room[i]
        else Status.EQUATION if model.equality[i]
        else Status.STRONG if strong[i]
        else Status.WEAK if active[i]
        else Status.INACTIVE
        for i in range(len(room))
    )  # fmt: skip
    size = np.linalg.norm(gradients, axis=1) + tolerance * _curved(local, scale)
    units = np.divide(gradients, size[:, None], out=np.zeros_like(gradients), where=size[:, None] > 0)
    units[_vanishing(local, scale, tolerance)] = 0.0
    weak = active & ~model.equality & ~strong
    rank = rank_of(units[active])
    mfcq = not positively_dependent(units[model.equality], units[active & ~model.equality])
    unique = not positively_dependent(units[model.equality | strong], units[weak])
    curvature = Curvature(SecondOrder.INAPPLICABLE, np.zeros(0), None)
    if all(condition.holds for condition in conditions):
        hessian = local.lagrangian_hessian(multipliers) * scale[:, None] * scale
        largest = float((_curvatures(local, multipliers) * scale[:, None] * scale).max())
        curvature = second_order(hessian, largest, units[model.equality | strong], units[weak], unique)
        if curvature.direction is not None:
            curvature = Curvature(curvature.kind, curvature.eigenvalues, curvature.direction * scale)
    licq = rank == int(active.sum())
    verdict = _verdict(conditions, licq, mfcq, curvature.kind.told(model.sign))
    uncertainty = float(np.abs(multipliers) @ room)
    nearly_dependent = uncertainty > HUGE * tolerance * float(np.abs(local.gradient) @ scale)
    if nearly_dependent:
        verdict += (
            f" But the multipliers are huge: constraints missed within their tolerance change f by "
            f"{format_number(uncertainty, 2)}, and the conditions say little here."
        )
    return Certificate(
        local, model.sign * local.f, multipliers, conditions, status, rank, licq, mfcq, unique, curvature,
        uncertainty, nearly_dependent, verdict,
    )  # fmt: skip


def _conditions(
    model: Model, local: Local, multipliers: Floats, room: Floats, scale: Floats, tolerance: float
) -> tuple[tuple[Condition, ...], Floats]:
    """The four conditions, and (m,) how large a multiplier counts as nothing."""
    slopes = np.abs(local.jacobian * scale).max(1, initial=0.0)
    force = (_forces(local, multipliers, scale) + _bending(local, multipliers, scale)).max()
    nothing = np.divide(tolerance * force, slopes, out=np.zeros_like(slopes), where=slopes > 0)
    conditions = (
        _stationary(local, multipliers, scale, tolerance),
        _feasible(model, model.violation(local.c), room),
        _signed(model, multipliers, nothing),
        _complementary(model, local.c, multipliers, room, nothing),
    )
    return conditions, nothing


def _curved(local: Local, scale: Floats) -> Floats:
    """(m,) the size of each constraint's curvature, in scaled coordinates."""
    return np.nan_to_num(np.linalg.norm(local.curvatures * scale[:, None] * scale, axis=(1, 2)))


def _vanishing(local: Local, scale: Floats, tolerance: float) -> NDArray[np.bool_]:
    """(m,) which gradients are nothing beside the curvature: as good as 0, so that they can hold up no force."""
    lengths = np.linalg.norm(local.jacobian * scale, axis=1)
    return np.asarray(lengths <= np.sqrt(tolerance) * 1e-2 * _curved(local, scale))


def _curvatures(local: Local, multipliers: Floats) -> Floats:
    """(n, n) |∇²f| + Σ |λᵢ| |∇²cᵢ|: the curvature before anything cancels."""
    parts = np.abs(local.hessian) + np.tensordot(np.abs(multipliers), np.abs(local.curvatures), 1)
    return np.nan_to_num(parts, posinf=0.0)


def _forces(local: Local, multipliers: Floats, scale: Floats) -> Floats:
    """(n,) how large the terms of ∇L are, in scaled coordinates."""
    return scale * (np.abs(local.gradient) + np.abs(multipliers) @ np.abs(local.jacobian))


def _bending(local: Local, multipliers: Floats, scale: Floats) -> Floats:
    """(n,) how much they change over the size of x."""
    return scale * (_curvatures(local, multipliers) @ scale)


def _worst(name: str, residual: Floats, tolerance: Floats) -> tuple[str, float, float, bool, int]:
    """The entry whose residual is largest for its tolerance."""
    if not residual.size:
        return name, 0.0, 0.0, True, -1
    ratio = np.where(residual > tolerance, residual / np.maximum(tolerance, 1e-300), 0.0)
    at = int(ratio.argmax()) if ratio.any() else int(residual.argmax())
    return name, float(residual[at]), float(tolerance[at]), not bool((residual > tolerance).any()), at


def _stationary(local: Local, multipliers: Floats, scale: Floats, tolerance: float) -> Condition:
    forces, bending = _forces(local, multipliers, scale), _bending(local, multipliers, scale)
    rounding = ROUNDING * (forces.max() + min(bending.max(), max(1.0, abs(local.f))))
    allowed = (tolerance * (forces + bending) + rounding) / scale
    name, left, most, holds, _ = _worst("stationarity", np.abs(local.lagrangian_gradient(multipliers)), allowed)
    if holds:
        told = "The forces balance: ∇f + Σ λᵢ∇cᵢ is 0 up to the tolerance."
    else:
        told = f"The forces do not balance: {format_number(left)} is left in one coordinate of ∇f + Σ λᵢ∇cᵢ."
    return Condition(name, left, most, holds, told)


def _feasible(model: Model, violation: Floats, room: Floats) -> Condition:
    name, left, most, holds, at = _worst("primal feasibility", violation, room)
    if holds:
        told = "Every constraint holds." if len(room) else "There are no constraints."
    else:
        told = f"{model.labels[at]} fails by {format_number(left)}."
    return Condition(name, left, most, holds, told)


def _signed(model: Model, multipliers: Floats, nothing: Floats) -> Condition:
    negative = np.where(model.equality, 0.0, np.maximum(-multipliers, 0.0))
    name, left, most, holds, at = _worst("dual sign", negative, nothing)
    if holds:
        told = "No multiplier of an inequality is negative."
    else:
        told = f"{model.labels[at]} would need the multiplier {format_number(-left)}: f falls by leaving it inwards."
    return Condition(name, left, most, holds, told)


def _complementary(model: Model, c: Floats, multipliers: Floats, room: Floats, nothing: Floats) -> Condition:
    product = np.where(model.equality | (c > 0), 0.0, np.abs(multipliers * c))
    allowed = np.abs(multipliers) * room + nothing * np.abs(c)
    name, left, most, holds, at = _worst("complementary slackness", product, allowed)
    if holds:
        told = "Every inequality is on its boundary or has the multiplier 0."
    else:
        told = (
            f"{model.labels[at]} has room ({format_number(-c[at])}), "
            f"yet its multiplier is {format_number(multipliers[at])}."
        )
    return Condition(name, left, most, holds, told)


def _verdict(conditions: tuple[Condition, ...], licq: bool, mfcq: bool, second: str) -> str:
    feasibility = conditions[1]
    failing = [condition.name for condition in conditions if not condition.holds]
    if not failing:
        return f"A KKT point. {second}"
    if not feasibility.holds:
        return f"No KKT point: {feasibility.sentence}"
    if not mfcq:
        return (
            "No KKT point, but the constraint qualification fails here: the gradients of the active constraints depend "
            "on each other, and a minimum at such a point need not have multipliers."
        )
    if not licq:
        return f"No KKT point, and no minimum: {' and '.join(failing)} fail, although multipliers need not be unique."
    return f"No KKT point: {' and '.join(failing)} {'fails' if len(failing) == 1 else 'fail'}."


def _undecided(model: Model, local: Local, multipliers: Floats | None, told: str) -> Certificate:
    m = len(model.equality)
    names = ("stationarity", "primal feasibility", "dual sign", "complementary slackness")
    missing = tuple(Condition(name, np.nan, 0.0, False, told) for name in names)
    violated = np.isnan(local.c) | (model.violation(local.c) > 0)
    status = tuple(
        Status.VIOLATED if bad else Status.EQUATION if equal else Status.INACTIVE
        for bad, equal in zip(violated, model.equality, strict=True)
    )
    return Certificate(
        local, model.sign * local.f, np.full(m, np.nan) if multipliers is None else multipliers, missing, status,
        0, False, False, False, Curvature(SecondOrder.INAPPLICABLE, np.zeros(0), None), np.nan, False,
        f"No KKT point: {told}",
    )  # fmt: skip
