"""Progress of work that may take longer than a moment."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

PATIENCE = 0.4  # seconds before a bar is drawn at all


@contextmanager
def progress(text: str) -> Iterator[Callable[[float], None]]:
    """Give the block a function to tell the part that is done; a bar with `text` appears if the work takes long."""
    place = st.empty()
    began = time.perf_counter()

    def tell(part: float) -> None:
        if time.perf_counter() - began > PATIENCE:
            place.progress(min(1.0, max(0.0, part)), text)

    yield tell
    place.empty()
