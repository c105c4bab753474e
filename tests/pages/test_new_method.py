"""Adding a method is one file: the one in the README is laid in, and found in picker, race, basins and export."""

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import numerics as nm
from numerics import methods
from numerics.methods import METHODS, Method
from numerics.registry import discover
from tests.pages.test_pages import opened

ROOT = Path(__file__).parents[2]


@pytest.fixture
def sign_descent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The README's method, as if its file lay in `numerics/methods`; its name."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "sign_descent.py").write_text(next(block for block in blocks if "(Method)" in block), "utf-8")
    monkeypatch.setattr(methods, "__path__", [*methods.__path__, str(tmp_path)])
    monkeypatch.setitem(METHODS, "sign_descent", discover(methods, Method)["sign_descent"])
    yield "sign_descent"
    sys.modules.pop("numerics.methods.sign_descent")
    importlib.invalidate_caches()


def test_the_picker_offers_it_and_runs_it(sign_descent: str) -> None:
    app = opened("pages/descent.py", f="x^2 + y^2", start="1,2", methods=f"adam,{sign_descent}", look="inside")
    assert not app.exception
    assert not app.error
    assert "Sign descent" in app.multiselect(key="descent.methods").options
    assert app.number_input(key="descent.sign_descent.learning_rate").value > 0


def test_it_races(sign_descent: str) -> None:
    app = opened("pages/race.py", methods=f"gradient_descent,{sign_descent}")
    assert not app.exception
    assert not app.error
    assert "Sign descent" in next(box for box in app.multiselect if sign_descent in box.value).options
    found = nm.race([sign_descent, "adam"], ["rosenbrock"])
    assert [method.name for method in found.methods] == [sign_descent, "adam"]


def test_it_has_basins_and_a_script_that_repeats_its_run(sign_descent: str) -> None:
    f = nm.Objective.parse("(x^2 - 1)^2 + y^2")
    ends = nm.basins(f, resolution=20, method=sign_descent, steps=100, learning_rate=0.05)
    assert ends.label.shape == (20, 20)
    run = nm.minimize(f, [0.5, 1.0], sign_descent, steps=25, learning_rate=0.1)
    # Sign descent walks in equal strides, whatever the slope.
    np.testing.assert_allclose(np.abs(np.diff(run.x, axis=0)), 0.1, rtol=1e-12)
    check = f"{nm.export.script(run)}\nassert x.tolist() == {run.x.tolist()}\n"
    assert "class SignDescent" in check
    subprocess.run([sys.executable, "-c", check], check=True, capture_output=True)
