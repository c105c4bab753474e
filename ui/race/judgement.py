"""By what a race is judged, told with its sources."""

import streamlit as st

from numerics.race import RATES, TUNING_STARTS, RaceRules


def judgement(rules: RaceRules) -> None:
    """Tell by what the race is judged, with the sources."""
    with st.expander("How it is judged, and what makes it fair"):
        st.markdown(
            f"""
- **Solved** is a run that reaches $f(x) \\le f^* + \\tau\\,(f(x_0) - f^*)$, here with $\\tau$ = {rules.tolerance:g},
  before its budget of {rules.budget} is spent (Moré & Wild, SIAM J. Optim. 20(1), 2009). $f^*$ is the lowest value
  that the gallery knows, in the window of the function; for another function, the lowest that any run found.
- **The cost** $t_{{p,s}}$ of method $s$ on problem $p$, a function with a start, is what its evaluations of $f$,
  $\\nabla f$ and the Hessian had cost when it got there. Asking again at the same point is free, and so is what the
  laboratory looks at only to draw it.
- **The performance profile** of $s$ is $\\rho_s(\\alpha)$, the share of the problems with
  $t_{{p,s}} \\le \\alpha \\min_{{s'}} t_{{p,s'}}$ (Dolan & Moré, Math. Program. 91, 2002). It compares $s$ with this
  company: leave a method out, and the order of the others may change (Gould & Scott, ACM TOMS 43(2), 2016).
- **Learning rates** are the best of {", ".join(f"{rate:g}" for rate in RATES)}, in runs with the same budget from
  {TUNING_STARTS} starts that the race does not use: first by what they solve, then by what it costs. The last column
  tells what that cost; no budget pays for it. All other knobs have their defaults.
- **Chance** is in the starts alone, and the seed in the link fixes them. Few runs decide little: try other seeds.
"""
        )
