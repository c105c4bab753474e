"""The page on conditioning as a visitor uses it."""

import re

from playwright.sync_api import Page, expect


def test_a_click_in_the_cloud_changes_b_and_a_matrix_is_typed(lab: str, page: Page) -> None:
    page.goto(f"{lab}/conditioning?A=2 1%0A1 2")
    cloud = page.locator(".livechart", has=page.get_by_role("figure", name="Right-hand sides at the same distance"))
    expect(cloud.locator(".main-svg").first).to_be_visible()
    area = cloud.locator(".nsewdrag").first
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.5 * box["height"])
    expect(page).to_have_url(re.compile("db="))
    expect(page.get_by_role("textbox", name="Change of b, δb")).to_have_value(re.compile(r"^0\.0\d+, -?\d"))
    rows = page.get_by_role("textbox", name="Rows of A")
    rows.fill("1 2\n2 4")
    rows.press("Control+Enter")
    expect(page.get_by_text("The matrix is singular")).to_be_visible()
    rows.fill("1 2\n2 what")
    rows.press("Control+Enter")
    expect(page.get_by_role("alert").get_by_text("row 2, column 2")).to_be_visible()
    expect(rows).to_have_value("1 2\n2 what")
