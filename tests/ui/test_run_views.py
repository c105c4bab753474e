"""Courses of methods: names, paths, and the bound on what a run may cost."""

import numerics as nm
from numerics.methods.gradient_descent import GradientDescent
from ui.run_views import Course, run_of


def test_every_run_has_a_name_and_one_entry_in_the_legend() -> None:
    f = nm.Objective.parse("x^2 + y^2")
    runs = tuple(run_of(f, GradientDescent(), start, 5, None) for start in ((1.0, 2.0), (-3.0, 0.5)))
    course = Course("Gradient descent", runs)
    assert course.labels == ["Gradient descent", "Gradient descent from (-3, 0.5)"]
    assert [path.group for path in course.paths] == ["", "Gradient descent"]


def test_a_costly_function_gets_fewer_evaluations() -> None:
    cheap = nm.Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
    terms = " + ".join(f"sin(exp(x y z t u v w + {k}))^{k + 3} cos(x^{k + 2} y z t u v w)" for k in range(3))
    costly = nm.Objective.parse(terms)
    allowed = [
        run_of(f, GradientDescent(learning_rate=1e-9), (0.3,) * f.dimension, 100_000, None) for f in (cheap, costly)
    ]
    assert all(run.outcome is nm.Outcome.BUDGET for run in allowed)
    assert allowed[1].steps < allowed[0].steps / 2
