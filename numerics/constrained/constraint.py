"""One typed constraint: an equation or an inequality, as c = 0 or c ≤ 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from numerics.errors import ExpressionError
from numerics.language import Apply, Node, Number, Relation, parse_relations, to_latex, to_text
from numerics.language.limits import check


class ConstraintError(ExpressionError):
    """A constraint that has no meaning; `constraint` is the index of its text in the list as typed."""

    def __init__(self, error: ExpressionError, constraint: int) -> None:
        super().__init__(f"Constraint {constraint + 1}: {error.message}", error.position, error.text)
        self.constraint = constraint


@dataclass(frozen=True)
class Constraint:
    """One scalar constraint.

    Attributes:
        relation: as typed, one link of its chain.
        tree: c, which is to be 0 for an equation and at most 0 for an inequality.
        typed: the index of the text that it comes from.
    """

    relation: Relation = field(repr=False)
    tree: Node = field(repr=False)
    typed: int

    @classmethod
    def of(cls, relation: Relation, typed: int) -> Constraint:
        """The constraint that a relation states."""
        sides = (relation.left, relation.right) if relation.operator != ">=" else (relation.right, relation.left)
        return cls(relation, _difference(*sides, relation.position), typed)

    @property
    def equality(self) -> bool:
        """Whether it is an equation."""
        return self.relation.operator == "="

    @cached_property
    def text(self) -> str:
        """The constraint in the notation of the grammar, such as `0.5 <= x`."""
        return f"{to_text(self.relation.left)} {self.relation.operator} {to_text(self.relation.right)}"

    @cached_property
    def latex(self) -> str:
        """The constraint in LaTeX, as typed."""
        return to_latex(self.relation)


def read_constraints(source: str, names: tuple[str, ...] | None, at: int) -> list[Constraint]:
    """The scalar constraints of one text; ConstraintError says which text is wrong, and where."""
    try:
        found = [Constraint.of(relation, at) for relation in parse_relations(source, names)]
        for part in found:
            check(part.tree, source)
    except ExpressionError as error:
        raise ConstraintError(error, at) from error
    return found


def _difference(left: Node, right: Node, position: int) -> Node:
    """left - right, without a 0 that was typed."""
    if isinstance(right, Number) and right.value == 0:
        return left
    if isinstance(left, Number) and left.value == 0:
        return Apply("negate", (right,), position)
    return Apply("subtract", (left, right), position)
