"""Why do gradients vanish or explode in deep and in recurrent networks, and what helps?"""

import streamlit as st

from ui.deep_gradients.cliff import clipping
from ui.deep_gradients.layers import layers
from ui.deep_gradients.scales import scales
from ui.deep_gradients.through_time import recurrent
from ui.experiments import experiments, running_experiment
from ui.frame import frame
from ui.lessons.deep_gradients import EXPERIMENTS, QUESTIONS
from ui.links import linked
from ui.quiz import quiz

PARTS = {
    "layers": ("Layer by layer", layers),
    "scales": ("Depth × scale", scales),
    "time": ("Through time", recurrent),
    "clipping": ("Clipping on a cliff", clipping),
}

with frame("deep_gradients"):
    part = linked(
        st.segmented_control,
        "Look at the gradient",
        "part",
        "layers",
        options=list(PARTS),
        format_func=lambda part: PARTS[part][0],
    )
    running_experiment("deep_gradients", part=part)
    _, draw = PARTS[part]
    draw()

    experiments("deep_gradients", EXPERIMENTS)
    quiz("deep_gradients", QUESTIONS)
