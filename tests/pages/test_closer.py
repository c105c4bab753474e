"""The sections below the map of the descent page, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from numerics.methods import METHODS
from tests.pages.test_pages import opened, texts
from ui.descent.closer import SECTIONS
from ui.descent.theory import PICTURES

SQUARES = "(1 - x)^2 + (10(y - x^2))^2"


def closer(**address: str) -> AppTest:
    app = opened("pages/descent.py", **address)
    assert not app.exception
    assert not app.error
    assert not [warning for warning in app.warning if "cannot be" in warning.value]
    return app


def words(app: AppTest) -> str:
    return "\n".join([texts(app), *(item.value for item in (*app.caption, *app.info))])


def test_nothing_is_looked_at_until_it_is_asked_for(monkeypatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("computed without being asked for")

    monkeypatch.setattr("numerics.inside.replay.replay", forbidden)
    monkeypatch.setattr("numerics.theory.find_bottom", forbidden)
    app = closer()
    assert next(iter(SECTIONS)) == "none"
    assert app.session_state["descent.look"] == "none"


@pytest.mark.parametrize("first", range(0, len(METHODS), 6))
def test_every_method_can_be_looked_into(first: int) -> None:
    names = list(METHODS)[first : first + 6]
    app = closer(f=SQUARES, methods=",".join(names), steps="20", look="inside")
    for name in names:
        if len(names) > 1:
            app.selectbox(key="descent.inside").set_value(METHODS[name].title).run()
        assert not app.exception
        assert "model of f" in words(app), name


@pytest.mark.parametrize(("f", "more"), [("x^4/4 - x^2 + 2x", {}), ("(x-1)^2 + 10(y-x)^2 + 3(z-y)^2", {"axes": "x-z"})])
def test_curves_and_slices_can_be_looked_into(f: str, more: dict[str, str]) -> None:
    for close in ("0", "1"):
        app = closer(f=f, methods="trust_region", look="inside", close=close, **more)
        assert "trust region" in words(app)


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("f", ["x^2 + 25y^2", "x^4 + y^2", "x^2 - y^2", "log(x) + y", "3"])
def test_every_picture_of_the_theory_is_drawn_or_says_why_not(picture: str, f: str) -> None:
    app = closer(f=f, look="theory", theory=picture, steps="30", variables="x,y")
    assert not app.exception


def test_a_method_that_has_no_meaning_for_f_has_no_inside() -> None:
    app = closer(f="x - y", methods="levenberg_marquardt", look="inside")
    assert "nothing to see inside" in words(app)


def test_the_phase_diagram_tells_the_fastest_knobs() -> None:
    app = closer(f="x^2 + 25y^2", methods="momentum", look="theory", theory="phase")
    told = words(app)
    assert "κ = 25" in told
    assert "0.05556" in told
    assert "0.4444" in told
    assert "0.6667" in told
    start = closer(f="x^2 - y^2", methods="momentum", start="1,1", look="theory", theory="phase", form="nesterov")
    assert "not positive" in words(start)


def test_run_and_prediction_part_by_rounding_on_a_quadratic() -> None:
    app = closer(f="x^2 + 25y^2 + 3x y", methods="momentum", start="10,1", look="theory", theory="directions")
    told = next(item.value for item in app.caption if "part by at most" in item.value)
    apart = float(told.split("at most ")[1].split(" ")[0].replace("\\", ""))
    assert apart < 1e-13
