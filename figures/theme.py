"""One look: every method its colour, dash and marker, every quantity its symbol, on light and on dark.

The colours keep seven hues of Okabe and Ito, "Color Universal Design" (2008), with their lightness moved so
that each stands out at 3:1 or more against white and against near-black alike, and so that every two stay
apart for full colour vision, deuteranopia and protanopia.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import plotly.graph_objects as go

BLUE, ORANGE, GREEN, VERMILLION = "#1969BF", "#D97C02", "#2C7654", "#AC3B00"
PURPLE, SKY, OLIVE = "#A34084", "#06A0CF", "#959354"
PALETTE = (BLUE, ORANGE, GREEN, VERMILLION, PURPLE, SKY, OLIVE)

# Landscapes are quiet (little chroma, lightness rising evenly from deep to high), so paths stand out on them.
SEQUENTIAL = [
    "#242C46",
    "#294561",
    "#2D6176",
    "#3E7C83",
    "#5F958E",
    "#87AC9A",
    "#B0C2AE",
    "#D4D9CB",
    "#F3F2EB",
]
ERROR_RAMP = SEQUENTIAL[::-1]  # of errors: light for none, dark for large ones
# Signed quantities: blue below zero, near-white at zero, vermillion above.
DIVERGING = ["#0B4A8F", "#4A86C5", "#A6C6E4", "#F2F1EE", "#EDB08F", "#CF6B38", "#8A2C00"]

INK, PAPER = "#10151F", "#FFFFFF"
STAR = "#F0E442"  # known minima
HALO = "rgba(255,255,255,0.75)"
GRID = "rgba(128,128,128,0.25)"
NEUTRAL = "#808080"
LINE_WIDTH, HALO_WIDTH = 2.25, 5.0

SYMBOLS = {
    "value": "<i>f</i>",
    "gradient": "∇<i>f</i>",
    "gradient_norm": "‖∇<i>f</i>‖",
    "step": "<i>k</i>",
    "step_length": "‖Δ<i>x</i>‖",
    "eigenvalue": "<i>λ</i>",
    "learning_rate": "<i>η</i>",
    "condition_number": "<i>κ</i>",
}


class Look(NamedTuple):
    """How one method is drawn: `color` of line and marker, `dash` of the line, `symbol` of the marker."""

    color: str
    dash: str
    symbol: str


DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
# Methods that are often raced against each other differ in hue; relatives share a hue and differ in dash.
METHOD_LOOKS = {
    "gradient_descent": Look(BLUE, "solid", "circle"),
    "momentum": Look(ORANGE, "solid", "square"),
    "nesterov": Look(OLIVE, "solid", "pentagon"),
    "adam": Look(PURPLE, "solid", "diamond"),
    "rmsprop": Look(SKY, "solid", "triangle-down"),
    "newton": Look(VERMILLION, "solid", "triangle-up"),
    "bfgs": Look(GREEN, "solid", "cross"),
    "stochastic_gradient_descent": Look(BLUE, "dash", "hexagon"),
    "conjugate_gradient": Look(ORANGE, "dash", "diamond-wide"),
    "nelder_mead": Look(OLIVE, "dash", "triangle-left"),
    "adamw": Look(PURPLE, "dash", "diamond-tall"),
    "adagrad": Look(SKY, "dash", "hourglass"),
    "damped_newton": Look(VERMILLION, "dash", "triangle-right"),
    "lbfgs": Look(GREEN, "dash", "x"),
    "diagonal_preconditioning": Look(BLUE, "dot", "octagon"),
    "levenberg_marquardt": Look(ORANGE, "dot", "bowtie"),
    "amsgrad": Look(PURPLE, "dot", "hexagram"),
    "trust_region": Look(VERMILLION, "dot", "star-square"),
    "gradient_descent_armijo": Look(BLUE, "longdashdot", "circle-cross"),
    "gradient_descent_wolfe": Look(GREEN, "dot", "circle-x"),
    "gradient_descent_exact": Look(OLIVE, "dot", "square-cross"),
    "gradient_descent_best_of": Look(SKY, "dot", "diamond-cross"),
    "hill_climbing": Look(ORANGE, "longdashdot", "hexagon2"),
    "natural_gradient": Look(GREEN, "longdashdot", "star-triangle-up"),
    "custom": Look(VERMILLION, "longdashdot", "star-diamond"),
}
# Formats of the same width, or often compared, differ in hue; what is custom is grey.
FORMAT_LOOKS = {
    "float64": Look(BLUE, "solid", "circle"),
    "float32": Look(GREEN, "solid", "square"),
    "tf32": Look(OLIVE, "dash", "pentagon"),
    "float16": Look(ORANGE, "solid", "diamond"),
    "bfloat16": Look(PURPLE, "solid", "triangle-up"),
    "float8_e4m3fn": Look(VERMILLION, "dash", "cross"),
    "float8_e5m2": Look(SKY, "dash", "x"),
}
BIT_COLORS = {"sign": VERMILLION, "exponent": BLUE, "fraction": GREEN}
# What became of a number, by the name of its `numerics.thresholds.Fate`.
FATE_COLORS = {"NORMAL": GREEN, "SUBNORMAL": OLIVE, "ZERO": SKY, "INFINITE": VERMILLION, "UNDEFINED": PURPLE}
# The ways to compute one quantity: the exact value, the textbook formula, and those that replace it.
EXACT = Look(NEUTRAL, "dot", "line-ew")
FORM_LOOKS = (
    Look(VERMILLION, "solid", "x"),
    Look(BLUE, "solid", "circle"),
    Look(GREEN, "dash", "diamond"),
    Look(ORANGE, "dot", "square"),
)
_OTHER_SYMBOLS = ("circle-cross", "square-cross", "diamond-cross", "circle-x", "square-x", "diamond-x")


def method_look(name: str) -> Look:
    """Return the look of a method; a name unknown here always gets the same look, unlike any known one."""
    if name in METHOD_LOOKS:
        return METHOD_LOOKS[name]
    code = crc32(name.encode())
    return Look(PALETTE[code % 7], DASHES[3 + code // 7 % 2], _OTHER_SYMBOLS[code // 14 % 6])


def format_look(name: str) -> Look:
    """Return the look of a number format; a custom one is a grey dotted line."""
    return FORMAT_LOOKS.get(name, Look(NEUTRAL, "dot", "hexagon"))


def again(look: Look, times: int) -> Look:
    """Return the look of a method that has been drawn `times` times already: it has another dash."""
    return look._replace(dash=DASHES[(DASHES.index(look.dash) + times) % len(DASHES)])


def method_color(name: str) -> str:
    """Return the colour that a method has on every chart, as `#RRGGBB`."""
    return method_look(name).color


def colorscale(colors: list[str]) -> list[list[float | str]]:
    """Return `colors` spread evenly over 0 … 1, as Plotly's explicit colour scale."""
    return [[place / (len(colors) - 1), color] for place, color in enumerate(colors)]


def between(colors: Sequence[str], count: int) -> list[str]:
    """Return `count` colours, as `#RRGGBB`, evenly along the way through `colors`."""
    channels = np.array([[int(color[k : k + 2], 16) for k in (1, 3, 5)] for color in colors])
    among = np.linspace(0, len(colors) - 1, count)
    mixed = np.stack([np.interp(among, np.arange(len(colors)), channel) for channel in channels.T], axis=-1)
    return [f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in mixed.round().astype(int).tolist()]


def bands(colors: list[str], edges: Iterable[float]) -> list[list[float | str]]:
    """Return the scale that changes colour only at `edges` (increasing in 0 … 1), as a filled map does."""
    edges = list(edges)
    ends = [0.0, *edges, 1.0]
    return [
        [float(end), color]
        for place, color in enumerate(between(colors, len(edges) + 1))
        for end in ends[place : place + 2]
    ]


def axis(title: str, **more: Any) -> dict[str, Any]:
    """Return a flat axis in the common style; `more` are further properties of Plotly's axis."""
    return {
        "title": {"text": title, "standoff": 6}, "automargin": True, "exponentformat": "power",
        "zeroline": False, "gridcolor": GRID, "showline": True, "linecolor": NEUTRAL,
        "ticks": "outside", "ticklen": 4, "tickcolor": NEUTRAL, **more,
    }  # fmt: skip


def window_axis(title: str, window: tuple[float, float], **more: Any) -> dict[str, Any]:
    """Return an axis fixed to `window`; the visitor's zoom lasts until the window is another one."""
    return axis(title, range=list(window), uirevision=f"{window[0]:.12g} {window[1]:.12g}", **more)


def figure(traces: Sequence[Mapping[str, Any]], **layout: Any) -> go.Figure:
    """Return the figure of `traces` with the common layout; `layout` holds the axes and what else is special.

    Backgrounds are transparent and fonts left alone, so a chart takes the colours of the page around it;
    zoom and hidden traces survive new data (`uirevision`). The template is empty: Plotly's own would add
    7 kB and colours that are not ours. Plotly does not validate the properties here, which makes a chart
    five times as fast; the tests do.
    """
    clear = "rgba(0,0,0,0)"
    common = {
        "template": {}, "paper_bgcolor": clear, "plot_bgcolor": clear,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8}, "uirevision": "stay", "hovermode": "closest",
        "legend": {
            "orientation": "h", "x": 0, "xanchor": "left", "y": 1.01, "yanchor": "bottom",
            "bgcolor": clear, "itemwidth": 34,
        },
    }  # fmt: skip
    return go.Figure(list(traces), {**common, **layout}, _validate=False)
