"""Counts that a caller gives: whole numbers within bounds."""

import numpy as np

from numerics.errors import NumericsError


def check_whole(what: str, value: object, low: int, high: int) -> None:
    """Raise NumericsError, in a sentence that begins with `what`, unless `value` is a whole number in low … high."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
        raise NumericsError(f"{what} must be a whole number between {low} and {high}, not {value!r}")
