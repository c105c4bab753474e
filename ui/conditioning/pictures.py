"""The pictures of a 2×2 system: circle and image, crossing lines, clouds of errors; and the spectrum of any matrix."""

import math
from collections.abc import Callable

import numpy as np
import streamlit as st

from figures.circle_image import circle_image
from figures.cloud import cloud
from figures.crossing_lines import crossing_lines
from figures.spectrum import spectrum
from numerics.conditioning.perturbation import amplification, perturbed
from numerics.numbers import format_number, format_point
from ui.conditioning.setting import System
from ui.links import linked, set_linked, text_of
from ui.livechart import livechart

HEIGHT = 430
CLOUD = 72  # points


def picture(system: System) -> None:
    """The first picture: two lines for two unknowns, else the spectrum."""
    if len(system.matrix) > 2:
        _spectrum(system)
        return
    changed = np.array([float(value) for value in system.changed])
    points = [point for b in (system.b, system.changed) if (point := system.solution(b)) is not None]
    st.caption(
        "Each row of A x = b is a line, and the solution is where they cross. Change b by a little, δb: how far does "
        "the crossing move?"
    )
    livechart(
        crossing_lines(system.A, system.side, changed, points),
        key="lines",
        alt="The two rows of the system as lines, which cross in its solution, and dashed the same with b changed",
        height=HEIGHT + 60,
    )


def story(system: System) -> None:
    """What the change of b did, in numbers."""
    before, after = system.solution(system.b), system.solution(system.changed)
    if before is None or after is None:
        st.warning("The matrix is singular: some right-hand sides have no solution, others infinitely many, and κ = ∞.")
        return
    change = np.array([float(value) for value in system.change])
    with np.errstate(all="ignore"):
        found = amplification(system.A, system.side, change)
        into, out = (
            float(np.linalg.norm(part) / np.linalg.norm(whole))
            for part, whole in ((change, system.side), (after - before, before))
        )
    st.markdown(
        f"When b = {format_point(system.side)} becomes {format_point(map(float, system.changed))}, "
        f"**x = {format_point(before)}** becomes **{format_point(after)}**."
    )
    if not math.isfinite(out / into if into else math.nan):
        st.info("A relative amplification needs b, x and δb that are not zero.")
        return
    columns = st.columns(3)
    columns[0].metric("Relative error of b", f"{format_number(100 * into, 3)} %")
    columns[1].metric("Relative error of x", f"{format_number(100 * out, 3)} %")
    columns[2].metric("Amplified", f"×\u00a0{format_number(out / into)}")
    st.caption(
        f"For this b the worst direction of δb would give ×\u00a0{format_number(found.here)}; for the worst b and the "
        f"worst δb together it is ×\u00a0{format_number(system.condition.kinds['2'])}, which is κ₂: no error in any b "
        "can be amplified more. All norms here are 2-norms."
    )


def two_by_two(system: System) -> None:
    """The unit circle with its image, and the clouds of right-hand sides and solutions."""
    st.header("What A does to the unit circle", anchor="circle")
    left, right = st.columns([5, 3], gap="medium")
    with left:
        livechart(
            circle_image(system.A),
            key="circle",
            alt="The unit circle and the ellipse that the matrix makes of it, with the singular vectors",
            height=HEIGHT,
        )
    sigma = [format_number(float(value)) for value in np.linalg.svd(system.A, compute_uv=False)]
    with right:
        st.markdown(f"A stretches v₁ most, by σ₁ = {sigma[0]}, and v₂ least, by σ₂ = {sigma[1]}.")
        st.markdown(
            "One direction is lost altogether: the ellipse is flat, and no solution can bring it back."
            if system.condition.singular
            else f"Their ratio is **κ₂ = {format_number(system.condition.kinds['2'])}**: how far the ellipse is from a "
            "circle. Solving goes the other way: an error of b along u₂ is divided by σ₂, while b itself may "
            "lie along u₁ and be divided by σ₁. That is all there is to amplification."
        )
    if system.condition.singular:
        return
    st.header("A cloud of errors", anchor="cloud")
    size = linked(
        st.select_slider,
        "Relative size of δb",
        "size",
        0.001,
        options=[1e-6, 1e-5, 1e-4, 0.001, 0.003, 0.01, 0.03, 0.1],
        format_func=lambda value: f"{100 * value:g} %",
    )
    around, solutions = perturbed(system.A, system.side, size, CLOUD)
    x = np.linalg.solve(system.A, system.side)
    off, length = np.linalg.norm(solutions - x, axis=-1), float(np.linalg.norm(x))
    if not length or not np.any(system.side):
        st.info("b = 0 has the solution 0, and errors relative to zero say nothing. Type another b.")
        return
    amplified = off / length / size
    changed = np.array([float(value) for value in system.changed])
    sides = st.columns(2, gap="medium")
    with sides[0]:
        livechart(
            cloud(around, system.side, changed, amplified, "b", bar=False),
            key="cloud-b",
            alt="Right-hand sides at the same distance around b",
            height=HEIGHT,
            on_click=_change(system),
        )
    with sides[1]:
        livechart(
            cloud(solutions, x, np.linalg.solve(system.A, changed), amplified, "x", bar=True),
            key="cloud-x",
            alt="The solutions that belong to them, a long thin ellipse",
            height=HEIGHT,
        )
    st.caption(
        "The same colour, the same right-hand side: dark ones are amplified most. Click the picture of b to choose "
        f"b + δb. From all around, the errors are amplified ×\u00a0{format_number(float(amplified.min()), 3)} to "
        f"×\u00a0{format_number(float(amplified.max()))}."
    )


def _change(system: System) -> Callable[[float, float], None]:
    def place(x: float, y: float) -> None:
        offsets = (value - float(b) for value, b in zip((x, y), system.b, strict=True))
        set_linked("db", text_of([float(f"{offset:.4g}") for offset in offsets]).replace(",", ", "))

    return place


def _spectrum(system: System) -> None:
    livechart(
        spectrum(
            {
                "singular values": np.linalg.svd(system.A, compute_uv=False),
                "sizes of the eigenvalues": np.sort(np.abs(np.linalg.eigvals(system.A)))[::-1],
            }
        ),
        key="spectrum",
        alt="Singular values and sizes of eigenvalues of the matrix on a logarithmic axis",
        height=HEIGHT,
    )
