"""A function typed as a sum of squares, as its residuals: f = Σ rᵢ² + constant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from numerics.differentiable import Differentiable
from numerics.language import Node
from numerics.language.tree import Apply, Constant, Number, Variable, walk
from numerics.objective import Objective
from numerics.symbolic.derivation import derive
from numerics.symbolic.program import Program

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Residuals:
    """r: R^n → R^m with f = Σ rᵢ² up to a constant, and its Jacobian."""

    trees: tuple[Node, ...]
    parameters: tuple[float, ...]
    program: Program

    def __call__(self, x: Floats) -> Floats:
        """r at points (..., n), shape (..., m)."""
        return self.program.evaluate(x, self.parameters, ("value",))[0]

    def jacobian(self, x: Floats) -> Floats:
        """∂rᵢ/∂xⱼ at points (..., n), shape (..., m, n)."""
        return self.program.evaluate(x, self.parameters, ("gradient",))[0]


def residuals_of(f: Differentiable) -> Residuals | None:
    """The residuals of f, or None where it is no text, or one that is not a sum of squares.

    Read from the text as typed: every term is an even power, perhaps times a positive number, or a number.
    `x² - 2x + 1` is not recognized. Raises DerivationError where the residuals' derivatives are too costly.
    """
    if not isinstance(f, Objective):
        return None
    trees = residual_trees(f.tree)
    if not trees:
        return None
    program = derive(trees, f.variables, tuple(f.parameters))
    return Residuals(trees, tuple(f.parameters.values()), program)


def residual_trees(tree: Node) -> tuple[Node, ...] | None:
    """The typed trees of the residuals; None where some term is no square."""
    found = []
    for term in _terms(tree):
        if isinstance(term, Number | Constant):  # moves f, but not its minima
            continue
        root = _root(term)
        if root is None:
            return None
        found.append(root)
    return tuple(found) or None


def _terms(tree: Node) -> Iterator[Node]:
    """The terms of a sum, nested sums opened."""
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Apply) and node.function == "add":
            pending.extend(reversed(node.arguments))
        elif (
            isinstance(node, Apply) and node.function == "subtract" and isinstance(node.arguments[1], Number | Constant)
        ):
            pending.append(node.arguments[0])
        else:
            yield node


def _root(node: Node) -> Node | None:
    """r with r² = `node`, for even powers and their products and quotients with positive numbers."""
    if (isinstance(node, Number) and node.value >= 0) or isinstance(node, Constant):
        return Apply("sqrt", (node,), node.position)
    if not isinstance(node, Apply):
        return None
    if node.function == "power":
        base, exponent = node.arguments
        if isinstance(exponent, Number) and exponent.value > 0 and exponent.value % 2 == 0:
            half = Fraction(exponent.value, 2)
            return (
                base if half == 1 else Apply("power", (base, Number(half, str(half), exponent.position)), node.position)
            )
        number = not any(isinstance(part, Variable) for part in walk(node))
        if number and isinstance(base, Number | Constant) and _root(base) is not None:
            return Apply("sqrt", (node,), node.position)  # 10^(-5)
    if node.function in ("multiply", "divide"):
        roots = [_root(argument) for argument in node.arguments]
        if all(root is not None for root in roots):
            return Apply(node.function, tuple(root for root in roots if root is not None), node.position)
    return None
