"""Which names a piece of source takes from the module around it."""

import ast
import builtins
from collections.abc import Iterable

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def global_names(tree: ast.AST) -> list[ast.Name]:
    """The nodes of `tree`, statements of a module, that read a name of the module; builtins are left out."""
    found = _Globals()
    found.visit(tree)
    return [node for node in found.names if not hasattr(builtins, node.id)]


class _Globals(ast.NodeVisitor):
    def __init__(self) -> None:
        self.names: list[ast.Name] = []
        self._local: frozenset[str] = frozenset()

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and node.id not in self._local:
            self.names.append(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node, node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node, [node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._each([*node.decorator_list, *node.bases, *node.keywords])
        for statement in node.body:
            # What the body binds is seen by its later statements, but not inside its functions.
            bound = frozenset() if isinstance(statement, Function) else _bound(node.body)
            self._within(bound, [statement])

    def visit_ListComp(self, node: Comprehension) -> None:
        self._within(_bound(node.generators), list(ast.iter_child_nodes(node)))

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def _function(self, node: ast.FunctionDef | ast.Lambda, body: Iterable[ast.AST]) -> None:
        arguments = node.args
        self._each([*getattr(node, "decorator_list", []), *arguments.defaults, *filter(None, arguments.kw_defaults)])
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        self._within(_bound(body) | {each.arg for each in every if each}, body)

    def _within(self, bound: frozenset[str], nodes: Iterable[ast.AST]) -> None:
        outside, self._local = self._local, self._local | bound
        self._each(nodes)
        self._local = outside

    def _each(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)


def _bound(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """The names that the nodes bind in their own scope."""
    found: set[str] = set()
    pending = list(nodes)
    while pending:
        node = pending.pop()
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.ExceptHandler(name=str(name)):
                found.add(name)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
                continue
            case ast.alias(name=name, asname=given):
                found.add(given or name.partition(".")[0])
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                continue
        pending.extend(ast.iter_child_nodes(node))
    return frozenset(found)
