import sample_outline  # noqa: F401
import streamlit as st

from ui.frame import frame
from ui.links import linked

with frame("failing"):
    if linked(st.toggle, "Fail", "fail", False):
        raise RuntimeError("a secret of the server")
    st.code("'fine'")
