"""Pattern search: no derivatives, so that kinks do no harm."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from numerics.constrained.certificate import TOLERANCE, feasibility_tolerances, fitted_multipliers
from numerics.constrained.model import Floats, Local, Model
from numerics.constrained.solvers.base import Solver, Step
from numerics.knobs import knob

FINEST = 1e-13  # of the mesh, relative to x
SHRINK = 0.7  # slowly: along the edge of a constraint few directions lead on
TRIALS = 4000  # sets of directions in one run
TURNED = 24  # bases turned at random that are looked along at every point
LENGTHS = (4.0, 1.0, 0.25)  # of the mesh: how far is looked along each direction


@dataclass(frozen=True)
class PatternSearch(Solver):
    """Look along a few directions, go to the best point if it is better, else look nearer: no derivative is needed.

    Better means a smaller f + ν Σ violation. The directions are the axes and orthogonal bases turned at random, both
    ways, so that no kink can shut them all out for ever. The mesh grows after a success and shrinks without one.
    """

    name = "pattern_search"
    title = "Pattern search"
    equations = (
        r"x \leftarrow \arg\min_{d \in D} \left(f + \nu \sum_i |c_i|_+\right)(x + \Delta d),\qquad"
        r" \Delta \leftarrow 0.7 \Delta \text{ where nothing is better}"
    )
    source = "C. Audet, J. E. Dennis, SIAM J. Optimization 17, 2006 (mesh adaptive direct search)"

    price: float = knob(
        3.0, 1e-3, 1e9, "how much a violation counts, in sizes of the gradient", symbol=r"\nu", log=True
    )

    def iterates(self, model: Model, start: Floats) -> Iterator[Step]:
        """The start, and every better point."""
        generator = np.random.default_rng(5)
        local, n = model.near(start), len(start)
        price = self.price * max(1e-8, float(np.linalg.norm(local.gradient)))
        lengths = np.linalg.norm(local.jacobian, axis=1)
        prices = price / np.maximum(lengths, 1e-8 * max(1.0, float(lengths.max(initial=0.0))))
        mesh, now = 0.1 * max(1.0, float(np.abs(start).max())), float(_merit(model, local.x, prices))
        yield _step(model, local, now)
        for _ in range(TRIALS):
            turned, _ = np.linalg.qr(generator.normal(size=(TURNED, n, n)))
            directions = np.vstack([np.eye(n), *turned])
            steps = np.concatenate([sign * length * directions for length in LENGTHS for sign in (1, -1)])
            points = local.x + mesh * steps
            merits = _merit(model, points, prices)
            best = int(merits.argmin())
            if merits[best] < now and (there := model.near(points[best])).finite:
                local, now = there, float(merits[best])
                mesh *= 2
                yield _step(model, local, now)
            else:
                mesh *= SHRINK
                if mesh < FINEST * max(1.0, float(np.abs(local.x).max())):
                    return


def _merit(model: Model, points: Floats, prices: Floats) -> Floats:
    """f + Σ νᵢ·violation at points (..., n); infinity where it is not defined."""
    values = model.evaluate(points)
    merit = values[..., 0] + model.violation(values[..., 1:]) @ prices
    return np.where(np.isfinite(merit), merit, np.inf)


def _step(model: Model, local: Local, merit: float) -> Step:
    scale = np.maximum(1.0, np.abs(local.x))
    room = feasibility_tolerances(local, TOLERANCE * scale)
    return Step(local, fitted_multipliers(model, local, room, scale, TOLERANCE), merit)
