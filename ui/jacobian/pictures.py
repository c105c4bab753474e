"""The Jacobian at a point: in symbols, in numbers, and as what it does to a small square."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

import numerics as nm
from figures.map_image import after, before
from numerics.numbers import format_number, format_point
from numerics.small_shapes import images
from ui.errors import escape_markdown
from ui.formulas import number_latex, numbers_latex
from ui.links import linked, set_linked
from ui.livechart import livechart

HEIGHT = 430
SIZES = [0.01, 0.03, 0.1, 0.2, 0.5, 1.0, 2.0]
DEFAULT_SIZE = 0.5


def in_symbols(F: nm.VectorMap, at: Sequence[float]) -> np.ndarray:
    """Show J in symbols and at the point, and return it."""
    J = F.jacobian(at)
    st.latex(F.jacobian_latex)
    st.latex(rf"J_F{_point(at)} = {numbers_latex(J)}")
    return J


def _point(at: Sequence[float]) -> str:
    return "(" + ", ".join(map(number_latex, at)) + ")"


def small_square(F: nm.VectorMap, at: Sequence[float], J: np.ndarray) -> None:
    """Draw the square before and after; tell areas and singular values."""
    size = linked(
        st.select_slider,
        "Side of the square",
        "size",
        DEFAULT_SIZE,
        options=SIZES,
        help="The smaller, the closer are the images under F and under J: that is what a derivative is.",
    )
    value = F(at)
    if not (np.isfinite(J).all() and np.isfinite(value).all()):
        st.warning("F has no Jacobian at this point: a value or a derivative is undefined or infinite there.")
        return
    seen = images(F, at, size)
    left, right = st.columns(2, gap="medium")
    with left:
        livechart(
            before(np.array(at), size, 3 * size, F.variables),
            key="before",
            alt="A small square with a circle inside around the point",
            height=HEIGHT,
            on_click=partial(_move, F.variables),
        )
    with right:
        livechart(
            after(seen, value),
            key="after",
            alt="The images of square and circle under the map, and dashed those under its Jacobian",
            height=HEIGHT,
        )
    st.caption(
        "F bends the square; its Jacobian makes a parallelogram of it, dashed. Make the side smaller, and they agree. "
        "Click the picture of the square to move the point."
    )
    _areas(seen.area / size**2, seen.factor)
    _directions(J)


def _move(names: Sequence[str], x: float, y: float) -> None:
    set_linked("at", [float(f"{value:.4g}") for value in (x, y)][: len(names)])


def _areas(measured: float, factor: float) -> None:
    columns = st.columns(3)
    columns[0].metric("Area under F ÷ area of the square", format_number(measured))
    columns[1].metric("det J", format_number(factor))
    columns[2].metric("orientation", "kept" if factor > 0 else "turned over" if factor < 0 else "collapsed")
    if factor == 0:
        st.markdown(
            "det J = 0: to first order the square collapses onto a line or a point. F may not be invertible around "
            "here, and what area its image has comes from the second order alone."
        )
    elif np.isfinite(measured):
        off = abs(measured / factor - 1)
        st.markdown(
            f"The measured area differs from |det J| by {format_number(100 * off, 3)} %. Halve the side, and the "
            "difference of both shapes, relative to their size, halves too."
        )


def _directions(J: np.ndarray) -> None:
    _, sigma, Vt = np.linalg.svd(J)
    told = " and ".join(
        f"{escape_markdown(format_point(v, 3))} by σ = {format_number(float(s))}"
        for v, s in zip(Vt, sigma, strict=False)
    )
    st.markdown(
        f"**Singular values**: J turns the circle into an ellipse. It stretches the direction {told}; the product of "
        "both is |det J|."
    )
