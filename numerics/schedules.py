"""How a learning rate changes during a run: every schedule multiplies it by a factor of the step."""

import math
from dataclasses import dataclass
from typing import ClassVar

from numerics.knobs import Turnable, knob


@dataclass(frozen=True)
class Schedule(Turnable):
    """Base of every schedule: step t = 0, 1, … of T uses the learning rate η · factor(t, T).

    Class attributes: `name` as scripts and links write it, `title` as people read it, `equation` the factor in LaTeX.
    Raises NumericsError for a knob out of its range.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    equation: ClassVar[str]

    def factor(self, t: int, steps: int) -> float:
        """What the learning rate of step `t` is multiplied by, in a run of at most `steps` steps."""
        raise NotImplementedError


@dataclass(frozen=True)
class Constant(Schedule):
    """The same rate throughout."""

    name = "constant"
    title = "Constant"
    equation = r"\eta_t = \eta"

    def factor(self, t: int, steps: int) -> float:
        """1."""
        return 1.0


@dataclass(frozen=True)
class StepDecay(Schedule):
    """The rate drops by the same factor every so many steps."""

    name = "step"
    title = "Step"
    equation = r"\eta_t = \eta\, \gamma^{\lfloor t / k \rfloor}"

    drop: float = knob(0.5, 0.0, 1.0, "what the rate is multiplied by at each drop", symbol=r"\gamma")
    every: int = knob(50, 1, 100_000, "steps from one drop to the next", symbol="k", log=True)

    def factor(self, t: int, steps: int) -> float:
        """γ^⌊t/k⌋."""
        return float(self.drop ** (t // self.every))


@dataclass(frozen=True)
class InverseTime(Schedule):
    """The rate falls like 1/t: Σ η = ∞ and Σ η² < ∞, which averages the noise of stochastic gradients away.

    Source: H. Robbins, S. Monro, Ann. Math. Statist. 22(3) (1951) 400–407.
    """

    name = "inverse_time"
    title = "1/t"
    equation = r"\eta_t = \frac{\eta}{1 + d\, t}"

    decay: float = knob(0.1, 1e-6, 1e3, "how soon the rate falls", symbol="d", log=True)

    def factor(self, t: int, steps: int) -> float:
        """1 / (1 + d t)."""
        return 1 / (1 + self.decay * t)


@dataclass(frozen=True)
class Cosine(Schedule):
    """Half a cosine, from the whole rate down to 0 at the last step.

    Source: I. Loshchilov, F. Hutter, SGDR, ICLR 2017, arXiv:1608.03983, without restarts.
    """

    name = "cosine"
    title = "Cosine"
    equation = r"\eta_t = \frac{\eta}{2} \left(1 + \cos \frac{\pi t}{T}\right)"

    def factor(self, t: int, steps: int) -> float:
        """(1 + cos(π t / T)) / 2."""
        return (1 + math.cos(math.pi * t / max(steps, 1))) / 2


@dataclass(frozen=True)
class WarmUp(Schedule):
    """The rate grows in equal parts over the first steps, and then stays.

    Source: P. Goyal et al., Accurate, Large Minibatch SGD, arXiv:1706.02677, section 2.2.
    """

    name = "warm_up"
    title = "Warm-up"
    equation = r"\eta_t = \eta\, \min\left(1, \frac{t + 1}{w}\right)"

    length: int = knob(20, 1, 100_000, "steps until the whole rate is used", symbol="w", log=True)

    def factor(self, t: int, steps: int) -> float:
        """min(1, (t + 1) / w)."""
        return min(1.0, (t + 1) / self.length)


SCHEDULES: dict[str, type[Schedule]] = {kind.name: kind for kind in (Constant, StepDecay, InverseTime, Cosine, WarmUp)}
CONSTANT = Constant()
