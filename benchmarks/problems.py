"""Where every method ends on the published smooth problems, from their standard starts, as a table in Markdown.

    python -m benchmarks.problems

No time is measured. A run ends at a documented minimum, at another stationary point, or misses; the step limits and
tolerances are those of the tests (tests/numerics/test_unconstrained_methods.py).
"""

from collections import Counter

import numerics as nm
from tests.numerics.test_unconstrained_methods import SMOOTH, STRONG, end_of


def main() -> None:
    print(f"{len(SMOOTH)} problems\n")
    print("| method | documented minimum | other stationary point | miss |\n| --- | --: | --: | --: |")
    ends = {method: Counter(end_of(method, name) for name in SMOOTH) for method in nm.METHODS}
    for method, counts in sorted(ends.items(), key=lambda item: -item[1]["documented"]):
        print(f"| {nm.METHODS[method].title} | {counts['documented']} | {counts['stationary']} | {counts['miss']} |")
    best = [name for name in SMOOTH if "documented" in {end_of(method, name) for method in STRONG}]
    titles = ", ".join(nm.METHODS[method].title for method in STRONG)
    print(f"\nThe best of {titles}: {len(best)} of {len(SMOOTH)}; not {', '.join(sorted(set(SMOOTH) - set(best)))}.")


if __name__ == "__main__":
    main()
