"""Formulas that survive: beside each textbook formula of `numerics.naive`, one that neither overflows nor cancels.

All work along the last axis of arrays `(..., n)` and take `dtype=`, a format in which every operation is rounded; see
`numerics.rounded.in_format`. They read as equations and serve every format; sums run from left to right.

Sources: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002 (ASNA); D. Goldberg, What
Every Computer Scientist Should Know About Floating-Point Arithmetic, ACM Computing Surveys 23 (1991); P. Blanchard,
D. J. Higham, N. J. Higham, Accurately computing the log-sum-exp and softmax functions, IMA J. Numer. Anal. 41 (2021).
"""

from typing import Any

import numpy as np

from numerics.rounded import choose, in_format


def _shifted(z: Any) -> tuple[Any, Any, Any, Any]:
    """m = max z, z - m, exp(z - m), and s = Σ exp(z - m) without the largest term, which is exactly 1.

    No exponential is above 1, so none overflows, and s lies between 0 and n - 1.
    """
    m = z.max()
    d = z - m
    e = np.exp(d)
    return m, d, e, e.sum(without=z.argmax())


@in_format
def softmax(z: Any) -> Any:
    """exp(z - m) / (1 + s), where m = max z, and s = Σ exp(z - m) over all but the largest.

    Blanchard, Higham and Higham, Algorithm 4.1. The largest probability is at least 1/n; one that underflows to 0 is
    smaller than every number of the format. NaN where a logit is NaN or infinity, or all are -infinity.
    """
    _, _, e, s = _shifted(z)
    return e / (1 + s)


@in_format
def log_softmax(z: Any) -> Any:
    """(z - m) - log1p(s), as in `softmax`: finite also where the probability itself is 0 in the format."""
    _, d, _, s = _shifted(z)
    return d - np.log1p(s)


@in_format
def log_sum_exp(z: Any) -> Any:
    """log Σ exp(z) = m + log1p(s), shape (...): between max z and max z + log n.

    Blanchard, Higham and Higham, Algorithm 4.1; log1p keeps the digits of a tiny s. An infinite m is the answer.
    """
    m, _, _, s = _shifted(z)
    return choose(np.isinf(m), m, m + np.log1p(s))[..., 0]


@in_format
def cross_entropy(z: Any, *, label: int) -> Any:
    """-log softmax(z) at the place `label`, from the logits: log1p(s) - (z - m)[label], shape (...)."""
    _, d, _, s = _shifted(z)
    return (np.log1p(s) - d.at(label))[..., 0]


@in_format
def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x)) for x ≥ 0 and exp(x) / (1 + exp(x)) for x < 0: the exponential is never above 1."""
    e = np.exp(-np.abs(x))
    whole = 1 + e
    return choose(x >= 0, 1 / whole, e / whole)


@in_format
def softplus(x: Any) -> Any:
    """log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|))."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


@in_format
def log1p(x: Any) -> Any:
    """log(1 + x) = x (log(w) / (w - 1)) with w = 1 + x as rounded, and x where w is 1.

    Goldberg, theorem 4: w is wrong, but log(w) / (w - 1) hardly depends on w.
    """
    w = 1 + x
    return choose((w == 1) | np.isinf(w), x, x * (np.log(w) / (w - 1)))


@in_format
def expm1(x: Any) -> Any:
    """exp(x) - 1 = (u - 1) (x / log(u)) with u = exp(x) as rounded, and x where u is 1.

    W. Kahan's trick; Higham, ASNA, section 1.14.1. Where u - 1 is -1, or u infinite, that is the answer.
    """
    u = np.exp(x)
    d = u - 1
    return choose(u == 1, x, choose((d == -1) | np.isinf(u), d, d * (x / np.log(u))))


@in_format
def hypot(x: Any, y: Any) -> Any:
    """√(x² + y²) = m √(1 + (s/m)²) with m = max(|x|, |y|) and s the smaller; Higham, ASNA, section 27.8.

    No square is above 1, and one that underflows is negligible beside 1.
    """
    x, y = np.abs(x), np.abs(y)
    m = np.maximum(x, y)
    ratio = np.minimum(x, y) / m
    return choose((m == 0) | np.isinf(m), m, m * np.sqrt(1 + ratio * ratio))


@in_format
def quadratic_roots(a: Any, b: Any, c: Any) -> Any:
    """Both roots of ax² + bx + c, the one with +√ first: q/a and c/q with q = -(b + sign(b) √(b² - 4ac)) / 2.

    Higham, ASNA, section 1.8; Goldberg, section 1.4. Nothing cancels in q. The discriminant still may, and b² overflow.
    """
    root = np.sqrt(b * b - 4 * a * c)
    q = -(b + np.copysign(root, b)) / 2
    large, small = q / a, choose(q == 0, 0, c / q)
    return choose(np.signbit(b), large, small), choose(np.signbit(b), small, large)


@in_format
def variance(x: Any) -> Any:
    """Σ (x - mean)² / (n - 1), shape (...): the mean first, then the squares of the differences from it.

    The two-pass formula; T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983).
    """
    n = x.shape[-1]
    d = x - x.sum() / n
    return ((d * d).sum() / (n - 1))[..., 0]


@in_format
def welford_variance(x: Any) -> Any:
    """The variance in one pass, shape (...): mean and sum of squares are updated with each number.

    B. P. Welford, Technometrics 4 (1962); Higham, ASNA, section 1.9.
    """
    mean, squares = x[..., 0], 0 * x[..., 0]
    for k in range(1, x.shape[-1]):
        d = x[..., k] - mean
        mean = mean + d / (k + 1)
        squares = squares + d * (x[..., k] - mean)
    return squares / (x.shape[-1] - 1)
