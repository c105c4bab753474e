"""Experiments with the memory of a backward pass."""

from itertools import combinations

from numerics.checkpointing import (
    Chain,
    Timeline,
    carry_out,
    memory_within,
    optimum,
    root_segments,
    segments,
)
from ui.checkpointing.setting import DEFAULT_COSTS, DEFAULT_SIZES, read_chain
from ui.experiments import Experiment

COUNTING = """
The network is a chain $x_0 \\to x_1 \\to \\dots \\to x_L$; layer $i$ computes $x_i$ from $x_{i-1}$.

- **Backward**, layer $i$ needs its input $x_{i-1}$ and nothing else from the forward pass; what it works out inside
  belongs to the backward step, which costs the same in every schedule. So only **forward evaluations** are counted.
- **Memory** is what is held, $x_0$ among it, and the value that was computed last: the next one takes its place unless
  it is held. The output, the adjoint and the weights are there in every schedule and are not counted.
- **Checkpoints** are held in the forward pass. When the backward pass comes to the segment after one, the segment is
  computed once more and held whole (Chen et al. 2016); the last segment is held at once.
- **The optimum** is found by dynamic programming over all ways to place, free and place again. With equal sizes no
  schedule at all is better, and with equal costs too it is *revolve* of Griewank and Walther (2000): $s$ held values
  and at most $r$ evaluations of each layer reverse $\\binom{s+r}{s}$ layers. With differing sizes it is the best of the
  schedules that keep a value, once held, until its layer's turn.
"""


def equal_layers(layers: int, checkpoints: tuple[int, ...] | None = None, memory: int | None = None) -> Timeline:
    """A schedule of equal layers: the optimum for a memory, or with these checkpoints (by default √L segments)."""
    chain = Chain.alike(layers)
    if memory is not None:
        return carry_out(chain, optimum(chain).schedule(memory))
    return carry_out(chain, segments(chain, root_segments(chain) if checkpoints is None else checkpoints))


def _alike(layers: int, hold: str, **more: str) -> dict[str, str]:
    return {"part": "memory", "layers": "alike", "L": str(layers), "hold": hold, **more}


def _four_by_hand() -> bool:
    chain = read_chain(DEFAULT_COSTS, DEFAULT_SIZES)
    sets = [at for count in range(5) for at in combinations(range(1, chain.layers), count)]
    tried = [carry_out(chain, segments(chain, at)) for at in sets]
    least = min(line.cost for line in tried if line.peak <= 48)
    root, mine = (carry_out(chain, segments(chain, at)) for at in (root_segments(chain), (3, 5, 6, 8)))
    passes = [cost / chain.cost for cost in (root.cost, mine.cost, optimum(chain).costs[48])]
    return (
        (root.peak, mine.peak, chain.memory) == (48, 48, 90)
        and [round(each, 2) for each in passes] == [1.57, 1.41, 1.40]
        and mine.cost == least
    )


MEMORY: tuple[Experiment, ...] = (
    Experiment(
        "Square root of L",
        _alike(64, "root"),
        watch="Each row is the life of a value. Eight checkpoints are held through the forward pass; then one "
        "segment after the other is computed again (orange) and freed.",
        claim="64 layers in segments of 8: 15 values in memory instead of 64, for 49 evaluations more than the "
        "64 of one pass. No layer is computed more than twice.",
        holds=lambda: (
            (equal_layers(64).peak, equal_layers(64).cost, int(equal_layers(64).evaluations.max())) == (15, 64 + 49, 2)
            and len(root_segments(Chain.alike(64))) + 1 == 8
        ),
    ),
    Experiment(
        "The same work, a third less memory",
        _alike(64, "optimum", memory="10"),
        watch="The checkpoints stand closer and closer together, and places that become free are used again "
        "for new ones. Compare with √L segments.",
        claim="With 10 values in memory the optimum needs no more than one further pass, where √L segments "
        "take 15 for much the same.",
        holds=lambda: (
            equal_layers(64, memory=10).peak == 10
            and equal_layers(64, memory=10).recomputation <= 1
            and memory_within(64, 1) == 10
            and equal_layers(64).peak == 15
        ),
    ),
    Experiment(
        "Almost no memory at all",
        _alike(16, "optimum", memory="2"),
        watch="Only the input is held. For every step backward the network is computed from the start.",
        claim="16 layers with 2 values in memory cost 121 evaluations: 1 + 2 + … + 15, and 1 for the loss. "
        "With one value more it is 46, with two more 34.",
        holds=lambda: (
            [equal_layers(16, memory=memory).cost for memory in (2, 3, 4)] == [121, 46, 34] and sum(range(16)) == 120
        ),
    ),
    Experiment(
        "Layers that differ",
        {
            "part": "memory",
            "layers": "own",
            "costs": DEFAULT_COSTS,
            "sizes": DEFAULT_SIZES,
            "hold": "mine",
            "checkpoints": "3,5,6,8",
        },
        watch="As in a network for pictures the first values are the largest. Where would you put four "
        "checkpoints? Click rows to move them, and follow the ring in *Memory against recomputation*.",
        claim="√L segments take 48 of 90 units and 1.57 forward passes. Checkpoints at x3, x5, x6 and x8 take "
        "the same 48 units and 1.41 passes, the least that four or fewer can do; the optimum, which uses freed "
        "places again, takes 1.40.",
        holds=_four_by_hand,
    ),
)
