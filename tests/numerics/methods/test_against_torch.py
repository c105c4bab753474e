"""The stochastic family step by step against what PyTorch recorded (tests/data/torch_optimizers.json)."""

import json
from pathlib import Path

import numpy as np
import pytest

from numerics.methods import METHODS
from numerics.minimize import minimize
from numerics.objective import Objective

RECORD = json.loads((Path(__file__).parents[2] / "data" / "torch_optimizers.json").read_text("utf-8"))
OUR_NAMES = {"lr": "learning_rate", "eps": "epsilon", "alpha": "decay"}
TORCH_DEFAULTS = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8}


def ours(name, settings):
    """Torch's settings as knobs of our method."""
    settings = {**TORCH_DEFAULTS, **settings} if name == "adam" else dict(settings)
    for switch in ("nesterov", "amsgrad"):  # a method of its own here
        settings.pop(switch, None)
    if "betas" in settings:
        settings["beta1"], settings["beta2"] = settings.pop("betas")
    return {OUR_NAMES.get(key, key): value for key, value in settings.items()}


@pytest.mark.parametrize("recorded", sorted(RECORD["paths"]))
def test_every_step_agrees_with_torch(recorded):
    name = recorded.removesuffix("_default")
    points = np.array(RECORD["paths"][recorded]["points"])
    knobs = ours(name, RECORD["paths"][recorded]["settings"])
    f = Objective.parse(RECORD["expression"])
    run = minimize(f, points[0], name, steps=len(points) - 1, tolerance=None, **knobs)
    path = run.x
    if name == "nesterov":  # torch's parameters are the look-ahead points y = x + β v, and v the last step
        velocity = np.diff(run.x, axis=0, prepend=run.x[:1])
        path = run.x + knobs["momentum"] * velocity
    np.testing.assert_allclose(path, points, rtol=1e-11, atol=1e-13)
    assert np.linalg.norm(points[-1] - points[0]) > 0.01


def test_the_record_covers_the_methods_with_a_torch_counterpart():
    names = {name.removesuffix("_default") for name in RECORD["paths"]}
    assert names == {"momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "amsgrad"}
    assert names <= set(METHODS)
    assert "torch 2.13.0" in RECORD["made_with"]
