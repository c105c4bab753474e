"""Where a training stands, as plain data: everything that the next step depends on, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.errors import NumericsError

Array = NDArray[Any]
_WORD = 2**128


class GeneratorState(NamedTuple):
    """The state of NumPy's PCG64: 128 bits of state and increment, and a half word that may be left over."""

    state: int
    increment: int
    has_half: int
    half: int

    @classmethod
    def seeded(cls, seed: int) -> GeneratorState:
        """As `np.random.default_rng(seed)` begins."""
        return cls.of(np.random.default_rng(seed))

    @classmethod
    def of(cls, generator: np.random.Generator) -> GeneratorState:
        """Of a generator at hand."""
        held: Any = generator.bit_generator.state
        return cls(held["state"]["state"], held["state"]["inc"], held["has_uint32"], held["uinteger"])

    def generator(self) -> np.random.Generator:
        """A new generator that goes on from here."""
        bits = np.random.PCG64(0)
        bits.state = {
            "bit_generator": "PCG64",
            "state": {"state": self.state, "inc": self.increment},
            "has_uint32": self.has_half,
            "uinteger": self.half,
        }
        return np.random.Generator(bits)


@dataclass(frozen=True, eq=False)
class TrainingState:
    """A training between two steps.

    Attributes:
        parameters: (n,) θ.
        method_state: what the method remembers: None or its NamedTuple.
        epoch: how many passes through the data are complete.
        place: how many batches of the present pass are done.
        generator: as it was when the present pass began; it decides the order of the examples.
    """

    parameters: NDArray[np.float64]
    method_state: Any
    epoch: int
    place: int
    generator: GeneratorState

    def saved(self) -> dict[str, Any]:
        """Dictionaries, lists, texts and numbers alone, for `json.dumps`; `restored` reads it back bit for bit.

        Floats go through their shortest decimals, which are exact; 128-bit numbers and what is not finite are texts.
        """
        state, increment, has_half, half = self.generator
        memory = self.method_state
        return {
            "parameters": _plain(self.parameters),
            "method_state": None if memory is None else {k: _plain(v) for k, v in memory._asdict().items()},
            "epoch": self.epoch,
            "place": self.place,
            "generator": {"state": str(state), "increment": str(increment), "has_half": has_half, "half": half},
        }


def restored(saved: Mapping[str, Any], like: TrainingState) -> TrainingState:
    """The state that was `saved`; `like` is any state of the same training, such as its beginning.

    Raises NumericsError where that is no saved state, or one of another model or method.
    """
    try:
        generator = saved["generator"]
        state = GeneratorState(
            _whole(int(str(generator["state"])), _WORD),
            _whole(int(str(generator["increment"])), _WORD),
            _whole(generator["has_half"], 2),
            _whole(generator["half"], 2**32),
        )
        if not state.increment % 2:
            raise ValueError
        memory, kept = like.method_state, saved["method_state"]
        if memory is not None:
            kept = type(memory)(**{name: _like(kept[name], value) for name, value in memory._asdict().items()})
        elif kept is not None:
            raise ValueError
        parameters = _like(saved["parameters"], like.parameters)
        return TrainingState(parameters, kept, _whole(saved["epoch"], 2**53), _whole(saved["place"], 2**53), state)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise NumericsError(
            "This is no saved state of this training: another model, another method, or damaged."
        ) from None


def _plain(value: Any) -> Any:
    """An array as its shape and numbers; a tuple as a list; a number as itself, or as text where it is not finite."""
    if isinstance(value, np.ndarray | np.generic):
        return {"shape": list(np.shape(value)), "numbers": [_plain(each) for each in np.ravel(value).tolist()]}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _like(plain: Any, template: Any) -> Any:
    """What `_plain` was given, if that had the kind and the shape of `template`; raises ValueError or TypeError."""
    if isinstance(template, np.ndarray | np.generic):
        if tuple(plain["shape"]) != np.shape(template):
            raise ValueError
        kind = template.dtype.type
        numbers = np.array([_number(each) for each in plain["numbers"]]).astype(kind)
        found = numbers.reshape(np.shape(template))
        return found if isinstance(template, np.ndarray) else found[()]
    if isinstance(template, tuple):
        return tuple(_like(one, each) for one, each in zip(plain, template, strict=True))
    return type(template)(_number(plain))


def _number(plain: Any) -> float | int | bool:
    if isinstance(plain, str):
        if plain not in ("nan", "inf", "-inf"):
            raise ValueError
        return float(plain)
    if not isinstance(plain, int | float):
        raise TypeError
    return plain


def _whole(value: Any, end: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < end:
        raise ValueError
    return value
