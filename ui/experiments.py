"""One-click experiments: each is data with a link, something to watch, and a claim that code can check."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from ui import outline
from ui.links import open_link

ICON = ":material/science:"


@dataclass(frozen=True)
class Experiment:
    """A prepared setting of a lesson's controls.

    Attributes:
        title: what happens, in a few words.
        link: the address parameters that set it up; what is left out takes its default.
        watch: what to look at, one or two sentences (Markdown).
        claim: what is true of it, with numbers (Markdown).
        holds: runs the experiment and tells whether the claim is true.
        theme: the group it is shown in, where a lesson has several.
        where: the way to the picture it is about, if that is not the first of the page (Markdown).
    """

    title: str
    link: Mapping[str, str]
    watch: str
    claim: str
    holds: Callable[[], bool]
    theme: str = ""
    where: str = ""


def by_theme(themes: Mapping[str, Sequence[Experiment]]) -> tuple[Experiment, ...]:
    """All experiments in one row, each with the theme that it stands under."""
    return tuple(replace(experiment, theme=theme) for theme, group in themes.items() for experiment in group)


def experiments(page: str, offered: Sequence[Experiment], columns: int = 3) -> None:
    """Draw the experiments of a lesson as cards, one theme at a time; a click sets every control of the page."""
    st.header("Experiments", anchor="experiments")
    st.caption("One click sets every control above. Each claim is checked by running it.")
    themes = list(dict.fromkeys(experiment.theme for experiment in offered))
    if len(themes) > 1:
        chosen = st.pills("Theme", themes, default=themes[0], key=f"_theme.{page}", required=True)
        offered = [experiment for experiment in offered if experiment.theme == chosen]
    for first in range(0, len(offered), columns):
        for column, experiment in zip(st.columns(columns), offered[first : first + columns], strict=False):
            with column.container(border=True, height="stretch"):
                st.markdown(f"**{experiment.title}**")
                st.markdown(experiment.watch)
                with st.expander("What is claimed"):
                    st.markdown(experiment.claim)
                st.button(
                    "Try it",
                    key=f"_experiment.{page}.{experiment.title}",
                    on_click=begin,
                    args=(page, experiment),
                )


def experiment_link(page: str, experiment: Experiment) -> None:
    """Draw a link to an experiment of another page, which will say on arrival what to watch."""
    lesson = outline.lesson(page)
    label = f"{experiment.title} ({lesson.title})"
    st.page_link(lesson.path, label=label, icon=ICON, query_params=dict(experiment.link))
    st.session_state.setdefault(_LINKED, {})[page, _key(experiment.link)] = experiment


def running_experiment(page: str, **shown: str) -> None:
    """At the head of a page: say what to watch in the experiment that was begun; at first, scroll up to it.

    `shown` has the texts of the controls that make it that experiment, by their names in the link, such as the
    function: once one of them is another than the experiment's, the visitor has moved on.
    """
    _notice_arrival(page)
    begun: _Begun | None = st.session_state.get(_BEGUN)
    if begun and begun.page == page and shown.items() <= begun.experiment.link.items():
        told = begun.experiment
        title = told.title if told.title.endswith("?") else f"{told.title}."
        watch = f"{told.watch} {told.where}".rstrip()
        st.info(f"**{title}** {watch}\n\n*Claimed:* {told.claim}", icon=ICON)
        _to_top(key="_to_top", data=begun.number)


@dataclass(frozen=True)
class _Begun:
    """The experiment that was last set up, and the how-manieth of this visit it is."""

    page: str
    experiment: Experiment
    number: int


def begin(page: str, experiment: Experiment) -> None:
    """Set up an experiment of the present page (in a callback)."""
    _note(page, experiment)
    open_link(dict(experiment.link))


def _note(page: str, experiment: Experiment) -> None:
    last: _Begun | None = st.session_state.get(_BEGUN)
    st.session_state[_BEGUN] = _Begun(page, experiment, last.number + 1 if last else 1)


def _notice_arrival(page: str) -> None:
    """Where the address is that of a link to an experiment which this visit was offered, that one has begun."""
    offered = st.session_state.get(_LINKED, {}).get((page, _key(st.query_params.to_dict())))
    last: _Begun | None = st.session_state.get(_BEGUN)
    if offered and not (last and last.experiment is offered):
        _note(page, offered)


def _key(address: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(address.items()))


_BEGUN, _LINKED = "_experiment", "_linked_experiments"
_to_top = st.components.v2.component(
    "to_top",
    js="""export default function ({ data }) {
        if (window.labExperiment === data) return; // a later run of the page: leave the visitor where they are
        window.labExperiment = data;
        document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
    }""",
)
