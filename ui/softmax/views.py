"""Softmax both ways: recordings, verdicts, bars, tables, and what subtracting the maximum does."""

import math
from functools import lru_cache

import numpy as np
import streamlit as st

from figures.probabilities import probabilities
from numerics import naive, stable
from numerics.formats import Format
from numerics.formats.exact import Exact
from numerics.microscope.ulps import ulps_between
from numerics.numbers import format_number
from numerics.recording import Recording, Step, record, tell
from numerics.rounded import Floats
from ui.errors import escape_markdown
from ui.links import linked
from ui.livechart import livechart
from ui.softmax.logits import Logits
from ui.step_views import shown, step_map, step_table, story, ulps

FORMS = {"direct": naive, "subtracted": stable}
FORM_TITLES = {"direct": "Direct", "subtracted": "Maximum subtracted"}
QUANTITIES = {
    "softmax": "Softmax",
    "log_softmax": "Log-softmax",
    "log_sum_exp": "Log-sum-exp",
    "cross_entropy": "Cross-entropy",
}


def recorded(quantity: str, form: str, logits: Logits) -> Recording:
    """A quantity of QUANTITIES in a form of FORMS, or the late cross-entropy, with every step."""
    return _recorded(quantity, form, logits.exact, logits.format, logits.label if "entropy" in quantity else None)


@lru_cache(maxsize=32)
def _recorded(quantity: str, form: str, exact: tuple[Exact, ...], format: Format, label: int | None) -> Recording:
    options = {} if label is None else {"label": label}
    return record(getattr(FORMS[form], quantity), np.array(exact, dtype=object), dtype=format, **options)


def verdicts(logits: Logits) -> None:
    """Say beside each other how both forms ended."""
    for column, form in zip(st.columns(2), FORMS, strict=True):
        recording = recorded("softmax", form, logits)
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{FORM_TITLES[form]}**")
            st.latex(_FORMULAS[form])
            st.markdown(_verdict(recording.result))
            if not np.isfinite(recording.result.values).all():
                st.caption(escape_markdown(" ".join(tell(recording))))


_FORMULAS = {
    "direct": r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
    "subtracted": r"p_i = \frac{e^{z_i - m}}{\sum_j e^{z_j - m}},\ m = \max z",
}


def _verdict(result: Step) -> str:
    lost, count = int((~np.isfinite(result.values)).sum()), result.values.size
    if np.isnan(result.truth).all():
        return ":material/help: The exact softmax has no value: infinite logits leave it undefined."
    if lost:
        return f":material/dangerous: **NaN** in {lost} of {count} places."
    worst = float(np.nanmax(result.ulps))
    if worst <= 2:
        near = "Correctly rounded" if worst == 0 else f"Right to {format_number(worst)} ulp{'s' * (worst != 1)}"
        return f":material/check_circle: {near} in every place."
    biggest = float(np.nanmax(np.where(result.truth > 0, np.abs(result.values - result.truth), 0)))
    return (
        f":material/warning: Finite, but wrong by up to {format_number(worst)} ulps; the largest error of a "
        f"probability is {format_number(biggest, 2)}."
    )


def probability_bars(logits: Logits) -> None:
    """Draw the probabilities of both forms beside the exact ones."""
    scale = linked(
        st.segmented_control, "Probabilities", "scale", "linear", options=["linear", "logarithmic"], width="content"
    )
    forms = [recorded("softmax", form, logits).result for form in FORMS]
    livechart(
        probabilities(forms[0].truth, [form.values for form in forms], scale == "logarithmic").figure,
        key="probabilities",
        alt="Bars of the probabilities: exact, computed directly, and with the maximum subtracted",
        height=380,
    )


def probability_table(logits: Logits) -> None:
    """List every logit as given and as stored, and its probability in all ways with its error."""
    direct, subtracted = (recorded("softmax", form, logits) for form in FORMS)
    count, truth = len(logits.exact), direct.result.truth
    lost = ulps_between(_of_stored(logits), truth, logits.format)
    st.dataframe(
        {
            "logit": range(1, count + 1),
            "given": [direct.steps[0].exact(k, digits=8) for k in range(count)],
            f"as {logits.format.title}": [shown(value, 8) for value in logits.stored],
            "exact probability": [direct.result.exact(k) for k in range(count)],
            "direct": [shown(value) for value in direct.result.values],
            "error, ulps": list(map(ulps, direct.result.values, direct.result.ulps)),
            "maximum subtracted": [shown(value) for value in subtracted.result.values],
            "its error, ulps": list(map(ulps, subtracted.result.values, subtracted.result.ulps)),
            "lost by storing, ulps": list(map(ulps, truth, lost)),
        },
        hide_index=True,
        height="auto" if count <= 8 else 320,
    )
    st.caption(
        "Errors are counted in numbers of the format between the result and the right one. The last column is what "
        "storing the logits costs by itself: the exact softmax of the stored logits against that of the given ones."
    )


def _of_stored(logits: Logits) -> Floats:
    """The exact softmax of the logits as stored, rounded once."""
    return _recorded("softmax", "subtracted", tuple(logits.stored.tolist()), logits.format, None).result.truth


def derived_quantities(logits: Logits) -> None:
    """List log-sum-exp and cross-entropy both ways, and the cross-entropy that takes the logarithm too late."""
    rows = [
        ("log Σ exp(z)", recorded("log_sum_exp", "direct", logits)),
        ("m + log1p(Σ′ exp(z − m))", recorded("log_sum_exp", "subtracted", logits)),
        ("−log of the direct softmax", recorded("cross_entropy", "direct", logits)),
        ("−log of the stable softmax", recorded("late_cross_entropy", "direct", logits)),
        ("log1p(Σ′ exp(z − m)) − (z − m), from the logits", recorded("cross_entropy", "subtracted", logits)),
    ]
    results = [recording.result for _, recording in rows]
    st.dataframe(
        {
            "quantity": ["log-sum-exp"] * 2 + [f"cross-entropy of class {logits.label + 1}"] * 3,
            "computed as": [name for name, _ in rows],
            f"in {logits.format.title}": [shown(_only(result.values), 8) for result in results],
            "exactly": [result.exact(*([0] * result.values.ndim), digits=8) for result in results],
            "error, ulps": [ulps(_only(result.values), _only(result.ulps)) for result in results],
        },
        hide_index=True,
    )


def _only(values: Floats) -> float:
    return float(values.reshape(-1)[0])


def trace(logits: Logits) -> None:
    """Draw the steps of a chosen quantity in a chosen form, and list those of one logit."""
    with st.container(horizontal=True):
        quantity = linked(
            st.segmented_control,
            "Quantity",
            "quantity",
            "softmax",
            options=list(QUANTITIES),
            format_func=QUANTITIES.__getitem__,
        )
        form = linked(
            st.segmented_control, "Form", "form", "direct", options=list(FORMS), format_func=FORM_TITLES.__getitem__
        )
    recording = recorded(quantity, form, logits)
    columns = [f"z{number} = {shown(value, 5)}" for number, value in enumerate(logits.stored, 1)]
    step_map(recording, columns, key="steps")
    story(recording)
    if form == "subtracted":
        st.caption("Σ′ leaves out the largest term, exp(0) = 1, which is added last: so a tiny rest keeps its digits.")
    followed = 1
    if len(columns) > 1:
        followed = linked(
            st.number_input, "Numbers of logit", "follow", 1, min_value=1, max_value=len(columns), width=200
        )
    step_table(recording, followed - 1)


def what_subtracting_does(logits: Logits) -> None:
    """Say with this page's numbers what the shift changes and what it leaves."""
    direct, subtracted = (recorded("softmax", form, logits) for form in FORMS)
    finite = [value for value in logits.stored if math.isfinite(value)]
    if len(finite) < len(logits.exact):
        st.markdown(
            "Some logits are infinite or NaN as stored. Subtracting the maximum does not help where the maximum itself "
            "is infinite: ∞ − ∞ has no value."
        )
        return
    top = int(np.argmax(logits.stored))
    e, shifted = _named(direct, "exp(z)"), _named(subtracted, "exp(z − max z)")
    vanished = int(((shifted.values == 0) & shifted.used).sum())
    largest, smallest = format_number(logits.format.largest, 6), format_number(logits.format.smallest_subnormal, 3)
    st.markdown(
        f"The largest logit is m = {shown(logits.stored[top])}. Its exponential is {e.exact(top)}, and "
        f"{logits.format.title} ends at {largest} and begins at {smallest}. After the subtraction no exponent is above "
        f"0: the largest exponential is exactly 1, and the sum lies between 1 and n = {len(finite)}. It can neither "
        "overflow nor be 0."
    )
    st.markdown(
        "The value stays the same: numerator and denominator are both divided by $e^m$. "
        + (
            f"{vanished} of the {len(finite)} exponentials become 0, and do no harm: in {logits.format.title} their "
            "probabilities are 0 or next to nothing as well."
            if vanished
            else "None of the exponentials becomes 0 here."
        )
    )


def _named(recording: Recording, name: str) -> Step:
    return next(step for step in recording.steps if step.name == name)
