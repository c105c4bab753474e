"""Which quadratic the page is about: of two sliders, or of the visitor's function at a point."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

from figures.contour import contour
from numerics.errors import NumericsError
from numerics.numbers import format_number, format_point
from numerics.quadratic.quadratic import FLATTEST, Mending, Quadratic, mended
from numerics.sampling import sample_plane
from ui.errors import escape_markdown, show_error
from ui.function_input import Function, function_input
from ui.links import linked, linked_numbers, set_linked
from ui.livechart import livechart
from ui.starts import FARTHEST

SOURCES = {"sliders": "Two sliders", "function": "Hessian of my function"}
DEFAULT_CONDITION, DEFAULT_ANGLE = 5.0, 45
MANTISSAS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)
CONDITIONS = [round(mantissa * 10**power, 6) for power in range(4) for mantissa in MANTISSAS] + [1e4]
SMALLEST, LARGEST = 1e-5, 1e9  # curvatures that learning rates are made for
WIDEST_MATRIX = 4  # written out up to this size


def pick_quadratic() -> Quadratic:
    """Draw the choice, and return the quadratic; where a function has none at its point, that of the sliders."""
    source = linked(
        st.segmented_control,
        "The quadratic ½ xᵀAx",
        "of",
        "sliders",
        options=list(SOURCES),
        format_func=SOURCES.__getitem__,
    )
    if source == "function":
        try:
            return _of_function()
        except NumericsError as error:
            show_error(error)
            st.info("The rest of the page shows the quadratic with κ = 5 instead.")
            return Quadratic.rotated(DEFAULT_CONDITION, DEFAULT_ANGLE)
    condition = linked(
        st.select_slider,
        "Condition number κ",
        "kappa",
        DEFAULT_CONDITION,
        options=CONDITIONS,
        format_func=format_number,
        help="The curvature along the steep direction; across it the curvature is 1.",
    )
    angle = linked(
        st.slider,
        "Steep direction, in degrees",
        "angle",
        DEFAULT_ANGLE,
        min_value=0,
        max_value=180,
        step=5,
        help="45 is the direction [1, 1]; at 0 and 90 the axes are the eigenvectors, and A is diagonal.",
    )
    return Quadratic.rotated(condition, angle)


def _of_function() -> Quadratic:
    function = function_input()
    f = function.objective
    default = function.minima[0][0] if function.minima else function.start
    point = linked_numbers(
        [f"at {name}" for name in f.variables],
        "at",
        default,
        min_value=-FARTHEST,
        max_value=FARTHEST,
        format="%.6g",
    )
    if f.dimension == 2:
        _map(function, point)
    if not np.isfinite(f(point)):
        raise NumericsError("f is not defined at this point: choose another point.")
    quadratic, mending = mended(f.hessian(point))
    _tell(f.hessian(point), quadratic, mending, point)
    low, high = quadratic.eigenvalues[[0, -1]]
    if low < SMALLEST or high > LARGEST:
        st.info(f"It is divided by λmin = {format_number(low)}, which changes the rates and no path.")
        return Quadratic(quadratic.matrix / low)
    return quadratic


def _map(function: Function, point: Sequence[float]) -> None:
    """The function with the point; a click chooses another one."""
    x, y = function.window[:2]
    livechart(
        contour(sample_plane(function.objective, (x, y)), names=function.objective.variables, starts=[point]).figure,
        key="where",
        alt="Map of f with the point at which its Hessian is taken",
        height=280,
        on_click=partial(_choose, x[1] - x[0]),
    )
    st.caption("Click the map to choose the point.")


def _choose(width: float, x: float, y: float) -> None:
    digits = 2 - int(np.floor(np.log10(width)))
    set_linked("at", (round(x, digits), round(y, digits)))


def _tell(hessian: np.ndarray, quadratic: Quadratic, mending: Mending, point: Sequence[float]) -> None:
    """The Hessian, its eigenvalues, and what was done where it is not positive definite."""
    if len(hessian) <= WIDEST_MATRIX:
        rows = r" \\ ".join(" & ".join(_entry(value) for value in row) for row in hessian)
        st.latex(rf"\nabla^2 f = \begin{{pmatrix}} {rows} \end{{pmatrix}}")
    values = np.linalg.eigvalsh(hessian)
    told = f"Its eigenvalues at {format_point(point)}: {', '.join(map(format_number, values))}."
    st.markdown(escape_markdown(told))
    if mending:
        _warn(values, mending)
    st.caption(
        "A is this Hessian, and x is measured from the bottom of the quadratic model, in the order of its variables."
    )


def _warn(values: np.ndarray, mending: Mending) -> None:
    """Say that a Hessian with these eigenvalues is no bowl, and what is shown instead."""
    kinds = [
        "indefinite" if values[0] < 0 < values[-1] else "negative" if Mending.REFLECTED in mending else "",
        "singular, or nearly so" if Mending.RAISED in mending else "",
    ]
    done = []
    if Mending.REFLECTED in mending:
        done.append(
            "its negative eigenvalues are replaced by their size, as the saddle-free Newton method does. Descent on f "
            "itself would run away along those directions"
        )
    if Mending.RAISED in mending:
        done.append(
            f"eigenvalues smaller than {FLATTEST:.0e} of the largest are raised to that. On f itself κ is infinite "
            "there, or beyond 1/that, and descent has no useful linear rate"
        )
    named = " and ".join(f"**{kind}**" for kind in kinds if kind)
    st.warning(
        f"This Hessian is {named}. Shown instead is the quadratic with the same eigenvectors in which "
        f"{'; also, '.join(done)}."
    )


def _entry(value: float) -> str:
    mantissa, _, power = format_number(value).partition("e")
    return rf"{mantissa} \cdot 10^{{{power}}}" if power else mantissa
