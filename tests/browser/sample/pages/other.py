import sample_outline  # noqa: F401
import streamlit as st

from ui.frame import end_page, frame
from ui.links import linked

with frame("other"):
    values = {
        "f": linked(st.text_input, "Function f", "f", "x^2"),
        "bits": linked(st.number_input, "Bits", "bits", 8, min_value=2, max_value=64),
        "a": linked(st.number_input, "a", "p.a", 1.0, min_value=-10.0, max_value=10.0),
    }
    st.code(repr(values))
    if values["bits"] == 13:
        end_page()
    st.caption("the end")
