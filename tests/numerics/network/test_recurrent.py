"""Recurrent networks: gradients through time against products of matrices and finite differences."""

import numpy as np
import pytest

import numerics as nm
from numerics.network import Recurrent, through_time
from numerics.network.recurrent import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_row_B11_a_linear_recurrence_multiplies_by_the_same_matrix_at_every_step(kind: str) -> None:
    net = Recurrent(steps=30, units=12, radius=0.9, kind=kind, activation="linear")
    found = through_time(net)
    assert np.abs(np.linalg.eigvals(net.weights)).max() == pytest.approx(0.9, rel=1e-2 if kind == "shear" else 1e-9)
    c = np.random.default_rng((0, 1)).standard_normal(12)
    c /= np.linalg.norm(c)
    powers = [np.linalg.norm(np.linalg.matrix_power(net.weights.T, k) @ c) for k in range(31)]
    np.testing.assert_allclose(found.h_gradients[::-1], powers, rtol=1e-9)


def test_row_B11_the_spectral_radius_decides_in_the_long_run() -> None:
    """Gelfand: ‖Wᵏ‖^(1/k) → ρ; the norm of a gradient follows ρᵏ up to a factor."""
    for radius in (0.8, 1.0, 1.2):
        gradients = through_time(Recurrent(400, 16, radius, activation="linear")).h_gradients[::-1]
        assert (gradients[400] / gradients[200]) ** (1 / 200) == pytest.approx(radius, rel=0.01)
    kept = through_time(Recurrent(400, 16, 1.0, "orthogonal", "linear"))
    assert kept.h_gradients == pytest.approx(1, rel=1e-10)


def test_a_shear_lets_a_gradient_grow_although_every_eigenvalue_is_below_one() -> None:
    found = through_time(Recurrent(100, 64, 0.9, "shear", "linear"))
    assert found.h_gradients.max() > 100
    assert found.stretch > 1
    later = through_time(Recurrent(1000, 8, 0.9, "shear", "linear"))
    assert later.h_gradients[0] < 1e-9, "in the long run it vanishes"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_no_step_back_stretches_more_than_the_bound(kind: str, activation: str) -> None:
    found = through_time(Recurrent(40, 16, 1.1, kind, activation, drive=0.5))
    ratios = found.h_gradients[:-1] / np.maximum(found.h_gradients[1:], 1e-300)
    assert ratios.max() <= found.stretch * found.steepest * (1 + 1e-12)


def test_the_gradient_of_the_shared_matrix_sums_over_all_steps() -> None:
    net = Recurrent(6, 3, 1.1, activation="tanh", drive=0.7, seed=2)
    found = through_time(net)
    random = np.random.default_rng((2, 1))
    c, inputs = random.standard_normal(3), 0.7 * random.standard_normal((6, 3))
    c /= np.linalg.norm(c)

    def value(W: np.ndarray) -> float:
        h = np.zeros(3)
        for x in inputs:
            h = np.tanh(W @ h + x)
        return float(c @ h)

    numeric = np.empty((3, 3))
    for index in np.ndindex(3, 3):
        nudge = np.zeros((3, 3))
        nudge[index] = 1e-6
        numeric[index] = (value(net.weights + nudge) - value(net.weights - nudge)) / 2e-6
    assert found.weight_gradient == pytest.approx(np.linalg.norm(numeric), rel=1e-7)
    assert found.contributions[0] == 0  # h_0 = 0
    assert found.weight_gradient <= found.contributions.sum() * (1 + 1e-12)


@pytest.mark.parametrize(
    "bad",
    [{"steps": 10**6}, {"units": 10**5}, {"steps": 0}, {"radius": 0.0}, {"drive": float("nan")}, {"kind": "x"}],
    ids=str,
)
def test_hostile_sizes_are_refused_with_one_sentence(bad: dict) -> None:
    with pytest.raises(nm.NumericsError):
        Recurrent(**bad)
