"""Definitions without what a script has no use for: annotations of functions, and members that nothing mentions."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from numerics.export.modules import Edit, Import, Module, Place, meaning, place_of

_FOR_TOOLS = re.compile(r" *# (?:type: ignore|noqa)\b.*")
_GAP = re.compile(r"^(class .*:\n)\n+", re.MULTILINE)  # what a docstring that was cut leaves behind


class Trimmer:
    """Gives the text of definitions; see `numerics.export.gather.gather` for the arguments.

    Attributes:
        mentioned: every attribute that the code mentions; a member of another name is left out.
    """

    def __init__(self, instances: Iterable[Any], bare: Iterable[type], instead: Mapping[str, str]) -> None:
        self.mentioned: set[str] = set()
        self._bare, self._instead = {place_of(kind) for kind in bare}, instead
        self._values: dict[Place, dict[str, str]] = {}  # class → the fields of its instance, as source
        self._overridden: dict[Place, frozenset[str]] = {}  # class → members that its instance has from a subclass
        self._settled: dict[Place, list[Edit]] = {}  # what does not depend on what is mentioned
        for instance in instances:
            values = {item.name: _written(getattr(instance, item.name)) for item in fields(instance)}
            overridden: set[str] = set()
            for kind in type(instance).__mro__[:-1]:
                place = place_of(kind)
                self._values[place], self._overridden[place] = values, frozenset(overridden)
                first, last = place.module.extent(place.statement)
                if "super()" not in place.module.text[first:last]:
                    overridden |= vars(kind).keys()

    def text(self, place: Place) -> str:
        """The text of a definition without what a script has no use for."""
        module, statement = place.module, place.statement
        if place not in self._settled:
            self._settled[place] = [*_annotations(module, statement), *self._replaced(module, statement)]
        edits = self._settled[place]
        if isinstance(statement, ast.ClassDef):
            edits = [*edits, *self._members(place, statement), *self._bases(module, statement)]
        text = _FOR_TOOLS.sub("", module.edited(module.extent(statement), edits))
        return _GAP.sub(r"\1", text)

    def _replaced(self, module: Module, tree: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute | ast.Call | ast.IfExp):
                start, end = module.start(node), module.end(node)
                if (new := self._instead.get(module.text[start:end])) is not None:
                    yield Edit(start, end, new)

    def _members(self, place: Place, node: ast.ClassDef) -> Iterator[Edit]:
        """Cut what is not wanted out of a class, and give its fields their values."""
        module, values = place.module, self._values.get(place, {})
        first = before = module.extent(node.body[0])[0]
        for item in node.body:
            after = module.line_end(module.end(item))
            if not self._is_wanted(place, item):
                yield Edit(before, after, "")
            elif isinstance(item, ast.AnnAssign) and (value := values.get(ast.unparse(item.target))):
                end = module.end(item)
                yield Edit(module.start(item.value), end, value) if item.value else Edit(end, end, f" = {value}")
            before = after
        if not any(self._is_wanted(place, item) for item in node.body):
            yield Edit(first, before, f"{' ' * node.body[0].col_offset}pass\n")

    def _is_wanted(self, place: Place, item: ast.stmt) -> bool:
        """Whether a statement in the body of a class goes into the script."""
        match item:
            case ast.FunctionDef(name=name):
                if name in self._overridden.get(place, ()) or (name == "__post_init__" and place in self._values):
                    return False
                return name.startswith("__") or name in self.mentioned
            case ast.Assign(targets=targets):
                return bool({ast.unparse(target) for target in targets} & self.mentioned)
            case ast.AnnAssign(target=target, annotation=annotation):
                optional = place in self._bare or ast.unparse(annotation).startswith("ClassVar")
                return not optional or ast.unparse(target) in self.mentioned
            case ast.Expr():
                return place not in self._bare
        return True

    def _bases(self, module: Module, node: ast.ClassDef) -> Iterator[Edit]:
        """Leave out bases of which nothing is used."""
        kept = [base for base in node.bases if not self._is_empty(meaning(module, ast.unparse(base)))]
        if len(kept) < len(node.bases):
            start = module.text.rindex("(", 0, module.start(node.bases[0]))
            end = module.text.index(")", module.end(node.bases[-1])) + 1
            yield Edit(start, end, f"({', '.join(map(ast.unparse, kept))})" if kept else "")

    def _is_empty(self, base: Place | Import | None) -> bool:
        if not isinstance(base, Place) or base not in self._bare:
            return False
        node = base.statement
        assert isinstance(node, ast.ClassDef)
        inherited = [meaning(base.module, ast.unparse(each)) for each in node.bases]
        return not any(self._is_wanted(base, item) for item in node.body) and all(map(self._is_empty, inherited))


def _written(value: Any) -> str:
    """A field's value as source."""
    return f"{type(value).__name__}()" if is_dataclass(value) else repr(value)


def _annotations(module: Module, tree: ast.AST) -> Iterator[Edit]:
    """Cut the annotations out of functions."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        if function.returns:
            start = module.text.rindex(" ->", 0, module.start(function.returns))
            yield Edit(start, module.end(function.returns), "")
        positional = [*function.args.posonlyargs, *function.args.args]
        defaults = [None] * (len(positional) - len(function.args.defaults)) + function.args.defaults
        given = [*positional, *function.args.kwonlyargs, function.args.vararg, function.args.kwarg]
        for argument, default in zip(given, [*defaults, *function.args.kw_defaults, None, None], strict=True):
            if argument and argument.annotation:
                end = module.end(argument.annotation)
                yield Edit(module.start(argument) + len(argument.arg), end, "")
                if default:
                    yield Edit(end, module.start(default), "=")
        for node in ast.walk(function):
            if isinstance(node, ast.AnnAssign) and node.value:
                yield Edit(module.end(node.target), module.end(node.annotation), "")
