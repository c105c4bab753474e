"""The page on stochastic descent as a visitor uses it: a hostile link, a batch of everything, the player."""

import re

from playwright.sync_api import Page, expect


def test_a_visitor_takes_all_examples_into_a_batch_and_plays_the_training(lab: str, page: Page) -> None:
    page.goto(f"{lab}/stochastic?batch=0&points=1000000000&methods=gradient_descent")
    expect(page.get_by_text(re.compile("Batch size.* cannot be"))).to_be_visible()
    expect(page.get_by_text(re.compile("Examples.* cannot be"))).to_be_visible()
    expect(page.locator(".livechart .main-svg").first).to_be_visible()

    batch = page.get_by_label("Batch size", exact=True)
    batch.fill("140")
    batch.press("Enter")
    expect(page.get_by_text("The batch is everything")).to_be_visible()
    expect(page).to_have_url(re.compile("batch=140"))
    player = page.locator(".livechart output").first
    expect(player).to_have_text("epoch 30 of 30")
    page.get_by_role("button", name="Step back").first.click()
    expect(player).not_to_have_text("epoch 30 of 30")
