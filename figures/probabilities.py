"""The probabilities that softmax gives: exact, direct, and with the maximum subtracted."""

from collections.abc import Sequence

import numpy as np

from figures.drawing import Drawing
from figures.marks import Trace
from figures.theme import EXACT, FORM_LOOKS, Look, axis, figure

TITLES = ("direct", "maximum subtracted")


def probabilities(exact: np.ndarray, forms: Sequence[np.ndarray], logarithmic: bool = False) -> Drawing:
    """Draw three bars for each of n logits: the `exact` probability (n,) and those of both `forms`.

    Where a form gives NaN or infinity there is no bar but the word. On the logarithmic axis a 0 has no bar.
    """
    entries = np.arange(1, len(exact) + 1)
    traces = [_bars("exact", exact, EXACT, entries)]
    traces += [_bars(title, form, look, entries) for title, form, look in zip(TITLES, forms, FORM_LOOKS, strict=False)]
    positive = np.concatenate([exact, *forms])
    positive = positive[(positive > 0) & np.isfinite(positive)]
    lowest = float(np.log10(positive.min(initial=1.0)))
    scale = (
        {"type": "log", "range": [max(-330.0, lowest - 1 + 0.05 * lowest), 0.1]}
        if logarithmic
        else {"range": [0, 1.08 * min(1.0, max(float(positive.max(initial=0.0)), 0.02))]}
    )
    layout = {
        "barmode": "group", "bargap": 0.3, "bargroupgap": 0.05,
        "xaxis": axis("logit number", tickformat="d", showgrid=False, dtick=1 if len(exact) <= 24 else None),
        "yaxis": axis("probability", uirevision=f"{logarithmic} {scale['range']}", **scale),
    }  # fmt: skip
    return Drawing(figure(traces, **layout))


def _bars(title: str, values: np.ndarray, look: Look, entries: np.ndarray) -> Trace:
    lost = ~np.isfinite(values)
    words = np.where(np.isnan(values), "NaN", "∞")
    return {
        "type": "bar", "name": title, "x": entries, "y": np.where(lost, 0.0, values),
        "marker": {"color": look.color, "line": {"width": 0}},
        "text": np.where(lost, words, "").tolist(), "textposition": "outside", "cliponaxis": False,
        "textfont": {"color": look.color, "size": 14, "weight": "bold"}, "textangle": 0,
        "customdata": np.where(lost, words, [f"{value:.6g}" for value in values]).tolist(),
        "hovertemplate": f"logit %{{x}}, {title}<br>probability %{{customdata}}<extra></extra>",
    }  # fmt: skip
