"""A table of numbers from the visitor: pasted into a box, where the link has it, or uploaded as a file."""

from collections.abc import Callable

import streamlit as st

from numerics.errors import NumericsError
from numerics.table import Table, read_table, table_text
from ui.errors import escape_markdown, inline_code, show_error
from ui.links import linked, set_linked

LONGEST = 4000  # characters of a pasted table: all of it is in the link
NAMED = 3  # rows that are left out, and named one by one

Check = Callable[[Table], None]


def pasted_table(name: str, label: str, default: str, check: Check) -> Table:
    """Draw the box and return its table; while it cannot be read, the default, with the reason.

    Args:
        name: of the box in the link.
        label: of the box.
        default: a text that can be read.
        check: raises NumericsError for a table that the page has no use for.
    """
    text = linked(
        st.text_area,
        label,
        name,
        default,
        max_chars=LONGEST,
        height=160,
        help="One row a line, with commas, semicolons, tabs or blanks between the numbers; cells of a spreadsheet can "
        "be pasted. A first line without numbers is the heading.",
    )
    found = _read(text, check)
    if isinstance(found, Table):
        _tell_left_out(found)
        return found
    show_error(found)
    st.caption("What you typed is kept. Until it can be read, the pictures show the table that this box begins with.")
    return read_table(default)


def uploaded_table(name: str, check: Check, keep: Callable[[], None]) -> Table | None:
    """Draw the place to drop a file and return the last table that could be read in this visit; None without any.

    A file is not in the link. A table that is small enough can be put into the box `name`, which is: `keep` is called
    then, in a callback, to turn to that box.
    """
    state, key = st.session_state, f"_table.{name}"
    file = st.file_uploader(
        "A CSV file",
        type=["csv", "tsv", "txt"],
        key=f"_upload.{name}",
        help="Text with one row a line, as a spreadsheet saves it. It is read in this visit and not stored.",
    )
    if file is not None:
        if state.get(f"{key}.file") != file.file_id:  # a file is read once, not in every run of the page
            state[f"{key}.file"], state[f"{key}.found"] = file.file_id, _read(file.getvalue(), check)
            if isinstance(state[f"{key}.found"], Table):
                state[key] = file.name, state[f"{key}.found"]
        if isinstance(state[f"{key}.found"], NumericsError):
            show_error(state[f"{key}.found"])
    if key not in state:
        st.caption("No file was read so far, and the pictures show an example. A link does not carry a file.")
        return None
    title, table = state[key]
    rows, columns = table.values.shape
    st.caption(f"Shown: {inline_code(title)}, {rows} rows of {columns} numbers.")
    _tell_left_out(table)
    text = table_text(table)
    if len(text) <= LONGEST:

        def move() -> None:
            set_linked(name, text)
            keep()

        st.caption("A link does not carry a file. These data are small enough for the box, which it does carry.")
        st.button("Put them into the box", key=f"_keep.{name}", on_click=move)
    else:
        st.caption(
            f"A link does not carry a file, and with more than {LONGEST} characters this one is too long for it."
        )
    return table


def pick_column(name: str, label: str, table: Table) -> int:
    """Draw the choice of a column, counted from 1 and called `name` in the link; return its place, 0, 1, ….

    The last is the default.
    """
    columns = table.values.shape[1]
    chosen: int = linked(
        st.selectbox,
        label,
        name,
        columns,
        options=list(range(1, columns + 1)),
        format_func=lambda place: f"{place}: {table.names[place - 1]}",
    )
    return chosen - 1


def _read(content: str | bytes, check: Check) -> Table | NumericsError:
    try:
        table = read_table(content)
        check(table)
    except NumericsError as error:
        return error
    return table


def _tell_left_out(table: Table) -> None:
    if not table.left_out:
        return
    count = len(table.left_out)
    named = " ".join(table.left_out[:NAMED]) + (" …" if count > NAMED else "")
    rows = "1 row is" if count == 1 else f"{count} rows are"
    st.warning(f"{rows} left out: {escape_markdown(named)}")
