"""Experiments with a training that is saved, interrupted and resumed."""

from functools import lru_cache

from numerics.checkpointing import SAVED, Interruption
from ui.checkpointing.training_setting import TrainingSetting
from ui.experiments import Experiment

DEPENDS = """
One step takes the parameters $\\theta_t$, the optimizer's state $s_t$ (for Adam the two moments and the number of
steps) and a batch $B_t$:

$$(\\theta_{t+1}, s_{t+1}) = \\operatorname{step}(\\theta_t, s_t, \\nabla J_{B_t}(\\theta_t)).$$

The batch follows from the order in which this epoch visits the examples, hence from the **generator's state** when the
epoch began, and from the **place** in it; a schedule of the learning rate needs both as well. That is all: whoever has
$\\theta_t$, $s_t$, the generator's state and the place can take the next step, and it is the same in every bit as long
as the program, its libraries and the machine round alike. On a GPU that needs deterministic kernels too. What does not
change the next step but is lost all the same is the **best by validation loss** so far.
"""


def _trained(method: str, **more: str) -> dict[str, str]:
    return {"part": "training", "data": "moons", "method": method, **more}


@lru_cache(maxsize=1)
def interrupted_adam() -> Interruption:
    """The training that the page opens with."""
    return TrainingSetting().interrupted()


def _adam_forgets() -> bool:
    setting = TrainingSetting(rate=0.05, epochs=60, after=173)
    found, held_out = setting.interrupted(), setting.risks[1]
    forgot, whole = (
        held_out(course.parameters[-1]) for course in (found.resumed["optimizer not saved"], found.unbroken)
    )
    away, shuffled = (found.distance(f"{part} not saved")[-1] for part in ("optimizer", "generator"))
    return bool(forgot > 4 / 3 * whole and away > 10 * shuffled > 0)


def _best_is_past() -> bool:
    setting = TrainingSetting(epochs=80)
    found, best = setting.interrupted(), setting.interrupted().unbroken.checkpoint.best
    falls, rises = (risk(found.unbroken.parameters[-1]) / risk(best.parameters) for risk in setting.risks)
    alone = found.resumed["parameters alone"].checkpoint.best
    return bool(
        (best.epoch, found.checkpoint.state.epoch + 1) == (14, 46)
        and abs(falls - 2 / 3) < 0.03
        and abs(rises - 5 / 4) < 0.03
        and found.resumed["everything saved"].checkpoint.best.loss == best.loss < alone.loss
    )


TRAINING: tuple[Experiment, ...] = (
    Experiment(
        "Number for number",
        _trained("adam"),
        watch="The green line lies on that of the training without a break, and its distance is zero. The "
        "other files lack something.",
        claim="Interrupted in the middle of an epoch and resumed from the file, Adam ends with the same "
        "parameters, moments, generator and best, in every bit; with any part missing it does not.",
        holds=lambda: [interrupted_adam().is_equal(saved) for saved in SAVED] == [True, False, False, False, False],
    ),
    Experiment(
        "Adam forgets",
        _trained("adam", rate="0.05", epochs="60", after="173"),
        watch="Follow the orange lines: without its second moments Adam takes steps that are larger than "
        "those of a training that has settled.",
        claim="The validation loss ends more than a third higher than that of the training without a break, "
        "and θ more than ten times as far away as without the generator's state.",
        holds=_adam_forgets,
    ),
    Experiment(
        "Nothing to remember",
        _trained("gradient_descent"),
        watch="The lines with and without the optimizer's state coincide. The generator still matters.",
        claim="Plain gradient descent resumes in every bit without an optimizer's state, and not without the "
        "generator's.",
        holds=lambda: (
            (found := TrainingSetting(method="gradient_descent", rate=0.2).interrupted()).is_equal(
                "optimizer not saved"
            )
            and not found.is_equal("generator not saved")
        ),
    ),
    Experiment(
        "The best is long past",
        _trained("adam", epochs="80"),
        watch="The star is the least validation loss. After it the training loss goes on falling, and the "
        "validation loss rises: the model overfits.",
        claim="From the best, after epoch 14, to the end the training loss falls by a third and the validation loss "
        "rises by a quarter. After the interruption, in epoch 46, a file without the best has nothing as good.",
        holds=_best_is_past,
    ),
)
