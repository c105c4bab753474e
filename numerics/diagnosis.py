"""Why a run ended as it did, in words with numbers."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from numerics.curvature import Kind, eigenvalues, kind_of
from numerics.methods.newton import Newton, solve
from numerics.numbers import format_apart, format_number, format_point
from numerics.outcome import Outcome
from numerics.run import Run

Floats = NDArray[np.float64]


def explain(run: Run) -> str:
    """One to three plain sentences: how the run ended, where, and why.

    What is said of learning rates holds for the local quadratic model, and only for methods whose
    limit on a quadratic is known (`Method.curvature_limit`).
    """
    return " ".join(filter(None, _STORIES[run.outcome](run)))


def sharpness(run: Run) -> Floats | None:
    """Learning rate × largest eigenvalue of the Hessian at every iterate, (T+1,).

    None for a method without a learning rate. Compare it with `run.method.curvature_limit`.
    """
    rates = run.learning_rates
    return None if rates is None else rates * eigenvalues(run.hessian)[:, -1]


def _converged(run: Run) -> Iterable[str]:
    norm = run.gradient_norm[-1]
    if run.steps:
        yield f"Converged in {_steps(run.steps)} to {_place(run)}."
    elif norm == 0:
        yield f"{run.method.title} does not move from {_at(run, run.x[0])}: the gradient is zero there."
    else:
        assert run.tolerance is not None
        yield (
            f"Nothing to do: at the start ‖∇f‖ = {format_number(norm)} is already "
            f"within the tolerance {format_number(run.tolerance)}."
        )
    kind = kind_of(run.objective, run.x[-1])
    yield _kind_sentence(run, kind)
    if run.steps and kind in (Kind.SADDLE, Kind.MAXIMUM):
        yield _newton_and_negative_curvature(run)


def _step_limit(run: Run) -> Iterable[str]:
    norm = run.gradient_norm[-1]
    if run.tolerance is None:
        yield f"Took all {_steps(run.steps)}, to {_place(run)}; ‖∇f‖ = {format_number(norm)} there."
    else:
        yield (
            f"Stopped by the step limit of {run.steps} at {_place(run)}, where ‖∇f‖ = {format_number(norm)} "
            f"is still above the tolerance {format_number(run.tolerance)}."
        )
    yield from _not_there_yet(run)


def _budget(run: Run) -> Iterable[str]:
    yield (
        f"Stopped after {_steps(run.steps)}: its evaluations of f ({run.evaluations.f}), gradient "
        f"({run.evaluations.gradient}) and Hessian ({run.evaluations.hessian}) are all that its budget allows. "
        f"It is at {_place(run)}, where ‖∇f‖ = {format_number(run.gradient_norm[-1])}."
    )
    yield from _not_there_yet(run)


def _not_there_yet(run: Run) -> Iterable[str]:
    """Why a run that was cut short had not arrived."""
    if run.gradient_norm[-1] == 0:
        yield _kind_sentence(run, kind_of(run.objective, run.x[-1]))
    else:
        cause = _two_cycle(run) or _overshoot(run, run.steps) or _slow(run)
        yield from [cause] if cause else (_progress(run), _ill_conditioned(run))
        yield _newton_and_negative_curvature(run)


def _stalled(run: Run) -> Iterable[str]:
    yield (
        f"Stalled after {_steps(run.steps)}: further steps are too small to change a digit of the point in "
        f"double precision. ‖∇f‖ = {format_number(run.gradient_norm[-1])} at {_at(run, run.x[-1])}."
    )


def _diverged(run: Run) -> Iterable[str]:
    yield f"Diverged after {_steps(run.steps)}, at ‖x‖ = {format_number(float(np.linalg.norm(run.x[-1])))}."
    limit, sharp = run.method.curvature_limit, sharpness(run)
    if run.f[-1] < run.f[0]:
        yield f"f fell to {format_number(run.f[-1])} on the way: it has no lowest value along this path."
    elif limit is not None and sharp is not None and (sharp > limit).any():
        yield _overshoot(run, int(np.argmax(sharp > limit)))
    else:
        yield _newton_and_negative_curvature(run) or _growing_steps(run) or _infinite(run)


def _left_domain(run: Run) -> Iterable[str]:
    assert run.beyond is not None
    what = "its gradient" if np.isfinite(run.objective(run.beyond)) else "f"
    yield (
        f"Left the domain: step {run.steps} leads from {_at(run, run.x[-1])} to "
        f"{_at(run, run.beyond)}, where {what} is not defined."
    )


def _no_step(run: Run) -> Iterable[str]:
    spectrum = eigenvalues(run.hessian[-1])
    if run.method.no_step:
        why = run.method.no_step
    elif np.isnan(spectrum).any():
        why = "the Hessian is not defined there"
    else:
        found = _spectrum(spectrum, "its")
        why = f"the Hessian is singular there ({found}), so its equations have no unique solution"
    yield f"{run.method.title} has no step {run.steps} from {_at(run, run.x[-1])}: {why}."


def _not_applicable(run: Run) -> Iterable[str]:
    yield f"{run.method.title} cannot be used here: {run.method.refusal(run.objective)}."


def _undefined_start(run: Run) -> Iterable[str]:
    place = f"at the start {_at(run, run.x[0])}"
    if np.isfinite(run.f[0]):
        yield f"The gradient of f is not a finite number {place}; choose another start."
    else:
        what = "not defined" if np.isnan(run.f[0]) else "infinite"
        yield f"f is {what} {place}; choose another start."


_STORIES = {
    Outcome.CONVERGED: _converged,
    Outcome.STEP_LIMIT: _step_limit,
    Outcome.BUDGET: _budget,
    Outcome.STALLED: _stalled,
    Outcome.DIVERGED: _diverged,
    Outcome.LEFT_DOMAIN: _left_domain,
    Outcome.NO_STEP: _no_step,
    Outcome.NOT_APPLICABLE: _not_applicable,
    Outcome.UNDEFINED_START: _undefined_start,
}


def _kind_sentence(run: Run, kind: Kind) -> str:
    spectrum = eigenvalues(run.hessian[-1])
    if np.isnan(spectrum).any():
        return "The Hessian is not defined there, so it cannot tell what kind of point this is."
    if kind is Kind.UNDECIDED:
        return f"The second derivatives cannot tell what kind of point this is: {_spectrum(spectrum)}."
    verdict = kind.value if kind is Kind.MINIMUM else f"{kind.value}, not a minimum"
    return f"There {_spectrum(spectrum)}: {verdict}."


def _spectrum(spectrum: Floats, whose: str = "the Hessian's") -> str:
    """Eigenvalues (n,) in words."""
    if len(spectrum) == 1:
        return f"f″ = {format_number(spectrum[0])}"
    numbers = [format_number(value) for value in spectrum]
    if len(numbers) > 3:
        return f"{whose} eigenvalues range from {numbers[0]} to {numbers[-1]}"
    return f"{whose} eigenvalues are {', '.join(numbers[:-1])} and {numbers[-1]}"


def _overshoot(run: Run, t: int) -> str:
    """The sentence for a step whose learning rate is too large for the curvature, if it is."""
    limit, sharp = run.method.curvature_limit, sharpness(run)
    if limit is None or sharp is None or not sharp[t] > limit:
        return ""
    when = "there" if t == run.steps else f"at step {t}"
    return (
        f"The learning rate × the largest curvature {when} is {format_apart(sharp[t], limit)} > "
        f"{format_number(limit)}: along that direction every step overshoots by more than it corrects."
    )


def _two_cycle(run: Run) -> str:
    if run.steps < 2:
        return ""
    there, here = run.x[-2], run.x[-1]
    # Back to the point before the last one, to a billionth of the step.
    if not np.linalg.norm(here - run.x[-3]) < 1e-9 * np.linalg.norm(here - there):
        return ""
    return f"It jumps to and fro between {_at(run, there)} and {_at(run, here)}."


def _slow(run: Run) -> str:
    """How fast the error shrinks on the quadratic model at the end, where that is known."""
    x, spectrum = run.x[-1], eigenvalues(run.hessian[-1])
    method = run.method.at(run.steps, run.limit)
    factors = method.contraction(spectrum) if spectrum[0] > 0 else None
    if factors is None or not 0 < factors.max() < 1:
        return ""
    # The model is believed only if f has little gradient where the model has its minimum:
    # not in a bent valley, and not beside a kink.
    bottom = x + solve(run.hessian[-1], -run.gradient[-1])
    if not np.linalg.norm(run.objective.gradient(bottom)) < run.gradient_norm[-1] / 2:
        return ""
    factor = float(factors.max())
    model = "quadratic model there"
    if len(spectrum) > 1:
        model += f" (condition number {format_number(spectrum[-1] / spectrum[0])})"
    return (
        f"On the {model} the error shrinks in the long run by the factor {format_apart(factor, 1.0)} a step, "
        f"{format_number(math.log(0.1) / math.log(factor), 2)} steps for one more digit."
    )


def _ill_conditioned(run: Run) -> str:
    spectrum = eigenvalues(run.hessian[-1])
    if run.method.curvature_limit is None or not 0 < 10 * spectrum[0] < spectrum[-1]:
        return ""
    return (
        f"The curvature there differs {format_number(spectrum[-1] / spectrum[0])}-fold between directions: "
        "a rate that the steepest one can bear makes short steps along the flattest."
    )


def _progress(run: Run) -> str:
    """Whether f was still falling near the end."""
    if run.steps < 10:
        return ""
    last = run.f[-1 - run.steps // 10 :]
    over = f"over the last {_steps(len(last) - 1)}"
    low, high = last.min(), last.max()
    if high - low < 1e-3 * max(abs(low), abs(high)):
        return f"f has changed by no more than {format_number(high - low, 2)} {over}."
    if (np.diff(last) <= 0).all():
        return f"f is still falling, from {format_number(high)} to {format_number(low)} {over}."
    return f"f goes up and down, between {format_number(low)} and {format_number(high)} {over}."


def _newton_and_negative_curvature(run: Run) -> str:
    """The first step at which Newton's model has no minimum, if there is one."""
    if not isinstance(run.method, Newton):
        return ""
    lowest = eigenvalues(run.hessian)[:-1, 0]
    if not (lowest < 0).any():
        return ""
    t = int(np.argmax(lowest < 0))
    model = "second derivative is" if run.x.shape[1] == 1 else "Hessian has the eigenvalue"
    return (
        f"At step {t} the {model} {format_number(lowest[t])}: Newton's step then leads to a saddle or a "
        "maximum of its quadratic model, not downhill."
    )


def _growing_steps(run: Run) -> str:
    if run.steps < 2:
        return ""
    first, last = run.step_length[0], run.step_length[-1]
    return f"Its steps grew from {format_number(first)} to {format_number(last)}."


def _infinite(run: Run) -> str:
    leads_nowhere = run.beyond is not None and np.isinf(run.beyond).any()
    return "Its next step is infinite." if leads_nowhere else ""


def _place(run: Run) -> str:
    return f"f = {format_number(run.f[-1])} at {_at(run, run.x[-1])}"


def _at(run: Run, x: Floats) -> str:
    return f"{run.objective.variables[0]} = {format_number(x[0])}" if len(x) == 1 else format_point(x)


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"
