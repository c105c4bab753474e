"""The page on checkpointing as a visitor uses it."""

import re

from playwright.sync_api import BrowserContext, Page, expect


def test_row_B13_place_checkpoints_play_and_resume(lab: str, page: Page, new_context) -> None:
    page.goto(f"{lab}/checkpointing?L=9")
    expect(page.get_by_text("5 of 9 units")).to_be_visible()
    chart = page.get_by_role("figure", name=re.compile("Which of the values"))
    area = chart.locator(".nsewdrag").first
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box
    span = 9 + 2 * 0.7  # of the axis of values, from -0.7 on
    area.click(position={"x": box["width"] / 2, "y": box["height"] * (1 - (3 + 0.7) / span)})
    expect(page.get_by_text("6 of 9 units")).to_be_visible()  # x6 alone is left, and three values before it
    expect(page).to_have_url(re.compile(r"hold=mine.*checkpoints=6|checkpoints=6.*hold=mine"))
    player = page.get_by_role("group", name="Player").first
    player.get_by_role("button", name="Step back").click()
    expect(page.get_by_role("cell", name="backward, layer 2")).to_be_visible()

    other: BrowserContext = new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    again = other.new_page()
    again.goto(page.url)
    expect(again.get_by_text("6 of 9 units")).to_be_visible()
    again.get_by_role("radio", name="Of a training, to resume it").click()
    expect(again.get_by_text("equals the unbroken one in every bit")).to_be_visible()
    with again.expect_download() as download:
        again.get_by_role("button", name="Download the checkpoint").click()
    assert download.value.suggested_filename == "checkpoint.json"
