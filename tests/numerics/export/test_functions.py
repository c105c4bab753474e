"""The written functions give the bits of the objective: one point or many, in the plain and at kinks and poles."""

import itertools
import math

import numpy as np
import pytest
from scipy import special

import numerics as nm
from numerics.export.formulas import local_names
from numerics.export.functions import functions
from numerics.symbolic.numpy_functions import NUMPY_FUNCTIONS
from numerics.symbolic.program import KINDS

FORMULAS = [
    "(1 - x)^2 + 100(y - x^2)^2",
    "x/3 + y^7/7 - 1/(x y)",
    "2|x| sin(πy) + e^x - τ",
    "x^1.5 + y^x + 2^-y",
    "sqrt(x y)/cbrt(y)",
    "exp2(x) + expm1(y) + log(x) log2(y) + log10(x + 3) + log1p(y)",
    "sec(x) + csc(y) + cot(x) + tan(x y)",
    "asin(x/4) + acos(y/4) + atan(x y) + atan2(y, x)",
    "sinh(x) cosh(y) + tanh(x) + asinh(y) + acosh(x + 3) + atanh(y/4)",
    "erf(x) + erfc(y) + gamma(x + 4.5) + loggamma(y + 4.5) + sigmoid(x y) + softplus(x)",
    "hypot(x, y) + norm(x, y, 1)",
    "max(x, y, 0.5) - min(x, -y) + relu(y - x)^2 + sign(x) y",
    "where(x < 0, x^3, y) + where(x <= y, 1, 2) + where(x >= 1, x, y)",
    "where(0 < x < 1, 1/x, x y) + where(x > y, x, 1) + where(x = 0, 1, y)",
    "a x^3 + b y^2/(a + x^2) + a^b",
    "3",
    "0x + y",
    "λ^2 t + t_1^3 θ_2 + t exp(λ)",
    "norm(x, y) (x + y)^-3 + x^12",
]


def parsed(text):
    return nm.Objective.parse(text, parameters={"a": 1.7, "b": -0.3} if "b y" in text else None)


def compiled(f):
    """The functions `value`, `gradient` and `hessian` as a script has them."""
    names = {"np": np, "math": math, "special": special}
    exec(functions(f, KINDS).code, names)
    return [names[kind] for kind in KINDS]


@pytest.mark.parametrize("text", FORMULAS)
def test_the_same_bits_at_one_point_and_at_many(text):
    f = parsed(text)
    random = np.random.default_rng(8).uniform(-3, 3, (40, f.dimension))
    special_points = list(itertools.product([0.0, 1.0, -1.0, 0.5, 1e200, -1e-200], repeat=f.dimension))
    points = np.concatenate((random, special_points[:200]))
    with np.errstate(all="ignore"):
        for written, ours in zip(compiled(f), (f, f.gradient, f.hessian), strict=True):
            expected = ours(points)
            np.testing.assert_array_equal(written(points), expected)
            np.testing.assert_array_equal(
                written(points[:12].reshape(3, 4, -1)), expected[:12].reshape(3, 4, *expected.shape[1:])
            )
            for point, value in zip(points, expected, strict=True):
                np.testing.assert_array_equal(written(point), value)
                assert np.shape(written(point)) == np.shape(value)


def test_every_function_of_the_vocabulary_was_compared():
    programs = [parsed(text).program for text in FORMULAS]
    sources = [source for program in programs for entries in program.outputs.values() for source in entries.values()]
    sources += [source for program in programs for _, source in program.assignments]
    assert {name for name in NUMPY_FUNCTIONS if any(f"{name}(" in source for source in sources)} == {
        *NUMPY_FUNCTIONS
    } - {"not_equal"}


def test_names_that_python_or_the_derivation_has_are_changed():
    assert local_names(["x", "lambda", "t1", "t", "theta12"]) == ["x", "lambda_", "t1_", "t", "theta12"]
    for hostile in ("x; import os", "x\n", "", "__x", "x y", "x=1", "é", "1x", "x)"):
        with pytest.raises(ValueError, match="no name"):
            local_names([hostile])
