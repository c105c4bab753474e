"""The update rule in the visitor's link, as a method to choose on every page."""

from functools import lru_cache

from numerics.errors import NumericsError
from numerics.methods import Method
from numerics.rules import UnreadRule, parse_rule
from ui.links import upcoming


def own_rule() -> type[Method] | None:
    """The method that the visitor has typed: None where there is none, one that never runs where it has an error."""
    text = upcoming("rule")
    return _method_of(text) if text and text.strip() else None


@lru_cache(maxsize=64)
def _method_of(text: str) -> type[Method]:
    try:
        return parse_rule(text)
    except NumericsError:
        return UnreadRule
