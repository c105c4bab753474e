"""The descent laboratory as a visitor uses it."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

NewContext = Callable[..., BrowserContext]


def open_lab(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".livechart .main-svg").first).to_be_visible()
    return page


def type_function(page: Page, text: str) -> None:
    field = page.get_by_label("Function f", exact=True)
    field.fill(text)
    field.press("Enter")


def chart(page: Page) -> Locator:
    """The map or curve; the chart of the progress comes after it."""
    return page.locator(".livechart").first


def scrub(page: Page, frame: int) -> None:
    bar = chart(page).get_by_label("Step", exact=True)
    expect(bar).to_be_visible()
    bar.evaluate(
        """async (bar, frame) => {
            bar.value = frame;
            bar.dispatchEvent(new Event("input", { bubbles: true }));
            for (const picture of [1, 2]) await new Promise(requestAnimationFrame); // the next one shows it
        }""",
        frame,
    )


def reading(page: Page, method: str, number: str) -> Locator:
    """The cell with this number in the row of a method in the table under the player."""
    row = chart(page).locator("tr", has_text=method)
    return row.get_by_role("cell", name=number, exact=True).first


def test_a_typed_function_is_derived_and_drawn(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent")
    type_function(page, "x^2 + 3y^2 + sin(x y)")
    expect(page.locator(".katex-html", has_text="sin").first).to_be_visible()
    expect(page).to_have_url(re.compile("f="))
    gradient = page.locator(".katex annotation").filter(has_text=r"\nabla f =").first
    expect(gradient).to_contain_text(r"\cos")
    expect(gradient).to_contain_text("2 x")
    assert chart(page).locator(".main-svg").count()


def test_a_click_places_the_start(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent?f=x^2%2By^2&window=-2,2,-2,2&methods=gradient_descent")
    area = chart(page).locator(".nsewdrag").first.bounding_box()
    assert area
    page.mouse.click(area["x"] + 0.75 * area["width"], area["y"] + 0.25 * area["height"])
    expect(page.get_by_label("start x")).to_have_value(re.compile(r"^(1|0\.99|1\.0)"))
    expect(page.get_by_label("start y")).to_have_value(re.compile(r"^(1|0\.99|1\.0)"))
    expect(page).to_have_url(re.compile("start="))
    assert abs(float(page.get_by_label("start x").input_value()) - 1) < 0.02


def test_the_descent_is_scrubbed_and_played_in_the_browser(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent?f=x^2&start=3&methods=gradient_descent&gradient_descent.learning_rate=0.1&steps=40")
    scrub(page, 1)
    expect(reading(page, "Gradient descent", "2.4000")).to_be_visible()
    scrub(page, 0)
    expect(reading(page, "Gradient descent", "9.0000")).to_be_visible()
    chart(page).get_by_role("button", name="Play").click()
    expect(chart(page).get_by_label("Step", exact=True)).not_to_have_value("0")


def test_a_link_reopens_the_experiment_number_for_number(lab: str, new_context: NewContext) -> None:
    first = new_context()
    first.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_lab(first.new_page(), f"{lab}/descent")
    type_function(page, "(1 - x)^2 + 20(y - x^2)^2")
    steps = page.get_by_label("start x")
    expect(page).to_have_url(re.compile("f="))
    steps.fill("-1.2345")
    steps.press("Enter")
    expect(page).to_have_url(re.compile("1.2345"))
    scrub(page, 0)
    expect(reading(page, "Newton", "−1.2345")).to_be_visible()  # the new start is drawn
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    wanted = chart(page).locator("table").inner_text()
    other = open_lab(new_context().new_page(), link)
    expect(other.get_by_label("start x")).to_have_value("-1.2345")
    scrub(other, 0)
    expect(chart(other).locator("table")).to_have_text(wanted, use_inner_text=True)
    for end in (10_000, 3):
        scrub(page, end)
        expect(chart(page).locator("table")).not_to_have_text(wanted, use_inner_text=True)  # the step is drawn
        scrub(other, end)
        wanted = chart(page).locator("table").inner_text()
        expect(chart(other).locator("table")).to_have_text(wanted, use_inner_text=True)


def test_a_bad_text_is_explained_and_the_page_lives_on(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent")
    type_function(page, "x^2 + sinx")
    alert = page.get_by_role("alert").filter(has_text="sin(x)")
    expect(alert).to_be_visible()
    expect(page.locator("[data-testid=stCode]").first).to_contain_text("^")
    expect(page.get_by_label("Function f", exact=True)).to_have_value("x^2 + sinx")
    expect(chart(page).locator(".main-svg").first).to_be_visible()
    type_function(page, "x^2 + sin(x)")
    expect(alert).to_have_count(0)


def test_a_path_that_leaves_the_window_is_fitted_with_one_click(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent?f=x^2&start=3&methods=gradient_descent&gradient_descent.learning_rate=1.1&steps=10")
    expect(page.get_by_text("Out of the picture")).to_be_visible()
    page.get_by_role("button", name="Fit the window").click()
    expect(page.get_by_text("Out of the picture")).to_have_count(0)
    expect(page).to_have_url(re.compile("window="))


def costly(number: int) -> str:
    """A formula that is within every limit and takes eight times the deadline to derive."""
    product = "x1 x2 x3 x4 x5 x6 x7 x8 x9 x10"
    return f"{number} + " + " ".join(f"sin(exp(cos({product} + {k})))^{k + 2}" for k in range(26))


def test_one_visitor_s_costly_formula_does_not_stop_another(lab: str, new_context: NewContext) -> None:
    calm = open_lab(new_context().new_page(), f"{lab}/descent?f=x^2")
    busy = open_lab(new_context().new_page(), f"{lab}/descent?f=x^2")
    refusal = busy.get_by_role("alert").filter(has_text="take more than")
    # On a crowded machine an answer may happen to take longer than the deadline; not every time.
    for attempt in range(1, 5):
        type_function(busy, "x^2")
        expect(refusal).to_have_count(0)
        type_function(busy, costly(attempt))
        field = calm.get_by_label("start x")
        field.fill(f"{attempt}")
        field.press("Enter")
        expect(calm).to_have_url(re.compile(f"start={attempt}"))
        answered_meanwhile = not refusal.count()
        expect(refusal).to_be_visible()
        if answered_meanwhile:
            break
    assert answered_meanwhile, "the calm visitor is answered while the other's formula is still being derived"
    expect(busy.get_by_label("Function f", exact=True)).to_have_value(costly(attempt))


def test_the_window_is_still_there_when_it_is_opened_later(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent")
    page.get_by_label("start x").fill("-1")
    page.get_by_label("start x").press("Enter")
    expect(page).to_have_url(re.compile("start=-1"))
    page.get_by_text("Window and contour levels").click()
    expect(page.get_by_label("x from")).to_have_value("-2")
    page.get_by_text("Update rule and knobs").first.click()
    expect(page.get_by_label("beta1 of adam, exactly")).to_have_value("0.9")


def test_an_experiment_sets_the_page_and_shows_it(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent")
    page.get_by_role("radio", name="Methods compared").click()
    card = page.locator("[data-testid=stVerticalBlock]", has_text="Newton runs in circles").last
    card.get_by_role("button", name="Try it").click()
    told = page.locator("[data-testid=stAlert]", has_text="Newton runs in circles")
    expect(told).to_be_in_viewport()
    expect(page.get_by_label("Function f", exact=True)).to_have_value("x^4/4 - x^2 + 2x")


def test_a_kept_start_stays_beside_the_next_and_in_the_link(lab: str, page: Page, new_context: NewContext) -> None:
    address = f"{lab}/descent?f=(x^2-1)^2%2By^2&start=0.5,1&window=-2,2,-2,2&methods=gradient_descent"
    open_lab(page, address)
    page.get_by_role("button", name="Keep this start").click()
    expect(page).to_have_url(re.compile("starts="))
    area = chart(page).locator(".nsewdrag").first.bounding_box()
    assert area
    page.mouse.click(area["x"] + 0.3 * area["width"], area["y"] + 0.3 * area["height"])
    expect(page).to_have_url(re.compile(r"start=-"))
    expect(page.get_by_text("From the other starts")).to_be_visible()
    page.get_by_role("button", name="Once more").click()
    expect(page).to_have_url(re.compile(r"gradient_descent.*gradient_descent\.2"))
    expect(chart(page).locator("tr", has_text="Gradient descent 2")).to_be_visible()
    other = open_lab(new_context().new_page(), page.url)
    expect(chart(other).locator("tr", has_text="Gradient descent 2")).to_be_visible()
    expect(other.get_by_text("(0.5, 1)").first).to_be_visible()


DRAWN = """() => [...document.querySelector(".livechart-plot").querySelectorAll(".trace.scatter")]
  .map((line) => line.outerHTML)"""


def test_what_moved_is_drawn_alone_and_as_plotly_draws_it(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent?steps=50&methods=gradient_descent,adam")
    page.evaluate("""() => {
        const map = document.querySelector(".livechart-plot"), react = Plotly.react;
        Object.assign(window, { answers: 0, whole: 0 });
        map.on("plotly_afterplot", () => window.answers++);
        Plotly.react = (plot, ...more) => {
            if (plot === map) window.whole++;
            return react(plot, ...more);
        };
    }""")
    page.get_by_role("slider", name="Steps").press("ArrowRight")
    page.wait_for_function("window.answers === 1")
    area = chart(page).locator(".nsewdrag").first.bounding_box()
    assert area
    page.mouse.click(area["x"] + 0.3 * area["width"], area["y"] + 0.3 * area["height"])
    page.wait_for_function("window.answers === 2")
    expect(chart(page).locator("output")).to_have_text("step 51 of 51")
    alone = page.evaluate(DRAWN)
    assert page.evaluate("window.whole") == 0, "the contours stay as they are"
    page.evaluate("Plotly.redraw(document.querySelector('.livechart-plot'))")
    assert page.evaluate(DRAWN) == alone


def test_a_control_of_the_descent_reaches_the_links_to_other_pages(lab: str, page: Page) -> None:
    open_lab(page, f"{lab}/descent")
    outline = page.get_by_test_id("stSidebar")
    page.get_by_text("Window and contour levels").click()
    page.get_by_label("x from").fill("-1")
    page.get_by_label("x from").press("Enter")
    expect(outline.get_by_role("link", name="Basins of attraction")).to_have_attribute("href", re.compile("window=-1"))
    page.get_by_role("slider", name="Steps").press("ArrowRight")
    expect(page).to_have_url(re.compile("steps=201"))
    outline.get_by_role("link", name="Basins of attraction").click()
    expect(page).to_have_url(re.compile("/basins.*window=-1"))
    outline.get_by_role("link", name="Descent lab").click()
    expect(page).to_have_url(re.compile("/descent.*steps=201"))
    expect(page.get_by_role("slider", name="Steps")).to_have_value("201")
