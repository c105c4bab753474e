"""Trainings in low precision beside the training of the laboratory, and by hand."""

import numpy as np
import pytest

import numerics as nm
from numerics.errors import NumericsError
from numerics.learning import LOGISTIC, SQUARED, Risk, Training
from numerics.low_precision import ComputedRisk, LossScaling, Task, compare, precision, train
from numerics.methods import METHODS, choose_method

RANDOM = np.random.default_rng(5)
FEATURES = RANDOM.normal(size=(64, 3))
LABELS = (RANDOM.random(64) < 0.5).astype(np.float64)


def training(method: str = "momentum", loss=LOGISTIC, **more) -> Training:
    return Training(Risk(FEATURES, LABELS, loss, 0.01, **more), METHODS[method](), 16, 3)


@pytest.mark.parametrize("method", ["gradient_descent", "momentum", "adam"])
@pytest.mark.parametrize("loss", [LOGISTIC, SQUARED], ids=["logistic", "squared"])
def test_in_float64_it_is_the_training_itself_number_for_number(method, loss) -> None:
    settings = training(method, loss)
    found = train(settings, [0.1, -0.2, 0.3], precision("float64"))
    np.testing.assert_array_equal(found.x, settings.run([0.1, -0.2, 0.3]).path)


@pytest.mark.parametrize("loss", [LOGISTIC, SQUARED], ids=["logistic", "squared"])
@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_a_gradient_in_float32_is_that_of_float64_to_seven_digits_whatever_the_scale(loss, penalty) -> None:
    risk = Risk(FEATURES, LABELS, loss, 0.1, penalty)
    computed, theta = ComputedRisk(risk), nm.round_to([0.5, -1.0, 0.25], "float32")
    single = nm.FORMATS["float32"]
    np.testing.assert_allclose(computed.gradient(theta, single, 1.0), risk.gradient(theta), rtol=1e-6)
    np.testing.assert_allclose(computed.gradient(theta, single, 2.0**9) / 2.0**9, risk.gradient(theta), rtol=1e-6)
    assert float(computed.value(theta, single)) == pytest.approx(float(risk(theta)), rel=1e-6)
    assert computed.value(np.stack([theta, theta]), single).shape == (2,)


def test_a_gradient_in_eight_bits_is_made_of_numbers_of_eight_bits() -> None:
    kind = nm.FORMATS["float8_e5m2"]
    gradient = ComputedRisk(Risk(FEATURES, LABELS, LOGISTIC)).gradient(np.zeros(3), kind, 1.0)
    np.testing.assert_array_equal(gradient, nm.round_to(gradient, kind))
    by_hand = nm.round_to(FEATURES, kind).T @ (nm.round_to((0.5 - LABELS) / 64, kind))
    np.testing.assert_array_equal(gradient, nm.round_to(by_hand, kind))


def test_eight_bits_stop_early_and_a_master_copy_or_chance_goes_on() -> None:
    task = Task("moons", 0.15, choose_method("gradient_descent", None, learning_rate=0.1), 8)
    shares: list[float] = []
    names = ("float64", "float8_e5m2")
    ends = {rescue: compare(task, names, rescue, progress=shares.append) for rescue in ("none", "master", "stochastic")}
    exact = ends["none"]["float64"].losses
    assert (ends["none"]["float8_e5m2"].losses[-20:] > 1.3 * exact[-1]).all()
    assert ends["none"]["float8_e5m2"].record.vanished.mean() > 0.5
    assert ends["master"]["float8_e5m2"].losses[-1] == pytest.approx(exact[-1], rel=0.05)
    assert not ends["master"]["float8_e5m2"].record.vanished.any()
    assert ends["stochastic"]["float8_e5m2"].losses[-1] < 1.1 * exact[-1]
    for each in ends["none"].values():
        assert len(each.losses) == task.training().steps + 1 == 65
        assert 0.5 < each.right <= 1
    assert shares[-1] == 1.0
    assert shares[: len(shares) // 3] == sorted(shares[: len(shares) // 3])


def test_a_scale_that_overflows_skips_the_batch() -> None:
    task = Task("blobs", 1.0, choose_method("gradient_descent", None, learning_rate=0.1), 1)
    found = compare(task, ["float16"], "master", LossScaling(20, 4))["float16"]
    assert found.record.skipped[0]
    assert not found.record.skipped[-1]
    assert np.isfinite(found.losses).all()
    assert (np.diff(found.record.powers)[found.record.skipped] == -1).all()


def test_what_means_nothing_is_refused_with_a_sentence() -> None:
    for wrong in (Task("moon", 0.1, METHODS["adam"](), 2), Task("moons", -1, METHODS["adam"](), 2)):
        with pytest.raises(NumericsError):
            wrong.training()
    with pytest.raises(NumericsError):
        train(training(), [np.nan, 0, 0], precision("float16"))
