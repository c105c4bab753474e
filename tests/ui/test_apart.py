"""What tells runs of one method apart in a legend."""

from numerics.methods.adam import Adam
from numerics.methods.gradient_descent import GradientDescent
from numerics.methods.trust_region import TrustRegion
from numerics.schedules import SCHEDULES
from ui.apart import LONGEST, apart


def test_only_what_differs_is_told() -> None:
    pair = [Adam(learning_rate=0.1), GradientDescent(learning_rate=0.1), Adam(learning_rate=0.01)]
    assert apart(pair) == ["η = 0.1", "", "η = 0.01"]
    assert apart([Adam(), Adam()]) == ["", ""]
    assert apart([Adam(beta1=0.5), Adam()]) == ["β₁ = 0.5", "β₁ = 0.9"]


def test_near_values_get_the_digits_that_tell_them_apart() -> None:
    assert apart([Adam(learning_rate=0.1), Adam(learning_rate=0.100001)]) == ["η = 0.1", "η = 0.100001"]
    one, next_one = apart([Adam(learning_rate=0.1), Adam(learning_rate=0.10000000000000002)])
    assert one != next_one


def test_a_schedule_sets_apart() -> None:
    constant, cosine = apart([GradientDescent(), GradientDescent(schedule=SCHEDULES["cosine"]())])
    assert (constant, cosine) == ("Constant schedule", "Cosine schedule")


def test_many_differences_stay_short() -> None:
    crowd = [TrustRegion(radius=0.123456789, max_radius=123.456, accept=0.2), TrustRegion()]
    for told in apart([Adam(learning_rate=0.123456, beta1=0.5, beta2=0.9, epsilon=1e-4), Adam(), *crowd]):
        assert 0 < len(told) <= LONGEST
