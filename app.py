"""The home page."""

import streamlit as st

from ui.frame import frame
from ui.outline import LESSONS

with frame("home"):
    for lesson in LESSONS[1:]:
        st.page_link(lesson.path, label=lesson.title)
        st.markdown(lesson.summary)
