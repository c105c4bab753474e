"""Forward and reverse accumulation as tapes of their own, so that they can be evaluated in any format.

Both multiply the local derivatives of the operations: forward mode along with the computation, reverse mode back from
the result, where what reaches an operation on several ways is added up before it is passed on. A. Griewank,
A. Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, chapter 3.
"""

from functools import reduce

from numerics.differentiation.algebra import ONE, ZERO, apply, is_zero
from numerics.differentiation.rules import derivative_by_rule
from numerics.differentiation.steps import two_by_two
from numerics.language import Apply, Node, Number, Variable, fold
from numerics.microscope.operations import COMPARISONS
from numerics.microscope.tape import Step, Tape, tape_of


def forward_mode(tree: Node, variable: str) -> Tape:
    """The tape of the derivative by one variable: every value has its tangent computed beside it."""
    growing = _Growing(tape_of(two_by_two(tree)))
    tangents: dict[int, Node] = {}
    for at, step in enumerate(growing.computed.steps):
        if step.leaf is not None:
            tangents[at] = ONE if step.kind == "variable" and step.leaf == variable else ZERO
            continue
        terms = [
            _times(tangents[argument], slope)
            for argument, slope in zip(step.arguments, slopes(step), strict=True)
            if not is_zero(tangents[argument]) and not is_zero(slope)
        ]
        tangents[at] = growing.place(_total(terms))
    return growing.tape(tangents[growing.computed.outputs[0]])


def reverse_mode(tree: Node, variable: str) -> Tape:
    """The tape of the derivative by one variable: adjoints are passed back from the result to the arguments."""
    growing = _Growing(tape_of(two_by_two(tree)))
    arriving: dict[int, list[Node]] = {growing.computed.outputs[0]: [ONE]}
    found = ZERO
    for at, step in reversed(list(enumerate(growing.computed.steps))):
        terms = arriving.pop(at, [])
        if not terms:
            continue
        adjoint = growing.place(_total(terms))
        if step.kind == "variable" and step.leaf == variable:
            found = adjoint
        if step.leaf is None:
            for argument, slope in zip(step.arguments, slopes(step), strict=True):
                if not is_zero(slope):
                    arriving.setdefault(argument, []).append(growing.place(_times(adjoint, slope)))
    return growing.tape(found)


def slopes(step: Step) -> list[Node]:
    """The local derivatives of an operation by each of its arguments, as trees of its places (`#0`, `#1`, …)."""
    return [slope(step, at) for at in range(len(step.arguments))]


def slope(step: Step, at: int) -> Node:
    """The local derivative of an operation by its argument number `at`."""
    is_condition = step.kind == "where" and at == 0
    if step.kind in COMPARISONS or step.kind == "all_of" or is_condition:
        return ZERO
    node = apply(step.kind, *map(_value, step.arguments))
    derived = range(step.kind == "where", len(step.arguments))
    return derivative_by_rule(node, [ONE if argument == at else ZERO for argument in derived]).result


def _value(at: int) -> Variable:
    """The name under which a place of the tape stands in a tree."""
    return Variable(f"#{at}", 0)


def _times(a: Node, b: Node) -> Node:
    return b if a is ONE else a if b is ONE else apply("multiply", a, b)


def _total(terms: list[Node]) -> Node:
    return reduce(lambda a, b: apply("add", a, b), terms) if terms else ZERO


class _Growing:
    """A tape to which trees of its own places are added; equal operations are carried out once."""

    def __init__(self, computed: Tape) -> None:
        self.computed = computed
        self._steps = list(computed.steps)
        self._places = {(step.kind, step.leaf, step.arguments): at for at, step in enumerate(computed.steps)}

    def place(self, tree: Node) -> Node:
        """Add a tree; the name of its place (0 and 1 stay as they are)."""
        return tree if tree is ZERO or tree is ONE else _value(fold(tree, self._combine))

    def tape(self, output: Node) -> Tape:
        """The whole, with one output."""
        at = fold(output, self._combine)
        return Tape(tuple(self._steps), (at,))

    def _combine(self, node: Node, arguments: list[int]) -> int:
        if isinstance(node, Variable):
            return int(node.name.removeprefix("#"))
        if isinstance(node, Number):
            return self._at(Step("number", node.value, (), node.text))
        if isinstance(node, Apply):
            if node.function in ("add", "multiply"):
                return reduce(lambda a, b: self._at(Step(node.function, None, (a, b))), arguments)
            return self._at(Step(node.function, None, tuple(arguments)))
        return self._at(Step("constant", node.name, ()))

    def _at(self, step: Step) -> int:
        key = (step.kind, step.leaf, step.arguments)
        if key not in self._places:
            self._places[key] = len(self._steps)
            self._steps.append(step)
        return self._places[key]
