"""Update rules typed by hand."""

import numpy as np

from numerics.outcome import Outcome
from numerics.rules.templates import TEMPLATES
from ui.experiments import Experiment
from ui.lessons.descent.setting import descent

# f is only the scenery: the rule makes its own gradient, a in every third round and -1 in the others.
ONLINE_ADAM = """u ← where(cos(2π t/3) > 0.9, a, -1)
v ← b v + (1 - b) u^2
w ← max(k w, v)
x ← max(-1, min(1, x - eta u / sqrt(t w)))"""

RULES: tuple[Experiment, ...] = (
    descent(
        "Momentum, typed by hand",
        f="(1 - x)^2 + 100(y - x^2)^2",
        rule=TEMPLATES["Momentum"],
        start=(-1.2, 1),
        methods={"custom": {"learning_rate": 0.0007, "beta": 0.9}, "momentum": {"learning_rate": 0.0007}},
        watch="Two lines under *Write your own update rule* are all there is to momentum. The two paths lie on each "
        "other. Then change a line.",
        claim="The typed rule and the built-in method have the same iterates to the last bit, all 200 of them.",
        holds=lambda typed, built_in: np.array_equal(typed.x, built_in.x),
    ),
    descent(
        "Only the signs",
        f="x^2 + 5y^2",
        rule=TEMPLATES["Sign descent"],
        start=(2.03, 1.04),
        methods={"custom": {"learning_rate": 0.1}},
        window=(-3, 3, -2, 2),
        steps=60,
        watch="Every coordinate moves by 0.1, steep or flat: first the path runs diagonally, then straight, then it "
        "hops to and fro.",
        claim="At a constant rate it never settles: from step 21 on $x$ is 0.03, −0.07, 0.03, … and $y$ goes between "
        "0.04 and −0.06.",
        holds=lambda run: (
            np.allclose(np.abs(np.diff(run.x[21:], axis=0)), 0.1)
            and np.allclose(run.x[22::2], [0.03, 0.04])
            and np.allclose(run.x[21::2], [-0.07, -0.06])
        ),
    ),
    descent(
        "Always one stride",
        f="x^2 + 5y^2",
        rule=TEMPLATES["Normalized gradient"],
        start=(3, 1),
        methods={"custom": {"learning_rate": 0.5}},
        window=(-4, 4, -2, 2),
        steps=60,
        watch="The gradient tells the direction and nothing else: far away or near, the stride is 0.5.",
        claim="Every step has the length 0.5, so the path cannot come to rest; once within half a unit of the "
        "minimum it stays there, and overshoots it by less than a stride for ever.",
        holds=lambda run: np.allclose(run.step_length, 0.5) and np.linalg.norm(run.x[6:], axis=1).max() < 0.5,
    ),
    descent(
        "More than all of the velocity",
        f="(x^2 + y^2)/2",
        rule=TEMPLATES["Momentum"],
        start=(1, 0.5),
        methods={"custom": {"learning_rate": 0.1, "beta": 1.1}, "custom.2": {"learning_rate": 0.1, "beta": 0.9}},
        window=(-4, 4, -3, 3),
        watch="The slider of a typed rule goes beyond what a sensible method allows. A $\\beta$ above 1 adds speed "
        "at every step, and the ball swings out.",
        claim="The long run multiplies the error by $\\sqrt\\beta$ a step, whatever the rate: 1.049 for 1.1, and after "
        "200 steps it is more than a thousand times the first. For 0.9 it is less than a hundred-thousandth.",
        holds=lambda large, small: (
            np.allclose([run.method.contraction(np.ones(1))[0] for run in (large, small)], np.sqrt([1.1, 0.9]))
            and np.linalg.norm(large.x[-1]) > 1000 * np.linalg.norm(large.x[0])
            and np.linalg.norm(small.x[-1]) < 1e-5 * np.linalg.norm(small.x[0])
        ),
    ),
    descent(
        "Adam without its root",
        f="x^2/2 + y^2/200",
        rule="m ← beta1 m + (1 - beta1) g\nv ← beta2 v + (1 - beta2) g^2\n"
        "x ← x - eta (m / (1 - beta1^t)) / (v / (1 - beta2^t) + epsilon)",
        start=(1, 1),
        methods={"custom": {"learning_rate": 0.01}, "adam": {"learning_rate": 0.01}},
        window=(-1.5, 1.5, -1.5, 1.5),
        watch="Divide by $v$ instead of $\\sqrt v$, and the flatter a coordinate is, the farther it jumps.",
        claim="The first step is $\\eta/g$: 0.01 along $x$, where the slope is 1, and 1 along $y$, where it is 0.01. "
        "Adam's own is 0.01 along both.",
        holds=lambda typed, adam: (
            np.allclose(typed.x[1], [0.99, 0.0], atol=1e-3) and np.allclose(adam.x[1], [0.99, 0.99], atol=1e-3)
        ),
    ),
    descent(
        "Four slopes, a longer stride",
        f="x^2 + 5y^2",
        rule=TEMPLATES["Runge–Kutta"],
        start=(10, 1),
        methods={"custom": {"learning_rate": 0.25}, "gradient_descent": {"learning_rate": 0.25}},
        window=(-11, 11, -6, 6),
        watch="Gradient descent is Euler's method on $\\dot x = -\\nabla f$. Runge and Kutta's takes four gradients a "
        "step and follows the flow more closely.",
        claim="At $\\eta\\lambda_{\\max} = 2.5$ gradient descent, whose limit is 2, diverges; the limit of the typed "
        "rule is 2.785, and it converges.",
        holds=lambda typed, descent: (
            typed.outcome is Outcome.CONVERGED
            and descent.outcome is Outcome.DIVERGED
            and abs(typed.method.curvature_limit - 2.785) < 5e-4
        ),
    ),
    descent(
        "The curvature from two gradients",
        f="x^2/2 + 50y^2",
        rule=TEMPLATES["Barzilai–Borwein"],
        start=(2, 1),
        methods={"custom": {"learning_rate": 0.002}, "gradient_descent": {"learning_rate": 0.0198}},
        window=(-3, 3, -1.5, 1.5),
        watch="Four memories keep the last point and gradient. How much the gradient changed over the last step is a "
        "curvature, and its inverse is the next rate. $f$ may rise on the way.",
        claim="Barzilai and Borwein's rule is there in fewer than 10 steps, rising once on the way; gradient descent, "
        "at its best rate $2/(1 + 100)$, has not arrived after 200.",
        holds=lambda typed, descent: (
            typed.outcome is Outcome.CONVERGED
            and typed.steps < 10
            and (np.diff(typed.f) > 0).sum() == 1
            and descent.outcome is Outcome.STEP_LIMIT
        ),
    ),
    descent(
        "Where Adam must fail, and AMSGrad need not",
        f="x",
        rule=ONLINE_ADAM,
        start=(0,),
        methods={
            "custom": {"learning_rate": 0.5, "a": 4.0, "b": 1 / 17, "k": 0.0},
            "custom.2": {"learning_rate": 0.5, "a": 4.0, "b": 1 / 17, "k": 1.0},
        },
        steps=1000,
        window=(-1.2, 1.2),
        watch="Round after round the gradient is 4, −1, −1: in the mean it points up, so $x$ should fall to −1. The "
        "first rule is Adam without momentum, which has forgotten the rare 4 when the next one comes. The second "
        "keeps the largest $v$ it has seen.",
        claim="With $k = 0$ (Adam) $x$ ends within 0.01 of 1, the worst point of the interval $[-1, 1]$; with $k = 1$ "
        "(AMSGrad) within 0.01 of −1, the best. S. J. Reddi, S. Kale, S. Kumar, ICLR 2018, theorem 1.",
        holds=lambda adam, amsgrad: abs(adam.x[-1, 0] - 1) < 0.01 and abs(amsgrad.x[-1, 0] + 1) < 0.01,
    ),
)
