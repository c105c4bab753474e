"""Names of variables and parameters: one letter or Greek name, with an optional index."""

import difflib
import re
from collections.abc import Iterable

from numerics.language.tree import Node, Variable, walk
from numerics.language.vocabulary import (
    BOUNDED,
    CONSTANTS,
    FUNCTIONS,
    GREEK,
    SPELLINGS,
    STANDARD_VARIABLES,
)

MAX_INDEX = 99

_NAME = re.compile(rf"({'|'.join(GREEK)}|[A-Za-z])([0-9]{{0,2}})")
_PARTS = re.compile("|".join(sorted([*FUNCTIONS, *GREEK, *CONSTANTS, *STANDARD_VARIABLES], key=len)[::-1]))
_HINTS = {
    "pow": "write x^y",
    "root": "write sqrt(x), cbrt(x) or x^(1/n)",
    "if": "write where(x < 0, a, b)",
    "heaviside": "write where(x < 0, 0, 1)",
    "step": "write where(x < 0, 0, 1)",
    "mod": "remainders are not available",
    "floor": "rounding is not available",
    "ceil": "rounding is not available",
    "round": "rounding is not available",
    "inf": "infinity is not a number here",
    "nan": "type a number",
}


def split_name(name: str) -> tuple[str, str] | None:
    """Base and index of a well-formed name (`theta12` gives `theta`, `12`), or None."""
    match = _NAME.fullmatch(name)
    return (match[1], match[2] and str(int(match[2]))) if match else None


def variable_names(*nodes: Node) -> tuple[str, ...]:
    """The distinct names in the trees, in natural order: x, y, a, theta, x1, x2, …, x10."""
    found = {node.name for root in nodes for node in walk(root) if isinstance(node, Variable)}
    return tuple(sorted(found, key=_natural_order))


def _natural_order(name: str) -> tuple[bool, int, str, int]:
    base = name.rstrip("0123456789")
    index = name[len(base) :]
    rank = STANDARD_VARIABLES.index(base) if base in STANDARD_VARIABLES else len(STANDARD_VARIABLES) + len(base)
    return bool(index), rank, base, int(index or 0)


def unknown_word(word: str, names: Iterable[str] | None, called: bool) -> str:
    """The sentence for a word without meaning; `called` says that a bracket follows."""
    what = "function" if called else "name"
    return f"Unknown {what} {_shown(word)}; {_remedy(word, names, called)}"


def _remedy(word: str, names: Iterable[str] | None, called: bool) -> str:
    lower = word.lower()[:40]
    if lower in _HINTS:
        return f"{_HINTS[lower]}."
    parts = _PARTS.findall(lower)
    if "".join(parts) == lower and 1 < len(parts) <= 4 and (not called or parts[-1] in FUNCTIONS):
        return f"did you mean {_written_apart(parts)}?"
    if not called and len(word) in (2, 3) and not {"e", "i"} & set(word):
        return f"write {'*'.join(word)} for a product."
    candidates = [*SPELLINGS, *BOUNDED] if called else [*SPELLINGS, *CONSTANTS, *GREEK, *(names or ())]
    if close := difflib.get_close_matches(lower, candidates, 1, cutoff=0.7):
        return f"did you mean {close[0]}?"
    if called:
        return "the help lists the functions."
    if names is not None:
        return f"the names here are {', '.join(names)}."
    return "a name is one letter with an optional index, such as x or x1."


def _written_apart(parts: list[str]) -> str:
    for at, part in enumerate(parts):
        if part in FUNCTIONS and part not in GREEK:
            inside = " ".join(parts[at + 1 :])
            return " ".join([*parts[:at], f"{part}({inside or '…'})"])
    return " ".join(parts)


def _shown(word: str) -> str:
    return f"`{word}`" if len(word) <= 24 else f"`{word[:24]}…`"
