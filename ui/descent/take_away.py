"""A run to take away: as files to download, and as code to copy."""

import re
from collections.abc import Callable, Sequence

import streamlit as st

import numerics as nm
from numerics.run import Run
from ui.errors import escape_markdown
from ui.function_input import Function
from ui.run_views import Course, pick_run

SCRIPT = "Python script"
LONGEST_NAME = 40  # characters of a formula in the name of a file
HEIGHT = 480

Export = Callable[[Run], str]


def take_away(function: Function, courses: Sequence[Course]) -> None:
    """Draw the section: which run, its files, and its code in several libraries."""
    st.header("Take it away", anchor="take_away")
    st.markdown(
        "The script and the notebook repeat the run number for number with NumPy alone (and SciPy where f has erf, "
        "gamma or sigmoid). The pictures above are saved as PNG or SVG with the buttons in their corner."
    )
    run = pick_run("Run to take away", "export", courses)
    refusal = run.method.refusal(run.objective)
    with st.container(horizontal=True):
        _download(SCRIPT, run, function, nm.export.script, "py", "text/x-python", bool(refusal))
        _download("Notebook", run, function, nm.export.notebook, "ipynb", "application/x-ipynb+json", bool(refusal))
        _download("CSV", run, function, nm.export.csv, "csv", "text/csv")
        _download("JSON", run, function, nm.export.json_text, "json", "application/json")
    if refusal:
        st.caption(escape_markdown(f"There is no script, as {run.method.title} took no step: {refusal}."))
    else:
        _code(run)


def _download(
    label: str, run: Run, function: Function, export: Export, ending: str, mime: str, disabled: bool = False
) -> None:
    """A button for one file, which is made when it is asked for: nothing is kept for those who do not ask."""
    st.download_button(
        label,
        lambda: export(run).encode(),
        file_name=f"{file_stem(run, function)}.{ending}",
        mime=mime,
        key=f"_download.{ending}",
        icon=":material/download:",
        on_click="ignore",
        disabled=disabled,
    )


def file_stem(run: Run, function: Function) -> str:
    """A name for the files of a run, of letters, digits and hyphens: the method and the function."""
    named = function.known.name if function.known else function.objective.text[:LONGEST_NAME]
    return re.sub(r"[^a-z0-9]+", "-", f"{run.method.name} {named}".lower()).strip("-")


def _code(run: Run) -> None:
    """The script, or the nearest method of a library, where one is asked for."""
    libraries = nm.export.libraries(run.method)
    chosen = st.pills(
        "Show the code",
        [SCRIPT, *libraries],
        key=f"_code.{run.method.name}",
        help="The script itself, or the nearest method of SciPy, PyTorch or JAX on the same function.",
    )
    if chosen == SCRIPT:
        st.code(nm.export.script(run), language="python", height=HEIGHT)
    elif chosen:
        snippet = nm.export.snippets(run).get(chosen)
        if snippet:
            st.code(snippet, language="python", height=HEIGHT)
        else:
            st.info(f"{chosen} lacks a function that this formula needs.")
