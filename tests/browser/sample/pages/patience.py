import time

import sample_outline  # noqa: F401
import streamlit as st

from ui.frame import frame
from ui.patience import TooLongError, patiently


def work(progress):
    for k in range(100):
        time.sleep(0.1)
        progress(k / 100)
    return "done"


with frame("patience"):
    try:
        st.text(patiently("Counting", ("count",), work))
    except TooLongError as error:
        error.tell("Count to less.")
    st.caption("the end")
