"""Random texts: formulas from the grammar, near all its limits, and mutations of well-known ones."""

from collections.abc import Sequence

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
    "erfc", "gamma", "loggamma", "relu", "sigmoid", "softplus", "√", "-", "sin^2", "atan^3",
)  # fmt: skip
_EXPONENTS = ("2", "3", "0.5", "-1", "64", "100", "-100", "1/3", "x", "(x+1)")
_SHAPES = (
    *(f"{name}(@)" for name in _UNARY),
    *(f"(@)^{exponent}" for exponent in _EXPONENTS),
    *("(@) + (@)", "(@) - (@)", "(@) (@)", "(@) * (@)", "(@)/(@)", "(@)^(@)", "|@|") * 3,
    *("max(@, @)", "min(@, @)", "atan2(@, @)", "hypot(@, @)", "norm(@, @)", "max(@, @, @)"),
    *("where(@ < @, @, 1)", "where(0 <= @ < 2, @, @)", "(@) + (@) + (@)", "(@)*(@)*(@)"),
    *("sum((@) x_i, i, 1, 3)", "sum((@)^j/j, j, 1, 9)", "prod((@) + k, k, 1, 4)"),
)
_LEAVES = _NAMES + _LITERALS


@st.composite
def formulas(draw: st.DrawFn) -> str:
    """Texts that the grammar can produce, many of them just inside or outside its limits.

    Grown from the outside in: every `@` is a place for a further shape, or at last for a leaf.
    """
    pieces = ["", ""]  # the text between the places
    for _ in range(draw(st.integers(0, 30))):
        at = draw(st.integers(0, len(pieces) - 2))
        shape = draw(st.sampled_from(_SHAPES)).split("@")
        shape[0] = pieces[at] + shape[0]
        shape[-1] += pieces[at + 1]
        pieces[at : at + 2] = shape
    text = pieces[0]
    for piece in pieces[1:]:
        text += draw(st.sampled_from(_LEAVES)) + piece
    return text


_ALPHABET = st.one_of(
    st.sampled_from("xyzabei0123456789.,+-*/^=<>!|()[]{}_ ²³₁√π·−×'\"\\`$#@&%~:;?\n\t\0"),
    st.sampled_from(("sin(", "exp(", "sum(", "where(", "max(", "**", "<=", ", i, 1, 9)", "^99", "e30", "x_(i+1)")),
    st.characters(),
)


@st.composite
def mutations(draw: st.DrawFn, texts: Sequence[str] = sorted(entry.text for entry in GALLERY.values())) -> str:
    """A text, of the gallery unless others are given, after a few insertions, deletions, repetitions and splices."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 8)))
        other = draw(st.sampled_from(texts))
        middle = draw(st.one_of(st.sampled_from(("", text[start:stop] * 2, other[start:stop])), _ALPHABET))
        text = text[:start] + middle + text[stop:]
    return text
