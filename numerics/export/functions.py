"""A typed function and its derivatives as Python functions of NumPy arrays: the same bits as here."""

import re
from collections.abc import Iterable, Sequence

from numerics.export.formulas import NUMPY, local_names, rewritten
from numerics.symbolic.program import KINDS, Index, Kind, Program

_CALLED = re.compile(r"\b[a-z]\w*(?=\()")

_VALUE = {
    "value": "f at points (..., n), shape (...).",
    "gradient": "The gradient of f at points (..., n), shape (..., n).",
    "hessian": "The matrix of second derivatives of f at points (..., n), shape (..., n, n).",
}
_VECTOR = {
    "value": "The residuals r at points (..., n), shape (..., m); f is the sum of their squares + a constant.",
    "gradient": "The derivatives of the residuals at points (..., n), shape (..., m, n).",
}


def numpy_function(name: str, program: Program, kind: Kind, variables: Iterable[str], parameters: Iterable[str]) -> str:
    """The source of `name(point)` for points (..., n), which gives the `kind` of the program's outputs there.

    Parameters are read from a dictionary PARAMETERS.
    """
    points, constants = local_names(variables), local_names(parameters)
    lines = [
        f"def {name}(point):",
        f'    """{(_VECTOR if program.shape else _VALUE)[kind]}"""',
        f"    {_unpacked(points)} = np.moveaxis(point, -1, 0).copy()",
    ]
    if constants:
        lines.append(f"    {_unpacked(constants)} = map(np.float64, PARAMETERS.values())")
    names = {f"v{i}": point for i, point in enumerate(points)} | {f"p{i}": each for i, each in enumerate(constants)}
    outputs = program.outputs[kind]
    for temporary, source in program.needed_for(outputs.values()):
        lines.append(f"    {temporary} = {rewritten(source, names, NUMPY, 'np')}")
    shape = program.shape + (program.dimension,) * KINDS.index(kind)
    lines.append(f"    result = np.empty({f'(*point.shape[:-1], {_list(shape)})' if shape else 'point.shape[:-1]'})")
    for index, source in outputs.items():
        targets = [_entry(index)]
        if kind == "hessian" and index[-1] != index[-2]:
            targets.append(_entry((*index[:-2], index[-1], index[-2])))
        lines.append(f"    {' = '.join(targets)} = {rewritten(source, names, NUMPY, 'np')}")
    lines.append(f"    return result{'' if shape else '[()]'}")
    return "\n".join(lines)


def called_by(program: Program, kind: Kind) -> set[str]:
    """The functions, by their names in derived source, that a kind of outputs uses."""
    outputs = list(program.outputs[kind].values())
    sources = [*outputs, *(source for _, source in program.needed_for(outputs))]
    return {name for source in sources for name in _CALLED.findall(source)}


def _unpacked(names: Sequence[str]) -> str:
    return f"({names[0]},)" if len(names) == 1 else ", ".join(names)


def _list(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _entry(index: Index) -> str:
    return f"result[{', '.join(['...', *map(str, index)])}]"
