"""Vector maps that a visitor types, and the point to look at them."""

import streamlit as st

import numerics as nm
from numerics.errors import NumericsError
from ui.errors import show_error
from ui.links import linked, linked_numbers

DEFAULT_MAP, DEFAULT_AT = "x cos(y), x sin(y)", (1.5, 0.7)
MOST = 4  # components, and variables
FARTHEST = 1e6


def typed_map(label: str, name: str, default: str, help: str) -> nm.VectorMap:
    """Draw the box of a map and return the map; what cannot be read is told, and the default stands in."""
    text = linked(st.text_input, label, name, default, max_chars=1000, help=help)
    try:
        found = nm.VectorMap.parse(text)
        if max(found.shape) > MOST:
            raise NumericsError(f"At most {MOST} components and {MOST} variables fit on the page.")
        return found
    except NumericsError as error:
        show_error(error)
        st.caption(f"Until then it is {default}.")
        return nm.VectorMap.parse(default)


def pick_point(F: nm.VectorMap, default_text: str) -> tuple[float, ...]:
    """Draw the boxes of the point; in the link as `at`."""
    usual = DEFAULT_AT if F.text == default_text else tuple(1.0 + k for k in range(len(F.variables)))
    return linked_numbers(
        [f"at {name}" for name in F.variables], "at", usual, min_value=-FARTHEST, max_value=FARTHEST, format="%.6g"
    )
