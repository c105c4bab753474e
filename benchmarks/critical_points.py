"""All critical points of the published functions of two variables: how many are fully certified, and how fast.

The first four must be complete within half a second each. `python -m benchmarks.critical_points`
"""

import json
import statistics
import time
from pathlib import Path

import numerics as nm
from numerics.certify import examine

PROBLEMS = Path(__file__).parents[1] / "tests" / "data" / "unconstrained.json"
FOUR = {
    "six-hump camel": ("(4 - 2.1x^2 + x^4/3)x^2 + x y + (-4 + 4y^2)y^2", ((-3, 3), (-2, 2))),
    "Himmelblau": ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", ((-5, 5), (-5, 5))),
    "Rastrigin": ("20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)", ((-2.3, 2.3), (-2.3, 2.3))),
    "Goldstein–Price": (
        "(1 + (x + y + 1)^2 (19 - 14x + 3x^2 - 14y + 6x y + 3y^2))"
        "(30 + (2x - 3y)^2 (18 - 32x + 12x^2 + 48y - 36x y + 27y^2))",
        ((-2, 2), (-2, 2)),
    ),
}


def main() -> None:
    for name, (text, window) in FOUR.items():
        f = nm.Objective.parse(text)
        reports = [examine(f, window) for _ in range(5)]
        seconds = statistics.median(report.seconds for report in reports)
        print(f"{name:22} {len(reports[0].points):4} points  complete {reports[0].complete!s:5}  {seconds:6.3f} s")
    print()
    complete = total = 0
    for problem in json.loads(PROBLEMS.read_text("utf-8"))["problems"]:
        if len(problem["variables"]) != 2 or not problem["domain"] or not problem["smooth"]:
            continue
        f = nm.Objective.parse(problem["expression"], variables=problem["variables"])
        begin = time.perf_counter()
        report = examine(f, problem["domain"], seconds=5.0)
        seconds = time.perf_counter() - begin
        total, complete = total + 1, complete + report.complete
        left = "; ".join(f"{u.boxes.count} boxes: {u.reason.name.lower()}" for u in report.undecided[:3])
        print(f"{problem['id']:22} {len(report.points):5} points {seconds:6.2f} s  {left or 'these are all'}")
    print(f"\nFully certified within 5 s: {complete} of {total} ({complete / total:.0%})")


if __name__ == "__main__":
    main()
