"""Looking closer on the descent page: what moves in the browser, and a click that sets knobs."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_descent import open_lab


def section(page: Page, key: str) -> Locator:
    """The chart with this key, drawn."""
    chart = page.locator(f".st-key-{key} .livechart")
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".main-svg").first).to_be_visible()
    return chart


def show(chart: Locator, frame: int) -> None:
    bar = chart.get_by_label("Step", exact=True)
    expect(bar).to_be_visible()
    bar.evaluate(
        """async (bar, frame) => {
            bar.value = frame;
            bar.dispatchEvent(new Event("input", { bubbles: true }));
            for (const picture of [1, 2]) await new Promise(requestAnimationFrame); // the next one shows it
        }""",
        frame,
    )


# Of an arrow: its line, and the cosine between that and the direction in which its head points.
ARROW = """(plot, name) => {
    const index = plot.data.findLastIndex((trace) => trace.name === name);
    const layers = [...plot.querySelectorAll(".trace.scatter")];
    const layer = layers.find((one) => one.__data__[0].trace.index === index);
    const line = layer.querySelector("path.js-line");
    const [x0, y0, x1, y1] = line.getAttribute("d").match(/-?[0-9.e]+/g).map(Number);
    const length = Math.hypot(x1 - x0, y1 - y0);
    const tip = new DOMPoint(x1, y1).matrixTransform(line.getScreenCTM());
    const head = layer.querySelectorAll("path.point")[1].getBoundingClientRect();
    const ahead = [tip.x - head.x - head.width / 2, tip.y - head.y - head.height / 2];
    const cosine = (ahead[0] * (x1 - x0) + ahead[1] * (y1 - y0)) / Math.hypot(...ahead) / length;
    return { line: line.getAttribute("d"), length, cosine };
}"""


def arrow(chart: Locator, name: str) -> dict:
    return chart.locator(".livechart-plot").evaluate(ARROW, name)


def test_the_velocity_moves_with_the_step_and_its_head_turns(lab: str, page: Page) -> None:
    knobs = "momentum.learning_rate=0.02&momentum.momentum=0.9"
    address = f"f=x^2%2B25y^2&start=10,1&window=-11,11,-3,3&methods=momentum&{knobs}&steps=40&look=inside&close=1"
    open_lab(page, f"{lab}/descent?{address}")
    chart = section(page, "inside")
    show(chart, 0)
    assert arrow(chart, "βv")["length"] == pytest.approx(0, abs=1e-6), "there is no velocity before the first step"
    seen = []
    for frame in (3, 9, 14, 20):
        show(chart, frame)
        seen.append(arrow(chart, "βv"))
        assert seen[-1]["length"] > 5
        assert seen[-1]["cosine"] > 0.98
    assert len({each["line"] for each in seen}) == 4
    show(chart, 0)
    chart.get_by_role("button", name="Play").click()
    expect(chart.get_by_label("Step", exact=True)).not_to_have_value("0")


def test_the_trust_region_shows_its_ratio_and_refuses_a_step(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent?methods=trust_region&look=inside")
    chart = section(page, "inside")
    expect(chart.get_by_role("columnheader", name="ρ", exact=True)).to_be_visible()
    show(chart, 0)
    expect(chart.get_by_role("cell", name="taken", exact=True)).to_be_visible()
    show(chart, 1)
    expect(chart.get_by_role("cell", name="refused", exact=True)).to_be_visible()
    section(page, "slice")
    section(page, "over-time")


def test_a_click_on_the_phase_diagram_sets_the_knobs(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent?f=x^2%2B25y^2&methods=momentum&look=theory&theory=phase")
    area = section(page, "phase").locator(".nsewdrag").first
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    expect(page).to_have_url(re.compile("momentum.momentum="))
    expect(page).to_have_url(re.compile("momentum.learning_rate="))
    # The middle of rates up to 4.2 / λmax, λmax = 50, and of momenta up to 0.999.
    assert float(re.findall(r"momentum\.learning_rate=([\d.]+)", page.url)[0]) == pytest.approx(0.042, rel=0.03)
    assert float(re.findall(r"momentum\.momentum=([\d.]+)", page.url)[0]) == pytest.approx(0.5, abs=0.02)
