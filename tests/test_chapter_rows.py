"""Every row of the chapter's collection has a test that names it, and so reproduces its figures.

A test names a row by its own name, `test_row_B4_…`, or in its docstring: "Row C12: …".
"""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROWS = {
    "A0": "why numerics",
    "A1": "softmax stability",
    "A2": "derivatives, partial derivatives, gradient",
    "A3": "gradient descent in one variable",
    "A4": "Jacobian, Hessian",
    "A5": "curvature: minimum, maximum, saddle",
    "A6": "Lagrangian, KKT, weight decay as a norm ball",
    "A7": "a playground in two variables",
    "A8": "connections",
    "A9": "a quiz in every lesson",
    "B1": "empirical risk, regularization",
    "B2": "stochastic gradients and mini-batches",
    "B3": "momentum, Nesterov",
    "B4": "gradient descent against Newton in one variable",
    "B5": "preconditioning",
    "B6": "Adagrad, RMSProp, Adam",
    "B7": "line search, trust region, Levenberg–Marquardt",
    "B8": "number formats and mixed precision",
    "B9": "stable primitives",
    "B10": "automatic differentiation",
    "B11": "vanishing and exploding gradients",
    "B12": "gradient clipping",
    "B13": "checkpointing",
    "C1": "conditioning",
    "C2": "critical points, local and global, plateaus",
    "C3": "directional derivative, steepest descent",
    "C4": "line search over several lengths",
    "C5": "what curvature does to a step",
    "C6": "the second-order model, the best step",
    "C7": "directional curvature",
    "C8": "ill-conditioned descent",
    "C9": "Newton's method",
    "C10": "Lipschitz constants",
    "C11": "constraints: projection, reparametrization, KKT",
    "C12": "linear least squares",
    "D1": "rounding",
    "D2": "softmax of extreme logits",
    "D3": "the condition of a 2×2 system",
    "D4": "critical points in one variable",
    "D5": "descent on x² + y² + x sin y + y sin x",
    "D6": "a Jacobian, two derivatives, a gradient",
    "D7": "a Hessian",
    "D8": "Newton against descent on x² + 5y²",
    "D9": "constraints and bounds in one picture",
    "D10": "Lagrange multipliers",
    "D11": "least-squares fits",
}
NAMED = re.compile(r"\b[Rr]ow ([A-D]\d+)\b|test_row_([A-D]\d+)_")


def naming(source: str) -> dict[str, list[str]]:
    """The rows that the tests of a source name, each with the tests that do."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for match in NAMED.finditer(f"{node.name}_ {ast.get_docstring(node) or ''}"):
                found.setdefault(match[1] or match[2], []).append(node.name)
    return found


@pytest.fixture(scope="module")
def named() -> dict[str, list[str]]:
    everywhere: dict[str, list[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        if path != Path(__file__):
            for row, tests in naming(path.read_text("utf-8")).items():
                everywhere.setdefault(row, []).extend(tests)
    return everywhere


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row}: {ROWS[row]}")
def test_every_row_of_the_chapter_is_named_by_a_test(row: str, named: dict[str, list[str]]) -> None:
    assert named.get(row)


def test_no_test_names_a_row_that_the_chapter_has_not(named: dict[str, list[str]]) -> None:
    assert set(named) <= set(ROWS)


def test_rows_are_read_from_names_and_docstrings_of_tests_alone() -> None:
    source = """
def test_row_B1_and_more(): ...
def test_row_C1(): "Not row B13 of a bridge, but row A2: …"
def helper(): "Row D1: no test."
def test_of_arrow_D2(): "Row B12"  # row D3
"""
    assert set(naming(source)) == {"B1", "C1", "B13", "A2", "B12"}
