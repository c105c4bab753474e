"""A run as numbers: CSV for tables, JSON with everything that it takes to repeat it."""

import csv as commas
import io
import json
import math
from dataclasses import fields
from typing import Any

from numerics.methods import Method
from numerics.run import Run


def csv(run: Run) -> str:
    """Every iterate as a line of CSV: step, x, f, gradient, ‖∇f‖, the length of the step to it, evaluations so far.

    The first line names the columns. Numbers have as many digits as it takes to read them back exactly; nan and
    inf stand for themselves, and the first step length is empty.
    """
    names = run.objective.variables
    text = io.StringIO()
    writer = commas.writer(text, lineterminator="\n")
    writer.writerow(
        ["step", *names, "f", *(f"df/d{name}" for name in names), "gradient_norm", "step_length"]
        + [f"{what}_evaluations" for what in run.evaluations._fields]
    )
    lengths: list[Any] = ["", *run.step_length.tolist()]
    for step, length in enumerate(lengths):
        numbers = [*run.x[step].tolist(), float(run.f[step]), *run.gradient[step].tolist()]
        writer.writerow(
            [step, *map(repr, [*numbers, float(run.gradient_norm[step])]), length, *run.cost[step].tolist()]
        )
    return text.getvalue()


def json_text(run: Run) -> str:
    """The run as strict JSON: function, method with its knobs, start, bounds, outcome, and every iterate as in `csv`.

    JSON has no NaN and no infinity: they are written as the strings "nan", "inf" and "-inf".
    """
    f, method = run.objective, run.method
    document = {
        "about": 'A run of the Numerical Computation Lab. The strings "nan", "inf" and "-inf" stand for such numbers.',
        "function": {"text": f.text, "variables": f.variables, "parameters": dict(f.parameters)},
        "method": {"name": method.name, "title": method.title, "knobs": dict(method.knobs)} | _rest(method),
        "schedule": {"name": method.schedule.name, "knobs": dict(method.schedule.knobs)},
        "start": run.x[0].tolist(),
        "steps": run.limit,
        "tolerance": run.tolerance,
        "budget": run.budget,
        "outcome": {"name": run.outcome.name, "meaning": run.outcome.value},
        "evaluations": run.evaluations._asdict(),
        "iterates": {
            "x": run.x.tolist(),
            "f": run.f.tolist(),
            "gradient": run.gradient.tolist(),
            "gradient_norm": run.gradient_norm.tolist(),
            "step_length": run.step_length.tolist(),
            "evaluations": run.cost.tolist(),
        },
        "beyond": None if run.beyond is None else run.beyond.tolist(),
    }
    return json.dumps(_strict(document), allow_nan=False, ensure_ascii=False, indent=1) + "\n"


def _rest(method: Method) -> dict[str, str]:
    """What else makes the method what it is: its fields of text, such as a typed rule."""
    values = {item.name: getattr(method, item.name) for item in fields(method)}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _strict(value: Any) -> Any:
    """The value with every number that JSON lacks as a string."""
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    if isinstance(value, dict):
        return {key: _strict(each) for key, each in value.items()}
    return [_strict(each) for each in value] if isinstance(value, list | tuple) else value
