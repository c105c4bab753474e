"""Composed maps, the chain rule, orders of multiplication, mixed partials and small shapes."""

import itertools
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import numerics as nm
from numerics.composition import chain_rule, compose, orders
from numerics.mixed_partials import PEANO, mixed_partials
from numerics.small_shapes import images

OUTER, INNER = nm.VectorMap.parse("u^2 + v, sin(u v), exp(v) - u"), nm.VectorMap.parse("x cos(y), x^2 + y z")
POINTS = np.random.default_rng(0).uniform(-2, 2, (20, 3))


def test_row_A4_the_product_of_jacobians_is_the_jacobian_of_the_composition() -> None:
    for x in POINTS:
        rule = chain_rule(OUTER, INNER, x)
        assert rule.product.shape == rule.whole.shape == (3, 3)
        assert rule.product == pytest.approx(rule.whole, rel=1e-12, abs=1e-12)
        assert rule.apart < 1e4
    assert compose(OUTER, INNER)(POINTS) == pytest.approx(OUTER(INNER(POINTS)), rel=1e-12)


def test_row_A4_a_hessian_that_is_not_symmetric() -> None:
    f = nm.Objective.parse(PEANO)
    found = mixed_partials(f, (0, 0))
    assert found.by_y == pytest.approx(-np.ones(6), abs=1e-12)
    assert found.by_x == pytest.approx(np.ones(6), abs=1e-12)
    away = mixed_partials(f, (1.0, 0.5))
    assert away.by_y[-1] == pytest.approx(away.by_x[-1], abs=1e-4)
    assert away.by_y[-1] == pytest.approx(f.hessian((1.0, 0.5))[0, 1], abs=1e-4)


def test_row_D6_the_jacobian_of_two_squares() -> None:
    assert nm.VectorMap.parse("x^2, y^2").jacobian([1, 2]).tolist() == [[2, 0], [0, 4]]


def test_maps_that_do_not_fit_are_refused() -> None:
    with pytest.raises(nm.NumericsError, match=r"takes 2 numbers \(u, v\)"):
        compose(OUTER, nm.VectorMap.parse("x, y, z"))


@pytest.mark.parametrize(
    ("outer", "inner", "told"),
    [
        ("((7u)^100 + 1)^3", "((5x)^100 + 3)^3", "numbers of thousands of digits"),
        (" + ".join(["u^3"] * 90), " + ".join(["x^2"] * 90), "more than 500 parts"),
        ("sin(exp(cos(sin(exp(cos(u))))))", "sin(exp(cos(sin(exp(cos(x))))))", "nested"),
    ],
)
def test_two_maps_within_the_limits_may_be_beyond_them_together(outer: str, inner: str, told: str) -> None:
    with pytest.raises(nm.NumericsError, match=told) as raised:
        compose(nm.VectorMap.parse(outer), nm.VectorMap.parse(inner))
    assert not isinstance(raised.value, nm.ExpressionError), "a place in the composition says nothing to a visitor"


def test_a_bounded_sum_and_shared_names_are_substituted() -> None:
    outer, inner = nm.VectorMap.parse("x + y, sum(x^i, i, 1, 3)"), nm.VectorMap.parse("y - x, x y")
    points = POINTS[:, :2]
    assert compose(outer, inner)(points) == pytest.approx(outer(inner(points)), rel=1e-12)


def cheapest(sizes: tuple[int, ...]) -> int:
    """All orders, tried."""

    @cache
    def least(first: int, last: int) -> int:
        if last - first < 2:
            return 0
        cuts = range(first + 1, last)
        return min(least(first, k) + least(k, last) + sizes[first] * sizes[k] * sizes[last] for k in cuts)

    return least(0, len(sizes) - 1)


@given(st.lists(st.integers(1, 60), min_size=3, max_size=8))
def test_no_order_is_cheaper_than_the_best(sizes: list[int]) -> None:
    forward, reverse, best = orders(sizes)
    assert best.multiplications == cheapest(tuple(sizes)) <= min(forward.multiplications, reverse.multiplications)
    mirrored = orders(sizes[::-1])
    assert forward.multiplications == mirrored[1].multiplications
    assert all(
        f"J{k}" in order.brackets for order, k in itertools.product((forward, reverse, best), range(1, len(sizes)))
    )


def test_reverse_order_of_a_chain_that_ends_in_one_number() -> None:
    """Cormen et al., section 15.2: dimensions 10, 100, 5, 50 cost 7500 one way and 75 000 the other."""
    forward, reverse, best = orders((50, 5, 100, 10))
    assert {forward.multiplications, reverse.multiplications} == {7500, 75_000}
    assert best.multiplications == 7500
    assert orders((1000, 500, 100, 1))[1].multiplications == 100 * 500 + 500 * 1000
    with pytest.raises(nm.NumericsError, match="three sizes"):
        orders((2, 3))


@pytest.mark.parametrize("text", ["x cos(y), x sin(y)", "x^2 - y^2, 2x y", "exp(x), y + x^3"])
def test_small_images_approach_the_linear_ones(text: str) -> None:
    F, at = nm.VectorMap.parse(text), (1.2, 0.4)
    errors = []
    for size in (0.2, 0.1, 0.05):
        seen = images(F, at, size)
        errors.append(np.abs(seen.square - seen.linear_square).max() / size)
        assert seen.area / size**2 == pytest.approx(seen.factor, rel=size)
    assert errors[1] / errors[0] == pytest.approx(0.5, abs=0.05)
    assert errors[2] / errors[1] == pytest.approx(0.5, abs=0.05)


def test_a_map_that_turns_over_has_negative_area() -> None:
    seen = images(nm.VectorMap.parse("y, x"), (0.0, 0.0), 2.0)
    assert (seen.area, seen.factor) == (pytest.approx(-4), -1)
    assert np.abs(np.hypot(*seen.circle.T)) == pytest.approx(1)
