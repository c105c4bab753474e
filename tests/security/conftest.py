"""A folder to run hostile texts in, with a file that must survive them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from numerics.symbolic.pool import POOL
from tests.security.hostile import CANARY


@pytest.fixture
def canary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder of this process and of new workers; afterwards it must be as it was."""
    POOL.close()
    file = tmp_path / CANARY
    file.write_text("untouched", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield file
    assert [path.name for path in tmp_path.iterdir()] == [CANARY]
    assert file.read_text(encoding="utf-8") == "untouched"
    monkeypatch.undo()
    POOL.close()
