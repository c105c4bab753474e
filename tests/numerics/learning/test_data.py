"""Generated data, data from tables, and the split."""

import numpy as np
import pytest

from numerics.errors import LimitError, NumericsError
from numerics.learning import GENERATORS, LOGISTIC, Risk, from_table, generated
from numerics.learning.data import sparse_weights
from numerics.table import read_table


@pytest.mark.parametrize("name", GENERATORS)
def test_generated_data_are_the_same_for_the_same_seed(name: str) -> None:
    one, same, other = (generated(name, 101, 0.1, seed=seed) for seed in (7, 7, 8))
    assert one.features.tobytes() == same.features.tobytes()
    assert one.targets.tobytes() == same.targets.tobytes()
    assert not np.array_equal(one.features, other.features)
    assert one.features.shape == (101, len(one.names) - 1)
    if one.task == "classification":
        assert set(one.targets) == {0, 1}


def test_without_noise_every_set_has_its_shape() -> None:
    moons = generated("moons", 200, 0)
    x = moons.features + np.array([0.5, 0.25])
    centres = np.where(moons.targets[:, None] == 1, [1, 0.5], [0, 0])
    assert np.hypot(*(x - centres).T) == pytest.approx(np.ones(200))
    assert (np.where(moons.targets == 1, 0.5 - x[:, 1], x[:, 1]) >= 0).all()
    blobs = generated("blobs", 10, 0)
    assert blobs.features[blobs.targets == 1].tolist() == [[1, 1]] * 5
    spirals = generated("spirals", 200, 0)
    radius = np.hypot(*spirals.features.T)
    angle = 1.5 * np.pi * radius + np.pi * spirals.targets
    assert spirals.features == pytest.approx(radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]))
    line = generated("line", 50, 0)
    assert line.targets == pytest.approx(1 + 2 * line.features[:, 0])


def test_sparse_features_are_as_rare_as_they_should_be_and_vote_for_the_label() -> None:
    data = generated("sparse", 2000, 0)
    chance = 0.5 / np.arange(1, 21)
    error = np.sqrt(chance * (1 - chance) / 2000)
    assert (np.abs(data.features.mean(0) - chance) < 4 * error).all()
    gradients = Risk(data.features, data.targets, LOGISTIC).example_gradients(sparse_weights())
    mean, deviation = gradients.mean(0), gradients.std(0) / np.sqrt(2000)
    assert (np.abs(mean) < 4 * deviation).all()  # at the weights that drew the labels the expected gradient is 0


@pytest.mark.parametrize(("examples", "kind"), [(0, NumericsError), (3, NumericsError), (10**9, LimitError)])
def test_sizes_that_mean_nothing_are_refused(examples: int, kind: type) -> None:
    with pytest.raises(kind, match="examples"):
        generated("moons", examples, 0.1)


def test_unknown_sets_and_noise_are_refused() -> None:
    with pytest.raises(NumericsError, match="did you mean moons"):
        generated("moon", 10, 0.1)
    for noise in (-1, np.nan, np.inf):
        with pytest.raises(NumericsError, match="noise"):
            generated("moons", 10, noise)


def test_a_table_becomes_data_with_the_smaller_number_as_class_0() -> None:
    table = read_table("x,kind,y\n1,3,0\n2,5,0\n3,3,1\n4,5,1")
    data = from_table(table, 1, "classification")
    assert data.targets.tolist() == [0, 1, 0, 1]
    assert data.features.tolist() == [[1, 0], [2, 0], [3, 1], [4, 1]]
    assert (data.names, data.classes) == (("x", "y", "kind"), ("kind = 3", "kind = 5"))
    assert from_table(table, 0, "regression").targets.tolist() == [1, 2, 3, 4]
    with pytest.raises(NumericsError, match="4 different numbers"):
        from_table(table, 0, "classification")
    with pytest.raises(NumericsError, match="3 rows"):
        from_table(read_table("1,2\n3,4\n5,6"), 0, "regression")
    with pytest.raises(NumericsError, match="one column"):
        from_table(read_table("1\n2\n3\n4"), 0, "regression")


@pytest.mark.parametrize("share", [0.001, 0.3, 0.999])
def test_the_split_loses_no_example_and_leaves_one_on_each_side(share: float) -> None:
    data = generated("blobs", 40, 1.0)
    train, test = data.split(share, seed=1)
    assert len(test.targets) == min(max(1, round(share * 40)), 39)
    both = np.concatenate([train.features, test.features])
    assert sorted(map(tuple, both)) == sorted(map(tuple, data.features))
    with pytest.raises(NumericsError):
        data.split(1.0, seed=1)
