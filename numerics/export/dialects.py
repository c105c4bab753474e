"""How PyTorch and JAX write the functions that a typed formula can use."""

from numerics.export.formulas import COMPARISONS, Dialect, call
from numerics.symbolic.numpy_functions import NUMPY_FUNCTIONS

_OPERATORS = {**COMPARISONS, "ipow": "{0} ** {1}", "power": "{0} ** {1}"}
_ALIKE = (
    "exp exp2 expm1 log log2 log10 log1p sqrt square abs sign sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh"
    " arccosh arctanh arctan2 hypot logaddexp maximum minimum where logical_and"
)


def _calls(home: str, names: str) -> dict[str, str]:
    return {name: call(f"{home}.{name}", NUMPY_FUNCTIONS[name].arity) for name in names.split()}


TORCH: Dialect = {
    **_OPERATORS,
    **_calls("torch", f"{_ALIKE} erf erfc"),
    "cbrt": "torch.sign({0}) * torch.abs({0}) ** (1 / 3)",
    "expit": "torch.sigmoid({0})",
    "gammaln": "torch.lgamma({0})",
}
JAX: Dialect = {
    **_OPERATORS,
    **_calls("jnp", f"{_ALIKE} cbrt"),
    **_calls("jax.scipy.special", "erf erfc gamma gammaln expit"),
}
