"""Mini-batch training: as plain descent where the batch is everything, resumable, and bounded."""

import json

import numpy as np
import pytest

import numerics as nm
from numerics.errors import LimitError, NumericsError
from numerics.learning import LOGISTIC, NaturalGradient, Risk, Training, generated, polynomial, restored
from numerics.methods import METHODS, choose_method

DATA = generated("moons", 50, 0.2, seed=3)
FEATURES = polynomial(DATA.features, DATA.names[:-1], 2)
RISK = Risk(FEATURES(DATA.features), DATA.targets, LOGISTIC, 0.01, penalized=FEATURES.penalized, names=FEATURES.names)
ZERO = np.zeros(6)
FIRST_ORDER = ["gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "amsgrad"]
STATEFUL = [*FIRST_ORDER, "bfgs", "lbfgs", "trust_region", "nelder_mead", "gradient_descent_best_of"]


@pytest.mark.parametrize("method", STATEFUL)
def test_row_B2_a_full_batch_is_the_plain_method_number_for_number(method: str) -> None:
    chosen = choose_method(method, "cosine" if METHODS[method].has_learning_rate() else None)
    run = nm.minimize(RISK, ZERO, chosen, steps=30, tolerance=None)
    history = Training(RISK, chosen, batch_size=50, epochs=30, seed=8).run(ZERO)
    assert history.path.tobytes() == run.x.tobytes()
    assert history.epochs.tobytes() == run.x.tobytes()


def test_row_B2_an_epoch_without_replacement_sees_every_example_once() -> None:
    training = Training(RISK, batch_size=7, epochs=3)
    state, seen = training.begin(ZERO), []
    for _ in range(training.steps):
        indices = training.indices(state)
        assert (np.diff(indices) > 0).all()
        seen.append(indices)
        state = training.step(state)
    assert [len(batch) for batch in seen] == [7, 7, 7, 7, 7, 7, 7, 1] * 3
    for epoch in range(3):
        assert sorted(np.concatenate(seen[8 * epoch : 8 * epoch + 8])) == list(range(50))
    assert not np.array_equal(seen[0], seen[8])  # a new order every time
    assert (state.epoch, state.place) == (3, 0)


def test_with_replacement_examples_repeat() -> None:
    training = Training(RISK, batch_size=50, epochs=2, replacement=True)
    first = training.indices(training.begin(ZERO))
    assert len(first) == 50
    assert 20 < len(set(first.tolist())) < 45  # 1 - 1/e of them, about 32


def test_a_step_is_the_method_on_the_gradient_of_its_batch() -> None:
    training = Training(RISK, choose_method("gradient_descent", learning_rate=0.5), batch_size=5)
    state = training.begin(ZERO)
    some = training.indices(state)
    expected = ZERO - 0.5 * RISK.example_gradients(ZERO)[some].mean(axis=0)
    assert training.step(state).parameters == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("method", STATEFUL)
@pytest.mark.parametrize("replacement", [False, True])
def test_row_B13_a_resumed_training_equals_the_unbroken_one_bit_for_bit(method: str, replacement: bool) -> None:
    """Saved as JSON in the middle of an epoch, read back and carried on."""
    training = Training(RISK, choose_method(method), batch_size=8, epochs=4, replacement=replacement, seed=2)
    state = training.begin(ZERO)
    for _ in range(10):
        state = training.step(state)
    assert (state.epoch, state.place) == (1, 3)
    text = json.dumps(state.saved(), allow_nan=False)
    unbroken = training.resume(state)
    again = training.resume(restored(json.loads(text), training.begin(ZERO)))
    assert again.path.tobytes() == unbroken.path.tobytes()
    assert again.state.saved() == unbroken.state.saved()
    assert unbroken.path[-1].tobytes() == training.run(ZERO).path[-1].tobytes()


def test_without_the_generator_a_resumed_training_is_another() -> None:
    training = Training(RISK, batch_size=8, epochs=4)
    state = training.begin(ZERO)
    for _ in range(10):
        state = training.step(state)
    saved = state.saved() | {"generator": Training(RISK, seed=1).begin(ZERO).saved()["generator"]}
    other = training.resume(restored(saved, state))
    assert not np.array_equal(other.path[-1], training.resume(state).path[-1])


@pytest.mark.parametrize(
    "damage",
    [
        {},
        {"parameters": {"shape": [5], "numbers": [0] * 5}},
        {"parameters": {"shape": [6], "numbers": ["one"] * 6}},
        {"epoch": -1},
        {"epoch": 1.5},
        {"generator": {"state": "x", "increment": "1", "has_half": 0, "half": 0}},
        {"generator": {"state": "1", "increment": str(2**200), "has_half": 0, "half": 0}},
        {"method_state": None},
        {"method_state": {"t": [], "m": 0, "v": 0}},
    ],
)
def test_a_damaged_state_is_refused(damage: dict) -> None:
    state = Training(RISK, choose_method("adam")).begin(ZERO)
    saved = state.saved() | damage if damage else {}
    with pytest.raises(NumericsError, match="no saved state"):
        restored(saved, state)


def test_a_training_that_diverges_ends_with_its_last_finite_point() -> None:
    with np.errstate(all="raise"):
        line = generated("line", 20, 0.1)
        f = Risk(line.features, line.targets, nm.learning.SQUARED)
        history = Training(f, choose_method("gradient_descent", learning_rate=1e3), batch_size=4, epochs=50).run([0.0])
    assert history.diverged
    assert np.isfinite(history.path).all()
    assert abs(history.state.parameters[0]) > 1e100


@pytest.mark.parametrize("batch", [0, -3, 51, 10**9, 2.5, True, np.nan])
def test_a_batch_that_means_nothing_is_refused(batch: object) -> None:
    with pytest.raises(NumericsError, match="batch size must be a whole number between 1 and 50"):
        Training(RISK, batch_size=batch)  # type: ignore[arg-type]


def test_work_without_bounds_is_refused() -> None:
    big = generated("moons", 2000, 0.1)
    f = Risk(big.features, big.targets, LOGISTIC)
    with pytest.raises(LimitError, match="200000 steps"):
        Training(f, batch_size=1, epochs=100)
    with pytest.raises(NumericsError, match="epochs"):
        Training(f, epochs=10**9)
    with pytest.raises(NumericsError, match="start"):
        Training(f).begin([np.inf, 0])
    with pytest.raises(NumericsError, match="Levenberg"):
        Training(f, choose_method("levenberg_marquardt"))


def test_row_B5_natural_gradient_on_logistic_regression_is_newtons_method_and_blind_to_units() -> None:
    """Without a penalty the Fisher matrix is the Hessian, and a change of units changes no prediction."""
    f = Risk(RISK.design, RISK.targets, LOGISTIC)
    natural = nm.minimize(f, ZERO, NaturalGradient(damping=0), steps=5, tolerance=None)
    newton = nm.minimize(f, ZERO, "newton", steps=5, tolerance=None)
    assert natural.x == pytest.approx(newton.x, rel=1e-9)
    units = np.array([1, 1e3, 1e-2, 10, 1, 5])
    scaled = Risk(RISK.design * units, RISK.targets, LOGISTIC)
    elsewhere = nm.minimize(scaled, ZERO, NaturalGradient(damping=0), steps=5, tolerance=None)
    assert elsewhere.f == pytest.approx(natural.f, rel=1e-9)
    assert nm.minimize(nm.Objective.parse("x^2"), [1.0], NaturalGradient()).outcome is nm.Outcome.NOT_APPLICABLE


def test_row_B6_adagrad_learns_rare_features_that_descent_neglects() -> None:
    """Sparse features: with each rate the best of a grid, Adagrad comes lower in the same few epochs."""
    data = generated("sparse", 500, 0.0, seed=1)
    f = Risk(data.features, data.targets, LOGISTIC)
    lowest = {}
    for name in ("gradient_descent", "adagrad"):
        ends = []
        for rate in 10.0 ** np.arange(-2, 1.6, 0.5):
            history = Training(f, choose_method(name, learning_rate=rate), 10, epochs=3).run(np.zeros(20))
            ends.append(float(f(history.epochs[-1])))
        lowest[name] = min(ends)
    assert lowest["adagrad"] < lowest["gradient_descent"]
