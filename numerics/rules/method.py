"""An update rule that a visitor typed, as a method like any other."""

from __future__ import annotations

from dataclasses import dataclass, field, make_dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from numerics.differentiable import Differentiable
from numerics.knobs import knob, knobs_of
from numerics.language import name_latex, to_latex
from numerics.language.names import split_name
from numerics.methods.base import Array, Method, learning_rate_knob
from numerics.oracle import Oracle
from numerics.rules import theory
from numerics.rules.checks import check
from numerics.rules.notation import Assignment, knob_names, names_read, read_assignments
from numerics.rules.shapes import MEMORIES
from numerics.rules.source import knob_field, source_of
from numerics.rules.step import Memory, Step, compile_step
from numerics.rules.written import CLASS, module_source


@dataclass(frozen=True)
class TypedRule(Method):
    """Base of the methods that `parse_rule` makes.

    Class attributes beside those of every method: `assignments` as understood, and `lines`, (target, source)
    for each of them, as NumPy source in which a knob has the name of its field; `module_source` is the file that
    a method of the laboratory with the same steps would be.
    """

    name = "custom"
    title = "My rule"
    source = "typed by you"
    elementwise = True
    no_step = "one of its lines is not a number there, like 0/0 or the root of a negative number"
    assignments: ClassVar[tuple[Assignment, ...]]
    lines: ClassVar[tuple[tuple[str, str], ...]]
    module_source: ClassVar[str]
    compiled: ClassVar[Step]

    # A field, so that two rules with the same knobs differ wherever methods are compared or remembered.
    text: str = field(default="", init=False, repr=False)

    def init(self, oracle: Oracle, x: Array) -> Memory | None:
        """Zeros for the memories that the rule has; None where it has none and does not ask for t."""
        assigned = {target for target, _ in self.lines}
        if assigned == {"x"} and "t" not in self.compiled.reads:
            return None
        return Memory(0, *(np.zeros_like(x) if name in assigned else None for name in MEMORIES))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: Memory | None) -> tuple[Array, Memory | None]:
        """The lines of the rule, carried out from the first to the last."""
        step = self.compiled
        t, *memories = state or Memory(0)
        value = oracle.value(x)[..., np.newaxis] if "f" in step.reads else None
        knobs = [getattr(self, name) for name in step.knobs]
        x, *memories = step(x, memories, gradient, value, t + 1, oracle.gradient, knobs)
        return x, state and Memory(t + 1, *memories)

    @property
    def curvature_limit(self) -> float | None:
        """As for every method, where the rule is linear; found numerically."""
        return theory.curvature_limit(self, self.assignments) if theory.is_linear(self.assignments) else None

    def contraction(self, curvature: Array) -> Array | None:
        """As for every method, where the rule is linear: the spectral radius of one step."""
        linear = theory.is_linear(self.assignments)
        return theory.contraction(self, self.assignments, curvature) if linear else None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled with its text: a class made at run time cannot be found by its name."""
        return _blank, (self.text,), vars(self)


@dataclass(frozen=True)
class UnreadRule(Method):
    """Stands in for a rule whose text has no meaning: it never runs, and says why."""

    name = TypedRule.name
    title = TypedRule.title
    source = TypedRule.source
    equations = r"x \leftarrow \;?"

    def refusal(self, f: Differentiable) -> str:
        """Whatever f is."""
        return "there is an error in its text"


@lru_cache(maxsize=64)
def parse_rule(text: str) -> type[TypedRule]:
    """The method that `text` describes, such as `m ← beta m + g; x ← x - eta m`; see `notation`.

    Its knobs are fields: `parse_rule("x ← x - eta g")(learning_rate=0.1)`. Raises ExpressionError, with a
    position in the text, where it has no meaning, and LimitError where it is too large.
    """
    assignments = read_assignments(text)
    check(assignments, text)
    knobs = {knob_field(name): _knob(name) for name in knob_names(assignments)}
    lines = tuple((line.target, source_of(line)) for line in assignments)
    rule: type[TypedRule] = make_dataclass(
        CLASS,
        [("text", str, field(default=text, init=False, repr=False)), *((name, float, knobs[name]) for name in knobs)],
        bases=(TypedRule,),
        frozen=True,
        namespace={
            "__doc__": "; ".join(f"{target} ← {source}" for target, source in lines),
            "__module__": __name__,
            "equations": _equations(assignments),
            "assignments": assignments,
            "lines": lines,
            "characters": sum(len(source) for _, source in lines),
            "needs_gradient": "g" in names_read(assignments),
            "compiled": compile_step(lines, tuple(knobs), names_read(assignments)),
        },
    )
    rule.scale_free = theory.is_scale_free(rule)
    shown = {name: getattr(rule, name) for name in ("name", "title", "equations", "source")}
    rule.module_source = module_source(lines, rule.compiled.reads, knobs_of(rule), shown)
    return rule


def _blank(text: str) -> TypedRule:
    """A rule whose fields are still to be set."""
    return object.__new__(parse_rule(text))


def _equations(assignments: tuple[Assignment, ...]) -> str:
    """What was understood, in LaTeX."""
    lines = [rf"{name_latex(line.target)} &\leftarrow {to_latex(line.value)}" for line in assignments]
    if "g" in names_read(assignments):
        lines.insert(0, r"g &= \nabla f(x)")
    rows = r" \\ ".join(lines)
    return rf"\begin{{aligned}} {rows} \end{{aligned}}"


def _knob(name: str) -> Any:
    """The knob of a letter: those with a customary meaning begin where it is customary."""
    symbol = name_latex(name)
    match split_name(name):
        case ("eta", ""):
            return learning_rate_knob(0.01)
        case ("beta" | "rho" | "mu", index):
            share = 0.999 if index == "2" else 0.9
            return knob(share, 0.0, 2.0, "the share of a memory that is kept", symbol=symbol)
        case ("epsilon", _):
            return knob(1e-8, 1e-16, 1.0, "a small number, to keep a division finite", symbol=symbol, log=True)
        case _:
            return knob(1.0, -10.0, 10.0, "a number of your own", symbol=symbol)
