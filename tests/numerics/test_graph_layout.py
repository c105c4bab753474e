"""Graphs in layers: edges lead up, nodes keep their distance, and few edges cross."""

import numpy as np
import pytest

from numerics.graph_layout import layered, layers_of

# x, y, x·y, x·y + x
SIMPLE = [(), (), (0, 1), (2, 0)]
# A diamond: one input, two results of it, their product.
DIAMOND = [(), (0,), (0,), (1, 2)]


def test_every_node_stands_above_its_inputs() -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        inputs = [(), ()] + [tuple(map(int, rng.integers(0, at, rng.integers(1, 4)))) for at in range(2, 15)]
        layout = layered(inputs, [True] * len(inputs))
        edges = iter(layout.edges)
        for at, arguments in enumerate(inputs):
            for argument in arguments:
                corners = next(edges)
                assert layout.at[at, 1] > layout.at[argument, 1]
                np.testing.assert_array_equal(corners[[0, -1]], layout.at[[argument, at]])
                assert (np.diff(corners[:, 1]) > 0).all()


def test_nodes_of_a_layer_keep_their_distance() -> None:
    rng = np.random.default_rng(3)
    inputs = [(), (), ()] + [tuple(map(int, rng.integers(0, at, 2))) for at in range(3, 20)]
    layout = layered(inputs, [True] * len(inputs))
    for height in set(layout.at[:, 1]):
        across = np.sort(layout.at[layout.at[:, 1] == height, 0])
        assert (np.diff(across) > 1 - 1e-9).all()


@pytest.mark.parametrize("inputs", [SIMPLE, DIAMOND, [(), (), (), (0,), (1,), (2,), (3, 4), (6, 5)]])
def test_planar_graphs_are_drawn_without_crossings(inputs: list[tuple[int, ...]]) -> None:
    assert layered(inputs, [True] * len(inputs)).crossings == 0


def test_the_order_of_typing_does_not_cross_the_edges() -> None:
    """Two chains whose inputs come in the other order: as given they cross, sorted they do not."""
    assert layered([(), (), (1,), (0,)], [True] * 4).crossings == 0


def test_a_number_stands_right_below_its_user() -> None:
    inputs = [(), (0,), (1,), (), (2, 3)]
    assert layers_of(inputs, [True, False, False, False, False]) == [0, 1, 2, 2, 3]


def test_two_edges_between_the_same_nodes_lie_apart() -> None:
    first, second = layered([(), (0, 0)], [True, False]).edges
    assert abs(first[1, 0] - second[1, 0]) >= 0.4
