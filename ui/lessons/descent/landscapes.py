"""What the landscape does to a method: saddles, valleys, plateaus, creases."""

import numpy as np

from numerics.outcome import Outcome
from numerics.run import Run
from numerics.theory import Bottom, bottom_of, predicted_errors
from ui.experiments import Experiment
from ui.lessons.descent.setting import descent

LANDSCAPES: tuple[Experiment, ...] = (
    descent(
        "Asleep on the saddle",
        f="x^2 - y^2",
        start=(0, 0),
        methods={
            "gradient_descent": {"learning_rate": 0.1},
            "momentum": {"learning_rate": 0.1},
            "adam": {"learning_rate": 0.1},
        },
        watch="No method that looks only at the gradient moves, although there is a way down along $y$.",
        claim="At the saddle the gradient is exactly zero: every iterate equals the start.",
        holds=lambda *runs: all(np.all(run.x == 0) for run in runs),
    ),
    descent(
        "A nudge off the saddle",
        f="x^2 - y^2",
        start=(1, 1e-6),
        methods={"gradient_descent": {"learning_rate": 0.1}},
        window=(-1.5, 1.5, -1.5, 1.5),
        watch="First the path runs straight to the saddle and seems to stop. Then it leaves, faster and faster.",
        claim="$|y|$ grows by the factor $1 + 2\\eta = 1.2$ at each step, so the gradient norm first falls, "
        "then rises.",
        holds=lambda run: (
            np.allclose(run.x[1:, 1] / run.x[:-1, 1], 1.2) and 0 < int(np.argmin(run.gradient_norm)) < run.steps
        ),
    ),
    descent(
        "One method, two valleys",
        f="(x^2 - 1)^2 + y^2",
        start=(0.1, 1),
        starts=((-0.1, 1), (0, 1)),
        methods={"gradient_descent": {"learning_rate": 0.05}},
        window=(-2, 2, -1.5, 1.5),
        watch="Three starts a tenth apart. Where a descent ends is decided on the ridge between the valleys.",
        claim="The starts with $x = 0.1$ and $x = -0.1$ end at the minima $(1, 0)$ and $(-1, 0)$; the one on the "
        "ridge ends at the saddle $(0, 0)$, because its gradient has no part along $x$.",
        holds=lambda right, left, ridge: (
            np.allclose(right.x[-1], [1, 0], atol=1e-6)
            and np.allclose(left.x[-1], [-1, 0], atol=1e-6)
            and np.allclose(ridge.x[-1], 0, atol=1e-6)
        ),
    ),
    descent(
        "The banana valley",
        f="(1 - x)^2 + 100(y - x^2)^2",
        start=(-1.2, 1),
        methods={"gradient_descent": {"learning_rate": 0.001}, "newton": {}},
        steps=1000,
        watch="Gradient descent falls into the curved valley at once and then crawls along its floor.",
        claim="Newton needs fewer than 10 steps; gradient descent is still more than 0.1 away after 1000.",
        holds=lambda descent, newton: (
            newton.outcome is Outcome.CONVERGED and newton.steps < 10 and np.linalg.norm(descent.x[-1] - 1) > 0.1
        ),
    ),
    descent(
        "A plateau",
        f="1 - exp(-(x^2 + y^2))",
        start=(2.6, 1.5),
        methods={"gradient_descent": {"learning_rate": 0.4}, "adam": {"learning_rate": 0.1}},
        window=(-3, 3, -3, 3),
        watch="Far from the hole the surface is almost flat. Gradient descent has hardly anything to go by.",
        claim="Adam divides by the size of the gradient and walks on; gradient descent moves less than "
        "0.1 in 100 steps.",
        holds=lambda descent, adam: (
            np.linalg.norm(descent.x[-1] - descent.x[0]) < 0.1 and np.linalg.norm(adam.x[-1]) < 0.1
        ),
    ),
    descent(
        "Adam does not settle on a crease",
        f="|x| + |y|",
        start=(1, 0.7),
        methods={"adam": {"learning_rate": 0.1}},
        window=(-1.5, 1.5, -1.5, 1.5),
        steps=200,
        watch="The slope of $|x|$ is as large beside the minimum as far from it.",
        claim="After 200 steps at a constant rate Adam still moves by more than a thousandth at each step.",
        holds=lambda run: run.step_length[-20:].min() > 1e-3,
    ),
    descent(
        "Every direction at its own pace",
        f="x^2 + 25y^2 + 3x y",
        start=(10, 1),
        methods={"gradient_descent": {"learning_rate": 0.035}},
        window=(-11, 11, -4, 4),
        closer={"look": "theory", "theory": "directions"},
        watch="Along the steep eigenvector the error flips its sign and is gone soon; along the flat one it crawls. "
        "The dotted prediction lies under the run.",
        claim="Each error is multiplied by its own $1 - \\eta\\lambda_i$ at every step, to rounding.",
        holds=lambda run: _follows_the_prediction(run),
    ),
)


def _follows_the_prediction(run: Run) -> bool:
    """Whether the errors along the eigenvectors are those that linear theory predicts, to rounding."""
    bottom = bottom_of(run)
    assert isinstance(bottom, Bottom)
    seen, predicted = bottom.errors(run), predicted_errors(run, bottom)
    return predicted is not None and np.allclose(predicted, seen, rtol=0, atol=1e-13 * np.abs(seen[0]).max())
