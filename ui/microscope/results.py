"""The microscope's results for a setting, remembered for all visitors."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from numerics.microscope import (
    Dissection,
    Examination,
    Rewrite,
    condition_numbers,
    dissect,
    examine,
    find_rewrites,
)
from numerics.symbolic.cache import Cache
from ui.microscope.setting import Setting

SECONDS_TO_EXAMINE, SECONDS_TO_SEARCH = 3.0, 3.0
SECONDS_FOR_A_FEW = 2.0
FEW = 400  # samples for what costs many evaluations each

_examinations: Cache[Examination] = Cache(100_000_000)  # bytes
_rewrites: Cache[list[Rewrite]] = Cache(100_000_000)


def examination(setting: Setting, progress: Callable[[float], None] | None = None) -> Examination:
    """The expression at the samples of the setting; at fewer of them than asked for where that takes too long."""
    key = repr(setting)
    found = _examinations.get(key)
    if found is None:
        values = _with_parameters(setting, setting.sampling.draw(setting.count, setting.format))
        found = examine(setting.tree, values, setting.format, seconds=SECONDS_TO_EXAMINE, progress=progress)
        _examinations.put(key, found, _bytes(found))
    return found


def rewrites(setting: Setting, progress: Callable[[float], None]) -> list[Rewrite]:
    """What to write instead."""
    key = repr(setting)
    found = _rewrites.get(key)
    if found is None:
        found = find_rewrites(examination(setting), seconds=SECONDS_TO_SEARCH, progress=progress)
        _rewrites.put(key, found, 1000 + sum(_bytes(rewrite.after) for rewrite in found))
    return found


@lru_cache(16)
def dissection(setting: Setting) -> Dissection:
    """Every operation at some of the samples."""
    return dissect(setting.tree, _few(examination(setting)), setting.format, seconds=SECONDS_FOR_A_FEW)


@lru_cache(64)
def dissection_at(setting: Setting, point: tuple[float, ...]) -> Dissection:
    """Every operation at one point, its coordinates rounded to the format."""
    columns = {name: np.array([value]) for name, value in zip(setting.variables, point, strict=True)}
    at = examine(setting.tree, _with_parameters(setting, columns), setting.format)
    return dissect(setting.tree, at.values, setting.format)


@lru_cache(16)
def conditions(setting: Setting) -> np.ndarray:
    """(N,) the sum of the condition numbers to all variables at some of the samples, NaN at the others."""
    examined = examination(setting)
    few = _few(examined)
    found = np.full(len(examined.true), np.nan)
    numbers = condition_numbers(setting.tree, few, setting.variables, seconds=SECONDS_FOR_A_FEW).sum(axis=0)
    found[: len(numbers)] = np.where(examined.defined[: len(numbers)], numbers, np.nan)
    return found


def _with_parameters(setting: Setting, columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    some = columns[setting.variables[0]]
    return columns | {name: np.full_like(some, value) for name, value in setting.parameters}


def _few(examined: Examination) -> dict[str, np.ndarray]:
    return {name: column[:FEW] for name, column in examined.values.items()}


def _bytes(examined: Examination) -> int:
    return 8 * len(examined.true) * (len(examined.values) + 4)
