"""Typed problems: what is understood, what is refused, and the numbers of both."""

import pickle

import numpy as np
import pytest

import numerics as nm
from numerics.constrained import ConstraintError


def test_a_chain_is_several_constraints_in_order_and_greater_is_flipped() -> None:
    problem = nm.ConstrainedProblem.parse("x^2 + y", ["0.5 <= x <= 1.5", "x*y >= 2", "x = y"])
    assert problem.variables == ("x", "y")
    assert problem.shape == (4, 2)
    assert problem.model.equality.tolist() == [False, False, False, True]
    assert [part.typed for part in problem.constraints] == [0, 0, 1, 2]
    assert [part.text for part in problem.constraints] == ["0.5 <= x", "x <= 1.5", "x*y >= 2", "x = y"]
    f, c = problem.values([[3.0, 0.5], [1.0, 2.0]])
    assert f.tolist() == [9.5, 3.0]
    assert c.tolist() == [[-2.5, 1.5, 0.5, 2.5], [-0.5, -0.5, 0.0, -1.0]]
    assert problem.violation([3.0, 0.5]).tolist() == [0, 1.5, 0.5, 2.5]
    gradient, jacobian = problem.gradients([3.0, 0.5])
    assert gradient.tolist() == [6, 1]
    assert jacobian.tolist() == [[-1, 0], [1, 0], [-0.5, -3], [1, -1]]


def test_a_maximum_is_the_minimum_of_minus_f() -> None:
    problem = nm.ConstrainedProblem.parse("x + y", ["x^2 + y^2 <= 2"], maximize=True)
    assert problem.values([1.0, 1.0])[0] == 2
    certificate = problem.kkt([1.0, 1.0])
    assert certificate.holds
    assert certificate.f == 2
    assert certificate.multipliers == pytest.approx([0.5])
    assert not problem.kkt([-1.0, -1.0]).holds


def test_variables_may_be_declared_and_copies_are_made_by_the_texts() -> None:
    problem = nm.ConstrainedProblem.parse("x^2", ["y >= 1"], variables=("y", "x", "z"))
    assert problem.variables == ("y", "x", "z")
    again = pickle.loads(pickle.dumps(problem))
    assert again == problem
    assert again.values([2.0, 3.0, 0.0])[0] == 9


@pytest.mark.parametrize(
    ("constraints", "which", "position", "part"),
    [
        (["x <= 1", "x + "], 1, 3, "Constraint 2"),
        (["x + y"], 0, 5, "needs =, <= or >="),
        (["x = 1", "x >= 0", "foo(x) <= 1"], 2, 0, "Constraint 3"),
        ([""], 0, 0, "Constraint 1"),
    ],
)
def test_an_error_says_which_constraint_and_where(constraints: list[str], which: int, position: int, part: str) -> None:
    with pytest.raises(nm.ExpressionError, match=part) as caught:
        nm.ConstrainedProblem.parse("x^2 + y^2", constraints)
    assert isinstance(caught.value, ConstraintError)
    assert (caught.value.constraint, caught.value.position) == (which, position)
    assert caught.value.text == constraints[which]


def test_what_cannot_be_a_problem_is_refused_in_a_sentence() -> None:
    with pytest.raises(nm.ExpressionError):
        nm.ConstrainedProblem.parse("", ["x >= 1"])
    with pytest.raises(nm.ExpressionError, match="9 variables; 1 to 8"):
        nm.ConstrainedProblem.parse(" + ".join(f"x{i}^2" for i in range(9)))
    with pytest.raises(nm.ExpressionError, match="41 constraints"):
        nm.ConstrainedProblem.parse("x", [f"x >= {i}" for i in range(41)])
    with pytest.raises(nm.NumericsError, match="list of texts"):
        nm.ConstrainedProblem.parse("x", "x >= 1")
    with pytest.raises(nm.NumericsError, match="2 coordinates"):
        nm.ConstrainedProblem.parse("x + y").kkt([1.0])
    with pytest.raises(nm.NumericsError, match="one multiplier for each"):
        nm.ConstrainedProblem.parse("x + y", ["x = y"]).kkt([1.0, 1.0], multipliers=[])


def test_constraints_without_variables_are_possible() -> None:
    problem = nm.ConstrainedProblem.parse("x^2", ["1 <= 2", "0.1 + 0.2 = 0.3"])
    assert problem.kkt([0.0]).holds
    assert not nm.ConstrainedProblem.parse("x^2", ["2 <= 1"]).kkt(np.zeros(1)).feasibility.holds


def test_parameters_have_values_and_the_lagrangian_is_shown_as_it_is_meant() -> None:
    problem = nm.ConstrainedProblem.parse("a x^2", ["x >= b"], parameters={"a": 3.0, "b": 2.0})
    assert problem.variables == ("x",)
    solution = pickle.loads(pickle.dumps(problem)).solve([5.0])
    assert solution.f == pytest.approx(12)
    assert solution.multipliers == pytest.approx([12])
    assert problem.lagrangian_latex.startswith(r"\mathcal{L} = a")
    assert r"\lambda_{1}\left(b - x\right)" in problem.lagrangian_latex
