"""The page on deep gradients as a visitor uses it."""

import re

from playwright.sync_api import Page, expect


def test_a_click_on_the_map_chooses_the_network_that_is_shown(lab: str, page: Page) -> None:
    page.goto(f"{lab}/deep_gradients?part=scales&width=16&deepest=20&depth=10&seeds=1&batch=4")
    chart = page.locator(".livechart").first
    expect(chart.locator(".main-svg").first).to_be_visible()
    expect(page.get_by_text("The network of the framed cell: 10 layers, s = 1.")).to_be_visible()
    box = chart.locator(".nsewdrag").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 0.9 * box["height"])
    expect(page).to_have_url(re.compile(r"depth=1[789]"))
    expect(page).to_have_url(re.compile(r"scale=0\.5"))
    expect(page.get_by_text(re.compile(r"The network of the framed cell: 1[789] layers, s = 0\.5"))).to_be_visible()
