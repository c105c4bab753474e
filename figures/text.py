"""Text inside charts: names and numbers as Plotly's small HTML dialect wants them."""

import math
import re
from collections.abc import Sequence

from numerics.language.vocabulary import GREEK
from numerics.numbers import format_number

_LETTER = re.compile(r"\\?([A-Za-z]+)(?:_\{?\\?(\w+)\}?)?")
_MORE_GREEK = {"varepsilon": "ε", "Delta": "Δ"}
_INDEXED = re.compile(r"([A-Za-z]+)_?(\d+)")


def escape(text: str) -> str:
    """Return `text` so that Plotly shows it letter by letter instead of reading it as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def variable(name: str) -> str:
    """Return a variable's name as it is written: `x1` as x with a subscript, `alpha` as α."""
    match = _INDEXED.fullmatch(name)
    stem, index = match.groups() if match else (name, "")
    letter = f"<i>{GREEK.get(stem) or escape(stem)}</i>"
    return f"{letter}<sub>{index}</sub>" if index else letter


def symbol(latex: str) -> str:
    """Return a knob's letter, written in LaTeX as `\\eta` or `c_1`, as it is printed; "" for what is no letter."""
    match = _LETTER.fullmatch(latex)
    if not match:
        return ""
    letter = f"<i>{_MORE_GREEK.get(match[1]) or GREEK.get(match[1], match[1])}</i>"
    return f"{letter}<sub>{match[2]}</sub>" if match[2] else letter


def number(value: float, digits: int = 4) -> str:
    """Return `value` to `digits` significant digits, typeset: a real minus, powers of ten as powers, ∞."""
    plain = format_number(value, digits).replace("-", "−").replace("inf", "∞").replace("nan", "undefined")
    mantissa, _, power = plain.partition("e")
    if not power or math.isnan(value):
        return plain
    tens = f"10<sup>{power}</sup>"
    return {"1": tens, "−1": f"−{tens}"}.get(mantissa, f"{mantissa}·{tens}")


def numbers(values: Sequence[float], most: int = 16) -> list[str]:
    """Return all `values` with as few digits (up to `most`) as keep different ones apart."""
    texts: list[str] = []
    for digits in range(3, most + 1):
        texts = [number(value, digits) for value in values]
        if len(set(texts)) == len(set(values)):
            break
    return texts
