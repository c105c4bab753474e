import sample_outline  # noqa: F401
import streamlit as st

from ui.frame import frame
from ui.links import linked

with frame("home"):
    values = {"f": linked(st.text_input, "Function f", "f", "x^2")}
    st.code(repr(values))
