"""The page of number formats as a visitor uses it."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

NewContext = Callable[..., BrowserContext]


def bits(page: Page) -> Locator:
    return page.get_by_role("group", name=re.compile("bits of")).get_by_role("button")


def exact(page: Page) -> Locator:
    return page.get_by_test_id("stCode").first


def test_type_a_number_flip_a_bit_and_reopen_the_link(lab: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(f"{lab}/rounding?format=float32&x=1")
    expect(exact(page)).to_have_text("1")
    field = page.get_by_label("Number", exact=True)
    field.fill("0.1")
    field.press("Enter")
    expect(exact(page)).to_have_text("0.100000001490116119384765625")
    expect(bits(page)).to_have_text([*"00111101110011001100110011001101"])
    expect(page.locator(".livechart .main-svg").first).to_be_visible()

    last = page.get_by_role("button", name="exponent bit 8 (2⁰)")
    last.click()  # 123 becomes 122: half of it
    expect(exact(page)).to_have_text("0.0500000007450580596923828125")
    expect(last).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(re.compile("x=0x1"))  # the run has ended
    half = page.url
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")  # the first bit of the fraction: half of 2^-5 less
    expect(exact(page)).to_have_text("0.0343750007450580596923828125")
    expect(page).not_to_have_url(half)

    other = new_context().new_page()
    other.goto(page.url)
    expect(exact(other)).to_have_text("0.0343750007450580596923828125")
    assert bits(other).all_inner_texts() == bits(page).all_inner_texts()


def test_on_a_telephone_64_bits_fit_and_a_tap_walks_along_the_line(lab: str, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    page.goto(f"{lab}/rounding?x=0.1")
    expect(exact(page)).to_have_text(re.compile(r"^0\.1000000000000000055"))
    expect(bits(page)).to_have_count(64)
    boxes = [bit.bounding_box() for bit in (bits(page).first, bits(page).last)]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["width"] >= 24 for box in boxes)
    line = page.locator(".livechart").first
    line.scroll_into_view_if_needed()
    area = line.locator(".nsewdrag").first
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box
    # From -4 to 4 units with a margin of 0.64: the bar of +2.
    page.touchscreen.tap(box["x"] + box["width"] * (2 + 4.64) / 9.28, box["y"] + box["height"] / 2)
    expect(exact(page)).to_have_text(re.compile(r"^0\.1000000000000000333"))
