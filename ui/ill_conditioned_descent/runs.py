"""Which methods descend on the quadratic, with which knobs, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from numerics.methods import METHODS, Method, choose_method
from numerics.quadratic.quadratic import Quadratic
from numerics.quadratic.steps_needed import TOLERANCE
from numerics.run import Run
from ui.links import linked, linked_numbers
from ui.run_views import run_of
from ui.starts import FARTHEST

OFFERED = (
    "gradient_descent",
    "gradient_descent_exact",
    "momentum",
    "diagonal_preconditioning",
    "conjugate_gradient",
    "bfgs",
    "newton",
)
DEFAULT_METHODS = ("gradient_descent", "momentum", "conjugate_gradient", "newton")
RATES = {"best": "best, 2/(λmin + λmax)", "safe": "safe, 1/λmax", "limit": "the limit, 2/λmax", "beyond": "2.05/λmax"}
DEFAULT_STEPS, MOST_STEPS = 30, 500
EXACT = 1e-10  # of the slope that a line search may leave: as good as exact


@dataclass(frozen=True)
class Setup:
    """The chosen methods, where they begin, the rate of gradient descent, and how many steps are shown."""

    methods: tuple[Method, ...]
    start: tuple[float, ...]
    steps: int

    def tolerance(self, quadratic: Quadratic) -> float:
        """The length of a gradient that counts as zero: 1e-10 of the first."""
        return TOLERANCE * float(np.linalg.norm(quadratic.matrix @ self.start))

    def runs(self, quadratic: Quadratic) -> list[Run]:
        """The run of every method."""
        f, tolerance = quadratic.objective, self.tolerance(quadratic)
        return [run_of(f, method, self.start, self.steps, tolerance) for method in self.methods]


def pick_methods() -> list[str]:
    """Draw the choice of methods, and return their names."""
    return list(
        linked(
            st.multiselect,
            "Methods",
            "methods",
            list(DEFAULT_METHODS),
            options=list(OFFERED),
            format_func=lambda name: METHODS[name].title,
            placeholder="Choose methods",
            wrap=True,
        )
    )


def set_up(quadratic: Quadratic, names: Sequence[str]) -> Setup:
    """Draw the controls of the descents with the methods `names`."""
    rate = linked(
        st.selectbox,
        "Learning rate of gradient descent",
        "rate",
        "best",
        options=list(RATES),
        format_func=RATES.__getitem__,
        help="Momentum always has its best rate and momentum, 4/(√λmin + √λmax)² and ((√κ − 1)/(√κ + 1))².",
    )
    steps = linked(st.slider, "Steps shown", "steps", DEFAULT_STEPS, min_value=1, max_value=MOST_STEPS)
    start = tuple(map(float, quadratic.start.round(6)))
    if len(start) == 2:
        labels = ["start x1", "start x2"]
        start = linked_numbers(labels, "start", start, min_value=-FARTHEST, max_value=FARTHEST, format="%.6g")
    st.caption("Unless you move it, the start has the component 1 along every eigenvector. Click the map to move it.")
    return Setup(tuple(tuned(name, quadratic, rate) for name in names), start, steps)


def tuned(name: str, quadratic: Quadratic, rate: str = "best") -> Method:
    """A method with the knobs that suit the quadratic."""
    low, high = (float(value) for value in quadratic.eigenvalues[[0, -1]])
    if name == "gradient_descent":
        rates = {"best": 2 / (low + high), "safe": 1 / high, "limit": 2 / high, "beyond": 2.05 / high}
        return choose_method(name, None, learning_rate=rates[rate])
    best = METHODS[name].tuned(low, high)
    if best:
        return choose_method(name, None, learning_rate=best[0], momentum=best[1])
    if name in ("conjugate_gradient", "bfgs"):
        return choose_method(name, None, curvature=EXACT)
    return choose_method(name)
