"""From a run that another page shows to the descent laboratory, number for number."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from numerics.methods import Method
from numerics.run import Run
from ui.function_input import DEFAULT, Function
from ui.lessons.descent import DEFAULT_STEPS
from ui.links import Address, shared_address, text_of
from ui.method_picker import starting_method


def open_run(run: Run, shared: Address | None = None) -> None:
    """Draw the link that opens a run in the descent laboratory.

    `shared` is what the two pages have in common, by default all that this page shares with others.
    """
    function = Function.of(run.objective)
    begins = _address(starting_method(type(run.method), function), function.start, DEFAULT_STEPS)
    usual = {"f": [DEFAULT.text], **begins}
    address = (shared_address() if shared is None else shared) | _address(run.method, run.x[0].tolist(), run.limit)
    st.page_link(
        "pages/descent.py",
        label="Open this run in the Descent lab",
        icon=":material/open_in_new:",
        # Defaults are left out: else the page would shorten its address on arrival, and Back would take two clicks.
        query_params={name: texts for name, texts in address.items() if name == "methods" or texts != usual.get(name)},
    )


def _address(method: Method, start: Sequence[float], steps: int) -> Address:
    """A run: its method with every knob and its schedule, its start and its steps."""
    knobs: dict[str, Any] = {f"{method.name}.{knob}": value for knob, value in method.knobs.items()}
    if method.has_learning_rate():
        schedule = f"{method.name}.schedule"
        knobs |= {schedule: method.schedule.name}
        knobs |= {f"{schedule}.{knob}": value for knob, value in method.schedule.knobs.items()}
    own = {"methods": method.name, "start": start, "steps": steps, **knobs}
    return {name: [text_of(value)] for name, value in own.items()}
