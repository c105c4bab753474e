"""Scripts are run apart from the laboratory, many in one process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ALONE = Path(__file__).with_name("alone.py")


@pytest.fixture(scope="session")
def run_alone(tmp_path_factory):
    """Runs scripts, or lists of cells, by name where there is NumPy alone (or SciPy too); returns what they left."""

    def run(scripts, *packages):
        file = tmp_path_factory.mktemp("scripts") / "scripts.json"
        file.write_text(json.dumps(scripts), "utf-8")
        command = [sys.executable, "-I", ALONE, file, *packages]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=file.parent)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def assert_repeats():
    """Compares what a script left behind with the run that it repeats, bit for bit."""

    def compare(left, run):
        assert left["x"] == run.x.tobytes().hex()
        assert left["f"] == run.f.tobytes().hex()
        assert left["gradient"] == run.gradient.tobytes().hex()
        assert left["cost"] == run.cost.tolist()
        assert left["outcome"] == run.outcome.name
        *_, first, _, _ = left["printed"].splitlines()
        assert [float(number) for number in first.split()[1 : 1 + run.objective.dimension]] == run.x[-1].tolist()

    return compare
