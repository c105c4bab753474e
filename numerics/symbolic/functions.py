"""The vocabulary as SymPy functions that stay what they are.

SymPy's own `exp` and `log` rewrite themselves: `exp(10^17 log(2x))` turns into `(2x)^(10^17)` and
never returns; its `|x|''` and `max''` are Dirac deltas. Ours are inert: nothing is rewritten or
evaluated, and each knows its derivative, right at kinks and for real numbers: `|x|'' = 0`,
`sign(0) = 0`, `max' ` is the derivative of the larger argument (their mean at a tie), and the
gradient of a norm at 0 is 0.

Each function is a line of data: its name in the vocabulary and its derivative. It is printed as `spelling`
has it; those that only derivatives need bring their own NumPy source.
"""

from collections.abc import Callable
from typing import Any

from sympy import Add, Function, Integer, Mul, Pow, Rational, Symbol

from numerics.symbolic.spelling import SPELLING

Expr = Any  # a SymPy expression; SymPy is untyped
Derivative = Callable[[Expr], Expr]

# Plain symbols: SymPy's own E**x would rewrite itself.
PI, E, TAU = CONSTANTS = Symbol("pi"), Symbol("e"), Symbol("tau")
HALF = Rational(1, 2)
ZERO = Integer(0)
MOST_FACTORS = 8


class Elementary(Function):
    """An inert function; its `rule` turns d, which derives its arguments, into its derivative."""

    is_number = False  # or SymPy evaluates constants such as exp(10^9) to compare them
    name: str
    source: str
    rule: Callable[..., Expr]

    def _eval_evalf(self, prec: int) -> None:
        return None

    def derivative(self, d: Derivative) -> Expr:
        """The derivative of the whole, given that of every argument."""
        return self.rule(d, *self.args)


def _function(name: str, rule: Callable[..., Expr] | None = None, source: str = "") -> Any:
    attributes: dict[str, Any] = {"name": name, "source": source or SPELLING[name]}
    if rule is not None:
        attributes["rule"] = staticmethod(rule)
    return type(name.title().replace("_", ""), (Elementary,), attributes)


def _unary(name: str, slope: Callable[[Expr], Expr], source: str = "") -> Any:
    """A function of one argument, by the chain rule."""

    def rule(d: Derivative, u: Expr) -> Expr:
        inner = d(u)
        return ZERO if inner == 0 else slope(u) * inner

    return _function(name, rule, source)


Exp: Any = _unary("exp", lambda u: Exp(u))
Exp2: Any = _unary("exp2", lambda u: Log(2) * Exp2(u))
Expm1: Any = _unary("expm1", lambda u: Exp(u))
Log: Any = _unary("log", lambda u: 1 / u)
Log2: Any = _unary("log2", lambda u: 1 / (Log(2) * u))
Log10: Any = _unary("log10", lambda u: 1 / (Log(10) * u))
Log1p: Any = _unary("log1p", lambda u: 1 / (1 + u))
Sqrt: Any = _unary("sqrt", lambda u: HALF / Sqrt(u))
Cbrt: Any = _unary("cbrt", lambda u: 1 / (3 * Cbrt(u) ** 2))
Abs: Any = _unary("abs", lambda u: Sign(u))
Sign: Any = _unary("sign", lambda u: ZERO)
Sin: Any = _unary("sin", lambda u: Cos(u))
Cos: Any = _unary("cos", lambda u: -Sin(u))
Tan: Any = _unary("tan", lambda u: 1 + Tan(u) ** 2)
Sec: Any = _unary("sec", lambda u: Sec(u) * Tan(u))
Csc: Any = _unary("csc", lambda u: -Csc(u) * Cot(u))
Cot: Any = _unary("cot", lambda u: -1 - Cot(u) ** 2)
Asin: Any = _unary("asin", lambda u: 1 / Sqrt(1 - u**2))
Acos: Any = _unary("acos", lambda u: -1 / Sqrt(1 - u**2))
Atan: Any = _unary("atan", lambda u: 1 / (1 + u**2))
Sinh: Any = _unary("sinh", lambda u: Cosh(u))
Cosh: Any = _unary("cosh", lambda u: Sinh(u))
Tanh: Any = _unary("tanh", lambda u: Sech(u) ** 2)  # 1 - tanh² is 0 from u = 19 on
Sech: Any = _unary("sech", lambda u: -Sech(u) * Tanh(u), source="1/cosh({})")
Asinh: Any = _unary("asinh", lambda u: 1 / Sqrt(u**2 + 1))
Acosh: Any = _unary("acosh", lambda u: 1 / (Sqrt(u - 1) * Sqrt(u + 1)))  # NaN left of -1 too
Atanh: Any = _unary("atanh", lambda u: 1 / (1 - u**2))
Erf: Any = _unary("erf", lambda u: 2 / Sqrt(PI) * Exp(-(u**2)))
Erfc: Any = _unary("erfc", lambda u: -2 / Sqrt(PI) * Exp(-(u**2)))
Gamma: Any = _unary("gamma", lambda u: Gamma(u) * Digamma(u))
Loggamma: Any = _unary("loggamma", lambda u: Digamma(u))
Digamma: Any = _unary("digamma", lambda u: Trigamma(u), source="digamma({})")
Trigamma: Any = _function("trigamma", source="trigamma({})")
Sigmoid: Any = _unary("sigmoid", lambda u: Sigmoid(u) * Sigmoid(-u))  # σ(1 - σ) cancels at large u
Softplus: Any = _unary("softplus", lambda u: Sigmoid(u))


def _choice(kind: type[Elementary], test: tuple[Expr, ...], yes: Expr, no: Expr) -> Expr:
    return yes if yes == no else kind(*test, yes, no)


def _ratio(a: Expr, n: Expr) -> Expr:
    return ZERO if a == 0 else Ratio(a, n)


def _scaled(c: Expr, f: Expr) -> Expr:
    if c == 0:
        return ZERO
    return Scaled(c, f) if c.free_symbols and f.free_symbols else c * f


def _real_power(d: Derivative, base: Expr, exponent: Expr) -> Expr:
    by_base = _scaled(exponent * d(base), power(base, exponent - 1))
    by_exponent = _scaled(d(exponent), _scaled(RealPower(base, exponent), Log(base)))
    return by_base + by_exponent


# b^e for an exponent that is no integer: NaN for b < 0, as in NumPy.
# Exponents that vary meet 0^e log 0 (0 for e > 0) and e·0^(e-1) at e = 0: see Scaled.
RealPower: Any = _function("power", _real_power)
Atan2: Any = _function("atan2", lambda d, y, x: (x * d(y) - y * d(x)) / (x**2 + y**2))
Norm: Any = _function("norm", lambda d, *u: _ratio(Add(*(u_i * d(u_i) for u_i in u)), Norm(*u)))
# c·f, and 0 where c = 0, even if f is infinite there.
Scaled: Any = _function("scaled", lambda d, c, f: _scaled(d(c), f) + _scaled(c, d(f)), source="scaled({}, {})")
# a/n, and 0 where n = 0: the gradient of a norm is 0 at 0.
Ratio: Any = _function("ratio", lambda d, a, n: _ratio(d(a), n) - _ratio(a * d(n), n**2), source="ratio({}, {})")

# The branch not taken leaves no trace in the derivative, not even NaN.
Where: Any = _function("where", lambda d, c, a, b: _choice(Where, (c,), d(a), d(b)))
# p where a > b, q where a < b, their mean at a tie: the derivative of max(a, b).
Select: Any = _function(
    "select", lambda d, a, b, p, q: _choice(Select, (a, b), d(p), d(q)), source="select({}, {}, {}, {})"
)
Max: Any = _function("max", lambda d, a, b: _choice(Select, (a, b), d(a), d(b)))
Min: Any = _function("min", lambda d, a, b: _choice(Select, (a, b), d(b), d(a)))
Relu: Any = _function("relu", lambda d, u: _choice(Select, (u, ZERO), d(u), ZERO))

# Brackets that SymPy does not multiply out: see product.
Group: Any = _function("group", lambda d, u: d(u), source="({})")

COMPARISONS = {
    name: _function(name) for name in ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal")
}
AllOf: Any = _function("all_of")


def product(*factors: Expr) -> Expr:
    """The product; one of many factors as a product of two, and so on.

    SymPy would keep it flat, and its second derivatives would have as many terms as there are pairs
    of factors, each with all the others in it.
    """
    result = Mul(*factors)
    if not result.is_Mul or len(result.args) <= MOST_FACTORS:
        return result
    half = len(result.args) // 2
    return Group(product(*result.args[:half])) * Group(product(*result.args[half:]))


def power(base: Expr, exponent: Expr) -> Expr:
    """`base^exponent`: exact algebra for integer exponents, else a root, `exp` or a real power."""
    if base == E:
        return Exp(exponent)
    if exponent.is_Integer:
        return Pow(base, exponent)
    if exponent == HALF:
        return Sqrt(base)
    if exponent == -HALF:
        return 1 / Sqrt(base)
    return RealPower(base, exponent)
