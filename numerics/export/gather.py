"""The source of a method as one text: its definitions and, through any number of modules, those they use.

Nothing is run: modules are read as text, and a name is followed through the imports to the statement that
defines it. The text is copied as it is, comments included, but for what `trimming` leaves out.
"""

import ast
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from numerics.errors import NumericsError
from numerics.export.modules import Edit, Import, Module, Place, meaning, place_of
from numerics.export.scopes import global_names
from numerics.export.trimming import Trimmer


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
    held = list(instances)
    trimmer = Trimmer(held, bare, instead or {})
    kinds = {type(instance).__name__: place_of(type(instance)) for instance in held}
    places = {root: place_of(root) for root in roots}
    code: dict[Any, str] = {}
    known = -1
    while len(trimmer.mentioned) > known:  # until no member mentions another one that was left out
        known = len(trimmer.mentioned)
        gatherer = _Gatherer(trimmer, kinds, frozenset(reserved))
        for root, place in places.items():
            gatherer.visit(place)
            code[root] = gatherer.taken()
    names = {root: gatherer.names[place] for root, place in places.items()}
    return Gathered(gatherer.statements(), names, code)


class _Gatherer:
    def __init__(self, trimmer: Trimmer, kinds: Mapping[str, Place], reserved: frozenset[str]) -> None:
        self._trimmer, self._kinds, self._reserved = trimmer, kinds, reserved
        self.names: dict[Place, str] = {}  # what each definition is called here
        self._imports: dict[str, Import] = {}
        self._constants: dict[Place, str] = {}
        self._others: list[str] = []
        self._plain: set[Place] = set()  # constants that are made of constants

    def statements(self) -> set[str]:
        """The import statements."""
        if clash := self._imports.keys() & self.names.values():
            raise NumericsError(f"{min(clash)} cannot be exported: it has two meanings.")
        return {imported.statement(name) for name, imported in self._imports.items()}

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
        module, statement, attributes, names = _read(self._trimmer.text(place))
        self._trimmer.mentioned |= attributes
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
        meant = meaning(place.module, name) or self._kinds.get(name)
        if meant is None and name not in self._reserved:
            raise NumericsError(f"{place.name} cannot be exported: it uses {name}, which no module defines.")
        if isinstance(meant, Import) and self._imports.setdefault(name, meant) != meant:
            raise NumericsError(f"{name} cannot be exported: it has two meanings.")
        return meant


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[Module, ast.stmt, frozenset[str], list[ast.Name]]:
    """The text of a definition as a module, its statement, the attributes it mentions, and the names it looks up."""
    module = Module(text)
    (statement,) = set(module.definitions.values())
    attributes = frozenset(node.attr for node in ast.walk(statement) if isinstance(node, ast.Attribute))
    return module, statement, attributes, global_names(statement)
