"""A visitor writes an update rule, breaks it, mends it, and sends the link."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_descent import NewContext, chart, open_lab, reading, scrub

BOWL = "f=x^2%2B5y^2&start=10,1&steps=20"


def write_rule(page: Page, text: str) -> None:
    field = page.get_by_label("Update rule", exact=True)
    field.fill(text)
    field.press("Control+Enter")


def test_a_rule_is_typed_drawn_broken_mended_and_shared(lab: str, page: Page, new_context: NewContext) -> None:
    open_lab(page, f"{lab}/descent?{BOWL}&methods=adam")
    page.locator("summary", has_text="Write your own update rule").click()
    write_rule(page, "x ← x - 0.1 g")
    legend = chart(page).locator(".legendtext")
    expect(legend.filter(has_text="My rule")).to_have_count(1)
    expect(legend.filter(has_text="Adam")).to_have_count(1)
    scrub(page, 1)
    expect(reading(page, "My rule", "8.0000")).to_be_visible()  # 10 - 0.1 · 20

    write_rule(page, "m ← beta m + g\nx ← x - 0.1 n(m")
    expect(page.get_by_role("alert").filter(has_text="never closed")).to_be_visible()
    expect(page.locator("[data-testid=stCode]").first).to_have_text(
        "m ← beta m + g\nx ← x - 0.1 n(m\n             ^", use_inner_text=True
    )
    expect(page.get_by_label("Update rule", exact=True)).to_have_value("m ← beta m + g\nx ← x - 0.1 n(m")
    expect(page.get_by_text("My rule cannot be used here")).to_be_visible()
    expect(legend.filter(has_text="Adam")).to_have_count(1)

    write_rule(page, "m ← beta m + g\nx ← x - 0.1 m")
    expect(page.get_by_role("alert").filter(has_text="never closed")).to_have_count(0)
    page.get_by_label("beta of custom, exactly").fill("0.5")
    page.get_by_label("beta of custom, exactly").press("Enter")
    expect(page).to_have_url(re.compile(r"custom\.beta=0\.5"))
    scrub(page, 2)
    expect(reading(page, "My rule", "5.4000")).to_be_visible()  # 8 - 0.1 (10 + 16)

    narrow = new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    other = open_lab(narrow.new_page(), page.url)
    expect(other.get_by_label("Update rule", exact=True)).to_have_value("m ← beta m + g\nx ← x - 0.1 m")
    scrub(other, 2)
    expect(reading(other, "My rule", "5.4000")).to_be_visible()
    assert other.evaluate("document.documentElement.scrollWidth") <= 390
