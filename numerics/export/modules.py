"""Modules as text: where each name is defined, and the text of a definition with some places changed."""

import ast
import inspect
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from numerics.errors import NumericsError

_PACKAGES = {*sys.stdlib_module_names, "numpy", "scipy"}  # imported by a script too; everything else is copied


class Edit(NamedTuple):
    """Puts `new` in place of the characters `start` … `end` of a text."""

    start: int
    end: int
    new: str


class Import(NamedTuple):
    """What an import statement binds a name to: something in another module, or the module itself (`name` "")."""

    module: str
    name: str

    @property
    def is_copied(self) -> bool:
        """Whether the definition is ours, and so goes into the script."""
        return self.module.partition(".")[0] not in _PACKAGES

    def statement(self, bound: str) -> str:
        """The statement that binds the name `bound` so."""
        what = f"from {self.module} import {self.name}" if self.name else f"import {self.module}"
        return what if bound == (self.name or self.module) else f"{what} as {bound}"


class Module:
    """The text of a module, its top-level definitions and its imports, by the name that each binds."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.definitions: dict[str, ast.stmt] = {}
        self.imports: dict[str, Import] = {}
        self._lines = text.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))
        for statement in ast.parse(text).body:
            self._bind(statement)

    def _bind(self, statement: ast.stmt) -> None:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                self.definitions[name] = statement
            case ast.Assign() | ast.AnnAssign():
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                for node in (each for target in targets for each in ast.walk(target)):
                    if isinstance(node, ast.Name):
                        self.definitions[node.id] = statement
            case ast.Import(names=names):
                self.imports |= {each.asname or each.name: Import(each.name, "") for each in names}
            case ast.ImportFrom(module=str(module), names=names, level=0):
                self.imports |= {each.asname or each.name: Import(module, each.name) for each in names}

    def place(self, line: int, column: int) -> int:
        """The place of a syntax tree's line and column, which counts bytes."""
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def start(self, node: ast.expr | ast.stmt | ast.arg) -> int:
        """The place of a node's first character."""
        return self.place(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.arg) -> int:
        """The place after a node's last character."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.place(node.end_lineno, node.end_col_offset)

    def line_end(self, place: int) -> int:
        """The place after the line that has this place."""
        return self.text.index("\n", place) + 1 if "\n" in self.text[place:] else len(self.text)

    def extent(self, statement: ast.stmt) -> tuple[int, int]:
        """Where the lines of a statement begin and end, its decorators and the comment right above it included."""
        first = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", []))])
        while first > 1 and self._lines[first - 2].lstrip().startswith("#"):
            first -= 1
        return self._starts[first - 1], self.line_end(self.end(statement))

    def edited(self, extent: tuple[int, int], edits: Iterable[Edit]) -> str:
        """The text from one place to another with edits made; one inside another, larger edit is dropped."""
        first, last = extent
        parts, done = [], first
        for start, end, new in sorted(set(edits), key=lambda edit: (edit.start, -edit.end)):
            if start >= done:
                parts += [self.text[done:start], new]
                done = end
        return "".join([*parts, self.text[done:last]])


class Place(NamedTuple):
    """A name at the top level of a module."""

    module: Module
    name: str

    @property
    def statement(self) -> ast.stmt:
        """The statement that defines it."""
        return self.module.definitions[self.name]


@lru_cache(maxsize=64)
def module_of_text(text: str) -> Module:
    """The module with this text."""
    return Module(text)


def module_named(name: str) -> Module:
    """The module of this name, which has been imported; raises NumericsError where its source cannot be read."""
    try:
        return module_of_text(inspect.getsource(sys.modules[name]))
    except (KeyError, OSError, TypeError, SyntaxError) as error:
        raise NumericsError(f"The source of {name} cannot be read, so that it cannot be exported.") from error


def place_of(thing: Any) -> Place:
    """Where a class or function is defined; for a class made at run time its `module_source` is the module's text.

    Raises NumericsError where it is at no module's top level.
    """
    written = vars(thing).get("module_source")
    module = module_of_text(written) if written else module_named(thing.__module__)
    if thing.__qualname__ not in module.definitions:
        raise NumericsError(f"{thing.__qualname__} cannot be exported: it is not at the top level of its module.")
    return Place(module, thing.__qualname__)


def meaning(module: Module, name: str) -> Place | Import | None:
    """What a name stands for in a module: a definition of ours, or an import of others' work."""
    if name in module.definitions:
        return Place(module, name)
    imported = module.imports.get(name)
    if imported and imported.is_copied:
        return meaning(module_named(imported.module), imported.name)
    return imported
