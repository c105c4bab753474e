"""The map of depth and scale: where the gradient of the first layer vanishes, explodes, or leaves a number format."""

from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from figures.gradient_map import gradient_map
from numerics.errors import NumericsError
from numerics.formats import Format
from numerics.network import ScaleMap, scale_map
from numerics.network.scale_map import rounds_beyond
from numerics.numbers import format_number
from ui.deep_gradients.charts import TOO_LONG, backward_chart, measured
from ui.deep_gradients.setting import DEEPEST, SCALE_BOUNDS, Setting, natural_scale, pick_networks
from ui.errors import show_error
from ui.format_picker import pick_format
from ui.links import linked, linked_numbers, set_linked
from ui.livechart import livechart
from ui.patience import TooLongError, patiently

WIDEST, MOST_EXAMPLES = 64, 16  # of the networks of a map
COLUMNS, ROWS = 20, 24
DEFAULT_DEEPEST, MOST_DEPTH = 60, 100
HEIGHT = 500


def scales() -> None:
    """Draw the controls, the map, and beside it the network of the cell that was clicked."""
    controls, picture = st.columns([3, 5], gap="medium")
    with controls:
        setting = pick_networks()
        deepest = linked(
            st.slider, "Deepest network of the map", "deepest", DEFAULT_DEEPEST, min_value=10, max_value=MOST_DEPTH
        )
        if setting is None:
            return
        setting = _smaller(setting)
        low, high = _pick_range(setting)
        format = pick_format(default="float16")
    with picture:
        if not low < high:
            st.error("The map needs two scales in ascending order: make the first one smaller.")
            return
        found = _map_of(setting, deepest, low, high)
        if found is None:
            return
        _draw(setting, found, format)
        told = measured(setting)
        if told:
            st.caption(
                f"The network of the framed cell: {setting.architecture.depth} layers, "
                f"s = {format_number(setting.architecture.scale)}."
            )
            backward_chart(setting, told, {})
    st.header("What to notice", anchor="notice")
    st.markdown(_noticed(found, format))


def _smaller(setting: Setting) -> Setting:
    """The networks of a map, which are many, are no wider than 64 units, with at most 16 examples."""
    architecture = replace(setting.architecture, width=min(setting.architecture.width, WIDEST))
    smaller = replace(setting, architecture=architecture, batch=min(setting.batch, MOST_EXAMPLES))
    if smaller != setting:
        st.caption(f"The map is drawn for at most {WIDEST} units and {MOST_EXAMPLES} examples.")
    return smaller


def _pick_range(setting: Setting) -> tuple[float, float]:
    middle = natural_scale(setting.architecture.initialization, setting.architecture.width)
    default = (float(format_number(middle / 2, 2)), float(format_number(middle * 2, 2)))
    low, high = linked_numbers(["scale s from", "scale s to"], "range", default, **SCALE_BOUNDS)
    return low, high


def _map_of(setting: Setting, deepest: int, low: float, high: float) -> ScaleMap | None:
    depths = np.unique(np.linspace(1, deepest, COLUMNS).round().astype(int)).tolist()
    factors = tuple(np.geomspace(low, high, ROWS).tolist())
    plain = replace(setting.architecture, depth=1, scale=1.0)  # the same map, whichever cell is chosen
    work = partial(scale_map, plain, depths, factors, setting.batch, setting.loss, setting.first_seed)
    key = ("scale map", plain, tuple(depths), factors, setting.batch, setting.loss, setting.first_seed)
    try:
        return patiently("Gradients of the map", key, lambda progress: work(progress=progress))
    except NumericsError as error:
        show_error(error)
    except TooLongError as error:
        error.tell(TOO_LONG)
    return None


def _draw(setting: Setting, found: ScaleMap, format: Format) -> None:
    def choose(depth: float, scale: float) -> None:
        set_linked("depth", int(np.clip(round(depth), 1, DEEPEST)))
        set_linked("scale", float(np.clip(float(f"{scale:.4g}"), *_bounds())))

    chosen = (float(setting.architecture.depth), setting.architecture.scale)
    inside = found.depths[0] <= chosen[0] <= found.depths[-1] and found.scales[0] <= chosen[1] <= found.scales[-1]
    livechart(
        gradient_map(
            found.depths,
            found.scales,
            found.norms,
            under=found.medians / (format.smallest_subnormal / 2),
            over=np.maximum(found.largest, found.activations) / rounds_beyond(format),
            format=format.title,
            up="scale s of the weights",
            chosen=chosen if inside else None,
        ).figure,
        key="scales",
        alt="The gradient of the first layer for every depth and scale, with the borders of the number format",
        height=HEIGHT,
        on_click=choose,
    )
    st.caption(
        "Blue: the gradient vanishes. Red: it explodes. Everything is computed in float64; the borders tell where the "
        f"numbers would leave {format.title}. Click a cell to see its network below."
    )


def _bounds() -> tuple[float, float]:
    return float(SCALE_BOUNDS["min_value"]), float(SCALE_BOUNDS["max_value"])  # type: ignore[arg-type]


def _noticed(found: ScaleMap, format: Format) -> str:
    """How wide the corridor of usable scales is at the greatest depth and at the first."""
    usable = ~(found.vanished(format) | found.overflown(format))
    deep = found.scales[usable[:, -1]]
    depth = int(found.depths[-1])
    if not len(deep):
        told = f"At {depth} layers **no scale** of this map leaves the gradient inside {format.title}."
    else:
        told = (
            f"At {depth} layers the gradient stays inside {format.title} for scales from "
            f"{format_number(deep[0], 3)} to {format_number(deep[-1], 3)} of this map; "
            f"{usable.mean():.0%} of all cells are usable."
        )
    return (
        f"{told} Every layer multiplies the gradient by about the same factor, so that depth is an exponent: the "
        "deeper the network, the narrower the corridor of scales. For ReLU without normalization the factor is "
        "proportional to s, and the borders are curves $s^L = \\text{const}$. Layer norm makes the map "
        "almost indifferent to s."
    )
