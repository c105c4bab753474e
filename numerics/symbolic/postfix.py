"""The typed tree as a flat list, to cross to the worker as JSON.

Operands come before their operator, so that neither side needs recursion however long a sum is:
`2*x` becomes `[("number", "2", 0), ("name", "x", 0), ("apply", "multiply", 2)]`.
"""

from numerics.language.tree import Apply, Constant, Node, Number, Variable

Postfix = list[tuple[str, str, int]]


def to_postfix(node: Node) -> Postfix:
    """The nodes of the tree, operands first; numbers stay exact (`1/10`)."""
    pending: list[Node] = [node]
    reversed_tokens: Postfix = []
    while pending:  # operator, then operands from the right: reversed, this is postfix
        match pending.pop():
            case Number(value=value):
                reversed_tokens.append(("number", str(value), 0))
            case Constant(name=name):
                reversed_tokens.append(("constant", name, 0))
            case Variable(name=name):
                reversed_tokens.append(("name", name, 0))
            case Apply(function=function, arguments=arguments):
                reversed_tokens.append(("apply", function, len(arguments)))
                pending.extend(arguments)
    return reversed_tokens[::-1]
