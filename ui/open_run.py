"""From a run that another page shows to the descent laboratory, number for number."""

from typing import Any

import streamlit as st

from numerics.run import Run
from ui.links import Address, shared_address, text_of


def open_run(run: Run, shared: Address | None = None) -> None:
    """Draw the link that opens a run in the descent laboratory.

    `shared` is what the two pages have in common, by default all that this page shares with others.
    """
    st.page_link(
        "pages/descent.py",
        label="Open this run in the Descent lab",
        icon=":material/open_in_new:",
        query_params={**(shared_address() if shared is None else shared), **_address(run)},
    )


def _address(run: Run) -> dict[str, str]:
    """The run itself: its method with every knob and its schedule, its start and its steps."""
    method = run.method
    knobs: dict[str, Any] = {f"{method.name}.{knob}": value for knob, value in method.knobs.items()}
    if method.has_learning_rate():
        schedule = f"{method.name}.schedule"
        knobs |= {schedule: method.schedule.name}
        knobs |= {f"{schedule}.{knob}": value for knob, value in method.schedule.knobs.items()}
    own = {"methods": method.name, "start": run.x[0].tolist(), "steps": run.limit, **knobs}
    return {name: text_of(value) for name, value in own.items()}
