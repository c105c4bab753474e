"""Every word of the language, as data: the parser, the help and the symbol palette read it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """A function that may be typed.

    Attributes:
        name: the canonical name, found in the tree.
        arity: fewest and most arguments; None means any number.
        latex: the LaTeX operator.
        meaning: one line for the help.
        aliases: other accepted names; case never matters.
        usage: how it is typed.
    """

    name: str
    arity: tuple[int, int | None]
    latex: str
    meaning: str
    aliases: tuple[str, ...] = ()
    usage: str = ""

    def __post_init__(self) -> None:
        if not self.usage:
            object.__setattr__(self, "usage", f"{self.name}(x)")


_ONE, _TWO, _THREE = (1, 1), (2, 2), (3, 3)

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function("exp", _ONE, r"\exp", "exponential e^x"),
        Function("exp2", _ONE, r"\operatorname{exp2}", "power of two 2^x"),
        Function("expm1", _ONE, r"\operatorname{expm1}", "e^x - 1, accurate near 0"),
        Function("log", (1, 2), r"\ln", "natural logarithm; log(y, x) is to base x", ("ln",)),
        Function("log2", _ONE, r"\log_{2}", "logarithm to base 2"),
        Function("log10", _ONE, r"\log_{10}", "logarithm to base 10", ("lg",)),
        Function("log1p", _ONE, r"\operatorname{log1p}", "log(1 + x), accurate near 0"),
        Function("sqrt", _ONE, r"\sqrt", "square root"),
        Function("cbrt", _ONE, r"\sqrt[3]", "real cube root, also of negative numbers"),
        Function("abs", _ONE, r"\operatorname{abs}", "absolute value |x|"),
        Function("sign", _ONE, r"\operatorname{sign}", "-1, 0 or 1", ("sgn",)),
        Function("sin", _ONE, r"\sin", "sine of x in radians"),
        Function("cos", _ONE, r"\cos", "cosine of x in radians"),
        Function("tan", _ONE, r"\tan", "tangent of x in radians", ("tg",)),
        Function("sec", _ONE, r"\sec", "secant 1/cos(x)"),
        Function("csc", _ONE, r"\csc", "cosecant 1/sin(x)", ("cosec",)),
        Function("cot", _ONE, r"\cot", "cotangent 1/tan(x)", ("ctg", "cotan")),
        Function("asin", _ONE, r"\arcsin", "inverse sine", ("arcsin",)),
        Function("acos", _ONE, r"\arccos", "inverse cosine", ("arccos",)),
        Function("atan", _ONE, r"\arctan", "inverse tangent", ("arctan", "arctg")),
        Function(
            "atan2",
            _TWO,
            r"\operatorname{atan2}",
            "angle of the point (x, y)",
            ("arctan2",),
            "atan2(y, x)",
        ),
        Function("sinh", _ONE, r"\sinh", "hyperbolic sine"),
        Function("cosh", _ONE, r"\cosh", "hyperbolic cosine"),
        Function("tanh", _ONE, r"\tanh", "hyperbolic tangent"),
        Function("asinh", _ONE, r"\operatorname{arsinh}", "inverse hyperbolic sine", ("arsinh", "arcsinh")),
        Function("acosh", _ONE, r"\operatorname{arcosh}", "inverse hyperbolic cosine", ("arcosh", "arccosh")),
        Function("atanh", _ONE, r"\operatorname{artanh}", "inverse hyperbolic tangent", ("artanh", "arctanh")),
        Function("erf", _ONE, r"\operatorname{erf}", "error function"),
        Function("erfc", _ONE, r"\operatorname{erfc}", "1 - erf(x), accurate for large x"),
        Function("gamma", _ONE, r"\Gamma", "gamma function, (n - 1)! at n"),
        Function("loggamma", _ONE, r"\ln\Gamma", "logarithm of the gamma function", ("lgamma", "gammaln")),
        Function("hypot", _TWO, r"\operatorname{hypot}", "sqrt(x^2 + y^2) without overflow", (), "hypot(x, y)"),
        Function("norm", (1, None), r"\operatorname{norm}", "Euclidean length", (), "norm(x, y, …)"),
        Function("min", (2, None), r"\min", "smallest argument", ("minimum",), "min(x, y, …)"),
        Function("max", (2, None), r"\max", "largest argument", ("maximum",), "max(x, y, …)"),
        Function("relu", _ONE, r"\operatorname{ReLU}", "rectifier max(0, x)"),
        Function("sigmoid", _ONE, r"\operatorname{sigmoid}", "1/(1 + exp(-x))", ("expit", "logistic")),
        Function("softplus", _ONE, r"\operatorname{softplus}", "log(1 + exp(x))"),
        Function(
            "where",
            _THREE,
            r"\operatorname{where}",
            "first value where the comparison holds, else the second",
            (),
            "where(x < 0, -x, x)",
        ),
    )
}

BOUNDED: dict[str, Function] = {
    "sum": Function("sum", (4, 4), r"\sum", "sum over an integer index", (), "sum(x_i^2, i, 1, 9)"),
    "prod": Function("prod", (4, 4), r"\prod", "product over an integer index", (), "prod(x_i, i, 1, 4)"),
}
"""Bounded sums and products: written out by the parser, never seen in the tree under these names."""

VECTOR_FUNCTIONS: dict[str, Function] = {
    "norm": Function("norm", _ONE, r"\operatorname{norm}", "Euclidean length of the whole vector", (), "norm(g)"),
    "dot": Function("dot", _TWO, r"\operatorname{dot}", "sum of the products entry by entry", (), "dot(g, m)"),
    "grad": Function("grad", _ONE, r"\nabla f", "gradient at another point", (), "grad(x + beta v)"),
}
"""Functions of update rules, where a name stands for a whole vector."""

DERIVED_FUNCTIONS: dict[str, Function] = {
    "digamma": Function("digamma", _ONE, r"\psi", "derivative of the logarithm of the gamma function"),
    "derivative": Function("derivative", _ONE, "D", "derivative that is still to be taken"),
}
"""Functions that only derivatives need; they cannot be typed."""

CONSTANTS: dict[str, str] = {"pi": r"\pi", "e": "e", "tau": r"\tau"}
"""Constant name to LaTeX; tau is 2 pi."""

GREEK: dict[str, str] = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "rho": "ρ", "sigma": "σ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
"""Greek names that may be variables, to their letter; pi and tau are constants."""

STANDARD_VARIABLES: tuple[str, ...] = ("x", "y", "z", "t", "u", "v", "w")
"""Letters that form products when written together: `xy` is x times y."""

LETTERS: dict[str, str] = {letter: name for name, letter in GREEK.items()} | {
    "π": "pi",
    "τ": "tau",
    "Σ": "sum",
    "Π": "prod",
}
"""Single characters that stand for a word."""

SPELLINGS: dict[str, Function] = {
    spelling: function for function in FUNCTIONS.values() for spelling in (function.name, *function.aliases)
}
"""Every accepted lower-case spelling of a function."""


def find_function(word: str) -> Function | None:
    """The function called `word`, by name or alias, in any case."""
    return SPELLINGS.get(word) or SPELLINGS.get(word.lower())
