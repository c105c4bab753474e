"""Row B13: memory against recomputation, checked by a search over all schedules, binomials and full backward passes.

Reversible counts: A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, section 12.3.
"""

import heapq
import math

import numpy as np
import pytest
from scipy.special import comb

from numerics.checkpointing import (
    Chain,
    Kind,
    Step,
    carry_out,
    differentiate,
    every,
    fewest_evaluations,
    memory_within,
    optimum,
    root_segments,
    segments,
    tanh_layers,
)
from numerics.errors import NumericsError


def cheapest(chain: Chain, memory: int) -> float:
    """The least cost of all schedules, found by Dijkstra's search over what may be in memory.

    Any held value may be let go at any time, and the one that was computed last may be held at any time.
    """
    count, sizes = chain.layers, chain.sizes
    begin = (frozenset({0}), 0, count, False)  # held, computed last, next to pass backward, whether the loss is known
    best, queue = {begin: 0.0}, [(0.0, 0, begin)]
    number = 0
    while queue:
        cost, _, state = heapq.heappop(queue)
        held, work, waiting, known = state
        if cost > best[state]:
            continue
        if waiting == 0:
            return cost
        here = held | ({work} if work >= 0 else set())
        moves = [(0.0, (held - {value}, work, waiting, known)) for value in held]
        if work >= 0:
            moves.append((0.0, (held | {work}, work, waiting, known)))
        if known and waiting - 1 in here:
            moves.append((0.0, (held - {waiting - 1}, -1 if work == waiting - 1 else work, waiting - 1, True)))
        for value in here:
            if value == count - 1:
                moves.append((chain.costs[value], (held, work, waiting, True)))
            elif sum(sizes[at] for at in held | {value + 1}) <= memory:
                moves.append((chain.costs[value], (held, value + 1, waiting, known)))
        for more, state in moves:
            if cost + more < best.get(state, math.inf):
                best[state] = cost + more
                number += 1
                heapq.heappush(queue, (cost + more, number, state))
    return math.inf


@pytest.mark.parametrize("costs", [(1, 1, 1, 1, 1, 1, 1), (3, 1, 4, 1, 5, 9, 2), (9, 1, 1, 8, 2, 1, 7)])
def test_row_B13_with_equal_sizes_no_schedule_at_all_is_cheaper_than_the_optimum(costs) -> None:
    chain = Chain(costs, (1,) * 7)
    found = optimum(chain)
    for memory in range(8):
        assert found.costs[memory] == cheapest(chain, memory)


def test_with_differing_sizes_it_is_the_best_that_keeps_what_it_holds() -> None:
    chain = Chain((3, 1, 4, 1, 5), (2, 5, 1, 3, 1))
    found, truth = optimum(chain), [cheapest(chain, memory) for memory in range(13)]
    assert all(mine >= best for mine, best in zip(found.costs, truth, strict=True))
    assert [math.isinf(cost) for cost in found.costs] == [math.isinf(cost) for cost in truth]
    assert found.costs[chain.memory] == chain.cost == truth[chain.memory]


@pytest.mark.parametrize("layers", [1, 2, 3, 10, 23, 64])
def test_row_B13_the_optimum_of_equal_layers_is_that_of_griewank_and_walther(layers: int) -> None:
    """With s held and one worked on, t(L, s) = rL - C(s+r, r-1) advances, where C(s+r-1, s) < L ≤ C(s+r, s)."""
    found = optimum(Chain.alike(layers))
    for memory in range(min(layers, 2), layers + 1):
        held = max(memory - 1, 1)
        r = next(r for r in range(layers + 1) if comb(held + r, held, exact=True) >= layers)
        advances = r * layers - comb(held + r, r - 1, exact=True) if r else 0
        assert found.costs[memory] == fewest_evaluations(layers, memory) == advances + 1


def test_the_reach_of_a_memory_is_a_binomial_coefficient() -> None:
    """C(s + r, s) layers are the most that s held values reverse with r evaluations of each layer; s = 3, r = 2: 10."""
    assert fewest_evaluations(10, 4) == 15 + 1  # Griewank and Walther 2000: 15 advances for 10 steps and 3 checkpoints
    for held, times in ((3, 2), (5, 3), (2, 6)):
        reach = comb(held + times, held, exact=True)
        advances = times * reach - comb(held + times, held + 1, exact=True)
        assert fewest_evaluations(reach, held + 1) == advances + 1
        assert fewest_evaluations(reach + 1, held + 1) - fewest_evaluations(reach, held + 1) == times + 1
    assert fewest_evaluations(10**6, 10**6) == 10**6


@pytest.mark.parametrize("layers", [1, 5, 30])
def test_memory_within_some_passes_is_the_least(layers: int) -> None:
    for passes in (0, 1, 2):
        enough = [
            m for m in range(min(layers, 2), layers + 1) if fewest_evaluations(layers, m) <= (passes + 1) * layers
        ]
        assert memory_within(layers, passes) == enough[0]
    # With 139 held r = 3, and 3·10 000 - C(142, 140) = 30 000 - 10 011 advances; with 138 they are 30 000 - 9870.
    assert memory_within(10_000, 1) == 140


@pytest.mark.parametrize("root", [2, 3, 4, 5, 6, 7, 8])
def test_row_B13_root_segments_take_2_root_L_memory_and_about_one_more_forward_pass(root: int) -> None:
    chain = Chain.alike(root * root)
    found = carry_out(chain, segments(chain, root_segments(chain)))
    assert found.peak == 2 * root - 1
    assert found.cost - chain.cost == (root - 1) ** 2 < chain.cost
    assert found.evaluations.max() == 2
    best = optimum(chain).costs
    assert best[found.peak] <= found.cost


def test_holding_everything_computes_nothing_twice() -> None:
    chain = Chain((2, 1, 3), (4, 1, 2))
    found = carry_out(chain, segments(chain, []))
    assert (found.cost, found.peak, found.recomputation) == (chain.cost, chain.memory, 0)
    assert found.kinds.tolist() == [Kind.COMPUTED] * 3 + [Kind.BACKWARD] * 3
    assert found.memory.tolist() == [5, 7, 7, 7, 5, 4]


def test_a_timeline_of_one_checkpoint_by_hand() -> None:
    chain = Chain.alike(4)
    found = carry_out(chain, segments(chain, [2]))
    assert [(step.layer, kind) for step, kind in zip(found.steps, found.kinds, strict=True)] == [
        (1, Kind.COMPUTED), (2, Kind.COMPUTED), (3, Kind.COMPUTED), (4, Kind.COMPUTED),
        (4, Kind.BACKWARD), (3, Kind.BACKWARD), (1, Kind.RECOMPUTED), (2, Kind.BACKWARD), (1, Kind.BACKWARD),
    ]  # fmt: skip
    rows = ["".join("x" if there else "." for there in row) for row in found.held]
    assert rows == ["xx..", "x.x.", "x.xx", "x.xx", "x.xx", "x.x.", "xx..", "xx..", "x..."]


CHAINS = [
    Chain.alike(1),
    Chain.alike(2),
    Chain.alike(16),
    Chain((3, 1, 4, 1, 5, 9, 2, 6), (8, 4, 4, 2, 2, 1, 6, 1)),
    Chain((1, 2, 3, 4, 5), (1, 9, 1, 9, 1)),
]


@pytest.mark.parametrize("chain", CHAINS)
def test_row_B13_every_schedule_gives_the_gradient_of_the_full_backward_pass(chain: Chain) -> None:
    """Layers are really evaluated and passed back with only what is held; the counts are those of the bookkeeping."""
    layers = tanh_layers(chain, seed=3)
    x = np.random.default_rng(4).normal(size=(5, chain.sizes[0]))
    whole = full_backward(layers, x)
    found, schedules = optimum(chain), [segments(chain, every(chain, length)) for length in range(1, chain.layers + 1)]
    for memory in range(chain.least_memory, chain.memory + 1):
        schedules.append(found.schedule(memory))
        line = carry_out(chain, schedules[-1])
        assert line.cost == found.costs[memory]
        assert line.peak <= memory
    for steps in schedules:
        gradient = differentiate(layers, steps, x, loss_gradient=lambda output: output)
        assert gradient.most_numbers == 5 * carry_out(chain, steps).peak
        np.testing.assert_array_equal(gradient.input, whole[0])
        for mine, theirs in zip(gradient.weights + gradient.biases, whole[1] + whole[2], strict=True):
            np.testing.assert_array_equal(mine, theirs)


def full_backward(layers, x):
    """Backpropagation with all activations kept, written out, of the loss ½‖x_L‖²."""
    values = [x]
    for layer in layers:
        values.append(np.tanh(values[-1] @ layer.weights + layer.biases))
    adjoint, weights, biases = values[-1], [], []
    for layer, before, after in zip(layers[::-1], values[-2::-1], values[:0:-1], strict=True):
        inner = adjoint * (1 - after**2)
        weights.insert(0, before.T @ inner)
        biases.insert(0, inner.sum(axis=0))
        adjoint = inner @ layer.weights.T
    return adjoint, tuple(weights), tuple(biases)


def test_the_gradient_is_that_of_finite_differences() -> None:
    chain = Chain.alike(6)
    layers, x = tanh_layers(chain), np.array([[0.3], [-0.2]])
    gradient = differentiate(layers, segments(chain, [2, 4]), x, lambda output: output).input

    def loss(x):
        for layer in layers:
            x = layer.forward(x)
        return (x**2).sum() / 2

    for place in range(2):
        h = np.zeros((2, 1))
        h[place] = 1e-5
        assert gradient[place, 0] == pytest.approx((loss(x + h) - loss(x - h)) / 2e-5, rel=1e-7)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Chain.alike(10**6), "1 to 64 layers, and this one has 1000000"),
        (lambda: Chain.alike(0), "1 to 64 layers"),
        (lambda: Chain((1.0, 2.0), (1,)), "2 costs and 1 sizes"),
        (lambda: Chain((1.0, math.nan), (1, 1)), "above 0"),
        (lambda: Chain((0.0,), (1,)), "above 0"),
        (lambda: Chain((1.0,), (0,)), "whole number"),
        (lambda: Chain((1.0,), (10**9,)), "from 1 to 256"),
        (lambda: Chain((1.0, 1.0), (200, 57)), "257 units, and at most 256"),
        (lambda: segments(Chain.alike(4), [4]), "from 0 to 3"),
        (lambda: optimum(Chain.alike(4)).schedule(1), "no schedule is possible"),
        (lambda: fewest_evaluations(5, 1), "no gradient"),
        (lambda: carry_out(Chain.alike(2), [Step(2)]), "not in memory"),
        (lambda: carry_out(Chain.alike(2), [Step(1), Step(1, backward=True)]), "cannot be passed backward yet"),
        (lambda: carry_out(Chain.alike(2), [Step(1), Step(2), Step(2, backward=True)]), "ends before layer 1"),
        (lambda: carry_out(Chain.alike(3), [Step(3)]), "not in memory"),
        (
            lambda: differentiate(tanh_layers(Chain.alike(3)), [Step(1), Step(3)], np.ones((1, 1)), abs),
            "not in memory",
        ),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused_with_a_sentence(make, told: str) -> None:
    with pytest.raises(NumericsError, match=told):
        make()
