"""The tape as it is written down: a name for every node, and the line of text that computes it."""

from numerics.autodiff.graph import Graph
from numerics.language import Apply, Variable, to_text


def names(graph: Graph) -> tuple[str, ...]:
    """A name for each node: that of a variable, the text of a number, and v1, v2, … for results in their order.

    The letter is another one where the formula has a variable v, or v1, v2, … of its own.
    """
    taken = {node.label for node in graph.nodes if node.operation == "variable"}
    letter = next(letter for letter in "vwuabcdghklmnopqrst" if not any(name.startswith(letter) for name in taken))
    found: list[str] = []
    results = 0
    for node in graph.nodes:
        results += bool(node.inputs)
        found.append(f"{letter}{results}" if node.inputs else node.label)
    return tuple(found)


def formulas(graph: Graph) -> tuple[str, ...]:
    """Of each result, the operation on the names of its inputs (`x*y`, `sin(v1)`, `max(x, v2)`); "" for a leaf."""
    named = names(graph)
    return tuple(
        to_text(Apply(node.operation, tuple(Variable(named[at], 0) for at in node.inputs), 0)) if node.inputs else ""
        for node in graph.nodes
    )
