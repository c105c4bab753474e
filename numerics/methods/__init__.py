"""Every method by name. A file in this folder that defines a `Method` is found by itself."""

import difflib
import importlib
import pkgutil
from dataclasses import replace
from typing import Any

from numerics.errors import NumericsError
from numerics.knobs import Knob, knob, knobs_of
from numerics.methods.base import Method
from numerics.schedules import SCHEDULES, Schedule

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


def choose_method(method: str | Method, schedule: str | Schedule | None = None, **knobs: float) -> Method:
    """A method by its name, or one at hand, with these knobs turned, and its learning rate on a `schedule`.

    Raises NumericsError for an unknown name or knob (with the nearest known one) or a bad value.
    """
    if isinstance(method, str):
        if method not in METHODS:
            raise NumericsError(_unknown("method", method, list(METHODS)))
        method = METHODS[method]()
    known = [item.name for item in knobs_of(type(method))]
    for name in knobs:
        if name not in known:
            raise NumericsError(_unknown(f"knob of {method.name}", name, known))
    if isinstance(schedule, str):
        if schedule not in SCHEDULES:
            raise NumericsError(_unknown("schedule", schedule, list(SCHEDULES)))
        schedule = SCHEDULES[schedule]()
    changes: dict[str, Any] = {**knobs, **({} if schedule is None else {"schedule": schedule})}
    return replace(method, **changes)


def _unknown(what: str, name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    remedy = f"did you mean {near[0]}?" if near else f"known: {', '.join(known) or 'none'}"
    return f"unknown {what}: {name}; {remedy}"
