"""What is said about basins: with the numbers of the picture, and only where it is so."""

import numerics as nm
from figures.basins import percent
from numerics.basins import DIVERGED, LEFT_DOMAIN, UNDER_WAY, Verdict, basins, compare_basins
from numerics.curvature import Kind
from ui.basins.story import comparison, kind_of_attractor, place_of, story

HIMMELBLAU = nm.Objective.parse("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
NEWTON = basins(HIMMELBLAU, resolution=60, method="newton")
DESCENT = basins(HIMMELBLAU, resolution=60, learning_rate=0.02)


def told(*arguments, **options) -> str:
    return "\n".join(story(basins(*arguments, **options)))


def test_one_basin_is_told_as_such():
    text = told(nm.Objective.parse("x^2 + y^2"), resolution=10)
    assert "100 % of the starts end at a minimum, (0, 0)." in text
    assert "attractors" not in text


def test_the_share_of_saddles_is_a_warning():
    share = sum(NEWTON.share(n) for n, kind in enumerate(NEWTON.found.kinds) if kind is not Kind.MINIMUM)
    text = "\n".join(story(NEWTON))
    assert f"**{percent(share)} end at no minimum** but at 4 saddles and 1 maximum" in text
    assert "9 attractors" in text
    assert "f = 0 at 4 points" in text


def test_a_few_starts_on_the_ridge_are_told_apart_from_a_method_that_loves_saddles():
    text = told(nm.Objective.parse("x^4 - x^2 + y^2"), [(-1, 1), (-1, 1)], 101, learning_rate=0.1)
    assert "1.0 % end at 1 saddle: they start where every step leads there" in text
    assert "no minimum**" not in text


def test_failures_are_counted():
    log = basins(nm.Objective.parse("x + 2y - log(x) - log(y) - log(4 - x - y)"), [(-1, 5), (-1, 5)], 60, "newton")
    text = "\n".join(story(log))
    undefined = float(((log.label == LEFT_DOMAIN) & (log.steps_taken == 0)).mean())
    assert f"At {percent(undefined)} of the starts f or its gradient is undefined" in text
    assert f"{percent(log.share(LEFT_DOMAIN) - undefined)} step out of the domain" in text
    steep = basins(nm.Objective.parse("x^2 + 5y^2"), resolution=20, learning_rate=0.3)
    assert steep.share(DIVERGED) == 1
    assert story(steep)[:2] == [
        "**No start arrives anywhere.**",
        "100 % **diverge**: their iterates or values grow beyond all bounds.",
    ]
    kink = basins(nm.Objective.parse("|x| + |y|"), resolution=20, learning_rate=0.01, steps=77)
    assert kink.share(UNDER_WAY) == 1
    assert "**still under way** after 77 steps" in story(kink)[1]


def test_a_ring_is_no_point():
    ring = basins(nm.Objective.parse("(x^2 + y^2 - 1)^2"), [(-2, 2), (-2, 2)], 40, learning_rate=0.05)
    assert kind_of_attractor(ring, 0) == "a curve or a flat region"
    assert any("is no point: its ends lie up to 2 away" in line for line in story(ring))
    flat = basins(nm.Objective.parse("x^4 + y^2"), resolution=10, method="newton", steps=60)
    assert kind_of_attractor(flat, 0) == "a flat point"
    assert place_of(NEWTON, 2) == "(3, 2)"


def test_two_methods_are_compared_in_numbers():
    difference = compare_basins(NEWTON, DESCENT)
    text = "\n".join(comparison(difference, ("Newton", "Gradient *descent*")))
    assert f"From {percent(difference.share(Verdict.SAME))} of the starts both end at the same attractor" in text
    assert f"From {percent(difference.share(Verdict.APART))} they end at **different attractors**" in text
    assert r"only Newton arrives; Gradient \*descent\* does not" in text
    assert "Newton is sooner from 100 %" in text
    assert "fewer steps" in text
    same = comparison(compare_basins(NEWTON, NEWTON), ("A", "B"))
    assert same == [
        "From 100 % of the starts both end at the same attractor.",
        "Where both arrive at the same, A is sooner from 0 %; at the median it takes as many steps.",
    ]
