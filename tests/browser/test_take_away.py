"""A run taken away through the page: the downloaded script repeats the numbers that the page shows."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import numerics as nm


def download(page: Page, button: Locator, folder: Path) -> Path:
    """Press a button, and save the file that it gives under the name that it has."""
    with page.expect_download() as begun:
        button.click()
    file = folder / begun.value.suggested_filename
    begun.value.save_as(file)
    return file


def cells(page: Page, method: str) -> list[float]:
    """x and y in the row of a method under the player."""
    row = page.locator(".livechart-readout tr", has_text=method)
    expect(row).to_be_visible()
    return [float(text.replace("−", "-")) for text in row.locator("td").all_inner_texts()[:2]]


def test_the_downloaded_files_repeat_what_the_page_shows(lab: str, page: Page, tmp_path: Path) -> None:
    f = nm.Objective.parse("(1 - x)^2 + 50(y - x^2)^2")
    run = nm.minimize(f, [-1.25, 0.75], "adam", steps=30, learning_rate=0.125)
    page.goto(
        f"{lab}/descent?f={f.text}&start=-1.25,0.75&methods=adam&steps=30&adam.learning_rate=0.125".replace("+", "%2B")
    )
    chart = page.locator(".livechart").first
    expect(chart.locator(".main-svg").first).to_be_visible()
    shown = cells(page, "Adam")  # at the end

    files = page.get_by_test_id("stDownloadButton")
    script = download(page, files.get_by_text("Python script"), tmp_path)
    assert script.name.startswith("adam-1-x-2-50-y-x-2-2")
    done = subprocess.run([sys.executable, "-I", script], capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()[1:-2]]
    assert [[float(number) for number in row[1:3]] for row in rows] == run.x.tolist()
    assert [float(number) for number in rows[-1][1:3]] == pytest.approx(shown, rel=1e-4)

    table = download(page, files.get_by_text("CSV"), tmp_path)
    with table.open(encoding="utf-8", newline="") as file:
        np.testing.assert_array_equal([[float(row["x"]), float(row["y"])] for row in csv.DictReader(file)], run.x)
    notebook = download(page, files.get_by_text("Notebook"), tmp_path)
    assert json.loads(notebook.read_text("utf-8"))["nbformat"] == 4
    numbers = download(page, files.get_by_text("JSON"), tmp_path)
    assert json.loads(numbers.read_text("utf-8"))["iterates"]["x"] == run.x.tolist()

    chart.hover()
    drawing = download(page, chart.locator("[data-title*=SVG]"), tmp_path)
    assert drawing.name.startswith("map-of-f-over-x-and-y")
    assert drawing.read_text("utf-8").startswith("<svg")
    picture = download(page, chart.locator("[data-title*=PNG]"), tmp_path)
    assert picture.read_bytes().startswith(b"\x89PNG")
