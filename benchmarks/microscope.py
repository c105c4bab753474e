"""True values of the published expressions of three variables: balls of rising precision, and mpmath at 200 digits.

    python -m benchmarks.microscope

100 000 samples of each expression, over the box in which its recorded points lie, every power of ten equally likely.
mpmath, which takes long, is timed on the first 200 of the same samples, and its answers are compared with ours.
"""

import json
import re
import statistics
import time
from pathlib import Path

import mpmath
import numpy as np

from numerics.formats import FORMATS
from numerics.language import parse_expression
from numerics.microscope import Sampling, tape_of
from numerics.microscope.truth import truth

SAMPLES, FEW = 100_000, 200
FILE = Path(__file__).parent.parent / "tests" / "data" / "floating_point_expressions.json"
_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])(\d+\.?\d*(?:[eE][+-]?\d+)?)")


def box_of(entry: dict) -> dict[str, tuple[float, float]]:
    points = np.array([point["at"] for point in entry["points"]])
    low, high = points.min(axis=0), points.max(axis=0)
    return {name: (float(a), float(b) + (a == b)) for name, a, b in zip(entry["variables"], low, high, strict=True)}


def with_mpmath(entry: dict, values: dict[str, np.ndarray]) -> list[float]:
    functions = "sqrt exp log sin cos tan asin acos atan sinh cosh tanh"
    names = {name: getattr(mpmath, name) for name in functions.split()}
    names |= {"pi": mpmath.pi, "abs": abs, "max": max, "mpf": mpmath.mpf}
    code = compile(_NUMBER.sub(r"mpf('\1')", entry["expression"]), "<published>", "eval")
    found = []
    with mpmath.workdps(200):
        for row in range(FEW):
            try:
                value = eval(code, names, {name: mpmath.mpf(column[row]) for name, column in values.items()})
                found.append(float(value.real) if mpmath.im(value) == 0 else np.nan)
            except (ZeroDivisionError, ValueError, OverflowError):
                found.append(np.nan)
    return found


def main() -> None:
    ours, theirs, ratios = [], [], []
    for entry in json.loads(FILE.read_text("utf-8"))["expressions"]:
        if len(entry["variables"]) != 3:
            continue
        values = Sampling(box_of(entry)).draw(SAMPLES, FORMATS["float64"])
        tape = tape_of(parse_expression(entry["expression"]))
        began = time.perf_counter()
        true, done = truth(tape, values, FORMATS["float64"])
        mine = time.perf_counter() - began
        assert done >= SAMPLES - 1000  # a square number of them
        began = time.perf_counter()
        expected = with_mpmath(entry, values)
        other = (time.perf_counter() - began) * done / FEW
        np.testing.assert_array_equal(true[0, :FEW], expected, entry["expression"])
        ours.append(mine)
        theirs.append(other)
        ratios.append(other / mine)
    ours.sort()
    within = sum(seconds <= 1 for seconds in ours)
    print(f"{len(ours)} expressions, {SAMPLES} samples each")
    print(f"balls   median {statistics.median(ours):5.2f} s   nine of ten {ours[int(0.9 * len(ours))]:5.2f} s   "
          f"longest {ours[-1]:5.2f} s   within 1 s: {within}")  # fmt: skip
    print(f"mpmath  median {statistics.median(theirs):5.1f} s (from {FEW} samples)   "
          f"{statistics.median(ratios):4.0f} times as long")  # fmt: skip


if __name__ == "__main__":
    main()
