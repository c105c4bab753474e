"""Every page of the outline opens right by its own address, as the first visit to a freshly started server."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import ROOT, serve
from ui.outline import LESSONS, Lesson


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.page)
def test_first_visit_to_a_page(lesson: Lesson, page: Page) -> None:
    with serve(ROOT / "app.py") as base:
        page.goto(f"{base}/{'' if lesson.page == 'home' else lesson.page}")
        expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title, timeout=30_000)
        expect(page.get_by_test_id("stMain").get_by_text(lesson.question)).to_be_visible()
        outline = page.get_by_test_id("stSidebar").get_by_role("link")
        expect(outline).to_have_text([entry.title for entry in LESSONS])
        expect(page.get_by_text("Free software under the MIT licence")).to_be_visible(timeout=30_000)
        assert not page.get_by_text("Page not found").count()
        assert not page.get_by_text("Something went wrong").count()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.page)
def test_no_page_is_wider_than_the_screen(lab: str, lesson: Lesson, width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{lab}/{'' if lesson.page == 'home' else lesson.page}")
    expect(page.get_by_text("Free software under the MIT licence")).to_be_attached(timeout=30_000)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0
