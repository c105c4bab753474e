"""Records what the PyTorch and JAX snippets of `numerics.export.snippets` print, into snippets.json.

    python tests/data/record_snippets.py write    # in the laboratory's environment: the snippets of every case
    python tests/data/record_snippets.py run      # where torch, or jax and optax, are installed: what they print

The tests compare the texts with those of today and the printed numbers with our iterates: whoever changes a snippet has
to run it again.
"""

import ast
import contextlib
import importlib.metadata
import importlib.util
import io
import json
import platform
import sys
from pathlib import Path

FILE = Path(__file__).with_name("snippets.json")
VALLEY = "(1 - x)^2 + 100(y - x^2)^2"
FORMULAS = [
    "exp(x) + exp2(y) + expm1(x y) + 2^x + x^1.5 + x^y",
    "log(x) + log2(y) + log10(x + 3) + log1p(y) + sqrt(x y + 2) + cbrt(y - 3) + e^-x",
    "sin(x) + cos(y) + tan(x y/9) + asin(x/4) + acos(y/4) + atan(x y) + sec(x/3) + sin(π y) + cos(τ x)",
    "sinh(x/2) + cosh(y/2) + tanh(x y) + asinh(y) + acosh(x + 3) + atanh(y/4) + atan2(y, x) + hypot(x, y)",
    "erf(x) + erfc(y) + loggamma(y + 4.5) + sigmoid(x y) + softplus(x) + |x - 2| + x^3/3",
    "max(x, y, 0.5) - min(x, -y) + relu(y - x)^2 + sign(x) y + where(0 < x < 9, x^2, y) + sqrt(2) x + norm(x, y, 1)",
    "where(x <= y, x, y^2) + where(x > y, x, 1) + where(x >= 9, 1, x y) + where(x = 0, 1, y)",
    "a x^3 + sqrt(b) y^2/(a + x^2) + λ t_1 t^2",
]
KNOBS = {
    "gradient_descent": {"learning_rate": 1e-3},
    "momentum": {"learning_rate": 5e-4, "momentum": 0.8},
    "nesterov": {"learning_rate": 5e-4, "momentum": 0.9},
    "adagrad": {"learning_rate": 0.1, "epsilon": 1e-7},
    "rmsprop": {"learning_rate": 0.01, "decay": 0.95, "epsilon": 1e-6},
    "adam": {"learning_rate": 0.05, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6},
    "adamw": {"learning_rate": 0.05, "weight_decay": 0.3},
    "amsgrad": {"learning_rate": 0.05, "beta1": 0.5, "beta2": 0.7},
    "diagonal_preconditioning": {"learning_rate": 0.5, "damping": 1.0},
    "newton": {},
    "lbfgs": {"memory": 7},
}
SCHEDULES = {"gradient_descent": "step", "rmsprop": "warm_up", "adam": "cosine", "adamw": "inverse_time"}


def write() -> None:
    import numerics as nm

    cases = [{"method": name, "knobs": knobs, "text": VALLEY, "start": [-1.2, 1.0]} for name, knobs in KNOBS.items()]
    cases[-1]["steps"] = 60  # until it has converged
    cases += [case | {"schedule": SCHEDULES[case["method"]]} for case in cases if case["method"] in SCHEDULES]
    for text in FORMULAS:
        few = {"method": "gradient_descent", "knobs": {"learning_rate": 0.01}, "text": text, "steps": 3}
        cases.append(few | ({"parameters": {"a": 1.7, "b": 0.3, "lambda": -0.5}} if "a x" in text else {}))
    for case in cases:
        f = nm.Objective.parse(case["text"], parameters=case.get("parameters"))
        case.setdefault("start", [0.7, 1.3, 0.4, -0.6][: f.dimension])
        case.setdefault("steps", 20)
        case.setdefault("schedule", "constant")
        run = nm.minimize(f, case["start"], case["method"], case["steps"], schedule=case["schedule"], **case["knobs"])
        found = nm.export.snippets(run)
        case["libraries"] = {name: {"snippet": found[name]} for name in ("PyTorch", "JAX") if name in found}
    save({"about": "What the snippets print; see record_snippets.py.", "made_with": {}, "cases": cases})


def run() -> None:
    record = json.loads(FILE.read_text("utf-8"))
    for case in record["cases"]:
        for library, entry in case["libraries"].items():
            package = {"PyTorch": "torch", "JAX": "jax"}[library]
            if importlib.util.find_spec(package):
                entry["points"] = printed(entry["snippet"])
                versions = [
                    f"{name} {importlib.metadata.version(name)}" for name in (package, "optax", "numpy") if has(name)
                ]
                record["made_with"][library] = ", ".join([*versions, f"Python {platform.python_version()}"])
    save(record)


def has(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def printed(snippet: str) -> list:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(snippet, "<snippet>", "exec"), {})
    return [ast.literal_eval(line[line.index("[") : line.index("]") + 1]) for line in out.getvalue().splitlines()]


def save(record: dict) -> None:
    FILE.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    {"write": write, "run": run}[sys.argv[1]]()
