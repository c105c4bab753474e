"""Basins of attraction and hyper-parameter maps as a visitor uses them."""

import re

from playwright.sync_api import Locator, Page, expect


def open_map(page: Page, address: str) -> Locator:
    """Open a page and return its first chart, drawn."""
    page.goto(address)
    expect(page.get_by_text("What to notice")).to_be_visible()
    chart = page.locator(".livechart").first
    expect(chart.locator(".main-svg").first).to_be_visible()
    expect(chart.locator(".heatmaplayer image, .hm image").first).to_be_attached()
    return chart


def click_at(page: Page, chart: Locator, across: float, up: float) -> None:
    """Click where the chart's area is divided in these shares, from the lower left."""
    area = chart.locator(".nsewdrag").first.bounding_box()
    assert area
    page.mouse.click(area["x"] + across * area["width"], area["y"] + (1 - up) * area["height"])


def test_a_click_on_the_basins_follows_that_start(lab: str, page: Page) -> None:
    chart = open_map(
        page, f"{lab}/basins?f=x^4-x^2%2By^2&window=-1,1,-1,1&resolution=50&method=damped_newton&start=0.9,0.9"
    )
    expect(page.get_by_text("one of 2 attractors")).to_be_visible()
    for across, end in ((0.75, "(0.7071, 0)"), (0.25, "(-0.7071, 0)")):
        click_at(page, chart, across, 0.75)
        expect(page.get_by_label("start x")).to_have_value(re.compile(r"^-?0\.(5|49)"))
        expect(page.get_by_text(re.compile(rf"Converged .* at {re.escape(end)}"))).to_be_visible()
    expect(page).to_have_url(re.compile("start="))
    page.get_by_role("link", name="Open this run in the Descent lab").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Descent lab")
    expect(page.get_by_label("start x")).to_have_value(re.compile(r"^-0\.(5|49)"))
    expect(page).to_have_url(re.compile("methods=damped_newton"))


def test_two_methods_are_compared_on_one_map(lab: str, page: Page) -> None:
    chart = open_map(page, f"{lab}/basins?f=x^4-x^2%2By^2&window=-1,1,-1,1&resolution=50&compare=1")
    expect(chart.get_by_text(re.compile("different attractors|only Newton|Newton sooner")).first).to_be_visible()
    page.get_by_role("radio", name="Newton").or_(page.get_by_role("button", name="Newton")).first.click()
    expect(chart.get_by_text(re.compile(r"saddle")).first).to_be_visible()
    expect(page).to_have_url(re.compile("show=0"))


def test_a_click_on_a_cell_loads_its_run(lab: str, page: Page) -> None:
    address = f"{lab}/tuning?f=x^2%2B5y^2&start=1,1&side=10&range.learning_rate=0.001,1&range.momentum=0,0.9"
    chart = open_map(page, address)
    expect(page.get_by_text("Best:")).to_be_visible()
    click_at(page, chart, 0.95, 0.05)  # the largest rate without momentum
    expect(page.get_by_label("learning rate shown")).to_have_value("1")
    expect(page.get_by_label("momentum shown")).to_have_value("0")
    expect(page.get_by_text("Diverged after")).to_be_visible()
    expect(page).to_have_url(re.compile("shown.across=1"))
    click_at(page, chart, 0.05, 0.95)
    expect(page.get_by_label("momentum shown")).to_have_value("0.9")
    expect(page.get_by_label("learning rate shown")).to_have_value("0.001")
