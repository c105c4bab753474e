"""The page on low precision as a visitor uses it."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

NewContext = Callable[..., BrowserContext]


def test_a_run_stands_still_until_chance_carries_it_on_and_its_link_reopens(lab: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(
        f"{lab}/low_precision?f=(x-3)^2%2B5(y-1)^2&start=10,-4&method=gradient_descent&steps=60"
        "&method.learning_rate=0.02&weights=float8_e4m3fn"
    )
    told = page.get_by_text(re.compile("From step 16 on no weight moves any more"))
    expect(told).to_be_visible()
    legend = page.locator(".livechart").first.locator(".legendtext")
    expect(legend.filter(has_text="every update vanishes")).to_be_visible()
    expect(page.get_by_text("Free software under the MIT licence")).to_be_visible()  # nothing moves under the click
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.get_by_text("Stochastic rounding", exact=True).first.click()
    expect(told).to_have_count(0)
    chance = page.get_by_text(re.compile("By chance .* of them moved their weight"))
    expect(chance).to_be_visible()
    expect(page).to_have_url(re.compile("stochastic=1"))

    other = new_context().new_page()
    other.goto(page.url)
    expect(other.get_by_text(chance.inner_text())).to_be_visible()
