"""How the functions of the vocabulary are written as NumPy source; what the names mean is in `numpy_functions`."""

from collections.abc import Sequence

_SAME = "exp exp2 expm1 log log2 log10 log1p sqrt cbrt abs sign sin cos tan sinh cosh tanh erf erfc gamma"
_COMPARISONS = "less less_equal greater greater_equal equal not_equal"

SPELLING: dict[str, str] = {
    **{name: f"{name}({{}})" for name in _SAME.split()},
    **{name: f"{name}({{}}, {{}})" for name in _COMPARISONS.split()},
    **{f"a{name}": f"arc{name}({{}})" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    "sec": "1/cos({})",
    "csc": "1/sin({})",
    "cot": "1/tan({})",
    "loggamma": "gammaln({})",
    "sigmoid": "expit({})",
    "softplus": "logaddexp(0, {})",
    "relu": "maximum({}, 0)",
    "atan2": "arctan2({}, {})",
    "hypot": "hypot({}, {})",
    "norm": "hypot({}, {})",
    "max": "maximum({}, {})",
    "min": "minimum({}, {})",
    "power": "power({}, {})",
    "where": "where({}, {}, {})",
    "all_of": "logical_and({}, {})",
}


def spelled(template: str, arguments: Sequence[str]) -> str:
    """The call with these arguments; one of two takes more as `hypot(hypot(x, y), z)`."""
    rest = list(arguments)
    while len(rest) > template.count("{}"):
        rest[:2] = [template.format(*rest[:2])]
    return template.format(*rest)
