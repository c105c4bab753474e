"""The caret under a typed text."""

import pytest

from ui.errors import with_caret


@pytest.mark.parametrize(
    ("text", "position", "shown"),
    [
        ("x + ", 2, "x + \n  ^"),
        ("x + ", 4, "x + \n    ^"),
        ("", 0, "\n^"),
        ("one\ntwo\nthree", 5, "one\ntwo\n ^\nthree"),
        ("one\ntwo", 0, "one\n^\ntwo"),
        ("one\ntwo", 3, "one\n   ^\ntwo"),
        ("one\ntwo", 7, "one\ntwo\n   ^"),
        ("one\n", 4, "one\n\n^"),
    ],
)
def test_the_caret_stands_under_its_character(text: str, position: int, shown: str) -> None:
    assert with_caret(text, position) == shown
