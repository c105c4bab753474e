"""Typed update rules as a way in: a text becomes a class whose code runs."""

import numpy as np

import numerics as nm
from numerics.descend import descend
from numerics.rules import TypedRule

HOSTS = ("{}", "x ← x - eta ({})", "m ← {}\nx ← x - m", "{} ← g; x ← x - g")
"""The places of a rule that a text may stand in."""


def parse_rules(text: str) -> list[type[TypedRule]]:
    """The rules that the text makes where it is allowed; raises the last refusal where none is."""
    found = []
    for host in HOSTS:
        try:
            found.append(nm.parse_rule(host.format(text)))
        except nm.NumericsError as error:
            refusal = error
    if not found:
        raise refusal
    return found


def check_rule(rule: type[TypedRule], f: nm.Objective) -> None:
    """An accepted rule is a small method: it runs from one start and from many, and keeps their shape."""
    run = nm.minimize(f, [0.5, -1.5], rule(), 3, tolerance=None)
    assert run.x.shape[1:] == (2,)
    starts = np.array([[0.5, -1.5], [0.0, 0.0], [1e300, -1e-300]])
    ends = descend(f, starts, rule(), 3, tolerance=None)
    assert ends.x.shape == starts.shape
    assert ends.x.dtype == np.float64
    for curvature in (0.0, 1.0, 1e300):
        rule().contraction(np.array([curvature]))
    assert rule().curvature_limit is None or rule().curvature_limit > 0
