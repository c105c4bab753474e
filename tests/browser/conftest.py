"""Fixtures: one browser and one server of each kind a worker; visitors are browser contexts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, require
from tests.browser.server import ROOT, copy_sample, serve

SCREEN = {"width": 1440, "height": 900}
PATIENCE = 45_000  # ms: a picture that comes late on a busy machine comes
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=require(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab() -> Iterator[str]:
    """The address of the laboratory itself."""
    with serve(ROOT / "app.py") as address:
        yield address


@pytest.fixture(scope="session")
def sample_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def sample(sample_app: Path) -> Iterator[str]:
    """The address of the sample app: small pages with every control, inside the laboratory's frame."""
    with serve(sample_app) as address:
        yield address


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor with a warm cache: every test has a page, and so a session on the server, of its own."""
    context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext) -> Iterator[Page]:
    """A page that opens on nothing; the test fails if a script in it does."""
    page = visitor.new_page()
    errors: list[Any] = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    page.close()
    assert not errors


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes visitors with devices of their own; the test fails if a script of theirs does."""
    contexts: list[BrowserContext] = []
    errors: list[Any] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": SCREEN, **options})
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: errors.append(error.error))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not errors
