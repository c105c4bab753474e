"""The page on connections as a visitor uses it."""

import re

from playwright.sync_api import Page, expect


def test_choose_a_name_follow_a_card_and_climb_from_a_click(lab: str, page: Page) -> None:
    page.goto(f"{lab}/connections")
    flow = page.locator(".livechart").first
    expect(flow.locator(".main-svg").first).to_be_visible()
    area = flow.locator(".nsewdrag").first
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.15 * box["width"], box["y"] + 0.3 * box["height"])  # the name Rounding
    expect(page).to_have_url(re.compile("topic=Rounding"))
    expect(page.get_by_text("Cross-entropy from logits")).to_be_visible()

    grid = page.locator(".livechart").nth(1)
    grid.scroll_into_view_if_needed()
    expect(page.get_by_text("cannot leave (-1, 1)")).to_be_visible()
    cells = grid.locator(".nsewdrag").first
    expect(cells).to_be_visible()
    box = cells.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 0.9 * box["height"])  # the cell of (2, -1)
    expect(page.get_by_text(re.compile(r"moves? from \(2, -1\)"))).to_be_visible()
    expect(page).to_have_url(re.compile("start="))

    page.get_by_role("link", name="A loss that must not be infinite (Softmax)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Softmax")
    expect(page).to_have_url(re.compile("z=200"))
    expect(page.get_by_text("Claimed:")).to_be_visible()
