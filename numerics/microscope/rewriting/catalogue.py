"""The rewrites as data: what is replaced by what, in the notation of the language.

Every rule is an identity wherever both sides have real values (the tests check each in ball arithmetic); where one
side has none, measuring the rewritten expression shows it. Sources: R. W. Hamming, Numerical Methods for Scientists
and Engineers, 2nd ed. (1973), chapter 3; N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002),
chapter 1; W. Kahan, Branch cuts for complex elementary functions (1987); and the tables of trigonometry.
"""

from dataclasses import dataclass
from functools import cached_property

from numerics.language import Node, parse_expression
from numerics.microscope.rewriting.terms import plain


@dataclass(frozen=True)
class Rule:
    """One identity, used from left to right; letters stand for anything.

    Attributes:
        name: what is done, in a few words.
        before, after: both sides as text.
    """

    name: str
    before: str
    after: str

    @cached_property
    def pattern(self) -> Node:
        """The left side as a plain tree."""
        return plain(parse_expression(self.before))

    @cached_property
    def replacement(self) -> Node:
        """The right side as a plain tree."""
        return plain(parse_expression(self.after))


def _rules(name: str, *pairs: str) -> tuple[Rule, ...]:
    return tuple(Rule(name, *(side.strip() for side in pair.split("→"))) for pair in pairs)


RULES: tuple[Rule, ...] = (
    *_rules(
        "multiply by the conjugate",
        "sqrt(a) - sqrt(b) → (a - b)/(sqrt(a) + sqrt(b))",
        "sqrt(a) - b → (a - b^2)/(sqrt(a) + b)",
        "sqrt(a) + b → (a - b^2)/(sqrt(a) - b)",
        "c sqrt(a) - b → (c^2 a - b^2)/(c sqrt(a) + b)",
        "cbrt(a) - cbrt(b) → (a - b)/(cbrt(a)^2 + cbrt(a) cbrt(b) + cbrt(b)^2)",
        "hypot(a, b) - a → b^2/(hypot(a, b) + a)",
        "hypot(a, b) + a → b^2/(hypot(a, b) - a)",
        "|a| - b → (a^2 - b^2)/(|a| + b)",
        "1 - cos(a) → sin(a)^2/(1 + cos(a))",
    ),
    *_rules("write e^a - 1 as expm1", "exp(a) - 1 → expm1(a)", "a^b - 1 → expm1(b log(a))"),
    *_rules(
        "take out an exponential",
        "exp(a) - exp(b) → exp(b) expm1(a - b)",
        "a^c - b^c → b^c expm1(c log(a/b))",
        "exp(a) - exp(b) → 2 exp((a + b)/2) sinh((a - b)/2)",
        "exp(a) + exp(b) → 2 exp((a + b)/2) cosh((a - b)/2)",
        "exp(a + b) → exp(a) exp(b)",
        "exp(a - b) → exp(a)/exp(b)",
        "exp(a) exp(b) → exp(a + b)",
        "exp(a)/exp(b) → exp(a - b)",
        "exp(-a) → 1/exp(a)",
        "a/exp(b) → a exp(-b)",
        "exp(a b) → exp(a)^b",
        "exp(a)^b → exp(a b)",
        "exp(a/b) → exp(a)^(1/b)",
        "exp(2a) → exp(a)^2",
    ),
    *_rules(
        "use a hyperbolic function",
        "exp(a) - exp(-a) → 2 sinh(a)",
        "exp(a) + exp(-a) → 2 cosh(a)",
        "exp(a) + exp(-a) - 2 → 4 sinh(a/2)^2",
        "exp(a) - 1/exp(a) → 2 sinh(a)",
        "exp(a) + 1/exp(a) → 2 cosh(a)",
        "exp(a) + 1/exp(a) - 2 → 4 sinh(a/2)^2",
        "cosh(a) - 1 → 2 sinh(a/2)^2",
        "sinh(a)/cosh(a) → tanh(a)",
        "cosh(a)/sinh(a) → 1/tanh(a)",
        "1 - tanh(a)^2 → 1/cosh(a)^2",
        "1 - tanh(a) → 2/(exp(2a) + 1)",
        "2/(1 + exp(a)) - 1 → -tanh(a/2)",
        "(exp(a) - 1)/(exp(a) + 1) → tanh(a/2)",
        "expm1(a)/(exp(a) + 1) → tanh(a/2)",
        "sqrt(cosh(a) - 1) → sqrt(2) |sinh(a/2)|",
    ),
    *_rules(
        "use the logistic function",
        "1/(1 + exp(-a)) → sigmoid(a)",
        "1/(1 + exp(a)) → sigmoid(-a)",
        "exp(a)/(1 + exp(a)) → sigmoid(a)",
        "1 - sigmoid(a) → sigmoid(-a)",
    ),
    *_rules(
        "write log(1 + a) as log1p",
        "log(1 + a) → log1p(a)",
        "log(a) → log1p(a - 1)",
        "log(a) - log(b) → log1p((a - b)/b)",
        "log(a/b) → log1p((a - b)/b)",
    ),
    *_rules(
        "split or join logarithms",
        "log(a b) → log(a) + log(b)",
        "log(a/b) → log(a) - log(b)",
        "log(a^b) → b log(a)",
        "log(1/a) → -log(a)",
        "log(sqrt(a)) → log(a)/2",
        "log(a) - log(b) → log(a/b)",
        "log(a) + log(b) → log(a b)",
        "log1p(a) - log1p(b) → log1p((a - b)/(1 + b))",
        "log(exp(a)) → a",
        "exp(log(a)) → a",
        "exp(b log(a)) → a^b",
        "exp(log1p(a)) → 1 + a",
        "log(a^2) → 2 log(|a|)",
    ),
    *_rules(
        "take the largest exponential out of the logarithm",
        "log(1 + exp(a)) → softplus(a)",
        "log1p(exp(a)) → softplus(a)",
        "log(exp(a) + exp(b)) → max(a, b) + log1p(exp(-|a - b|))",
        "log(exp(a) + exp(b) + exp(c)) → max(a, b, c) + log(exp(a - max(a, b, c)) + exp(b - max(a, b, c))"
        " + exp(c - max(a, b, c)))",
    ),
    *_rules(
        "use an inverse hyperbolic function",
        "log((1 + a)/(1 - a)) → 2 atanh(a)",
        "log((1 - a)/(1 + a)) → -2 atanh(a)",
        "log1p(a) - log1p(-a) → 2 atanh(a)",
        "log(1 + a) - log(1 - a) → 2 atanh(a)",
        "log(a + sqrt(a^2 + 1)) → asinh(a)",
        "log(a + sqrt(a^2 - 1)) → acosh(a)",
        "log(a + hypot(1, a)) → asinh(a)",
        "log(tan(pi/4 + a)) → atanh(sin(2a))",
        "log(tan(pi/4 + a/2)) → asinh(tan(a))",
    ),
    *_rules(
        "use the half angle",
        "1 - cos(a) → 2 sin(a/2)^2",
        "1 + cos(a) → 2 cos(a/2)^2",
        "(1 - cos(a))/sin(a) → tan(a/2)",
        "sin(a)/(1 + cos(a)) → tan(a/2)",
        "1/sin(a) - 1/tan(a) → tan(a/2)",
        "1/tan(a) - 1/sin(a) → -tan(a/2)",
        "sin(2a) → 2 sin(a) cos(a)",
        "sin(a) cos(a) → sin(2a)/2",
        "cos(a)^2 - sin(a)^2 → cos(2a)",
        "1 - sin(a)^2 → cos(a)^2",
        "1 - cos(a)^2 → sin(a)^2",
        "sin(a)^2 + cos(a)^2 → 1",
        "1 - 2 sin(a)^2 → cos(2a)",
        "2 cos(a)^2 - 1 → cos(2a)",
    ),
    *_rules(
        "turn a difference of angles into a product",
        "sin(a) - sin(b) → 2 cos((a + b)/2) sin((a - b)/2)",
        "sin(a) + sin(b) → 2 sin((a + b)/2) cos((a - b)/2)",
        "cos(a) - cos(b) → -2 sin((a + b)/2) sin((a - b)/2)",
        "cos(a) + cos(b) → 2 cos((a + b)/2) cos((a - b)/2)",
        "tan(a) - tan(b) → sin(a - b)/(cos(a) cos(b))",
        "tan(a) + tan(b) → sin(a + b)/(cos(a) cos(b))",
        "tan(a) - sin(a) → 2 tan(a) sin(a/2)^2",
        "1/tan(a) - 1/tan(b) → sin(b - a)/(sin(a) sin(b))",
        "cos(a)^2 - cos(b)^2 → sin(b - a) sin(a + b)",
        "sin(a)^2 - sin(b)^2 → sin(a - b) sin(a + b)",
        "sinh(a) - sinh(b) → 2 cosh((a + b)/2) sinh((a - b)/2)",
        "cosh(a) - cosh(b) → 2 sinh((a + b)/2) sinh((a - b)/2)",
        "tanh(a) - tanh(b) → sinh(a - b)/(cosh(a) cosh(b))",
    ),
    *_rules(
        "open the angle of a sum",
        "sin(a + b) → sin(a) cos(b) + cos(a) sin(b)",
        "sin(a - b) → sin(a) cos(b) - cos(a) sin(b)",
        "cos(a + b) → cos(a) cos(b) - sin(a) sin(b)",
        "cos(a - b) → cos(a) cos(b) + sin(a) sin(b)",
        "tan(a + b) → (tan(a) + tan(b))/(1 - tan(a) tan(b))",
        "sin(a) cos(b) - cos(a) sin(b) → sin(a - b)",
        "cos(a) cos(b) - sin(a) sin(b) → cos(a + b)",
    ),
    *_rules(
        "simplify the trigonometry",
        "sin(a)/cos(a) → tan(a)",
        "cos(a)/sin(a) → 1/tan(a)",
        "tan(a)/sin(a) → 1/cos(a)",
        "sin(a)/tan(a) → cos(a)",
        "tan(a) → sin(a)/cos(a)",
        "sin(-a) → -sin(a)",
        "cos(-a) → cos(a)",
        "tan(-a) → -tan(a)",
    ),
    *_rules(
        "join inverse tangents",
        "atan(a) - atan(b) → atan2(a - b, 1 + a b)",
        "pi/2 - atan(a) → atan2(1, a)",
    ),
    *_rules(
        "avoid the steep end of an inverse function",
        "acos(1 - a) → 2 asin(sqrt(a/2))",
        "acos(a) → 2 asin(sqrt((1 - a)/2))",
        "acos(a) → atan2(sqrt((1 - a) (1 + a)), a)",
        "asin(a) → atan2(a, sqrt((1 - a) (1 + a)))",
        "pi/2 - acos(a) → asin(a)",
        "pi/2 - asin(a) → acos(a)",
        "acosh(a) → 2 log(sqrt((a + 1)/2) + sqrt((a - 1)/2))",
        "acosh(1 + a) → log1p(a + sqrt(a) sqrt(a + 2))",
        "1 - erf(a) → erfc(a)",
        "1 - erfc(a) → erf(a)",
    ),
    *_rules(
        "use hypot",
        "sqrt(a^2 + b^2) → hypot(a, b)",
        "sqrt(a^2 + b) → hypot(a, sqrt(b))",
        "sqrt(a^2 + b^2 + c^2) → norm(a, b, c)",
        "sqrt(a^2 - b^2) → sqrt(a - b) sqrt(a + b)",
        "sqrt(a^2 - b) → sqrt(a - sqrt(b)) sqrt(a + sqrt(b))",
    ),
    *_rules(
        "split or join roots and powers",
        "sqrt(a b) → sqrt(a) sqrt(b)",
        "sqrt(a/b) → sqrt(a)/sqrt(b)",
        "sqrt(a) sqrt(b) → sqrt(a b)",
        "sqrt(a)/sqrt(b) → sqrt(a/b)",
        "sqrt(a^2) → |a|",
        "sqrt(a^2 b) → |a| sqrt(b)",
        "sqrt(exp(a)) → exp(a/2)",
        "a/sqrt(a) → sqrt(a)",
        "sqrt(a)/a → 1/sqrt(a)",
        "a^(1/2) → sqrt(a)",
        "a^(-1/2) → 1/sqrt(a)",
        "a^(1/3) → cbrt(a)",
        "(a^b)^c → a^(b c)",
        "a^(b c) → (a^b)^c",
        "a^(b + c) → a^b a^c",
        "a^(b - 1) → a^b/a",
        "a^b a^c → a^(b + c)",
        "a^b/a^c → a^(b - c)",
        "(a b)^c → a^c b^c",
        "(a/b)^c → a^c/b^c",
        "a^(-b) → 1/a^b",
        "a^b → exp(b log(a))",
        "(1 + a)^b → exp(b log1p(a))",
    ),
)


def rules_by_root() -> dict[str, tuple[Rule, ...]]:
    """The rules by the kind of operation at their top; `sum` and `product` for those."""
    found: dict[str, list[Rule]] = {}
    for rule in RULES:
        found.setdefault(root_of(rule.pattern), []).append(rule)
    return {root: tuple(rules) for root, rules in found.items()}


def root_of(node: Node) -> str:
    """The kind of operation at the top of a node; "" for a leaf."""
    function = getattr(node, "function", "")
    if function in ("add", "subtract", "negate"):
        return "sum"
    return "product" if function in ("multiply", "divide") else function
