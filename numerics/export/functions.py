"""A typed function and its derivatives as Python functions of NumPy arrays: the same bits as here."""

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from numerics.export.formulas import NUMPY, NUMPY_OWN, local_names, rewritten
from numerics.export.gather import gather
from numerics.objective import Objective
from numerics.residuals import residuals_of
from numerics.symbolic.program import KINDS, Index, Kind, Program

WIDTH = 110
# What a method may ask beside f and its derivatives, and which outputs of the residuals' program answer.
OF_RESIDUALS: dict[str, Kind] = {"residuals": "value", "jacobian": "gradient"}

_CALLED = re.compile(r"\b[a-z]\w*(?=\()")
_GIVES = {
    "value": "f at points (..., n), shape (...).",
    "gradient": "The gradient of f at points (..., n), shape (..., n).",
    "hessian": "The matrix of second derivatives of f at points (..., n), shape (..., n, n).",
    "residuals": "The residuals r at points (..., n), shape (..., m); f is the sum of their squares + a constant.",
    "jacobian": "The derivatives of the residuals at points (..., n), shape (..., m, n).",
}
RESERVED = (*_GIVES, *NUMPY_OWN, "PARAMETERS")


class Functions(NamedTuple):
    """The source of functions of f.

    Attributes:
        names: what they are called.
        imports: the statements that they need.
        special: those of SciPy's functions that they use, by their names in derived source.
        code: the formula in a comment, the parameters, and the functions.
    """

    names: tuple[str, ...]
    imports: frozenset[str]
    special: tuple[str, ...]
    code: str


def functions(f: Objective, wanted: Iterable[str]) -> Functions:
    """Those wanted of value, gradient and hessian, and of residuals and jacobian where f is a sum of squares."""
    programs: dict[str, tuple[Program, Kind]] = {kind: (f.program, kind) for kind in KINDS if kind in wanted}
    if not programs.keys() >= set(wanted) and (squares := residuals_of(f)):
        programs |= {name: (squares.program, kind) for name, kind in OF_RESIDUALS.items() if name in wanted}
    called: set[str] = set().union(*(_called_by(program, kind) for program, kind in programs.values()))
    helpers = gather(function for name, function in NUMPY_OWN.items() if name in called)
    special = tuple(sorted(name for name in called if NUMPY[name].startswith("special.") or name == "trigamma"))
    parameters = [f"PARAMETERS = {dict(f.parameters)}"] if f.parameters else []
    code = [
        "\n".join([formula(f), *parameters]),
        *helpers.code.values(),
        *(_function(name, *programs[name], f.variables, tuple(f.parameters)) for name in programs),
    ]
    imports = {
        "import math",
        "import numpy as np",
        *helpers.imports,
        *(["from scipy import special"] if special else []),
    }
    return Functions(tuple(programs), frozenset(imports), special, "\n\n\n".join(code))


def formula(f: Objective) -> str:
    """What was typed, as comment lines."""
    return comment(f"f({', '.join(f.variables)}) = {f.text}")


def comment(text: str) -> str:
    """A text as comment lines; what is not printable is escaped, so that no line ends before its end."""
    plain = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return textwrap.fill(plain, WIDTH, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False)


def unpacked(names: Sequence[str]) -> str:
    """The left side of an assignment that gives each name one of several values."""
    return f"({names[0]},)" if len(names) == 1 else ", ".join(names)


def _function(name: str, program: Program, kind: Kind, variables: Sequence[str], parameters: Sequence[str]) -> str:
    points, constants = local_names(variables), local_names(parameters)
    lines = [
        f"def {name}(point):",
        f'    """{_GIVES[name]}"""',
        f"    {unpacked(points)} = np.moveaxis(point, -1, 0).copy()",
    ]
    if constants:
        lines.append(f"    {unpacked(constants)} = map(np.float64, PARAMETERS.values())")
    names = {f"v{i}": point for i, point in enumerate(points)} | {f"p{i}": each for i, each in enumerate(constants)}
    outputs = program.outputs[kind]
    for temporary, source in program.needed_for(outputs.values()):
        lines.append(f"    {temporary} = {rewritten(source, names, NUMPY, 'np')}")
    shape = program.shape + (program.dimension,) * KINDS.index(kind)
    size = f"(*point.shape[:-1], {', '.join(map(str, shape))})" if shape else "point.shape[:-1]"
    lines.append(f"    result = np.empty({size})")
    for index, source in outputs.items():
        targets = [_entry(index)]
        if kind == "hessian" and index[-1] != index[-2]:
            targets.append(_entry((*index[:-2], index[-1], index[-2])))
        lines.append(f"    {' = '.join(targets)} = {rewritten(source, names, NUMPY, 'np')}")
    lines.append(f"    return result{'' if shape else '[()]'}")
    return "\n".join(lines)


def _entry(index: Index) -> str:
    return f"result[{', '.join(['...', *map(str, index)])}]"


def _called_by(program: Program, kind: Kind) -> set[str]:
    """The functions, by their names in derived source, that a kind of outputs uses."""
    outputs = list(program.outputs[kind].values())
    sources = [*outputs, *(source for _, source in program.needed_for(outputs))]
    return {name for source in sources for name in _CALLED.findall(source)}
