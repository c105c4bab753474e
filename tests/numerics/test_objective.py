"""The public face of a typed function."""

import copy
import pickle

import numpy as np
import pytest

from numerics import DerivationError, ExpressionError, LimitError, NumericsError, Objective
from numerics.symbolic import derivation


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("x^2", ("x",)),
        ("y + x", ("x", "y")),
        ("x10 + x2 + x1", ("x1", "x2", "x10")),
        ("t x + theta", ("x", "t", "theta")),
        ("3", ("x",)),
        ("pi e", ("x",)),
        ("sum(x_i^2, i, 1, 10)", tuple(f"x{i}" for i in range(1, 11))),
    ],
)
def test_variables_are_found_in_natural_order(text, variables):
    assert Objective.parse(text).variables == variables


def test_declared_variables_keep_their_order_and_need_not_occur():
    f = Objective.parse("x - 2y", variables=("y", "z", "x"))
    assert f.variables == ("y", "z", "x")
    assert f.dimension == 3
    assert f([1, 100, 5]) == 3
    assert np.array_equal(f.gradient([1, 100, 5]), [-2, 0, 1])


def test_names_are_read_as_in_the_text():
    f = Objective.parse("x_1 + θ x₂ + a", variables=["x_1", "x2"], parameters={"θ": 3, "a": 1})
    assert f.variables == ("x1", "x2")
    assert dict(f.parameters) == {"theta": 3.0, "a": 1.0}
    assert f([1, 2]) == 8


@pytest.mark.parametrize(
    ("text", "variables", "parameters", "says"),
    [
        ("x + y", ("x",), None, "y"),
        ("x + a", ("x",), {"b": 1}, "a"),
        ("x", ("x", "x"), None, "twice"),
        ("x", ("x", "x_1"), {"x1": 2}, "twice"),
        ("x", ("foo",), None, "foo"),
        ("x", ("e",), None, "e"),
        ("x", ("2",), None, "2"),
        ("x", ("x + 1",), None, "name"),
        ("x", (), None, "0 variables"),
        ("x", ("",), None, ""),
        ("+".join("abcdfghjklm"), None, None, "11 variables"),
        ("1", tuple("abcdfghjklm"), None, "11 variables"),
        ("", None, None, ""),
        ("sinx", None, None, "sin"),
    ],
)
def test_refused_with_a_sentence(text, variables, parameters, says):
    with pytest.raises(ExpressionError) as caught:
        Objective.parse(text, variables, parameters)
    assert says in caught.value.message
    assert caught.value.message.rstrip().endswith((".", "?"))
    assert 0 <= caught.value.position <= len(caught.value.text)


def test_an_undeclared_name_is_pointed_at():
    with pytest.raises(ExpressionError) as caught:
        Objective.parse("x^2 + 3b", variables=("x",))
    assert caught.value.position == 7
    assert caught.value.text == "x^2 + 3b"


def test_too_many_variables_become_parameters():
    text = "+".join("abcdfghjklm")
    f = Objective.parse(text, parameters={"m": 5})
    assert f.dimension == 10
    assert f(np.zeros(10)) == 5


@pytest.mark.parametrize("value", [np.nan, np.inf, "a lot", None, [1]])
def test_a_parameter_is_a_number(value):
    with pytest.raises(NumericsError, match="a"):
        Objective.parse("a x", parameters={"a": value})


def test_other_parameters_share_the_program():
    f = Objective.parse("a x^2 + b", parameters={"a": 1, "b": 2})
    g = f.with_parameters(a=3)
    assert (f([2]), g([2])) == (6, 14)
    assert g.program is f.program
    assert dict(f.parameters) == {"a": 1, "b": 2}
    assert dict(g.parameters) == {"a": 3, "b": 2}
    with pytest.raises(NumericsError, match="c"):
        f.with_parameters(c=1)
    with pytest.raises(TypeError):
        f.parameters["a"] = 7


def test_a_formula_is_derived_once(monkeypatch):
    first = Objective.parse("x^2 + 17 y^3")
    monkeypatch.setattr(derivation.POOL, "ask", None)  # no worker would answer now
    assert Objective.parse("x² +  17·y³").program is first.program


def test_a_costly_formula_is_not_tried_at_every_click(monkeypatch):
    asked = []

    def ask(request):
        asked.append(request)
        raise derivation.TooCostly("Too slow.")

    monkeypatch.setattr(derivation.POOL, "ask", ask)
    for _ in range(3):
        with pytest.raises(DerivationError, match="slow"):
            Objective.parse("x^2 + 18 y^3")
    assert len(asked) == 1


def test_limits_are_checked_before_a_worker_is_asked(monkeypatch):
    monkeypatch.setattr(derivation.POOL, "ask", None)
    for text in ("((((3x)^64)^64)^64)^64", "x" + "+x" * 600, "x^101"):
        with pytest.raises(LimitError):
            Objective.parse(text)


@pytest.mark.parametrize("points", [3.0, [1, 2, 3], np.zeros((4, 1)), np.zeros(0), ["a", "b"], [1j, 2], None])
def test_points_of_another_kind(points):
    f = Objective.parse("x + y")
    for evaluate in (f, f.gradient, f.hessian, f.value_and_gradient):
        with pytest.raises(NumericsError):
            evaluate(points)


def test_in_one_variable_a_point_is_an_array_of_one():
    f = Objective.parse("x^3")
    assert f([2]) == 8
    assert f([[1], [2]]).shape == (2,)
    with pytest.raises(NumericsError, match="1 coordinate"):
        f([1, 2])


def test_undefined_everywhere_is_nan_and_no_error():
    f = Objective.parse("1/(x - x)")
    assert np.isnan(f([1]))
    assert np.isnan(f.gradient([[1], [2]])).all()
    assert np.isnan(f.hessian([1])).all()


def test_values_behave_like_numbers():
    f = Objective.parse("x^2 + y")
    assert isinstance(f([1, 2]), float)
    value, gradient = f.value_and_gradient([1, 2])
    assert isinstance(value, float)
    assert gradient.shape == (2,)


def test_it_cannot_be_changed_and_can_be_compared_copied_and_pickled():
    f = Objective.parse("a x^2", parameters={"a": 2})
    with pytest.raises(AttributeError):
        f.text = "x"
    assert f == Objective.parse("a x^2", parameters={"a": 2}) != f.with_parameters(a=3)
    assert len({f, f.with_parameters(a=2)}) == 1
    for twin in (copy.deepcopy(f), pickle.loads(pickle.dumps(f))):
        assert twin == f
        assert twin([3]) == 18
