"""Every solver by name. A file in this folder that defines a `Solver` is found by itself."""

import importlib
import pkgutil

from numerics.constrained.solvers.base import Path, Solver, Step, Stop, follow

__all__ = ["SOLVERS", "Path", "Solver", "Step", "Stop", "follow"]


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
