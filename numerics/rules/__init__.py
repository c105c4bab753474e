"""Update rules that a visitor types, made into methods; see `notation` for what may be typed."""

from numerics.rules.method import TypedRule, UnreadRule, parse_rule

__all__ = ["TypedRule", "UnreadRule", "parse_rule"]
