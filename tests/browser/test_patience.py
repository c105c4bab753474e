"""Long work in a real browser: it shows how far it is, is stopped, and started again."""

from playwright.sync_api import Page, expect


def test_long_work_is_stopped_and_started_again(sample: str, page: Page) -> None:
    page.goto(f"{sample}/patience")
    expect(page.get_by_text("Counting: ")).to_be_visible()
    stop = page.get_by_test_id("stMain").get_by_role("button", name="Stop")
    stop.click()
    expect(page.get_by_text("Counting: stopped.")).to_be_visible()
    expect(page.get_by_text("the end")).to_be_visible()
    expect(page.get_by_text("Count to less.")).to_have_count(0)
    page.get_by_role("button", name="Start again").click()
    expect(stop).to_be_visible()
    expect(page.get_by_text("Counting: stopped.")).to_have_count(0)
