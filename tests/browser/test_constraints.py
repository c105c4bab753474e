"""The page on constraints as a visitor uses it."""

import re

from playwright.sync_api import Page, expect


def test_a_typed_constraint_is_solved_and_a_clicked_point_examined(lab: str, page: Page) -> None:
    page.goto(f"{lab}/constraints?f=x%2By&window=-2,2,-2,2")
    expect(page.get_by_text("f = -1.414214")).to_be_visible()
    field = page.get_by_role("textbox", name=re.compile("^Constraints"))
    field.fill("x^2 + y^2 <= 2")
    field.press("ControlOrMeta+Enter")
    expect(page.get_by_text("f = -2.", exact=False).first).to_be_visible()
    expect(page).to_have_url(re.compile("constraints=x"))
    chart = page.locator(".livechart").first
    expect(chart.get_by_text("examined point")).to_be_visible()
    box = chart.locator(".nsewdrag").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.45)
    expect(page).to_have_url(re.compile("at="))
    expect(page.get_by_text(re.compile("No KKT point.*stationarity"))).to_be_visible()
    page.get_by_text("Solve these equations exactly").click()
    expect(page.get_by_text("1 KKT point, and there are no others.")).to_be_visible()
    chart.scroll_into_view_if_needed()
    expect(chart.get_by_text("KKT points")).to_be_visible()
    expect(page).to_have_url(re.compile("exact=1"))
