"""f and its quadratic model at the chosen point: pictures, the Hessian's numbers, and what they do and do not say."""

import math

import numpy as np
import streamlit as st

from figures.local_model import as_surfaces, curvature_rose, over_curve, over_map
from numerics.curvature import Kind
from numerics.differentiation import unit
from numerics.local_model import LocalModel, local_model, weights
from numerics.numbers import format_number, format_point
from numerics.sampling import sample_line, sample_plane
from ui.errors import escape_markdown
from ui.formulas import number_latex, numbers_latex
from ui.links import linked
from ui.livechart import livechart
from ui.place import Place, plain

HEIGHT = 520


def model_at(place: Place) -> LocalModel:
    """The quadratic model of f at the chosen point."""
    return local_model(place.f, place.at)


def picture(place: Place, model: LocalModel) -> None:
    """Draw f with its model, and the eigenvectors in two variables; a click moves the point."""
    f = place.f
    if len(place.axes) == 1:
        line = sample_line(f, place.window[0])
        drawing = over_curve(line, model.predicted(line.x[:, None]), (place.at[0], model.value), f.variables[0])
        st.caption("Click or tap the picture to move the point.")
        livechart(
            drawing.figure,
            key="model",
            alt=f"The graph of f over {plain(f.variables[0])} and the parabola that touches it at the point",
            height=HEIGHT,
            on_click=lambda x, _: place.move([x]),
        )
        return
    view = linked(st.segmented_control, "View", "view", "Contours", options=["Contours", "Surfaces"])
    axes = (place.axes[0], place.axes[1])
    grid = sample_plane(f, (place.window[0], place.window[1]), axes=axes, through=place.at)
    points = np.empty((*grid.z.shape, f.dimension))
    points[...] = place.at
    points[..., axes[0]], points[..., axes[1]] = np.meshgrid(grid.x, grid.y)
    quadratic = model.predicted(points)
    if view == "Surfaces":
        livechart(
            as_surfaces(grid, quadratic, (place.seen[0], place.seen[1], model.value), f.variables),
            key="surfaces",
            alt="The surface of f, and over it the paraboloid or saddle of its quadratic model",
            height=HEIGHT,
        )
        return
    st.caption(
        "Click or tap the map to move the point. Dashed: the contours of the quadratic model there; bars: "
        "the eigenvectors of the Hessian H."
    )
    plane = _in_plane(place, model)
    livechart(
        over_map(grid, quadratic, place.seen, plane[1], plane[0], f.variables).figure,
        key="map",
        alt="Contours of f, dashed those of its quadratic model, and the eigenvectors of the Hessian at the point",
        height=HEIGHT,
        on_click=lambda x, y: place.move([x, y]),
    )


def _in_plane(place: Place, model: LocalModel) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues and eigenvectors of the Hessian within the plane that is shown."""
    part = model.hessian[np.ix_(place.axes, place.axes)]
    values, vectors = np.linalg.eigh(part)
    return values, vectors


def numbers(place: Place, model: LocalModel) -> None:
    """The Hessian, its eigenvalues and κ, and the kind of the point where it has one."""
    st.latex(rf"H = {numbers_latex(model.hessian)}")
    values = ", ".join(format_number(float(value), 8) for value in model.eigenvalues)
    st.markdown(f"Eigenvalues **λ = {values}**; ‖∇f‖ = {format_number(float(np.linalg.norm(model.gradient)))}.")
    _kind(model)
    _condition(model)


def _kind(model: LocalModel) -> None:
    kind, values = model.kind, model.eigenvalues
    if kind is None:
        bent = (
            "up in every direction"
            if values.min() > 0
            else "down in every direction"
            if values.max() < 0
            else "up along some directions and down along others"
            if values.min() < 0 < values.max()
            else "not at all along some direction"
        )
        st.info(
            f"**∇f is not zero here**, so this is no minimum, maximum or saddle, whatever the curvature: f "
            f"bends {bent}, and it still slopes."
        )
    elif kind is Kind.UNDECIDED:
        st.warning(
            "**∇f = 0, and an eigenvalue is zero** or too small to be trusted: the second-derivative test is "
            "inconclusive. Higher derivatives decide; *Critical points* can prove some of these."
        )
    else:
        signs = {
            Kind.MINIMUM: "all eigenvalues are positive",
            Kind.MAXIMUM: "all are negative",
            Kind.SADDLE: "eigenvalues of both signs",
        }[kind]
        st.success(f"**∇f = 0: {kind.value}**, since {signs}.")


def _condition(model: LocalModel) -> None:
    values, kappa = model.eigenvalues, model.condition
    if len(values) == 1:
        return
    if not math.isfinite(kappa):
        st.markdown(
            "The Hessian is **singular**: along an eigenvector of λ = 0 the model is straight, and κ is infinite."
        )
    elif values.min() > 0 or values.max() < 0:
        told = "positive" if values.min() > 0 else "negative"
        st.markdown(
            f"The Hessian is {told} definite, with **κ = {format_number(kappa)}**: the model's contours are ellipses, "
            f"√κ = {format_number(math.sqrt(kappa))} times as long as wide."
        )
    else:
        st.markdown(
            f"The Hessian is **indefinite**: the model's contours are hyperbolas, and no ellipse has a stretch. "
            f"max|λ|/min|λ| = {format_number(kappa)} is still κ₂ of the matrix, which says how H⁻¹ enlarges "
            "errors, not how a valley is shaped."
        )


def rose(place: Place, model: LocalModel) -> None:
    """The curvature along every direction of the plane, as a weighted average of eigenvalues."""
    st.header("Curvature in every direction", anchor="directions")
    if len(place.axes) == 1:
        st.caption("With one variable there is one direction; its curvature is f″.")
        return
    left, right = st.columns([5, 3], gap="medium")
    with right:
        angle = linked(st.slider, "Angle of d in degrees", "angle", 30, min_value=0, max_value=180)
    values, vectors = _in_plane(place, model)
    turn = np.linspace(0, 180, 181)
    ways = np.zeros((len(turn), place.f.dimension))
    ways[:, list(place.axes)] = unit(turn)
    along = model.curvature(ways)
    shares = weights(vectors, unit(angle))
    with left:
        livechart(
            curvature_rose(turn, along, values, (float(angle), float(along[int(angle)]))),
            key="rose",
            alt="The curvature along a direction against its angle, between the smallest and the largest eigenvalue",
            height=360,
        )
    with right:
        terms = " + ".join(
            rf"{_signed(float(value))} \cdot {format_number(float(weight), 3)}"
            for value, weight in zip(values, shares, strict=True)
        )
        st.latex(r"d^\top H d = \sum_i \lambda_i \cos^2 \angle(d, q_i)")
        st.latex(rf"= {terms} = {_signed(float(along[int(angle)]))}")
        st.markdown(
            "The weights are squares of cosines and add up to 1: a unit vector d sees an average of the "
            f"eigenvalues, never less than λmin nor more than λmax. They are reached along "
            f"{escape_markdown(format_point(vectors[:, 0], 3))} and {escape_markdown(format_point(vectors[:, 1], 3))}."
            + (
                " The plane that is shown cuts the Hessian; its eigenvalues are those of the cut."
                if place.f.dimension > 2
                else ""
            )
        )


def _signed(value: float) -> str:
    """A number as a factor or a term: a negative one in brackets."""
    text = number_latex(value, 4)
    return f"({text})" if value < 0 else text
