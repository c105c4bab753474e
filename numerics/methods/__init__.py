"""Every method by name. A file in this folder that defines a `Method` is found by itself."""

import difflib
import importlib
import pkgutil
from dataclasses import fields, replace

from numerics.errors import NumericsError
from numerics.methods.base import Knob, Method, knob, knobs_of

__all__ = ["METHODS", "Knob", "Method", "choose_method", "knob", "knobs_of"]


def _discover() -> dict[str, type[Method]]:
    """The methods that the modules of this folder define, by name."""
    found: dict[str, type[Method]] = {}
    for entry in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{entry.name}")
        for item in vars(module).values():
            defined_here = getattr(item, "__module__", None) == module.__name__
            if defined_here and isinstance(item, type) and issubclass(item, Method) and item is not Method:
                found[item.name] = item
    return found


METHODS = _discover()


def choose_method(method: str | Method, **knobs: float) -> Method:
    """A method by its name, or one at hand, with these knobs turned.

    Raises NumericsError for an unknown name or knob (with the nearest known one) or a bad value.
    """
    if isinstance(method, str):
        if method not in METHODS:
            raise NumericsError(_unknown("method", method, list(METHODS)))
        method = METHODS[method]()
    known = [item.name for item in fields(method)]
    for name in knobs:
        if name not in known:
            raise NumericsError(_unknown(f"knob of {method.name}", name, known))
    return replace(method, **knobs)


def _unknown(what: str, name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    remedy = f"did you mean {near[0]}?" if near else f"known: {', '.join(known) or 'none'}"
    return f"unknown {what}: {name}; {remedy}"
