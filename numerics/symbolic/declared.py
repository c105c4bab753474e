"""Which names of a text are variables and which are parameters."""

import math
from collections.abc import Iterable, Mapping

from numerics.errors import ExpressionError, NumericsError
from numerics.language import Node, Variable, parse_expression, variable_names

MOST_VARIABLES = 10


def declared(
    variables: Iterable[str] | None, parameters: Mapping[str, float] | None
) -> tuple[tuple[str, ...] | None, dict[str, float]]:
    """Names and values in plain form (`x_1` is `x1`, `θ` is `theta`); None stays None."""
    typed = None if variables is None else tuple(variables)
    if typed is not None:
        _check_number(typed, "")
    names = None if typed is None else tuple(map(_plain_name, typed))
    given = [(_plain_name(name), value) for name, value in (parameters or {}).items()]
    every = [*(names or ()), *(name for name, _ in given)]
    for at, name in enumerate(every):
        if name in every[:at]:
            raise ExpressionError(f"The name {name} is declared twice; use each name once.", 0, name)
    values = {name: _number(name, value) for name, value in given}
    return names, values


def found_variables(nodes: Iterable[Node], parameters: Iterable[str], text: str) -> tuple[str, ...]:
    """The names in the trees that are no parameters, in natural order; x if there are none."""
    names = tuple(name for name in variable_names(*nodes) if name not in set(parameters))
    _check_number(names or ("x",), text)
    return names or ("x",)


def _plain_name(name: str) -> str:
    node = parse_expression(name)
    if not isinstance(node, Variable):
        shown = " ".join(name.split())[:24]
        message = f"A name is one letter with an optional index, such as x or x1; {shown} is not."
        raise ExpressionError(message, 0, name)
    return node.name


def _number(name: str, value: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise NumericsError(f"The parameter {name} needs a number.")
    return number


def _check_number(names: tuple[str, ...], text: str) -> None:
    if not 1 <= len(names) <= MOST_VARIABLES:
        remedy = "make some of them parameters" if names else "name at least one"
        raise ExpressionError(
            f"There are {len(names)} variables; 1 to {MOST_VARIABLES} are possible: {remedy}.", 0, text
        )
