"""Work that takes a while: nothing is computed twice, beyond a second it can be seen and stopped, and it has an end."""

import math
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
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
STOPPED = "_stopped"  # in the session: the keys of work that the visitor has stopped

_remembered: Cache[object] = Cache(CAPACITY)


class TooLongError(Exception):
    """The work was ended because it took too long, or because the visitor has `stopped` it."""

    def __init__(self, stopped: bool = False) -> None:
        super().__init__()
        self.stopped = stopped

    def tell(self, remedy: str) -> None:
        """Say in one sentence that it took too long and what helps; who has stopped it is told already."""
        if not self.stopped:
            st.error(remedy)


def patiently(
    title: str, key: tuple[Hashable, ...], work: Callable[[Callable[[float], None]], Result], sharers: int = 1
) -> Result:
    """Return what `work` finds, or found before under the same `key`.

    `work` is given a function to call often with the share that is done; it shows the bar, headed `title`, beside a
    button that stops it, and ends the work when the visitor has asked for something else. Raises TooLongError where
    it was stopped, and after the deadline, or after its part of it where so many `sharers` of a page are computed one
    after another.
    """
    place = st.empty()  # even where it stays empty, so that what follows keeps its place
    stopped: set[Hashable] = st.session_state.setdefault(STOPPED, set())
    within = DEADLINE / sharers
    too_long = *key, within  # what takes too long for a part of the time may not for all of it
    found = _remembered.get(key)
    if found is None:
        found = _remembered.get(too_long)
    if found is None and key in stopped:
        again = place.container(horizontal=True, vertical_alignment="center")
        again.markdown(f":material/stop_circle: {title}: stopped.")
        again.button("Start again", key=f"{STOPPED} {hash(key)}", on_click=stopped.discard, args=(key,))
        raise TooLongError(stopped=True)
    if found is None:
        found = _carry_out(place, title, partial(stopped.add, key), hash(key), work, within)
        functions = [part.program.size for part in key if isinstance(part, Objective)]
        size = _bytes_of(found) + BYTES_A_CHARACTER * sum(functions)
        ended = isinstance(found, TooLongError)
        _remembered.put(too_long if ended else key, found, size, RETRY_AFTER if ended else math.inf)
    if isinstance(found, TooLongError):
        raise found
    return found  # type: ignore[return-value]


def _carry_out(
    place: DeltaGenerator,
    title: str,
    stop: Callable[[], None],
    number: int,
    work: Callable[[Callable[[float], None]], Result],
    within: float,
) -> Result | TooLongError:
    begin, drawn = time.monotonic(), 0.0
    bar: DeltaGenerator | None = None

    def progress(share: float) -> None:
        nonlocal drawn, bar
        now = time.monotonic()
        if now - begin > within:
            raise TooLongError
        if now - begin <= BAR_AFTER or now - drawn <= 0.1:
            return
        drawn = now
        if bar is None:
            row = place.container(horizontal=True, vertical_alignment="bottom")
            bar = row.empty()
            row.button("Stop", key=f"{STOPPED} {number}", on_click=stop, icon=":material/stop_circle:")
        bar.progress(share, text=f"{title}: {share:.0%}")

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
