"""Random texts: formulas from the grammar, near all its limits, and mutations of well-known ones."""

from hypothesis import strategies as st

from numerics.gallery import GALLERY

_NAMES = ("x", "y", "z", "t", "x1", "x_2", "x₃", "theta", "a", "pi", "e", "tau")
_LITERALS = (
    "0", "1", "2", "3", "0.1", "0.5", "7", "64", "99", "100", "-1", "1e30", "1e-30", "99999999999999999",
    "0.00000000000000001", "123456789.12345678",
)  # fmt: skip
_UNARY = (
    "exp", "exp2", "expm1", "log", "ln", "log2", "log10", "log1p", "sqrt", "cbrt", "abs", "sign", "sin", "cos",
    "tan", "sec", "csc", "cot", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf",
    "erfc", "gamma", "loggamma", "relu", "sigmoid", "softplus", "√", "-", "sin^2", "cos^-1",
)  # fmt: skip
_BINARY = ("{} + {}", "{} - {}", "{} {}", "{} * {}", "{}/{}", "{}^{}", "max({}, {})", "min({}, {})", "atan2({}, {})",
           "hypot({}, {})", "norm({}, {})")  # fmt: skip
_TERNARY = ("where({} < {}, {}, 1)", "where(0 <= {} < 2, {}, {})", "max({}, {}, {})", "{} + {} + {}", "{}*{}*{}")


def _extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    wrapped = inner.map(lambda text: f"({text})")
    exponents = st.sampled_from(("2", "3", "0.5", "-1", "64", "100", "-100", "1/3", "x", "(x+1)"))
    return st.one_of(
        st.builds("{}({})".format, st.sampled_from(_UNARY), inner),
        st.builds(str.format, st.sampled_from(_BINARY), wrapped, wrapped),
        st.builds(str.format, st.sampled_from(_TERNARY), wrapped, wrapped, wrapped),
        st.builds("{}^{}".format, wrapped, exponents),
        st.builds("|{}|".format, wrapped),
        st.builds("sum({} x_i, i, 1, {})".format, wrapped, st.sampled_from("123456789")),
        st.builds("sum({}^i/i, i, 1, {})".format, wrapped, st.sampled_from("123456789")),
    )


def formulas() -> st.SearchStrategy[str]:
    """Texts that the grammar can produce, many of them just inside or outside its limits."""
    return st.recursive(st.sampled_from(_NAMES + _LITERALS), _extend, max_leaves=40)


_ALPHABET = st.one_of(
    st.sampled_from("xyzabei0123456789.,+-*/^=<>!|()[]{}_ ²³₁√π·−×'\"\\`$#@&%~:;?\n\t\0"),
    st.sampled_from(("sin(", "exp(", "sum(", "where(", "max(", "**", "<=", ", i, 1, 9)", "^99", "e30", "x_(i+1)")),
    st.characters(),
)


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A gallery text after a few insertions, deletions, repetitions and splices with another."""
    texts = sorted(entry.text for entry in GALLERY.values())
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 8)))
        other = draw(st.sampled_from(texts))
        middle = draw(st.one_of(st.sampled_from(("", text[start:stop] * 2, other[start:stop])), _ALPHABET))
        text = text[:start] + middle + text[stop:]
    return text
