"""A derivative made by hand: one rule after the other, from the innermost expression outwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from numerics.differentiation.algebra import ONE, ZERO, apply, is_zero
from numerics.differentiation.rules import SLOPES, derivative_by_rule
from numerics.errors import LimitError
from numerics.language import Apply, Node, Variable, fold, parse_expression, to_latex, walk
from numerics.language.tree import Summation, arguments_of

MOST_STEPS = 40
MOST_NODES = 1500
"""Of the derivative: a larger one is not made. Nobody reads it, and Objective's shares its common parts."""
LONGEST = 600
"""Characters of LaTeX that one expression may have to be shown."""

NAMES = {
    "variable": "The variable itself",
    "constant": "A constant",
    "sum": "Sum rule",
    "factor": "Constant factor",
    "product": "Product rule",
    "quotient": "Quotient rule",
    "reciprocal": "Reciprocal rule",
    "power": "Power rule",
    "exponential": "Exponential with a constant base",
    "general power": "Base and exponent both vary",
    "norm": "Length of a vector",
    "atan2": "Angle of a point",
    "max": "The larger one",
    "min": "The smaller one",
    "relu": "Rectifier",
    "where": "By cases",
}


@dataclass(frozen=True)
class Step:
    """One rule applied; all expressions in LaTeX, where D stands for the derivative.

    Attributes:
        name: of the rule; "Chain rule: …" where the argument is more than the variable itself.
        formula: the rule for letters, `D(u v) = D(u) v + u D(v)`.
        expression: what is derived.
        question: the derivative that is to be taken, `D(u)` of the expression.
        applied: the rule with the visitor's expressions put in; "" where that says no more than the result.
        result: the derivative, with all inner ones put in.
    """

    name: str
    formula: str
    expression: str
    question: str
    applied: str
    result: str


@dataclass(frozen=True)
class Derivation:
    """The derivative of `tree` by `variable`: the rules in the order in which they are applied, and what results.

    Attributes:
        steps: of every different subexpression that holds the variable, the inner ones first.
        omitted: how many further steps there are beyond `MOST_STEPS`.
        result: the derivative as a tree, lightly simplified.
    """

    tree: Node
    variable: str
    steps: tuple[Step, ...]
    omitted: int
    result: Node


def derivation(expression: str | Node, variable: str) -> Derivation:
    """Derive an expression by one of its variables, showing every rule.

    All other letters count as constants. The result is that of `Objective.gradient` wherever f is smooth; at the tip
    of a norm it has no value. Its LaTeX is `to_latex(result)`.

    Raises:
        ExpressionError: the text has no meaning.
        LimitError: the derivative has more than 1500 parts.
    """
    tree = parse_expression(expression) if isinstance(expression, str) else expression
    steps: dict[str, Step] = {}

    def record(node: Node, inner: Sequence[Node], found: Node) -> None:
        text = _shown(node)
        if text not in steps:
            steps[text] = _step(node, inner, found, text) if isinstance(node, Apply) else _itself(text)

    result = derivative(tree, variable, record)
    shown = tuple(islice(steps.values(), MOST_STEPS))
    return Derivation(tree, variable, shown, len(steps) - len(shown), result)


def derivative(
    tree: Node, variable: str, record: Callable[[Node, Sequence[Node], Node], None] = lambda *_: None
) -> Node:
    """The derivative of a tree by a variable, as a tree; `record` is told every part that holds the variable.

    It is given the part, the derivatives of its arguments, and its own. Raises LimitError as `derivation` does.
    """

    def combine(node: Node, inner: list[Node]) -> Node:
        if not isinstance(node, Apply):
            if not isinstance(node, Variable) or node.name != variable:
                return ZERO
            found: Node = ONE
        elif all(map(is_zero, inner)):
            return ZERO
        else:
            found = derivative_by_rule(node, inner).result
            if sum(1 for _ in islice(walk(found), MOST_NODES + 1)) > MOST_NODES:
                raise LimitError("The derivative is too long to be written down rule by rule.", node.position, "")
        record(node, inner, found)
        return found

    return fold(two_by_two(tree), combine, _derived_arguments)


def _itself(x: str) -> Step:
    return Step(NAMES["variable"], f"D({x}) = 1", x, f"D({x})", "", "1")


def _derived_arguments(node: Node) -> tuple[Node, ...]:
    """The arguments whose derivatives the rule needs: all but the condition of a `where`."""
    arguments = arguments_of(node)
    return arguments[1:] if isinstance(node, Apply) and node.function == "where" else arguments


def two_by_two(tree: Node) -> Node:
    """The tree with `max` and `min` of two arguments each, and logarithms to a base as quotients."""

    def combine(node: Node, arguments: list[Node]) -> Node:
        if not isinstance(node, Apply) or isinstance(node, Summation):
            return node
        if node.function in ("max", "min"):
            first, *rest = arguments
            for argument in rest:
                first = Apply(node.function, (first, argument), node.position)
            return first
        if node.function == "log" and len(arguments) == 2:
            return apply("divide", apply("log", arguments[0]), apply("log", arguments[1]))
        return Apply(node.function, tuple(arguments), node.position)

    return fold(tree, combine)


def _step(node: Apply, inner: Sequence[Node], found: Node, text: str) -> Step:
    key = derivative_by_rule(node, inner).name
    open_parts = [
        ZERO if is_zero(slope) else apply("derivative", part)
        for part, slope in zip(_derived_arguments(node), inner, strict=True)
    ]
    applied = _shown(derivative_by_rule(node, open_parts).result)
    result = _shown(found)
    question = _shown(apply("derivative", node))
    return Step(_name(key, node), _formula(node, inner), text, question, "" if applied == result else applied, result)


def _name(key: str, node: Apply) -> str:
    """The name of the rule; a chain where the argument is more than the variable."""
    inside = _derived_arguments(node)[0]
    if key in SLOPES:
        chain = isinstance(inside, Apply)
        return f"{'Chain rule' if chain else 'Derivative'}: {key}"
    return f"{NAMES[key]} and chain rule" if key == "power" and isinstance(inside, Apply) else NAMES[key]


def _formula(node: Apply, inner: Sequence[Node]) -> str:
    """The rule for letters: u, v for what varies, c (or an exponent n, a base a) for constants.

    Of long sums and products it has two terms.
    """
    if isinstance(node, Summation) or (node.function in ("add", "multiply", "norm") and len(inner) > 2):
        varying = [slope for slope in inner if not is_zero(slope)][:2]
        inner = varying if len(varying) == 2 else [ZERO, *varying] if node.function == "multiply" else [*varying, ZERO]
    letters = iter("uvw")
    constant = {"power": ("a", "n")}.get(node.function, ("c", "c"))
    names: list[Node] = [
        Variable(constant[at] if is_zero(slope) else next(letters), 0) for at, slope in enumerate(inner)
    ]
    slopes = [ZERO if is_zero(slope) else apply("derivative", name) for name, slope in zip(names, inner, strict=True)]
    condition = node.arguments[:1] if node.function == "where" else ()
    general = Apply(node.function, (*condition, *names), 0)
    if node.function == "power" and is_zero(inner[0]) and _is_e(node.arguments[0]):
        general = Apply("power", (node.arguments[0], names[1]), 0)
    return f"{to_latex(apply('derivative', general))} = {to_latex(derivative_by_rule(general, slopes).result)}"


def _is_e(node: Node) -> bool:
    return to_latex(node) == "e"


def _shown(node: Node) -> str:
    """LaTeX of a tree; dots for one too long to be read."""
    if sum(1 for _ in islice(walk(node), LONGEST)) == LONGEST:
        return r"\cdots"
    text = to_latex(node)
    return text if len(text) <= LONGEST else r"\cdots"
