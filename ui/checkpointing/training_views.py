"""A training that is interrupted and resumed: its losses, what each missing part does, and the file itself."""

from functools import lru_cache

import numpy as np
import streamlit as st

from figures.interruption_chart import Resumed, interruption_chart
from numerics.checkpointing import SAVED, Interruption
from numerics.learning import Risk
from numerics.numbers import format_number
from ui.checkpointing.training_setting import TrainingSetting
from ui.livechart import livechart
from ui.step_views import shown

PARTS = {
    "parameters": "the parameters θ",
    "method_state": "the optimizer's state",
    "epoch": "the epoch",
    "place": "the place in it",
    "generator": "the generator's state",
    "best": "the best by validation loss",
}


@lru_cache(maxsize=16)
def interruption(setting: TrainingSetting) -> Interruption:
    """What comes of it, remembered."""
    return setting.interrupted()


def courses(setting: TrainingSetting) -> None:
    """Draw the losses and how far every resumed training is from the unbroken one."""
    st.caption(
        "A training is interrupted at the dashed line, and resumed from files that lack something. Move the "
        "interruption, or choose another method."
    )
    found, (learnt, held_out) = interruption(setting), setting.risks
    unbroken, best = found.unbroken, found.unbroken.checkpoint.best
    resumed = [
        Resumed(saved, course.at, held_out(course.parameters), found.distance(saved))
        for saved, course in found.resumed.items()
    ]
    drawing = interruption_chart(
        learnt(unbroken.parameters),
        held_out(unbroken.parameters),
        resumed,
        after=_stopped(setting, found),
        best=(best.epoch * setting.training.batches, best.loss),
    )
    livechart(
        drawing.figure,
        key="courses",
        alt="Training and validation loss over the steps, unbroken and resumed, and their distance",
        height=620,
    )


def _stopped(setting: TrainingSetting, found: Interruption) -> int:
    state = found.checkpoint.state
    return state.epoch * setting.training.batches + state.place


def findings(setting: TrainingSetting) -> None:
    """Say what the interruption did, in words with its numbers."""
    found = interruption(setting)
    state, best = found.checkpoint.state, found.unbroken.checkpoint.best
    equal = found.is_equal("everything saved")
    verdict = "**equals the unbroken one in every bit**" if equal else "**differs from the unbroken one**"
    st.markdown(
        f":material/{'check_circle' if equal else 'error'}: Stopped after step {_stopped(setting, found)}, in epoch "
        f"{state.epoch + 1} after {state.place} of {setting.training.batches} batches, and resumed from the file with "
        f"everything in it, the training {verdict}: parameters, optimizer, generator and best."
    )
    optimizer = "optimizer not saved"
    if setting.method == "gradient_descent":
        st.markdown("Gradient descent remembers nothing from step to step: without its state nothing is lost.")
    else:
        st.markdown(
            f"Without the optimizer's state θ ends {format_number(_last(found, optimizer))} away, and the validation "
            f"loss is {_loss(setting, found, optimizer)} instead of {_loss(setting, found)}."
        )
    _tell_of_generator(setting, found)
    st.markdown(
        f"**The best by validation loss** is {format_number(best.loss)}, after epoch {best.epoch}; at the end it is "
        f"{_loss(setting, found)}. The best is kept in the file and so outlives the interruption: resumed with the "
        "parameters alone, the best that is known is that of epoch "
        f"{found.resumed['parameters alone'].checkpoint.best.epoch}."
    )


def _tell_of_generator(setting: TrainingSetting, found: Interruption) -> None:
    away = _last(found, "generator not saved")
    if away == 0:
        st.markdown("Without the generator's state nothing changes here: the batches are the same in any order.")
    else:
        st.markdown(
            f"Without the generator's state the program shuffles as at its start: other batches, and θ ends "
            f"{format_number(away)} away. Nothing looks wrong, but the run cannot be repeated."
        )


def _last(found: Interruption, saved: str) -> float:
    return float(found.distance(saved)[-1])


def _loss(setting: TrainingSetting, found: Interruption, saved: str = "") -> str:
    course = found.resumed[saved] if saved else found.unbroken
    return format_number(float(setting.risks[1](course.parameters[-1])))


def table(setting: TrainingSetting) -> None:
    """List every resumed training beside the unbroken one."""
    found, held_out = interruption(setting), setting.risks[1]
    rows = {"(not interrupted)": found.unbroken} | dict(found.resumed)
    st.dataframe(
        {
            "file": list(rows),
            "equal in every bit": ["–", *("yes" if found.is_equal(saved) else "no" for saved in SAVED)],
            "distance of θ at the end": ["–", *(shown(_last(found, saved), 3) for saved in SAVED)],
            "validation loss at the end": [shown(_at(held_out, course.parameters[-1])) for course in rows.values()],
            "best kept": [shown(course.checkpoint.best.loss) for course in rows.values()],
            "of epoch": [course.checkpoint.best.epoch for course in rows.values()],
        },
        hide_index=True,
    )
    st.caption(
        "What is not saved begins anew, as at the start of a program: the optimizer remembers nothing, the generator "
        "is seeded as before, the epoch begins once more, and the best so far is what there is."
    )


def _at(risk: Risk, parameters: np.ndarray) -> float:
    return float(risk(parameters))


def file(setting: TrainingSetting) -> None:
    """Show the saved file, and what each part of it takes."""
    found = interruption(setting)
    parts = {name: len(text.encode()) for name, text in found.checkpoint.parts().items()}
    sizes, content = st.columns([2, 3], gap="medium")
    with sizes:
        st.dataframe(
            {
                "part": [PARTS[name] for name in parts],
                "in the file": list(parts),
                "bytes": list(parts.values()),
            },
            hide_index=True,
        )
        memory = found.checkpoint.state.method_state
        arrays = [value for value in memory or () if np.size(value) > 1]
        st.markdown(
            f"{len(found.text.encode()):,} bytes in all, as JSON. {setting.training.method.title} keeps "
            f"{len(arrays) or 'no'} further number{'s' * (len(arrays) != 1)} for each parameter, so of a model with a "
            f"billion parameters in float32 the parameters take 4 GB and its optimizer {4 * len(arrays)} GB."
        )
        st.download_button(
            "Download the checkpoint",
            found.text,
            file_name="checkpoint.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )
    with content:
        st.code(found.text, language="json", height=320, wrap_lines=True)
        st.caption(
            "Plain text: numbers and nothing else. Python writes a float with as many digits as bring every bit back, "
            "and reading such a file runs nothing, unlike a pickle, which may hold a program."
        )
