"""Loss scaling: the loss times 2^k, so that small gradients do not underflow on their way; and k found by itself."""

from dataclasses import dataclass
from typing import NamedTuple

from numerics.counts import check_whole

LOWEST, HIGHEST = -64, 64
LONGEST = 100_000


class Scale(NamedTuple):
    """The loss is multiplied by 2^`power`; `good` steps in a row were finite since that changed."""

    power: int
    good: int = 0

    @property
    def factor(self) -> float:
        """2^k."""
        return float(2.0**self.power)


@dataclass(frozen=True)
class LossScaling:
    """How the scale of the loss is chosen.

    Static: the same throughout, and nothing is checked. Dynamic: after `every` finite steps in a row the scale
    doubles; where a gradient is not finite, the step is skipped and the scale halves. Powers of two, so that scaling
    itself rounds nothing that neither over- nor underflows.
    Source: P. Micikevicius et al., Mixed Precision Training, ICLR 2018, section 3.2, and the `GradScaler` of PyTorch,
    whose defaults are 2^16 and 2000.

    Attributes:
        power: k of the first step, -64 to 64.
        every: N of the dynamic scale; None for a static one.

    Raises NumericsError where one of them is no whole number in its range.
    """

    power: int = 0
    every: int | None = None

    def __post_init__(self) -> None:
        check_whole("the power of the scale", self.power, LOWEST, HIGHEST)
        if self.every is not None:
            check_whole("the number of good steps", self.every, 1, LONGEST)

    @property
    def begin(self) -> Scale:
        """The scale of the first step."""
        return Scale(self.power)

    def skips(self, finite: bool) -> bool:
        """Whether a step with such a gradient is left out."""
        return self.every is not None and not finite

    def after(self, scale: Scale, finite: bool) -> Scale:
        """The scale of the step after one whose gradient was, or was not, finite."""
        if self.every is None:
            return scale
        if not finite:
            return Scale(max(scale.power - 1, LOWEST))
        if scale.good + 1 == self.every:
            return Scale(min(scale.power + 1, HIGHEST))
        return Scale(scale.power, scale.good + 1)
