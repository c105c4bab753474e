"""The page of least squares as a visitor uses it: files good and bad."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

BAD = {  # name → content, and what is said of it
    "large.csv": (b"1,2\n" * 2_621_440, "File must be 5.0MB or smaller"),
    "broken.csv": (b'x,y\n1,2\n"3,4\n5;6\n', "2 of 3 rows of the table cannot be read. Line 3"),
    "words.csv": (b"name,colour\nanna,red\nben,blue\n", "“anna”, which is no number"),
    "empty.csv": (b"", "The table is empty"),
}


def upload(page: Page, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    page.locator("input[type=file]").set_input_files(path)


def test_bad_files_end_in_a_sentence_and_a_good_one_gets_into_the_link(lab: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{lab}/least_squares?source=uploaded&model=polynomial&degree=3")
    picture = page.locator(".livechart .main-svg").first
    expect(picture).to_be_visible()
    address = page.url
    for name, (content, told) in BAD.items():
        upload(page, tmp_path / name, content)
        expect(page.get_by_text(told)).to_be_visible()
        expect(page.get_by_role("slider", name="Degree")).to_have_value("3")
        expect(picture).to_be_visible()
        assert page.url == address

    upload(page, tmp_path / "good.csv", b"x,y\n0,1\n1,6\n2,17\n3,34\n4,57\n")  # 1 + 2x + 3x²
    expect(page.get_by_text("5 rows of 2 numbers")).to_be_visible()
    expect(page.get_by_text("The table is empty")).to_have_count(0)
    page.get_by_role("button", name="Put them into the box").click()
    expect(page).to_have_url(re.compile("source=pasted"))
    expect(page.get_by_label("Rows of x and y", exact=True)).to_have_value("x,y\n0,1\n1,6\n2,17\n3,34\n4,57")
    expect(page.get_by_text("satisfies all of them")).to_be_visible()
