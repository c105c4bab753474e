"""One request answered: expressions in, text about them out. Runs in the worker.

A request is `{"want", "expressions", "variables", "parameters"}`, the expressions in postfix form.
Wanted is either the `"program"`: `assignments` of shared subexpressions, in order, and `outputs`
made of them, where variables are called v0, v1, …, parameters p0, p1, … and temporaries t0, t1, …;
or the `"latex"` of every entry. A Hessian is its upper triangle: row i begins at column i. The points that are
wanted as `"kkt"` are of `kkt_points`.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from sympy import Symbol, cse, numbered_symbols

from numerics.symbolic import kkt_points
from numerics.symbolic.build import build, defined
from numerics.symbolic.differentiate import Differentiator
from numerics.symbolic.functions import Expr
from numerics.symbolic.latex import entry_latex
from numerics.symbolic.source import source


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The program or the LaTeX of the derivatives of the expressions, or the KKT points, as plain lists of text."""
    if request["want"] == "kkt":
        return kkt_points.answer(request)
    variables = {name: Symbol(f"v{i}") for i, name in enumerate(request["variables"])}
    parameters = {name: Symbol(f"p{i}") for i, name in enumerate(request["parameters"])}
    symbols = variables | parameters
    d = [Differentiator(symbol) for symbol in variables.values()]
    expressions = request["expressions"]
    values = [build(postfix, symbols) for postfix in expressions]
    gradients = [[defined(d_i(f)) for d_i in d] for f in values]
    hessians = [[[defined(d_j(f_i)) for d_j in d[i:]] for i, f_i in enumerate(g)] for g in gradients]
    if request["want"] == "latex":
        names = {symbol.name: name for name, symbol in symbols.items()}
        decimals = any(kind == "number" and "/" in text for f in expressions for kind, text, _ in f)
        printed = cache(lambda e: entry_latex(e, names, decimals))  # in a Hessian many entries are equal
        return _map(printed, {"gradient": gradients, "hessian": hessians})
    return _program({"value": values, "gradient": gradients, "hessian": hessians})


def _program(outputs: dict[str, Any]) -> dict[str, Any]:
    expressions: list[Expr] = []
    _map(expressions.append, outputs)
    shared, reduced = cse(expressions, numbered_symbols("t"), optimizations=[], order="none")
    remaining = iter(reduced)
    return {
        "assignments": [[symbol.name, source(e)] for symbol, e in shared],
        "outputs": _map(lambda _: source(next(remaining)), outputs),
    }


def _map(function: Callable[[Expr], Any], nested: Any) -> Any:
    if isinstance(nested, dict):
        return {key: _map(function, inner) for key, inner in nested.items()}
    if isinstance(nested, list):
        return [_map(function, inner) for inner in nested]
    return function(nested)
