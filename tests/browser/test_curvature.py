"""The page on curvature as a visitor uses it."""

import re

from playwright.sync_api import Page, expect


def test_a_click_moves_the_point_and_the_type_disappears(lab: str, page: Page) -> None:
    page.goto(f"{lab}/curvature?f=x^2%2B3y^2&at=0,0&window=-2,2,-2,2")
    expect(page.get_by_text("a minimum").first).to_be_visible()
    chart = page.locator(".livechart").first
    expect(chart.locator(".main-svg").first).to_be_visible()
    box = chart.locator(".nsewdrag").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + 0.4 * box["height"])
    expect(page.get_by_text("∇f is not zero here")).to_be_visible()
    expect(page.get_by_label("x of the point")).to_have_value(re.compile(r"^0\.[78]"))
    expect(page).to_have_url(re.compile("at=0\\.[78]"))
    page.get_by_role("radio", name="Surfaces").or_(page.get_by_role("button", name="Surfaces")).first.click()
    expect(page).to_have_url(re.compile("view=Surfaces"))
    expect(page.get_by_role("figure", name=re.compile("^The surface of f"))).to_be_visible()
