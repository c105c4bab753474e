"""What is behind the page, with what it needs."""

import streamlit as st

VANISHING = r"""
**Updates vanish.** A weight $w$ of a format with $p$ significant bits has its neighbours at a distance of one ulp,
between $2^{-p}|w|$ and $2^{1-p}|w|$. Rounded to nearest, $w + \Delta w$ is $w$ again where $|\Delta w|$ is less than
half of the distance to the neighbour on that side (at a power of two the side towards 0 is half as wide), and on a tie
if $w$ is even. In bfloat16, $p = 8$: a weight of 1 ignores every update below 0.0039 upwards and 0.002 downwards.
As gradients shrink near a minimum, a run in one format stops early, however many steps it is given.
"""
RESCUES = r"""
**Stochastic rounding** goes up with probability (distance from the lower neighbour) / ulp, so that the mean of what is
stored is the exact sum. It needs the digits that rounding would throw away: the step is computed in float32
at least. It is unbiased, not exact: the weights wander by about an ulp.

**Master weights** in float32 collect updates far below an ulp of the weights that the loss is computed with; those are
rounded from them before every step. They cost memory, not multiplications: forward and backward pass stay in
the short format.

**Loss scaling** multiplies the loss by $2^k$, and by the chain rule every number on the way back. A power of two
changes no digit unless something under- or overflows. The gradient is divided by $2^k$ before the step, in float32:
divided in float16 it would underflow there. Static scaling trusts $k$; dynamic scaling doubles it after $N$ good steps,
and skips the step and halves it when a gradient is infinite or NaN.
"""
ROUNDED_HERE = r"""
**What is rounded here.** f and its gradient (reverse mode): after every operation, in the format of the gradients. The
step: after every operation, in the smallest format that holds weights, gradients and memory; then weights and
memory are stored. With float32 everywhere this is a NumPy run in float32, bit for bit. Scalar products are
summed in float64 and rounded once; a Hessian, where a method asks for one, is computed in float64 and then rounded.
"""
SOURCES = """
P. Micikevicius et al., Mixed Precision Training, ICLR 2018 (arXiv:1710.03740); S. Gupta et al., Deep Learning with
Limited Numerical Precision, ICML 2015 (arXiv:1502.02551); P. Micikevicius et al., FP8 Formats for Deep Learning
(arXiv:2209.05433).
"""


def theory() -> None:
    """The rules in a few sentences each."""
    for text in (VANISHING, RESCUES, ROUNDED_HERE):
        st.markdown(text)
    st.caption(SOURCES)
