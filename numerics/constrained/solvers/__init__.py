"""Every solver by name. A file in this folder that defines a `Solver` is found by itself."""

import sys
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from numerics.constrained.solvers.base import Path, Solver, Step, Stop, follow
from numerics.registry import discover, unknown

__all__ = ["SOLVERS", "Path", "Solver", "Step", "Stop", "choose_solver", "follow"]


SOLVERS = discover(sys.modules[__name__], Solver)


def choose_solver(method: str | Solver | None, knobs: Mapping[str, Any]) -> Solver | None:
    """A solver by its name, or one at hand, with these knobs (or its text) set; None where neither is given.

    Raises NumericsError for an unknown name or knob (with the nearest known one) or a bad value.
    """
    if isinstance(method, str):
        if method not in SOLVERS:
            raise unknown("solver", method, SOLVERS)
        method = SOLVERS[method]()
    known = [] if method is None else [item.name for item in fields(method)]
    for name in knobs:
        if name not in known:
            raise unknown("knob of the solver", name, known)
    return None if method is None else replace(method, **knobs)
