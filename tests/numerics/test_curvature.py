import numpy as np
import pytest

from numerics.curvature import Kind, eigenvalues, kind_of
from numerics.objective import Objective


def test_eigenvalues_ascend_and_keep_to_their_own_matrix():
    matrices = np.array([[[6.0, -2], [-2, -480]], [[np.nan, 0], [0, 1]], [[2, 0], [0, 1]]])
    values = eigenvalues(matrices)
    np.testing.assert_allclose(values[0], [-480.00823, 6.00823], atol=5e-6)  # row D7 of the chapter
    assert np.isnan(values[1]).all()
    assert values[2].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("text", "point", "kind"),
    [
        ("x^2 + y^2/2", [0, 0], Kind.MINIMUM),
        ("x^2 - y^2", [0, 0], Kind.SADDLE),
        ("-x^2 - y^2", [0, 0], Kind.MAXIMUM),
        ("(1 - x)^2 + 100(y - x^2)^2", [1, 1 + 1e-11], Kind.MINIMUM),
        ("x^4", [0], Kind.UNDECIDED),
        ("x^4", [1e-3], Kind.UNDECIDED),
        ("x^3", [6e-5], Kind.UNDECIDED),
        ("exp(-x)", [18.5], Kind.UNDECIDED),
        ("x^2 + y^4", [0, 0], Kind.UNDECIDED),
        ("|x|", [0], Kind.UNDECIDED),
        ("log(x)", [-1], Kind.UNDECIDED),
        ("10^(-12) x^2", [0], Kind.MINIMUM),
    ],
)
def test_kind_of_a_critical_point(text, point, kind):
    assert kind_of(Objective.parse(text), point) is kind
