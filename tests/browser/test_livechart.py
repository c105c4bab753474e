"""The chart in a real browser: clicks to the pixel, zoom kept, theme followed, heads played and scrubbed."""

import ast
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

NewContext = Callable[..., BrowserContext]

PLOT = """(plot, [name, ...rest]) => ({
  place: (x, y) => {
    const box = plot.getBoundingClientRect(), { xaxis, yaxis } = plot._fullLayout;
    return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)];
  },
  ranges: () => [plot._fullLayout.xaxis.range, plot._fullLayout.yaxis.range],
  colors: () => [plot._fullLayout.font.color, plot._fullLayout.xaxis.gridcolor],
  trace: (index) => ["x", "y", "z"].map((axis) => Array.from(plot.data[index][axis] ?? [])),
  mark: (index) => {
    const layer = [...plot.querySelectorAll(".trace.scatter")].find((g) => g.__data__[0].trace.index === index);
    const box = layer.querySelector(".point, .js-line").getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  },
  identity: () => (plot.identity ??= Math.random()),
  width: () => plot._fullLayout.width,
}[name](...rest))"""


def ask(plot: Locator, *question: Any) -> Any:
    return plot.evaluate(PLOT, list(question))


def chart(page: Page, alt: str) -> Locator:
    plot = page.get_by_role("figure", name=alt)
    expect(plot.locator(".modebar").first).to_be_attached(timeout=20_000)
    return plot


def shown(page: Page) -> Any:
    return ast.literal_eval(page.locator("[data-testid=stCode]").inner_text())


@pytest.fixture
def charts(sample: str, page: Page) -> Page:
    page.goto(f"{sample}/charts")
    for alt in ("Contours with a path", "f against the step"):
        chart(page, alt)
    return page


def click(page: Page, plot: Locator, x: float, y: float) -> None:
    page.mouse.click(*ask(plot, "place", x, y))


def put(page: Page, label: str, value: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(value)
    box.press("Enter")


def test_a_click_gives_axis_coordinates_to_the_pixel(charts: Page) -> None:
    plot = chart(charts, "Contours with a path")
    (left, right), (bottom, top) = ask(plot, "ranges")
    for x, y in ((0.5, -0.25), (-1.9, 1.9), (1.234, 0.001)):
        click(charts, plot, x, y)
        charts.wait_for_url(re.compile(r"start="))
        expect(charts.locator("[data-testid=stCode]")).to_contain_text(f"({x:.1f}"[:4])
        got = shown(charts)["start"]
        assert got[0] == pytest.approx(x, abs=1.5 * (right - left) / 700)  # a mouse stands on whole pixels
        assert got[1] == pytest.approx(y, abs=1.5 * (top - bottom) / 400)


def test_a_drag_is_no_click_and_its_zoom_is_kept(charts: Page) -> None:
    plot = chart(charts, "Contours with a path")
    before = ask(plot, "ranges")
    charts.mouse.move(*ask(plot, "place", -1, -1))
    charts.mouse.down()
    charts.mouse.move(*ask(plot, "place", 1, 1), steps=5)
    charts.mouse.up()
    expect(plot.locator(".zoombox")).to_have_count(0)
    charts.wait_for_timeout(300)
    zoomed = ask(plot, "ranges")
    assert zoomed != before
    assert "start" not in charts.url
    identity = ask(plot, "identity")
    charts.get_by_role("slider", name="Shade").press("ArrowRight")  # new contours
    charts.wait_for_url(re.compile("shade="))
    charts.locator(".st-key-charts-unrelated label").click()
    charts.wait_for_url(re.compile("unrelated=1"))
    click(charts, plot, 0.5, 0.25)
    charts.wait_for_url(re.compile("start="))
    charts.wait_for_timeout(300)
    assert ask(plot, "ranges") == zoomed
    assert ask(plot, "identity") == identity
    assert shown(charts)["start"] == pytest.approx((0.5, 0.25), abs=0.01)


def test_scrubbing_moves_every_chart_of_the_group(charts: Page) -> None:
    charts.locator(".st-key-charts-surface label").click()
    plane, progress, space = (
        chart(charts, alt) for alt in ("Contours with a path", "f against the step", "The surface")
    )
    slider = charts.get_by_label("Step", exact=True)
    expect(charts.locator("output")).to_have_text("step 40 of 40")
    slider.focus()
    slider.press("Home")
    for _ in range(10):
        slider.press("ArrowRight")
    expect(charts.locator("output")).to_have_text("step 10 of 40")
    x, y = -1.2 * 0.97**10, 0.94**10
    f = x**2 + y**2
    charts.wait_for_timeout(200)
    assert ask(plane, "trace", 2) == [pytest.approx([x]), pytest.approx([y]), []]
    assert ask(progress, "trace", 1) == [pytest.approx([10]), pytest.approx([f]), []]
    assert ask(progress, "trace", 2) == [pytest.approx([0, 40]), pytest.approx([f, f]), []]
    space.scroll_into_view_if_needed()  # a chart out of view catches up
    charts.wait_for_timeout(300)
    assert ask(space, "trace", 1) == [pytest.approx([x]), pytest.approx([y]), pytest.approx([f])]
    plane.scroll_into_view_if_needed()
    assert ask(plane, "mark", 2) == pytest.approx(ask(plane, "place", x, y), abs=1)  # and the mark itself
    progress.scroll_into_view_if_needed()
    assert ask(progress, "mark", 1) == pytest.approx(ask(progress, "place", 10, f), abs=1)  # on a log axis


def test_the_readout_tells_the_step(charts: Page) -> None:
    charts.get_by_label("Step", exact=True).press("Home")
    table = charts.locator(".livechart-readout")
    expect(table.locator("thead th")).to_have_text(["Method", "x", "y", "f"])
    expect(table.locator("tbody th")).to_have_text(["descent"])
    expect(table.locator("td")).to_have_text(["−1.2000", "1.0000", "2.4400"])


def test_play_runs_to_the_end_without_the_server(charts: Page) -> None:
    plot = chart(charts, "Contours with a path")
    frames: list[Any] = []
    charts.on("websocket", lambda socket: frames.append(socket))
    charts.reload()
    plot = chart(charts, "Contours with a path")
    charts.wait_for_timeout(1500)
    sent: list[Any] = []
    for socket in frames:
        socket.on("framesent", lambda frame: sent.append(frame))
    charts.get_by_label("Speed").select_option("4")
    charts.get_by_label("Play", exact=True).click()
    expect(charts.locator("output")).not_to_have_text(re.compile("step (40|0) of 40"))
    charts.get_by_label("Pause", exact=True).click()
    expect(charts.get_by_label("Play", exact=True)).to_be_visible()
    charts.wait_for_timeout(200)  # the last picture that was asked for
    paused = charts.locator("output").inner_text()
    charts.wait_for_timeout(400)
    assert charts.locator("output").inner_text() == paused != "step 40 of 40"
    charts.get_by_label("Play", exact=True).click()
    expect(charts.locator("output")).to_have_text("step 40 of 40")
    expect(charts.get_by_label("Play", exact=True)).to_be_visible()
    assert ask(plot, "trace", 2)[0] == pytest.approx([-1.2 * 0.97**40])
    assert not sent


def test_the_keyboard_plays_and_steps(charts: Page) -> None:
    chart(charts, "Contours with a path")
    charts.get_by_label("Step back", exact=True).click()
    expect(charts.locator("output")).to_have_text("step 39 of 40")
    slider = charts.get_by_label("Step", exact=True)
    slider.focus()
    slider.press("ArrowLeft")
    expect(charts.locator("output")).to_have_text("step 38 of 40")
    slider.press(" ")
    expect(charts.get_by_label("Pause", exact=True)).to_be_visible()
    slider.press(" ")
    expect(charts.get_by_label("Play", exact=True)).to_be_visible()


def test_a_new_run_keeps_the_step(charts: Page) -> None:
    plot = chart(charts, "Contours with a path")
    output = charts.locator("output")
    put(charts, "Steps", "60")
    expect(output).to_have_text("step 60 of 60")  # at the end: it stays at the end
    slider = charts.get_by_label("Step", exact=True)
    slider.press("Home")
    for _ in range(12):
        slider.press("ArrowRight")
    click(charts, plot, 1.0, 1.0)
    charts.wait_for_url(re.compile("start="))
    charts.wait_for_timeout(300)
    expect(output).to_have_text("step 12 of 60")
    start = shown(charts)["start"]
    assert ask(plot, "trace", 2)[:2] == [
        pytest.approx([start[0] * 0.97**12]),
        pytest.approx([start[1] * 0.94**12]),
    ]
    put(charts, "Steps", "5")
    expect(output).to_have_text("step 5 of 5")
    put(charts, "Steps", "60")
    expect(output).to_have_text("step 12 of 60")


def test_an_unrelated_rerun_leaves_it_playing(charts: Page) -> None:
    chart(charts, "Contours with a path")
    put(charts, "Steps", "400")
    expect(charts.locator("output")).to_have_text("step 400 of 400")
    charts.get_by_label("Play", exact=True).click()
    charts.locator(".st-key-charts-unrelated label").click()
    charts.wait_for_url(re.compile("unrelated=1"))
    charts.wait_for_timeout(500)
    expect(charts.get_by_label("Pause", exact=True)).to_be_visible()
    now = charts.locator("output").inner_text()
    expect(charts.locator("output")).not_to_have_text(now)


def test_zooming_after_scrubbing_leaves_the_head_on_its_place(charts: Page) -> None:
    plot = chart(charts, "Contours with a path")
    charts.get_by_label("Step", exact=True).press("Home")
    charts.wait_for_timeout(200)
    charts.mouse.move(*ask(plot, "place", -1.8, 0.2))
    charts.mouse.down()
    charts.mouse.move(*ask(plot, "place", 1.0, 1.9), steps=5)
    charts.mouse.up()
    charts.wait_for_timeout(400)
    assert ask(plot, "mark", 2) == pytest.approx(ask(plot, "place", -1.2, 1.0), abs=1)


def test_the_theme_is_followed(sample: str, new_context: NewContext) -> None:
    page = new_context(color_scheme="light").new_page()
    page.goto(f"{sample}/charts")
    plot = chart(page, "Contours with a path")
    light = ask(plot, "colors")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(1000)
    dark = ask(plot, "colors")
    assert light[0] != dark[0]
    assert light[1] != dark[1]


def test_charts_fit_a_phone_and_a_tap_places_the_start(sample: str, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    page.goto(f"{sample}/charts")
    plot = chart(page, "Contours with a path")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert ask(plot, "width") <= 390
    plot.scroll_into_view_if_needed()
    page.touchscreen.tap(*ask(plot, "place", 0.5, 0.5))
    page.wait_for_url(re.compile("start="))
    page.wait_for_timeout(300)
    assert shown(page)["start"] == pytest.approx((0.5, 0.5), abs=0.05)


def test_a_swipe_over_a_chart_scrolls_the_page(sample: str, new_context: NewContext) -> None:
    context = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{sample}/charts?surface=1")
    touch = context.new_cdp_session(page)
    for alt in ("Contours with a path", "f against the step", "The surface"):
        plot = chart(page, alt)
        plot.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        x, y = middle(plot)
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for moved in range(20, 201, 20):
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - moved}]})
            page.wait_for_timeout(20)
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(500)
        assert y - middle(plot)[1] > 100
    assert "start" not in page.url


def middle(plot: Locator) -> tuple[float, float]:
    box = plot.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_window_is_followed(charts: Page) -> None:
    plot = chart(charts, "Contours with a path")
    wide = ask(plot, "width")
    charts.set_viewport_size({"width": 800, "height": 900})
    charts.wait_for_timeout(700)
    assert ask(plot, "width") < wide
    assert charts.evaluate("document.documentElement.scrollWidth") <= 800


def test_a_chart_has_its_place_before_its_library_comes(sample: str, page: Page) -> None:
    held: list[Route] = []
    page.route("**/plotly.min.js*", lambda route: held.append(route))
    page.goto(f"{sample}/charts")
    expect(page.locator(".livechart-readout td").first).to_be_visible()
    below = page.locator("[data-testid=stCode]")
    before = below.bounding_box()
    held[0].continue_()
    for alt in ("Contours with a path", "f against the step"):
        chart(page, alt)
    assert below.bounding_box() == before


def test_an_update_that_overtakes_the_first_one_is_drawn(sample: str, page: Page) -> None:
    held: list[Route] = []
    page.route("**/livechart.js*", lambda route: held.append(route))
    page.goto(f"{sample}/charts")
    expect(page.locator("[data-testid=stCode]")).to_contain_text("'steps': 40")
    expect(page.locator(".livechart")).to_have_count(2)
    put(page, "Steps", "60")
    expect(page.locator("[data-testid=stCode]")).to_contain_text("'steps': 60")
    for route in held:
        route.continue_()
    chart(page, "f against the step")
    expect(page.locator("output")).to_have_text("step 60 of 60")
