"""Every method by name. A file in this folder that defines a `Method` is found by itself."""

import sys
from dataclasses import replace
from typing import Any

from numerics.knobs import Knob, knob, knobs_of
from numerics.methods.base import Method
from numerics.registry import discover, unknown
from numerics.schedules import SCHEDULES, Schedule

__all__ = ["METHODS", "Knob", "Method", "choose_method", "knob", "knobs_of"]


METHODS = discover(sys.modules[__name__], Method)


def choose_method(method: str | Method, schedule: str | Schedule | None = None, **knobs: float) -> Method:
    """A method by its name, or one at hand, with these knobs turned, and its learning rate on a `schedule`.

    Raises NumericsError for an unknown name or knob (with the nearest known one) or a bad value.
    """
    if isinstance(method, str):
        if method not in METHODS:
            raise unknown("method", method, METHODS)
        method = METHODS[method]()
    known = [item.name for item in knobs_of(type(method))]
    for name in knobs:
        if name not in known:
            raise unknown(f"knob of {method.name}", name, known)
    if isinstance(schedule, str):
        if schedule not in SCHEDULES:
            raise unknown("schedule", schedule, SCHEDULES)
        schedule = SCHEDULES[schedule]()
    changes: dict[str, Any] = {**knobs, **({} if schedule is None else {"schedule": schedule})}
    return replace(method, **changes)
