"""The phase diagram of momentum: how fast a quadratic is minimized, over learning rate and momentum."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.methods import METHODS, Method, choose_method
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.recurrence import radius
from numerics.theory import Bottom, measured_rate

Floats = NDArray[np.float64]

NEAR = 1e-5  # how far from a minimum rates are measured


@dataclass(frozen=True)
class Form:
    """One way to write momentum.

    Attributes:
        title: as people read it.
        method: the method that runs it.
        averaged: whether the velocity is an exponential average, v ← β v + (1 - β) g: then a rate α of
            this form is the learning rate η = (1 - β) α of the velocity form, and the path is the same.
    """

    title: str
    method: type[Method]
    averaged: bool = False

    def share(self, momentum: Floats | float) -> Floats | float:
        """η / rate: 1, or 1 - β."""
        return 1 - momentum if self.averaged else 1.0


FORMS: Mapping[str, Form] = {
    "velocity": Form("Velocity", METHODS["momentum"]),
    "average": Form("Exponential average", METHODS["momentum"], averaged=True),
    "nesterov": Form("Nesterov", METHODS["nesterov"]),
}


@dataclass(frozen=True, eq=False)
class Phase:
    """The diagram for one set of curvatures.

    Attributes:
        form: whose rates and momenta these are.
        curvature: (n,), ascending.
        rates, momenta: (m,) and (k,), increasing.
        factor: (k, m), by which the error shrinks or grows a step in the long run: the spectral radius.
        limit: (k,), the rate below which it shrinks, in closed form; NaN where some curvature is not positive.
        best: the fastest rate, momentum and their factor; None where some curvature is not positive.
    """

    form: Form
    curvature: Floats
    rates: Floats
    momenta: Floats
    factor: Floats
    limit: Floats
    best: tuple[float, float, float] | None

    def factor_at(self, rate: float, momentum: float) -> float:
        """The factor at one point of the diagram."""
        return float(spectral_radius(self.form, self.curvature, rate * self.form.share(momentum), momentum))


def phase(form: Form, curvature: Floats, rates: Floats, momenta: Floats) -> Phase:
    """The diagram over `rates` (m,) and `momenta` (k,) for a quadratic with these curvatures (n,).

    Momentum converges exactly while η λmax < 2 (1 + β) and is fastest at η = (2 / (√λmax + √λmin))²,
    β = ((√κ - 1) / (√κ + 1))² (Polyak 1964); Nesterov's limit is 2 (1 + β) / (1 + 2β).
    """
    low, high = float(curvature[0]), float(curvature[-1])
    eta = rates * form.share(momenta[:, None])
    limit, best = np.full(len(momenta), np.nan), None
    if low > 0:
        limits = [choose_method(form.method.name, momentum=float(beta)).curvature_limit for beta in momenta]
        limit = np.array(limits, dtype=np.float64) / high / form.share(momenta)
        knobs = form.method.tuned(low, high)
        assert knobs is not None
        rate, momentum = knobs
        best = (rate / float(form.share(momentum)), momentum, float(spectral_radius(form, curvature, rate, momentum)))
    factor = spectral_radius(form, curvature, eta, momenta[:, None])
    return Phase(form, curvature, rates, momenta, factor, limit, best)


def spectral_radius(form: Form, curvature: Floats, eta: Floats | float, momentum: Floats | float) -> Floats:
    """The largest factor over all `curvature` (n,), for learning rates η and momenta that broadcast."""
    eta, momentum = np.asarray(eta)[..., None], np.asarray(momentum)[..., None]
    found = form.method.coefficients(eta * curvature, momentum)
    assert found is not None
    return radius(*found).max(-1)


def measured_factor(
    form: Form, f: Objective, bottom: Bottom, rate: float, momentum: float, budget: int
) -> float | None:
    """The factor a step that a run of the method shows, started beside a minimum of f; None where it cannot be read.

    The start is off by a hundred-thousandth along every eigenvector: there f is nearly its quadratic model.
    """
    method = choose_method(form.method.name, learning_rate=rate * float(form.share(momentum)), momentum=momentum)
    off = NEAR * (1 + float(np.linalg.norm(bottom.x)))
    start = bottom.x + off * bottom.directions.sum(axis=1)
    run = minimize(f, start, method, steps=400, tolerance=None, budget=budget)
    errors = np.linalg.norm(bottom.errors(run), axis=-1)
    return measured_rate(errors, bottom.blur, 100 * off)
