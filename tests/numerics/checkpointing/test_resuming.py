"""Row B13: a resumed run equals an unbroken one, number for number, and the best by validation loss is kept."""

import json
import subprocess
import sys

import numpy as np
import pytest

from numerics.checkpointing.interruption import SAVED, interrupt
from numerics.checkpointing.resuming import Part, begin, proceed, read_checkpoint, without
from numerics.errors import NumericsError
from numerics.learning import LOGISTIC, SQUARED, Risk, Training, generated, polynomial
from numerics.methods import choose_method

TRAIN, HELD_OUT = generated("moons", 80, 0.35, seed=1).split(0.5, seed=1)
FEATURES = polynomial(TRAIN.features, TRAIN.names[:-1], 5)
RISK = Risk(FEATURES(TRAIN.features), TRAIN.targets, LOGISTIC)
VALIDATION = Risk(FEATURES(HELD_OUT.features), HELD_OUT.targets, LOGISTIC)
ZERO = np.zeros(21)
METHODS = ["gradient_descent", "momentum", "adagrad", "rmsprop", "adam", "lbfgs"]


def training(method: str = "adam", rate: float = 0.05, **more) -> Training:
    schedule = None if method in ("bfgs", "lbfgs") else "cosine"
    knobs = {} if schedule is None else {"learning_rate": rate}
    return Training(RISK, choose_method(method, schedule, **knobs), **{"batch_size": 9, "epochs": 6, "seed": 5} | more)


@pytest.mark.parametrize(("method", "replacement"), [*((method, False) for method in METHODS), ("adam", True)])
def test_row_B13_a_resumed_training_equals_the_unbroken_one_bit_for_bit(method: str, replacement: bool) -> None:
    """The truth is the trainer's own unbroken run, which knows nothing of checkpoints; 5 batches make an epoch."""
    session = training(method, replacement=replacement)
    whole = session.run(ZERO)
    first = begin(session, ZERO, VALIDATION)
    unbroken = proceed(session, first, VALIDATION)
    assert unbroken.parameters.tobytes() == whole.path.tobytes()
    for after in (0, 5, 13, 30):
        text = proceed(session, first, VALIDATION, after).checkpoint.text()
        resumed = proceed(session, read_checkpoint(text, session), VALIDATION)
        assert resumed.parameters.tobytes() == whole.path[after:].tobytes()
        assert resumed.checkpoint.equals(unbroken.checkpoint)


def test_row_B13_it_survives_the_end_of_the_program(tmp_path) -> None:
    """The file is read by another process, which has only the settings and the file."""
    file = tmp_path / "checkpoint.json"
    session = training()
    first = begin(session, ZERO, VALIDATION)
    file.write_text(proceed(session, first, VALIDATION, 17).checkpoint.text(), "utf-8")
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.numerics.checkpointing.test_resuming import VALIDATION, proceed, read_checkpoint, training\n"
        "found = read_checkpoint(Path(sys.argv[1]).read_text('utf-8'), training())\n"
        "print(proceed(training(), found, VALIDATION).checkpoint.text(), end='')\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout == proceed(session, first, VALIDATION).checkpoint.text()


def test_row_B13_what_is_not_saved_changes_the_training() -> None:
    found = interrupt(training(), ZERO, VALIDATION, after=13)
    assert [found.is_equal(saved) for saved in SAVED] == [True, False, False, False, False]
    assert not found.distance("everything saved").any()
    for saved in list(SAVED)[1:]:
        assert found.distance(saved)[-1] > 1e-4
    assert found.resumed["place in the epoch not saved"].at[0] == 10  # the epoch begins once more
    assert found.resumed["everything saved"].at[0] == 13


def test_a_method_without_memory_loses_nothing_with_its_state_and_a_full_batch_nothing_with_the_generator() -> None:
    plain = interrupt(training("gradient_descent"), ZERO, VALIDATION, after=13)
    assert plain.is_equal("optimizer not saved")
    assert not plain.is_equal("generator not saved")
    full = interrupt(training(batch_size=40), ZERO, VALIDATION, after=3)
    assert not full.distance("generator not saved").any()
    assert full.distance("optimizer not saved").any()


def test_row_B13_the_best_by_validation_loss_is_kept_and_outlives_an_interruption() -> None:
    session = training(epochs=40)
    whole = session.run(ZERO)
    losses = np.array([VALIDATION(parameters) for parameters in whole.epochs])
    best = int(np.argmin(losses))
    assert 0 < best < 30
    assert losses[-1] > 1.3 * losses[best]  # it overfits: later epochs are worse
    first = begin(session, ZERO, VALIDATION)
    late = proceed(session, first, VALIDATION, 32 * session.batches).checkpoint
    for end in (
        proceed(session, first, VALIDATION),
        proceed(session, read_checkpoint(late.text(), session), VALIDATION),
    ):
        kept = end.checkpoint.best
        assert (kept.epoch, kept.loss) == (best, losses[best])
        assert kept.parameters.tobytes() == whole.epochs[best].tobytes()
    forgotten = proceed(session, without(late, [Part.BEST], session, VALIDATION), VALIDATION).checkpoint.best
    assert forgotten.epoch >= 32
    assert forgotten.loss > losses[best]


def test_the_file_is_plain_json_with_every_part() -> None:
    checkpoint = proceed(training(), begin(training(), ZERO, VALIDATION), VALIDATION, 13).checkpoint
    saved = json.loads(checkpoint.text())
    assert list(saved) == ["parameters", "method_state", "epoch", "place", "generator", "best"]
    assert (saved["epoch"], saved["place"]) == (2, 3)
    assert saved["parameters"]["numbers"] == checkpoint.state.parameters.tolist()
    assert sorted(saved["method_state"]) == ["m", "t", "v"]


def test_a_training_that_diverges_ends_there_and_says_so() -> None:
    line = generated("line", 40, 0.1)
    risk = Risk(np.column_stack([np.ones(40), line.features]), line.targets, SQUARED)
    session = Training(risk, choose_method("gradient_descent", learning_rate=1e6), batch_size=10, epochs=40)
    found = interrupt(session, np.zeros(2), risk, after=10)
    assert found.unbroken.diverged
    assert np.isfinite(found.unbroken.parameters).all()
    assert found.is_equal("everything saved")
    later = interrupt(session, np.zeros(2), risk, after=session.steps)
    assert later.checkpoint.equals(found.unbroken.checkpoint)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: "", "no checkpoint"),
        (lambda text: text[:-20], "no checkpoint"),
        (lambda text: json.dumps(json.loads(text) | {"place": 5}), "never is"),
        (lambda text: json.dumps(json.loads(text) | {"epoch": 6}), "never is"),
        (lambda text: "[" * 100_000, "no checkpoint"),
        (lambda text: "3", "saved state"),
        (lambda text: text.replace('"best"', '"worst"'), "missing or damaged"),
        (lambda text: text.replace('"place"', '"palace"'), "damaged"),
        (lambda text: text.replace('"epoch": 2,\n', '"epoch": 1e99,\n'), "damaged"),
        (
            lambda text: json.dumps(json.loads(text) | {"best": {"epoch": 1, "loss": 1, "parameters": [1]}}),
            "do not fit",
        ),
        (
            lambda text: json.dumps(
                json.loads(text) | {"best": {"epoch": 1, "loss": float("nan"), "parameters": [0] * 21}}
            ),
            "do not fit",
        ),
    ],
)
def test_a_damaged_file_is_refused_with_a_sentence(change, told: str) -> None:
    session = training()
    text = proceed(session, begin(session, ZERO, VALIDATION), VALIDATION, 13).checkpoint.text()
    with pytest.raises(NumericsError, match=told):
        read_checkpoint(change(text), session)


def test_the_file_of_another_method_or_model_is_refused() -> None:
    text = begin(training("adam"), ZERO, VALIDATION).text()
    with pytest.raises(NumericsError, match="another model, another method"):
        read_checkpoint(text, training("momentum"))
    with pytest.raises(NumericsError, match="no finite number"):
        begin(training(), ZERO, lambda parameters: np.nan)
