"""The pictures and sentences of a run in low precision beside the same run in float64."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

import numerics as nm
from figures.gradient_range import gradient_range
from figures.marks import Trace
from figures.paths import Path
from figures.theme import format_look
from figures.vanished import update_chart, vanished_marks
from numerics import low_precision
from numerics.low_precision import Record
from ui.errors import escape_markdown
from ui.function_input import Function
from ui.landscape import GROUP
from ui.livechart import Player, livechart
from ui.low_precision.setting import Setting
from ui.patience import TooLongError, patiently
from ui.run_views import run_of

# What an operation of f takes with its derivatives and its roundings, and how long a run may take: so many evaluations.
SECONDS_AN_OPERATION, SECONDS = 1e-4, 3.0
FEWEST = 20


def run_in_formats(f: nm.Objective, setting: Setting) -> Record | None:
    """The run, remembered; None, with a sentence, where it has no meaning or takes too long."""
    operations = low_precision.Formula(f).operations
    budget = max(FEWEST, int(SECONDS / (SECONDS_AN_OPERATION * operations)))
    work = partial(
        low_precision.run,
        f,
        setting.start,
        setting.method,
        precision=setting.precision,
        scaling=setting.scaling,
        steps=setting.steps,
        budget=budget,
    )
    try:
        return patiently("Rounding", ("low precision", f, setting), lambda progress: work(progress=progress))
    except TooLongError as error:
        error.tell("This run takes too long here: choose fewer steps, or a method with fewer evaluations a step.")
    except nm.NumericsError as error:
        st.warning(escape_markdown(str(error)))
    return None


def paths_of(f: nm.Objective, setting: Setting, record: Record) -> list[Path]:
    """The run, up to its last finite point, and the same in float64."""
    last = int(np.isfinite(record.x).all(-1).sum())
    x = record.x[:last]
    name = setting.method.name
    label = f"in {setting.precision.weights.name}"
    if setting.precision.master:
        label += f", master in {setting.precision.master.name}"
    exact = run_of(f, setting.method, setting.start, setting.steps, None)
    looks = format_look(setting.precision.weights.name), format_look("float64")._replace(dash="dot")
    return [
        Path(label, name, x, np.asarray(f(x)), record.true_gradient[:last], look=looks[0]),
        Path("in float64", name, exact.x, exact.f, exact.gradient, look=looks[1]),
    ]


def marks_of(record: Record, names: Sequence[str], axes: Sequence[int]) -> list[Trace]:
    """What is laid over the picture: the points where updates vanished."""
    return vanished_marks(record, names, axes, record.f)


def comparison(f: nm.Objective, setting: Setting, record: Record, exact: Path) -> None:
    """Say what happened, and how far both runs came."""
    one, other, third = st.columns(3)
    one.metric(f"f after {_steps(record.steps)} in {setting.precision.weights.name}", f"{record.f[-1]:.4g}")
    other.metric(f"f after {_steps(exact.steps)} in float64", f"{exact.f[-1]:.4g}")
    count, of = int((record.vanished | record.step_lost).sum()), int((record.wanted != 0).sum())
    third.metric("Updates that left a weight as it was", f"{count} of {of}")
    for sentence in low_precision.tell(record, f.variables):
        st.markdown(f"- {escape_markdown(sentence)}")


def _steps(count: int) -> str:
    return f"{count} step{'' if count == 1 else 's'}"


def updates(function: Function, record: Record) -> None:
    """Draw the size of every update in gaps, and the loss scale."""
    st.caption(
        "One line a weight. A gap is the distance to the next number of its format on the side of the update; where "
        "the update is less than half a gap, w + Δw is rounded to w. Where a weight passes 0 its gaps are tiny, and "
        "the line leaps."
    )
    drawing = update_chart(record, function.objective.variables)
    dynamic = record.scaling.every is not None
    livechart(
        drawing.figure,
        key="updates",
        alt="The size of every weight's update in gaps between numbers of its format, against the step, logarithmic"
        + ("; below it the power k of the loss scale" if dynamic else ""),
        height=460 if dynamic else 340,
        player=Player(drawing.steps, drawing.heads, controls=False),
        group=GROUP,
    )


def gradients(record: Record) -> None:
    """Draw where the gradients lie in the range of their format."""
    kept = record.precision.gradients
    st.caption(escape_markdown(low_precision.tell_range(record)))
    drawing = gradient_range(record.true_gradient[:-1], record.powers[:-1], kept)
    livechart(
        drawing.figure,
        key="range",
        alt=f"How many gradients of the run lie in each power of two, beside the smallest and largest numbers of "
        f"{kept.title}",
        height=320,
    )
