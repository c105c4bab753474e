"""The catalogue of primitives: every form runs along its line in every format, and the stable ones are better."""

import numpy as np
import pytest

from numerics.formats import FORMATS, Format
from numerics.primitives import PRIMITIVES

ALL_FORMATS = [*FORMATS.values(), Format.custom(2, 1), Format.custom(11, 1)]


@pytest.mark.parametrize("format", ALL_FORMATS, ids=lambda format: format.name)
@pytest.mark.parametrize("name", PRIMITIVES)
def test_every_form_runs_along_its_line(name: str, format: Format) -> None:
    primitive = PRIMITIVES[name]
    t = primitive.line(format, 9)
    assert np.isfinite(t).all()
    assert t[0] < t[-1]
    truths = [primitive.record(form, t, format).result.truth.ravel() for form in primitive.forms]
    for truth in truths:
        assert np.array_equal(truth, truths[0], equal_nan=True), "exactly, all forms are the same function"


@pytest.mark.parametrize("name", PRIMITIVES)
def test_the_stable_form_is_better_on_the_whole_and_much_better_somewhere(name: str) -> None:
    primitive, format = PRIMITIVES[name], FORMATS["float32"]
    t = primitive.line(format, 41)
    naive, *stable = (
        primitive.record(form, t, format).result.ulps.reshape(len(t), -1).max(-1) for form in primitive.forms
    )
    for form in stable:
        assert form.sum() < naive.sum()
        assert (naive > 100 * (1 + form)).any()
