"""LaTeX of derivatives, in the notation in which the visitor's own text is shown."""

import re
from fractions import Fraction
from itertools import islice
from typing import Any

from sympy import Rational, factor_terms, fraction, preorder_traversal
from sympy.printing.latex import LatexPrinter

from numerics.language import name_latex
from numerics.language.vocabulary import CONSTANTS, FUNCTIONS
from numerics.symbolic.functions import Elementary, Expr, Group, Ratio, Scaled, Select, Sqrt, Where

MOST_NODES = 400
"""Larger expressions are not printed: nobody reads them, and SymPy takes seconds for them."""
MOST_CHARACTERS = 1500
FACTORED_NODES = 160  # factor_terms costs more than the derivation itself; short entries gain most

_RELATIONS = {
    "less": "<",
    "less_equal": r"\le",
    "greater": ">",
    "greater_equal": r"\ge",
    "equal": "=",
    "not_equal": r"\ne",
}
_OPERATORS = {name: function.latex for name, function in FUNCTIONS.items()} | {
    "sech": r"\operatorname{sech}",
    "digamma": r"\psi",
    "trigamma": r"\psi_{1}",
}
_EXPONENT_FIRST = {"sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sech", "log"}
_TALL = re.compile(r"\\(?:frac|begin|sqrt)(?![a-z])")


def entry_latex(expression: Expr, names: dict[str, str], decimals: bool) -> str:
    """LaTeX of one derivative, or "" if it is too long to be worth reading.

    `names` gives the visitor's name of every symbol but the constants; with `decimals`, numbers are
    written as decimals where that is exact, for a visitor who did so.
    """
    if _size(expression) > MOST_NODES:
        return ""
    expression = expression.replace(Group, lambda u: u)
    expression = expression.replace(Scaled, lambda c, f: c * f).replace(Ratio, lambda a, n: a / n)
    expression = expression.replace(_is_even_power_of_root, lambda e: e.base.args[0] ** (e.exp / 2))
    printer = _Printer(names, decimals)
    shows_decimals = any(map(printer.decimal, expression.atoms(Rational)))
    if _size(expression) <= FACTORED_NODES and not shows_decimals:
        expression = factor_terms(expression, sign=False)
    text = printer.doprint(expression)
    return text if len(text) <= MOST_CHARACTERS else ""


def _size(expression: Expr) -> int:
    return sum(1 for _ in islice(preorder_traversal(expression), MOST_NODES + 1))


def _is_even_power_of_root(e: Expr) -> bool:
    return e.is_Pow and isinstance(e.base, Sqrt) and e.exp % 2 == 0


class _Printer(LatexPrinter):
    """SymPy's printer with our functions, the visitor's names and kind of numbers."""

    def __init__(self, names: dict[str, str], decimals: bool) -> None:
        super().__init__()
        self._decimals = decimals
        self._texts = dict(CONSTANTS) | {symbol: name_latex(name) for symbol, name in names.items()}

    def decimal(self, value: Expr) -> str:
        """A fraction as a decimal, if decimals are wanted and this is exact; else ""."""
        if not self._decimals or not value.is_Rational or value.is_Integer:
            return ""
        exact = Fraction(int(value.p), int(value.q))
        text = repr(float(exact)) if exact.denominator < 10**30 and abs(exact) < 10**17 else ""
        if not text or Fraction(text) != exact:
            return ""
        mantissa, _, power = text.partition("e")
        return rf"{mantissa} \cdot 10^{{{int(power)}}}" if power else mantissa

    def _print(self, expr: Any, **kwargs: Any) -> str:
        if isinstance(expr, Elementary):
            return self._function(expr, kwargs.get("exp"))
        return super()._print(expr, **kwargs)

    def _print_Symbol(self, expr: Expr, style: str = "plain") -> str:
        return self._texts[expr.name]

    def _print_Rational(self, expr: Expr) -> str:
        return self.decimal(expr) or super()._print_Rational(expr)

    def _print_Mul(self, expr: Expr) -> str:
        coefficient, rest = expr.as_coeff_Mul()
        number = "-" if coefficient == -1 and rest.is_Add else self.decimal(coefficient)
        if not number:
            return super()._print_Mul(expr)
        over, under = fraction(rest)
        if over != 1:
            text = self._print(over)
            number += f" {_bracketed(text) if over.is_Add else text}"
        return number if under == 1 else rf"\frac{{{number}}}{{{self._print(under)}}}"

    def _as_ordered_terms(self, expr: Expr, order: str | None = None) -> list[Expr]:
        """SymPy's order, except that `y - x^2` does not begin with a sign."""
        terms = list(super()._as_ordered_terms(expr, order))
        first = next((i for i, term in enumerate(terms) if not term.could_extract_minus_sign()), 0)
        return [terms[first], *terms[:first], *terms[first + 1 :]]

    def _needs_mul_brackets(self, expr: Expr, first: bool = False, last: bool = False) -> bool:
        return isinstance(expr, Where | Select) or super()._needs_mul_brackets(expr, first, last)

    def _function(self, e: Expr, exponent: str | None) -> str:
        arguments = [self._print(argument) for argument in e.args]
        raised = f"^{{{exponent}}}" if exponent else ""
        match e.name:
            case "sqrt" | "cbrt":
                return f"{_OPERATORS[e.name]}{{{arguments[0]}}}{raised}"
            case "abs":
                return rf"\left|{arguments[0]}\right|{raised}"
            case "norm":
                return rf"\left\lVert {', '.join(arguments)} \right\rVert_{{2}}{raised}"
            case "power":
                base = arguments[0] if e.args[0].is_Symbol or e.args[0].is_Integer else _bracketed(arguments[0])
                text = f"{base}^{{{arguments[1]}}}"
            case "where":
                condition, yes, no = arguments
                text = _cases((yes, rf"\text{{if }} {condition}"), (no, r"\text{otherwise}"))
            case "select":
                a, b, p, q = arguments
                tie = self._print((e.args[2] + e.args[3]) / 2)
                rows = ((value, rf"\text{{if }} {a} {sign} {b}") for value, sign in ((p, ">"), (q, "<"), (tie, "=")))
                text = _cases(*rows)
            case "all_of":
                return r" \wedge ".join(arguments)
            case name if name in _RELATIONS:
                return f"{arguments[0]} {_RELATIONS[name]} {arguments[1]}"
            case name:
                inside = _bracketed(", ".join(arguments))
                if name in _EXPONENT_FIRST:
                    return f"{_OPERATORS[name]}{raised}{inside}"
                return f"{_OPERATORS[name]}{inside}{raised}"
        return _bracketed(text) + raised if raised else text


def _bracketed(text: str) -> str:
    return rf"\left({text}\right)" if _TALL.search(text) else f"({text})"


def _cases(*rows: tuple[str, str]) -> str:
    lines = r" \\ ".join(f"{value} & {when}" for value, when in rows)
    return rf"\begin{{cases}} {lines} \end{{cases}}"
