"""AMSGrad: Adam whose steps can only become shorter."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from numerics.inside.families import adaptive
from numerics.inside.views import Steps, View
from numerics.knobs import knob
from numerics.methods.base import Array, Elsewhere, Method, learning_rate_knob
from numerics.oracle import Oracle


class State(NamedTuple):
    """Steps taken, the running means of the gradient and its square, and the largest of the latter, (..., n) each."""

    t: int
    m: Array
    v: Array
    largest: Array


@dataclass(frozen=True)
class AMSGrad(Method):
    """m ← β₁ m + (1 - β₁) g;  v ← β₂ v + (1 - β₂) g²;  u ← max(u, v);  x ← x - η m̂ / (√û + ε).

    Adam forgets a rare large gradient, and its rate grows again; there are convex problems on which it then
    fails to converge. The maximum u never forgets. The paper has no bias correction (switch it off: m̂ = m, û = u);
    PyTorch's `Adam(amsgrad=True)` corrects both, û = u / (1 - β₂ᵗ).
    """

    name = "amsgrad"
    title = "AMSGrad"
    elementwise = True
    equations = (
        r"\begin{aligned}"
        r" m_{t+1} &= \beta_1 m_t + (1 - \beta_1)\, \nabla f(x_t) \\"
        r" v_{t+1} &= \beta_2 v_t + (1 - \beta_2)\, \nabla f(x_t)^2 \\"
        r" u_{t+1} &= \max(u_t, v_{t+1}) \\"
        r" \hat m &= \frac{m_{t+1}}{1 - \beta_1^{t+1}}, \quad \hat u = \frac{u_{t+1}}{1 - \beta_2^{t+1}} \\"
        r" x_{t+1} &= x_t - \eta\, \frac{\hat m}{\sqrt{\hat u} + \varepsilon}"
        r" \end{aligned}"
    )
    source = "S. J. Reddi, S. Kale, S. Kumar, On the Convergence of Adam and Beyond, ICLR 2018, arXiv:1904.09237"
    scale_free = True
    elsewhere = Elsewhere(
        torch=(
            "# PyTorch always corrects the bias.\n"
            "torch.optim.Adam([x], lr=$learning_rate, betas=($beta1, $beta2), eps=$epsilon, amsgrad=True)"
        ),
        jax=(
            "# Optax takes the maximum after the correction of the bias, not before.\n"
            "optax.amsgrad($learning_rate, b1=$beta1, b2=$beta2, eps=$epsilon)"
        ),
    )

    learning_rate: float = learning_rate_knob(0.01)
    beta1: float = knob(0.9, 0.0, 0.9999, "memory of the mean gradient", symbol=r"\beta_1")
    beta2: float = knob(0.999, 0.0, 0.99999, "memory of the mean squared gradient", symbol=r"\beta_2")
    epsilon: float = knob(1e-8, 1e-16, 1.0, "keeps the division finite", symbol=r"\varepsilon", log=True)
    bias_correction: bool = knob(True, False, True, "undo the start from zero (m̂, û)")

    def init(self, oracle: Oracle, x: Array) -> State:
        return State(0, np.zeros_like(x), np.zeros_like(x), np.zeros_like(x))

    def step(self, oracle: Oracle, x: Array, gradient: Array, state: State) -> tuple[Array, State]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * gradient
        v = self.beta2 * state.v + (1 - self.beta2) * gradient**2
        largest = np.maximum(state.largest, v)
        m_hat, u_hat = m, largest
        if self.bias_correction:
            m_hat = m / (1 - self.beta1**t)
            u_hat = largest / (1 - self.beta2**t)
        return x - self.learning_rate * m_hat / (np.sqrt(u_hat) + self.epsilon), State(t, m, v, largest)

    def inside(self, steps: Steps) -> tuple[View, ...]:
        t, m, v, largest = steps.after.t[:, None], steps.after.m, steps.after.v, steps.after.largest
        if self.bias_correction:
            m, v, largest = m / (1 - self.beta1**t), v / (1 - self.beta2**t), largest / (1 - self.beta2**t)
        forgetful = np.sqrt(v) + self.epsilon
        return adaptive(steps, np.sqrt(largest) + self.epsilon, m, other=forgetful, difference="as Adam would have it")
