"""What a method sees at each step."""

import numpy as np

from numerics.outcome import Outcome
from ui.experiments import Experiment
from ui.lessons.descent.setting import descent

INSIDES: tuple[Experiment, ...] = (
    descent(
        "Momentum runs uphill",
        f="x^2 + 25y^2",
        start=(10, 1),
        methods={"momentum": {"learning_rate": 0.02, "momentum": 0.9}},
        window=(-11, 11, -3, 3),
        closer={"look": "inside", "close": "1"},
        watch="The kept velocity and the pull of the gradient add up to the step. Once the floor of the valley is "
        "passed, the velocity wins: the step points away from $-\\nabla f$.",
        claim="At more than 50 of 200 steps $f$ rises, and still the run ends more than ten thousand times nearer the "
        "minimum than it began.",
        holds=lambda run: (
            (np.diff(run.f) > 0).sum() > 50 and np.linalg.norm(run.x[-1]) < 1e-4 * np.linalg.norm(run.x[0])
        ),
    ),
    descent(
        "Armijo says no ten times",
        f="(1 - x)^2 + 100(y - x^2)^2",
        start=(-1.2, 1),
        methods={"gradient_descent_armijo": {}},
        closer={"look": "inside"},
        watch="Beside the map is $f$ along the line of the step. The open dots are lengths that were tried and "
        "refused; those further right are out of sight.",
        claim="From a first length of 1 the first step is taken at $2^{-10}$: ten halvings.",
        holds=lambda run: np.isclose(run.step_length[0] / run.gradient_norm[0], 2.0**-10),
    ),
    descent(
        "A model that promises too little",
        f="x^4",
        start=(1,),
        methods={"trust_region": {}},
        steps=40,
        window=(-1.2, 1.2),
        closer={"look": "inside"},
        watch="The dashed parabola is Newton's model. Its minimum is the next iterate, and $f$ there is lower than the "
        "model says.",
        claim="The first step goes from 1 to 2/3 with the ratio $\\rho = (1 - (2/3)^4) / (2/3) = 1.2037$; every step "
        "that stays within the region shrinks $x$ by 2/3.",
        holds=lambda run: (
            np.allclose(run.x[1:] / run.x[:-1], 2 / 3)
            and np.isclose((run.f[0] - run.f[1]) / (0 - (-4 / 3 + 12 / 18)), 1.2037, atol=5e-5)
        ),
    ),
    descent(
        "The region learns whom to trust",
        f="(1 - x)^2 + 100(y - x^2)^2",
        start=(-1.2, 1),
        methods={"trust_region": {}},
        steps=50,
        closer={"look": "inside"},
        watch="Where the valley bends the model is wrong: the tried step would raise $f$, it is refused, and the "
        "circle shrinks. On the straight it grows again.",
        claim="Three steps are refused, and the minimum is reached in 25 all the same.",
        holds=lambda run: (run.step_length == 0).sum() == 3 and run.steps == 25 and run.outcome is Outcome.CONVERGED,
    ),
    descent(
        "BFGS learns the Hessian",
        f="2x^2 + x y + 3y^2 - x",
        start=(5, -3),
        methods={"bfgs": {"curvature": 1e-9}},
        steps=20,
        window=(-6, 6, -5, 5),
        closer={"look": "inside"},
        watch="At the start its model is a circle. After two steps the learned ellipse lies on the true one.",
        claim="With exact line searches the quadratic in two variables is solved in 2 steps.",
        holds=lambda run: run.steps == 2 and run.outcome is Outcome.CONVERGED,
    ),
    descent(
        "Adam with and without bias correction",
        f="(1 - x)^2 + 100(y - x^2)^2",
        start=(-1.2, 1),
        methods={
            "adam": {"learning_rate": 0.02},
            "adam.2": {"learning_rate": 0.02, "bias_correction": False},
        },
        steps=100,
        closer={"look": "inside"},
        watch="The lines below the picture show the rate of each coordinate: the correction matters most at the first "
        "steps, and fades.",
        claim="The first step is 0.02 in each coordinate with the correction, and $\\sqrt{10} = 3.162$ times that "
        "without it.",
        holds=lambda with_it, without: (
            np.allclose(np.abs(with_it.x[1] - with_it.x[0]), 0.02, rtol=1e-6)
            and np.allclose(np.abs(without.x[1] - without.x[0]), 0.02 * np.sqrt(10), rtol=1e-6)
        ),
    ),
)
