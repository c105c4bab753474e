"""Derivatives of expressions made of sums, products, integer powers and our own functions.

SymPy's `diff` serves far more kinds of expression and takes 10–15 times as long on these; four
rules and a memory of what was derived are enough here.
"""

from sympy import Add, Integer, Mul, nan

from numerics.symbolic.functions import Expr

ZERO, ONE = Integer(0), Integer(1)


class Differentiator:
    """d/dx for one symbol x; remembers every subexpression, which derivatives share heavily."""

    def __init__(self, symbol: Expr) -> None:
        self._known: dict[Expr, Expr] = {symbol: ONE}

    def __call__(self, expression: Expr) -> Expr:
        """The derivative, not simplified beyond what SymPy does by itself."""
        known = self._known.get(expression)
        if known is None:
            known = self._known[expression] = self._derive(expression)
        return known

    def _derive(self, e: Expr) -> Expr:
        if e is nan:  # undefined everywhere
            return nan
        if e.is_Number or e.is_Symbol:
            return ZERO
        if e.is_Add:
            return Add(*map(self, e.args))
        if e.is_Mul:
            changes = [(i, self(factor)) for i, factor in enumerate(e.args)]
            return Add(*(Mul(*e.args[:i], dx, *e.args[i + 1 :]) for i, dx in changes if dx != 0))
        if e.is_Pow:  # the exponent is an integer, see functions.power
            base, exponent = e.args
            change = self(base)
            return ZERO if change == 0 else Mul(exponent, base ** (exponent - 1), change)
        return e.derivative(self)
