"""Work that takes a while: nothing is computed twice, a bar is shown beyond a second, and there is an end."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

Result = TypeVar("Result")

BAR_AFTER, DEADLINE = 1.0, 15.0  # seconds
MOST = 16  # results that are remembered, of all visitors
RETRY_AFTER = 60.0  # seconds until work that took too long is tried again

_remembered: OrderedDict[Hashable, tuple[object, float]] = OrderedDict()  # with the time until which it is good
_lock = Lock()


class TooLongError(Exception):
    """The work was ended because it took too long."""


def patiently(title: str, key: Hashable, work: Callable[[Callable[[float], None]], Result]) -> Result:
    """Return what `work` finds, or found before under the same `key`.

    `work` is given a function to call often with the share that is done; it shows the bar, headed `title`, and
    ends the work when the visitor has asked for something else. Raises TooLongError after the deadline.
    """
    place = st.empty()  # even where it stays empty, so that what follows keeps its place
    with _lock:
        found, good_until = _remembered.get(key, (None, 0.0))
        if time.monotonic() < good_until:
            _remembered.move_to_end(key)
    if time.monotonic() >= good_until:
        found, good_until = _carry_out(place, title, work)
        with _lock:
            _remembered[key] = found, good_until
            while len(_remembered) > MOST:
                _remembered.popitem(last=False)
    if isinstance(found, TooLongError):
        raise found
    return found  # type: ignore[return-value]


def _carry_out(
    place: DeltaGenerator, title: str, work: Callable[[Callable[[float], None]], Result]
) -> tuple[object, float]:
    begin, drawn = time.monotonic(), 0.0

    def progress(share: float) -> None:
        nonlocal drawn
        now = time.monotonic()
        if now - begin > DEADLINE:
            raise TooLongError
        if now - begin > BAR_AFTER and now - drawn > 0.1:
            drawn = now
            place.progress(share, text=f"{title}: {share:.0%}")

    try:
        return work(progress), float("inf")
    except TooLongError as error:
        return error, time.monotonic() + RETRY_AFTER
    finally:
        place.empty()
