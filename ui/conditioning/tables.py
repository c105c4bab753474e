"""What the numbers say: κ in every norm, digits in every format, scaling, and refinement."""

import math

import numpy as np
import streamlit as st

from figures.digits_left import digits_left
from figures.rows import stack
from figures.timelines import Line, Panel, palette_look, rows_of
from numerics.conditioning.condition import KINDS, condition_number
from numerics.conditioning.refinement import refine
from numerics.conditioning.scaling import equilibrate, jacobi
from numerics.conditioning.solve import digits_left as digits_of
from numerics.conditioning.solve import solve
from numerics.conditioning.typical import typical_errors
from numerics.formats import FORMATS
from numerics.numbers import format_number, format_point
from ui.conditioning.setting import System
from ui.links import linked
from ui.livechart import livechart

TITLES = {
    "2": "κ₂ = σmax/σmin",
    "1": "κ₁, largest column sums",
    "inf": "κ∞, largest row sums",
    "frobenius": "κF, roots of the sums of squares",
    "eigenvalue": "max|λ| / min|λ|, no norm",
}
EPSILON = FORMATS["float64"].epsilon
COMPARED = ("float64", "float32", "float16", "bfloat16", "float8_e5m2")
REFINEMENT_STEPS = 12


def condition_table(system: System) -> None:
    """κ in every norm, computed in float64 and exactly, and why they differ."""
    st.header("One matrix, several condition numbers", anchor="norms")
    exact, rows = system.condition, []
    for kind in KINDS:
        float64, true = condition_number(system.A, kind), exact.kinds[kind]
        off = abs(float64 / true - 1) if math.isfinite(true) else math.nan
        rows.append(
            {
                "condition number": TITLES[kind],
                "exact": exact.digits[kind][:18],
                "float64 computes": format_number(float64, 10),
                "float64 is off by": "singular" if exact.singular else f"{format_number(100 * off, 2)} %",
            }
        )
    st.dataframe(rows, hide_index=True)
    kappa = exact.kinds["2"]
    if exact.singular:
        st.warning(
            "The typed matrix is exactly singular: every κ is infinite. Float64 may compute a large number instead, "
            "because it works on rounded entries."
        )
    elif kappa * EPSILON > 0.1:
        st.warning(
            f"κ₂ · 2⁻⁵² = {format_number(kappa * EPSILON, 2)}: rounding the entries of A moves it by as much as its "
            "distance to the next singular matrix. Do not believe float64's column here; the exact one comes from "
            "fractions and ball arithmetic."
        )
    A = system.A
    normal = bool(np.allclose(A @ A.T, A.T @ A, rtol=1e-12, atol=1e-12 * np.abs(A).max() ** 2))
    ratio = exact.kinds["eigenvalue"]
    if normal:
        told = "This matrix is **normal** (A Aᵀ = Aᵀ A, as symmetric and orthogonal ones are), so both ratios agree."
    elif math.isclose(ratio, kappa, rel_tol=1e-9):
        told = "This matrix is not normal, and both ratios agree all the same: normality suffices, it is not needed."
    else:
        told = (
            f"This matrix is not normal, and the ratio of eigenvalues, {format_number(ratio)}, understates what "
            f"happens to errors: κ₂ = {format_number(kappa)}."
        )
    st.markdown(
        "A condition number κ = ‖A‖ ‖A⁻¹‖ belongs to a norm. The norms measure the same ellipse with other rulers: for "
        "n unknowns κ₁, κ∞ and κF differ from κ₂ by at most a factor n, and κF is never below n. The chapter's ratio "
        f"of **eigenvalues** is no norm's condition number; it is at most κ₂. {told}"
    )


def digits(system: System) -> None:
    """How many digits each format has left, expected and measured."""
    st.header("Digits lost: about log₁₀ κ", anchor="digits")
    kappa = system.condition.kinds["2"]
    if system.condition.singular:
        st.info("A singular matrix has no solution to have digits of.")
        return
    formats = [FORMATS[name] for name in COMPARED]
    carried = np.array([-math.log10(format.epsilon / 2) for format in formats])
    expected = np.maximum(carried - math.log10(kappa), 0)
    errors = typical_errors(system.matrix, formats)
    measured = np.array(
        [[digits_of(error, format) for error in row] for row, format in zip(errors, formats, strict=True)]
    )
    livechart(
        digits_left([format.title for format in formats], carried, expected, measured),
        key="digits",
        alt="For each number format the digits it carries, those expected to be left, and those measured",
        height=330,
    )
    st.markdown(
        f"log₁₀ κ₂ = {format_number(math.log10(kappa), 3)}. Gaussian elimination with pivoting, every operation "
        "rounded to the format, on 15 seeded right-hand sides. Elimination is backward stable: its x solves a system "
        "that is off by little more than rounding, and κ turns that into the error of x. It is a bound; a single b may "
        "be luckier, and 8-bit formats may overflow on the way."
    )
    rows = []
    for format in formats:
        found = solve(system.matrix, system.changed, format)
        rows.append(
            {
                "format": format.title,
                "x for b + δb": format_point(found.x),
                "relative error": format_number(found.error, 3),
                "residual, relative": format_number(found.residual, 3),
                "of rounding errors": format_number(found.residual / (format.epsilon / 2), 2),
            }
        )
    st.dataframe(rows, hide_index=True)
    st.caption(
        "Residual: ‖b − Ax‖ / (‖A‖‖x‖ + ‖b‖). It is a few rounding errors in every format, even where no digit of x is "
        "right: **a small residual proves little when κ is large.**"
    )


def refinement(system: System) -> None:
    """Iterative refinement in three formats, step by step."""
    st.header("Iterative refinement", anchor="refinement")
    if system.condition.singular:
        st.info("Refinement needs a matrix that is not singular.")
        return
    names = ("float16", "bfloat16", "float32", "float64")
    with st.container(horizontal=True):
        chosen = [
            linked(
                st.selectbox,
                label,
                name,
                default,
                options=list(names),
                format_func=lambda option: FORMATS[option].title,
            )
            for label, name, default in (
                ("Factors in", "factors", "float16"),
                ("A, b and x in", "working", "float64"),
                ("Residual in", "residual", "float64"),
            )
        ]
    course = refine(system.matrix, system.changed, chosen[0], chosen[1], chosen[2], REFINEMENT_STEPS)
    steps = np.arange(len(course.error))
    lines = [
        Line("relative error of <i>x</i>", steps, course.error, palette_look(0), head=False),
        Line("relative residual", steps, course.residual, palette_look(1, "dash"), head=False),
    ]
    livechart(
        stack(rows_of([Panel("relative", lines, log=True)], steps), steps).figure,
        key="refinement",
        alt="Relative error and residual after each step of refinement, on a logarithmic axis",
        height=330,
    )
    factor = system.condition.kinds["2"] * FORMATS[chosen[0]].epsilon / 2
    verdict = (
        "below 1, so each step shrinks the error by about that"
        if factor < 1
        else "not below 1: the rough factors do not even know the direction of the correction, and nothing is promised"
    )
    st.markdown(
        "Solve once with cheap factors, compute what is left over, b − Ax, precisely, solve for the correction with "
        f"the same factors, and repeat. κ₂ times the rounding error of the factors is {format_number(factor, 2)}: "
        f"{verdict}. After {REFINEMENT_STEPS} steps the error is {format_number(float(course.error[-1]), 2)}, "
        f"from {format_number(float(course.error[0]), 2)}. How far it can fall is decided by the formats of x and "
        "of the residual. Mixed-precision solvers on graphics cards work this way."
    )


def scaling(system: System) -> None:
    """κ before and after the cheapest preconditioners."""
    st.header("Scaling first", anchor="scaling")
    scaled = {
        "as it is": system.A,
        "rows and columns equilibrated": equilibrate(system.A)[0],
        "diagonal brought to ±1 (Jacobi, from both sides)": jacobi(system.A),
    }
    rows = [
        {"matrix": name, **{TITLES[kind]: format_number(condition_number(A, kind)) for kind in ("2", "inf")}}
        for name, A in scaled.items()
    ]
    st.dataframe(rows, hide_index=True)
    st.caption(
        "Computed in float64. Scaling takes away what badly chosen units brought in, and nothing of what lies in the "
        "directions themselves. Equilibration multiplies by powers of two, so it rounds nothing."
    )
