"""The microscope in a browser: choose a point and an operation on the pictures, and take the better formula."""

import re
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from ui.lessons.microscope import EXPERIMENTS


def picture(page: Page, label: str) -> Locator:
    """The plotting area of the chart whose description begins so, when it is drawn."""
    area = page.locator(f'[role=figure][aria-label^="{label}"] .nsewdrag').first
    expect(area).to_be_attached()
    return area


def click_at(area: Locator, across: float, down: float) -> None:
    """Click at parts of the width and height of a plotting area, when it has come to rest."""
    expect(area.page.locator("[data-test-script-state=notRunning]")).to_be_attached()
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box
    place = {"x": across * box["width"], "y": down * box["height"]}
    area.click(position=place)  # type: ignore[arg-type]


def test_a_point_an_operation_and_a_rewrite_are_chosen_by_clicks(lab: str, page: Page) -> None:
    page.goto(f"{lab}/microscope?{urlencode(EXPERIMENTS[0].link)}")
    expect(page.get_by_text("The formula is to blame")).to_be_visible()

    click_at(picture(page, "The bits of error"), 0.5, 0.5)
    expect(page).to_have_url(re.compile(r"at=\d"))

    click_at(picture(page, "The expression as a tree"), 0.3, 0.4)
    expect(page).to_have_url(re.compile("step="))

    page.get_by_role("button", name="Use this").first.click()
    expect(page.get_by_label("Function f", exact=True)).to_have_value("1/(sqrt(x + 1) + sqrt(x))")
    expect(page.get_by_text("Nothing to mend")).to_be_visible()
    expect(page).not_to_have_url(re.compile("step="))
