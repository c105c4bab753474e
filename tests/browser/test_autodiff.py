"""The page on automatic differentiation as a visitor uses it."""

import re

from playwright.sync_api import Page, expect


def test_the_sweeps_are_played_step_by_step(lab: str, page: Page) -> None:
    """The adjoint of x is 1 when it has arrived directly, and 4 when the way through the product has come as well."""
    page.goto(f"{lab}/autodiff")
    charts = page.locator(".livechart")
    expect(charts.nth(1).locator(".main-svg").first).to_be_visible()
    reverse, forward = charts.nth(0), charts.nth(1)
    numbers = reverse.locator(".textpoint text")
    expect(numbers.filter(has_text=re.compile("4$"))).to_be_visible()
    bar = reverse.get_by_role("slider", name="Step")
    bar.press("ArrowLeft")
    bar.press("ArrowLeft")
    expect(reverse.get_by_text("adjoint of x += 1 · 1 along v2, now 1")).to_be_visible()
    expect(numbers.filter(has_text=re.compile("^2.*4$"))).to_have_count(0)
    for _ in range(4):
        bar.press("ArrowLeft")
    expect(reverse.get_by_text("v1 = x*y = 6", exact=True)).to_be_visible()
    expect(forward.locator(".textpoint text").filter(has_text=re.compile("^8"))).to_have_count(0)
    page.get_by_text("Commit the classic bug").click()
    expect(page).to_have_url(re.compile("bug=1"))
    expect(page.get_by_text("(with the bug)")).to_be_visible()
    reverse.get_by_role("button", name="Play").click()
    expect(reverse.get_by_text("adjoint of y = 1 · 2 along v1, now 2")).to_be_visible()
    expect(numbers.filter(has_text=re.compile("^2.*3$"))).to_be_visible()
