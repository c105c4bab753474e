"""Colours: published colour science decides whether they can be told apart."""

import itertools
from collections import defaultdict

import numpy as np
import pytest

from figures.theme import (
    DIVERGING,
    METHOD_LOOKS,
    PALETTE,
    SEQUENTIAL,
    bands,
    colorscale,
    method_color,
    method_look,
)

# Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009), severity 1, on linear RGB.
SIGHTS = {
    "full colour vision": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
}


def linear(color):
    channels = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIE L*a*b* (D65) of linear sRGB."""
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    t = to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def luminance(color):
    return float(linear(color) @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("sight", SIGHTS)
def test_every_two_colors_are_far_apart(sight):
    seen = {color: lab(SIGHTS[sight] @ linear(color)) for color in PALETTE}
    for one, other in itertools.combinations(PALETTE, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 20, (one, other)  # ΔE*ab; 2.3 is just noticeable


@pytest.mark.parametrize("background", ["#FFFFFF", "#0E1117"])
def test_every_color_stands_out_on_light_and_dark(background):
    for color in PALETTE:
        low, high = sorted([luminance(color), luminance(background)])
        assert (high + 0.05) / (low + 0.05) >= 3, color  # WCAG 2.1, 1.4.11


def test_known_methods_never_share_line_or_marker():
    lines = [(look.color, look.dash) for look in METHOD_LOOKS.values()]
    assert len(set(lines)) == len(lines)
    symbols = [look.symbol for look in METHOD_LOOKS.values()]
    assert len(set(symbols)) == len(symbols)
    assert {method_color(name) for name in METHOD_LOOKS} <= set(PALETTE)


def test_every_method_of_the_laboratory_has_its_own_look():
    methods = pytest.importorskip("numerics.methods").METHODS
    assert set(methods) <= set(METHOD_LOOKS)


def test_an_unknown_method_keeps_one_look_that_is_no_known_one():
    names = [f"rule {k}" for k in range(200)]
    looks = defaultdict(set)
    for name in names:
        looks[name] |= {method_look(name), method_look(name)}
        assert len(looks[name]) == 1
    known = {(look.color, look.dash) for look in METHOD_LOOKS.values()}
    assert not known & {(look.color, look.dash) for [look] in looks.values()}


def test_the_landscape_gets_lighter_in_even_steps():
    lightness = np.array([lab(linear(color))[0] for color in SEQUENTIAL])
    steps = np.diff(lightness)
    assert (steps > 0).all()
    assert steps.max() < 2 * steps.min()


def test_the_signed_scale_is_lightest_at_zero_on_both_sides():
    lightness = [lab(linear(color))[0] for color in DIVERGING]
    assert len(DIVERGING) % 2 == 1
    middle = len(DIVERGING) // 2
    assert sorted(lightness[: middle + 1]) == lightness[: middle + 1]
    assert sorted(lightness[middle:], reverse=True) == lightness[middle:]


def test_scales_run_from_zero_to_one():
    assert [place for place, _ in colorscale(["#000000", "#808080", "#FFFFFF"])] == [0, 0.5, 1]


def test_bands_change_color_at_the_edges_only():
    scale = bands(["#000000", "#FFFFFF"], [0.25, 0.5])
    assert scale == [
        [0, "#000000"],
        [0.25, "#000000"],
        [0.25, "#808080"],
        [0.5, "#808080"],
        [0.5, "#FFFFFF"],
        [1, "#FFFFFF"],
    ]
    assert bands(["#000000", "#FFFFFF"], []) == [[0, "#000000"], [1, "#000000"]]
