"""What a chart sends to the browser as text: a figure trace by trace, and arrays as bytes."""

import base64
import json
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from plotly.graph_objects import Figure
from plotly.utils import PlotlyJSONEncoder

SEPARATORS = (",", ":")


def figure_json(figure: Figure) -> dict[str, Any]:
    """Return the layout and every trace as JSON of its own: the browser sees by the text what has changed."""
    return {
        "traces": [
            json.dumps(trace.to_plotly_json(), cls=_TraceEncoder, separators=SEPARATORS) for trace in figure.data
        ],
        "layout": json.dumps(figure.layout.to_plotly_json(), cls=PlotlyJSONEncoder, separators=SEPARATORS),
    }


def packed(values: ArrayLike) -> dict[str, Any]:
    """Return an array as the browser unpacks it: base64 of little-endian numbers, and the shape; words as they are."""
    array = np.ascontiguousarray(values)
    if array.dtype.kind == "U":
        return {"words": array.ravel().tolist()}
    array = array.astype(_transported(array), copy=False)
    return {
        "dtype": array.dtype.str[1:],
        "shape": array.shape,
        "bdata": base64.b64encode(array.tobytes()).decode(),
    }


def _transported(array: np.ndarray) -> str:
    """The type in which a browser can take the numbers of an array without loss."""
    if array.dtype == np.float32:
        return "<f4"
    limits = np.iinfo(np.int32)
    is_whole = array.dtype.kind in "iu" and array.size and limits.min <= array.min() and array.max() <= limits.max
    return "<i4" if is_whole else "<f8"


class _TraceEncoder(PlotlyJSONEncoder):
    """Packs the arrays of a trace; Plotly's own packing does the same, and takes most of a chart's time."""

    def default(self, obj: Any) -> Any:
        if not isinstance(obj, np.ndarray) or obj.dtype.kind not in "fiu" or not obj.size:
            return super().default(obj)
        array = packed(obj)
        shape = ", ".join(map(str, array.pop("shape")))
        return array | {"shape": shape} if obj.ndim > 1 else array
