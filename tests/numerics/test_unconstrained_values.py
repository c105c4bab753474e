"""Published test problems: value at the start, and value, gradient and Hessian at every known minimum."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import numerics as nm

PROBLEMS = json.loads((Path(__file__).parents[1] / "data" / "unconstrained.json").read_text("utf-8"))["problems"]
UNIT_ROUNDOFF = 2.0**-53

# At 0 the derivatives of x^y hold 0 · log 0 and 0 · 0⁻¹: no value, although the limits exist.
DERIVATIVES_UNDEFINED = {"brown_powers"}

each_problem = pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem["id"])


@cache
def _objective(expression: str, variables: tuple[str, ...]) -> nm.Objective:
    return nm.Objective.parse(expression, variables=variables)


def objective(problem) -> nm.Objective:
    return _objective(problem["expression"], tuple(problem["variables"]))


def known_minima(problem):
    return problem["minima"] + problem["local_minima"]


def smooth_minima(problem):
    """The minima with an eigenvalue record, as (x, eigenvalues)."""
    shift = 1e-9 if problem["id"] in DERIVATIVES_UNDEFINED else 0.0
    for minimum in known_minima(problem):
        if "hessian_eigenvalues" in minimum:
            yield np.array(minimum["x"]) + shift, np.array(minimum["hessian_eigenvalues"])


def test_the_collection_is_whole():
    assert len(PROBLEMS) == 62
    assert sum(len(known_minima(problem)) for problem in PROBLEMS) > 120


@each_problem
def test_the_value_at_the_start(problem):
    assert objective(problem)(problem["start"]) == pytest.approx(problem["f_at_start"], rel=1e-12, abs=1e-13)


@each_problem
def test_the_value_at_every_known_minimum(problem):
    f = objective(problem)
    for minimum in known_minima(problem):
        assert abs(f(minimum["x"]) - minimum["f"]) <= problem["tolerance"]["f_abs"]


@each_problem
def test_the_gradient_vanishes_at_every_smooth_minimum(problem):
    """Rounding x alone moves the gradient by λmax · |x| · 2⁻⁵³; allow it a thousand times over."""
    f = objective(problem)
    for x, eigenvalues in smooth_minima(problem):
        scale = max(1.0, *np.abs(eigenvalues)) * max(1.0, np.abs(x).max())
        moved = 1e-8 if problem["id"] in DERIVATIVES_UNDEFINED else 0.0
        assert np.linalg.norm(f.gradient(x)) <= 1024 * UNIT_ROUNDOFF * scale + moved


@each_problem
def test_the_hessian_at_every_smooth_minimum(problem):
    f = objective(problem)
    for x, expected in smooth_minima(problem):
        found = np.linalg.eigvalsh(f.hessian(x))
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-10 * max(1.0, np.abs(expected).max()))
