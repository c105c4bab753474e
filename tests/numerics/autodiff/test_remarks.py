"""What a computation meets at a point."""

import numpy as np
import pytest

import numerics as nm
from numerics.autodiff.remarks import Remark, remarks


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("x^2 + sin(x)", 0, []),
        ("|x|", 0, [Remark.KINK]),
        ("|x|", 1e-300, []),
        ("relu(x)", 0, [Remark.KINK]),
        ("sign(x)", 0, [Remark.JUMP]),
        ("max(x, 2x)", 0, [Remark.KINK]),
        ("max(x, 2)", 1, []),
        ("norm(x, 2x)", 0, [Remark.KINK]),
        ("norm(x, 3)", 0, []),
        ("sqrt(x)", 0, [Remark.STEEP]),
        ("cbrt(x)", 0, [Remark.STEEP]),
        ("sqrt(x)", -1, [Remark.UNDEFINED]),
        ("log(x)", 0, [Remark.INFINITE]),
        ("1/x", 0, [Remark.INFINITE]),
        ("x/x", 0, [Remark.UNDEFINED]),
        ("exp(x)", 1000, [Remark.INFINITE]),
        ("where(x < 0, -x, x^2)", 0, [Remark.BORDER]),
        ("where(x > 0, log(x), x)", -1, [Remark.UNDEFINED]),
        ("exp(x) + 1", np.inf, [Remark.LOST]),
        ("exp(log(x) + 1)*2", 0, [Remark.INFINITE, Remark.LOST]),
    ],
)
def test_what_is_special(text: str, x: float, expected: list[Remark]) -> None:
    assert [told.remark for told in remarks(nm.trace(text, {"x": x}))] == expected


def test_no_finite_derivative_goes_without_a_remark() -> None:
    """Over random points of awkward functions: where a gradient is not finite, something is said."""
    for text in ("sqrt(x)*log(y)", "x^y", "asin(x)/y", "tan(x)^(1/3) + acosh(y)", "log(|x| - y)"):
        for x, y in np.random.default_rng(5).integers(-2, 3, (20, 2)).astype(float):
            graph = nm.trace(text, {"x": x, "y": y})
            if not np.isfinite(graph.jacobian()).all():
                assert remarks(graph), (text, x, y)
