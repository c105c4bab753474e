"""Constraints over a map, and the price of one."""

import numpy as np
import pytest

from figures.contour import contour
from figures.curve import curve
from figures.drawing import Drawing
from figures.feasible import Boundary, Forces, with_constraints, with_constraints_on_line, with_points
from figures.price import price
from tests.figures.samples import descend, grid, line
from tests.figures.test_builders import ON_A_PARABOLA, check, named


def drawn(forces: Forces | None, *, equality: bool = False) -> Drawing:
    map_of = grid()
    c = map_of.x**2 + map_of.y[:, None] ** 2 - 1
    boundaries = [Boundary("x^2 + y^2 <= 1<b>", c, equality), Boundary("x <= 0", map_of.x + 0 * c, False)]
    return with_constraints(contour(map_of, [descend(steps=7)]), map_of.x, map_of.y, boundaries, forces)


def test_what_is_forbidden_is_veiled_and_nothing_else() -> None:
    drawing = drawn(None)
    traces = check(drawing)
    (veil,) = named(traces, "not feasible")
    x, y = np.meshgrid(veil.x, veil.y)
    np.testing.assert_array_equal(np.isfinite(veil.z), (x**2 + y**2 > 1) | (x > 0))
    assert [trace.name for trace in traces if trace.type == "contour"][1:] == [
        "x^2 + y^2 &lt;= 1&lt;b&gt;",
        "x &lt;= 0",
    ]


def test_an_equation_forbids_no_area() -> None:
    (veil,) = named(check(drawn(None, equality=True)), "not feasible")
    np.testing.assert_array_equal(np.isfinite(veil.z).any(axis=0), veil.x > 0)


def test_forces_have_their_directions_and_one_scale() -> None:
    forces = Forces(np.array([0.5, 0.5]), np.array([1.0, 1.0]), np.array([[-0.5, -0.5], [0.0, 0.0]]))
    traces = check(drawn(forces))
    down, push = named(traces, "−∇f")[0], named(traces, "−λ1∇c1")[0]
    along = np.array([down.x[1] - down.x[0], down.y[1] - down.y[0]])
    back = np.array([push.x[1] - push.x[0], push.y[1] - push.y[0]])
    np.testing.assert_allclose(back, -along / 2)
    assert not named(traces, "−λ2∇c2")  # nothing pushes
    nothing = Forces(forces.at, np.zeros(2), np.zeros((2, 2)))
    assert not named(check(drawn(nothing)), "−∇f")


def test_prices_with_gaps() -> None:
    changes = np.linspace(-1, 1, 5)
    figure = price(changes, np.array([np.nan, 1.0, 0.5, 0.2, 0.1]), 0.5 - changes)
    check(Drawing(figure))
    assert named(figure.data, "predicted by λ")[0].y[2] == 0.5


def on_a_line(boundaries: list[Boundary], forces: Forces | None = None) -> Drawing:
    samples = line(np.square)
    return with_constraints_on_line(curve(samples, ON_A_PARABOLA), samples.x, boundaries, forces)


def test_forbidden_parts_of_a_line_are_veiled_up_to_the_boundary() -> None:
    x = line(np.square).x
    traces = check(on_a_line([Boundary("x <= 1", x - 1, False), Boundary("x = 0", x, True)]))
    (veil,) = named(traces, "not feasible")
    assert [value for value in veil.x if value is not None] == pytest.approx([1, x[-1], x[-1], 1, 1], abs=x[1] - x[0])
    (wall,) = named(traces, "x &lt;= 1")
    assert wall.x[0] == pytest.approx(1)
    assert named(traces, "x = 0")[0].x[0] == pytest.approx(0)
    assert traces[0] is veil, "what is forbidden lies under the graph"


def test_a_line_with_nothing_to_veil_and_walls_out_of_sight() -> None:
    x = line(np.square).x
    traces = check(on_a_line([Boundary("x <= 99", x - 99, False), Boundary("log(x) <= 0", x * np.nan, False)]))
    assert not named(traces, "not feasible")
    assert named(traces, "x &lt;= 99")[0].x == (None,)
    check(on_a_line([]))


def test_forces_on_a_line_lie_along_it() -> None:
    x = line(np.square).x
    forces = Forces(np.array([1.0, 1.0]), np.array([-2.0, 0.0]), np.array([[2.0, 0.0]]))
    traces = check(on_a_line([Boundary("x >= 1", 1 - x, False)], forces))
    down, push = named(traces, "−∇f")[0], named(traces, "−λ1∇c1")[0]
    assert down.y == push.y == (1, 1)
    assert down.x[1] - 1 == pytest.approx(1 - push.x[1])


def test_kkt_points_are_marked_the_best_by_a_star() -> None:
    drawing = with_points(on_a_line([]), np.array([[1.0, 1.0], [0.0, 0.0]]), ["one", "<b>"], [False, True])
    (marks,) = named(check(drawing), "KKT points")
    assert marks.marker.symbol == ("diamond", "star")
    assert marks.text == ("one", "&lt;b&gt;")
