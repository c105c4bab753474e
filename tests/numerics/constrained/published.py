"""The published problems that several tests run over."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numerics as nm

PROBLEMS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "constrained.json").read_text("utf-8")
)["problems"]
ENTRIES = {entry["name"]: entry for entry in PROBLEMS}


@cache
def problem_named(name: str) -> nm.ConstrainedProblem:
    entry = ENTRIES[name]
    return nm.ConstrainedProblem.parse(entry["minimize"], entry["constraints"], entry["variables"])
