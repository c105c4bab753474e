"""The page of derivatives as a visitor uses it."""

import re

from playwright.sync_api import Locator, Page, expect


def metric(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def click(page: Page, across: float, up: float) -> None:
    """Click the first picture at parts of its width and height."""
    area = page.locator(".livechart .nsewdrag").first
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * (1 - up))


def test_a_click_moves_the_tangent_and_on_a_map_the_gradient(lab: str, page: Page) -> None:
    page.goto(f"{lab}/derivatives?f=x%5E3&at=1&window=-2,2")
    expect(metric(page, "f″")).to_have_text("6")
    click(page, 1 / 4, 1 / 2)  # x = -1
    expect(metric(page, "f″")).to_have_text(re.compile(r"^-(5\.9|6)"))
    expect(metric(page, "f′")).to_have_text(re.compile(r"^(2\.9|3)"))
    expect(page).to_have_url(re.compile("at=-(0.9|1)"))

    page.goto(f"{lab}/derivatives?f=x%5E2%2By%5E2&at=1,1&window=-2,2,-2,2")
    expect(metric(page, "∂f/∂x")).to_have_text("2")
    click(page, 1 / 4, 3 / 4)  # (-1, 1)
    expect(metric(page, "∂f/∂x")).to_have_text(re.compile(r"^-(1\.9|2)"))
    expect(page.get_by_text(re.compile(r"^Steepest up is along ∇f, at 13[45]"))).to_be_visible()
