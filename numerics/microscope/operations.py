"""Every operation of the language twice: on float64 arrays, and on balls of arbitrary precision.

A ball (python-flint's `arb`) is a midpoint and a radius; an operation on balls encloses every value that its
arguments may have. F. Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, IEEE
Transactions on Computers 66 (2017).
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from flint import arb
from scipy import special

from numerics.symbolic import numpy_functions

BEYOND_EXP = 1e18
"""From here on the exponential is not enclosed any more: its own exponent would have more than 60 bits."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        rounded: on float64 arrays, correct to the last place or nearly so.
        ball: on balls; not finite where nothing is enclosed.
        undefined: asked where the result is not finite: whether that is certain to remain so however much the
            precision is raised, because an argument lies outside the domain. None if the domain is everything.
    """

    rounded: Callable[..., Any]
    ball: Callable[..., Any]
    undefined: Callable[..., bool] | None = None


def _power(x: Any, y: Any) -> Any:
    return x * x if np.ndim(y) == 0 and y == 2 else numpy_functions.power(x, y)


def _power_undefined(x: arb, y: arb) -> bool:
    if x.is_zero():
        return y < 0
    return (x < 0 and not y.contains_integer()) or abs(y * abs(x).log()) > BEYOND_EXP


def _cbrt(x: arb) -> arb:
    if x.is_zero():
        return x
    return -(-x).root(3) if x < 0 else x.root(3)


def _loggamma(x: arb) -> arb:
    return abs(x.gamma()).log() if x < 0 else x.lgamma()


def _sigmoid(x: arb) -> arb:
    if x < 0:
        return x.exp() / (1 + x.exp())
    return 1 / (1 + (-x).exp())


def _softplus(x: arb) -> arb:
    return x.max(arb(0)) + (-abs(x)).exp().log1p()


def _norm(*arguments: arb) -> arb:
    return sum((argument * argument for argument in arguments), arb(0)).sqrt()


def _too_large(x: arb) -> bool:
    return x > BEYOND_EXP


def _beyond_exp(x: arb) -> bool:
    return abs(x) > BEYOND_EXP


def _at_pole(x: arb) -> bool:
    return x.is_zero()


def _gamma_undefined(x: arb) -> bool:
    return (x <= 0 and x.is_integer()) or abs(x) > BEYOND_EXP


def _outside_one(x: arb) -> bool:
    return abs(x) > 1


OPERATIONS: dict[str, Operation] = {
    "add": Operation(np.add, operator.add),
    "subtract": Operation(np.subtract, operator.sub),
    "multiply": Operation(np.multiply, operator.mul),
    "divide": Operation(np.divide, operator.truediv, lambda x, y: y.is_zero()),
    "negate": Operation(np.negative, operator.neg),
    "power": Operation(_power, operator.pow, _power_undefined),
    "exp": Operation(np.exp, arb.exp, _too_large),
    "exp2": Operation(np.exp2, lambda x: arb(2) ** x, _too_large),
    "expm1": Operation(np.expm1, arb.expm1, _too_large),
    "log": Operation(np.log, arb.log, lambda x: x <= 0),
    "log2": Operation(np.log2, lambda x: x.log_base(2), lambda x: x <= 0),
    "log10": Operation(np.log10, lambda x: x.log_base(10), lambda x: x <= 0),
    "log1p": Operation(np.log1p, arb.log1p, lambda x: x <= -1),
    "sqrt": Operation(np.sqrt, arb.sqrt, lambda x: x < 0),
    "cbrt": Operation(np.cbrt, _cbrt),
    "abs": Operation(np.abs, abs),
    "sign": Operation(np.sign, arb.sgn),
    "sin": Operation(np.sin, arb.sin),
    "cos": Operation(np.cos, arb.cos),
    "tan": Operation(np.tan, arb.tan),
    "sec": Operation(lambda x: 1 / np.cos(x), arb.sec),
    "csc": Operation(lambda x: 1 / np.sin(x), arb.csc, _at_pole),
    "cot": Operation(lambda x: 1 / np.tan(x), arb.cot, _at_pole),
    "asin": Operation(np.arcsin, arb.asin, _outside_one),
    "acos": Operation(np.arccos, arb.acos, _outside_one),
    "atan": Operation(np.arctan, arb.atan),
    "atan2": Operation(np.arctan2, arb.atan2),
    "sinh": Operation(np.sinh, arb.sinh, _beyond_exp),
    "cosh": Operation(np.cosh, arb.cosh, _beyond_exp),
    "tanh": Operation(np.tanh, arb.tanh),
    "asinh": Operation(np.arcsinh, arb.asinh),
    "acosh": Operation(np.arccosh, arb.acosh, lambda x: x < 1),
    "atanh": Operation(np.arctanh, arb.atanh, lambda x: abs(x) >= 1),
    "erf": Operation(special.erf, arb.erf),
    "erfc": Operation(special.erfc, arb.erfc),
    "gamma": Operation(special.gamma, arb.gamma, _gamma_undefined),
    "loggamma": Operation(special.gammaln, _loggamma, _gamma_undefined),
    "digamma": Operation(special.digamma, arb.digamma, _gamma_undefined),
    "hypot": Operation(np.hypot, _norm),
    "norm": Operation(lambda *arguments: reduce(np.hypot, arguments, 0.0), _norm),
    "min": Operation(lambda *arguments: reduce(np.minimum, arguments), lambda *arguments: reduce(arb.min, arguments)),
    "max": Operation(lambda *arguments: reduce(np.maximum, arguments), lambda *arguments: reduce(arb.max, arguments)),
    "relu": Operation(lambda x: np.maximum(x, 0.0), lambda x: x.max(arb(0))),
    "sigmoid": Operation(special.expit, _sigmoid),
    "softplus": Operation(lambda x: np.logaddexp(0.0, x), _softplus),
}
"""By the name in the tree. Comparisons and `where` are the evaluators' own affair."""

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "less": np.less,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "equal": np.equal,
    "not_equal": np.not_equal,
}
"""On float64 arrays."""


def compared(name: str, x: arb, y: arb) -> bool | None:
    """The comparison of two balls; None where it is not certain."""
    yes, no = _CERTAIN[name]
    return True if yes(x, y) else False if no(x, y) else None


_CERTAIN: dict[str, tuple[Callable[[arb, arb], bool], Callable[[arb, arb], bool]]] = {
    "less": (operator.lt, operator.ge),
    "less_equal": (operator.le, operator.gt),
    "greater": (operator.gt, operator.le),
    "greater_equal": (operator.ge, operator.lt),
    "equal": (operator.eq, operator.ne),
    "not_equal": (operator.ne, operator.eq),
}
