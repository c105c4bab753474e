"""Where functions and products of probabilities die, format by format."""

import math

import numpy as np
import streamlit as st

from figures.fates import POSITIVE, SIGNED, fates, number_at
from figures.products import product_chart
from numerics.formats import FORMATS, round_to
from numerics.numbers import format_number
from numerics.products import Product, product
from numerics.rounded import Floats
from numerics.thresholds import ELEMENTARY, Function, fate, thresholds
from ui.links import address_of, linked, set_linked
from ui.livechart import livechart
from ui.step_views import shown

FORMATS_SHOWN = tuple(FORMATS.values())
MOST_FACTORS = 5000
OMEGA = "x^2/2 + exp(-x)"  # least where x = exp(-x)


def functions() -> None:
    """Draw one function in every format: what becomes of f(x), and the exact numbers at which that changes."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = linked(
            st.selectbox,
            "Function",
            "function",
            "exp",
            options=list(ELEMENTARY),
            format_func=lambda name: ELEMENTARY[name].title,
            width=160,
        )
        function = ELEMENTARY[name]
        x = _argument(function)
    livechart(
        fates(name, FORMATS_SHOWN, x).figure,
        key="fates",
        alt=f"For each format the intervals of x in which {function.title} is normal, subnormal, 0, infinite or NaN",
        height=430,
        on_click=lambda place, _: _place(function, place),
    )
    st.caption("Click the picture to set x. The table has the last number of each format on this side of every border.")
    _thresholds(function, x)
    if name == "exp":
        st.markdown(
            "Why compute numerically at all? Because most problems have no formula for an answer: $x = e^{-x}$ has "
            "none, yet an iteration finds $x = 0.567143…$ in a few steps."
        )
        st.page_link(
            "pages/descent.py",
            label="Solve it in the descent lab",
            icon=":material/arrow_forward:",
            query_params=address_of("descent") | {"f": [OMEGA], "window": ["-1,2"], "start": ["2"]},
        )


def _argument(function: Function) -> float:
    """The number x: itself for functions of all numbers, by its power of ten for those of positive ones."""
    if function.positive:
        low, high = (round(math.log10(end), 2) for end in POSITIVE)
        power = linked(
            st.slider, "x = 10ᵏ, k", "power", 20.0, min_value=math.ceil(low) * 1.0, max_value=high, step=0.01
        )
        return float(10.0**power)
    return float(linked(st.slider, "x", "x", 1000.0, min_value=SIGNED[0], max_value=SIGNED[1], step=0.01))


def _place(function: Function, place: float) -> None:
    """Move x to where the chart was clicked."""
    x = number_at(place, function.positive)
    if function.positive:
        set_linked("power", round(math.log10(x), 2))
    else:
        set_linked("x", min(max(round(x, 2 if abs(x) < 100 else 0), SIGNED[0]), SIGNED[1]))


def _thresholds(function: Function, x: float) -> None:
    stored = [float(round_to(x, format)) for format in FORMATS_SHOWN]
    results = [function.rounded(value, format) for value, format in zip(stored, FORMATS_SHOWN, strict=True)]
    found = [thresholds(function.name, format) for format in FORMATS_SHOWN]
    upper, lower = ("up to", "from") if function.increasing else ("from", "up to")
    st.dataframe(
        {
            "format": [format.title for format in FORMATS_SHOWN],
            "x as stored": [shown(value, 8) for value in stored],
            f"{function.title}": [shown(value) for value in results],
            "it is": [fate(value, format).value for value, format in zip(results, FORMATS_SHOWN, strict=True)],
            f"finite {upper} x =": [_threshold(item.finite) for item in found],
            f"normal {lower} x =": [_threshold(item.normal) for item in found],
            f"not 0 {lower} x =": [_threshold(item.nonzero) for item in found],
        },
        hide_index=True,
    )
    st.caption(
        f"Without rounding, {function.title} = {function.exact(x)} at x = {format_number(x, 8)}. The result is that "
        "number rounded once, as a perfect library gives it. “Always” means up to the last number of the format."
    )


def _threshold(x: float | None) -> str:
    return "always" if x is None else repr(x).removesuffix(".0")


def products() -> None:
    """Draw the product of many probabilities in every format, and the sum of their logarithms beside it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = linked(
            st.segmented_control,
            "Probabilities",
            "probabilities",
            "equal",
            options=list(_KINDS),
            format_func=_KINDS.__getitem__,
        )
        if kind == "equal":
            p = linked(st.slider, "Each probability p", "p", 0.5, min_value=0.01, max_value=0.99, step=0.01)
        else:
            seed = linked(st.number_input, "Seed", "seed", 0, min_value=0, max_value=9999, width=140)
        count = linked(st.slider, "How many, n", "n", 1200, min_value=1, max_value=MOST_FACTORS)
    factors = np.full(count, p) if kind == "equal" else 1 - np.random.default_rng(seed).random(count)
    computed = _products(tuple(factors.tolist()))
    livechart(
        product_chart(computed).figure,
        key="products",
        alt="The logarithm of the product against the number of factors, exactly and in each format",
        height=430,
    )
    _product_table(computed)


_KINDS = {"equal": "all equal", "random": "random between 0 and 1"}


@st.cache_data(max_entries=16, show_spinner="Multiplying in seven formats …")
def _products(factors: tuple[float, ...]) -> list[Product]:
    return [product(factors, format) for format in FORMATS_SHOWN]


def _product_table(computed: list[Product]) -> None:
    exact = computed[0].exact_log[-1]
    st.dataframe(
        {
            "format": [item.format.title for item in computed],
            "product": [shown(item.running[-1]) for item in computed],
            "loses digits from n =": [_when(item.thins_at) for item in computed],
            "0 from n =": [_when(item.dies_at) for item in computed],
            "Σ log p": [shown(item.log_running[-1], 8) for item in computed],
            "its relative error": [shown(abs(item.log_running[-1] / exact - 1), 2) for item in computed],
        },
        hide_index=True,
    )
    st.caption(
        f"Exactly, the product is 10^{format_number(exact / math.log(10), 6)} and the sum of the logarithms "
        f"{format_number(exact, 8)}."
    )
    stuck = [item for item in computed if item.dies_at is None and item.thins_at is not None and _stands(item.running)]
    if stuck:
        where = ", ".join(f"{item.format.title} at {format_number(item.running[-1], 3)}" for item in stuck)
        st.markdown(
            f"The product has come to a stop in {where}, and stays there: a factor above 1/2 times a few units of the "
            "smallest number rounds back to the same number."
        )
    st.markdown(
        "The logarithm of a product is a sum of moderate numbers, which neither overflow nor vanish. Its error grows "
        "with the number of terms and shrinks with the precision of the format (in the shortest ones the sum stands "
        "still long before its end). So likelihoods are computed as sums of logarithms, in float32 or better."
    )


def _when(count: int | None) -> str:
    return "–" if count is None else str(count)


def _stands(running: Floats) -> bool:
    """Whether the last ten products are one number, and not 0."""
    return len(running) >= 10 and bool((running[-10:] == running[-1]).all())
