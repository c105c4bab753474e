"""The gate between source text from another process and `compile`.

Nothing in the text is believed: it is parsed, and every node is compared with a short list of what
our printer writes. What passes can add, subtract, multiply, divide and call numerical functions.
"""

import ast
import re
from collections.abc import Container, Mapping

from numerics.symbolic.numpy_functions import NUMPY_CONSTANTS, NUMPY_FUNCTIONS

MOST_CHARACTERS = 200_000
ARITIES = {name: function.arity for name, function in NUMPY_FUNCTIONS.items()}
_GRAMMAR = (ast.BinOp, ast.UnaryOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Load)
_PLAIN = re.compile(r"[\w .,()*/+-]*", re.ASCII)


def checked_expression(source: str, names: Container[str], arities: Mapping[str, int] = ARITIES) -> ast.expr:
    """The syntax tree of the source, its numbers as floats; raises ValueError if anything is unexpected.

    `names` are the variables, parameters and temporaries defined so far; `arities` has the number of
    arguments of every function that may be called.
    """
    if len(source) > MOST_CHARACTERS or not _PLAIN.fullmatch(source):
        raise ValueError("unexpected characters")
    try:
        tree = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError("no expression") from error
    called: set[int] = set()  # the name nodes that stand for a function
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in arities:
                if len(arguments) != arities[name]:
                    raise ValueError(f"{name} called with {len(arguments)} arguments")
                called.add(id(node.func))
            case ast.Name(id=name) if id(node) in called or name in names or name in NUMPY_CONSTANTS:
                pass
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                node.value = float(value)  # an integer too large raises OverflowError
            case node if isinstance(node, _GRAMMAR):
                pass
            case _:
                raise ValueError(f"unexpected {type(node).__name__}")
    return tree
