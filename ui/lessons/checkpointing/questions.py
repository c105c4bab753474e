"""The quiz of the lesson on checkpointing."""

import numpy as np

from numerics.checkpointing import Chain, differentiate, root_segments, segments, tanh_layers
from ui.lessons.checkpointing.memory import equal_layers
from ui.lessons.checkpointing.training import interrupted_adam
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question


def _same_gradient() -> bool:
    chain = Chain.alike(16)
    layers, x = tanh_layers(chain), np.linspace(-1, 1, 8)[:, None]
    root, whole = (
        differentiate(layers, segments(chain, at), x, loss_gradient=lambda output: output)
        for at in (root_segments(chain), ())
    )
    return root.equals(whole)


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "49 equal layers in segments of 7: how many values are in memory at the most, $x_0$ included?",
        lambda: equal_layers(49).peak,
        "7 checkpoints, $x_0$ among them, and the other 6 values of the segment that is passed backward: 13.",
    ),
    NumericQuestion(
        "The same 49 layers in segments of 7: how many evaluations are made a second time?",
        lambda: equal_layers(49).cost - 49,
        "The last segment is held at once. In each of the 6 others 6 values are computed again: 36, about three "
        "quarters of a pass.",
    ),
    ChoiceQuestion(
        "A network has four times as many layers as before. With √L segments, how does the memory for values grow?",
        (
            Choice(
                "It stays the same",
                lambda: equal_layers(64).peak == equal_layers(16).peak,
                "There are more checkpoints, and each segment is longer.",
            ),
            Choice(
                "About twice",
                lambda: 1.5 < equal_layers(64).peak / equal_layers(16).peak < 2.5,
                "Right: 2√L − 1 is 7 for 16 layers and 15 for 64.",
            ),
            Choice(
                "Four times",
                lambda: equal_layers(64).peak >= 4 * equal_layers(16).peak,
                "That is so if everything is held.",
            ),
        ),
    ),
    ChoiceQuestion(
        "What does checkpointing change?",
        (
            Choice(
                "The gradient, by a rounding error",
                lambda: not _same_gradient(),
                "What is computed again comes from the same numbers by the same operations: every bit is the same.",
            ),
            Choice(
                "The memory that a backward pass takes",
                lambda: equal_layers(16).peak < 16,
                "Right: 7 values instead of 16, for 16 layers in segments of 4.",
            ),
            Choice(
                "The number of forward evaluations",
                lambda: equal_layers(16).cost > 16,
                "Right: that is what the memory is paid with.",
            ),
        ),
    ),
    ChoiceQuestion(
        "A training by mini-batches with Adam shall resume as if nothing had happened. What must the file hold?",
        (
            Choice(
                "The parameters alone",
                lambda: interrupted_adam().is_equal("parameters alone"),
                "Then Adam begins with moments of zero and a new count of steps, and the batches are others.",
            ),
            Choice(
                "Parameters, the optimizer's state and the epoch; the batches are random anyway",
                lambda: interrupted_adam().is_equal("generator not saved"),
                "Random, but the same when the generator goes on from its state. Here the resumed run sees other "
                "batches.",
            ),
            Choice(
                "Parameters, the optimizer's state, the generator's state, and the place in the epoch",
                lambda: interrupted_adam().is_equal("everything saved"),
                "Right: the next step depends on nothing else. The best so far belongs in the file too.",
            ),
        ),
    ),
)
