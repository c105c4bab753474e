"""Every page as axe-core sees it: names, roles, order of headings, and contrast on light and on dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ui.outline import LESSONS, Lesson


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.page)
def test_a_page_shuts_nobody_out(lab: str, page: Page, lesson: Lesson) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{lab}/{'' if lesson.page == 'home' else lesson.page}")
    expect(page.get_by_text("Free software under the MIT licence")).to_be_visible(timeout=45_000)
    expect(page.locator(".livechart .main-svg").first).to_be_attached(timeout=45_000)
    on_light = violations(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "dark", timeout=45_000)
    on_dark = violations(page, {"runOnly": ["color-contrast"]})
    assert not on_light + on_dark


def violations(page: Page, options: dict[str, list[str]] | None = None) -> list[tuple[str, list[str]]]:
    """The rules that the page breaks, and where."""
    rules = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in rules]
