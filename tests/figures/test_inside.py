"""What a method sees, as pictures: valid, small, and where it says."""

import numpy as np
import pytest

from figures.contour import contour
from figures.curve import curve
from figures.inside import close_up, drawn, look, over_curve, over_map
from figures.paths import Path
from figures.phase import phase_diagram
from figures.rows import stack
from figures.slice import slice_along
from figures.timelines import Line, Panel, palette_look, rows_of
from numerics.inside.profile import profile
from numerics.inside.replay import look_inside
from numerics.inside.views import Ball, Slice
from numerics.methods import METHODS
from numerics.minimize import minimize
from numerics.objective import Objective
from numerics.phase import FORMS, phase
from numerics.sampling import sample_line, sample_plane
from tests.figures.test_builders import check, named, size
from ui.livechart import Player, _player_json

ROSENBROCK = Objective.parse("(1 - x)^2 + 100(y - x^2)^2")
WINDOW = ((-2.0, 2.0), (-1.0, 3.0))
DIFFERENT = ("momentum", "adam", "newton", "bfgs", "trust_region", "nelder_mead", "gradient_descent_armijo")
AWKWARD = [
    ("sqrt(x) + y^2", [1.0, 1]), ("x^2 - y^2", [0.0, 0]), ("3 + 0x + 0y", [1.0, 2]), ("exp(exp(x^2)) + y", [1.2, 1]),
    ("1e30 x^2 + y^2", [1.0, 1]), ("x - y^3", [1.0, 2]), ("log(x) + y^2", [-1.0, 1]),
]  # fmt: skip


def seen(f, start, method, **more):
    run = minimize(f, start, method, **more)
    return run, *look_inside(run)


def overlaid(f, run, steps, views):
    base = contour(sample_plane(f, WINDOW), [Path.of(run)])
    return over_map(base.at(steps.t), steps, views, (0, 1))


def line_of(steps, views):
    return profile(steps, next(view for view in views if isinstance(view, Slice)))


def payload(drawing):
    return len(_player_json(Player(drawing.steps, drawing.heads, controls=False)))


@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_drawn_and_a_thousand_steps_stay_affordable(name):
    knobs = {"learning_rate": 1e-3} if METHODS[name].has_learning_rate() else {}
    run, steps, views = seen(ROSENBROCK, [-1.2, 1], name, steps=1000, **knobs)
    drawing = overlaid(ROSENBROCK, run, steps, views)
    traces = check(drawing)
    for view in drawn(views):
        assert named(traces, view.title), view.title
    assert payload(drawing) < 400_000
    assert size(drawing) < 350_000
    near = close_up(steps, views, (0, 1), ("x", "y"))
    check(near)
    assert payload(near) < 400_000
    along = slice_along(line_of(steps, views), steps.t)
    check_fixed(along)
    assert payload(along) < 400_000


def check_fixed(drawing):
    """As `check`, with coordinates that never change."""
    wide = {
        trace: {name: np.broadcast_to(frames, (len(drawing.steps), frames.shape[1])) for name, frames in at.items()}
        for trace, at in drawing.heads.items()
    }
    return check(type(drawing)(drawing.figure, wide, drawing.steps))


@pytest.mark.parametrize(("text", "start"), AWKWARD, ids=[text for text, _ in AWKWARD])
def test_awkward_functions_are_drawn(text, start):
    f = Objective.parse(text, variables=("x", "y"))
    for name in DIFFERENT:
        run, steps, views = seen(f, start, name, steps=6)
        check(overlaid(f, run, steps, views))
        check(close_up(steps, views, (0, 1), ("x", "y")))
        check_fixed(slice_along(line_of(steps, views), steps.t))


@pytest.mark.parametrize("text", ["x^4/4 - x^2 + 2x", "log(x)", "0x + 1"])
def test_every_method_is_drawn_on_a_curve(text):
    f = Objective.parse(text, variables=("x",))
    for name in METHODS:
        if METHODS[name]().refusal(f):
            continue
        run, steps, views = seen(f, [0.7], name, steps=12)
        base = curve(sample_line(f, (-2.5, 2.0)), [Path.of(run)])
        check_fixed(over_curve(base.at(steps.t), steps, views))


def test_in_three_variables_the_picture_is_cut_along_the_plane():
    f = Objective.parse("(x - 1)^2 + 10(y - x)^2 + 3(z - y)^2")
    run, steps, views = seen(f, [1.5, -0.5, 1], "trust_region", steps=9)
    base = contour(sample_plane(f, WINDOW, axes=(2, 1)), [Path.of(run)], names=f.variables)
    drawing = over_map(base.at(steps.t), steps, views, (2, 1))
    index = named_index(drawing, "step")
    np.testing.assert_allclose(drawing.heads[index]["x"], np.stack([steps.x[:, 2], steps.reached[:, 2]], 1), atol=1e-5)
    np.testing.assert_allclose(drawing.heads[index]["y"], np.stack([steps.x[:, 1], steps.reached[:, 1]], 1), atol=1e-5)


def named_index(drawing, name):
    return next(index for index in drawing.heads if drawing.figure.data[index].name == name)


def test_the_step_leads_from_head_to_head_and_the_region_is_a_circle_about_it():
    run, steps, views = seen(ROSENBROCK, [-1.2, 1], "trust_region")
    drawing = overlaid(ROSENBROCK, run, steps, views)
    step, circle = (drawing.heads[named_index(drawing, name)] for name in ("step", "trust region"))
    np.testing.assert_allclose(step["x"][1:, 0], step["x"][:-1, 1], atol=1e-5)
    np.testing.assert_allclose(step["y"][:, 0], run.x[:, 1], atol=1e-5)
    away = np.hypot(circle["x"] - run.x[:, :1], circle["y"] - run.x[:, 1:])
    [ball] = [view for view in views if isinstance(view, Ball)]
    np.testing.assert_allclose(away, np.broadcast_to(ball.radius[:, None], away.shape), atol=1e-5)


def test_close_up_every_step_has_the_length_one():
    _, steps, views = seen(ROSENBROCK, [-1.2, 1], "momentum", steps=50, learning_rate=5e-4, tolerance=None)
    drawing = close_up(steps, views, (0, 1), ("x", "y"))
    at = drawing.heads[named_index(drawing, "step")]
    np.testing.assert_allclose(np.hypot(at["x"][:, 1], at["y"][:, 1]), 1, rtol=1e-5)
    assert drawing.figure.layout.yaxis.scaleanchor == "x"


def test_an_arrow_without_a_length_keeps_its_direction():
    _, steps, views = seen(ROSENBROCK, [-1.2, 1], "newton")
    drawing = close_up(steps, views, (0, 1), ("x", "y"))
    at = drawing.heads[named_index(drawing, "−∇f")]
    tip = np.stack([at["x"][:-1, 1], at["y"][:-1, 1]], axis=-1)
    downhill = -steps.gradient[:-1] / np.linalg.norm(steps.gradient[:-1], axis=-1, keepdims=True)
    np.testing.assert_allclose(tip / np.linalg.norm(tip, axis=-1, keepdims=True), downhill, atol=1e-4)
    assert np.ptp(np.linalg.norm(tip, axis=-1)) < 1e-5


def test_newtons_parabola_touches_the_curve_and_has_its_vertex_at_the_next_iterate():
    f = Objective.parse("x^4/4 - x^2 + 2x")
    run, steps, views = seen(f, [-2.2], "newton")
    base = curve(sample_line(f, (-2.5, 2.0)), [Path.of(run)])
    drawing = over_curve(base.at(steps.t), steps, views)
    at = drawing.heads[named_index(drawing, "second-order model of f")]
    inside = np.abs(at["x"][0] - run.x[0, 0]) < 1
    a, b, _ = np.polyfit(at["x"][0][inside].astype(float), at["y"][0][inside].astype(float), 2)
    assert -b / (2 * a) == pytest.approx(run.x[1, 0], abs=1e-4)
    assert 2 * a == pytest.approx(f.hessian([-2.2])[0, 0], rel=1e-4)


def test_things_of_one_picture_look_different():
    for name in METHODS:
        _, _, views = seen(Objective.parse("(1 - x)^2 + (10(y - x^2))^2"), [-1.2, 1], name, steps=2)
        looks = [look(view, views) for view in drawn(views)]
        assert len(set(looks)) >= len(looks) - 1, name  # a simplex has the colour of its step


def test_a_drawing_at_fewer_steps_keeps_the_frames_of_those_steps():
    run = minimize(ROSENBROCK, [-1.2, 1], "adam", steps=20)
    whole = contour(sample_plane(ROSENBROCK, WINDOW), [Path.of(run)])
    part = whole.at(np.array([0, 3, 20]))
    [at] = part.heads.values()
    np.testing.assert_allclose(at["x"][:, 0], run.x[[0, 3, 20], 0], atol=1e-6)


def test_timelines_have_heads_on_the_lines_and_none_on_yardsticks():
    x = np.arange(0, 50, 5)
    lines = [Line("a", x, x + 1.0, palette_look(0)), Line("bound", x, 0 * x + 3.0, palette_look(1, "dot"), head=False)]
    panels = [
        Panel("one", lines, log=True),
        Panel("two", lines[:1], span=(0, 9), marks=[(1.0, "1")]),
        Panel("none", []),
    ]
    drawing = stack(rows_of(panels, x), x)
    traces = check(drawing)
    first, second = drawing.heads.values()
    assert first["y"][:, 0].tolist() == (x + 1).tolist() == second["y"][:, 0].tolist()
    assert [trace.showlegend for trace in traces if trace.name in ("a", "bound")] == [True, True, False]
    assert drawing.figure.layout.yaxis2.range == (0, 9)
    texts = [note.text for note in drawing.figure.layout.annotations]
    assert "1" in texts


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("curvature", [(2.0, 50.0), (0.4, 1000.0), (-1.0, 3.0), (1.0, 1.0)])
def test_the_phase_diagram_is_drawn(name, curvature):
    form = FORMS[name]
    rates = np.geomspace(0.03, 4000, 60) if form.averaged else np.linspace(0.01, 4.2, 60)
    diagram = phase(form, np.array(curvature), rates / max(curvature), np.linspace(0, 0.999, 40))
    drawing = phase_diagram(diagram, [("<b>mine", 0.01, 0.9)], symbol="η", log=form.averaged)
    traces = check(drawing)
    assert bool(named(traces, "fastest")) == (curvature[0] > 0)
    [heat] = [trace for trace in traces if trace.type == "heatmap"]
    shade = np.asarray(heat.z)
    assert np.isnan(shade[diagram.factor >= 1]).all()
    np.testing.assert_allclose(
        shade[diagram.factor < 1], np.log10(-1 / np.log10(diagram.factor[diagram.factor < 1])), atol=1e-4
    )
    [mine] = named(traces, "as set")
    assert mine.text == ("&lt;b>mine".replace(">", "&gt;"),)
    assert size(drawing) < 200_000
