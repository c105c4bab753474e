"""A small real training in several formats beside float64."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from figures.loss_by_format import loss_by_format
from numerics.formats import FORMATS
from numerics.learning import GENERATORS
from numerics.low_precision import LossScaling, Task, Trained, compare
from numerics.low_precision.comparison import BATCH, EXAMPLES
from numerics.low_precision.record import End
from numerics.methods import METHODS, choose_method
from ui.format_picker import format_title
from ui.links import linked
from ui.livechart import livechart
from ui.patience import TooLongError, patiently

DATA = ("moons", "blobs", "spirals")
METHODS_HERE = ("gradient_descent", "momentum", "adam")
DEFAULT_FORMATS = ("bfloat16", "float8_e4m3fn")
RESCUES = {"none": "None", "stochastic": "Stochastic rounding", "master": "float32 master weights"}
NOISES = {"moons": 0.15, "blobs": 1.0, "spirals": 0.05}
SCALED = LossScaling(10, 20)
SCALED_HELP = (
    f"From 2^{SCALED.power} on; it doubles after {SCALED.every} good steps, and where a gradient overflows the step is "
    "skipped and it halves."
)
DEFAULT_RATE, DEFAULT_EPOCHS, MOST_EPOCHS = 0.1, 20, 60


def training_part() -> None:
    """The controls of a training, its loss in each format, and how each ended."""
    picture, controls = st.columns([5, 3], gap="medium")
    with controls:
        task, formats, rescue, scaling = _pick()
    with picture:
        try:
            found = patiently(
                "Training",
                ("training in formats", task, formats, rescue, scaling),
                lambda progress: compare(task, formats, rescue, scaling, progress),
            )
        except TooLongError as error:
            error.tell("These trainings take too long here: choose fewer epochs or fewer formats.")
            return
        _draw(found)
        _told(found)


def _pick() -> tuple[Task, tuple[str, ...], str, LossScaling]:
    data = linked(
        st.selectbox, "Data", "data", DATA[0], options=list(DATA), format_func=lambda name: GENERATORS[name].title
    )
    others = [name for name in FORMATS if name != "float64"]
    formats = linked(
        st.multiselect,
        "Formats beside float64",
        "formats",
        list(DEFAULT_FORMATS),
        options=others,
        format_func=format_title,
    )
    rescue = linked(
        st.radio,
        "Rescue for formats below 32 bits",
        "rescue",
        "none",
        options=list(RESCUES),
        format_func=RESCUES.__getitem__,
        help="With float32 master weights the method's memory is in float32 too.",
    )
    dynamic = linked(st.toggle, "Dynamic loss scaling", "scaled", False, help=SCALED_HELP)
    name = linked(
        st.selectbox,
        "Trained by",
        "trainer",
        METHODS_HERE[0],
        options=list(METHODS_HERE),
        format_func=lambda option: METHODS[option].title,
    )
    rate = linked(
        st.number_input, "Learning rate", "rate", DEFAULT_RATE, min_value=1e-5, max_value=10.0, format="%.4g", step=None
    )
    epochs = linked(st.slider, "Epochs", "epochs", DEFAULT_EPOCHS, min_value=1, max_value=MOST_EPOCHS)
    task = Task(data, NOISES[data], choose_method(name, None, learning_rate=rate), epochs)
    return task, ("float64", *formats), rescue, SCALED if dynamic else LossScaling()


def _draw(found: Mapping[str, Trained]) -> None:
    window = EXAMPLES // BATCH
    drawing = loss_by_format(
        {name: each.record for name, each in found.items()},
        {name: each.losses for name, each in found.items()},
        window,
    )
    livechart(
        drawing.figure,
        key="training",
        alt="The loss over all examples in each format against the step, logarithmic; below it the share of updates of "
        "the last epoch that vanished",
        height=520,
    )


def _told(found: Mapping[str, Trained]) -> None:
    rows = [
        {
            "format": format_title(name),
            "loss": float(each.losses[-1]),
            "right": each.right,
            "updates without effect": float(each.record.vanished.mean()),
            "gradients lost": float(each.record.gradient_lost.mean()),
            "skipped": int(each.record.skipped.sum()),
            "end": f"NaN or ∞ in step {each.record.steps - 1}" if each.record.end is End.NOT_FINITE else "finished",
        }
        for name, each in found.items()
    ]
    share = partial(st.column_config.NumberColumn, format="percent")
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "loss": st.column_config.NumberColumn(format="%.4g", help="The mean loss of all examples at the end."),
            "right": share(help="Examples that are on the right side at the end."),
            "updates without effect": share(help="Of all updates of single weights, those that left it as it was."),
            "gradients lost": share(help="Entries of gradients that are 0 and should not be."),
            "skipped": st.column_config.NumberColumn(help="Steps left out because a gradient overflowed."),
        },
    )
