"""Checked source back as SymPy expressions, for notebooks. Nothing is evaluated: the tree is walked."""

import ast
import operator
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any

import sympy

from numerics.symbolic.checked import checked_expression
from numerics.symbolic.program import Index, Kind, Program

_OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_CONSTANTS = {
    "pi": sympy.pi,
    "e": sympy.E,
    "tau": 2 * sympy.pi,
    "nan": sympy.nan,
    "inf": sympy.oo,
}


def _inert(function: Any) -> Callable[..., Any]:
    """SymPy's function without its rewriting: `exp(10^17 log(2x))` would never return."""
    return partial(function, evaluate=False)


_EXP, _LOG, _GAMMA = map(_inert, (sympy.exp, sympy.log, sympy.gamma))

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{
        name: _inert(getattr(sympy, name))
        for name in (["sin", "cos", "tan", "sinh", "cosh", "tanh", "sign", "erf", "erfc", "gamma"])
    },
    **{f"arc{name}": _inert(getattr(sympy, f"a{name}")) for name in ["sin", "cos", "tan", "sinh", "cosh", "tanh"]},
    "exp": _EXP,
    "exp2": lambda u: sympy.Pow(2, u),
    "expm1": lambda u: _EXP(u) - 1,
    "log": _LOG,
    "log2": lambda u: _LOG(u) / _LOG(2),
    "log10": lambda u: _LOG(u) / _LOG(10),
    "log1p": lambda u: _LOG(1 + u),
    "sqrt": sympy.sqrt,
    "cbrt": lambda u: sympy.real_root(u, 3, evaluate=False),
    "abs": _inert(sympy.Abs),
    "square": lambda u: u**2,
    "ipow": operator.pow,
    "power": operator.pow,
    "arctan2": _inert(sympy.atan2),
    "hypot": lambda a, b: sympy.sqrt(a**2 + b**2),
    "maximum": sympy.Max,
    "minimum": sympy.Min,
    "expit": lambda u: 1 / (1 + _EXP(-u)),
    "logaddexp": lambda a, b: _LOG(_EXP(a) + _EXP(b)),
    "gammaln": _inert(sympy.loggamma),
    "digamma": lambda u: sympy.polygamma(0, u, evaluate=False),
    "trigamma": lambda u: sympy.polygamma(1, u, evaluate=False),
    "ratio": lambda a, n: sympy.Piecewise((0, sympy.Eq(n, 0)), (a / n, True)),
    "scaled": operator.mul,
    "where": lambda condition, a, b: sympy.Piecewise((a, condition), (b, True)),
    "select": lambda a, b, p, q: sympy.Piecewise((p, a > b), (q, a < b), ((p + q) / 2, True)),
    "less": sympy.Lt,
    "less_equal": sympy.Le,
    "greater": sympy.Gt,
    "greater_equal": sympy.Ge,
    "equal": sympy.Eq,
    "not_equal": sympy.Ne,
    "logical_and": sympy.And,
}


def to_sympy(program: Program, kind: Kind, variables: Sequence[str], parameters: Sequence[str]) -> dict[Index, Any]:
    """Every entry of `value`, `gradient` or `hessian` (on and above the diagonal) by its index.

    Names become symbols without assumptions, decimals rationals. Sums, products and powers are
    brought into SymPy's form unless a logarithm meets an exponential, which SymPy would rewrite
    without end in sight; then everything stays as it is.
    """
    symbols: dict[str, Any] = dict(_CONSTANTS)
    for letter, names in (("v", variables), ("p", parameters)):
        symbols |= {f"{letter}{i}": sympy.Symbol(name) for i, name in enumerate(names)}
    outputs = program.outputs[kind]
    assignments = program.needed_for(outputs.values())
    text = " ".join([*outputs.values(), *(source for _, source in assignments)])
    with sympy.evaluate(False) if "log" in text and ("exp" in text or "power" in text) else nullcontext():
        for name, source in assignments:
            symbols[name] = _walk(checked_expression(source, symbols), symbols)
        return {index: _walk(checked_expression(source, symbols), symbols) for index, source in outputs.items()}


def _walk(node: ast.expr, symbols: dict[str, Any]) -> Any:
    match node:
        case ast.Name(id=name):
            return symbols[name]
        case ast.Constant(value=float(value)):
            return sympy.Rational(repr(value))
        case ast.UnaryOp(operand=operand):
            return -_walk(operand, symbols)
        case ast.BinOp():
            operations = []
            while isinstance(node, ast.BinOp):  # a long sum is deep on its left side
                operations.append((_OPERATORS[type(node.op)], node.right))
                node = node.left
            result = _walk(node, symbols)
            for combine, right in reversed(operations):
                result = combine(result, _walk(right, symbols))
            return result
        case ast.Call(func=ast.Name(id=name), args=arguments):
            values = [_walk(argument, symbols) for argument in arguments]
            return _FUNCTIONS[name](*values)
    raise ValueError(f"unexpected {type(node).__name__}")
