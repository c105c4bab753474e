"""Softmax and the page on where numbers die as a visitor uses them."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

NewContext = Callable[..., BrowserContext]


def test_pasted_logits_are_computed_both_ways_and_travel_in_the_link(
    lab: str, page: Page, new_context: NewContext
) -> None:
    page.goto(f"{lab}/softmax")
    expect(page.get_by_text("NaN in 3 of 3 places")).to_be_visible()
    field = page.get_by_label("Logits z", exact=True)
    field.fill("12\n5\n1")
    field.press("Control+Enter")
    expect(page.get_by_text("NaN in 3 of 3 places")).to_have_count(0)
    page.get_by_role("combobox", name=re.compile("Format")).first.click()
    page.get_by_role("option", name="float16 (half)").click()
    expect(page.get_by_text("NaN in 1 of 3 places")).to_be_visible()
    expect(page.get_by_text("exp(12) lies beyond 65504").first).to_be_visible()
    steps = page.locator(".livechart").nth(1)
    steps.scroll_into_view_if_needed()  # a chart out of view is drawn when it comes near
    expect(steps.locator(".hm").first).to_be_attached()
    expect(page).to_have_url(re.compile("format=float16"))
    other = new_context(viewport={"width": 390, "height": 844}, color_scheme="dark").new_page()
    other.goto(page.url)
    expect(other.get_by_text("NaN in 1 of 3 places")).to_be_visible()
    expect(other.get_by_label("Logits z", exact=True)).to_have_value("12\n5\n1")
    assert other.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_click_on_the_bands_sets_x_and_an_experiment_opens_its_part(lab: str, page: Page) -> None:
    page.goto(f"{lab}/overflow")
    area = page.locator(".livechart .nsewdrag").first
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"x=-?0(\.\d+)?(&|$)"))
    card = page.locator("[data-testid=stVerticalBlock]", has_text="A sum that stands still").last
    card.get_by_role("button", name="Try it").click()
    told = page.locator("[data-testid=stAlert]", has_text="A sum that stands still")
    expect(told).to_be_in_viewport()
    expect(page.get_by_text("is the unit roundoff of float16")).to_be_visible()
    expect(page.locator(".livechart .main-svg").first).to_be_visible()
