"""What stands for one number, for one number a start, or for a whole vector."""

from enum import IntEnum

from numerics.language.tree import Node, Variable, fold

MEMORIES = ("m", "v", "u", "w")
VECTORS = ("x", "g", *MEMORIES)


class Shape(IntEnum):
    """The shape that a part of a rule has where x has the shape (..., n)."""

    NUMBER = 0  # (): knobs, t and literals
    COLUMN = 1  # (..., 1): f, lengths and inner products
    VECTOR = 2  # (..., n)


def shape_of(node: Node) -> Shape:
    """The shape of a tree."""
    return fold(node, combined)


def combined(node: Node, shapes: list[Shape]) -> Shape:
    """The shape of a node whose arguments have these shapes."""
    if isinstance(node, Variable):
        return Shape.VECTOR if node.name in VECTORS else Shape.COLUMN if node.name == "f" else Shape.NUMBER
    function = getattr(node, "function", "")
    if function == "grad":
        return Shape.VECTOR
    largest = max(shapes, default=Shape.NUMBER)
    return min(largest, Shape.COLUMN) if function in ("norm", "dot") else largest
