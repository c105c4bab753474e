"""Arithmetic in a format: every literal and every operation is rounded, and the step before rounding is kept.

This is what IEEE 754-2019 (section 5.1) asks of + - * /: the exact result of the stored operands, rounded once.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

from numerics.errors import ExpressionError
from numerics.formats.conversion import Conversion
from numerics.formats.decoding import Decoded, decode
from numerics.formats.exact import Exact
from numerics.formats.format import Format
from numerics.formats.rounding import Mode
from numerics.language import Apply, Node, Number, fold, parse_expression

SYMBOLS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}


@dataclass(frozen=True)
class Step:
    """One literal or operation: its `text`, its exact result from stored operands, and what is stored of that."""

    text: str
    conversion: Conversion

    @property
    def value(self) -> Decoded:
        """What is stored."""
        return self.conversion.stored


def evaluate(text: str, format: Format, mode: Mode = Mode.NEAREST_EVEN, decimals: int | None = None) -> list[Step]:
    """Every step of a formula of numbers, + - * / and brackets, in order; the last is its value.

    With `decimals`, each literal is rounded to so many decimals before anything else, as `round(x, decimals)` does.
    Raises ExpressionError for what is no such formula.
    """
    steps: list[Step] = []

    def keep(label: str, exact: Exact) -> Step:
        steps.append(Step(label, Conversion(exact, decode(exact, format, mode), mode)))
        return steps[-1]

    def combine(node: Node, arguments: list[Step]) -> Step:
        if isinstance(node, Number):
            literal = keep(node.text, node.value)
            return literal if decimals is None else round_decimals(literal, decimals, steps)
        if isinstance(node, Apply) and node.function == "negate":
            (argument,) = arguments
            value = argument.value
            opposite = Decoded(format, value.pattern ^ 1 << (format.bits - 1))
            return Step(f"-{_bracketed(argument.text)}", Conversion(opposite.number, opposite, mode))
        if isinstance(node, Apply) and node.function in SYMBOLS:
            total, *rest = arguments
            for argument in rest:
                symbol = SYMBOLS[node.function]
                exact = operate(symbol, total.value, argument.value, mode)
                total = keep(f"{_bracketed(total.text)} {symbol} {_bracketed(argument.text)}", exact)
            return total
        raise ExpressionError("Only numbers, + - * / and brackets belong here.", node.position, text)

    last = fold(parse_expression(text, names=()), combine)
    return steps if steps and steps[-1] is last else [*steps, last]


def round_decimals(step: Step, decimals: int, steps: list[Step]) -> Step:
    """What `round(x, decimals)` stores: the stored number to so many decimals (a tie to even), stored again."""
    stored = step.value
    shifted = Fraction(stored.value) * 10**decimals if stored.exact is not None else None
    exact = stored.number if shifted is None else _signed(Fraction(round(shifted), 10**decimals), stored.sign)
    mode = step.conversion.mode
    steps.append(Step(f"round({step.text}, {decimals})", Conversion(exact, decode(exact, stored.format, mode), mode)))
    return steps[-1]


def operate(symbol: str, left: Decoded, right: Decoded, mode: Mode) -> Exact:
    """The exact result of one operation on two stored numbers; where it is none, that of IEEE 754 (section 7)."""
    a, b = left.number, right.number
    if left.exact is None or right.exact is None or (symbol == "/" and b == 0):
        return _limit(symbol, left.value, right.value)
    if symbol in "*/":
        exact = left.exact * right.exact if symbol == "*" else left.exact / right.exact
        return _signed(exact, left.sign ^ right.sign)
    subtrahend = -b if symbol == "-" else b
    exact = Fraction(a) + Fraction(subtrahend)
    both_minus = left.sign == 1 and (right.sign == 1) != (symbol == "-")
    same = (left.sign == right.sign) == (symbol == "+")
    return _signed(exact, int(both_minus if same else mode is Mode.DOWN)) if exact == 0 else exact


def _limit(symbol: str, a: float, b: float) -> float:
    """An operation with an infinity, a NaN or a division by zero."""
    match symbol:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case _ if b != 0:
            return a / b
        case _:
            return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)


def _signed(exact: Fraction, sign: int) -> Exact:
    """The number, its sign kept where it is zero."""
    return -0.0 if exact == 0 and sign else exact


def _bracketed(text: str) -> str:
    return f"({text})" if " " in text and not text.startswith("round(") else text
