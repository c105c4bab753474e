"""Typed text to tree, and the tree back as LaTeX; see `parser` for the notation."""

from numerics.language.latex import name_latex, to_latex
from numerics.language.names import variable_names
from numerics.language.parser import parse_expression, parse_expressions, parse_relations
from numerics.language.text import to_text
from numerics.language.tree import Apply, Constant, Node, Number, Relation, Summation, Variable, fold, walk
from numerics.language.vocabulary import (
    BOUNDED,
    CONSTANTS,
    FUNCTIONS,
    GREEK,
    STANDARD_VARIABLES,
    Function,
)

__all__ = [
    "BOUNDED",
    "CONSTANTS",
    "FUNCTIONS",
    "GREEK",
    "STANDARD_VARIABLES",
    "Apply",
    "Constant",
    "Function",
    "Node",
    "Number",
    "Relation",
    "Summation",
    "Variable",
    "fold",
    "name_latex",
    "parse_expression",
    "parse_expressions",
    "parse_relations",
    "to_latex",
    "to_text",
    "variable_names",
    "walk",
]
