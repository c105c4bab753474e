"""The page on critical points as a visitor uses it."""

import re

from playwright.sync_api import Page, expect


def test_points_are_proven_for_a_typed_function_in_a_typed_window(lab: str, page: Page) -> None:
    page.goto(f"{lab}/critical_points?f=x^4-2x^2%2By^2")
    expect(page.get_by_text("These are all.")).to_be_visible()
    chart = page.locator(".livechart").first
    expect(chart.get_by_text("minimum (2)")).to_be_visible()
    expect(chart.get_by_text("saddle (1)")).to_be_visible()
    field = page.get_by_role("textbox", name=re.compile("^Function"))
    field.fill("(x^2 + y^2 - 1)^2")
    field.press("Enter")
    expect(page.get_by_text("Whether these are all is open")).to_be_visible()
    expect(chart.get_by_text("undecided")).to_be_visible()
    expect(page).to_have_url(re.compile("f="))
