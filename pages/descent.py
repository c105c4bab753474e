"""How do methods find the bottom of a landscape, and why do they fail?"""

import streamlit as st

from ui.frame import frame
from ui.links import linked, linked_numbers

with frame("descent"):
    text = linked(st.text_input, "Function f", "f", "x^2 + y^2")
    start = linked_numbers(("x", "y"), "start", (-1.2, 1.0), min_value=-1e6, max_value=1e6, format="%.6g")
    rate = linked(st.slider, "Learning rate", "rate", 0.1, min_value=0.0, max_value=1.0)
    st.write(text, start, rate)
