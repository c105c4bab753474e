"""Naive formulas beside stable ones, and sums against their length: errors in every format."""

import streamlit as st

from figures.rounding_errors import form_errors, sum_errors
from numerics.formats import Format
from numerics.numbers import format_number
from numerics.primitives import PRIMITIVES, Primitive
from numerics.rounded import Floats
from numerics.summation import DATA, LAWS, WAYS, Errors, longest_sum, summation_errors
from ui.format_picker import pick_format
from ui.links import linked, set_linked
from ui.livechart import livechart
from ui.step_views import shown, step_map, step_table, story

POINTS = 121
WAY_TITLES = {"naive": "from left to right", "pairwise": "pairwise", "kahan": "Kahan", "neumaier": "Neumaier"}
DATA_TITLES = {
    "tenths": "0.1, again and again",
    "uniform": "random between 0 and 1",
    "signed": "random between −1 and 1",
    "harmonic": "1, 1/2, 1/3, …",
    "cancelling": "1, L, 1, −L, … with L = 4/ε",
}


def formulas() -> None:
    """Draw the error of a textbook formula and of its stable forms along a line, and the steps at one place."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = linked(
            st.selectbox,
            "Formula",
            "formula",
            "log_sum_exp",
            options=list(PRIMITIVES),
            format_func=lambda name: PRIMITIVES[name].title,
        )
        format = pick_format()
    primitive = PRIMITIVES[name]
    t = primitive.line(format, POINTS)
    at = linked(
        st.number_input,
        f"Look closer at {primitive.variable} =",
        "t",
        round(float(t[0] + (t[-1] - t[0]) * primitive.telling), 1),
        min_value=-1100.0,
        max_value=1100.0,
        format="%.6g",
        width=240,
    )
    errors = {form.title: _worst(primitive, name, t, format) for name, form in primitive.forms.items()}
    livechart(
        form_errors(t, errors, primitive.variable, format.bits, at).figure,
        key="form_errors",
        alt=f"Bits of error of {primitive.title}, naive and stable, against {primitive.variable}",
        height=400,
        on_click=lambda x, _: set_linked("t", round(x, 2)),
    )
    st.caption(
        f"0 bits is a correctly rounded result, {format.bits} bits is NaN where there is an answer. What is stored "
        "in the format counts as exact. Click the picture to look closer."
    )
    st.markdown(primitive.lesson)
    _closer(primitive, at, format)


@st.cache_data(max_entries=256, show_spinner=False, hash_funcs={Primitive: lambda primitive: primitive.name})
def _worst(primitive: Primitive, form: str, t: Floats, format: Format) -> Floats:
    """The error in ulps at every t, the worst where there are several results."""
    result = primitive.record(form, t, format).result
    return result.ulps.reshape(len(t), -1).max(axis=-1)


def _closer(primitive: Primitive, at: float, format: Format) -> None:
    st.subheader(f"Step by step at {primitive.variable} = {format_number(at, 6)}", anchor="closer")
    form = linked(
        st.segmented_control,
        "Form",
        "form",
        "naive",
        options=list(primitive.forms),
        format_func=lambda form: primitive.forms[form].title,
    )
    recording = primitive.record(form, [at], format)
    width = max(step.values.size for step in recording.steps)
    step_map(recording, [str(k + 1) for k in range(width)], key="closer")
    story(recording)
    step_table(recording, 0)


def sums() -> None:
    """Draw the error of four ways to add against the number of terms, beside the lines of theory."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        data = linked(
            st.selectbox, "Terms", "data", "uniform", options=list(DATA), format_func=DATA_TITLES.__getitem__, width=260
        )
        format = pick_format()
        seed = 0
        if data in ("uniform", "signed"):
            seed = linked(st.number_input, "Seed", "seed", 0, min_value=0, max_value=9999, width=140)
        against = linked(
            st.segmented_control,
            "Error relative to",
            "relative",
            "size",
            options=list(_SCALES),
            format_func=_SCALES.__getitem__,
        )
    errors = _errors(data, format, seed)
    livechart(
        sum_errors(errors, WAY_TITLES, relative_to_sum=against == "sum").figure,
        key="sum_errors",
        alt="The errors of four ways to add against the number of terms, with the lines of theory",
        height=480,
    )
    _sum_table(errors)
    for law in LAWS.values():
        st.markdown(f"- **{law.title}**: {law.needs}.")
    st.caption(
        f"u = {format_number(format.epsilon / 2)} is the unit roundoff of {format.title}. The terms count as they are "
        "stored in the format, so what is seen is the error of adding alone."
    )


_SCALES = {"size": "Σ |x|, as in theory", "sum": "the sum itself"}


@st.cache_data(max_entries=64, show_spinner="Adding thousands of numbers in four ways …")
def _errors(data: str, format: Format, seed: int) -> Errors:
    return summation_errors(data, format, seed, longest_sum(format))


def _sum_table(errors: Errors) -> None:
    count = linked(
        st.select_slider,
        "Number of terms in the table",
        "n",
        int(errors.lengths[-1]),
        options=errors.lengths.tolist(),
    )
    at = errors.lengths.tolist().index(count)
    u = errors.format.epsilon / 2
    st.dataframe(
        {
            "way": [WAY_TITLES[way] for way in WAYS],
            f"sum of {count} terms": [shown(errors.computed[way][at], 17) for way in WAYS],
            "exact sum": [shown(errors.exact[at], 17)] * len(WAYS),
            "error / Σ |x|": [shown(errors.relative[way][at], 3) for way in WAYS],
            "in units of u": [shown(errors.relative[way][at] / u, 3) for way in WAYS],
            "error / |Σ x|": [shown(errors.relative[way][at] * errors.condition[at], 3) for way in WAYS],
        },
        hide_index=True,
    )
    st.caption(
        f"The condition number of this sum, Σ |x| / |Σ x|, is {format_number(errors.condition[at])}: "
        "what multiplies every error when it is measured against the sum itself."
    )
