"""The page on Jacobians as a visitor uses it."""

import re

from playwright.sync_api import Page, expect


def test_a_click_moves_the_point_and_a_map_is_typed(lab: str, page: Page) -> None:
    page.goto(f"{lab}/jacobian?F=x^2,%20y^2&at=1,2")
    square = page.locator(".livechart").first
    expect(square.locator(".main-svg").first).to_be_visible()
    area = square.locator(".nsewdrag").first
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"])
    expect(page.get_by_label("at x")).to_have_value(re.compile(r"^1\.\d+"))
    expect(page).to_have_url(re.compile("at=1\\."))
    field = page.get_by_role("textbox", name="Map F")
    field.fill("x^2, y +")
    field.press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(field).to_have_value("x^2, y +")
    field.fill("y, x")
    field.press("Enter")
    expect(page.get_by_text("turned over").first).to_be_visible()
