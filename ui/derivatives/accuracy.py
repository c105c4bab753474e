"""How good numeric derivatives are: errors against the step, way by way and format by format."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from figures.log_lines import LogLine, log_lines
from figures.theme import BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILLION, Look, format_look
from numerics.differentiation import Best, DerivativeErrors, derivative_errors
from numerics.errors import NumericsError
from numerics.formats import FORMATS, Format
from numerics.numbers import format_number
from ui.errors import show_error
from ui.format_picker import pick_format
from ui.links import linked
from ui.livechart import livechart
from ui.patience import TooLongError, patiently
from ui.place import Place, plain

WAYS = {"forward": "forward difference", "central": "central difference", "complex": "complex step"}
RULES = {
    "forward_mode": "forward-mode autodiff",
    "reverse_mode": "reverse-mode autodiff",
    "formula": "formula of the derivative",
}
LOOKS = {
    "forward": Look(VERMILLION, "solid", "circle"),
    "central": Look(BLUE, "solid", "square"),
    "complex": Look(GREEN, "solid", "diamond"),
    "forward_mode": Look(ORANGE, "dash", "cross"),
    "reverse_mode": Look(SKY, "dot", "x"),
    "formula": Look(PURPLE, "dashdot", "triangle-up"),
}
HEIGHT = 470
STEP = "step h"
UP = "error of f′"


def accuracy(place: Place, by: str) -> None:
    """Draw the errors of every way in one format, or of one way in every format."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = linked(
            st.segmented_control,
            "Compare",
            "compare",
            "ways",
            options=list(_VIEWS),
            format_func=_VIEWS.__getitem__,
        )
        if view == "ways":
            formats = [pick_format(default="float64")]
        else:
            formats = list(FORMATS.values())
            way = linked(
                st.segmented_control, "Way", "way", "central", options=list(WAYS), format_func=WAYS.__getitem__
            )
        exact = linked(
            st.toggle,
            "Divide by the step that was taken, (x + h) − x",
            "taken",
            False,
            help="x + h is rounded, so the step that is taken is not h. Dividing by the difference removes that error.",
        )
    try:
        found = _errors(place, by, formats, exact)
    except TooLongError as error:
        error.tell("Differentiating this formula in arbitrary precision takes too long. Type a shorter one.")
        return
    known = [one for one in found if isinstance(one, DerivativeErrors)]
    refused = next((one for one in found if isinstance(one, NumericsError)), None)
    if refused and not known:
        show_error(refused)
    elif view == "ways":
        _ways(known[0])
    else:
        _formats(known, way, by)
        if refused:
            st.caption("A format without a row has no derivative at the point as it rounds it.")


_VIEWS = {"ways": "every way, in one format", "formats": "one way, in every format"}


def _errors(
    place: Place, by: str, formats: Sequence[Format], exact: bool
) -> tuple[DerivativeErrors | NumericsError, ...]:
    """The errors in every format, or why there are none."""

    def work(progress: Callable[[float], None]) -> tuple[DerivativeErrors | NumericsError, ...]:
        found: list[DerivativeErrors | NumericsError] = []
        for done, format in enumerate(formats):
            progress(done / len(formats))
            try:
                found.append(derivative_errors(place.f.tree, place.values, by, format, exact_steps=exact))
            except NumericsError as error:
                found.append(error)
        return tuple(found)

    key = ("derivative errors", place.f, place.at, by, tuple(formats), exact)
    return patiently("Differentiating numerically", key, work)


def _ways(found: DerivativeErrors) -> None:
    lines = [_line(WAYS[way], LOOKS[way], found, way) for way in found.errors]
    lines += [
        LogLine(RULES[way], LOOKS[way], found.h, np.full_like(found.h, error)) for way, error in found.rules.items()
    ]
    livechart(
        log_lines(lines, across=STEP, up=UP).figure,
        key="errors",
        alt=f"The error of numeric derivatives in {found.format.title} against the step, both on logarithmic axes",
        height=HEIGHT,
    )
    st.caption(
        "Full circles: the least error that was measured (the largest among neighbouring steps counts, so that a "
        "lucky hit is none). Open diamonds: the best step from theory."
    )
    if found.obstacle:
        st.info(
            f"No complex step here: `{found.obstacle}` has no derivative for complex arguments, so the imaginary "
            "part of f(x + ih) says nothing."
        )
    _table(found)
    _story(found)


def _line(name: str, look: Look, found: DerivativeErrors, way: str) -> LogLine:
    predicted = found.predicted[way]
    inside = predicted is not None and found.h[0] <= predicted.h <= found.h[-1]
    return LogLine(name, look, found.h, found.errors[way], found.best(way), predicted if inside else None)


def _table(found: DerivativeErrors) -> None:
    rows = []
    for way in found.errors:
        best, predicted = found.best(way), found.predicted[way]
        rows.append(
            {
                "way": WAYS[way],
                "best h, measured": _h(best),
                "best h, predicted": ("below " if way == "complex" and predicted else "") + _h(predicted),
                "least error": _error(best),
                "predicted error": _error(predicted),
                "digits": _digits(best, found),
            }
        )
    for way, error in found.rules.items():
        own = None if math.isnan(error) else Best(0.0, error)
        rows.append(
            {
                "way": RULES[way],
                "best h, measured": "no h",
                "best h, predicted": "no h",
                "least error": _error(own),
                "predicted error": "",
                "digits": _digits(own, found),
            }
        )
    st.dataframe(rows, hide_index=True)


def _h(best: Best | None) -> str:
    return "–" if best is None else format_number(best.h, 3)


def _error(best: Best | None) -> str:
    return "–" if best is None else "exact" if best.error == 0 else format_number(best.error, 2)


def _digits(best: Best | None, found: DerivativeErrors) -> str:
    """How many significant decimal digits of f' are right."""
    if best is None or found.exact.slope == 0:
        return "–"
    return "all" if best.error == 0 else format_number(found.digits(best.error), 2)


def _story(found: DerivativeErrors) -> None:
    forward = found.predicted["forward"]
    told = [
        "**Two slopes.** From the right the error falls with h: by a factor of 10 for each decade with the forward "
        "difference (slope 1), by 100 with the central one (slope 2). To the left rounding takes over: f(x + h) and "
        "f(x) agree in ever more digits, and the error grows like ε/h.",
    ]
    if forward:
        told.append(
            f"In {found.format.title}, ε = {format_number(found.format.epsilon)}: the forward difference is best near "
            f"√(2εA/|f″|) = {format_number(forward.h, 2)}"
            + (
                f", the central one near ∛(3εA/2|f‴|) = {format_number(central.h, 2)}"
                if (central := found.predicted["central"])
                else ""
            )
            + ". A is what rounding multiplies: |f|, and |x f′| for the rounding of x + h."
        )
    else:
        told.append("f″ is 0 here, so the forward difference has no truncation error: the larger h, the better.")
    if "complex" in found.errors:
        told.append(
            "**The complex step** subtracts nothing: Im f(x + ih)/h has no slope to the left. h may be as small as the "
            "format has numbers."
        )
    told.append(
        "**Automatic differentiation and the formula** have no h: they multiply exact local derivatives, and what is "
        "left is the rounding of their own operations."
    )
    st.markdown("\n\n".join(told))


def _formats(known: Sequence[DerivativeErrors], way: str, by: str) -> None:
    if obstacle := next((found.obstacle for found in known if way not in found.errors), ""):
        st.info(f"No complex step here: `{obstacle}` has no derivative for complex arguments.")
        return
    livechart(
        log_lines(
            [_line(found.format.title, format_look(found.format.name), found, way) for found in known],
            across=STEP,
            up=UP,
        ).figure,
        key="formats",
        alt=f"The error of the {WAYS[way]} against the step in every number format, both on logarithmic axes",
        height=HEIGHT,
    )
    st.dataframe(
        [
            {
                "format": found.format.title,
                "best h, measured": _h(best := found.best(way)),
                "best h, predicted": _h(found.predicted[way]),
                "least error": _error(best),
                "digits": _digits(best, found),
            }
            for found in known
        ],
        hide_index=True,
    )
    st.caption(
        f"The point ({plain(by)} and all other numbers) is rounded to each format first, and the error is that at the "
        "rounded point. Gaps: the format gives infinity or NaN there."
    )
