"""The page of ill-conditioned descent as a visitor uses it."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

NewContext = Callable[..., BrowserContext]


def test_row_C8_turn_the_canyon_move_the_start_and_reopen_the_link(lab: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(f"{lab}/ill_conditioned_descent?methods=gradient_descent")
    kappa = page.get_by_test_id("stMetricValue")
    expect(kappa).to_have_text("5")
    chart = page.get_by_role("figure", name=re.compile("two eigenvectors"))
    labels = chart.locator(".textpoint")
    expect(labels).to_have_text(["1: λ = 1", "2: λ = 5"])

    slider = page.get_by_role("slider", name="Condition number κ")
    slider.press("ArrowRight")
    expect(kappa).to_have_text("6")
    expect(labels.last).to_have_text("2: λ = 6")

    first = page.get_by_label("start x1")
    expect(first).to_have_value("0")
    area = chart.locator(".nsewdrag").first
    box = area.bounding_box()
    assert box
    area.click(position={"x": box["width"] * 0.8, "y": box["height"] / 2})
    expect(first).not_to_have_value("0")
    expect(page).to_have_url(re.compile(r"kappa=6.*start="))

    other = new_context().new_page()
    other.goto(page.url)
    expect(other.get_by_test_id("stMetricValue")).to_have_text("6")
    expect(other.get_by_label("start x1")).to_have_value(first.input_value())
