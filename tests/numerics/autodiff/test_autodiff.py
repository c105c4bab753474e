"""Both modes on numbers, against published derivatives, closed forms, the house's conventions, and each other."""

import json
from pathlib import Path

import numpy as np
import pytest

import numerics as nm
from numerics.autodiff import Graph, costs
from numerics.errors import ExpressionError, NumericsError
from numerics.gallery import GALLERY

DATA = json.loads((Path(__file__).parents[2] / "data" / "derivatives.json").read_text())["expressions"]


def both_modes(graph: Graph) -> list[list[float]]:
    """The Jacobian by reverse mode, after checking forward mode against it."""
    rows = graph.jacobian("reverse")
    assert graph.jacobian("forward") == pytest.approx(rows, rel=1e-12, abs=1e-300, nan_ok=True)
    return rows.tolist()


def test_row_B10_a_product_and_a_sum_at_2_and_3() -> None:
    """Row B10: f = x·y + x at (2, 3): f = 8, ∂f/∂x = 4, ∂f/∂y = 2."""
    graph = nm.trace("x*y + x", {"x": 2, "y": 3})
    assert graph.value == 8
    assert graph.reverse().gradient == {"x": 4, "y": 2}
    assert graph.forward("x").derivatives == (4,)
    assert graph.forward({"x": 1, "y": -2}).derivatives == (0,)
    assert sorted(node.operation for node in graph.nodes) == ["add", "multiply", "variable", "variable"]
    assert graph.local_derivatives[graph.outputs[0]] == (1, 1)


def test_every_published_gradient() -> None:
    """Within 1e-9 of the largest entry of the gradient, or 100 times what JAX is off by, kinks included."""
    checked = 0
    for entry in DATA:
        names = entry["variables"]
        for point in entry["points"]:
            graph = nm.trace(entry["expression"], dict(zip(names, point["at"], strict=True)))
            gradient = np.array(point["gradient"], float)
            allowed = max(1e-9, 100 * point["float64"][0]) * np.abs(gradient).max()
            for mode in ("forward", "reverse"):
                assert np.abs(graph.jacobian(mode)[0] - gradient).max() <= allowed, (entry["expression"], mode)
            checked += 1
    assert checked > 377


def test_the_gallery_agrees_with_the_symbolic_gradient() -> None:
    for entry in GALLERY.values():
        f = nm.Objective.parse(entry.text, entry.variables, entry.parameters)
        at = np.array(entry.start, float) + 0.1
        graph = nm.trace(entry.text, dict(zip(f.variables, at, strict=True)), entry.parameters)
        wanted = f.gradient(at)
        assert both_modes(graph)[0] == pytest.approx(wanted, rel=1e-9, abs=1e-9 * np.abs(wanted).max()), entry.name


def test_a_diamond_passes_back_on_both_of_its_ways() -> None:
    """c = x·y, f = sin(c)·exp(c): df/dc = (cos c + sin c) e^c."""
    graph = nm.trace("sin(x*y)*exp(x*y)", {"x": 0.3, "y": 0.7})
    slope = (np.cos(0.21) + np.sin(0.21)) * np.exp(0.21)
    assert both_modes(graph)[0] == pytest.approx([0.7 * slope, 0.3 * slope], rel=1e-14)
    assert [node.operation for node in graph.nodes].count("multiply") == 2  # the shared one, and that of f


def test_twice_the_same_node() -> None:
    """f = c + c with c = x·y: an engine that skips what it has visited loses half of the gradient."""
    graph = nm.trace("x*y + x*y", {"x": 2, "y": 3})
    assert both_modes(graph) == [[6, 4]]
    place = graph.nodes[graph.outputs[0]].inputs[0]
    back = graph.reverse()
    assert [edge.amount for edge in back.contributions if edge.target == place] == [1, 1]
    assert back.adjoints[place] == 2


def test_a_node_used_three_times() -> None:
    """c = x², f = c + sin(c) + 1/c: f' = 2x (1 + cos(x²) - 1/x⁴)."""
    graph = nm.trace("x^2 + sin(x^2) + 1/x^2", {"x": 1.3})
    assert both_modes(graph)[0] == pytest.approx([2.6 * (1 + np.cos(1.69) - 1 / 1.69**2)], rel=1e-14)
    shared = next(at for at, node in enumerate(graph.nodes) if node.operation == "power")
    assert sum(shared in node.inputs for node in graph.nodes) == 3


def test_a_node_used_by_both_outputs() -> None:
    """c = x·y, f = (c², sin c): one node c, and each row of the Jacobian is its own slope times (y, x)."""
    graph = nm.trace("(x*y)^2, sin(x*y)", {"x": 2, "y": 3})
    assert graph.values == (36, np.sin(6))
    rows = both_modes(graph)
    assert rows[0] == [36, 24]
    assert rows[1] == pytest.approx([3 * np.cos(6), 2 * np.cos(6)], rel=1e-15)
    assert list(graph.reverse([2, 5]).gradient.values()) == pytest.approx(np.array([2, 5]) @ np.array(rows))
    assert [node.operation for node in graph.nodes].count("multiply") == 1


def test_the_classic_mistake_keeps_only_what_arrives_last() -> None:
    """x reaches x·y + x directly (1) and through the product (y = 3): `=` for `+=` leaves the 3."""
    graph = nm.trace("x*y + x", {"x": 2, "y": 3})
    assert graph.reverse(overwrite=True).gradient == {"x": 3, "y": 2}
    assert nm.trace("x*y + exp(z)", {"x": 2, "y": 3, "z": 0}).reverse(overwrite=True).gradient == {
        "x": 3,
        "y": 2,
        "z": 1,
    }
    wrong = nm.trace("x*x", {"x": 5}).reverse(overwrite=True)
    assert wrong.gradient == {"x": 5}
    assert [(passed.argument, passed.amount, passed.total) for passed in wrong.contributions] == [(0, 5, 5), (1, 5, 5)]


def test_every_contribution_tells_the_sum_so_far() -> None:
    back = nm.trace("x*x, x", {"x": 5}).reverse([1, 2])
    assert back.seeds == (1, 2)
    assert [(passed.argument, passed.total) for passed in back.contributions] == [(0, 7), (1, 12)]
    assert nm.trace("x, x", {"x": 5}).reverse([1, 2]).seeds == (1, 3)


def test_reverse_order_completes_an_adjoint_before_it_is_passed_on() -> None:
    back = nm.trace("exp(x)*y + sin(exp(x)) + y", {"x": 0.5, "y": 2}).reverse()
    position = {at: step for step, at in enumerate(back.order)}
    assert all(position[edge.source] < position[edge.target] for edge in back.contributions)
    for at in back.order[1:]:
        assert sum(edge.amount for edge in back.contributions if edge.target == at) == back.adjoints[at]


@pytest.mark.parametrize(
    ("text", "x", "slope"),
    [
        ("|x|", 0, 0),
        ("sign(x)", 0, 0),
        ("max(3x, x)", 0, 2),
        ("min(3x, x)", 0, 2),
        ("max(x, 2x, 3x)", 1, 3),
        ("relu(x)", 0, 0.5),
        ("relu(sqrt(x) - 1)", 0, 0),
        ("norm(x)", 0, 0),
        ("norm(x, 3)", 4, 0.8),
        ("hypot(x, 2x)", 0, 0),
        ("where(x > 0, x log(x), x^2)", -1, -2),
        ("where(x <= 0, x^2, sqrt(x))", 0, 0),
        ("where(-1 < x < 1, x^3, 0)", 0.5, 0.75),
        ("(x^2)^(x^2 + 1)", 0, 0),
        ("x^2", -3, -6),
        ("x^0", 0, 0),
        ("x^x", 1, 1),
        ("e^(2x)", 0, 2),
        ("log(x, 2)", 1, 1 / np.log(2)),
    ],
)
def test_kinks_and_branches_are_those_of_the_symbolic_gradient(text: str, x: float, slope: float) -> None:
    graph = nm.trace(text, {"x": x})
    assert both_modes(graph)[0] == pytest.approx([slope], rel=1e-15)
    assert nm.Objective.parse(text, ["x"]).gradient([x]) == pytest.approx([slope], rel=1e-15)


@pytest.mark.parametrize(
    ("text", "x", "value", "slope"),
    [
        ("1/x", 0.0, np.inf, -np.inf),
        ("log(x)", 0.0, -np.inf, np.inf),
        ("sqrt(x)", -1.0, np.nan, np.nan),
        ("exp(x)", 1000.0, np.inf, np.inf),
        ("x/x", 0.0, np.nan, np.nan),
        ("x + 1", np.nan, np.nan, 1.0),
    ],
)
def test_nan_and_infinity_are_values(text: str, x: float, value: float, slope: float) -> None:
    graph = nm.trace(text, {"x": x})
    assert np.array_equal(graph.value, value, equal_nan=True)
    assert np.array_equal(both_modes(graph), [[slope]], equal_nan=True)


def test_arrays_are_many_points_at_once() -> None:
    x, y = np.linspace(-2, 2, 5)[:, None], np.linspace(1, 3, 4)
    many = nm.trace("max(x, y)*exp(x*y), |x|", {"x": x, "y": y}).jacobian()
    assert many.shape == (2, 2, 5, 4)
    for i, j in np.ndindex(5, 4):
        one = nm.trace("max(x, y)*exp(x*y), |x|", {"x": x[i, 0], "y": y[j]}).jacobian()
        assert np.array_equal(many[:, :, i, j], one)


def test_every_operation_is_rounded_to_the_format() -> None:
    """In float32 the sweeps are what NumPy's float32 gives by hand, bit for bit."""
    x, y = np.float32(0.1), np.float32(0.7)
    graph = nm.trace("x*y + x/y", {"x": 0.1, "y": 0.7}, format="float32")
    assert graph.value == x * y + x / y
    assert graph.reverse().gradient == {"x": y + np.float32(1) / y, "y": x + -(x / (y * y))}
    assert nm.trace("3x", {"x": 1}, format="bfloat16").forward({"x": 0.1}).derivatives == (
        nm.round_to(3 * nm.round_to(0.1, "bfloat16"), "bfloat16"),
    )


def test_costs_of_both_modes() -> None:
    """One operation each for x·y and the sum; a multiplication for each of 4 edges, and what meets is added."""
    cost = costs(nm.trace("x*y + x", {"x": 2, "y": 3}))
    assert (cost.values, cost.forward_sweep, cost.reverse_sweep) == (2, 6, 5)
    assert (cost.forward, cost.reverse) == (2 + cost.local + 2 * 6, 2 + cost.local + 5)
    many = costs(nm.trace("norm(a, b, c, d, g, h)^2", dict.fromkeys("abcdgh", 1.0)))
    assert many.forward > 3 * many.reverse - many.local * 3
    wide = costs(nm.trace("sin(x), cos(x), tan(x), exp(x)", {"x": 1}))
    assert wide.reverse > wide.forward


def test_parameters_are_not_derived_by_and_unused_variables_have_slope_0() -> None:
    graph = nm.trace("a*x^2", {"x": 3, "y": 1}, {"a": 5})
    assert graph.reverse().gradient == {"x": 30, "y": 0}
    assert nm.trace("7", {"x": 1}).jacobian("forward").tolist() == [[0]]
    with pytest.raises(NumericsError, match="variable a"):
        graph.forward("a")


def test_input_without_meaning_gets_a_sentence() -> None:
    graph = nm.trace("x*y, x", {"x": 1, "y": 2})
    for call in (
        lambda: graph.value,
        graph.reverse,
        lambda: graph.reverse([1]),
        lambda: graph.forward([1, 2, 3]),
        lambda: graph.forward({"z": 1}),
        lambda: graph.forward(["a", "b"]),
        lambda: graph.jacobian("sideways"),
        lambda: nm.trace("x", {"x": "much"}),
        lambda: nm.trace("x + y", {"x": [1, 2], "y": [1, 2, 3]}),
        lambda: nm.trace("x", {"x": 1}, format="float7"),
    ):
        with pytest.raises(NumericsError):
            call()
    for text, values in (("x +", {"x": 1}), ("x + y", {"x": 1}), ("1", {})):
        with pytest.raises(ExpressionError):
            nm.trace(text, values)


def test_the_largest_texts_stay_quick() -> None:
    """A text near the limit of 500 nodes: a chain that is 40 deep and a sum that is wide."""
    graph = nm.trace("sum(sin(i x)*cos(i y), i, 1, 40)", {"x": 0.1, "y": 0.2})
    i = np.arange(1, 41)
    wanted = [(i * np.cos(0.1 * i) * np.cos(0.2 * i)).sum(), -(i * np.sin(0.1 * i) * np.sin(0.2 * i)).sum()]
    assert both_modes(graph)[0] == pytest.approx(wanted, rel=1e-12)
