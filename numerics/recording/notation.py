"""How an operation is written: the name of an intermediate, made of the names of what it was made from."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from numerics.numbers import format_number

# How tightly a name holds together; a looser one gets brackets inside a tighter one.
_SUM, _NEGATED, _PREFIX, _PRODUCT, _ATOM = range(5)


class Name(NamedTuple):
    """A text, and how tightly it holds together."""

    text: str
    level: int = _ATOM


def number_name(value: float) -> Name:
    """A number as it stands in an operation: "1000", "−2.5e−8", "inf"."""
    text = format_number(value, 9).replace("-", "−")
    return Name(text, _NEGATED if text.startswith("−") else _ATOM)


def written(operation: str, operands: Sequence[Name], same: bool = False) -> Name:
    """The name of an operation on named operands; `same`: both are one number, so that its product is a square."""
    if operation == "multiply" and same:
        return Name(f"{_inside(operands[0], _ATOM)}²")
    if operation in _WRITERS:
        return _WRITERS[operation](operands)
    return Name(f"{_CALLED.get(operation, operation)}({', '.join(name.text for name in operands)})")


def _inside(name: Name, loosest: int) -> str:
    return name.text if name.level >= loosest else f"({name.text})"


def _between(sign: str, level: int, left: int, right: int) -> Callable[[Sequence[Name]], Name]:
    """The writer of an operator whose operands hold together at least as tightly as `left` and `right`."""
    return lambda names: Name(f"{_inside(names[0], left)}{sign}{_inside(names[1], right)}", level)


def _before(sign: str, level: int, right: int) -> Callable[[Sequence[Name]], Name]:
    return lambda names: Name(f"{sign}{_inside(names[0], right)}", level)


def _dividend(name: Name) -> str:
    return name.text if name.level == _NEGATED else _inside(name, _PRODUCT)


def _divisor(name: Name) -> str:
    return name.text if name.level == _PREFIX else _inside(name, _ATOM)


_CALLED = {"maximum": "max", "minimum": "min"}
_WRITERS: dict[str, Callable[[Sequence[Name]], Name]] = {
    "add": _between(" + ", _SUM, _SUM, _PREFIX),
    "subtract": _between(" − ", _SUM, _SUM, _PREFIX),
    "multiply": _between("·", _PRODUCT, _PRODUCT, _ATOM),
    "divide": lambda names: Name(f"{_dividend(names[0])} / {_divisor(names[1])}", _PRODUCT),
    "negative": _before("−", _NEGATED, _PREFIX),
    "max": _before("max ", _PREFIX, _ATOM),
    "sum": _before("Σ ", _PREFIX, _ATOM),
    "sum of the others": _before("Σ′ ", _PREFIX, _ATOM),
    "absolute": lambda names: Name(f"|{names[0].text}|"),
    "copysign": lambda names: Name(f"sign({names[1].text})·{_inside(names[0], _ATOM)}", _PRODUCT),
    "sqrt": lambda names: Name(f"√{_inside(names[0], _ATOM)}" if names[0].level == _ATOM else f"√({names[0].text})"),
    "choose": lambda names: Name(" or ".join(name.text for name in names), _SUM),
}
