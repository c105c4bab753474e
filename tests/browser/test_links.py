"""One experiment, one link: on every kind of control, through every way of moving about."""

import ast
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import BrowserContext, Page, expect

NewContext = Callable[..., BrowserContext]

CONTROLS = (
    "f=y^3&land=valley&methods=newton,adam&rate=0.123456789012345&span=0.25,0.5&scale=0.01&steps=77"
    "&log=1&grid=0&view=surface&marks=c,b&window=-0.1,1e-07&base=3"
)
VALUES: dict[str, Any] = {
    "f": "y^3",
    "land": "valley",
    "methods": ["newton", "adam"],
    "rate": 0.123456789012345,
    "span": (0.25, 0.5),
    "scale": 0.01,
    "steps": 77,
    "log": True,
    "grid": False,
    "view": "surface",
    "marks": ["c", "b"],
    "window": (-0.1, 1e-07),
    "base": 3,
}
DEFAULTS: dict[str, Any] = {
    "f": "x^2",
    "land": "bowl",
    "methods": ["sgd"],
    "rate": 0.25,
    "span": (0.0, 1.0),
    "scale": 1e-3,
    "steps": 50,
    "log": False,
    "grid": True,
    "view": "map",
    "marks": ["a"],
    "window": (-2.0, 2.0),
}


def shown(page: Page) -> Any:
    try:
        return ast.literal_eval(page.locator("[data-testid=stCode]").inner_text(timeout=300))
    except Exception:
        return {}


def address(page: Page) -> str:
    return unquote_plus(page.url).split("/", 3)[3]


def same(one: str, other: str) -> bool:
    """Whether two addresses say the same; on a slow machine two quick changes may be written in either order."""
    (path, *rest), (other_path, *other_rest) = one.split("?", 1), other.split("?", 1)
    return path == other_path and sorted("".join(rest).split("&")) == sorted("".join(other_rest).split("&"))


def settles(page: Page, path: str, **values: Any) -> None:
    """Wait until the page shows `values` and stands at `path`, and see that it stays so."""
    deadline = time.monotonic() + 45
    while True:
        now = shown(page)
        if same(address(page), path) and all(name in now and now[name] == values[name] for name in values):
            break
        assert time.monotonic() < deadline, (address(page), now, path, values)
        time.sleep(0.05)
    page.wait_for_timeout(250)
    assert same(address(page), path)
    assert not page.locator("[data-testid=stException]").count()


def go(page: Page, title: str) -> None:
    page.locator("[data-testid=stSidebar]").get_by_role("link", name=title).click()


def put(page: Page, label: str, value: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(value)
    box.press("Enter")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def toggle(page: Page, name: str) -> None:
    page.locator(f".st-key-controls-{name} label").click()


def test_a_link_reopens_every_control_number_for_number(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?{CONTROLS}")
    settles(page, f"controls?{CONTROLS}", **VALUES)
    expect(page.get_by_label("Function f")).to_have_value("y^3")
    assert not page.locator("[data-testid=stAlert]").count()
    page.reload()
    settles(page, f"controls?{CONTROLS}", **VALUES)


def test_types_come_back(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?rate=1&steps=3&window=0,1")
    settles(page, "controls?rate=1&steps=3&window=0,1", rate=1.0)
    kinds = {name: type(value) for name, value in shown(page).items()}
    assert (kinds["rate"], kinds["steps"], kinds["window"]) == (float, int, tuple)


def test_defaults_are_left_out(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?rate=0.250&steps=50&methods=sgd&window=-2,2")
    settles(page, "controls", **DEFAULTS)
    put(page, "Steps", "51")
    settles(page, "controls?steps=51", steps=51)
    put(page, "Steps", "50")
    settles(page, "controls", steps=50)


def test_every_control_writes_the_address(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls")
    settles(page, "controls", **DEFAULTS)
    put(page, "Function f", "a+b & c#d")
    settles(page, "controls?f=a+b & c#d", f="a+b & c#d")
    page.get_by_text("surface", exact=True).click()
    settles(page, "controls?f=a+b & c#d&view=surface", view="surface")
    page.locator(".st-key-controls-marks").get_by_text("b", exact=True).click()
    toggle(page, "log")
    toggle(page, "grid")
    put(page, "w1", "7.5")
    settles(page, "controls?f=a+b & c#d&view=surface&marks=a,b&log=1&grid=0&window=-2,7.5", window=(-2.0, 7.5))
    page.get_by_role("slider", name="Learning rate").press("ArrowRight")
    rest = "&view=surface&marks=a,b&log=1&grid=0&window=-2,7.5&rate=0.26"
    settles(page, f"controls?f=a+b & c#d{rest}", marks=["a", "b"], rate=0.26, window=(-2.0, 7.5))


def test_shared_values_travel_and_own_values_return(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?{CONTROLS}&p.a=2.5")
    settles(page, f"controls?{CONTROLS}&p.a=2.5", **VALUES)
    go(page, "Other")
    settles(page, "other?f=y^3&window=-0.1,1e-07&p.a=2.5", f="y^3", a=2.5, bits=8)
    put(page, "Function f", "z^4")
    put(page, "Bits", "4")
    settles(page, "other?f=z^4&window=-0.1,1e-07&p.a=2.5&bits=4", f="z^4", bits=4)
    go(page, "Controls")
    back = f"f=z^4&window=-0.1,1e-07&p.a=2.5&{re.sub('f=[^&]*&|&window=[^&]*', '', CONTROLS)}"
    settles(page, f"controls?{back}", **{**VALUES, "f": "z^4"})
    go(page, "Sample")
    settles(page, "?f=z^4&window=-0.1,1e-07&p.a=2.5", f="z^4")
    put(page, "Function f", "x^2")
    settles(page, "?window=-0.1,1e-07&p.a=2.5", f="x^2")
    go(page, "Other")
    settles(page, "other?window=-0.1,1e-07&p.a=2.5&bits=4", bits=4, f="x^2")


def test_back_and_forward(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?steps=7")
    settles(page, "controls?steps=7", steps=7)
    entries = page.evaluate("history.length")
    put(page, "Steps", "8")
    settles(page, "controls?steps=8", steps=8)
    press(page, "Place")
    settles(page, "controls?steps=8&window=0.125,0.1", window=(0.125, 0.1))
    go(page, "Other")
    settles(page, "other?window=0.125,0.1", bits=8)
    assert page.evaluate("history.length") == entries + 3  # one for each change
    page.go_back()
    settles(page, "controls?steps=8&window=0.125,0.1", steps=8, window=(0.125, 0.1))
    page.go_back()
    settles(page, "controls?steps=8", steps=8, window=(-2.0, 2.0))
    expect(page.get_by_label("w0", exact=True)).to_have_value("-2")
    page.go_back()
    settles(page, "controls?steps=7", steps=7)
    page.go_forward()
    settles(page, "controls?steps=8", steps=8)
    page.reload()
    settles(page, "controls?steps=8", steps=8)


def test_visitors_do_not_meet(sample: str, new_context: NewContext) -> None:
    one, two = new_context().new_page(), new_context().new_page()
    one.goto(f"{sample}/other?f=one")
    settles(one, "other?f=one", f="one")
    two.goto(f"{sample}/other")
    settles(two, "other", f="x^2")
    put(two, "Function f", "two")
    settles(two, "other?f=two", f="two")
    settles(one, "other?f=one", f="one")
    two.goto(one.url)
    settles(two, "other?f=one", f="one")


def test_a_default_that_depends_on_another_value(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?land=valley")
    settles(page, "controls?land=valley", window=(-5.0, 5.0))
    choose(page, "bowl")
    settles(page, "controls", window=(-2.0, 2.0))  # untouched: it follows
    put(page, "w0", "-3")
    settles(page, "controls?window=-3,2", window=(-3.0, 2.0))
    choose(page, "valley")
    settles(page, "controls?window=-3,2&land=valley", window=(-3.0, 2.0))  # chosen: it stays
    choose(page, "space")  # three numbers: two cannot stay
    settles(page, "controls?land=space", window=(-1.0, 1.0, 3.0))
    assert not page.locator("[data-testid=stAlert]").count()


def choose(page: Page, land: str) -> None:
    page.get_by_label("Landscape").click()
    page.get_by_role("option", name=land).click()


def test_values_set_by_code(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?steps=9&rate=0.5")
    settles(page, "controls?steps=9&rate=0.5", steps=9)
    press(page, "Place")
    settles(page, "controls?steps=9&rate=0.5&window=0.125,0.1", window=(0.125, 0.1))
    expect(page.get_by_label("w0", exact=True)).to_have_value("0.125")
    press(page, "Back to default")
    settles(page, "controls?rate=0.5", window=(-2.0, 2.0), steps=50, rate=0.5)
    press(page, "Experiment")
    settles(page, "controls?f=e^x&rate=0.75&methods=newton", f="e^x", rate=0.75, methods=["newton"], steps=50)
    put(page, "Steps", "12")
    settles(page, "controls?f=e^x&rate=0.75&methods=newton&steps=12", steps=12)
    press(page, "Experiment")  # the same one again, after a change
    settles(page, "controls?f=e^x&rate=0.75&methods=newton", rate=0.75, steps=50)
    expect(page.get_by_label("Steps", exact=True)).to_have_value("50")
    press(page, "Reset")
    settles(page, "controls", **DEFAULTS)
    page.go_back()
    settles(page, "controls?f=e^x&rate=0.75&methods=newton", f="e^x", methods=["newton"])


def test_a_hidden_control_keeps_its_value(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?log=1&base=7")
    settles(page, "controls?log=1&base=7", base=7)
    toggle(page, "log")
    settles(page, "controls?base=7", log=False)
    toggle(page, "log")
    settles(page, "controls?base=7&log=1", base=7)


def test_a_value_that_new_bounds_exclude(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?log=1&base=40")
    settles(page, "controls?log=1&base=40", base=40)
    put(page, "Steps", "20")
    settles(page, "controls?log=1&steps=20", base=10)
    expect(page.locator("[data-testid=stAlert]")).to_contain_text(
        "Base cannot be 40 (allowed: 2 to 20); it is 10 instead."
    )


JUNK = (  # of a control: texts that it cannot show
    ("rate", "Learning rate", ("fast", "nan", "1.01", "")),
    ("steps", "Steps", ("1.5", "1e999", "9" * 5000, "0")),
    ("methods", "Methods", ("adam,lion", "adam,adam", ",", "ADAM")),
    ("span", "Span", ("0.9,0.1", "0.5", "0.1,0.2,0.3", "a,b")),
    ("scale", "Scale", ("0.002", "1e-3", "", "x")),
    ("log", "Log", ("maybe", "2", "", "True")),
    ("view", "View", ("moon", "", "Map", "map,surface")),
    ("marks", "Marks", ("d", "a,a", "a;b", " ")),
    ("land", "Landscape", ("mars", "", "0", "bowl,valley")),
    ("window", "w0, w1", ("1", "1,inf", "1,2,3", "1,-101")),
    ("f", "Function f", ("x" * 2001, "y" * 5000, "z" * 2500, "é" * 2001)),
)


def by_label(sentence: str) -> int:
    return [label for _, label, _ in JUNK].index(sentence.split(" cannot be")[0])


@pytest.mark.parametrize("kind", range(4))
def test_junk_gives_the_default_and_one_notice(sample: str, page: Page, kind: int) -> None:
    page.goto(f"{sample}/controls?" + "&".join(f"{name}={texts[kind]}" for name, _, texts in JUNK))
    settles(page, "controls", **DEFAULTS)
    notice = page.locator("[data-testid=stAlert]")
    expect(notice).to_have_count(1)
    sentences = notice.inner_text().split("\n")
    assert len(sentences) == len(JUNK)
    for (_, label, texts), sentence in zip(JUNK, sorted(sentences, key=by_label), strict=True):
        assert sentence.startswith(f"{label} cannot be {texts[kind][:50]}".strip())
        assert len(sentence) < 200


def test_a_name_given_twice_is_junk(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?rate=0.1&rate=0.2")
    settles(page, "controls", rate=0.25)
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("Learning rate cannot be 0.1, 0.2")


def test_a_notice_leaves_with_the_next_value(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?steps=junk")
    settles(page, "controls", steps=50)
    put(page, "Steps", "51")
    settles(page, "controls?steps=51", steps=51)
    expect(page.locator("[data-testid=stAlert]")).to_have_count(0)


def test_an_empty_list_is_a_value(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?methods=&marks=")
    settles(page, "controls?methods=&marks=", methods=[], marks=[])


def test_unknown_names_are_left_alone(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls?utm_source=mail&%00=1&steps=9")
    settles(page, "controls?utm_source=mail&\0=1&steps=9", steps=9)
    assert not page.locator("[data-testid=stAlert]").count()


def test_markup_in_a_link_is_shown_not_obeyed(sample: str, page: Page) -> None:
    text = "`x` <b>b</b> [y](http://z) $1$ :red[r] :material/home: ![i](http://127.0.0.1:9/i.png)"
    page.goto(f"{sample}/controls?rate={text.replace('&', '%26').replace('#', '%23')}")
    settles(page, "controls", rate=0.25)
    notice = page.locator("[data-testid=stAlert]")
    expect(notice).to_contain_text(text[:40])
    assert not notice.locator("a, img, b, .katex, [data-testid=stIconMaterial]:not(:first-child)").count()


def test_fast_hands_lose_nothing(sample: str, page: Page) -> None:
    page.goto(f"{sample}/controls")
    settles(page, "controls", **DEFAULTS)
    page.get_by_label("Function f").fill("a")
    press(page, "Slow")
    page.wait_for_timeout(300)
    put(page, "w0", "-3")
    put(page, "Steps", "9")
    page.get_by_label("Function f").fill("abc")
    press(page, "Place")
    page.wait_for_timeout(1500)
    assert shown(page) == {**DEFAULTS, "f": "abc", "steps": 9, "window": (0.125, 0.1)}
    for steps in range(20, 26):
        put(page, "Steps", str(steps))
    # What the server has not seen when the visitor leaves a page is lost; all of it arrives within a moment.
    expect(page).to_have_url(re.compile("steps=25"))
    go(page, "Other")
    expect(page).to_have_url(re.compile(r"other\?.*f=abc"))
    go(page, "Controls")
    expect(page).to_have_url(re.compile(r"controls\?.*steps=25"))


def test_hands_faster_than_the_widgets_arrive_lose_nothing(sample: str, new_context: NewContext) -> None:
    """The browser fetches a kind of widget when it first shows one; meanwhile another may be used already."""
    page, held = new_context().new_page(), []
    widgets = re.compile(r"/(Slider|NumberInput|Selectbox|Multiselect|ButtonGroup|Checkbox)\.[^/]*\.js")
    page.route(widgets, lambda route: held.append(route))
    page.goto(f"{sample}/controls?steps=77&land=valley")
    put(page, "Function f", "y^3")
    settles(page, "controls?steps=77&land=valley&f=y^3", f="y^3", steps=77, rate=0.25)
    assert held
    while held:
        held.pop().continue_()
    expect(page.get_by_label("Steps", exact=True)).to_have_value("77", timeout=45_000)
    put(page, "w0", "-4")
    settles(page, "controls?steps=77&land=valley&f=y^3&window=-4,5", rate=0.25, scale=1e-3, grid=True, view="map")


def test_a_page_that_stops_early_keeps_its_address(sample: str, page: Page) -> None:
    page.goto(f"{sample}/other?bits=12")
    settles(page, "other?bits=12", bits=12)
    put(page, "Bits", "13")
    settles(page, "other?bits=13", bits=13)
    assert not page.get_by_text("the end").count()
    expect(page.get_by_text("Numerical Computation Lab", exact=True).last).to_be_visible()


def test_copy_link(sample: str, new_context: NewContext) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"{sample}/controls?window=-1,1")
    settles(page, "controls?window=-1,1", window=(-1.0, 1.0))
    put(page, "Steps", "9")
    settles(page, "controls?window=-1,1&steps=9", steps=9)
    press(page, "Copy link")
    expect(page.get_by_text("Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{sample}/controls?window=-1,1&steps=9"
    friend = new_context().new_page()
    friend.goto(link)
    settles(friend, "controls?window=-1,1&steps=9", window=(-1.0, 1.0), steps=9)


def test_copy_link_where_the_clipboard_is_closed(sample: str, page: Page) -> None:
    page.add_init_script("delete Navigator.prototype.clipboard; document.execCommand = () => false;")
    page.goto(f"{sample}/controls?steps=9")
    settles(page, "controls?steps=9", steps=9)
    press(page, "Copy link")
    expect(page.get_by_label("Link to this experiment")).to_have_value(f"{sample}/controls?steps=9")


def test_a_failing_page_says_one_calm_sentence(sample_app, page: Page) -> None:
    from tests.browser.server import serve

    with serve(sample_app, failures_expected=True) as base:
        page.goto(f"{base}/failing?fail=1")
        expect(page.locator("[data-testid=stAlert]")).to_contain_text("Something went wrong on our side")
        assert "secret" not in page.content()
        assert not page.locator("[data-testid=stException]").count()
        press(page, "Reset")
        settles(page, "failing")
        expect(page.locator("[data-testid=stCode]")).to_contain_text("fine")
