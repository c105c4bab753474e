"""The experiments and the quiz of the basins of attraction, as data."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

import numerics as nm
from figures.basins import largest
from numerics.basins import LEFT_DOMAIN, UNDER_WAY, Basins, Verdict
from numerics.curvature import Kind
from numerics.methods import choose_method
from ui.basins.controls import DEFAULT_METHOD, DEFAULT_OTHER, DEFAULT_STEPS
from ui.experiments import Experiment
from ui.lessons.descent import DEFAULT_TOLERANCE
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

Knobs = Mapping[str, float]
RESOLUTION = 100

HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
RASTRIGIN = "20 + x^2 + y^2 - 10cos(2pi x) - 10cos(2pi y)"
DOUBLE_WELL = "x^4 - x^2 + 0.2x + y^2"
HARMONIC = "(x^4 - 6x^2 y^2 + y^4)/4 - x"
BARRIER = "x + 2y - log(x) - log(y) - log(4 - x - y)"


def _basins(
    title: str,
    *,
    f: str,
    methods: Mapping[str, Knobs],
    window: Sequence[float],
    watch: str,
    claim: str,
    holds: Callable[..., Any],
    steps: int = DEFAULT_STEPS,
    show: str = "",
) -> Experiment:
    """An experiment with one method or two to compare, whose link and whose check are made from the same settings."""
    names = dict(zip(("method", "other"), methods, strict=False))
    defaults = {"method": DEFAULT_METHOD, "other": DEFAULT_OTHER, "steps": str(DEFAULT_STEPS)}
    link = {
        "f": f,
        "window": text_of(list(map(float, window))),
        "resolution": str(RESOLUTION),
        "steps": str(steps),
        **({"compare": "1"} if len(methods) > 1 else {}),
        **({"show": show} if show else {}),
        **names,
        **{f"{role}.{knob}": text_of(value) for role, name in names.items() for knob, value in methods[name].items()},
    }

    def check() -> bool:
        objective = nm.Objective.parse(f)
        x0, x1, y0, y1 = window
        return bool(
            holds(
                *(
                    nm.basins(
                        objective,
                        [(x0, x1), (y0, y1)],
                        RESOLUTION,
                        choose_method(name, None, **knobs),
                        steps,
                        tolerance=DEFAULT_TOLERANCE,
                    )
                    for name, knobs in methods.items()
                )
            )
        )

    told = {name: text for name, text in link.items() if defaults.get(name) != text}
    return Experiment(title, told, watch, claim, check)


def _share_of(basins: Basins, *kinds: Kind) -> float:
    return sum(basins.share(n) for n, kind in enumerate(basins.found.kinds) if kind in kinds)


def _to_the_left(basins: Basins) -> float:
    """The share of starts that end at an attractor with x < 0."""
    return sum(basins.share(n) for n in range(len(basins.attractors)) if basins.attractors[n, 0] < 0)


def _share_of_the_lowest(basins: Basins) -> float:
    return basins.share(0) if len(basins.attractors) and np.allclose(basins.attractors[0], 0, atol=1e-6) else 0.0


EXPERIMENTS: tuple[Experiment, ...] = (
    _basins(
        "Four minima, four basins",
        f=HIMMELBLAU,
        methods={"gradient_descent": {"learning_rate": 0.01}},
        window=(-5, 5, -5, 5),
        watch="Each colour is the basin of one minimum. At the borders, on a ridge, it takes longest to decide.",
        claim="Gradient descent at 0.01 brings every start to one of the four minima, and each basin has between 23 "
        "and 27 % of the window.",
        holds=lambda basins: (
            set(basins.found.kinds) == {Kind.MINIMUM} and all(0.23 < basins.share(n) < 0.27 for n in range(4))
        ),
    ),
    _basins(
        "Newton finds nine",
        f=HIMMELBLAU,
        methods={"newton": {}},
        window=(-5, 5, -5, 5),
        watch="The same function. Newton's method looks for a zero of the gradient, whatever it is: see the crosses "
        "and the triangle.",
        claim="It ends at four minima, four saddles and a maximum; about 42 % of the starts end at no minimum.",
        holds=lambda basins: (
            sorted(kind.name for kind in basins.found.kinds) == ["MAXIMUM", *["MINIMUM"] * 4, *["SADDLE"] * 4]
            and 0.41 < _share_of(basins, Kind.SADDLE, Kind.MAXIMUM) < 0.43
        ),
    ),
    _basins(
        "Too sharp for the rate",
        f=HIMMELBLAU,
        methods={"gradient_descent": {"learning_rate": 0.016}},
        window=(-5, 5, -5, 5),
        watch="Only the rate has changed, from 0.01 to 0.016: one minimum has lost its basin.",
        claim="At (−3.779, −3.283) the largest curvature is 133.8, and 0.016 · 133.8 > 2: no start ends there, though "
        "more than a fifth of them run to it and go round it for ever. The other three are flat enough.",
        holds=lambda basins: (
            len(basins.attractors) == 3
            and all(basins.attractors[:, 0] > -3)
            and np.linalg.eigvalsh(basins.objective.hessian([-3.779310, -3.283186]))[-1] > 2 / 0.016
            and basins.share(UNDER_WAY) > 0.2
        ),
    ),
    _basins(
        "Newton's fractal",
        f=HARMONIC,
        methods={"newton": {}},
        window=(-1.5, 1.5, -1.5, 1.5),
        steps=100,
        watch="Where two colours meet, the third is never far: the border of each basin is the border of all three.",
        claim="Here $\\nabla f = 0$ is the equation $z^3 = 1$ for $z = x + iy$. The three roots share the window "
        "almost equally, and not one of them is a minimum: a harmonic function has none.",
        holds=lambda basins: (
            set(basins.found.kinds) == {Kind.SADDLE} and all(0.31 < basins.share(n) < 0.36 for n in range(3))
        ),
    ),
    _basins(
        "Momentum over the ridge",
        f=DOUBLE_WELL,
        methods={"gradient_descent": {"learning_rate": 0.05}, "momentum": {"learning_rate": 0.05, "momentum": 0.9}},
        window=(-1.5, 1.5, -1.5, 1.5),
        watch="The yellow strips: from there the two methods end in different wells.",
        claim="From about 18 % of the starts momentum carries the run over the ridge into the other well; the deeper "
        "well, on the left, gains by it: 60 % of the starts instead of 53 %.",
        holds=lambda one, other: (
            0.15 < nm.compare_basins(one, other).share(Verdict.APART) < 0.2
            and _to_the_left(one) + 0.05 < _to_the_left(other)
        ),
    ),
    _basins(
        "The nearest ripple",
        f=RASTRIGIN,
        methods={"gradient_descent": {"learning_rate": 0.001}, "nelder_mead": {"size": 1.0}},
        window=(-2.4, 3.4, -2.8, 2.4),
        show="1",
        watch="Look at both methods. Gradient descent divides the window into squares, one for each ripple.",
        claim="Gradient descent ends in the nearest of 36 minima and finds the lowest from 3 % of the starts. "
        "Nelder–Mead with a simplex as large as the ripples hardly sees them, and finds it from more than 80 %.",
        holds=lambda descent, simplex: (
            len(descent.attractors) == 36
            and _share_of_the_lowest(descent) < 0.04
            and _share_of_the_lowest(simplex) > 0.8
        ),
    ),
    _basins(
        "A ring of minima",
        f="(x^2 + y^2 - 1)^2",
        methods={"gradient_descent": {"learning_rate": 0.05}},
        window=(-2, 2, -2, 2),
        watch="One colour, for the minima are a curve. Follow a start: it runs straight to the ring.",
        claim="All ends lie on the unit circle, so that they count as one attractor; the second-derivative test cannot "
        "judge it, as the curvature along the ring is zero.",
        holds=lambda basins: (
            basins.found.kinds == (Kind.UNDECIDED,)
            and np.allclose(np.linalg.norm(basins.ends.x, axis=-1), 1, atol=1e-6)
            and basins.found.extent[0] > 1.9
        ),
    ),
    _basins(
        "Over the edge of the domain",
        f=BARRIER,
        methods={"newton": {}, "damped_newton": {}},
        window=(0, 4, 0, 4),
        watch="The function lives in a triangle. A full Newton step may leave it.",
        claim="Newton's method leaves the domain from about two fifths of the triangle; the damped one, which "
        "shortens a step until f falls, arrives from all of it.",
        holds=lambda newton, damped: (
            (inside := np.isfinite(damped.objective(_starts(damped)))).any()
            and (damped.label[inside] == 0).all()
            and 0.3 < np.mean(newton.label[inside] == LEFT_DOMAIN) < 0.5
        ),
    ),
)


def _starts(basins: Basins) -> np.ndarray:
    return np.stack(np.meshgrid(basins.x, basins.y), axis=-1)


def _end(f: str, start: Sequence[float], method: str, **knobs: Any) -> np.ndarray:
    return nm.minimize(nm.Objective.parse(f), start, method, steps=1000, **knobs).x[-1]


def _sharpest() -> float:
    """The largest rate at which gradient descent can settle at Himmelblau's minimum (3, 2)."""
    return float(2 / np.linalg.eigvalsh(nm.Objective.parse(HIMMELBLAU).hessian([3, 2]))[-1])


def _kinds_found(method: str, **knobs: Any) -> set[Kind]:
    basins = nm.basins(nm.Objective.parse(HIMMELBLAU), resolution=40, method=method, **knobs)
    return {basins.found.kinds[n] for n in largest(basins)}


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "Gradient descent with a small rate starts at $x = -0.1$ on $f(x) = x^4 - 2x^2$. Where does it end?",
        answer=lambda: float(_end("x^4 - 2x^2", [-0.1], "gradient_descent", learning_rate=0.05)[0]),
        why="$f'(x) = 4x(x^2 - 1)$ is positive between −1 and 0, so that the steps go left, down to the minimum at −1. "
        "The ridge at 0 divides the two basins.",
    ),
    NumericQuestion(
        "At Himmelblau's minimum (3, 2) the largest eigenvalue of the Hessian is 82.28. Above which learning rate does "
        "gradient descent no longer settle there?",
        answer=_sharpest,
        why="Near the minimum each step multiplies the error along that eigenvector by $1 - \\eta\\lambda$. Its "
        "magnitude is below 1 only while $\\eta < 2/82.28 = 0.0243$. A minimum too sharp for the rate has no basin.",
    ),
    ChoiceQuestion(
        "Which kinds of critical points does Newton's method without safeguards end at, on Himmelblau's function?",
        (
            Choice(
                "Minima only",
                lambda: _kinds_found("newton") == {Kind.MINIMUM},
                "That would need steps that go downhill. Newton's step goes to the critical point of the local "
                "quadratic model, whatever its kind.",
            ),
            Choice(
                "Minima, saddles and maxima",
                lambda: _kinds_found("newton") == {Kind.MINIMUM, Kind.SADDLE, Kind.MAXIMUM},
                "Right: it solves $\\nabla f = 0$, and every solution attracts its neighbours quadratically.",
            ),
            Choice(
                "Minima and saddles",
                lambda: _kinds_found("newton") == {Kind.MINIMUM, Kind.SADDLE},
                "The maximum in the middle is a zero of the gradient, too, and it attracts.",
            ),
        ),
    ),
    ChoiceQuestion(
        "A basin of gradient descent and the same basin of momentum differ. Why can that be?",
        (
            Choice(
                "They look for different critical points",
                lambda: _kinds_found("momentum", learning_rate=0.005) != {Kind.MINIMUM},
                "Both come to rest only where the gradient is zero, and with small rates both leave saddles.",
            ),
            Choice(
                "Momentum can roll on past a point where the gradient turns round",
                lambda: bool(
                    _end(DOUBLE_WELL, [1.3, 0], "momentum", learning_rate=0.05, momentum=0.9)[0] < 0
                    and _end(DOUBLE_WELL, [1.3, 0], "gradient_descent", learning_rate=0.05)[0] > 0
                ),
                "Right: its velocity is a memory of the slope behind it, and may carry it over a ridge.",
            ),
            Choice(
                "A basin is a property of f alone, so they cannot differ",
                lambda: bool(
                    np.allclose(
                        _end(DOUBLE_WELL, [1.3, 0], "momentum", learning_rate=0.05, momentum=0.9),
                        _end(DOUBLE_WELL, [1.3, 0], "gradient_descent", learning_rate=0.05),
                        atol=1e-3,
                    )
                ),
                "It is a property of the iteration. Only in the limit of small steps does gradient descent follow the "
                "slope itself.",
            ),
        ),
    ),
)
