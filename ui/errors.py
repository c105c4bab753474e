"""How trouble is told: a sentence for the visitor, the details for the server's log."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from numerics.errors import ExpressionError, NumericsError

_log = logging.getLogger(__name__)


def escape_markdown(text: str) -> str:
    """Return Markdown that shows `text` as it is, on one line: no markup, link, formula, icon or emoji."""
    plain = re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text))
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", plain)
    return escaped.replace(":", ":\u2060")  # a word joiner: emoji codes survive a backslash


def inline_code(text: str, limit: int = 60) -> str:
    """Return Markdown that shows `text` as code, on one line, cut to `limit` characters."""
    plain = re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text))
    if len(plain) > limit:
        plain = plain[: limit - 1] + "…"
    fence = "`" * (1 + max(map(len, re.findall("`+", plain)), default=0))
    return f"{fence} {plain} {fence}" if plain.strip() else "` `"


def show_error(error: NumericsError) -> None:
    """Tell the visitor what is wrong with an input and, for a typed text, where."""
    if not isinstance(error, ExpressionError):
        st.error(escape_markdown(str(error)))
        return
    st.error(_with_code(error.message))
    if error.text:
        st.code(with_caret(error.text, error.position), language=None)


def with_caret(text: str, position: int) -> str:
    """The text with a `^` on a line of its own, under the character at `position`."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    return f"{text[:end]}\n{' ' * (position - start)}^{text[end:]}"


def _with_code(message: str) -> str:
    """Return Markdown that shows what stands between backticks as code, and the rest as it is."""
    parts = message.split("`")
    return "".join(inline_code(part) if place % 2 else escape_markdown(part) for place, part in enumerate(parts))


@contextmanager
def calm() -> Iterator[None]:
    """Turn an unexpected exception in the block into one sentence; its traceback goes to the log.

    Streamlit's own signals to stop or to rerun are no `Exception` and pass.
    """
    try:
        yield
    except Exception:
        _log.exception("A page failed")
        st.error(
            "Something went wrong on our side while drawing this page. Change a setting, or start afresh with "
            "*Reset*; what you typed is safe in the address."
        )
