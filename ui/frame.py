"""What stands round every page: title, outline, heading, the controls of the whole page, footer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx
from threadpoolctl import threadpool_limits

from ui import links, outline
from ui.copy_link import copy_link
from ui.errors import calm

NAME = "Numerical Computation Lab"
ABOUT = f"**{NAME}**: play with the numerical side of deep learning. Free software under the MIT licence."
# White on the primary colour of the dark theme could not be read; a long name of a link would be cut off; a formula,
# being a little larger than the place that is reckoned for it, would scroll by a pixel.
STYLE = """<style>
.stMultiSelect [data-tag] * { color: light-dark(#ffffff, #10161d); }
.stMain .stPageLink * { white-space: normal; }
.stMain .katex-display { padding: 2px; }
</style>"""
ICON = Path(__file__).with_name("icon.svg")

Arguments = ParamSpec("Arguments")

# Matrices here are small and the cores shared by many visitors. Threads of one product that wait for each other make a
# pass through a network up to ten times slower on a busy machine, so a product has one.
threadpool_limits(1, user_api="blas")


class _PageEnd(Exception):
    """Raised by a page that has nothing more to draw."""


def end_page() -> NoReturn:
    """End the page here; the frame is completed and the address written, which `st.stop` would prevent."""
    raise _PageEnd


@contextmanager
def frame(page: str) -> Iterator[None]:
    """Draw the page at address `page`: the frame, and inside it what the block draws.

    A failure of the block becomes one sentence for the visitor and a traceback in the server's log.
    """
    lesson = outline.lesson(page)
    st.set_page_config(
        page_title=NAME if page == "home" else f"{lesson.title} · {NAME}",
        page_icon=ICON,
        layout="wide",
        menu_items={"About": ABOUT},
    )
    st.html(STYLE)
    arrived = links.enter(page)
    sidebar = st.sidebar.empty() if arrived else st.sidebar.container()
    if arrived:
        _draw_outline(sidebar.container())  # at once; on later runs the last one stays until the end
    _draw_heading(lesson)
    notices = st.container()
    with calm(), suppress(_PageEnd):
        yield
    if links.notices():
        notices.warning("  \n".join(links.notices()))
    _draw_footer()
    links.settle()
    _draw_outline(sidebar.container() if arrived else sidebar)


def part(draw: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Decorate what draws the part of a page to play with: a control in it runs it again alone.

    The browser renders anew every element of what is run again, and the rest of a lesson has hundreds. That rest
    must depend on nothing in here; only what all pages share, and notices, make the whole page run.
    """

    @st.fragment
    @wraps(draw)
    def drawn(*args: Arguments.args, **named: Arguments.kwargs) -> None:
        with calm():
            draw(*args, **named)
        context = get_script_run_ctx()
        if context and context.fragment_ids_this_run and links.settle():
            st.rerun()

    return drawn


def _draw_outline(place: DeltaGenerator) -> None:
    """Draw the links to all pages, each with the address it has within the present experiment."""
    for group, lessons in outline.groups().items():
        if group:
            place.caption(f"**{group}**")
        for lesson in lessons:
            place.page_link(lesson.path, label=lesson.title, query_params=links.address_of(lesson.page))


def _draw_heading(lesson: outline.Lesson) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(lesson.title, anchor=False, width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            copy_link()
            st.button(
                "Reset",
                key="_reset",
                on_click=links.reset_linked,
                help="Every control of this page back to its default. The browser's Back button undoes it.",
            )
    st.markdown(f"*{lesson.question}*")


def _draw_footer() -> None:
    st.divider()
    st.caption(ABOUT)
