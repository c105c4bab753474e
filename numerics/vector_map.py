"""A typed map from R^n to R^m with its Jacobian."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.language import Node, parse_expressions, to_latex
from numerics.symbolic.declared import declared, found_variables
from numerics.symbolic.derivation import derivative_latex, derive
from numerics.symbolic.display import matrix_latex
from numerics.symbolic.points import as_points
from numerics.symbolic.program import Kind, Program


@dataclass(frozen=True)
class VectorMap:
    """F: R^n → R^m, as typed, with its exact Jacobian; see `Objective` for what holds of both.

    Attributes:
        text: the components as typed, separated by commas.
        trees: what was understood, one tree for each component.
        variables: their names, in the order of the coordinates.
        parameters: other names with their values.
        program: the derivatives as checked source, shared by all values of the parameters.
    """

    text: str
    trees: tuple[Node, ...] = field(repr=False)
    variables: tuple[str, ...]
    parameters: Mapping[str, float] = field(hash=False)
    program: Program = field(repr=False, compare=False)

    @classmethod
    def parse(
        cls, text: str, variables: Iterable[str] | None = None, parameters: Mapping[str, float] | None = None
    ) -> VectorMap:
        """The map that `text` describes, such as `x^2, y^2`; arguments and errors as in `Objective.parse`."""
        names, values = declared(variables, parameters)
        trees = parse_expressions(text, None if names is None else (*names, *values))
        chosen = found_variables(trees, values, text) if names is None else names
        program = derive(trees, chosen, tuple(values))
        return cls(text, trees, chosen, MappingProxyType(values), program)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its text (caches copy by pickling); compiled functions cannot be."""
        return VectorMap.parse, (self.text, self.variables, dict(self.parameters))

    @property
    def shape(self) -> tuple[int, int]:
        """(m, n): numbers of components and of variables."""
        return len(self.trees), len(self.variables)

    def __call__(self, p: ArrayLike) -> NDArray[np.float64]:
        """F at points (..., n), shape (..., m)."""
        return self._evaluate(p, "value")

    def jacobian(self, p: ArrayLike) -> NDArray[np.float64]:
        """∂Fᵢ/∂xⱼ at points (..., n), shape (..., m, n)."""
        return self._evaluate(p, "gradient")

    def _evaluate(self, p: ArrayLike, kind: Kind) -> NDArray[np.float64]:
        parameters = tuple(self.parameters.values())
        return self.program.evaluate(as_points(p, self.variables), parameters, (kind,))[0]

    @cached_property
    def latex(self) -> str:
        """The components in LaTeX, as typed: a column."""
        return matrix_latex([[to_latex(tree)] for tree in self.trees])

    @cached_property
    def jacobian_entries_latex(self) -> tuple[tuple[str, ...], ...]:
        """LaTeX of every ∂Fᵢ/∂xⱼ, m rows of n; "" for one too long to be worth reading."""
        answer = derivative_latex(self.trees, self.variables, tuple(self.parameters))
        return tuple(tuple(row) for row in answer["gradient"])

    @cached_property
    def jacobian_latex(self) -> str:
        r"""`J_F = …`, a matrix; entries too long to be worth reading are dots."""
        return rf"J_F = {matrix_latex(self.jacobian_entries_latex)}"

    @cached_property
    def expressions(self) -> tuple[Any, ...]:
        """The components as SymPy expressions."""
        from numerics.symbolic.expressions import to_sympy  # SymPy takes 0.4 s to import

        entries = to_sympy(self.program, "value", self.variables, tuple(self.parameters))
        return tuple(entries[(i,)] for i in range(len(self.trees)))
