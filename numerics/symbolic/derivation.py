"""From typed trees to their derivatives, and to KKT points: cached for all visitors, derived in a worker."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from numerics.language import Node
from numerics.symbolic.cache import Cache
from numerics.symbolic.pool import POOL, TooCostly
from numerics.symbolic.postfix import to_postfix
from numerics.symbolic.program import Program

REMEMBER_FAILURE = 60.0  # seconds; a formula that is too costly is not tried again at every click

_programs: Cache[Program] = Cache(4_000_000)  # characters of source
_latex: Cache[dict[str, Any]] = Cache(4_000_000)
_points: Cache[dict[str, Any]] = Cache(4_000_000)
_failures: Cache[str] = Cache(1000)


def warm() -> None:
    """Start the workers now, in the background, so that the first formula need not wait for them."""
    POOL.warm()


def derive(nodes: Node | Sequence[Node], variables: Sequence[str], parameters: Sequence[str] = ()) -> Program:
    """Value, gradient and Hessian of one tree, or of each of several, as a `Program`.

    Raises DerivationError if that takes too long, grows too large, or no worker is free.
    """
    trees, shape = (nodes, (len(nodes),)) if isinstance(nodes, Sequence) else ([nodes], ())
    request = _request("program", trees, variables, parameters)
    key = f"{shape} {request}"
    program = _programs.get(key)
    if program is None:
        program = Program(_ask(request), len(variables), len(parameters), shape)
        _programs.put(key, program, program.size + len(key))
    return program


def derivative_latex(nodes: Sequence[Node], variables: Sequence[str], parameters: Sequence[str] = ()) -> dict[str, Any]:
    """LaTeX of every entry: `gradient` [m][n] and `hessian` [m][n][n - i], its upper triangle.

    An entry too long to be worth reading is "", and every entry is if they take too long together.
    Raises DerivationError if no worker is free.
    """
    request = _request("latex", nodes, variables, parameters)
    answer = _latex.get(request)
    if answer is None:
        try:
            answer = _ask(request)
        except TooCostly:
            n = len(variables)
            blank = [([""] * n, [[""] * (n - i) for i in range(n)]) for _ in nodes]
            return {"gradient": [g for g, _ in blank], "hessian": [h for _, h in blank]}
        _latex.put(request, answer, len(request) + len(json.dumps(answer)))
    return answer


def kkt_points(
    nodes: Sequence[Node],
    equality: Sequence[bool],
    maximize: bool,
    variables: Sequence[str],
    parameters: Mapping[str, float],
) -> dict[str, Any]:
    """All KKT points of a problem whose trees are f and then c, as text that nobody has checked: see `kkt_points`.

    A parameter counts as the decimal that it is written as. Raises TooCostly if it takes too long, and DerivationError
    if no worker is free.
    """
    values = [str(Fraction(repr(float(value)))) for value in parameters.values()]
    more = {"values": values, "equality": list(equality), "maximize": maximize}
    request = _request("kkt", nodes, variables, list(parameters), **more)
    answer = _points.get(request)
    if answer is None:
        answer = _ask(request)
        _points.put(request, answer, len(request) + len(json.dumps(answer)))
    return answer


def _request(
    want: str, nodes: Sequence[Node], variables: Sequence[str], parameters: Sequence[str], **more: object
) -> str:
    return json.dumps(
        {
            "want": want,
            "expressions": [to_postfix(node) for node in nodes],
            "variables": list(variables),
            "parameters": list(parameters),
            **more,
        }
    )


def _ask(request: str) -> dict[str, Any]:
    if failure := _failures.get(request):
        raise TooCostly(failure)
    try:
        return POOL.ask(request)
    except TooCostly as error:
        _failures.put(request, str(error), 1, REMEMBER_FAILURE)
        raise
