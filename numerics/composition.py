"""One vector map after another, and the product of their Jacobians."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from numerics.errors import ExpressionError, NumericsError
from numerics.language import Apply, Node, Variable, fold, to_text
from numerics.language.limits import check
from numerics.symbolic.derivation import derive
from numerics.vector_map import VectorMap

Floats = NDArray[np.float64]


def compose(outer: VectorMap, inner: VectorMap) -> VectorMap:
    """The map x ↦ outer(inner(x)), derived as one formula; the variables of `outer`, in order, are what `inner` gives.

    The whole must keep within the limits of a typed formula: two texts within them can be far beyond together.

    Raises NumericsError where their numbers differ or the whole is too large, and DerivationError where its derivatives
    are.
    """
    (_, taken), (given, _) = outer.shape, inner.shape
    if taken != given:
        raise NumericsError(
            f"The outer map takes {taken} numbers ({', '.join(outer.variables)}), but the inner one gives {given}: use "
            "as many letters as that has components."
        )
    meaning = dict(zip(outer.variables, inner.trees, strict=True))
    trees = tuple(_substituted(tree, meaning) for tree in outer.trees)
    try:
        for tree in trees:
            check(tree, "")
    except ExpressionError as error:  # its place is in neither text
        raise NumericsError(f"Put one into the other, the two maps cannot be derived. {error.message}") from None
    text = ", ".join(map(to_text, trees))
    return VectorMap(text, trees, inner.variables, MappingProxyType({}), derive(trees, inner.variables))


def _substituted(tree: Node, meaning: dict[str, Node]) -> Node:
    def combine(node: Node, arguments: list[Node]) -> Node:
        if isinstance(node, Variable):
            return meaning.get(node.name, node)
        # A bounded sum, too, becomes the plain sum of its terms.
        return Apply(node.function, tuple(arguments), node.position) if isinstance(node, Apply) else node

    return fold(tree, combine)


@dataclass(frozen=True, eq=False)
class ChainRule:
    """The chain rule at one point.

    Attributes:
        inner, outer: the Jacobian of the inner map at x, (k, n), and of the outer one at inner(x), (m, k).
        whole: the Jacobian of the composition at x, derived as one formula, (m, n).
    """

    inner: Floats
    outer: Floats
    whole: Floats

    @property
    def product(self) -> Floats:
        """outer · inner, (m, n)."""
        with np.errstate(all="ignore"):
            return np.asarray(self.outer @ self.inner)

    @property
    def apart(self) -> float:
        """The largest difference of product and whole, in ulps of the largest entry; NaN where one is undefined."""
        with np.errstate(all="ignore"):
            unit = np.spacing(np.abs(self.whole).max())
            return float(np.abs(self.product - self.whole).max() / unit)


def chain_rule(outer: VectorMap, inner: VectorMap, x: ArrayLike) -> ChainRule:
    """The Jacobians of two maps and of the one after the other at x (n,); errors as in `compose`."""
    whole = compose(outer, inner)
    return ChainRule(inner.jacobian(x), outer.jacobian(inner(x)), whole.jacobian(x))


@dataclass(frozen=True)
class Order:
    """An order in which a chain of Jacobians can be multiplied.

    Attributes:
        name: forward, reverse or best.
        multiplications: of numbers, in all.
        brackets: the product with its brackets, J1 being the first map's.
    """

    name: str
    multiplications: int
    brackets: str


def orders(sizes: Sequence[int]) -> tuple[Order, Order, Order]:
    """Forward, reverse and best order for maps ℝ^sizes[0] → ℝ^sizes[1] → …, whose Jacobians are J_k … J_2 J_1.

    Forward mode multiplies from the input, (J_3 (J_2 J_1)), reverse mode from the output, ((J_3 J_2) J_1). The best
    order is found by dynamic programming (T. H. Cormen et al., Introduction to Algorithms, section 15.2).

    Raises NumericsError for fewer than two maps, and for a size below 1.
    """
    if len(sizes) < 3 or min(sizes) < 1:
        raise NumericsError("A chain needs at least three sizes of at least 1, such as 100, 50, 1: two maps in a row.")
    count = len(sizes) - 1

    @cache
    def best(first: int, last: int) -> Order:
        """The best way to multiply J_last … J_first."""
        if first == last:
            return Order("best", 0, f"J{first}")
        return min((joined(first, cut, last) for cut in range(first, last)), key=lambda order: order.multiplications)

    def joined(first: int, cut: int, last: int) -> Order:
        """(J_last … J_{cut + 1}) times (J_cut … J_first)."""
        left, right = best(cut + 1, last), best(first, cut)
        work = sizes[last] * sizes[cut] * sizes[first - 1]
        return Order("best", left.multiplications + right.multiplications + work, f"({left.brackets} {right.brackets})")

    forward, reverse = Order("forward", 0, "J1"), Order("reverse", 0, f"J{count}")
    for k in range(2, count + 1):
        work = sizes[k] * sizes[k - 1] * sizes[0]
        forward = Order("forward", forward.multiplications + work, f"(J{k} {forward.brackets})")
    for k in range(count - 1, 0, -1):
        work = sizes[-1] * sizes[k] * sizes[k - 1]
        reverse = Order("reverse", reverse.multiplications + work, f"({reverse.brackets} J{k})")
    return forward, reverse, replace(best(1, count), name="best")
