"""Nelder–Mead: a simplex that crawls downhill by comparing values alone."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.views import Arrow, Polygon, Reading, Steps, View, step_arrow
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method
from numerics.oracle import Oracle


class State(NamedTuple):
    """The corners (..., n + 1, n), best first, and f at each of them (..., n + 1); inf where f is not defined."""

    simplex: Array
    values: Array


@dataclass(frozen=True)
class NelderMead(Method):
    """The worst of n + 1 corners is replaced by a better point on the line through the centre c of the others.

    The points tried are c + s (c - worst): reflection s = 1; if that is the best of all, expansion s = 2; if
    no better than the second worst, contraction s = ½ outside or s = -½ inside. If nothing helps, all
    corners move halfway towards the best, which is the iterate: f there never rises. No derivative is used, so kinks
    and noise do no harm; but it may stop short of a minimum, and in many variables it is slow.
    """

    name = "nelder_mead"
    title = "Nelder–Mead"
    monotone = True
    needs_gradient = False
    equations = (
        r"\begin{aligned}"
        r" c &= \tfrac1n \textstyle\sum_{i<n} x^{(i)}, \qquad f(x^{(0)}) \le \dots \le f(x^{(n)}) \\"
        r" x^{(n)} &\leftarrow c + s\,(c - x^{(n)}), \quad s \in \{1, 2, \tfrac12, -\tfrac12\} \\"
        r" &\text{or all } x^{(i)} \leftarrow \tfrac12 (x^{(0)} + x^{(i)}); \qquad x_{t+1} = x^{(0)}"
        r" \end{aligned}"
    )
    source = (
        "J. A. Nelder, R. Mead, Computer Journal 7(4) (1965) 308–313; J. C. Lagarias et al., SIAM J. Optim. 9(1) "
        "(1998) 112–147"
    )
    elsewhere = Elsewhere(
        scipy=(
            "# The same moves.\n"
            'minimize(value, START, method="Nelder-Mead", options={"initial_simplex": START + $size * np.eye($n + 1, '
            '$n, k=-1), "xatol": 0, "fatol": 0, "maxiter": $steps})'
        ),
    )

    size: float = knob(0.1, 1e-8, 1e6, "edge of the first simplex", symbol="h", log=True)

    def init(self, oracle: Oracle, x: Array) -> State:
        corners = x[..., None, :] + self.size * np.eye(x.shape[-1] + 1, x.shape[-1], k=-1)  # the first is x itself
        return _sorted(corners, _value(oracle, corners))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        simplex, values = state
        worst = simplex[..., -1, :]
        centre = simplex[..., :-1, :].mean(axis=-2)
        best_value, second_value, worst_value = values[..., 0], values[..., -2], values[..., -1]

        reflected = centre + (centre - worst)
        f_reflected = _value(oracle, reflected)
        expand = f_reflected < best_value
        contract = f_reflected >= second_value
        outside = contract & (f_reflected < worst_value)
        # One more point, where reflection alone does not decide.
        s = np.where(expand, 2.0, np.where(outside, 0.5, -0.5))
        other = centre + s[..., None] * (centre - worst)
        asked = expand | contract
        f_other = _value_where(oracle, other, asked)
        use_other = np.where(
            expand, f_other < f_reflected, f_other <= np.where(outside, f_reflected, np.nextafter(worst_value, -np.inf))
        )
        use_other &= asked
        shrink = contract & ~use_other
        corner = np.where(use_other[..., None], other, reflected)
        f_corner = np.where(use_other, f_other, f_reflected)
        moved = np.concatenate((simplex[..., :-1, :], corner[..., None, :]), axis=-2)
        moved_values = np.concatenate((values[..., :-1], f_corner[..., None]), axis=-1)
        if shrink.any():
            halved = (simplex + simplex[..., :1, :]) / 2
            halved[..., 0, :] = simplex[..., 0, :]
            halved_values = values.copy()
            halved_values[..., 1:] = _value_where(
                oracle, halved[..., 1:, :], np.broadcast_to(shrink[..., None], values[..., 1:].shape)
            )
            moved = np.where(shrink[..., None, None], halved, moved)
            moved_values = np.where(shrink[..., None], halved_values, moved_values)
        state = _sorted(moved, moved_values)
        return state.simplex[..., 0, :], state

    def inside(self, steps: Steps) -> tuple[View, ...]:
        worst, count = steps.before.simplex[:, -1], np.isfinite(steps.tried).all(-1).sum(-1)
        s = _moves(steps.before.simplex, steps.tried)
        words = [_move(*each) for each in zip(count, s, strict=True)]
        return (
            Arrow(
                "reflection", "The worst corner, mirrored in the middle of the others: the first point tried.", "other",
                worst, steps.tried[:, 0] - worst,
            ),
            step_arrow(steps),
            Polygon(
                "simplex", "The corners whose values are compared; the best is the iterate.", "memory",
                *steps.before,
            ),
            Polygon("next simplex", "What it becomes in this step.", "step", *steps.after),
            Reading("move", words),
            Reading("f, best to worst", steps.before.values[:, -1] - steps.before.values[:, 0]),
        )  # fmt: skip


def _sorted(simplex: Array, values: Array) -> State:
    order = np.argsort(values, axis=-1, kind="stable")  # of equal corners the older one stays the best
    return State(np.take_along_axis(simplex, order[..., None], axis=-2), np.take_along_axis(values, order, axis=-1))


def _value(oracle: Oracle, points: Array) -> Array:
    values = oracle.value(points)
    return np.where(np.isnan(values), np.inf, values)


def _value_where(oracle: Oracle, points: Array, asked: Array) -> Array:
    """f at the points that are asked for, inf at the others."""
    values = np.full(points.shape[:-1], np.inf)
    if asked.any():
        values[asked] = _value(oracle, points[asked])
    return values


def _moves(simplex: Array, tried: Array) -> Array:
    """The s of the second point tried, c + s (c - worst), for K steps; NaN where there was none."""
    worst = simplex[:, -1]
    along = simplex[:, :-1].mean(axis=-2) - worst
    second = tried[:, 1] if tried.shape[1] > 1 else np.full_like(worst, np.nan)
    return np.vecdot(second - worst, along) / np.vecdot(along, along) - 1


def _move(count: int, s: float) -> str:
    """What a step that tried `count` points did, in a word."""
    if count > 2:
        return "shrink"
    if count < 2:
        return "reflect"
    return "expand" if s > 1 else "contract outside" if s > 0 else "contract inside"
