"""Every named function is what it says: its minima, its window and its lesson."""

from functools import cache

import numpy as np
import pytest
from scipy.optimize import minimize as scipy_minimize

import numerics as nm
from numerics.gallery import GALLERY, GROUPS, NamedFunction

ENTRIES = tuple(GALLERY.values())
WITH_MINIMA = tuple(entry for entry in ENTRIES if entry.minima)
SMOOTH = tuple(entry for entry in WITH_MINIMA if entry.smooth)
KINKED = tuple(entry for entry in WITH_MINIMA if not entry.smooth)
COMPLETE = tuple(entry for entry in SMOOTH if entry.all_minima and len(entry.variables) <= 2)
UNBOUNDED = ("saddle", "monkey_saddle", "wolfe_fan")
CLASSICS = {
    "bowl", "saddle", "monkey_saddle", "rosenbrock", "himmelblau", "beale", "booth", "matyas",
    "three_hump_camel", "six_hump_camel", "goldstein_price", "branin", "ackley", "rastrigin",
    "styblinski_tang", "easom", "mccormick", "canyon", "ellipse", "cliff", "plateau", "parabola",
    "shifted_parabola", "quartic", "polynomial", "coupled_sines", "rosenbrock_4", "rosenbrock_10",
}  # fmt: skip


def by_name(entries):
    return pytest.mark.parametrize("entry", entries, ids=lambda entry: entry.name)


@cache
def objective(name: str) -> nm.Objective:
    entry = GALLERY[name]
    return nm.Objective.parse(entry.text, variables=entry.variables, parameters=entry.parameters)


def sample(entry: NamedFunction, count: int) -> np.ndarray:
    """Points that fill the window, (count, 1) or (count, count, 2).

    From three variables on: random points, every coordinate within the ends of the two intervals.
    """
    if len(entry.variables) <= 2:
        axes = [np.linspace(low, high, count) for low, high in entry.window]
        return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    ends = np.ravel(entry.window)
    return np.random.default_rng(0).uniform(ends.min(), ends.max(), (20_000, len(entry.variables)))


def inside(entry: NamedFunction, x, margin: float = 0.0) -> bool:
    return all(low + margin <= v <= high - margin for v, (low, high) in zip(x, entry.window, strict=False))


def test_the_classics_are_there_and_names_are_unique():
    assert set(GALLERY) >= CLASSICS
    assert len(GALLERY) == sum(len(group) for group in GROUPS.values())
    assert {entry.name for entry in ENTRIES if not entry.minima} == set(UNBOUNDED)


@by_name(ENTRIES)
def test_an_entry_is_complete(entry):
    assert GALLERY[entry.name] is entry
    assert entry.name.replace("_", "").isalnum()
    assert entry.name == entry.name.lower()
    assert entry.title
    assert entry.source
    assert entry.teaches.endswith(".")
    assert ". " not in entry.teaches, "one sentence"
    assert 40 <= len(entry.teaches) <= 100
    assert len(entry.window) == min(2, len(entry.variables))
    assert len(entry.start) == len(entry.variables)
    assert all(low < high for low, high in entry.window)
    assert inside(entry, entry.start)


@by_name(ENTRIES)
def test_an_entry_parses_and_has_a_value_at_its_start(entry):
    f = objective(entry.name)
    assert f.variables == entry.variables
    assert set(f.parameters) == set(entry.parameters)
    assert np.isfinite(f(entry.start))
    assert np.all(np.isfinite(f.gradient(entry.start)))
    assert np.linalg.norm(f.gradient(entry.start)) > 1e-4, "nothing would move from here"


@by_name(WITH_MINIMA)
def test_the_minima_are_in_the_window_and_have_the_recorded_value(entry):
    f = objective(entry.name)
    values = [value for _, value in entry.minima]
    assert values == sorted(values)
    for x, value in entry.minima:
        assert inside(entry, x)
        assert f(x) == pytest.approx(value, rel=1e-12, abs=1e-12)


@by_name(SMOOTH)
def test_the_minima_are_stationary_with_no_negative_curvature(entry):
    f = objective(entry.name)
    for x, _ in entry.minima:
        assert np.linalg.norm(f.gradient(x)) < 1e-6
        eigenvalues = np.linalg.eigvalsh(f.hessian(x))
        assert eigenvalues[0] > -1e-9 * max(1.0, eigenvalues[-1])


@by_name(KINKED)
@pytest.mark.parametrize("radius", [1e-1, 1e-3, 1e-6])
def test_no_point_near_a_kinked_minimum_is_lower(entry, radius):
    f = objective(entry.name)
    for x, value in entry.minima:
        near = x + radius * np.random.default_rng(1).uniform(-1, 1, (2000, len(x)))
        assert np.min(f(near)) >= value - 1e-13


@by_name(WITH_MINIMA)
def test_nothing_in_the_window_is_lower_than_the_first_minimum(entry):
    values = objective(entry.name)(sample(entry, 301))
    lowest = entry.minima[0][1]
    assert np.nanmin(values) >= lowest - 1e-9 * max(1.0, abs(lowest))


@by_name(COMPLETE)
def test_no_minimum_of_the_window_is_missing(entry):
    """Every grid point lower than its neighbours leads L-BFGS to a listed minimum, a saddle or the border."""
    f = objective(entry.name)
    points = sample(entry, 151)
    values = np.nan_to_num(f(points), nan=np.inf)
    lower = np.isfinite(values)
    for axis in range(values.ndim):
        for shift in (1, -1):
            lower &= values <= np.roll(values, shift, axis)
    tolerance = 1e-3 * min(high - low for low, high in entry.window)
    for start in points[lower]:
        found = scipy_minimize(
            lambda x: float(f(x)), start, jac=lambda x: f.gradient(x), method="L-BFGS-B",
            bounds=entry.window, options={"maxiter": 2000, "ftol": 0, "gtol": 1e-9},
        ).x  # fmt: skip
        if inside(entry, found, margin=tolerance) and np.linalg.eigvalsh(f.hessian(found))[0] > 0:
            distance = min(np.linalg.norm(found - np.array(x)) for x, _ in entry.minima)
            assert distance < 10 * tolerance, f"another minimum near {found}"


@pytest.mark.parametrize("name", UNBOUNDED)
def test_the_functions_without_a_minimum_fall_without_end(name):
    downhill = {"saddle": (0, 1), "monkey_saddle": (-1, 0), "wolfe_fan": (-1, 0)}[name]
    f = objective(name)
    assert np.all(np.diff(f(np.outer([1, 10, 100, 1000], downhill))) < 0)


def test_the_canyon_has_condition_five_along_the_diagonals():  # C8
    eigenvalues, vectors = np.linalg.eigh(objective("canyon").hessian([0.3, -2]))
    assert eigenvalues == pytest.approx([1, 5])
    assert abs(vectors[:, 1] @ [1, 1]) == pytest.approx(np.sqrt(2))
    assert abs(vectors[:, 0] @ [1, -1]) == pytest.approx(np.sqrt(2))
