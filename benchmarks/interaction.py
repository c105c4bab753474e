"""From the hand to the picture, in Chromium: the descent lab against a nearly empty Streamlit page.

    python -m benchmarks.interaction

The floor is what Streamlit itself needs to answer a slider, under the same settings. Rounds are interleaved, so that
whatever else the machine does meets all of them; medians are printed, and the medians of the ratios within a round.
"""

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import FLAGS, require
from tests.browser.server import ROOT, serve

ROUNDS = 15
AIM = 3.5
FLOOR = """
import streamlit as st
value = st.slider("Value", 0, 1000, 500)
st.code(str(value))
"""

# Notes when a key or pointer acts, and when the picture that answers has been drawn.
WATCH = """() => {
  const drawn = () => requestAnimationFrame(() => (window.drawn = performance.now()));
  for (const kind of ["keydown", "pointerup"]) {
    addEventListener(kind, () => { window.acted = performance.now(); window.drawn = undefined; }, true);
  }
  const plot = document.querySelector(".livechart-plot");
  if (plot) plot.on("plotly_afterplot", drawn);
  else new MutationObserver(drawn).observe(document.querySelector("[data-testid=stMain]"),
                                           { subtree: true, characterData: true, childList: true });
}"""
QUIET = 700  # ms after which nothing more is drawn


def milliseconds(page: Page, act: Callable[[], None], picture: str) -> float:
    """The time from an action to the last drawing that it causes; `picture` selects what must have changed by then."""
    before = page.inner_html(picture)
    act()
    page.wait_for_function("window.drawn !== undefined", timeout=20_000)
    page.wait_for_timeout(QUIET)
    assert page.inner_html(picture) != before
    return float(page.evaluate("window.drawn - window.acted"))


def open_floor(browser: Browser, address: str) -> Callable[[int], float]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.wait_for_selector("[data-testid=stCode]")
    page.wait_for_timeout(2000)
    page.evaluate(WATCH)
    slider = page.get_by_role("slider", name="Value")
    return lambda turn: milliseconds(page, lambda: slider.press("ArrowRight"), "[data-testid=stCode]")


def open_lab(browser: Browser, address: str) -> tuple[Callable[[int], float], Callable[[int], float]]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/descent")
    page.wait_for_selector(".livechart .nsewdrag", state="attached", timeout=30_000)
    page.wait_for_timeout(3000)
    page.evaluate(WATCH)
    slider = page.get_by_role("slider", name="Steps")
    box = page.locator(".livechart .nsewdrag").first.bounding_box()
    assert box

    def click(turn: int) -> None:
        page.mouse.click(box["x"] + box["width"] * (0.2 + 0.02 * turn), box["y"] + 0.3 * box["height"])

    lines = ".livechart-plot .cartesianlayer >> nth=0"
    return (
        lambda turn: milliseconds(page, lambda: slider.press("ArrowRight"), lines),
        lambda turn: milliseconds(page, lambda: click(turn), lines),
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty = Path(folder) / "app.py"
        empty.write_text(FLOOR, "utf-8")
        browser = playwright.chromium.launch(executable_path=require(), args=FLAGS)
        with serve(empty) as floor_address, serve(ROOT / "app.py") as lab_address:
            floor = open_floor(browser, floor_address)
            slide, click = open_lab(browser, lab_address)
            rounds = [{action: action(turn) for action in (floor, slide, click)} for turn in range(ROUNDS)]
        browser.close()
    for action, title in ((floor, "slider, empty page"), (slide, "slider to picture"), (click, "click to picture")):
        median = statistics.median(times[action] for times in rounds)
        ratio = statistics.median(times[action] / times[floor] for times in rounds)
        print(f"{title:20} {median:6.0f} ms   {ratio:4.1f} × the floor")
    print(f"(aim: at most {AIM} × the floor)")


if __name__ == "__main__":
    main()
