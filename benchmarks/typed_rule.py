"""Adam typed as an update rule beside the built-in Adam: one start, and 40 000 at once.

    python -m benchmarks.typed_rule

Both take the same steps, bit for bit. The rounds are interleaved; medians are printed, and ratios within each round.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

import numerics as nm
from numerics.descend import descend
from numerics.methods import METHODS
from numerics.rules.templates import TEMPLATES

ROUNDS = 15
STEPS, STEPS_OF_MANY = 1000, 20
KNOBS = {"tolerance": None, "learning_rate": 0.01}


def seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def main() -> None:
    f = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
    starts = np.random.default_rng(0).uniform(-2, 2, (40_000, 2))
    adams = (nm.parse_rule(TEMPLATES["Adam"])(), METHODS["adam"]())
    works = {
        f"one start, {STEPS} steps": lambda adam: nm.minimize(f, [-1.2, 1], adam, STEPS, **KNOBS),
        f"40 000 starts, {STEPS_OF_MANY} steps": lambda adam: descend(f, starts, adam, STEPS_OF_MANY, **KNOBS),
    }
    for title, work in works.items():
        typed, built_in = map(work, adams)
        assert np.array_equal(typed.x, built_in.x)
        rounds = [[seconds(lambda adam=adam, work=work: work(adam)) for adam in adams] for _ in range(ROUNDS)]
        medians = [statistics.median(times) * 1e3 for times in zip(*rounds, strict=True)]
        ratio = statistics.median(one / other for one, other in rounds)
        print(f"{title:26} typed {medians[0]:7.1f} ms, built in {medians[1]:7.1f} ms, ratio {ratio:.2f}")
    print(f"reading the rule           {seconds(lambda: nm.parse_rule(TEMPLATES['Adam'] + ' ')) * 1e3:7.1f} ms")


if __name__ == "__main__":
    main()
