"""Least squares by name."""

import inspect
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from numerics.errors import NumericsError
from numerics.least_squares.ball import norm_ball
from numerics.least_squares.descent import gradient_descent
from numerics.least_squares.direct import newton, normal, qr, svd
from numerics.least_squares.solution import Floats, Solution

METHODS: Mapping[str, Callable[..., Solution]] = {
    method.__name__: method for method in (normal, qr, svd, gradient_descent, newton, norm_ball)
}
FORMATS = ("float64", "float32")


def least_squares(
    A: ArrayLike, b: ArrayLike, method: str = "qr", *, dtype: Any = "float64", **options: Any
) -> Solution:
    """Find x (n,) that makes ‖Ax - b‖ as small as possible.

    Args:
        A: (m, n), any m and n from 1 on.
        b: (m,).
        method: `normal` (Cholesky's factor of AᵀA), `qr` (Householder), `svd` (pseudoinverse), `gradient_descent`
            (Algorithm 4.1), `newton` (one step), `norm_ball` (with ‖x‖ ≤ radius).
        dtype: float64 or float32: A and b are rounded to it, and every operation is in it.
        options: of the method. svd: `cutoff`. gradient_descent: `learning_rate`, `tolerance`, `steps`, `start`.
            newton: `start`, `steps`. norm_ball: `radius`.

    No columns are scaled: the digits that a way loses are those that its equations lose on A as given. A method that
    fails says so in `ending` and `outcome`, with NaN for x. Raises NumericsError for input that means nothing.
    """
    if method not in METHODS:
        raise NumericsError(f"There is no least-squares method {method!r}; there are {', '.join(METHODS)}.")
    format = np.dtype(dtype)
    if format.name not in FORMATS:
        raise NumericsError("Least squares are computed in float64 or float32.")
    matrix, right = _rounded(A, 2, "A", format), _rounded(b, 1, "b", format)
    if len(matrix) != len(right):
        raise NumericsError(f"A has {len(matrix)} rows and b has {len(right)} numbers; they have to be as many.")
    solver = METHODS[method]
    with np.errstate(all="ignore"):
        return solver(matrix, right, **_checked(method, solver, options, matrix))


def _rounded(values: ArrayLike, dimensions: int, name: str, format: np.dtype[Any]) -> Floats:
    """The numbers in the format; NumericsError where they are none, or of another shape."""
    try:
        with np.errstate(over="ignore"):
            array = np.asarray(values, dtype=np.float64).astype(format)
    except (TypeError, ValueError):
        raise NumericsError(f"{name} has to be an array of numbers.") from None
    if array.ndim != dimensions or not array.size:
        raise NumericsError(f"{name} has to be {'a matrix' if dimensions == 2 else 'a row'} of at least one number.")
    if not np.isfinite(array).all():
        raise NumericsError(f"{name} has numbers that are not finite in {format.name}.")
    return array


def _checked(method: str, solver: Callable[..., Solution], options: dict[str, Any], matrix: Floats) -> dict[str, Any]:
    """The options with a start as an array; NumericsError for one that the method does not have, or junk in it."""
    known = [name for name, part in inspect.signature(solver).parameters.items() if part.kind is part.KEYWORD_ONLY]
    if unknown := options.keys() - known:
        raise NumericsError(f"{method} has no option {min(unknown)!r}; it has {', '.join(known) or 'none'}.")
    if method == "norm_ball" and "radius" not in options:
        raise NumericsError("norm_ball needs a radius.")
    checked = dict(options)
    if options.get("start") is not None:
        checked["start"] = _rounded(options["start"], 1, "The start", matrix.dtype)
        if len(checked["start"]) != matrix.shape[1]:
            raise NumericsError(f"The start has to have {matrix.shape[1]} numbers, one a column of A.")
    for name in checked.keys() - {"start"}:
        value = checked[name]
        if value is None:
            continue
        if not isinstance(value, (int, float, np.number)) or not 0 <= value < math.inf:
            raise NumericsError(f"The option {name} has to be a number from 0 on.")
        if name == "steps":
            checked[name] = int(value)
    return checked
