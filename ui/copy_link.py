"""A button that copies the address of the present experiment."""

from pathlib import Path

import streamlit as st

_here = Path(__file__)
_button = st.components.v2.component(
    "copy_link",
    html='<button type="button">Copy link</button><span role="status"></span><input readonly hidden>',
    css=_here.with_suffix(".css").read_text("utf-8"),
    js=_here.with_suffix(".js").read_text("utf-8"),
)


def copy_link() -> None:
    """Draw the button. Where the browser forbids copying, the link appears instead, selected."""
    _button(key="_copy_link", width="content")
