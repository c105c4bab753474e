"""The page of the race, run without a browser."""

from dataclasses import dataclass

import numpy as np
import pytest

from numerics.methods import METHODS, Method
from numerics.methods.base import learning_rate_knob
from numerics.race import RaceRules, race
from tests.pages.test_pages import begun, links, opened, texts
from ui.lessons.race import EXPERIMENTS
from ui.race.controls import RACEABLE

SMALL = {"methods": "gradient_descent,newton", "field": "ellipse,beale", "budget": "50", "starts": "2"}


@dataclass(frozen=True)
class SignDescent(Method):
    """x ← x - η sign(∇f(x)): a toy."""

    name = "sign_descent"
    title = "Sign descent"
    equations = r"x_{t+1} = x_t - \eta\, \operatorname{sign} \nabla f(x_t)"
    source = "M. Riedmiller, H. Braun, ICNN 1993"

    learning_rate: float = learning_rate_knob(0.01)

    def step(self, oracle, x, gradient, state):
        return x - self.learning_rate * np.sign(gradient), state


def table(app):
    return app.dataframe[0].value.set_index("method")


def test_the_default_race_says_who_won_and_why_one_lost() -> None:
    app = opened("pages/race.py")
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert "Most solved" in texts(app)
    assert "did not solve it" in texts(app)
    assert len(links(app)) == 2
    assert len(table(app)) == 5


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.title)
def test_the_link_of_an_experiment_sets_every_control(experiment) -> None:
    app = begun("pages/race.py", experiment)
    for name, text in experiment.link.items():
        value = app.session_state[f"race.{name}"]
        assert (",".join(value) if isinstance(value, list) else str(value)) == text


def test_the_table_counts_what_the_race_counted() -> None:
    rows = table(opened("pages/race.py", **SMALL))
    assert rows.loc["Newton", "tuned rate"] == "—"
    assert rows.loc["Newton", "tuning cost"] == 0
    assert rows.loc["Gradient descent", "tuning cost"] > 0
    # Newton needs 4 evaluations on every quadratic; on Beale's function it finds a saddle from some starts.
    assert rows.loc["Newton", "solved"] >= 50


def test_a_run_opens_in_the_descent_laboratory_number_for_number() -> None:
    rules = {"methods": "adam,newton", "field": "rosenbrock", "budget": "100", "starts": "3"}
    app = opened("pages/race.py", **rules, **{"who": "adam", "from": "2"})
    result = race(["adam", "newton"], ["rosenbrock"], RaceRules(budget=100, starts=3))
    for address, heat in zip(links(app), result.heats[0], strict=True):
        attempt = heat.attempts[2]
        assert address["methods"] == heat.method.name
        other = opened("pages/descent.py", **address)
        assert not other.warning or "Out of the picture" in other.warning[0].value
        steps = other.dataframe[0].value
        assert steps[["x", "y"]].iloc[0].tolist() == list(attempt.start)
        assert (len(steps) - 1, steps["f"].iloc[-1]) == (attempt.steps, attempt.final)


def test_one_may_ask_for_any_run() -> None:
    app = opened("pages/race.py", **SMALL, who="newton", where="ellipse")
    assert app.selectbox(key="race.who").value == "newton"
    assert "did not lose here" in texts(app)
    app.selectbox(key="race.who").set_value("gradient_descent").run()
    assert "did not lose here" not in texts(app)
    assert "Gradient descent" in texts(app)


def test_the_visitor_s_function_races_with_its_window() -> None:
    app = opened("pages/race.py", **SMALL | {"field": "mine"}, f="x^2 + 3y^2 + 1", window="-1,1,-1,1")
    assert not app.error
    starts = app.selectbox(key="race.from").options
    assert starts[0].startswith("(-3, 2)")
    assert all(abs(float(number)) <= 1 for number in starts[1].split(":")[0].strip("()").split(", "))


def test_a_function_is_raced_on_once() -> None:
    app = opened("pages/race.py", **SMALL | {"field": "mine,rosenbrock,ellipse"})
    assert app.selectbox(key="race.where").options == ["Rosenbrock", "Ill-conditioned ellipse"]


def test_where_f_falls_for_ever_nothing_is_judged_and_the_page_says_so() -> None:
    app = opened("pages/race.py", **SMALL | {"field": "mine", "budget": "300"}, f="x^2 - y^2")
    assert not app.exception
    assert any("falls without end" in warning.value for warning in app.warning)


def test_nothing_to_race_with_is_a_hint_and_no_error() -> None:
    for missing in ("methods", "field"):
        app = opened("pages/race.py", **SMALL | {missing: ""})
        assert not app.exception
        assert not app.error
        assert any("Choose who competes" in info.value for info in app.info)


def test_a_race_that_is_too_long_is_refused_with_a_sentence() -> None:
    many = {"methods": "bfgs,lbfgs,newton,adam,momentum,nelder_mead", "field": ",".join(RACEABLE)}
    app = opened("pages/race.py", **many, budget="1000", starts="20")
    assert not app.exception
    assert "seconds" in app.error[0].value
    assert "Take fewer" in app.error[0].value
    assert not app.dataframe


@pytest.mark.parametrize(
    "junk",
    [{"budget": "1e9"}, {"starts": "100000"}, {"seed": "-1"}, {"tau": "0"}, {"cost": "free"}, {"field": "nowhere"},
     {"methods": "adamm"}, {"who": "nobody"}, {"from": "99"}, {"tuning": "<script>"}],
)  # fmt: skip
def test_junk_in_a_link_gives_the_default_and_a_notice(junk: dict[str, str]) -> None:
    app = opened("pages/race.py", **SMALL | junk)
    assert not app.exception
    assert not app.error
    assert sum("cannot be" in warning.value for warning in app.warning) == 1


def test_a_new_method_races_without_more_ado(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "sign_descent", SignDescent)
    app = opened("pages/race.py", **SMALL | {"methods": "sign_descent,newton"})
    assert not app.exception
    assert "Sign descent" in table(app).index
    assert table(app).loc["Sign descent", "tuned rate"] != "—"


def test_a_typed_rule_races_too() -> None:
    app = opened("pages/race.py", **SMALL | {"methods": "custom,newton"}, rule="x ← x - eta sign(g)")
    assert not app.exception
    assert not app.warning
    assert table(app).loc["My rule", "tuning cost"] > 0


def test_the_link_of_a_run_leaves_defaults_out_so_that_back_takes_one_click() -> None:
    for chosen in ({}, {"who": "newton", "where": "beale"}):
        for address in links(opened("pages/race.py", **chosen)):
            app = opened("pages/descent.py", **address)
            assert set(app.query_params) == set(address)
