"""A typed rule as the file that a method of the laboratory is: the text that exports copy."""

import re
from collections.abc import Collection, Iterator, Mapping

from numerics.export.formulas import NUMPY, NUMPY_OWN, Dialect, rewritten
from numerics.knobs import Knob
from numerics.rules.shapes import MEMORIES
from numerics.rules.step import Lines

CLASS = "MyRule"

_DIALECT: Dialect = {
    **NUMPY,
    "norm": "norm({0})",
    "dot": "dot({0}, {1})",
    "full_like": "np.full_like({0}, {1})",
    "pow": "{0} ** {1}",
    "grad": "oracle.gradient({0})",
}
# What a module may need: a word, and the import that gives it a meaning; the standard library, packages, our own.
_IMPORTS = (
    {
        "math": "import math",
        "dataclass": "from dataclasses import dataclass",
        "NamedTuple": "from typing import NamedTuple",
    },
    {"np": "import numpy as np", "special": "from scipy import special"},
    {
        "knob": "from numerics.knobs import knob",
        "Method": "from numerics.methods.base import Array, Method, learning_rate_knob",
        "Oracle": "from numerics.oracle import Oracle",
        **{name: f"from numerics.rules.source import {name}" for name in ("dot", "norm")},
        **{name: f"from numerics.symbolic.numpy_functions import {name}" for name in sorted(NUMPY_OWN)},
    },
)


def module_source(lines: Lines, reads: Collection[str], knobs: Collection[Knob], attributes: Mapping[str, str]) -> str:
    """The text of a module whose class `CLASS` takes the same steps as the rule, bit for bit.

    `lines` are (target, source), `reads` the names that they read, and `attributes` the texts that the class has:
    its name, its title, ….
    """
    targets = {target for target, _ in lines}
    state = [name for name in ("t", *MEMORIES) if name in targets or (name == "t" and "t" in reads)]
    kind = "State" if state else "None"
    code = "\n".join(
        [
            *_state(state),
            "@dataclass(frozen=True)",
            f"class {CLASS}(Method):",
            '    """An update rule that was typed:',
            "",
            *(f"    {target} ← {source}" for target, source in lines),
            '    """',
            "",
            *(f"    {name} = {text!r}" for name, text in attributes.items()),
            *(f"    {knob.name}: float = {_field(knob)}" for knob in knobs),
            *_init(state, kind),
            "",
            f"    def step(self, oracle: Oracle, x: Array, g: Array, state: {kind}) -> tuple[Array, {kind}]:",
            *(f"        {line}" for line in _step(lines, reads, knobs, state)),
        ]
    )
    words = set(re.findall(r"\w+", code))
    groups = ([statement for word, statement in group.items() if word in words] for group in _IMPORTS)
    imports = "\n\n".join("\n".join(group) for group in groups)
    return f'"""A typed update rule."""\n\n{imports}\n\n\n{code}\n'


def _state(state: list[str]) -> Iterator[str]:
    if state:
        yield from ("class State(NamedTuple):", '    """What is kept from step to step."""', "")
        yield from (f"    {name}: {'float' if name == 't' else 'Array'}" for name in state)
        yield from ("", "")


def _field(knob: Knob) -> str:
    if knob.name == "learning_rate":
        return f"learning_rate_knob({knob.default!r})"
    log = ", log=True" if knob.log else ""
    return f"knob({knob.default!r}, {knob.low!r}, {knob.high!r}, {knob.meaning!r}, symbol={knob.symbol!r}{log})"


def _init(state: list[str], kind: str) -> Iterator[str]:
    zeros = ["0.0" if name == "t" else "np.zeros_like(x)" for name in state]
    yield from ("", f"    def init(self, oracle: Oracle, x: Array) -> {kind}:", f"        return {_kept(zeros)}")


def _kept(state: list[str]) -> str:
    return f"State({', '.join(state)})" if state else "None"


def _step(lines: Lines, reads: Collection[str], knobs: Collection[Knob], state: list[str]) -> Iterator[str]:
    for knob in knobs:
        yield f"{knob.name} = np.float64(self.{knob.name})"  # Python's floats raise on 1/0
    if state:
        yield f"{', '.join(state)}{',' * (len(state) == 1)} = state"
    if "t" in state:
        yield "t = np.float64(t + 1)"
    if "f" in reads:
        yield "f = oracle.value(x)[..., np.newaxis]"
    for target, source in lines:
        yield f"{target} = {rewritten(source, {}, _DIALECT, 'np')}"
    yield f"return x, {_kept(state)}"
