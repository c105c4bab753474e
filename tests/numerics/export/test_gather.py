"""Names are followed as Python follows them, and what has no place in a script stays out of it."""

import ast
import builtins
import symtable
from pathlib import Path

import pytest

import numerics
from numerics.errors import NumericsError
from numerics.export.gather import gather
from numerics.export.scopes import global_names

SOURCES = sorted(Path(numerics.__file__).parent.rglob("*.py"))


class Bare(ast.NodeTransformer):
    """Annotations are not looked up when a function runs."""

    def visit_arg(self, node):
        node.annotation = None
        return node

    def visit_FunctionDef(self, node):
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node):
        plain = ast.Assign([node.target], node.value) if node.value else ast.Pass()
        return self.generic_visit(plain)


def looked_up(table):
    """The global names that a scope and those inside it refer to, by Python's own analysis."""
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or (top and not symbol.is_parameter())):
            yield symbol.get_name()
    for child in table.get_children():
        yield from looked_up(child)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: "/".join(path.parts[-2:]))
def test_global_names_are_those_that_python_finds(path):
    tree = ast.fix_missing_locations(Bare().visit(ast.parse(path.read_text("utf-8"))))
    table = symtable.symtable(ast.unparse(tree), path.name, "exec")
    assert {node.id for node in global_names(tree)} == set(looked_up(table)) - set(vars(builtins))


def test_scopes_hide_what_they_bind():
    source = """
def f(a, *b, c=used1, **d):
    e = [g + used2 for g in a if (h := g)]
    def inner(): return e, i, used3
    i = lambda j: j + used4
    try: used5()
    except used6 as k: k
    with used7 as l: l
    import m
    return inner, m, later
class C(used8):
    n = used9
    def method(self): return n
"""
    names = {node.id for node in global_names(ast.parse(source))}
    assert names == {*(f"used{number}" for number in range(1, 10)), "later", "n"}


def needs_what_is_not_there():
    return nowhere  # noqa: F821


def test_a_name_without_a_meaning_is_told():
    with pytest.raises(NumericsError, match="nowhere"):
        gather([needs_what_is_not_there])


def test_a_class_that_is_in_no_module_is_told():
    with pytest.raises(NumericsError, match="Made cannot be exported"):
        gather([type("Made", (), {"__module__": __name__})])
    with pytest.raises(NumericsError, match="cannot be read"):
        gather([type("Made", (), {"__module__": "no.such.module"})])
