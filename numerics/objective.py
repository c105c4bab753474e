"""A typed function of several variables with its gradient and Hessian."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import NumericsError
from numerics.language import Node, parse_expression, to_latex
from numerics.symbolic.declared import declared, found_variables
from numerics.symbolic.derivation import derivative_latex, derive
from numerics.symbolic.display import matrix_latex
from numerics.symbolic.points import as_points
from numerics.symbolic.program import Kind, Program


@dataclass(frozen=True)
class Objective:
    """f: R^n → R, as typed, with exact derivatives.

    Points are arrays (..., n): values have shape (...), gradients (..., n), Hessians (..., n, n), all
    float64. Undefined and infinite values are NaN and inf; evaluation never raises for them. At
    a kink the derivative is the mean of both sides (`|x|' = 0` at 0, `max` at a tie), second
    derivatives there are 0. Algebra is done first: `x/x` is 1, also at 0.

    Attributes:
        text: the formula as typed.
        tree: what was understood.
        variables: their names, in the order of the coordinates.
        parameters: other names with their values.
        program: the derivatives as checked source, shared by all values of the parameters.
    """

    text: str
    tree: Node = field(repr=False)
    variables: tuple[str, ...]
    parameters: Mapping[str, float] = field(hash=False)
    program: Program = field(repr=False, compare=False)

    @classmethod
    def parse(
        cls, text: str, variables: Iterable[str] | None = None, parameters: Mapping[str, float] | None = None
    ) -> Objective:
        """The function that `text` describes.

        Args:
            text: a formula such as `(1 - x)^2 + 100(y - x^2)^2`.
            variables: their names; None takes every name in the text that is not a parameter, in
                natural order (x, y, x1, x2, …, x10). Not all of them need to occur.
            parameters: names that have a value instead of a coordinate.

        Raises:
            ExpressionError: the text has no meaning, or there are not 1 to 10 variables.
            DerivationError: its derivatives take too long or grow too large.
        """
        names, values = declared(variables, parameters)
        tree = parse_expression(text, None if names is None else (*names, *values))
        chosen = found_variables([tree], values, text) if names is None else names
        return cls(text, tree, chosen, MappingProxyType(values), derive(tree, chosen, tuple(values)))

    def with_parameters(self, **values: float) -> Objective:
        """The same function with other values of some parameters; nothing is derived again."""
        _, plain = declared(None, values)
        if unknown := plain.keys() - self.parameters.keys():
            raise NumericsError(f"This function has no parameter {min(unknown)}.")
        return replace(self, parameters=MappingProxyType({**self.parameters, **plain}))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its text (caches copy by pickling); compiled functions cannot be."""
        return Objective.parse, (self.text, self.variables, dict(self.parameters))

    @property
    def dimension(self) -> int:
        """n, the number of variables."""
        return len(self.variables)

    def __call__(self, p: ArrayLike) -> Any:
        """f at points (..., n), shape (...)."""
        return self._evaluate(p, ("value",))[0]

    def gradient(self, p: ArrayLike) -> NDArray[np.float64]:
        """∇f at points (..., n), shape (..., n)."""
        return self._evaluate(p, ("gradient",))[0]

    def hessian(self, p: ArrayLike) -> NDArray[np.float64]:
        """The matrix of second derivatives at points (..., n), shape (..., n, n), symmetric."""
        return self._evaluate(p, ("hessian",))[0]

    def value_and_gradient(self, p: ArrayLike) -> tuple[Any, NDArray[np.float64]]:
        """f and ∇f together, cheaper than one after the other."""
        value, gradient = self._evaluate(p, ("value", "gradient"))
        return value, gradient

    def _evaluate(self, p: ArrayLike, wanted: tuple[Kind, ...]) -> tuple[Any, ...]:
        return self.program.evaluate(as_points(p, self.variables), self._parameter_values, wanted)

    @cached_property
    def _parameter_values(self) -> tuple[float, ...]:
        return tuple(self.parameters.values())

    @cached_property
    def latex(self) -> str:
        """The formula in LaTeX, as typed."""
        return to_latex(self.tree)

    @cached_property
    def gradient_entries_latex(self) -> tuple[str, ...]:
        """LaTeX of every ∂f/∂xᵢ; "" for one too long to be worth reading."""
        return tuple(self._derivatives_latex["gradient"][0])

    @cached_property
    def hessian_entries_latex(self) -> tuple[tuple[str, ...], ...]:
        """LaTeX of every ∂²f/∂xᵢ∂xⱼ, n rows of n; "" for one too long to be worth reading."""
        rows = self._derivatives_latex["hessian"][0]
        indices = range(self.dimension)
        return tuple(tuple(rows[min(i, j)][abs(i - j)] for j in indices) for i in indices)

    @cached_property
    def gradient_latex(self) -> str:
        r"""`\nabla f = …`, a column; entries too long to be worth reading are dots."""
        return rf"\nabla f = {matrix_latex([[entry] for entry in self.gradient_entries_latex])}"

    @cached_property
    def hessian_latex(self) -> str:
        r"""`\nabla^2 f = …`, a matrix; entries too long to be worth reading are dots."""
        return rf"\nabla^{{2}} f = {matrix_latex(self.hessian_entries_latex)}"

    @cached_property
    def _derivatives_latex(self) -> dict[str, Any]:
        return derivative_latex([self.tree], self.variables, tuple(self.parameters))

    @cached_property
    def expression(self) -> Any:
        """f as a SymPy expression; variables and parameters are plain symbols."""
        return self._expressions("value")[()]

    @cached_property
    def gradient_expression(self) -> Any:
        """∇f as a SymPy matrix (n, 1)."""
        return self._matrix("gradient", 1, lambda i, _: (i,))

    @cached_property
    def hessian_expression(self) -> Any:
        """The Hessian as a SymPy matrix (n, n)."""
        return self._matrix("hessian", self.dimension, lambda i, j: (min(i, j), max(i, j)))

    def _matrix(self, kind: Kind, columns: int, index: Callable[[int, int], tuple[int, ...]]) -> Any:
        from sympy import ImmutableMatrix

        entries = self._expressions(kind)
        return ImmutableMatrix(self.dimension, columns, lambda i, j: entries[index(i, j)])

    def _expressions(self, kind: Kind) -> dict[tuple[int, ...], Any]:
        from numerics.symbolic.expressions import to_sympy  # SymPy takes 0.4 s to import

        return to_sympy(self.program, kind, self.variables, tuple(self.parameters))
