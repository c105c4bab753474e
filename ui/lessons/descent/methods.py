"""Methods side by side, each where it shines or fails."""

import numpy as np

from numerics.outcome import Outcome
from ui.experiments import Experiment
from ui.lessons.descent.setting import descent

METHODS_COMPARED: tuple[Experiment, ...] = (
    descent(
        "Momentum through a narrow valley",
        f="x^2 + 50y^2",
        start=(10, 1),
        methods={
            "gradient_descent": {"learning_rate": 0.0196},
            "momentum": {"learning_rate": 0.03, "momentum": 0.75},
        },
        window=(-11, 11, -5, 5),
        steps=150,
        watch="The gradients across the valley cancel in the velocity; those along it add up.",
        claim="After 150 steps momentum is more than a thousand times nearer the minimum.",
        holds=lambda descent, momentum: np.linalg.norm(momentum.x[-1]) * 1000 < np.linalg.norm(descent.x[-1]),
    ),
    descent(
        "Adam loses to gradient descent",
        f="x^2 + y^2",
        start=(2, 1),
        methods={"gradient_descent": {"learning_rate": 0.5}, "adam": {"learning_rate": 0.1}},
        window=(-3, 3, -2, 2),
        watch="On a round bowl the gradient points at the minimum, and its length says how far it is. Adam throws "
        "the length away.",
        claim="Gradient descent with $\\eta = 1/\\lambda = 0.5$ arrives in one step. Adam, with steps of about 0.1, is "
        "still farther than 0.01 away after 50.",
        holds=lambda descent, adam: descent.steps == 1 and np.linalg.norm(adam.x[50]) > 0.01,
    ),
    descent(
        "A stretched bowl made round",
        f="x^2/2 + 50y^2",
        start=(2, 1),
        methods={"diagonal_preconditioning": {"learning_rate": 1.0}, "gradient_descent": {"learning_rate": 0.01}},
        window=(-3, 3, -1.5, 1.5),
        watch="Dividing by the diagonal of the Hessian gives every coordinate its own scale. Then turn the bowl, "
        "to $x^2 + x y + y^2$: now it takes more than one step.",
        claim="With $\\operatorname{diag}(H)^{-1}$ one step of size 1 reaches the minimum; gradient descent is not "
        "there after 200.",
        holds=lambda diagonal, descent: diagonal.steps == 1 and descent.outcome is Outcome.STEP_LIMIT,
    ),
    descent(
        "The best step is not the best plan",
        f="x^2/2 + 10y^2",
        start=(20, 1),
        methods={"gradient_descent_exact": {}, "conjugate_gradient": {"curvature": 1e-8}},
        window=(-22, 22, -4, 4),
        watch="Exact line search takes the best step along every gradient, and every step turns at a right angle.",
        claim="From $(\\kappa, 1)$ each step multiplies $f$ by $((\\kappa - 1)/(\\kappa + 1))^2 = (19/21)^2$, the "
        "worst that is possible. Conjugate directions need two steps for two variables.",
        holds=lambda exact, conjugate: (
            np.allclose(exact.f[1:40] / exact.f[:39], (19 / 21) ** 2, rtol=1e-6) and conjugate.steps <= 3
        ),
    ),
    descent(
        "Newton loves saddles",
        f="x^2 - y^2",
        start=(1, 0.5),
        methods={"newton": {}, "gradient_descent": {"learning_rate": 0.1}},
        window=(-1.5, 1.5, -1.5, 1.5),
        watch="Newton's method looks for a zero of the gradient, and any will do.",
        claim="Newton lands on the saddle in one step; gradient descent moves away from it along $y$.",
        holds=lambda newton, descent: newton.steps == 1 and np.all(newton.x[-1] == 0) and abs(descent.x[-1, 1]) > 0.5,
    ),
    descent(
        "Newton runs in circles",
        f="x^4/4 - x^2 + 2x",
        start=(0,),
        methods={"newton": {}},
        steps=20,
        window=(-2.5, 2.0),
        watch="The tangent of $f'$ at 0 points to 1, and the one at 1 points back to 0.",
        claim="The iterates are 0, 1, 0, 1, …: without a line search Newton's method need not converge.",
        holds=lambda run: np.array_equal(run.x[:, 0], [0.0, 1.0] * 10 + [0.0]),
    ),
    descent(
        "Newton goes uphill",
        f="x^4/4 - x^2",
        start=(0.5,),
        methods={"newton": {}, "trust_region": {}},
        steps=30,
        window=(-2, 2),
        watch="At the start the curve bends downwards, so the parabola that fits it has a maximum. Newton jumps there.",
        claim="$f$ grows from −0.234 on Newton's way to the maximum at 0. The trust region, which turns the "
        "sign of the curvature, ends at the minimum $\\sqrt 2$.",
        holds=lambda newton, trust: (
            newton.f[1] > newton.f[0] and abs(newton.x[-1, 0]) < 1e-8 and abs(trust.x[-1, 0] - np.sqrt(2)) < 1e-6
        ),
    ),
)
