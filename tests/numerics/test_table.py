"""Reading tables: separators, headings, bad rows named by line, bounds, and any text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.errors import LimitError, NumericsError
from numerics.table import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, read_table, table_text


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n1,2\n-3.5,4e1\n", "x;y\n1;2\n-3,5;4e1", "1\t2\n-3.5\t40", "1 2\n  -3,5   40 ",
        "\ufeffx, y\r\n1, 2\r\n-3.5, 40",
        "# a note\n\n1,2,\n,,\n-3.5,40,", '"x","y"\n"1","2"\n"-3.5","40"', "1;2\n−3,5;4E+1", b"x,y\n1,2\n-3.5,40",
        "x,y\n1,2\n-3.5,40".encode("utf-16"), "größe,y\n1,2\n-3.5,40".encode("latin-1"),
    ],
)  # fmt: skip
def test_a_table_in_many_dresses(text: str | bytes) -> None:
    table = read_table(text)
    assert table.values.tolist() == [[1, 2], [-3.5, 40]]
    assert not table.left_out


def test_headings_name_the_columns() -> None:
    assert read_table("hours, score\n1,2").names == ("hours", "score")
    assert read_table("1,2").names == ("column 1", "column 2")


def test_bad_rows_are_left_out_and_named_by_their_lines() -> None:
    table = read_table("x,y\n1,2\n3\n5,abc\n\n6,\n7,8\n9,1e999\n1,1\n1,2\n3,1\n")
    assert table.values[:, 0].tolist() == [1, 7, 1, 1, 3]
    assert [told.split(" has")[0] for told in table.left_out] == ["Line 3", "Line 4", "Line 6", "Line 8"]
    assert "“abc”" in table.left_out[1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        (" \n\n# nothing\n", "empty"),
        (b"", "empty"),
        ("x,y\n", "no rows"),
        ("name,colour\nanna,red\nben,blue", "Line 2 has “anna”"),
        ('x,y\n1,2\n"3,4\n5;6\n', "2 of 3 rows"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no text file"),
        (b"PK\x03\x04\x00", "no text file"),
    ],
)
def test_what_is_no_table_gets_one_sentence(text: str | bytes, told: str) -> None:
    with pytest.raises(NumericsError, match=told) as caught:
        read_table(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["1,2\n" * (MOST_ROWS + 1), ",".join(["1"] * (MOST_COLUMNS + 1)), "1" * (MOST_BYTES + 1), b"1,2\n" * 2_500_000],
)
def test_a_table_that_is_too_large_is_refused(text: str | bytes) -> None:
    with pytest.raises(LimitError, match="at most"):
        read_table(text)


@given(st.text() | st.binary() | st.text(alphabet='0123456789.,;\t\n eE+-"#x'))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_table_or_a_sentence(text: str | bytes) -> None:
    told: tuple[str, ...]
    try:
        table = read_table(text)
    except NumericsError as error:
        told = (str(error),)
    else:
        told = table.left_out
        assert np.isfinite(table.values).all()
        assert table.values.shape[1] == len(table.names)
    assert all(sentence.endswith(".") and sentence.isprintable() for sentence in told)


@given(
    st.lists(
        st.tuples(st.floats(-1e100, 1e100), st.floats(-1e100, 1e100)), min_size=1, max_size=20
    )
)  # fmt: skip
@settings(max_examples=50, deadline=None)
def test_a_table_written_and_read_is_the_same(rows: list[tuple[float, float]]) -> None:
    table = read_table("\n".join(f"{a!r},{b!r}" for a, b in rows))
    assert read_table(table_text(table)).values.tolist() == table.values.tolist() == [list(row) for row in rows]


@pytest.mark.parametrize("text", ["1\n2\n3", "height\n1\n2"])
def test_a_single_column_written_and_read_is_the_same(text: str) -> None:
    """Its lines have no separator, so that the blank in “column 1” would divide the heading."""
    table = read_table(text)
    assert read_table(table_text(table)).values.tolist() == table.values.tolist()
