"""The typed tree: what a visitor's text means, before any algebra.

Four leaves and one inner node. Operators are functions like any other (`add`, `power`, …), so
that whoever walks the tree (SymPy, LaTeX, interval arithmetic, rounding op by op) needs one table.
The tree keeps the order of operations as typed: `a - b - c` is `subtract(subtract(a, b), c)`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Number:
    """A literal; `value` is exactly what was typed (0.1 is one tenth)."""

    value: Fraction
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Constant:
    """`pi`, `e` or `tau`."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable or a parameter under its plain name: `x`, `x1`, `theta`."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Apply:
    """A function or operator applied to its arguments.

    Operators: `add` and `multiply` (two or more arguments, evaluated left to right), `subtract`,
    `divide`, `power` (two), `negate` (one). Comparisons, only inside `where`: `less`,
    `less_equal`, `greater`, `greater_equal`, `equal`, `not_equal` (two) and `all_of` (a chain).
    Everything else is a name of `vocabulary.FUNCTIONS`.
    """

    function: str
    arguments: tuple["Node", ...]
    position: int


@dataclass(frozen=True, slots=True)
class Summation(Apply):
    """A bounded `sum(body, i, first, last)`: an `add` of its written-out terms.

    `template` is the body with the index left as a variable, for display only.
    """

    template: "Node"
    index: str
    first: int
    last: int


Node = Number | Constant | Variable | Apply


@dataclass(frozen=True, slots=True)
class Relation:
    """A constraint `left operator right`; `operator` is `=`, `<=` or `>=`."""

    left: Node
    operator: str
    right: Node
    position: int


def arguments_of(node: Node) -> tuple[Node, ...]:
    """The arguments of an Apply, none of a leaf."""
    return node.arguments if isinstance(node, Apply) else ()


def walk(node: Node) -> Iterator[Node]:
    """Every node of the tree, parents before children."""
    stack: list[Node] = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(arguments_of(current)))


def fold(
    node: Node,
    combine: Callable[[Node, list[Result]], Result],
    children: Callable[[Node], tuple[Node, ...]] = arguments_of,
) -> Result:
    """`combine(node, results of its arguments)` from the leaves up, without recursion.

    A sum of 200 differences is 200 levels deep on its left side: recursion is not an option.
    """
    order: list[tuple[Node, int]] = []
    pending = [node]
    while pending:
        current = pending.pop()
        arguments = children(current)
        order.append((current, len(arguments)))
        pending.extend(arguments)
    results: list[Result] = []
    for current, count in reversed(order):  # every node after its arguments, from left to right
        first = len(results) - count
        taken = results[first:]
        results[first:] = [combine(current, taken)]
    return results[0]
