"""Work that takes a while: nothing is computed twice, a bar is shown beyond a second, and there is an end."""

import math
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from typing import TypeVar

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from numerics.objective import Objective
from numerics.symbolic.cache import Cache
from ui.memory import BYTES_A_CHARACTER

Result = TypeVar("Result")

BAR_AFTER, DEADLINE = 1.0, 15.0  # seconds
CAPACITY = 64_000_000  # bytes that results may take, of all visitors
RETRY_AFTER = 60.0  # seconds until work that took too long is tried again

_remembered: Cache[object] = Cache(CAPACITY)


class TooLongError(Exception):
    """The work was ended because it took too long."""


def patiently(
    title: str, key: tuple[Hashable, ...], work: Callable[[Callable[[float], None]], Result], sharers: int = 1
) -> Result:
    """Return what `work` finds, or found before under the same `key`.

    `work` is given a function to call often with the share that is done; it shows the bar, headed `title`, and
    ends the work when the visitor has asked for something else. Raises TooLongError after the deadline, or after
    its part of it where so many `sharers` of a page are computed one after another.
    """
    place = st.empty()  # even where it stays empty, so that what follows keeps its place
    within = DEADLINE / sharers
    too_long = *key, within  # what takes too long for a part of the time may not for all of it
    found = _remembered.get(key)
    if found is None:
        found = _remembered.get(too_long)
    if found is None:
        found = _carry_out(place, title, work, within)
        functions = [part.program.size for part in key if isinstance(part, Objective)]
        size = _bytes_of(found) + BYTES_A_CHARACTER * sum(functions)
        ended = isinstance(found, TooLongError)
        _remembered.put(too_long if ended else key, found, size, RETRY_AFTER if ended else math.inf)
    if isinstance(found, TooLongError):
        raise found
    return found  # type: ignore[return-value]


def _carry_out(
    place: DeltaGenerator, title: str, work: Callable[[Callable[[float], None]], Result], within: float
) -> Result | TooLongError:
    begin, drawn = time.monotonic(), 0.0

    def progress(share: float) -> None:
        nonlocal drawn
        now = time.monotonic()
        if now - begin > within:
            raise TooLongError
        if now - begin > BAR_AFTER and now - drawn > 0.1:
            drawn = now
            place.progress(share, text=f"{title}: {share:.0%}")

    try:
        return work(progress)
    except TooLongError as error:
        return error
    finally:
        place.empty()


def _bytes_of(found: object) -> int:
    """About what a result takes: its arrays, wherever they are in it."""
    if isinstance(found, np.ndarray):
        return found.nbytes
    if isinstance(found, tuple | Mapping):
        return sum(map(_bytes_of, found.values() if isinstance(found, Mapping) else found))
    if is_dataclass(found) and not isinstance(found, Objective):
        return sum(_bytes_of(getattr(found, item.name)) for item in fields(found))
    return 100
