"""The source of a method as one text: its definitions and, through any number of modules, those they use.

Nothing is run: modules are read as text, and a name is followed through the imports to the statement that
defines it. The text is copied as it is, comments included, without what a script has no use for: annotations of
functions, and members of classes that nothing mentions.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from numerics.errors import NumericsError
from numerics.export.modules import Edit, Import, Module, module_named, module_of_text
from numerics.export.scopes import global_names

_FOR_TOOLS = re.compile(r" *# (?:type: ignore|noqa)\b.*")
_GAP = re.compile(r"^(class .*:\n)\n+", re.MULTILINE)  # what a docstring that was cut leaves behind


class Place(NamedTuple):
    """A name at the top level of a module."""

    module: Module
    name: str

    @property
    def statement(self) -> ast.stmt:
        """The statement that defines it."""
        return self.module.definitions[self.name]


class Gathered(NamedTuple):
    """The import statements, and of every root what it is called and the code that those before it do not have."""

    imports: set[str]
    names: dict[Any, str]
    code: dict[Any, str]


def gather(
    roots: Iterable[Any],
    instances: Iterable[Any] = (),
    bare: Iterable[type] = (),
    instead: Mapping[str, str] | None = None,
    reserved: Iterable[str] = (),
) -> Gathered:
    """The source of functions and classes with everything of ours that it uses.

    Args:
        roots: functions and classes at the top level of their modules.
        instances: of dataclasses; what their fields hold becomes the default of these fields.
        bare: classes that are only a frame: without docstring, and left out as a base where no member is used.
        instead: expression as it is written → what stands in its place.
        reserved: names that the script gives a meaning; a definition of ours with such a name gets another.

    Raises:
        NumericsError: something is defined where its source cannot be read.
    """
    places = {root: _place_of(root) for root in roots}
    code: dict[Any, str] = {}
    gatherer = _Gatherer(list(instances), {_place_of(kind) for kind in bare}, instead or {}, frozenset(reserved))
    mentioned = -1
    while len(gatherer.attributes) > mentioned:  # until no member mentions another one that was left out
        mentioned = len(gatherer.attributes)
        gatherer.begin()
        for root, place in places.items():
            gatherer.visit(place)
            code[root] = gatherer.taken()
    names = {root: gatherer.names[place] for root, place in places.items()}
    return Gathered(gatherer.imports, names, code)


def _place_of(thing: Any) -> Place:
    """Where a class or function is defined; for a class made at run time its `module_source` is the module's text."""
    written = vars(thing).get("module_source")
    module = module_of_text(written) if written else module_named(thing.__module__)
    if thing.__qualname__ not in module.definitions:
        raise NumericsError(f"{thing.__qualname__} cannot be exported: it is not at the top level of its module.")
    return Place(module, thing.__qualname__)


def _found(module: Module, name: str) -> Place | Import | None:
    """What a name means in a module: a definition of ours, or an import of others' work."""
    if name in module.definitions:
        return Place(module, name)
    imported = module.imports.get(name)
    if imported and imported.is_copied:
        return _found(module_named(imported.module), imported.name)
    return imported


class _Gatherer:
    def __init__(
        self, instances: list[Any], bare: set[Place], instead: Mapping[str, str], reserved: frozenset[str]
    ) -> None:
        self._bare, self._instead, self._reserved = bare, instead, reserved
        self._kinds = {type(instance).__name__: _place_of(type(instance)) for instance in instances}
        self._values: dict[Place, dict[str, str]] = {}  # class → the fields of its instance, as source
        self._overridden: dict[Place, frozenset[str]] = {}  # class → members that its instance has from a subclass
        for instance in instances:
            values = {item.name: _written(getattr(instance, item.name)) for item in fields(instance)}
            overridden: set[str] = set()
            for kind in type(instance).__mro__[:-1]:
                place = _place_of(kind)
                self._values[place], self._overridden[place] = values, frozenset(overridden)
                first, last = place.module.extent(place.statement)
                if "super()" not in place.module.text[first:last]:
                    overridden |= vars(kind).keys()
        self._settled: dict[Place, list[Edit]] = {}  # what does not depend on the attributes
        self.attributes: set[str] = set()  # every attribute that the definitions mention
        self.begin()

    def begin(self) -> None:
        """Start afresh, but for the attributes."""
        self.imports: set[str] = set()
        self.names: dict[Place, str] = {}  # what each is called here
        self._constants: dict[Place, str] = {}
        self._others: list[str] = []
        self._plain: set[Place] = set()  # constants that are made of constants

    def taken(self) -> str:
        """The definitions since the last time, constants first."""
        parts = [*(["\n".join(self._constants.values())] if self._constants else []), *self._others]
        self._constants, self._others = {}, []
        return "\n\n\n".join(parts)

    def visit(self, place: Place) -> str:
        """Take up a definition, after those that it needs; return what it is called here."""
        if place in self.names:
            return self.names[place]
        self._name(place)
        module, statement, attributes, names = _read(self._trimmed(place))
        self.attributes |= attributes
        meant = {node: self._meaning(place, node.id) for node in names}
        edits = [
            Edit(module.start(node), module.end(node), self.visit(other))
            for node, other in meant.items()
            if isinstance(other, Place)
        ]
        for name in module.definitions:
            start = module.text.index(name, module.start(statement))
            edits.append(Edit(start, start + len(name), self._name(Place(place.module, name))))
        text = module.edited((0, len(module.text)), edits).strip()
        ours = {other for other in meant.values() if isinstance(other, Place)}
        if isinstance(statement, ast.Assign | ast.AnnAssign) and ours <= self._plain:
            self._plain |= {Place(place.module, name) for name in module.definitions}
            self._constants[place] = text
        else:
            self._others.append(text)
        return self.names[place]

    def _name(self, place: Place) -> str:
        """What a definition is called here: its name, or the next that is free."""
        if place not in self.names:
            name, number = place.name, 1
            while name in self._reserved or name in self.names.values():
                number += 1
                name = f"{place.name}_{number}"
            self.names[place] = name
        return self.names[place]

    def _meaning(self, place: Place, name: str) -> Place | Import | None:
        """What a name in a definition stands for; None for one that the script gives a meaning."""
        meant = _found(place.module, name) or self._kinds.get(name)
        if meant is None and name not in self._reserved:
            raise NumericsError(f"{place.name} cannot be exported: it uses {name}, which no module defines.")
        if isinstance(meant, Import):
            self.imports.add(meant.statement(name))
        return meant

    def _trimmed(self, place: Place) -> str:
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
                return name.startswith("__") or name in self.attributes
            case ast.Assign(targets=targets):
                return bool({ast.unparse(target) for target in targets} & self.attributes)
            case ast.AnnAssign(target=target, annotation=annotation):
                optional = place in self._bare or ast.unparse(annotation).startswith("ClassVar")
                return not optional or ast.unparse(target) in self.attributes
            case ast.Expr():
                return place not in self._bare
        return True

    def _bases(self, module: Module, node: ast.ClassDef) -> Iterator[Edit]:
        """Leave out bases of which nothing is used."""
        kept = [base for base in node.bases if not self._is_empty(_found(module, ast.unparse(base)))]
        if len(kept) < len(node.bases):
            start = module.text.rindex("(", 0, module.start(node.bases[0]))
            end = module.text.index(")", module.end(node.bases[-1])) + 1
            yield Edit(start, end, f"({', '.join(map(ast.unparse, kept))})" if kept else "")

    def _is_empty(self, base: Place | Import | None) -> bool:
        if not isinstance(base, Place) or base not in self._bare:
            return False
        node = base.statement
        assert isinstance(node, ast.ClassDef)
        inherited = [_found(base.module, ast.unparse(each)) for each in node.bases]
        return not any(self._is_wanted(base, item) for item in node.body) and all(map(self._is_empty, inherited))


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[Module, ast.stmt, frozenset[str], list[ast.Name]]:
    """The text of a definition as a module, its statement, the attributes it mentions, and the names it looks up."""
    module = Module(text)
    (statement,) = set(module.definitions.values())
    attributes = frozenset(node.attr for node in ast.walk(statement) if isinstance(node, ast.Attribute))
    return module, statement, attributes, global_names(statement)


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
