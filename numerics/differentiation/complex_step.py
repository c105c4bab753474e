"""An analytic expression at complex arguments, operation by operation: f(x + ih) has f'(x) in its imaginary part.

Im f(x + ih)/h = f'(x) - h² f'''(x)/6 + … takes no difference, so nothing cancels and h may be as small as the format
allows. W. Squire, G. Trapp, Using complex variables to estimate derivatives of real functions, SIAM Review 40 (1998).
"""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from numerics.formats import Format, round_to
from numerics.microscope.operations import COMPARISONS, OPERATIONS
from numerics.microscope.rounded import constant
from numerics.microscope.tape import Step, Tape

Complex = NDArray[np.complex128]


def _cbrt(z: Any) -> Any:
    """The cube root that is real on the real axis, left of 0 too."""
    sign = np.where(np.real(z) < 0, -1.0, 1.0)
    return sign * np.power(sign * z, 1 / 3)


def _atan2(y: Any, x: Any) -> Any:
    """The angle of (x, y), continued from the real plane without its origin."""
    steep = np.abs(np.real(y)) > np.abs(np.real(x))
    flat_angle = np.arctan(y / np.where(steep, 1.0, x))
    steep_angle = np.sign(np.real(y)) * np.pi / 2 - np.arctan(x / np.where(steep, y, 1.0))
    turned = np.where(np.real(x) < 0, np.copysign(np.pi, np.real(y)), 0.0)
    return np.where(steep, steep_angle, flat_angle + turned)


def _norm(*arguments: Any) -> Any:
    return np.sqrt(reduce(np.add, [z * z for z in arguments]))


def _sigmoid(z: Any) -> Any:
    positive = np.real(z) >= 0
    small = np.exp(np.where(positive, -z, z))
    return np.where(positive, 1.0, small) / (1 + small)


_OWN: dict[str, Callable[..., Any]] = {
    "cbrt": _cbrt,
    "atan2": _atan2,
    "norm": _norm,
    "hypot": _norm,
    "sigmoid": _sigmoid,
    "softplus": lambda z: np.where(np.real(z) > 0, z, 0) + np.log1p(np.exp(np.where(np.real(z) > 0, -z, z))),
    "exp2": lambda z: np.exp(z * np.log(2)),
    "loggamma": special.loggamma,
}
NOT_ANALYTIC = frozenset({"abs", "sign", "min", "max", "relu", "where", *COMPARISONS})
"""Functions without a complex derivative: of these the imaginary part says nothing."""


def not_analytic(tape: Tape) -> str:
    """The name of the first operation on the tape that is not analytic; "" if all are."""
    return next((step.kind for step in tape.steps if step.leaf is None and step.kind in NOT_ANALYTIC), "")


def evaluate_complex(tape: Tape, values: Mapping[str, Any], format: Format) -> Complex:
    """The result of an analytic tape at N complex samples (N,), real and imaginary parts rounded to the format.

    Numbers without an imaginary part stay real. Infinities and NaN are results.
    """

    def leaf(step: Step) -> Any:
        return values[str(step.leaf)] if step.kind == "variable" else constant(step.leaf, format)

    def apply(step: Step, arguments: list[Any]) -> Any:
        return _rounded((_OWN.get(step.kind) or OPERATIONS[step.kind].rounded)(*arguments), format)

    with np.errstate(all="ignore"):
        return np.asarray(tape.run(leaf, apply)[0], dtype=np.complex128)


def _rounded(z: Any, format: Format) -> Any:
    if format.bits == 64:
        return z
    if not np.iscomplexobj(z):
        return round_to(z, format)
    return round_to(z.real, format) + 1j * round_to(z.imag, format)
