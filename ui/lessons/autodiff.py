"""The experiments and the quiz of the lesson on automatic differentiation, as data."""

import math
from collections.abc import Mapping
from functools import partial

import numpy as np

import numerics as nm
from numerics.autodiff import Costs, Graph, costs
from numerics.autodiff.remarks import Remark, remarks
from ui.experiments import Experiment
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

THEORY = r"""
Write every operation of a program as a node $v_j$. The **adjoint** of a node is the derivative of the output by
it, and the chain rule gives it as a sum over all nodes that use it:

$$
\bar v_i = \sum_{j \text{ uses } i} \bar v_j \, \frac{\partial v_j}{\partial v_i},
\qquad \bar v_{\text{output}} = 1.
$$

A node can pass on its adjoint once *all* that use it have passed on theirs: that is **reverse topological order**.

- **Backpropagation** is this sum on the graph of a network's loss: one output, and every weight a variable. One sweep
  gives the derivatives by all of them.
- **The price does not grow with n.** A reverse sweep takes one multiplication for every edge and an addition where
  edges meet; as an operation has few edges, the gradient costs a small constant multiple of f (Baur and Strassen 1983;
  Griewank and Walther 2008, at most about 5). Forward mode takes n sweeps.
- **So it is for matrices.** A layer $y = Wx$ with $W \in \mathbb{R}^{m \times n}$ takes $2mn$ operations. Back come
  $\bar x = W^{\mathsf T} \bar y$ with $2mn$ and $\bar W = \bar y \, x^{\mathsf T}$ with $mn$: one and a half times the
  layer itself, whereas forward mode would need a sweep for each of the $mn$ weights.
- **Memory is what it costs instead**: the way back needs the values of the way there, so all are kept (or computed
  again: *Checkpointing*).
- **What it needs:** every operation differentiable at its arguments. At a kink the chain rule promises nothing: what
  comes out is a choice, and for a difference of two kinks it can be wrong for both sides.
"""

DEFAULT = "x*y + x"
DIAMOND = "sin(x*y)*exp(x*y)"
NEURON = "(w*tanh(u*x + v) - 1)^2"
NEURON_AT = {"x": 2.0, "u": 0.5, "v": -0.2, "w": 2.0}
CURVE, CURVE_MORE = "sin(t)", "cos(t), t^2, exp(t)"
KINK = "|x| + relu(y)"
VALLEY = "(1 - x)^2 + 100(y - x^2)^2"


def _traced(text: str, at: Mapping[str, float], format: str = "float64") -> Graph:
    return nm.trace(text, at, format=format)


def _gradients(text: str, at: Mapping[str, float]) -> tuple[list[float], list[float]]:
    """The right gradient, and that of the classic bug."""
    graph = _traced(text, at)
    found = [list(map(float, graph.reverse(overwrite=wrong).gradient.values())) for wrong in (False, True)]
    return found[0], found[1]


def _is_changed_by_the_bug(text: str) -> bool:
    right, wrong = _gradients(text, {"x": 2, "y": 3})
    return right != wrong


def _costs(text: str, at: Mapping[str, float]) -> Costs:
    return costs(_traced(text, at))


def _diamond() -> bool:
    right, wrong = _gradients(DIAMOND, {"x": 0.3, "y": 0.7})
    slope = (math.cos(0.21) + math.sin(0.21)) * math.exp(0.21)
    part = math.cos(0.21) * math.exp(0.21)
    return bool(np.allclose(right, [0.7 * slope, 0.3 * slope]) and np.allclose(wrong, [0.7 * part, 0.3 * part]))


def _neuron() -> bool:
    graph = _traced(NEURON, NEURON_AT)
    h, found = math.tanh(0.8), graph.reverse().gradient
    inner = 2 * (2 * h - 1) * 2 * (1 - h * h)
    wanted = {"u": 2 * inner, "v": inner, "w": 2 * (2 * h - 1) * h, "x": 0.5 * inner}
    cost = costs(graph)
    return all(math.isclose(found[name], wanted[name]) for name in wanted) and (
        cost.values,
        cost.reverse,
        cost.forward,
    ) == (6, 21, 60)


def _curve() -> bool:
    cost = _costs(f"{CURVE}, {CURVE_MORE}", {"t": 1})
    return (cost.forward, cost.reverse) == (15, 39)


def _kinks() -> bool:
    graph = _traced(KINK, {"x": 0, "y": 0})
    kinks = [told.remark for told in remarks(graph)]
    return graph.reverse().gradient == {"x": 0, "y": 0.5} and kinks == [Remark.KINK, Remark.KINK]


def _rounded() -> bool:
    """Both modes in bfloat16 against the formula in float64 at the point as it is stored there."""
    at = {"x": -1.2, "y": 1.0}
    graph = _traced(VALLEY, at, "bfloat16")
    stored = [float(graph.nodes[graph.places[name]].value) for name in "xy"]
    wanted = nm.Objective.parse(VALLEY).gradient(stored)
    off = np.abs(graph.jacobian()[0] / wanted - 1)
    return bool((off > 1e-4).any() and (off < 0.05).all())


EXPERIMENTS: tuple[Experiment, ...] = (
    Experiment(
        "The classic bug",
        {"f": DEFAULT, "bug": "1"},
        "x is used twice: by the product and by the sum. Play it, and watch the adjoint of x when the second arrives.",
        "The gradient at (2, 3) is (4, 2). With `=` for `+=` the 1 of the direct way is overwritten by the 3 that "
        "comes through the product: (3, 2).",
        lambda: _gradients(DEFAULT, {"x": 2, "y": 3}) == ([4, 2], [3, 2]),
    ),
    Experiment(
        "A diamond",
        {"f": DIAMOND, "at": "0.3,0.7"},
        "x·y is typed twice and computed once. Its adjoint comes on two ways, through sin and through exp, and goes on "
        "as one number.",
        "∂f/∂x = y (cos c + sin c) eᶜ with c = xy. The bug keeps only the way through sin: y cos(c) eᶜ.",
        _diamond,
    ),
    Experiment(
        "One neuron and its loss",
        {"f": NEURON, "at": ",".join(map(text_of, NEURON_AT.values()))},
        "This is backpropagation: one way back gives the derivatives by u, v, w and x. Forward mode has to be "
        "played four times, once for each direction.",
        "All four derivatives agree with those by hand. f has 6 operations, its gradient takes 21 in reverse mode and "
        "60 in forward mode.",
        _neuron,
    ),
    Experiment(
        "One input, four outputs",
        {"f": CURVE, "more": CURVE_MORE, "at": "1"},
        "Now forward mode is the better one: a single sweep gives all four slopes. Change the adjoints for other rows.",
        "Forward mode takes 15 operations. Reverse mode needs four sweeps and 39 operations.",
        _curve,
        where="[See the costs.](#costs)",
    ),
    Experiment(
        "On two kinks at once",
        {"f": KINK, "at": "0,0"},
        "Neither |x| nor relu has a derivative at 0; the page says so, and what is passed on instead.",
        "The engine takes the mean of both sides: 0 for |x| and ½ for relu.",
        _kinks,
    ),
    Experiment(
        "In eight bits of precision",
        {"f": VALLEY, "at": "-1.2,1", "format": "bfloat16"},
        "Every operation of both sweeps is rounded to bfloat16. Look at the digits that agree with the formula.",
        "In bfloat16 the derivatives are off by more than 0.01 % and by less than 5 %.",
        _rounded,
        where="[See the digits.](#agreement)",
    ),
)

QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "f = x·y + x. What is the adjoint of x at (5, 7)?",
        answer=lambda: float(_traced(DEFAULT, {"x": 5, "y": 7}).reverse().gradient["x"]),
        why="Two ways lead from f back to x: through the product with 1 · y = 7, and directly with 1. Together 8.",
    ),
    NumericQuestion(
        "An engine writes = for +=. Which derivative by x does it find for f = x·y + x at (5, 7), if the way through "
        "the product arrives last?",
        answer=lambda: float(_traced(DEFAULT, {"x": 5, "y": 7}).reverse(overwrite=True).gradient["x"]),
        why="The 7 replaces the 1 that was there.",
    ),
    ChoiceQuestion(
        "Which mode gives all derivatives of f: ℝⁿ → ℝ, n large, at the lower price?",
        (
            Choice(
                "Forward mode",
                lambda: (
                    _costs("norm(a, b, c, d, g, h)^2", dict.fromkeys("abcdgh", 1.0)).forward
                    < _costs("norm(a, b, c, d, g, h)^2", dict.fromkeys("abcdgh", 1.0)).reverse
                ),
                "One forward sweep gives the derivative along one direction: it takes n of them.",
            ),
            Choice(
                "Reverse mode",
                lambda: (
                    _costs("norm(a, b, c, d, g, h)^2", dict.fromkeys("abcdgh", 1.0)).reverse
                    < _costs("norm(a, b, c, d, g, h)^2", dict.fromkeys("abcdgh", 1.0)).forward
                ),
                "Right: one sweep back gives the derivatives by all variables.",
            ),
        ),
    ),
    ChoiceQuestion(
        "For which of these does the bug (= for +=) change the gradient at (2, 3)?",
        tuple(
            Choice(
                f"f = {shown}",
                partial(_is_changed_by_the_bug, text),
                why,
            )
            for text, shown, why in (
                ("x*y", "x·y", "Each node is used once: nothing can be overwritten."),
                ("x*y + x*y", "x·y + x·y", "The product is one node, used twice by the sum: its adjoint is 1 + 1."),
                ("exp(x) + sin(y)", "exp(x) + sin(y)", "Each node is used once: nothing can be overwritten."),
                ("exp(x)*y + exp(x)", "exp(x)·y + exp(x)", "exp(x) is used by the product and by the sum."),
            )
        ),
    ),
    NumericQuestion(
        "f = max(3x, x) has a kink at 0. What does an engine find there that takes the mean of both sides?",
        answer=lambda: float(_traced("max(3x, x)", {"x": 0}).reverse().gradient["x"]),
        why="The slopes are 1 on the left and 3 on the right; their mean is 2. Every number between is as good: f has "
        "no derivative at 0. PyTorch takes the mean at such a tie too, but 0 for relu at 0.",
    ),
)
