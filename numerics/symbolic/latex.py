"""LaTeX of derivatives, in the notation in which the visitor's own text is shown."""

from fractions import Fraction
from itertools import islice
from typing import Any

from sympy import factor_terms, preorder_traversal
from sympy.printing.latex import LatexPrinter

from numerics.language import name_latex
from numerics.language.vocabulary import CONSTANTS, FUNCTIONS
from numerics.symbolic.functions import Elementary, Expr, Select, Where

MOST_NODES = 400
"""Expressions larger than this are not printed: nobody reads them, and SymPy takes seconds."""
MOST_CHARACTERS = 1500
FACTORED_NODES = 80  # factor_terms costs more than the derivation itself; short entries gain most
RELATIONS = {
    "less": "<",
    "less_equal": r"\le",
    "greater": ">",
    "greater_equal": r"\ge",
    "equal": "=",
    "not_equal": r"\ne",
}
OPERATORS = {name: function.latex for name, function in FUNCTIONS.items()} | {
    "sech": r"\operatorname{sech}",
    "digamma": r"\psi",
    "trigamma": r"\psi_{1}",
}


def entry_latex(expression: Expr, names: dict[str, str]) -> str:
    """LaTeX of one derivative, or "" if it is too long to be worth reading.

    `names` gives the visitor's name of every symbol but the constants.
    """
    size = _size(expression)
    if size > MOST_NODES:
        return ""
    if size <= FACTORED_NODES:
        expression = factor_terms(expression)
    text = _Printer(names).doprint(expression)
    return text if len(text) <= MOST_CHARACTERS else ""


def _size(expression: Expr) -> int:
    return sum(1 for _ in islice(preorder_traversal(expression), MOST_NODES + 1))


class _Printer(LatexPrinter):
    """SymPy's printer with our functions, the visitor's names and decimals for unwieldy fractions."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self._texts = dict(CONSTANTS) | {symbol: name_latex(name) for symbol, name in names.items()}

    def _print(self, expr: Any, **kwargs: Any) -> str:
        if isinstance(expr, Elementary):
            return self._function(expr, kwargs.get("exp"))
        return super()._print(expr, **kwargs)

    def _print_Symbol(self, expr: Expr, style: str = "plain") -> str:
        return self._texts[expr.name]

    def _print_Rational(self, expr: Expr) -> str:
        return _decimal(expr) or super()._print_Rational(expr)

    def _print_Mul(self, expr: Expr) -> str:
        coefficient, rest = expr.as_coeff_Mul()
        decimal = _decimal(coefficient) if coefficient.is_Rational else ""
        if not decimal:
            return super()._print_Mul(expr)
        text = self._print(rest)
        return f"{decimal} " + (rf"\left({text}\right)" if rest.is_Add else text)

    def _needs_mul_brackets(self, expr: Expr, first: bool = False, last: bool = False) -> bool:
        return isinstance(expr, Where | Select) or super()._needs_mul_brackets(expr, first, last)

    def _function(self, e: Expr, exponent: str | None) -> str:
        arguments = [self._print(argument) for argument in e.args]
        raised = f"^{{{exponent}}}" if exponent else ""
        match e.name:
            case "exp":
                return rf"\left(e^{{{arguments[0]}}}\right){raised}" if raised else f"e^{{{arguments[0]}}}"
            case "sqrt" | "cbrt":
                return rf"{OPERATORS[e.name]}{{{arguments[0]}}}{raised}"
            case "abs":
                return rf"\left|{arguments[0]}\right|{raised}"
            case "norm":
                return rf"\left\lVert\left({', '.join(arguments)}\right)\right\rVert{raised}"
            case "ratio":
                text = rf"\frac{{{arguments[0]}}}{{{arguments[1]}}}"
            case "power":
                base = self.parenthesize(e.args[0], 1000)
                text = f"{base}^{{{arguments[1]}}}"
            case "where":
                text = _cases([(arguments[1], arguments[0]), (arguments[2], r"\text{otherwise}")])
            case "select":
                a, b, p, q = arguments
                tie = self._print((e.args[2] + e.args[3]) / 2)
                text = _cases([(p, f"{a} > {b}"), (q, f"{a} < {b}"), (tie, f"{a} = {b}")])
            case "all_of":
                return r" \wedge ".join(arguments)
            case name if name in RELATIONS:
                return f"{arguments[0]} {RELATIONS[name]} {arguments[1]}"
            case name:
                return rf"{OPERATORS[name]}{raised}\left({', '.join(arguments)}\right)"
        return rf"\left({text}\right){raised}" if raised else text


def _cases(rows: list[tuple[str, str]]) -> str:
    return r"\begin{cases}" + r" \\ ".join(rf"{value} & {when}" for value, when in rows) + r"\end{cases}"


def _decimal(value: Expr) -> str:
    """A fraction of large integers as the decimal it was typed as, if it is one; else ""."""
    exact = Fraction(int(value.p), int(value.q))
    if exact.denominator == 1 or max(abs(exact.numerator), exact.denominator) < 1000:
        return ""
    text = repr(float(exact)) if exact.denominator < 10**30 else ""
    if not text or Fraction(text) != exact:
        return ""
    mantissa, _, power = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(power)}}}" if power else mantissa
