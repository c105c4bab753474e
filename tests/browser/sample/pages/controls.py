import time

import sample_outline  # noqa: F401
import streamlit as st

from ui.frame import frame
from ui.links import linked, linked_numbers, open_link, reset_linked, set_linked

WINDOWS = {"bowl": (-2.0, 2.0), "valley": (-5.0, 5.0), "space": (-1.0, 1.0, 3.0)}

with frame("controls"):
    values = {
        "f": linked(st.text_input, "Function f", "f", "x^2"),
        "land": linked(st.selectbox, "Landscape", "land", "bowl", options=list(WINDOWS)),
        "methods": linked(
            st.multiselect, "Methods", "methods", ["sgd"], options=["sgd", "adam", "newton"], format_func=str.upper
        ),
        "rate": linked(st.slider, "Learning rate", "rate", 0.25, min_value=0.0, max_value=1.0),
        "span": linked(st.slider, "Span", "span", (0.0, 1.0), min_value=0.0, max_value=1.0),
        "scale": linked(st.select_slider, "Scale", "scale", 1e-3, options=[1e-4, 1e-3, 1e-2]),
        "steps": linked(st.number_input, "Steps", "steps", 50, min_value=1, max_value=100),
        "log": linked(st.toggle, "Log", "log", False),
        "grid": linked(st.checkbox, "Grid", "grid", True),
        "view": linked(st.segmented_control, "View", "view", "map", options=["map", "surface"], required=True),
        "marks": linked(st.pills, "Marks", "marks", ["a"], options=["a", "b", "c"], selection_mode="multi"),
    }
    default = WINDOWS[values["land"]]
    labels = [f"w{number}" for number in range(len(default))]
    values["window"] = linked_numbers(labels, "window", default, min_value=-100.0, max_value=100.0, format="%.6g")
    if values["log"]:
        values["base"] = linked(st.number_input, "Base", "base", 10, min_value=2, max_value=values["steps"])
    columns = st.columns(5)
    columns[0].button("Place", on_click=set_linked, args=("window", (0.125, 0.1)))
    columns[1].button("Back to default", on_click=reset_linked, args=("window", "steps"))
    columns[2].button("Experiment", on_click=open_link, args=({"f": "e^x", "rate": "0.75", "methods": "newton"},))
    if columns[3].button("Slow"):
        time.sleep(1)
    st.code(repr(values))
