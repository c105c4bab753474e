"""The script of a typed rule repeats its run as that of a built-in method does, and its text is a method's file."""

import pytest

import numerics as nm
from numerics.export import script
from numerics.methods.base import Method
from numerics.rules.templates import TEMPLATES

BOWL = nm.Objective.parse("x^2 + 5y^2 + x y/3")
RULES = {
    **TEMPLATES,
    "undefined": "x ← x - eta g/(a - 1)^t",
    "number for all": "x ← t + f",
    "powers": "u ← g^3 - |g|^γ + 2^-t; x ← x - λ u/100 - tau/1e5 - (t/2)^0.5/1e4 + e^-norm(x)/1e3",
    "choice": "x ← x - eta where(t < 3 < f, g, max(g, -g, 0)) + 1e-3 atan2(g, x) - 1e-9 sum(cos(j x), j, 1, 3)/sec(x)",
}
SPECIAL = {"special": "m ← erf(g) + gamma(2) beta m; x ← x - eta sigmoid(m) + loggamma(|g|)/1e6"}


def test_every_script_repeats_its_run(run_alone, assert_repeats):
    for rules, packages in ((RULES, []), (SPECIAL, ["scipy"])):
        runs = {
            title: nm.minimize(BOWL, [1.3, -0.7], nm.parse_rule(text)(), 12, tolerance=None)
            for title, text in rules.items()
        }
        left = run_alone({title: script(run) for title, run in runs.items()}, *packages)
        for title, run in runs.items():
            assert_repeats(left[title], run)


def test_a_schedule_and_knobs_go_with_it(run_alone, assert_repeats):
    rule = nm.parse_rule(TEMPLATES["Momentum"])()
    run = nm.minimize(BOWL, [1.3, -0.7], rule, 30, schedule="cosine", learning_rate=0.03, beta=0.4)
    assert_repeats(run_alone({"it": script(run)})["it"], run)


def test_the_script_says_that_it_needs_scipy():
    run = nm.minimize(BOWL, [1, 1], nm.parse_rule("x ← x - eta erf(g)")(), 3)
    assert "and SciPy (here" in script(run)
    assert "for erf." in script(run)


@pytest.mark.parametrize("title", [*RULES, *SPECIAL])
def test_its_text_is_the_file_of_a_method(title: str) -> None:
    rule = nm.parse_rule((RULES | SPECIAL)[title])
    world: dict[str, type[Method]] = {"__name__": "written"}
    exec(compile(rule.module_source, "<written>", "exec"), world)
    written = world["MyRule"]
    assert written().knobs == rule().knobs
    assert (written.name, written.title, written.equations) == (rule.name, rule.title, rule.equations)
    ours, theirs = (nm.minimize(BOWL, [1.3, -0.7], kind(), 12, tolerance=None) for kind in (rule, written))
    assert ours.x.tobytes() == theirs.x.tobytes()
