"""What the gallery says of its functions is true: each claim by the run or the number that shows it."""

from functools import cache

import numpy as np
import pytest

import numerics as nm
from numerics.gallery import GALLERY
from numerics.minimize import minimize


@cache
def objective(name: str) -> nm.Objective:
    entry = GALLERY[name]
    return nm.Objective.parse(entry.text, variables=entry.variables, parameters=entry.parameters)


def descend(name, method="gradient_descent", steps=1000, **knobs):
    return minimize(objective(name), GALLERY[name].start, method, steps=steps, **knobs)


def ends(name, *arguments, **knobs):
    return descend(name, *arguments, **knobs).x[-1]


def test_on_the_bowl_descent_heads_straight_for_the_minimum():
    x = descend("bowl", learning_rate=0.1, steps=20).x
    assert x[:, 0] * x[0, 1] == pytest.approx(x[:, 1] * x[0, 0])


def test_above_a_fifth_the_ellipse_diverges_in_y_alone():
    x = descend("ellipse", learning_rate=0.21, steps=50).x
    assert np.all(np.diff(np.abs(x[:, 1])) > 0)
    assert np.all(np.diff(np.abs(x[:, 0])) < 0)


def test_on_the_canyon_descent_zigzags():
    across = descend("canyon", learning_rate=0.35, steps=10).x @ [1, 1]
    assert np.all(across[1:] * across[:-1] < 0)


def test_the_condition_number_of_the_stretched_bowl_is_the_ratio_of_its_sliders():
    f = objective("stretched_bowl").with_parameters(a=2.0, b=14.0)
    assert np.linalg.cond(f.hessian([0, 0])) == pytest.approx(7)
    momentum = descend("stretched_bowl", "momentum", learning_rate=0.01)
    assert momentum.steps < descend("stretched_bowl", learning_rate=0.01).steps


def test_scaling_the_coordinates_of_matyas_does_not_help():
    hessian = objective("matyas").hessian([0, 0])
    scale = np.diag(1 / np.sqrt(np.diag(hessian)))
    assert np.linalg.cond(scale @ hessian @ scale) == pytest.approx(np.linalg.cond(hessian))


def test_newton_jumps_onto_the_saddle_which_descent_leaves():
    assert ends("saddle", "newton", steps=1) == pytest.approx([0, 0], abs=1e-12)
    assert objective("saddle")(ends("saddle", learning_rate=0.1, steps=60)) < -1


def test_the_hessian_of_the_monkey_saddle_vanishes_at_its_critical_point():
    assert not objective("monkey_saddle").gradient([0, 0]).any()
    assert not objective("monkey_saddle").hessian([0, 0]).any()


def test_methods_find_different_minima_of_himmelblau():
    assert (
        np.linalg.norm(ends("himmelblau", learning_rate=0.01) - ends("himmelblau", "momentum", learning_rate=0.01)) > 1
    )


def test_freudenstein_roth_ends_in_the_higher_minimum():
    assert descend("freudenstein_roth", "newton").f[-1] == pytest.approx(48.98425367924)


def test_momentum_crosses_into_the_middle_valley_of_the_camel():
    assert abs(ends("three_hump_camel", learning_rate=0.01)[0]) > 1
    assert ends("three_hump_camel", "momentum", learning_rate=0.01) == pytest.approx([0, 0], abs=1e-6)


def test_mccormick_has_no_bottom():
    f = objective("mccormick")
    assert f([-1e6, -1e6]) < f([-1e3, -1e3]) < GALLERY["mccormick"].minima[0][1]


def test_the_curvature_of_the_coupled_sines_vanishes_along_one_diagonal():
    assert objective("coupled_sines").hessian([0, 0]) @ [1, -1] == pytest.approx([0, 0])


def test_goldstein_price_spans_six_orders_of_magnitude():
    axes = [np.linspace(*interval, 101) for interval in GALLERY["goldstein_price"].window]
    values = objective("goldstein_price")(np.stack(np.meshgrid(*axes), axis=-1))
    assert values.min() < 4
    assert values.max() > 3e5


def test_descent_does_not_find_the_hole_of_easom():
    assert descend("easom", learning_rate=0.1).f[-1] > -1e-3


def test_the_cliff_throws_descent_far_back():
    steps = descend("cliff", learning_rate=1.0, steps=100).step_length
    assert max(steps) > 5 * steps[0]


def test_on_the_plateau_descent_stands_still():
    assert ends("plateau", learning_rate=0.1)[0] > 4


def test_between_the_minima_of_the_linear_network_lies_a_saddle():
    low, high = np.linalg.eigvalsh(objective("linear_network").hessian([0, 0]))
    assert low < 0 < high
    assert not objective("linear_network").gradient([0, 0]).any()


def test_one_step_too_long_kills_the_relu_unit():
    assert ends("dead_relu", learning_rate=0.05, steps=2000) == pytest.approx([1, 0], abs=1e-3)
    run = descend("dead_relu", learning_rate=0.15)
    assert not run.gradient[-1].any()
    assert run.f[-1] == 5


def test_only_weight_decay_bounds_the_weights():
    far = np.array(GALLERY["logistic_loss"].minima[0][0]) * 50
    f = objective("logistic_loss")
    assert f(far) - 0.05 * far @ far < 1e-9, "without decay the loss tends to 0"


def test_adding_a_number_to_all_logits_changes_only_the_decay():
    f = objective("softmax_loss")
    low, high = np.array([0.3, -0.2, 0.1]), np.array([7.3, 6.8, 7.1])
    assert f(high) - 0.05 * high @ high == pytest.approx(f(low) - 0.05 * low @ low)


def test_a_fixed_rate_hops_over_the_minimum_of_the_absolute_values():
    assert np.abs(ends("absolute", learning_rate=0.2)) == pytest.approx([0.1, 0.1])


def test_the_gradient_is_not_zero_on_either_side_of_the_seam():
    x = np.array(GALLERY["maximum"].minima[0][0])
    assert np.linalg.norm(objective("maximum").gradient([x + 1e-6, x - 1e-6]), axis=-1).min() > 0.5


def test_exact_line_search_stops_at_the_origin_of_the_fan():
    f, x = objective("wolfe_fan"), np.array(GALLERY["wolfe_fan"].start)
    for _ in range(12):
        low, high = 0.0, 1.0
        for _ in range(8):  # the best of a grid of step sizes, refined around it
            rates = np.linspace(low, high, 201)
            best = int(np.argmin(f(x - rates[:, None] * f.gradient(x))))
            low, high = rates[max(best - 1, 0)], rates[min(best + 1, 200)]
        x = x - rates[best] * f.gradient(x)
    assert np.linalg.norm(x) < 1e-5
    assert f([-1, 0]) < f(x)


def test_the_barrier_has_no_value_outside_the_triangle():
    assert np.isnan(objective("log_barrier")([[-0.1, 1], [1, -0.1], [3, 2]])).all()


def test_newton_shrinks_the_error_of_the_fourth_power_by_a_third():
    x = descend("quartic", "newton", steps=5).x[:, 0]
    assert x[1:] / x[:-1] == pytest.approx(2 / 3)


def test_momentum_crosses_the_barrier_of_the_double_well():
    assert ends("double_well", learning_rate=0.02)[0] > 0
    assert ends("double_well", "momentum", learning_rate=0.02)[0] < 0


def test_a_larger_rate_leaves_the_sharp_minimum_for_the_flat_one():
    assert ends("sharp_and_flat", learning_rate=0.01) == pytest.approx([-1.4994437], abs=1e-6)
    assert ends("sharp_and_flat", learning_rate=0.2) == pytest.approx([1.5], abs=1e-6)


def test_the_worse_the_answer_of_the_neuron_the_smaller_its_gradient():
    gradients = np.abs(objective("saturated_neuron").gradient([[-3.0], [-6.0], [-9.0]])[:, 0])
    assert np.all(np.diff(gradients) < 0)


def test_newton_maps_x_to_minus_x_cubed():
    x = descend("newton_overshoot", "newton", steps=4).x[:, 0]
    assert x[1:] == pytest.approx(-(x[:-1] ** 3))


def test_the_hessian_of_powells_function_is_singular_at_the_solution():
    assert abs(np.linalg.eigvalsh(objective("powell_singular").hessian([0] * 4))[0]) < 1e-12


def test_the_place_that_holds_methods_up_on_wood_is_a_saddle():
    run = descend("wood", "newton")
    assert run.x[-1] == pytest.approx([-1, 1, -1, 1], abs=0.06)
    assert np.linalg.norm(run.gradient[-1]) < 1e-6
    low, high = np.linalg.eigvalsh(objective("wood").hessian(run.x[-1]))[[0, -1]]
    assert low < 0 < high


def test_the_curvatures_of_the_graded_bowl_are_the_squares():
    assert np.diag(objective("graded_bowl").hessian([0] * 10)) == pytest.approx(np.arange(1, 11) ** 2)
