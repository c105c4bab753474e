"""Critical points: published ones, all of them, and nothing else; and what no test can decide is said."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import sympy

import numerics as nm
from numerics.certify import PointKind, Reason, Report, edge_minima, examine, points

PROBLEMS = [
    problem
    for problem in json.loads((Path(__file__).parents[2] / "data" / "unconstrained.json").read_text("utf-8"))[
        "problems"
    ]
    if len(problem["variables"]) == 2 and problem["domain"] and problem["smooth"]
]
MINIMUM, MAXIMUM, SADDLE = PointKind.MINIMUM, PointKind.MAXIMUM, PointKind.SADDLE
CAMEL = "(4 - 2.1x^2 + x^4/3)x^2 + x y + (-4 + 4y^2)y^2"
D4 = "2x^10 - 4x^9 - 28x^8 + 62x^7 + 122x^6 - 256x^5 - 196x^4 + 140x^3 + 392x^2 + 240x + 72"


def examined(text: str, *window: tuple[float, float]) -> Report:
    return examine(nm.Objective.parse(text), window)


def kinds(report: Report) -> Counter[PointKind]:
    return Counter(point.kind for point in report.points)


@pytest.mark.parametrize(
    ("text", "window", "wanted"),
    [
        ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", ((-5, 5), (-5, 5)), {MINIMUM: 4, SADDLE: 4, MAXIMUM: 1}),
        (CAMEL, ((-3, 3), (-2, 2)), {MINIMUM: 6, SADDLE: 7, MAXIMUM: 2}),
        (
            "20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)",
            ((-2.3, 2.3), (-2.3, 2.3)),
            {MINIMUM: 25, SADDLE: 40, MAXIMUM: 16},
        ),
        ("x^2 - y^2", ((-1, 1), (-1, 1)), {SADDLE: 1}),
        ("x + y", ((-1, 1), (-1, 1)), {}),
        ("sin(x)", ((-5, 5),), {MINIMUM: 2, MAXIMUM: 2}),
        ("x^2 + y^2 + z^2 - x y z", ((-3, 3), (-3, 3), (-3, 3)), {MINIMUM: 1, SADDLE: 4}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_all_of_them_are_proven(text: str, window, wanted) -> None:
    report = examined(text, *window)
    assert kinds(report) == wanted
    assert report.complete
    assert all(point.certified and point.regular for point in report.points)


def test_row_D4_the_polynomial_of_degree_ten() -> None:
    """Its global minimum is 27.7106 at -0.412173; it has no global maximum."""
    points = nm.critical_points(nm.Objective.parse(D4), window=[(-4, 4)])
    by_kind = {kind: [round(p.x[0], 6) for p in points if p.kind == kind] for kind in ("minimum", "maximum")}
    assert sorted(by_kind["minimum"]) == [-2.591678, -0.412173, 1.875371]
    assert sorted(by_kind["maximum"]) == [-2.02431, 1.230737]
    assert len(points) == 5
    assert points[0].value == pytest.approx(27.7106, abs=1e-4)
    assert points[0].x[0] == pytest.approx(-0.412173, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "kind", "certified"), [("x^4", MINIMUM, True), ("-x^4", MAXIMUM, True), ("x^3", SADDLE, False)]
)
def test_row_C2_where_the_second_derivative_does_not_tell(text: str, kind: PointKind, certified: bool) -> None:
    report = examined(text, (-1, 1))
    [point] = report.points
    assert point.x.tolist() == [0]
    assert point.eigenvalues.tolist() == [0]
    assert point.kind is kind
    assert point.certified is certified
    assert not report.complete, "that it is the only one is not proven"
    assert report.undecided[0].reason is Reason.SINGULAR


def test_row_C9_newton_goes_to_whatever_critical_point_is_near() -> None:
    """Each point of Himmelblau's function, saddles and the maximum too, is where Newton ends from beside it."""
    f = nm.Objective.parse("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
    for point in nm.critical_points(f, [(-5, 5), (-5, 5)]):
        run = nm.minimize(f, point.x + 0.02, "newton", tolerance=1e-9)
        assert run.x[-1] == pytest.approx(point.x, abs=1e-6)


def test_degenerate_points_kinks_and_curves_are_told_apart() -> None:
    flat = examined("x^4 + y^4", (-1, 1), (-1, 1))
    assert (flat.points[0].kind, flat.points[0].certified, flat.complete) == (MINIMUM, True, False)
    kink = examined("|x| + |y|", (-1, 1), (-1, 1))
    assert not kink.points
    assert [(point.x.tolist(), point.kind) for point in kink.kinks] == [([0, 0], MINIMUM)]
    ring = examined("(x^2 + y^2 - 1)^2", (-2, 2), (-2, 2))
    assert [point.kind for point in ring.points if point.regular] == [MAXIMUM]
    assert ring.undecided[0].reason in (Reason.CURVE, Reason.BUDGET)
    cone = examined("sqrt(x^2 + y^2)", (-1, 1), (-1, 1))
    assert [point.x.tolist() for point in cone.kinks] == [[0, 0]]
    assert examined("sqrt(x) + y^2", (-1, 2), (-1, 1)).points == ()


def test_what_lies_on_the_edge_of_the_window_is_not_lost() -> None:
    assert kinds(examined("x^2 + y^2", (0, 1), (-1, 0))) == {MINIMUM: 1}
    assert kinds(examined("x^2 + y^2", (0.001, 1), (-1, 1))) == {}


def test_minima_on_the_edge_are_reported_apart() -> None:
    f = nm.Objective.parse("-x^2 + (y - 0.3)^2")
    assert [m.x.round(6).tolist() for m in edge_minima(f, [(-1, 2), (-1, 1)])] == [[2, 0.3], [-1, 0.3]]
    assert [m.x.tolist() for m in edge_minima(nm.Objective.parse("x^3"), [(-1, 1)])] == [[-1]]
    assert [m.x.tolist() for m in edge_minima(nm.Objective.parse("x + y"), [(-1, 1), (-1, 1)])] == [[-1, -1]]
    assert not edge_minima(nm.Objective.parse("x^2 + y^2"), [(-1, 1), (-1, 1)])


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem["id"])
def test_every_published_interior_minimum_is_found(problem) -> None:
    f = nm.Objective.parse(problem["expression"], variables=problem["variables"])
    report = examine(f, problem["domain"], seconds=60.0, boxes=60_000)
    low, high = np.array(problem["domain"]).T
    for minimum in (*problem["minima"], *problem["local_minima"]):
        x = np.array(minimum["x"])
        if ((x > low) & (x < high)).all():
            near = [p for p in (*report.points, *report.kinks) if np.abs(p.x - x).max() <= 1e-4 * (1 + np.abs(x).max())]
            assert [point.kind for point in near] == [MINIMUM]
    for point in [point for point in report.points if point.regular][:5]:
        at = {
            sympy.Symbol(name): sympy.Rational(value) for name, value in zip(f.variables, point.x.tolist(), strict=True)
        }
        exact = [abs(float(entry.evalf(40, subs=at))) for entry in f.gradient_expression]
        assert max(exact) <= 1e-12 * (1 + np.abs(point.eigenvalues).max()) * (1 + np.abs(point.x).max())


def test_leftovers_are_given_no_more_time_than_the_search(monkeypatch) -> None:
    """A closer look at each of thousands took six times the budget; without time for it they stay undecided."""

    def look_closer(*_: object) -> None:
        pytest.fail("the time is over")

    monkeypatch.setattr(points, "settled", look_closer)
    report = examine(nm.Objective.parse("sqrt(|sin(9x)|) + sqrt(|sin(9y)|)"), [(-5, 5), (-5, 5)], seconds=1e-3)
    assert not report.complete
    assert report.undecided


def test_a_window_that_is_none_and_too_many_variables_are_refused() -> None:
    f = nm.Objective.parse("x^2")
    for window in ([(1, 1)], [(0, 1), (0, 1)], [(0, np.inf)], [1, 2]):
        with pytest.raises(nm.NumericsError, match="window"):
            nm.critical_points(f, window)
    with pytest.raises(nm.NumericsError, match="at most 3"):
        nm.critical_points(nm.Objective.parse("x1 + x2 + x3 + x4"), [(0, 1)] * 4)
