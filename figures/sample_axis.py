"""An axis for samples: along their values, or along their powers of ten on both sides of 0."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from figures.text import variable
from figures.theme import window_axis

MOST_TICKS = 6
LARGEST_PLAIN = 1e7  # values below are written out


@dataclass(frozen=True)
class SampleAxis:
    """Where values stand on an axis from `low` to `high`.

    Attributes:
        low, high: the ends, values.
        smallest: on an axis of powers of ten the magnitude that stands at 0; None on an axis of values.
    """

    low: float
    high: float
    smallest: float | None = None

    @classmethod
    def of(cls, values: ArrayLike, logarithmic: bool) -> "SampleAxis":
        """The axis that just holds the finite values; of powers of ten if `logarithmic` and they are not all 0."""
        held = np.asarray(values, dtype=np.float64)
        held = held[np.isfinite(held)]
        low, high = (float(held.min()), float(held.max())) if len(held) else (0.0, 1.0)
        magnitudes = np.abs(held[held != 0])
        return cls(low, high, float(magnitudes.min()) if logarithmic and len(magnitudes) else None)

    def place(self, values: ArrayLike) -> np.ndarray:
        """The coordinates of values: themselves, or their powers of ten above the smallest, leftwards if negative."""
        x = np.asarray(values, dtype=np.float64)
        if self.smallest is None:
            return x
        away = np.log10(np.maximum(np.abs(x), self.smallest)) - np.log10(self.smallest)
        return np.where(x < 0, -away, away)

    @property
    def ends(self) -> tuple[float, float]:
        """The coordinates of both ends, apart from each other."""
        low, high = (float(end) for end in self.place([self.low, self.high]))
        margin = 0.02 * (high - low) or max(1.0, abs(low)) / 2
        return low - margin, high + margin

    def layout(self, name: str) -> dict[str, Any]:
        """Plotly's axis for the variable `name`."""
        if self.smallest is None:
            plain = max(abs(self.low), abs(self.high)) < LARGEST_PLAIN
            return window_axis(variable(name), self.ends, exponentformat="none" if plain else "power")
        powers = self._powers()
        ticks = {
            "tickmode": "array", "tickangle": 0,
            "tickvals": self.place([sign * 10.0**power for sign, power in powers]),
            "ticktext": [_tens(sign, power) for sign, power in powers],
        }  # fmt: skip
        return window_axis(variable(name), self.ends, **ticks)

    def _powers(self) -> list[tuple[int, int]]:
        """Signs and powers of ten to label, as many on each side as there is room for; sign 0 is 0."""
        assert self.smallest is not None
        largest = max(abs(self.low), abs(self.high))
        first, last = np.ceil(np.log10(self.smallest)), np.floor(np.log10(largest))
        sides = [sign for sign, there in ((-1, self.low < 0), (1, self.high > 0)) if there]
        step = max(1, int(np.ceil((last - first + 1) * len(sides) / MOST_TICKS)))
        if len(sides) > 1:
            first += step  # where both sides meet there is room for one label, and that is 0
        powers = np.arange(first, last + 1, step).astype(int).tolist()
        both = [(0, 0)] if len(sides) > 1 else []
        return both + [(sign, power) for sign in sides for power in powers]


def _tens(sign: int, power: int) -> str:
    tens = "1" if power == 0 else f"10<sup>{str(power).replace('-', '−')}</sup>"
    return f"−{tens}" if sign < 0 else tens if sign else "0"
