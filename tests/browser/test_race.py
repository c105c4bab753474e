"""A race as a visitor sees it: the profile, the table, and the story of a run that lost."""

import re

from playwright.sync_api import Page, expect


def test_a_race_is_run_read_and_asked_why(lab: str, page: Page) -> None:
    page.goto(f"{lab}/race?methods=gradient_descent,newton&field=rosenbrock,ellipse&budget=100&starts=3")
    expect(page.get_by_text("Most solved:")).to_be_visible()
    profile, cells = (page.locator(".livechart").nth(place) for place in (0, 1))
    expect(profile.locator(".main-svg").first).to_be_visible()
    expect(profile.locator(".annotation", has_text="100%")).to_be_visible()  # Newton's right end
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()

    # At first: the method that solved least, where it lost. A click on a cell asks about another.
    story = page.get_by_text("did not solve it")
    expect(story).to_be_visible()
    expect(page.get_by_text(re.compile("Newton solved it for"))).to_be_visible()
    cells.scroll_into_view_if_needed()
    area = cells.locator(".nsewdrag").first
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.75 * box["height"])  # Newton on the ellipse
    expect(page.get_by_text("did not lose here")).to_be_visible()
    expect(page).to_have_url(re.compile("who=newton.*where=ellipse|where=ellipse.*who=newton"))
    page.go_back()
    expect(story).to_be_visible()

    link = page.get_by_role("link", name="Open this run in the Descent lab").first
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Descent lab")
    expect(page.get_by_label("learning_rate of gradient_descent, exactly")).to_have_value("0.001")
    expect(page.get_by_label("start x")).to_have_value("-1.2")
    expect(page.get_by_text("Stopped by the step limit of 99")).to_be_visible()
