"""What libraries store: the casts of NumPy and of ml_dtypes (which JAX and TensorFlow use), to compare with."""

import ml_dtypes
import numpy as np

from numerics.formats.decoding import Decoded, from_bits
from numerics.formats.format import FORMATS, Format

DTYPES = {
    FORMATS[name]: np.dtype(kind)
    for name, kind in {
        "float64": np.float64,
        "float32": np.float32,
        "float16": np.float16,
        "bfloat16": ml_dtypes.bfloat16,
        "float8_e4m3fn": ml_dtypes.float8_e4m3fn,
        "float8_e5m2": ml_dtypes.float8_e5m2,
    }.items()
}


def cast(value: float, format: Format) -> Decoded | None:
    """What a float64 becomes by `numpy.float64(value).astype(…)`; None for a format that no library has."""
    if format not in DTYPES:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        stored = np.array([value], dtype=np.float64).astype(DTYPES[format])
    return from_bits(int(stored.view(f"u{format.bits // 8}")[0]), format)
