"""A tree as a list of operations in the order in which they are carried out, equal ones once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from numerics.language import Apply, Constant, Node, Number, Variable, fold

Value = TypeVar("Value")
Key = tuple[str, Fraction | str | None, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One operation, or a leaf: what it is applied to stands earlier on the tape.

    Attributes:
        kind: `number`, `constant`, `variable`, or the name of an operation.
        leaf: the exact value of a number, the name of a constant or variable; None for an operation.
        arguments: the places of the arguments on the tape.
        text: of a number, as it was typed.
    """

    kind: str
    leaf: Fraction | str | None
    arguments: tuple[int, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tape:
    """The steps, and the place of the result of each tree (`outputs`)."""

    steps: tuple[Step, ...]
    outputs: tuple[int, ...]

    def run(
        self,
        leaf: Callable[[Step], Value],
        apply: Callable[[Step, list[Value]], Value],
        keep: Sequence[int] | None = None,
    ) -> list[Value]:
        """Carry out every step; the results of the steps `keep` (default: the outputs), in their order.

        Any other result is let go after its last use.
        """
        wanted = self.outputs if keep is None else keep
        last = list(range(len(self.steps)))
        for at, step in enumerate(self.steps):
            for argument in step.arguments:
                last[argument] = at
        kept = set(wanted)
        results: dict[int, Value] = {}
        for at, step in enumerate(self.steps):
            arguments = [results[argument] for argument in step.arguments]
            results[at] = apply(step, arguments) if step.leaf is None else leaf(step)
            for argument in step.arguments:
                if last[argument] == at and argument not in kept:
                    results.pop(argument, None)
        return [results[at] for at in wanted]

    def expression(self, at: int) -> Node:
        """The subexpression that a step computes, as a tree of operations with their own arguments."""
        return self.run(_leaf_node, lambda step, nodes: Apply(step.kind, tuple(nodes), 0), [at])[0]


def tape_of(*trees: Node) -> Tape:
    """The tape of some trees: sums and products of several terms go two by two from the left, as they are computed.

    `log(y, x)` becomes the quotient of two logarithms.
    """
    places: dict[Key, int] = {}
    typed: dict[Fraction, str] = {}

    def place(kind: str, leaf: Fraction | str | None = None, arguments: tuple[int, ...] = ()) -> int:
        return places.setdefault((kind, leaf, arguments), len(places))

    def combine(node: Node, arguments: list[int]) -> int:
        if isinstance(node, Number):
            typed.setdefault(node.value, node.text)
            return place("number", node.value)
        if isinstance(node, Constant):
            return place("constant", node.name)
        if isinstance(node, Variable):
            return place("variable", node.name)
        return _apply(node, arguments, place)

    outputs = tuple(fold(tree, combine) for tree in trees)
    steps = tuple(Step(*key, text=typed.get(key[1], "") if isinstance(key[1], Fraction) else "") for key in places)
    return Tape(steps, outputs)


def _leaf_node(step: Step) -> Node:
    if isinstance(step.leaf, Fraction):
        return Number(step.leaf, step.text, 0)
    return Constant(step.leaf or "", 0) if step.kind == "constant" else Variable(step.leaf or "", 0)


def _apply(node: Apply, arguments: list[int], place: Callable[..., int]) -> int:
    if node.function in ("add", "multiply", "all_of"):
        result, *rest = arguments
        for argument in rest:
            result = place(node.function, None, (result, argument))
        return result
    if node.function == "log" and len(arguments) == 2:
        value, base = (place("log", None, (argument,)) for argument in arguments)
        return place("divide", None, (value, base))
    return place(node.function, None, tuple(arguments))


def variables_of(tape: Tape) -> tuple[str, ...]:
    """The names that the tape needs values for, in the order of their first use."""
    return tuple(str(step.leaf) for step in tape.steps if step.kind == "variable")
