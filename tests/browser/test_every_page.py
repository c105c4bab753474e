"""Every page of the outline on its first visit: on a fresh server, by its address, on light, on dark, on a telephone.

One visit serves all questions, since a page costs seconds to open.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.server import ROOT, serve
from ui.outline import LESSONS, Lesson

TELEPHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.page)
def test_a_first_visit(lesson: Lesson, page: Page) -> None:
    with serve(ROOT / "app.py") as base:
        page.emulate_media(color_scheme="light")
        page.goto(f"{base}/{'' if lesson.page == 'home' else lesson.page}")
        opens_right(page, lesson)
        shuts_nobody_out(page)
        fits(page)
        page.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]
        fits(page)


def opens_right(page: Page, lesson: Lesson) -> None:
    """The page is the one that was asked for, and whole."""
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
    expect(page.get_by_test_id("stMain").get_by_text(lesson.question)).to_be_visible()
    outline = page.get_by_test_id("stSidebar").get_by_role("link")
    expect(outline).to_have_text([entry.title for entry in LESSONS])
    expect(page.get_by_text("Free software under the MIT licence")).to_be_visible()
    expect(page.locator(".livechart .main-svg").first).to_be_attached()
    assert not page.get_by_text("Page not found").count()
    assert not page.get_by_text("Something went wrong").count()


def shuts_nobody_out(page: Page) -> None:
    """axe-core finds names, roles, order of headings in order, and contrast on light and on dark."""
    on_light = violations(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "dark")
    assert not on_light + violations(page, runOnly=["color-contrast"])


def violations(page: Page, **options: list[str]) -> list[tuple[str, list[str]]]:
    """The rules that the page breaks, and where; to list what it keeps as well would take three times as long."""
    rules = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in rules]


def fits(page: Page) -> None:
    """Nothing is wider than the screen, once what follows its width has followed."""
    page.wait_for_function("""() => {
        const main = document.querySelector('[data-testid=stMain]');
        return main.clientWidth <= innerWidth && main.scrollWidth <= main.clientWidth;
    }""")
