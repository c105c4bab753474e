"""Published constrained problems from their standard start: ours beside SciPy's SLSQP and trust-constr, in one run.

    python -m benchmarks.constrained

Solved means: every constraint holds up to 1e-6 and f is that of a documented solution or local solution up to its
tolerance. Certified means that the point also passes our certificate (`ConstrainedProblem.kkt`, tolerance 1e-7). All
get the same compiled functions with exact first derivatives, trust-constr the exact Hessian of f, too; SciPy's
settings are its defaults. A second count drops what only a polished end can have: the certificate at 1e-4.
"""

import json
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import NonlinearConstraint, minimize

import numerics as nm

FIELD = Path(__file__).parents[1] / "tests" / "data" / "constrained.json"
Point = np.ndarray[Any, np.dtype[np.float64]]


def ours(problem: nm.ConstrainedProblem, start: Point) -> Point:
    return problem.solve(start).x


def slsqp(problem: nm.ConstrainedProblem, start: Point) -> Point:
    model = problem.model
    parts = [
        {
            "type": "eq" if equal else "ineq",
            "fun": lambda x, i=i, s=1 if equal else -1: s * model.evaluate(x)[1 + i],
            "jac": lambda x, i=i, s=1 if equal else -1: s * model.evaluate(x, "gradient")[1 + i],
        }
        for i, equal in enumerate(model.equality)
    ]
    return minimize(
        lambda x: float(model.evaluate(x)[0]), start, jac=lambda x: model.evaluate(x, "gradient")[0], method="SLSQP",
        constraints=parts, options={"maxiter": 1000},
    ).x  # fmt: skip


def trust_constr(problem: nm.ConstrainedProblem, start: Point) -> Point:
    model = problem.model
    constraint = NonlinearConstraint(
        lambda x: model.evaluate(x)[1:], np.where(model.equality, 0.0, -np.inf), 0.0,
        jac=lambda x: model.evaluate(x, "gradient")[1:],
        hess=lambda x, v: np.tensordot(v, model.evaluate(x, "hessian")[1:], 1),
    )  # fmt: skip
    return minimize(
        lambda x: float(model.evaluate(x)[0]), start, jac=lambda x: model.evaluate(x, "gradient")[0],
        hess=lambda x: model.evaluate(x, "hessian")[0], method="trust-constr", constraints=[constraint],
    ).x  # fmt: skip


SOLVERS: dict[str, Callable[[nm.ConstrainedProblem, Point], Point]] = {
    "ours": ours,
    "SLSQP": slsqp,
    "trust-constr": trust_constr,
}


def main() -> None:
    field = json.loads(FIELD.read_text("utf-8"))["problems"]
    for name, solver in SOLVERS.items():
        solved, certified, roughly, seconds, misses = 0, 0, 0, [], []
        for entry in field:
            problem = nm.ConstrainedProblem.parse(entry["minimize"], entry["constraints"], entry["variables"])
            start = np.array(entry["start"], dtype=float)
            ours(problem, start)  # compiles the functions
            begin = time.perf_counter()
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                x = solver(problem, start)
            seconds.append(time.perf_counter() - begin)
            f = float(problem.values(x)[0])
            known = [solution["f"] for solution in (*entry["solutions"], *entry["local_solutions"])]
            near = min(abs(f - value) for value in known) <= entry["tolerance"]
            good = bool(near and problem.violation(x).max(initial=0.0) <= 1e-6)
            solved += good
            certified += good and problem.kkt(x).holds
            roughly += good and problem.kkt(x, tolerance=1e-4).holds
            if not good:
                misses.append(entry["name"])
        print(
            f"{name:13} solved {solved} of {len(field)}   certified {certified} (to 1e-4: {roughly})   "
            f"median {1000 * statistics.median(seconds):.1f} ms   misses: {', '.join(misses) or 'none'}"
        )


if __name__ == "__main__":
    main()
