"""How large a step may be: rates, their limit, and schedules."""

import numpy as np

from numerics.outcome import Outcome
from ui.experiments import Experiment
from ui.lessons.descent.setting import descent

RATES: tuple[Experiment, ...] = (
    descent(
        "Just below the speed limit",
        f="x^2 + 5y^2",
        start=(10, 1),
        methods={"gradient_descent": {"learning_rate": 0.19}},
        window=(-11, 11, -6, 6),
        steps=300,
        watch="The path zig-zags across the valley, and every swing is a little smaller than the last.",
        claim="The largest curvature is 10, so any rate below 2/10 = 0.2 shrinks the error. At 0.19 each step "
        "multiplies $y$ by $1 - 0.19 \\cdot 10 = -0.9$.",
        holds=lambda run: run.outcome is Outcome.CONVERGED and np.allclose(run.x[1:20, 1] / run.x[:19, 1], -0.9),
    ),
    descent(
        "Just above it",
        f="x^2 + 5y^2",
        start=(10, 1),
        methods={"gradient_descent": {"learning_rate": 0.201}},
        window=(-11, 11, -6, 6),
        steps=300,
        watch="Only the rate has changed, by six per cent. Look at the last coordinate.",
        claim="At 0.201 > 0.2 each step multiplies $y$ by −1.01: it changes sign and grows at every step.",
        holds=lambda run: _grows(run.x[:, 1]),
    ),
    descent(
        "Exactly at the limit",
        f="x^2",
        start=(3,),
        methods={"gradient_descent": {"learning_rate": 1.0}},
        steps=20,
        watch="The step jumps over the minimum to a point exactly as far on the other side.",
        claim="At $\\eta = 2/L = 1$ the iterates are 3, −3, 3, −3, … for ever.",
        holds=lambda run: np.array_equal(run.x[:, 0], [3.0, -3.0] * 10 + [3.0]),
    ),
    descent(
        "Too small, right, too large",
        f="x^2 + 5y^2",
        start=(10, 1),
        methods={
            "gradient_descent": {"learning_rate": 0.01},
            "gradient_descent.2": {"learning_rate": 0.1667},
            "gradient_descent.3": {"learning_rate": 0.199},
        },
        window=(-11, 11, -6, 6),
        steps=100,
        watch="The same method three times; only the rate differs. Compare the slopes in the progress chart.",
        claim="The best constant rate is $2/(\\lambda_{\\min} + \\lambda_{\\max}) = 2/12$: it multiplies the error by "
        "2/3 at every step. With 0.01 and 0.199 the slowest part of the error is multiplied by 0.98 and −0.99.",
        holds=lambda small, right, large: (
            right.outcome is Outcome.CONVERGED
            and np.allclose(right.x[1:40] / right.x[:39], [2 / 3, -2 / 3], rtol=2e-3)
            and np.allclose(small.x[1:40, 0] / small.x[:39, 0], 0.98)
            and np.allclose(large.x[1:40, 1] / large.x[:39, 1], -0.99)
        ),
    ),
    descent(
        "No rate to guess",
        f="(1 - x)^2 + 100(y - x^2)^2",
        start=(-1.2, 1),
        methods={"gradient_descent": {"learning_rate": 0.01}, "gradient_descent_armijo": {}},
        steps=300,
        watch="Armijo's rule tries a long step first and halves it until $f$ falls as much as the slope promises.",
        claim="The fixed rate 0.01 diverges; backtracking lowers $f$ at every step.",
        holds=lambda fixed, armijo: fixed.outcome is Outcome.DIVERGED and bool((np.diff(armijo.f) < 0).all()),
    ),
    descent(
        "The fastest knobs",
        f="x^2 + 25y^2",
        start=(10, 1),
        methods={
            "gradient_descent": {"learning_rate": 2 / 52},
            "momentum": {"learning_rate": 1 / 18, "momentum": 4 / 9},
        },
        steps=300,
        window=(-11, 11, -3, 3),
        closer={"look": "theory", "theory": "phase"},
        watch="The star is the fastest point of the plane, close to the edge of divergence. Click elsewhere and see "
        "the run slow down.",
        claim="With $\\kappa = 25$ the best factor is $24/26 = 0.923$ for gradient descent and $4/6 = 0.667$ for "
        "momentum: 280 steps against 67.",
        holds=lambda descent, momentum: (
            (descent.steps, momentum.steps) == (280, 67)
            and descent.outcome is Outcome.CONVERGED
            and momentum.outcome is Outcome.CONVERGED
        ),
    ),
    descent(
        "Too fast for the start, slow enough for the valley",
        f="(1 - x)^2 + 100(y - x^2)^2",
        start=(-1.2, 1),
        methods={"gradient_descent": {"learning_rate": 0.0018}},
        steps=1000,
        closer={"look": "theory", "theory": "limit"},
        watch="The first iterates lie above the limit, and the run is thrown about. It lands where the curvature is "
        "smaller, below the limit.",
        claim="$\\eta\\lambda_{\\max}$ begins at 2.71, is above 2 at three iterates, and ends at 1.05: the limit of "
        "2 is a theorem for quadratics, not for this valley.",
        holds=lambda run: (
            (sharp := run.learning_rates * np.linalg.eigvalsh(run.hessian)[:, -1])[0] > 2.7
            and (sharp > 2).sum() == 3
            and sharp[-1] < 1.1
            and run.f[-1] < 0.1
        ),
    ),
    descent(
        "A cosine calms Adam down",
        f="|x| + |y|",
        start=(1, 0.7),
        methods={"adam": {"learning_rate": 0.1}, "adam.2": {"learning_rate": 0.1, "schedule": "cosine"}},
        window=(-1.5, 1.5, -1.5, 1.5),
        watch="Beside a crease the gradient does not fade, so only a fading rate can make the steps small.",
        claim="Over the last 20 steps the run on the cosine schedule stays ten times nearer to the minimum, at least.",
        holds=lambda constant, cosine: (
            10 * np.linalg.norm(cosine.x[-20:], axis=1).mean() < np.linalg.norm(constant.x[-20:], axis=1).mean()
        ),
    ),
    descent(
        "Noise, and the rate that averages it away",
        f="(x^2 + y^2)/2",
        start=(4, 3),
        methods={
            "stochastic_gradient_descent": {"learning_rate": 0.3, "variance": 4.0, "seed": 1},
            "stochastic_gradient_descent.2": {
                "learning_rate": 0.3,
                "variance": 4.0,
                "seed": 1,
                "schedule": "inverse_time",
            },
        },
        window=(-5, 5, -4, 4),
        steps=1000,
        watch="Both see the same noise. At a constant rate the path dances round the minimum for ever.",
        claim="Over the last 200 steps the path with the rate 1/t stays, in the mean, less than half as far from the "
        "minimum as the one with the constant rate.",
        holds=lambda constant, falling: (
            2 * np.linalg.norm(falling.x[-200:], axis=1).mean() < np.linalg.norm(constant.x[-200:], axis=1).mean()
        ),
    ),
)


def _grows(values: np.ndarray) -> bool:
    """Whether the magnitude grows from each step to the next while the sign flips."""
    return bool(np.all(np.abs(values[1:]) > np.abs(values[:-1])) and np.all(values[1:] * values[:-1] < 0))
