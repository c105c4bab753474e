"""The experiments, the quiz and the theory of the lesson on least squares, as data."""

from collections.abc import Callable
from typing import Any

import numpy as np

import numerics as nm
from numerics.least_squares import Ending, Ridge, ascend, correct_digits
from numerics.least_squares.compare import Trial, compare
from numerics.least_squares.nist import regressions
from numerics.least_squares.samples import noisy_samples
from numerics.vector_map import VectorMap
from ui.experiments import Experiment
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

THEORY = r"""
The chapter writes $x$ for what is written $w$ here, and $b$ for $y$.

- **Normal equations.** $\tfrac12\|Aw - y\|^2$ has the gradient $A^\top(Aw - y)$ and the constant Hessian $A^\top
  A$. Where the gradient is 0 the residual is orthogonal to every column: $A^\top A\,w = A^\top y$. This is one
  linear system, solved directly: nothing in it iterates. Cholesky's method needs $A^\top A$ positive definite, that
  is, independent columns.
- **QR.** $A = QR$ with orthonormal columns of $Q$: $Rw = Q^\top y$. $A^\top A$ is never formed, and $\kappa(R) =
  \kappa(A)$.
- **SVD.** $w = A^+y = \sum_i v_i\,(u_i^\top y)/\sigma_i$ over the singular values that count as more than 0. Where
  columns are dependent this is the shortest of all solutions. The cutoff is a choice, and should be stated.
- **Gradient descent** (Algorithm 4.1): while $\|A^\top(Aw - y)\| > \delta$, $w \leftarrow
  w - \varepsilon A^\top(Aw - y)$. It converges for $0 < \varepsilon < 2/\sigma_1^2$, along $v_i$ by the factor
  $1 - \varepsilon\sigma_i^2$ a step. A small gradient does not mean a small error: that is bounded by
  $\delta/\sigma_n^2$.
- **Newton's method** reaches the minimum of a quadratic in one step, by solving with the Hessian $A^\top A$: from
  $w = 0$, the normal equations.
- **The ball.** For $w^\top w \le c$, with $L = \tfrac12\|Aw - y\|^2 + \lambda(w^\top w - c)$: $(A^\top A + 2\lambda
  I)w = A^\top y$, and $\partial L/\partial\lambda = w^\top w - c$. The dual function is concave in $\lambda$, so
  ascent with small steps finds $\lambda^*$. Because the loss is convex, every radius below that of the shortest
  solution belongs to one $\lambda > 0$, and weight decay is the same as a ball. With a penalty
  $\tfrac12\alpha\,w^\top w$, $\alpha = 2\lambda$; with $\alpha\,w^\top w$, $\alpha = \lambda$: books differ.
"""

DEFAULT_POINTS = 100


def _sampled(
    title: str,
    *,
    truth: str = "1 + 2x",
    interval: tuple[float, float] = (0.0, 4.0),
    noise: float = 1.0,
    model: str = "line",
    degree: int = 2,
    basis: str = "",
    watch: str,
    claim: str,
    holds: Callable[[np.ndarray, np.ndarray], Any],
    where: str = "",
    **more: str,
) -> Experiment:
    """An experiment with generated data, whose link and whose check are made from the same settings.

    `holds` is given the design matrix and the observations; `more` are further parameters of the link.
    """
    functions = {"line": "1, x", "typed": basis, "polynomial": _polynomial(degree)}[model]
    link = {
        "source": "generated",
        "truth": truth,
        "interval": ",".join(f"{end:g}" for end in interval),
        "noise": f"{noise:g}",
        "model": model,
        **({"degree": str(degree)} if model == "polynomial" else {}),
        **({"basis": basis} if basis else {}),
        **more,
    }

    def check() -> bool:
        x, y = noisy_samples(truth, interval, DEFAULT_POINTS, noise, seed=1)
        return bool(holds(VectorMap.parse(functions, variables=("x",))(x), y))

    return Experiment(title, link, watch, claim, check, where=where)


def _certified(
    title: str, name: str, *, watch: str, claim: str, holds: Callable[[np.ndarray, np.ndarray], Any], where: str = ""
) -> Experiment:
    """An experiment with one of NIST's sets."""
    regression = regressions()[name]
    link = {"source": "nist", "set": name, "model": "certified"}
    return Experiment(
        title, link, watch, claim, lambda: bool(holds(regression.design(), regression.observations)), where=where
    )


def _polynomial(degree: int) -> str:
    return ", ".join(["1", "x", *(f"x^{power}" for power in range(2, degree + 1))][: degree + 1])


def _digits(trial: Trial, way: str) -> float:
    return float(trial.digits[way].min())


WAYS_BELOW = "See [the five ways](#ways)."
BALL_BELOW = "See [the ball](#ball)."


def _falls_apart(a: np.ndarray, y: np.ndarray) -> bool:
    trial = compare(a, y, "float64", steps=1)
    return 8e5 < trial.condition < 2e6 and _digits(trial, "qr") > 9 and _digits(trial, "normal") < 6.5


def _centred(a: np.ndarray, y: np.ndarray) -> bool:
    far, near = (compare(design, y, "float64", steps=1) for design in (a, a - [0, 1002]))
    behind = _digits(far, "qr") - _digits(far, "normal")
    return behind > 1.5 and _digits(near, "normal") > 14 and far.condition > 8e5 and near.condition < 1.3


def _dependent(a: np.ndarray, y: np.ndarray) -> bool:
    normal, qr, svd = (nm.least_squares(a, y, method) for method in ("normal", "qr", "svd"))
    return (
        normal.ending is Ending.NOT_POSITIVE_DEFINITE
        and qr.ending is Ending.BASIC
        and (qr.x == 0).sum() == 1
        and svd.ending is Ending.MINIMUM_NORM
        and bool(np.isclose(2 * svd.x[1], svd.x[2]))
        and bool(np.isclose(qr.residual_norm, svd.residual_norm, rtol=1e-12))
        and np.linalg.norm(svd.x) < np.linalg.norm(qr.x)
    )


def _diverges(a: np.ndarray, y: np.ndarray) -> bool:
    unit = 1 / np.linalg.norm(a, 2) ** 2
    ends = [
        nm.least_squares(a, y, "gradient_descent", learning_rate=share * unit, steps=10_000).ending
        for share in (2.05, 1.95)
    ]
    return ends == [Ending.DIVERGED, Ending.CONVERGED]


def _slow(a: np.ndarray, y: np.ndarray) -> bool:
    trial = compare(a, y, "float64", steps=5000)
    return trial.solutions["gradient_descent"].ending is Ending.STEP_LIMIT and _digits(trial, "qr") > 12


def _half_ball(a: np.ndarray, y: np.ndarray) -> bool:
    longest = float(np.sqrt(Ridge.of(a, y).squared_norm(0.0)))
    found = nm.least_squares(a, y, "norm_ball", radius=0.5 * longest)
    decay = 2 * (found.multiplier or 0.0)
    ridge = np.linalg.solve(a.T @ a + decay * np.eye(a.shape[1]), a.T @ y)
    return found.ending is Ending.ON_THE_BALL and np.allclose(found.x, ridge, rtol=1e-10)


def _idle(a: np.ndarray, y: np.ndarray) -> bool:
    longest = float(np.sqrt(Ridge.of(a, y).squared_norm(0.0)))
    found = nm.least_squares(a, y, "norm_ball", radius=1.2 * longest)
    return found.multiplier == 0 and np.allclose(found.x, nm.least_squares(a, y).x, rtol=1e-10)


def _cannot_settle(a: np.ndarray, y: np.ndarray) -> bool:
    ridge = Ridge.of(a, y)
    radius = 0.6 * float(np.sqrt(ridge.squared_norm(0.0)))
    best = 1 / -float(ridge.slope(ridge.multiplier(radius)))
    return not ascend(ridge, radius, 2.5 * best, 400).converged and ascend(ridge, radius, 0.5 * best, 400).converged


EXPERIMENTS: tuple[Experiment, ...] = (
    _sampled(
        "A line through a hundred noisy points",
        watch="The dots scatter round the dotted truth; the fitted line is close to it, and the residuals below show "
        "no "
        "pattern.",
        claim="With noise of standard deviation 1 both coefficients come within half a unit of the truth (1, 2), and "
        "the "
        "residual is orthogonal to both columns.",
        holds=lambda a, y: (
            np.abs(nm.least_squares(a, y).x - [1, 2]).max() < 0.5
            and np.abs(a.T @ nm.least_squares(a, y).residual).max() < 1e-11
        ),
    ),
    _sampled(
        "Without noise: 1 + 2x + 3x²",
        truth="1 + 2x + 3x^2",
        noise=0,
        model="polynomial",
        watch="Three numbers come back, from a hundred points. Read the residuals: their size is that of rounding.",
        claim="QR finds (1, 2, 3) to at least 12 digits, and no residual is larger than 1e-12.",
        holds=lambda a, y: (
            np.allclose(nm.least_squares(a, y).x, [1, 2, 3], rtol=1e-12, atol=0)
            and np.abs(nm.least_squares(a, y).residual).max() < 1e-12
        ),
    ),
    _sampled(
        "Twice the digits lost",
        truth="sin(x)",
        interval=(0, 2),
        noise=0.1,
        model="polynomial",
        degree=8,
        watch="Compare the bars of the normal equations and of QR.",
        claim="κ(A) is about 10⁶. QR keeps more than 9 digits, the normal equations fewer than 6.5: what they solve "
        "has the "
        "condition number κ².",
        holds=_falls_apart,
        where=WAYS_BELOW,
    ),
    _sampled(
        "Years as x",
        truth="3 + 0.5 (x - 1000)",
        interval=(1000, 1004),
        watch="Even a line is in trouble when x is far from 0: both columns point almost the same way. Then take "
        "`1, x - 1002` as typed functions.",
        claim="κ(A) is near 10⁶, and the normal equations fall more than a digit behind QR; with the centred column κ "
        "is near 1, and they have more than 14 digits.",
        holds=_centred,
        where=WAYS_BELOW,
    ),
    _sampled(
        "One function too many",
        model="typed",
        basis="1, x, 2x",
        watch="The third function is twice the second. The picture does not change, but the ways do not agree any "
        "more.",
        claim="Cholesky's method stops; QR gives a basic solution with a 0 in it; the SVD gives the shortest, which "
        "shares "
        "the slope as 1 : 2. Both have the same residual.",
        holds=_dependent,
        where=WAYS_BELOW,
    ),
    _certified(
        "Filip: Cholesky gives up",
        "Filip",
        watch="A polynomial of degree 10 through 82 points. Read what became of the normal equations.",
        claim="κ(A) is 1.8·10¹⁵, so κ(AᵀA) is far beyond float64, and a pivot comes out that is not positive. QR has 7 "
        "digits of NIST's answer. NumPy's cutoff drops one singular value, and with it all digits.",
        holds=lambda a, y: (
            nm.least_squares(a, y, "normal").ending is Ending.NOT_POSITIVE_DEFINITE
            and _filip_digits("qr") > 6.9
            and _filip_digits("svd") < 1
            and nm.least_squares(a, y, "svd").rank == 10
        ),
        where=WAYS_BELOW,
    ),
    _sampled(
        "ε just too large",
        epsilon="2.05",
        watch="The norm of the gradient grows from step to step, and the path jumps across the valley.",
        claim="The limit is 2/σ₁², the inverse of half the largest curvature: 2.05 of 1/σ₁² diverges and 1.95 "
        "converges.",
        holds=_diverges,
        where="See [gradient descent](#descent).",
    ),
    _sampled(
        "A valley too long to walk",
        truth="sin(x)",
        noise=0.1,
        model="polynomial",
        degree=4,
        watch="The gradient falls fast and then hardly at all, while QR needs a fraction of a millisecond.",
        claim="After 5000 steps gradient descent has not reached δ = 10⁻⁸; QR has more than 12 correct digits.",
        holds=_slow,
        where="See [gradient descent](#descent).",
    ),
    _sampled(
        "Weight decay is a ball",
        radius="0.5",
        watch="Press play: λ rises, $w$ walks along the orange path into the ball, and complementarity comes true at "
        "the end.",
        claim="Half the length is allowed. The answer is exactly ridge regression with weight decay 2λ\\*.",
        holds=_half_ball,
        where=BALL_BELOW,
    ),
    _sampled(
        "A ball that is large enough",
        radius="1.2",
        watch="Nothing moves: the constraint is not active.",
        claim="λ = 0, and the answer is the least-squares solution.",
        holds=_idle,
        where=BALL_BELOW,
    ),
    _sampled(
        "A step of λ too long",
        eta="2.5",
        watch="λ jumps over its answer and back, again and again.",
        claim="Near λ\\* the ascent is a descent with curvature |d(wᵀw)/dλ|: at 2.5 times its inverse it does not "
        "settle "
        "within 400 steps, at 0.5 it does.",
        holds=_cannot_settle,
        where=BALL_BELOW,
    ),
)


def _filip_digits(way: str) -> float:
    regression = regressions()["Filip"]
    x = nm.least_squares(regression.design(), regression.observations, way).x
    return float(correct_digits(x, regression.certified).min())


def _ascends_to() -> float:
    return nm.least_squares(np.eye(2), [3.0, 4.0], "norm_ball", radius=2.0).multiplier or 0.0


def _iterates(way: str) -> bool:
    """Whether a way makes more than one step on an ordinary line."""
    x = np.linspace(0, 4, 20)
    path = nm.least_squares(np.stack([np.ones(20), x], axis=-1), np.sin(x), way).path
    return path is not None and len(path) > 2


def _weights(penalty: float) -> np.ndarray:
    """The minimum of ½‖Aw - y‖² + penalty · wᵀw, for a small problem."""
    a, y = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([7.0, 8.0, 9.0])
    return np.linalg.solve(a.T @ a + 2 * penalty * np.eye(2), a.T @ y)


def _ball_weights(factor: float) -> bool:
    """Whether the ball's w is that of ½‖Aw - y‖² + ½ decay wᵀw with decay = factor · λ."""
    a, y = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([7.0, 8.0, 9.0])
    found = nm.least_squares(a, y, "norm_ball", radius=1.0)
    return np.allclose(found.x, _weights(factor * (found.multiplier or 0.0) / 2), rtol=1e-9)


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "κ(A) = 10⁵. How many digits may the normal equations lose, in the worst case?",
        answer=lambda: float(np.log10(np.linalg.cond(np.diag([1.0, 1e-5]).T @ np.diag([1.0, 1e-5])))),
        tolerance=0.02,
        why="They have the matrix AᵀA, whose condition number is κ² = 10¹⁰: ten digits. QR may lose five.",
    ),
    NumericQuestion(
        "The largest singular value of A is 5. Below which learning rate does gradient descent on ½‖Aw − y‖² converge?",
        answer=lambda: 2 / float(np.linalg.norm(np.diag([5.0, 1.0]), 2)) ** 2,
        why="The largest curvature is σ₁² = 25, and the limit is 2/25 = 0.08.",
    ),
    NumericQuestion(
        "A is the 2 × 2 identity and y = (3, 4). With ‖w‖ ≤ 2, what is λ of ½‖Aw − y‖² + λ(wᵀw − 4)?",
        answer=_ascends_to,
        why="w = y/(1 + 2λ) has length 5/(1 + 2λ), which is 2 for λ = 0.75.",
    ),
    ChoiceQuestion(
        "Which of these ways is iterative?",
        (
            Choice(
                "The normal equations",
                lambda: _iterates("normal"),
                "They are one linear system. A text that calls them iterative is wrong.",
            ),
            Choice("QR", lambda: _iterates("qr"), "A fixed number of reflections, and a triangular system."),
            Choice(
                "Gradient descent",
                lambda: _iterates("gradient_descent"),
                "Right: Algorithm 4.1 steps until the gradient is within δ.",
            ),
            Choice(
                "Newton's method, here",
                lambda: _iterates("newton"),
                "It iterates elsewhere; on a quadratic its first step arrives.",
            ),
        ),
    ),
    ChoiceQuestion(
        "The ball has the multiplier λ. Which weight decay gives the same w, written as ½ · decay · wᵀw?",
        (
            Choice("λ/2", lambda: _ball_weights(0.5), "Compare (AᵀA + decay·I)w with (AᵀA + 2λI)w."),
            Choice("λ", lambda: _ball_weights(1.0), "That is the factor of wᵀw without the ½."),
            Choice("2λ", lambda: _ball_weights(2.0), "Right: (AᵀA + decay·I)w = Aᵀy, and the ball has AᵀA + 2λI."),
        ),
    ),
)
