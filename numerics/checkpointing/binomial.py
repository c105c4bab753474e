"""What equal layers cost at the least, as a formula, for any number of layers.

A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, proposition 12.3: with s values held and no layer
evaluated more than r times before it is passed backward, C(s + r, s) layers can be reversed and no more.
"""

from math import comb

from numerics.errors import NumericsError


def fewest_evaluations(layers: int, memory: int) -> int:
    """The least number of evaluations of `layers` equal layers with `memory` values: held ones and one worked on.

    Raises NumericsError if that is too little, which it is below 2 for two layers or more.
    """
    if layers < 1 or memory < min(layers, 2):
        raise NumericsError(f"With {memory} values in memory no gradient through {layers} layers is possible.")
    if layers <= memory:
        return layers
    held = memory - 1
    times = 1
    while comb(held + times, held) < layers:
        times += 1
    return times * layers - comb(held + times, held + 1) + 1


def memory_within(layers: int, passes: int) -> int:
    """The least memory, in values, with which at most `passes` forward passes of recomputation suffice."""
    low, high = min(layers, 2), layers
    while low < high:
        middle = (low + high) // 2
        if fewest_evaluations(layers, middle) <= (passes + 1) * layers:
            high = middle
        else:
            low = middle + 1
    return low
