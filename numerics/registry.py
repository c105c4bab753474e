"""Classes that are found by themselves: a file in a package's folder that defines one is enough."""

import difflib
import importlib
import pkgutil
from collections.abc import Iterable
from types import ModuleType
from typing import ClassVar, Protocol, TypeVar

from numerics.errors import NumericsError


class _Named(Protocol):
    name: ClassVar[str]


Named = TypeVar("Named", bound=_Named)


def discover(package: ModuleType, base: type[Named]) -> dict[str, type[Named]]:
    """The subclasses of `base` that the modules of a package define, by their `name`."""
    found: dict[str, type[Named]] = {}
    for entry in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{entry.name}")
        for item in vars(module).values():
            defined_here = getattr(item, "__module__", None) == module.__name__
            if defined_here and isinstance(item, type) and issubclass(item, base) and item is not base:
                found[item.name] = item
    return found


def unknown(what: str, name: str, known: Iterable[str]) -> NumericsError:
    """The error for a name that nothing has, with the nearest one that something has."""
    names = list(known)
    near = difflib.get_close_matches(name, names, 1)
    remedy = f"did you mean {near[0]}?" if near else f"known: {', '.join(names) or 'none'}"
    return NumericsError(f"unknown {what}: {name}; {remedy}")
