"""What the names in derived source mean: the only functions it can call.

Each has a form for arrays and one for Python floats. Both give the same bits: the second takes
Python's arithmetic only where IEEE 754 fixes the result, and NumPy's own function elsewhere.
"""

import math
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from scipy import special


class NumpyFunction(NamedTuple):
    """A function by its number of arguments, for arrays, and for floats (None: the same one)."""

    arity: int
    array: Callable[..., Any]
    scalar: Callable[..., Any] | None = None


def ipow(x: Any, n: float) -> Any:
    """`x^n` for an integer n ≥ 1 by repeated squaring: ten times as fast as `power` on arrays."""
    result, remaining = None, int(n)
    while remaining:
        if remaining & 1:
            result = x if result is None else result * x
        x = x * x
        remaining >>= 1
    return result


def power(x: Any, y: Any) -> Any:
    """`x^y`, always by the same loop: for a lone exponent of 2, 1/2 or -1 NumPy takes another one, an ulp apart."""
    if isinstance(x, float) and isinstance(y, float):
        return np.power(x, np.array([y]))[0]
    shape = np.broadcast_shapes(np.shape(x), np.shape(y))
    result = np.power(x, np.broadcast_to(y, shape or (1,)).copy())
    return result if shape else result[0]


def trigamma(x: Any) -> Any:
    """The second derivative of log Γ; reflected for x < 0, where SciPy's series takes |x| steps."""
    positive = special.zeta(2.0, np.where(x < 0, 1 - x, x))  # what `polygamma` computes, without its cost
    return np.where(x < 0, (np.pi / np.sin(np.pi * (x - np.round(x)))) ** 2 - positive, positive)


def ratio(a: Any, n: Any) -> Any:
    """`a/n`, and 0 where n = 0."""
    return np.where(n == 0, 0.0, a / n)


def scaled(c: Any, f: Any) -> Any:
    """`c·f`, and 0 where c = 0."""
    return np.where(c == 0, 0.0, c * f)


def select(a: Any, b: Any, p: Any, q: Any) -> Any:
    """p where a > b, q where a < b, else their mean."""
    return np.where(a > b, p, np.where(a < b, q, 0.5 * (p + q)))


_NUMPY_UNARY = (
    "exp exp2 expm1 log log2 log10 log1p cbrt sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh"
)
_SPECIAL = "erf erfc gamma gammaln digamma expit"

NUMPY_FUNCTIONS: dict[str, NumpyFunction] = {
    **{name: NumpyFunction(1, getattr(np, name)) for name in _NUMPY_UNARY.split()},
    **{name: NumpyFunction(1, getattr(special, name)) for name in _SPECIAL.split()},
    "trigamma": NumpyFunction(1, trigamma),
    "arctan2": NumpyFunction(2, np.arctan2),
    "hypot": NumpyFunction(2, np.hypot),
    "power": NumpyFunction(2, power),
    "logaddexp": NumpyFunction(2, np.logaddexp),
    "sqrt": NumpyFunction(1, np.sqrt, math.sqrt),
    "abs": NumpyFunction(1, np.abs, abs),
    "sign": NumpyFunction(1, np.sign, lambda x: 1.0 if x > 0 else -1.0 if x < 0 else x),
    "square": NumpyFunction(1, np.square, lambda x: x * x),
    "ipow": NumpyFunction(2, ipow, ipow),
    "maximum": NumpyFunction(2, np.maximum, lambda a, b: a if a > b or a != a else b),
    "minimum": NumpyFunction(2, np.minimum, lambda a, b: a if a < b or a != a else b),
    "ratio": NumpyFunction(2, ratio, lambda a, n: 0.0 if n == 0 else a / n),
    "scaled": NumpyFunction(2, scaled, lambda c, f: 0.0 if c == 0 else c * f),
    "where": NumpyFunction(3, np.where, lambda condition, a, b: a if condition else b),
    "select": NumpyFunction(4, select, lambda a, b, p, q: p if a > b else q if a < b else 0.5 * (p + q)),
    "less": NumpyFunction(2, np.less, operator.lt),
    "less_equal": NumpyFunction(2, np.less_equal, operator.le),
    "greater": NumpyFunction(2, np.greater, operator.gt),
    "greater_equal": NumpyFunction(2, np.greater_equal, operator.ge),
    "equal": NumpyFunction(2, np.equal, operator.eq),
    "not_equal": NumpyFunction(2, np.not_equal, operator.ne),
    "logical_and": NumpyFunction(2, np.logical_and, lambda a, b: a and b),
}

NUMPY_CONSTANTS: dict[str, float] = {
    "pi": math.pi,
    "e": math.e,
    "tau": math.tau,
    "nan": math.nan,
    "inf": math.inf,
}
