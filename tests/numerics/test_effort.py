"""Costs are reckoned, not timed: the same every time, and larger where there is more to do."""

import math

import numpy as np
import pytest

import numerics as nm
from numerics.effort import affordable_cells, affordable_resolution
from numerics.gallery import GALLERY
from numerics.methods import METHODS

WINDOW = [(-2, 2), (-1, 3)]
ROSENBROCK = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
TEN = nm.Objective.parse(GALLERY["rosenbrock_10"].text)


def resolution(f=ROSENBROCK, method="adam", wanted=1000, steps=300, seconds=1.0):
    return affordable_resolution(f, WINDOW, wanted, METHODS[method](), steps, seconds)


def test_the_same_question_has_the_same_answer():
    assert resolution() == resolution()
    assert resolution(wanted=20) == 20


def test_more_steps_variables_and_evaluations_leave_fewer_starts():
    assert resolution(steps=100) > resolution(steps=300) > resolution(TEN)
    assert resolution(method="gradient_descent_exact") < resolution(method="adam")
    assert resolution(method="gradient_descent_exact", seconds=0.01) < 20


def test_the_number_of_starts_is_proportional_to_the_time():
    few, many = resolution(seconds=0.1), resolution(seconds=0.4)
    assert many == pytest.approx(2 * few, rel=0.02)


def test_a_function_of_hundreds_of_terms_gets_fewer_starts():
    terms = " + ".join(f"sin({k}x) cos({k}y)" for k in range(1, 45))
    assert resolution(nm.Objective.parse(terms)) < 0.5 * resolution()


def test_maps_of_single_runs_have_fewer_cells_than_batches():
    start = (-1.2, 1.0)
    batch = {"learning_rate": np.geomspace(1e-4, 1, 100), "start.x": np.linspace(-2, 2, 100)}
    single = {"radius": np.geomspace(1e-3, 10, 100), "accept": np.linspace(0, 0.25, 100)}
    many = affordable_cells(ROSENBROCK, start, METHODS["adam"](), batch, 300, 1.0)
    few = affordable_cells(ROSENBROCK, start, METHODS["trust_region"](), single, 300, 1.0)
    assert 100 < few < many / 10
    assert affordable_cells(ROSENBROCK, start, METHODS["adam"](), batch, 1000, 1.0) < many
    assert affordable_cells(ROSENBROCK, (1.0, 1.0), METHODS["trust_region"](), single, 300, 1.0) >= math.isqrt(few)


def test_a_typed_rule_of_many_parts_gets_fewer_starts():
    short = nm.parse_rule("x ← x - eta g/1000")()
    long = nm.parse_rule("x ← x - eta (" + " + ".join(f"sin({k}g)" for k in range(1, 33)) + ")/1000")()
    few, many = (affordable_resolution(ROSENBROCK, WINDOW, 1000, rule, 300, 1.0) for rule in (long, short))
    assert few < 0.7 * many
