"""The tape in writing."""

import numpy as np
import pytest

import numerics as nm
from numerics.autodiff.notation import formulas, names


def test_results_are_numbered_and_leaves_keep_their_text() -> None:
    graph = nm.trace("3.50*sin(x) + pi*x", {"x": 2, "y": 0})
    assert names(graph) == ("3.50", "x", "v1", "v2", "pi", "v3", "v4", "y")
    assert [line for line in formulas(graph) if line] == ["sin(x)", "3.50*v1", "pi*x", "v2 + v3"]


@pytest.mark.parametrize("variable", ["v", "v1"])
def test_another_letter_is_taken_where_v_is_a_variable(variable: str) -> None:
    assert names(nm.trace(f"exp({variable})", {variable: 1})) == (variable, "w1")


def test_the_lines_compute_the_values() -> None:
    """Read as formulas of the names before them, the lines give what the graph holds."""
    graph = nm.trace("-(x + 1)^2/max(x, y, 3) - |x*y|", {"x": 0.3, "y": 0.7})
    named, known = names(graph), {"x": 0.3, "y": 0.7}
    for name, line, node in zip(named, formulas(graph), graph.nodes, strict=True):
        if line:
            known[name] = float(nm.trace(line, known).value)
            np.testing.assert_equal(known[name], float(node.value))
