"""Every solver by name. A file in this folder that defines a `Solver` is found by itself."""

import difflib
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from numerics.constrained.solvers.base import Path, Solver, Step, Stop, follow
from numerics.errors import NumericsError
from numerics.knobs import knobs_of

__all__ = ["SOLVERS", "Path", "Solver", "Step", "Stop", "choose_solver", "follow"]


def _discover() -> dict[str, type[Solver]]:
    """The solvers that the modules of this folder define, by name."""
    found: dict[str, type[Solver]] = {}
    for entry in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{entry.name}")
        for item in vars(module).values():
            defined_here = getattr(item, "__module__", None) == module.__name__
            if defined_here and isinstance(item, type) and issubclass(item, Solver) and item is not Solver:
                found[item.name] = item
    return found


SOLVERS = _discover()


def choose_solver(method: str | Solver | None, knobs: Mapping[str, Any]) -> Solver | None:
    """A solver by its name, or one at hand, with these knobs turned; None where neither is given.

    Raises NumericsError for an unknown name or knob (with the nearest known one) or a bad value.
    """
    if isinstance(method, str):
        if method not in SOLVERS:
            raise NumericsError(_unknown("solver", method, list(SOLVERS)))
        method = SOLVERS[method]()
    known = [] if method is None else [item.name for item in knobs_of(type(method))]
    for name in knobs:
        if name not in known:
            raise NumericsError(_unknown("knob of the solver", name, known))
    return None if method is None else replace(method, **knobs)


def _unknown(what: str, name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    remedy = f"did you mean {near[0]}?" if near else f"known: {', '.join(known) or 'none'}"
    return f"unknown {what}: {name}; {remedy}"
