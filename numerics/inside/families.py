"""What relatives among the methods see alike."""

import numpy as np

from numerics.inside.views import (
    Array,
    Arrow,
    Model,
    Reading,
    Series,
    Steps,
    View,
    basics,
    gradient_arrow,
    search,
    step_arrow,
)

FEW = 4  # variables that get lines and numbers of their own


def adaptive(
    steps: Steps,
    divisor: Array,
    mean: Array | None = None,
    other: Array | None = None,
    difference: str = "with the bias correction switched the other way",
) -> tuple[View, ...]:
    """Of the methods that step by -η mean / divisor, a rate for each coordinate; all (K, n).

    Without a `mean` it is the gradient itself. `other` is a divisor to compare with; `difference` says how it differs.
    """
    names = steps.objective.variables[:FEW]
    few = slice(len(names))
    rates = steps.rate / divisor
    numerator = steps.gradient if mean is None else mean
    views: list[View] = [*basics(steps)]
    if mean is not None:
        meaning = "The running mean of the gradients, turned downhill. Only the direction has a meaning."
        views.insert(1, Arrow("−mean gradient", meaning, "memory", steps.x, -mean, scaled=True))
    views += [
        Model(
            "what it takes f for",
            "The step goes to the minimum of a quadratic whose axes are those of the coordinates, with one over the "
            "effective rate as the curvature along each.",
            numerator, _diagonal(1 / rates),
        ),
        Series(
            "effective rate",
            "η over the root of the squared gradients gathered so far, which multiplies each coordinate: small where f "
            "is steep.",
            names, list(rates.T[few]), log=True,
        ),
    ]  # fmt: skip
    if other is not None:
        compared = list((steps.rate / other).T[few])
        views.append(Series("effective rate", f"Dotted: {difference}.", names, compared, log=True, faint=True))
    what = "gradient" if mean is None else "mean gradient"
    panel = f"{what}, root of squares"
    views += [
        Series(
            panel,
            f"Where the {what} (solid) is as large as the root of the squares (dotted), the coordinate moves by a "
            "whole η; where it is smaller, as after changes of sign, so is the step.",
            names, list(np.abs(numerator).T[few]), log=True,
        ),
        Series(panel, "", names, list(divisor.T[few]), log=True, faint=True),
        *(Reading(f"Δ{name} / η", steps.step[:, k] / steps.rate[:, 0]) for k, name in enumerate(names)),
        *(Reading(f"rate of {name}", rates[:, k]) for k, name in enumerate(names)),
    ]  # fmt: skip
    return tuple(views)


def quasi_newton(steps: Steps, inverse: Array, sufficient: float) -> tuple[View, ...]:
    """Of the methods that search along -M ∇f with a matrix M (K, n, n) learned from gradients."""
    direction = -np.vecdot(inverse, steps.gradient[:, None, :])
    found = search(steps, direction, sufficient)
    residue = inverse @ steps.objective.hessian(steps.x) - np.eye(steps.x.shape[-1])
    return (
        gradient_arrow(steps),
        Arrow("−M∇f", "The whole step that the learned matrix M proposes.", "other", steps.x, direction),
        step_arrow(steps),
        Model(
            "learned model M⁻¹",
            "What it has learned of the curvature from gradients alone: compare it with f's own model.",
            steps.gradient, inverted(inverse),
        ),
        found,
        Series(
            "‖M ∇²f − I‖",
            "How far the learned M is from the inverse of the Hessian at this point: 0 would be Newton's method.",
            ["M"], [np.linalg.norm(residue, axis=(-2, -1))], log=True,
        ),
        Reading("α", found.taken),
    )  # fmt: skip


def isotropic(steps: Steps) -> Model:
    """What a plain gradient step takes f for."""
    meaning = "A step of −η∇f goes to the minimum of a quadratic with the curvature 1/η in every direction: a circle."
    return Model("what it takes f for", meaning, steps.gradient, _diagonal(np.ones_like(steps.x) / steps.rate))


def inverted(matrices: Array) -> Array:
    """The inverses (K, n, n); NaN where there is none."""
    values, vectors = np.linalg.eigh(np.where(np.isfinite(matrices), matrices, 0))
    with np.errstate(divide="ignore"):
        return (vectors / values[:, None, :]) @ np.swapaxes(vectors, -1, -2)


def _diagonal(values: Array) -> Array:
    return values[..., None] * np.eye(values.shape[-1])
