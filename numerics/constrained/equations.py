"""The conditions of Karush, Kuhn and Tucker written out, in LaTeX."""

import re
from collections.abc import Sequence

from numerics.constrained.constraint import Constraint
from numerics.language import Node, name_latex, to_latex
from numerics.symbolic.derivation import derivative_latex

_PLAIN = re.compile(r"[\w.^{}\\ ]*")  # a product of numbers and powers


def equations_latex(
    minimized: Node, constraints: Sequence[Constraint], variables: Sequence[str], parameters: Sequence[str]
) -> str:
    """∇L = 0 line by line, then what each constraint and its multiplier fulfil; long derivatives are dots.

    Raises DerivationError if no worker is free.
    """
    trees = [minimized, *(part.tree for part in constraints)]
    gradients = derivative_latex(trees, variables, parameters)["gradient"]
    rows = []
    for at, name in enumerate(variables):
        terms = [gradients[0][at] or r"\cdots"]
        terms += [_product(gradient[at], number) for number, gradient in enumerate(gradients[1:], 1)]
        rows.append(rf"\frac{{\partial \mathcal{{L}}}}{{\partial {name_latex(name)}}} &= {_sum(terms)} = 0")
    for number, part in enumerate(constraints, 1):
        c = to_latex(part.tree)
        slack = rf" &\le 0, \quad \lambda_{{{number}}} \ge 0, \quad {_product(c, number)} = 0"
        rows.append(c + (" &= 0" if part.equality else slack))
    return r"\begin{aligned} " + r" \\[3pt] ".join(rows) + r" \end{aligned}"


def _sum(terms: Sequence[str]) -> str:
    first, *more = [term for term in terms if term != "0"] or ["0"]
    return first + "".join(f" {term}" if term.startswith("-") else f" + {term}" for term in more)


def _product(factor: str, number: int) -> str:
    """The factor times a multiplier; "0" for 0."""
    multiplier = rf"\lambda_{{{number}}}"
    if factor == "0":
        return factor
    if factor in ("1", "-1"):
        return factor[:-1] + multiplier
    if _PLAIN.fullmatch(factor.removeprefix("-")):
        return f"{factor} {multiplier}"
    return rf"\left({factor}\right) {multiplier}" if factor else rf"\cdots {multiplier}"
