"""The page of derivatives as a visitor uses it."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

NewContext = Callable[..., BrowserContext]


def metric(page: Page, label: str):
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def test_a_click_moves_the_tangent_and_the_link_reopens_it(lab: str, page: Page, new_context: NewContext) -> None:
    page.goto(f"{lab}/derivatives?f=x%5E3&at=1&window=-2,2")
    expect(metric(page, "f″")).to_have_text("6")
    area = page.locator(".livechart .nsewdrag").first
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)  # x = -1
    expect(metric(page, "f″")).to_have_text(re.compile(r"^-(5\.9|6)"))
    expect(metric(page, "f′")).to_have_text(re.compile(r"^(2\.9|3)"))
    expect(page).to_have_url(re.compile("at=-(0.9|1)"))
    shown = metric(page, "f″").inner_text()
    other = new_context(viewport={"width": 390, "height": 844}).new_page()
    other.goto(page.url)
    expect(metric(other, "f″")).to_have_text(shown)


def test_a_click_on_the_map_moves_the_gradient(lab: str, page: Page) -> None:
    page.goto(f"{lab}/derivatives?f=x%5E2%2By%5E2&at=1,1&window=-2,2,-2,2")
    expect(metric(page, "∂f/∂x")).to_have_text("2")
    area = page.locator(".livechart .nsewdrag").first
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)  # (-1, 0)
    expect(metric(page, "∂f/∂x")).to_have_text(re.compile(r"^-(1\.9|2)"))
    expect(page.get_by_text("Steepest up is along ∇f, at")).to_be_visible()
