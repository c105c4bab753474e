"""The experiments and the quiz of the descent laboratory, as data."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

import numerics as nm
from numerics.methods import METHODS
from numerics.minimize import Run
from numerics.outcome import Outcome
from numerics.rules.templates import TEMPLATES
from numerics.theory import Bottom, bottom_of, predicted_errors
from ui.experiments import Experiment
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

DEFAULT_STEPS = 200
DEFAULT_TOLERANCE = 1e-8

Knobs = Mapping[str, Any]


def _descent(
    title: str,
    *,
    f: str,
    start: Sequence[float],
    methods: Mapping[str, Knobs],
    watch: str,
    claim: str,
    holds: Callable[..., Any],
    starts: Sequence[Sequence[float]] = (),
    steps: int = DEFAULT_STEPS,
    window: Sequence[float] = (),
    rule: str = "",
    closer: Mapping[str, str] = MappingProxyType({}),
) -> Experiment:
    """An experiment whose link and whose check are made from the same settings.

    `methods` holds the knobs of each by its name, `adam` or `adam.2` for a second one, and perhaps its `schedule`;
    `custom` is the method that the text `rule` describes; `closer` is the choice of pictures below the map, as the
    link has it.
    `holds` is given the run of every method from `start`, then those from the further `starts`.
    """
    link = {
        "f": f,
        **({"rule": rule} if rule else {}),
        "start": ",".join(map(repr, start)),
        **({"starts": ",".join(";".join(map(text_of, point)) for point in starts)} if starts else {}),
        "methods": ",".join(methods),
        "steps": str(steps),
        **({"window": ",".join(map(repr, window))} if window else {}),
        **closer,
        **{f"{name}.{knob}": text_of(value) for name, knobs in methods.items() for knob, value in knobs.items()},
    }

    def check() -> bool:
        objective = nm.Objective.parse(f)
        kinds = METHODS | ({"custom": nm.parse_rule(rule)} if rule else {})
        runs = [
            nm.minimize(objective, point, kinds[name.partition(".")[0]](), steps, DEFAULT_TOLERANCE, **knobs)
            for point in (start, *starts)
            for name, knobs in methods.items()
        ]
        return bool(holds(*runs))

    return Experiment(title, link, watch, claim, check)


def _grows(values: np.ndarray) -> bool:
    """Whether the magnitude grows from each step to the next while the sign flips."""
    return bool(np.all(np.abs(values[1:]) > np.abs(values[:-1])) and np.all(values[1:] * values[:-1] < 0))


EXPERIMENTS: tuple[Experiment, ...] = (
    _descent(
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
    _descent(
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
    _descent(
        "Exactly at the limit",
        f="x^2",
        start=(3,),
        methods={"gradient_descent": {"learning_rate": 1.0}},
        steps=20,
        watch="The step jumps over the minimum to a point exactly as far on the other side.",
        claim="At $\\eta = 2/L = 1$ the iterates are 3, −3, 3, −3, … for ever.",
        holds=lambda run: np.array_equal(run.x[:, 0], [3.0, -3.0] * 10 + [3.0]),
    ),
    _descent(
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
    _descent(
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
    _descent(
        "Newton loves saddles",
        f="x^2 - y^2",
        start=(1, 0.5),
        methods={"newton": {}, "gradient_descent": {"learning_rate": 0.1}},
        window=(-1.5, 1.5, -1.5, 1.5),
        watch="Newton's method looks for a zero of the gradient, and any will do.",
        claim="Newton lands on the saddle in one step; gradient descent moves away from it along $y$.",
        holds=lambda newton, descent: newton.steps == 1 and np.all(newton.x[-1] == 0) and abs(descent.x[-1, 1]) > 0.5,
    ),
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
        "No rate to guess",
        f="(1 - x)^2 + 100(y - x^2)^2",
        start=(-1.2, 1),
        methods={"gradient_descent": {"learning_rate": 0.01}, "gradient_descent_armijo": {}},
        steps=300,
        watch="Armijo's rule tries a long step first and halves it until $f$ falls as much as the slope promises.",
        claim="The fixed rate 0.01 diverges; backtracking lowers $f$ at every step.",
        holds=lambda fixed, armijo: fixed.outcome is Outcome.DIVERGED and bool((np.diff(armijo.f) < 0).all()),
    ),
    # Typed update rules
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    # Looking inside, and theory over the run.
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
    _descent(
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
)


def _follows_the_prediction(run: Run) -> bool:
    """Whether the errors along the eigenvectors are those that linear theory predicts, to rounding."""
    bottom = bottom_of(run)
    assert isinstance(bottom, Bottom)
    seen, predicted = bottom.errors(run), predicted_errors(run, bottom)
    return predicted is not None and np.allclose(predicted, seen, rtol=0, atol=1e-13 * np.abs(seen[0]).max())


def _first_step() -> Run:
    return nm.minimize(nm.Objective.parse("x^2"), [3.0], learning_rate=0.1, steps=1, tolerance=None)


def _normalized_steps() -> Run:
    rule = nm.parse_rule(TEMPLATES["Normalized gradient"])
    return nm.minimize(nm.Objective.parse("x^2"), [1.0], rule(), steps=4, tolerance=None, learning_rate=0.4)


def _largest_rate() -> float:
    """2/λmax of x² + 5y²."""
    hessian = nm.Objective.parse("x^2 + 5y^2").hessian([0.0, 0.0])
    return float(2 / np.linalg.eigvalsh(hessian).max())


def _saddle_eigenvalues() -> np.ndarray:
    return np.linalg.eigvalsh(nm.Objective.parse("x^2 - y^2").hessian([0.0, 0.0]))


def _gradient_at(point: Sequence[float], f: str) -> np.ndarray:
    return nm.Objective.parse(f).gradient(point)


def _rosenbrock_condition() -> float:
    return float(np.linalg.cond(nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2").hessian([1.0, 1.0])))


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "Gradient descent on $f(x) = x^2$ starts at $x = 3$ with the learning rate 0.1. Where is it after one step?",
        answer=lambda: float(_first_step().x[-1, 0]),
        why="$f'(3) = 6$, so the step is $3 - 0.1 \\cdot 6 = 2.4$.",
    ),
    NumericQuestion(
        "The rule $x \\leftarrow x - \\eta\\, g / \\lVert g \\rVert$ with $\\eta = 0.4$ starts at $x = 1$ on "
        "$f(x) = x^2$. Where is it after four steps?",
        answer=lambda: float(_normalized_steps().x[-1, 0]),
        why="The gradient gives the direction alone, so every step is 0.4 long: 1, 0.6, 0.2, −0.2, 0.2. It will hop "
        "between 0.2 and −0.2 for ever.",
    ),
    NumericQuestion(
        "Below which learning rate does gradient descent converge on $x^2 + 5y^2$?",
        answer=_largest_rate,
        why="The Hessian is diag(2, 10). Each coordinate is multiplied by $1 - \\eta\\lambda$, which is smaller "
        "than 1 in magnitude only if $\\eta < 2/\\lambda_{\\max} = 0.2$.",
    ),
    ChoiceQuestion(
        "Where does the gradient point?",
        (
            Choice(
                "Along the steepest ascent",
                lambda: bool(np.array_equal(_gradient_at((1, 1), "x^2 + 5y^2"), [2, 10])),
                "Right: of all unit directions $u$, $u^\\top \\nabla f$ is largest along the gradient itself.",
            ),
            Choice(
                "To the nearest minimum",
                lambda: bool(np.isclose(np.cross([*_gradient_at((1, 1), "x^2 + 5y^2"), 0], [1, 1, 0])[2], 0)),
                "Not in general: at (1, 1) on $x^2 + 5y^2$ the negative gradient is (−2, −10), but the minimum lies "
                "along (−1, −1).",
            ),
            Choice(
                "Along the contour line",
                lambda: bool(np.isclose(_gradient_at((1, 1), "x^2 + 5y^2") @ [5, -1], _norm_of_step())),
                "No: along a contour $f$ does not change, so the gradient is perpendicular to it.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Gradient descent starts exactly at the saddle (0, 0) of $x^2 - y^2$. What happens?",
        (
            Choice(
                "It rolls down along $y$",
                lambda: not np.all(_gradient_at((0, 0), "x^2 - y^2") == 0),
                "There is a way down, but the gradient does not show it: it is zero there.",
            ),
            Choice(
                "It does not move",
                lambda: bool(np.all(_gradient_at((0, 0), "x^2 - y^2") == 0)),
                "Right: the gradient is zero, so the step is zero. The smallest nudge in $y$ would free it.",
            ),
            Choice(
                "It jumps to infinity",
                lambda: not np.all(np.isfinite(_gradient_at((0, 0), "x^2 - y^2"))),
                "Only after it has left the saddle: $-y^2$ is unbounded below, but the first step is zero.",
            ),
        ),
    ),
    ChoiceQuestion(
        "What do the eigenvalues of the Hessian look like at a saddle?",
        (
            Choice(
                "All positive",
                lambda: bool(np.all(_saddle_eigenvalues() > 0)),
                "That is a minimum: the surface curves up in every direction.",
            ),
            Choice(
                "Some positive, some negative",
                lambda: bool(_saddle_eigenvalues().min() < 0 < _saddle_eigenvalues().max()),
                "Right: up along some directions, down along others.",
            ),
            Choice(
                "All zero",
                lambda: bool(np.all(_saddle_eigenvalues() == 0)),
                "Then the second derivatives say nothing about the kind of point.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Why is Rosenbrock's valley hard for gradient descent?",
        (
            Choice(
                "It curves some thousand times more across the valley than along it",
                lambda: _rosenbrock_condition() > 1000,
                "Right: at the minimum the condition number is about 2500. A rate safe across the valley is "
                "tiny along it.",
            ),
            Choice(
                "It has many local minima",
                lambda: len(_rosenbrock_ends()) > 1,
                "It has exactly one critical point: Newton's method ends at (1, 1) from every side.",
            ),
            Choice(
                "The valley floor bends, so the direction of a good step keeps changing",
                lambda: _valley_turns(),
                "Right: the flat direction at (−1, 1) and that at (1, 1) differ by more than 45°.",
            ),
        ),
    ),
)


def _norm_of_step() -> float:
    """The slope that a contour direction would have if the gradient lay along the contour."""
    return float(np.linalg.norm(_gradient_at((1, 1), "x^2 + 5y^2")) * np.hypot(5, 1))


def _rosenbrock_ends() -> set[tuple[float, ...]]:
    """Where Newton's method ends from starts on all sides of the valley."""
    f = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
    runs = [nm.minimize(f, start, method="newton") for start in ([-2, 3], [2, 3], [0, -1], [-1, 0], [2, -2])]
    return {tuple(np.round(run.x[-1], 6)) for run in runs}


def _valley_turns() -> bool:
    """Whether the flattest directions at two points of Rosenbrock's valley differ by more than 45°."""
    f = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
    directions = [np.linalg.eigh(f.hessian(point))[1][:, 0] for point in ([-1.0, 1.0], [1.0, 1.0])]
    return bool(abs(directions[0] @ directions[1]) < np.cos(np.pi / 4))
