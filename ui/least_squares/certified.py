"""NIST's certified regressions: how many digits each way gets right on all eleven."""

import math

import streamlit as st

from numerics.least_squares.nist import Judgement, judge, regressions
from numerics.numbers import format_number

TITLES = {
    "normal": "Normal equations",
    "qr": "QR",
    "numpy qr": "NumPy's QR",
    "svd": "SVD, cutoff max(m, n)·ε",
    "svd, cutoff ε": "SVD, cutoff ε",
    "scipy lstsq": "SciPy's lstsq, cutoff ε",
    "exactly": "Exact arithmetic",
}


@st.cache_data(show_spinner="Solving eleven certified problems …")
def judgements() -> list[Judgement]:
    """All sets, judged."""
    return [judge(regression) for regression in regressions().values()]


def certified() -> None:
    """Draw the table, and say what to see in it."""
    st.header("Against certified answers", anchor="nist")
    found = judgements()
    st.dataframe(
        [
            {"set": item.name, "difficulty": item.difficulty, "κ(A)": format_number(item.condition, 3)}
            | {TITLES[way]: "failed" if math.isnan(digits) else f"{digits:.1f}" for way, digits in item.digits.items()}
            for item in found
        ],
        hide_index=True,
        height="content",
    )
    failed = [item.name for item in found if math.isnan(item.digits["normal"])]
    filip = next(item for item in found if item.name == "Filip").digits
    st.markdown(
        "Correct digits of the worst coefficient in float64 (NIST's log relative error), on regressions with answers "
        f"certified to 15. **The normal equations fail on {', '.join(failed) or 'none'}**: AᵀA as computed is no "
        "longer positive definite, and nothing comes out.\n\n**The SVD's cutoff** decides on Filip. Singular values up "
        "to max(m, n)·ε times the largest count as zero here, as in NumPy; that drops one of Filip's, and leaves "
        f"{filip['svd']:.1f} digits. With ε, SciPy's default, all are kept, and {filip['svd, cutoff ε']:.1f} digits "
        "come out. *Exact arithmetic* solves the numbers as they are stored: what it lacks was lost when the decimals, "
        "and their powers, became float64."
    )
