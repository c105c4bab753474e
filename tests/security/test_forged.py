"""What no control of ours would send: numbers beyond all floats in an address, forged clicks on a chart."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui.livechart import is_point

HUGE = "9" * 400  # no float, and a text that `int` still reads
CONTROLS = {"slider": 7, "whole": 7, "real": 0.5, "some": 3}


def _controls() -> None:
    import streamlit as st

    from ui.links import enter, linked, notices

    enter("home")
    linked(st.slider, "A", "slider", 7, min_value=1, max_value=9)
    linked(st.number_input, "B", "whole", 7)
    linked(st.number_input, "C", "real", 0.5)
    linked(st.select_slider, "D", "some", 3, options=(1, 3, 5))
    st.caption("\n".join(notices()))


@pytest.mark.parametrize("text", [HUGE, f"-{HUGE}", "9" * 5000, "1e400", "-inf", "nan"])
def test_a_number_beyond_all_floats_gives_the_default_and_a_notice(text: str) -> None:
    app = AppTest.from_function(_controls)
    for name in CONTROLS:
        app.query_params[name] = text
    app.run()
    assert not app.exception
    assert {name: app.session_state[f"home.{name}"] for name in CONTROLS} == CONTROLS
    assert app.caption[0].value.count("cannot be") == len(CONTROLS)


@pytest.mark.parametrize(
    "value", [HUGE, f"-{HUGE}", "1e999", "NaN", "-Infinity", "true", '"1"', "null", "[1]", '{"x": 1}']
)
def test_only_finite_numbers_pass_for_a_click(value: str) -> None:
    for sent in (f'{{"x": {value}, "y": 1}}', f'{{"x": 1, "y": {value}}}', value, '{"x": 1}'):
        assert not is_point(json.loads(sent))


@pytest.mark.parametrize("point", [{"x": 1, "y": -2.5}, {"x": 1e308, "y": 0, "z": "more"}])
def test_a_point_is_a_point(point: dict[str, Any]) -> None:
    assert is_point(point)
