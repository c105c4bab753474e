"""The browser of the tests: found, else installed, else missed loudly. No test is skipped for want of it.

`python -m tests.browser.chromium --install` makes sure that there is one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = (
    "The browser tests need Chromium or Chrome and found none. Install one (Debian or Ubuntu: "
    "`apt-get install chromium`; anywhere: `python -m playwright install --with-deps chromium`) "
    "or name one: `CHROMIUM=/path/to/chrome make test`."
)


def find() -> str | None:
    """Return the path of a browser: the one that CHROMIUM names, the system's, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    if installed:
        return installed
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def require() -> str:
    """Return the path of a browser.

    Raises:
        RuntimeError: there is none; says what to do.
    """
    path = find()
    if path is None:
        raise RuntimeError(MISSING)
    return path


def install() -> None:
    """Install a browser where none is found: Playwright's own, or as root the system's."""
    attempts = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if shutil.which("apt-get") and os.geteuid() == 0:  # first: it brings the libraries a bare system lacks
        attempts.insert(0, [["apt-get", "update"], ["apt-get", "install", "--yes", "chromium"]])
    for commands in attempts:
        if find():
            return
        for command in commands:
            subprocess.run(command, check=False)


if __name__ == "__main__":
    if "--install" in sys.argv:
        install()
    try:
        require()
    except RuntimeError as error:
        sys.exit(str(error))
