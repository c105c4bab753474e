"""Networks at initialization, against finite differences, closed forms and SciPy."""

import numpy as np
import pytest
from scipy import integrate, stats

import numerics as nm
from numerics.network import (
    ACTIVATIONS,
    INITIALIZATIONS,
    LOSSES,
    Architecture,
    Network,
    activation_of,
    backward,
    draw,
    forward,
    jacobian,
    jacobian_spectrum,
    predict,
    scale_map,
    signals,
)
from numerics.network.signals import example, norm

SMALL = {"depth": 3, "width": 4, "initialization": "lecun"}


def with_biases(architecture: Architecture) -> Network:
    random = np.random.default_rng(5)
    return draw(architecture, 1)._replace(
        biases=tuple(random.standard_normal(architecture.width) for _ in range(architecture.depth))
    )


def differences(f, at: np.ndarray, step: float = 1e-5) -> np.ndarray:
    """Central differences of f, which is a function of nothing, as `at` is varied in place."""
    found = np.empty(at.shape + np.shape(f()))
    for index in np.ndindex(at.shape):
        kept = at[index]
        at[index] = kept + step
        above = f()
        at[index] = kept - step
        found[index] = (above - f()) / (2 * step)
        at[index] = kept
    return found


@pytest.mark.parametrize(
    ("activation", "normalization", "residual", "loss"),
    [
        ("relu", "none", False, "probe"),
        ("leaky_relu", "none", True, "squared"),
        ("tanh", "layer", False, "squared"),
        ("sigmoid", "batch", True, "probe"),
        ("gelu", "layer", True, "squared"),
        ("silu", "batch", False, "squared"),
        ("linear", "none", False, "squared"),
        ("sin(3x) + x^2/5", "layer", False, "probe"),
    ],
)
def test_row_B11_gradient_norms_per_layer_agree_with_central_differences(
    activation: str, normalization: str, residual: bool, loss: str
) -> None:
    architecture = Architecture(activation=activation, normalization=normalization, residual=residual, **SMALL)
    network = with_biases(architecture)
    inputs, target = example(architecture, 0, 3, loss)
    done = forward(network, inputs)
    found = backward(network, done, LOSSES[loss].gradient(done.h[-1], target))

    def value() -> float:
        return LOSSES[loss].value(forward(network, inputs).h[-1], target)

    for layer in range(architecture.depth):
        independent = differences(value, network.weights[layer])
        assert norm(found.weights[layer]) == pytest.approx(norm(independent), rel=1e-6)
        np.testing.assert_allclose(found.weights[layer], independent, rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(found.biases[layer], differences(value, network.biases[layer]), atol=1e-8)
    np.testing.assert_allclose(found.h[0], differences(value, inputs), atol=1e-8)


@pytest.mark.parametrize(("normalization", "residual"), [("none", False), ("layer", True)])
def test_the_jacobian_agrees_with_central_differences_and_with_the_backward_pass(
    normalization: str, residual: bool
) -> None:
    architecture = Architecture(activation="tanh", normalization=normalization, residual=residual, **SMALL)
    network = with_biases(architecture)
    x, c = example(architecture, 0, 1, "probe")
    done = forward(network, x)
    found = jacobian(network, done)
    np.testing.assert_allclose(found, differences(lambda: forward(network, x).h[-1][0], x[0]).T, atol=1e-8)
    np.testing.assert_allclose(backward(network, done, c[None]).h[0][0], found.T @ c, rtol=1e-12)


def test_row_B11_he_keeps_the_level_through_fifty_relu_layers() -> None:
    """Median over seeds in [0.5, 2] at depth 50 and width 256, of activations and of gradients, first to last layer."""
    found = signals(Architecture(depth=50, width=256, activation="relu", initialization="he"), seeds=5, batch=1)
    assert 0.5 <= np.median(found.activations[:, -1] / found.activations[:, 0]) <= 2
    assert 0.5 <= np.median(found.h_gradients[:, 0] / found.h_gradients[:, -1]) <= 2
    assert 0.5 <= np.median(found.weight_gradients[:, 0] / found.weight_gradients[:, -1]) <= 2


def test_row_B11_xavier_with_tanh_decays_slowly() -> None:
    """Like 1/√(2l), not exponentially: the variance q of a critical tanh network follows q ← q - 2q²."""
    found = signals(Architecture(depth=50, width=128, activation="tanh", initialization="xavier"), seeds=3)
    end = np.median(found.activations[:, -1])
    assert 0.5 < end * np.sqrt(2 * 50) < 1.5
    assert 0.05 < np.median(found.h_gradients[:, 0] / found.h_gradients[:, -1]) < 0.5
    deep = predict(Architecture(depth=1000, width=16, activation="tanh", initialization="xavier"))
    assert deep.activations[-1] * np.sqrt(2 * 1000) == pytest.approx(1, abs=0.01)
    assert predict(Architecture(activation="sigmoid", initialization="xavier")).h_gradients[0] < 1e-30


@pytest.mark.parametrize("s", [0.5, 2.0, 1.3])
def test_row_B11_weights_times_s_give_a_relu_gradient_times_s_to_the_L(s: float) -> None:
    plain, scaled = (signals(Architecture(depth=50, width=32, scale=scale), seeds=3) for scale in (1.0, s))
    factor = s**50
    exact = s in (0.5, 2.0)  # powers of two do not round
    np.testing.assert_allclose(scaled.h_gradients[:, 0], plain.h_gradients[:, 0] * factor, rtol=0 if exact else 1e-12)
    np.testing.assert_allclose(scaled.activations[:, -1], plain.activations[:, -1] * factor, rtol=1e-12)
    np.testing.assert_allclose(scaled.weight_gradients, plain.weight_gradients * s**49, rtol=1e-12)


def test_row_B11_residual_connections_and_layer_normalization_carry_a_gradient_through_small_weights() -> None:
    small = {"depth": 40, "width": 32, "activation": "tanh", "initialization": "lecun", "scale": 0.3}
    lost, added, normed = (
        np.median(signals(Architecture(**small, **more), seeds=3).h_gradients[:, 0])  # type: ignore[arg-type]
        for more in ({}, {"residual": True}, {"normalization": "layer"})
    )
    assert lost < 1e-15
    assert added > 0.1
    assert normed > 1e-3


def test_theory_closed_forms() -> None:
    assert predict(Architecture(width=8)).activations == pytest.approx(1)
    assert predict(Architecture(width=8)).h_gradients == pytest.approx(1)
    linear = predict(Architecture(5, 8, "linear", "xavier", scale=1.5))
    assert linear.activations == pytest.approx(1.5 ** np.arange(6))
    assert linear.h_gradients == pytest.approx(1.5 ** np.arange(5, -1, -1))
    added = predict(Architecture(6, 8, "linear", "lecun", scale=1.0, residual=True))
    assert added.activations == pytest.approx(2 ** (np.arange(7) / 2))
    normed = predict(Architecture(6, 8, "relu", "he", scale=0.01, normalization="layer"))
    assert normed.activations[1:] == pytest.approx(np.sqrt(0.5), rel=0.06)  # ε counts where weights are this small
    assert np.isnan(predict(Architecture(6, 8, residual=True)).h_gradients).all()


def test_theory_of_one_tanh_layer_against_scipy() -> None:
    found = predict(Architecture(1, 8, "tanh", "lecun", scale=1.7))
    normal = stats.norm(scale=1.7).pdf
    square = integrate.quad(lambda u: np.tanh(u) ** 2 * normal(u), -30, 30)[0]
    slope = 1.7**2 * integrate.quad(lambda u: (1 - np.tanh(u) ** 2) ** 2 * normal(u), -30, 30)[0]
    assert found.activations[1] == pytest.approx(np.sqrt(square), rel=1e-9)
    assert found.h_gradients[0] == pytest.approx(np.sqrt(slope), rel=1e-9)


@pytest.mark.parametrize(
    "more",
    [{}, {"normalization": "layer"}, {"normalization": "layer", "residual": True}, {"residual": True}],
    ids=str,
)
def test_wide_networks_follow_the_theory(more: dict) -> None:
    architecture = Architecture(10, 256, "tanh", "xavier", scale=1.4, **more)
    theory, found = predict(architecture), signals(architecture, seeds=3)
    np.testing.assert_allclose(np.median(found.activations, 0), theory.activations, rtol=0.05)
    ratio = found.h_gradients / found.h_gradients[:, -1:]
    np.testing.assert_allclose(np.median(ratio, 0), theory.h_gradients, rtol=0.25)


@pytest.mark.parametrize("name", INITIALIZATIONS)
def test_weights_have_the_variance_that_the_theory_is_given(name: str) -> None:
    for shape in ((60, 60), (40, 90), (90, 40)):
        W = INITIALIZATIONS[name].draw(*shape, np.random.default_rng(0))
        assert W.shape == shape
        assert np.square(W).mean() == pytest.approx(INITIALIZATIONS[name].variance(*shape), rel=0.1)
    square = INITIALIZATIONS["orthogonal"].draw(30, 30, np.random.default_rng(0))
    np.testing.assert_allclose(square.T @ square, np.eye(30), atol=1e-13)


def test_a_map_agrees_with_single_networks_and_with_their_rounded_gradients() -> None:
    architecture = Architecture(width=16, activation="tanh", initialization="xavier", residual=False)
    depths, scales = [2, 7, 20], [0.3, 1.0, 3.0]
    found = scale_map(architecture, depths, scales, batch=4)
    half = nm.FORMATS["float16"]
    for row, scale in enumerate(scales):
        for column, depth in enumerate(depths):
            single = Architecture(depth, 16, "tanh", "xavier", scale)
            network = draw(single, 0)
            inputs, target = example(single, 0, 4, "probe")
            done = forward(network, inputs)
            first = backward(network, done, LOSSES["probe"].gradient(done.h[-1], target)).weights[0]
            assert found.norms[row, column] == pytest.approx(norm(first), rel=1e-10)
            rounded = nm.round_to(first.ravel(), half)
            assert found.vanished(half)[row, column] == ((rounded == 0).mean() >= 0.5)
    assert found.vanished(half)[0].tolist() == [False, False, True]


def test_a_map_marks_what_overflows() -> None:
    found = scale_map(Architecture(width=16), [1, 10, 30], [1.0, 4.0], batch=4)
    half = nm.FORMATS["float16"]
    assert found.overflown(half).tolist() == [[False, False, False], [False, True, True]]
    assert not found.overflown(nm.FORMATS["bfloat16"]).any()


def test_singular_values_of_orthogonal_layers_are_all_one_and_those_of_relu_fade() -> None:
    kept = jacobian_spectrum(Architecture(30, 24, "linear", "orthogonal"))
    assert kept.layers.tolist()[-1] == 30
    assert kept.values == pytest.approx(1, abs=1e-12)
    spread = jacobian_spectrum(Architecture(30, 24, "linear", "lecun"))
    largest, median = spread.values[:, 0], spread.values[:, 12]
    assert largest[-1] / median[-1] > 100 * largest[0] / median[0]
    assert np.isnan(jacobian_spectrum(Architecture(3, 24)).values[-1]).any(), "units that are off let nothing through"


def test_norms_neither_overflow_nor_vanish() -> None:
    assert norm(np.array([3e200, 4e200])) == pytest.approx(5e200)
    assert norm(np.array([3e-200, 4e-200])) == pytest.approx(5e-200)
    assert norm(np.zeros(3)) == 0
    assert norm(np.array([1.0, np.inf])) == np.inf


def test_exploding_networks_are_numbers_and_not_errors() -> None:
    found = signals(Architecture(200, 16, scale=100.0), seeds=1)
    assert found.activations[0, -1] == np.inf or np.isnan(found.activations[0, -1])
    assert np.isfinite(predict(Architecture(200, 16, scale=100.0)).activations[:70]).all()
    assert jacobian_spectrum(Architecture(200, 16, scale=100.0)).values.shape == (13, 16)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_has_its_own_derivative(name: str) -> None:
    z = np.array([[-2.0, -0.3], [0.4, 3.0]])
    phi = activation_of(name)
    numeric = (phi(z + 1e-6) - phi(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(phi.derivative(z), numeric, atol=1e-8)
    assert phi.derivative(z).shape == z.shape


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ({"depth": 10**6}, "depth"),
        ({"width": 10**5}, "width"),
        ({"depth": 0}, "depth"),
        ({"depth": float("inf")}, "depth"),
        ({"width": 2.5}, "width"),
        ({"depth": 900, "width": 900}, "fewer layers"),
        ({"scale": 0.0}, "scale"),
        ({"scale": float("nan")}, "scale"),
        ({"initialization": "magic"}, "choose he"),
        ({"normalization": "group"}, "choose none"),
    ],
    ids=str,
)
def test_hostile_sizes_are_refused_with_one_sentence(sizes: dict, told: str) -> None:
    with pytest.raises(nm.NumericsError, match=told) as refusal:
        Architecture(**sizes)
    assert str(refusal.value).count(". ") == 0


def test_hostile_work_is_refused_with_one_sentence() -> None:
    with pytest.raises(nm.NumericsError, match="take fewer"):
        signals(Architecture(100, 256), seeds=1000)
    with pytest.raises(nm.NumericsError, match="take fewer"):
        signals(Architecture(), batch=10**9)
    with pytest.raises(nm.NumericsError, match="at least 1"):
        signals(Architecture(), batch=0)
    with pytest.raises(nm.NumericsError, match="at least 2"):
        signals(Architecture(normalization="batch"), batch=1)
    with pytest.raises(nm.NumericsError, match="cells"):
        scale_map(Architecture(), range(1, 100), np.geomspace(0.1, 1, 100))
    with pytest.raises(nm.NumericsError, match="ascending"):
        scale_map(Architecture(), [3, 2], [1.0])
    with pytest.raises(nm.NumericsError, match="probe"):
        signals(Architecture(), loss="none")
    for bad in (Architecture(2, 300), Architecture(2, 8, normalization="batch")):
        with pytest.raises(nm.NumericsError):
            jacobian_spectrum(bad)
    with pytest.raises(nm.NumericsError, match="batch normalization"):
        predict(Architecture(normalization="batch"))


@pytest.mark.parametrize("text", ["x y", "z +", "foo(z)", "__import__('os')"])
def test_a_bad_activation_gets_a_sentence_with_its_place(text: str) -> None:
    with pytest.raises(nm.ExpressionError):
        Architecture(activation=text)
