"""The house's table: `app → pages → ui → figures → numerics`, imports this way only, and in no circle."""

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("app", "pages", "ui", "figures", "numerics")  # each may import those to its right, and itself
OUTSIDE = {  # the packages of others that a layer may import
    "app": {"streamlit"},
    "pages": {"streamlit"},
    "ui": {"streamlit", "numpy", "plotly", "threadpoolctl"},
    "figures": {"plotly", "numpy"},
    "numerics": {"numpy", "scipy", "sympy", "mpmath", "ml_dtypes", "flint"},
}


def modules() -> dict[str, Path]:
    paths = [ROOT / "app.py", *(path for layer in LAYERS[1:] for path in sorted((ROOT / layer).rglob("*.py")))]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


MODULES = modules()


def imports(name: str) -> set[str]:
    """The modules that a module imports, wherever in the file; not those it names for the type checker alone."""
    package = name if MODULES[name].name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in _running(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parts, *([base] if base else [])])
            found |= {f"{base}.{a.name}" if f"{base}.{a.name}" in MODULES else base for a in node.names}
    return found


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree, but for what stands under `if TYPE_CHECKING`."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")):
            yield from _running(child)


@pytest.mark.parametrize("name", MODULES)
def test_imports_obey_the_table(name: str) -> None:
    layer = name.split(".")[0]
    below = set(LAYERS[LAYERS.index(layer) :])
    if layer in ("app", "pages"):
        below -= {"app", "pages"}  # a page stands alone
    roots = {imported.split(".")[0] for imported in imports(name)}
    assert roots <= below | OUTSIDE[layer] | sys.stdlib_module_names


@pytest.mark.parametrize("name", [name for name in MODULES if name == "app" or name.startswith("pages.")])
def test_pages_have_no_mathematics(name: str) -> None:
    assert not {imported.split(".")[0] for imported in imports(name)} & {"math", "cmath", "random", "statistics"}


def test_no_circle_of_imports() -> None:
    graph = {name: {found for found in imports(name) if found in MODULES and found != name} for name in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_only_ui_knows_the_address_and_the_caches() -> None:
    for name, path in MODULES.items():
        tree = ast.parse(path.read_text("utf-8"))
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if not name.startswith("ui."):
            assert not attributes & {"query_params", "cache_data", "cache_resource"}, name


def test_the_check_itself_sees_what_it_should() -> None:
    assert "streamlit" in imports("ui.frame")
    assert "ui.links" in imports("ui.frame")
