"""Streamlit servers for the tests: started on a free port, stopped at the end, their log read for tracebacks."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).parent / "sample"


@contextmanager
def serve(app: Path, *, failures_expected: bool = False) -> Iterator[str]:
    """Serve `app` with the laboratory's settings; yield the address of its home page.

    Raises:
        AssertionError: the server logged a traceback, and `failures_expected` is False.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {"port": port, "address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", app]
        + [part for name, value in options.items() for part in (f"--server.{name}", str(value))],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", server)
        yield address
    finally:
        server.terminate()
        log = server.communicate(timeout=20)[0]
    assert failures_expected or "Traceback" not in log, log


def _wait_for(url: str, server: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start: {server.communicate(timeout=5)[0] if server.poll() else url}")


def copy_sample(target: Path) -> Path:
    """Copy the sample app and the files that charts need to `target`; return the app's entry."""
    import ui.livechart  # noqa: F401  (its import puts plotly.js into static/)

    shutil.copytree(SAMPLE, target, dirs_exist_ok=True)
    shutil.copytree(ROOT / "static", target / "static", dirs_exist_ok=True)
    return target / "app.py"
