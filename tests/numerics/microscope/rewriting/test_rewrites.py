"""Rewrites: the published better forms are reached, offers are true, and hostile expressions cost little."""

import time

import numpy as np
import pytest

import numerics as nm
from numerics.formats import FORMATS
from numerics.language import parse_expression, to_text, variable_names
from numerics.microscope import Sampling, Spread, examine, find_rewrites
from numerics.microscope.rewriting.series import series
from tests.numerics.microscope.conftest import EXPRESSIONS

FLOAT64 = FORMATS["float64"]

WORTH = 1.0  # bits that a listed alternative saves on average, at least, to count
NEAR = 1.0  # bits within which an offer counts as reaching it

# The alternatives that are not reached, and what is lacking.
MISSES = {
    "fp_137": "x*exp(y)^y is known, but saves less than the margin over the whole range of y in which the points lie",
}


def listed() -> list[dict]:
    """The expressions whose best listed alternative saves a bit or more at the recorded points."""
    found = []
    for entry in EXPRESSIONS:
        bits = np.mean([point["bits"] for point in entry["points"]])
        best = min((np.mean(other["bits"]) for other in entry["alternatives"]), default=np.inf)
        if bits - best >= WORTH:
            found.append({**entry, "best": best})
    return found


def offered_bits(entry) -> float:
    """Bits at the recorded points of the first rewrite offered for the box in which they lie."""
    points = np.array([point["at"] for point in entry["points"]])
    box = {name: (points[:, at].min(), points[:, at].max()) for at, name in enumerate(entry["variables"])}
    examined = examine(entry["expression"], Sampling(box).draw(1000, FLOAT64), FLOAT64)
    offers = find_rewrites(examined, seconds=60)
    text = offers[0].text if offers else entry["expression"]
    return float(np.log2(1 + nm.ulp_error(text, dict(zip(entry["variables"], points.T, strict=True)))).mean())


def test_the_published_alternatives_are_reached() -> None:
    missed = {entry["id"] for entry in listed() if not offered_bits(entry) <= entry["best"] + NEAR}
    assert missed == set(MISSES)
    assert len(missed) <= 0.4 * len(listed())


@pytest.mark.parametrize(
    ("text", "box", "most"),
    [
        ("cbrt(x + 1) - cbrt(x)", {"x": (1, 1e15)}, 1.0),
        ("1/sqrt(x) - 1/sqrt(x + 1)", {"x": (1, 1e15)}, 1.0),
        ("log(x + 1) - log(x)", {"x": (1, 1e15)}, 1.0),
        ("(x + 1) log(x + 1) - x log(x)", {"x": (1, 1e15)}, 1.0),
        ("atan(x + 1) - atan(x)", {"x": (-1e8, 1e8)}, 1.0),
        ("sin(x + y) - sin(x)", {"x": (-3, 3), "y": (-1e-3, 1e-3)}, 1.5),
        ("tan(x + y) - tan(x)", {"x": (-1, 1), "y": (-1e-3, 1e-3)}, 2.0),
        ("(1 - cos(x))/sin(x)", {"x": (1e-9, 1)}, 1.0),
        ("exp(x) - 2 + exp(-x)", {"x": (1e-9, 1)}, 1.0),
        ("cosh(x) - 1", {"x": (1e-9, 1)}, 1.0),
        ("(1 + x/y)^y - 1", {"x": (1e-9, 1), "y": (1, 1e9)}, 2.0),
        ("x - sqrt(x^2 + 1)", {"x": (-1e9, 1e9)}, 1.0),
        ("(-y + sqrt(y^2 - 4x z))/(2x)", {"x": (0.1, 10), "y": (-1e8, 1e8), "z": (0.1, 10)}, 1.0),
        ("log(exp(x) + exp(y) + exp(z))", {"x": (-2000, 2000), "y": (-2000, 2000), "z": (-2000, 2000)}, 0.5),
        ("1 - tanh(x)", {"x": (1, 300)}, 1.5),
        ("sqrt(x^2 + y^2)", {"x": (1e150, 1e200), "y": (1e150, 1e200)}, 1.0),
        ("x/(x^2 + y^2)", {"x": (1e150, 1e200), "y": (1e150, 1e200)}, 1.5),
        ("1/x - 1/tan(x)", {"x": (-1, 1)}, 1.0),
        ("x/sin(x) - 1", {"x": (-1, 1)}, 1.5),
    ],
)
def test_textbook_expressions_are_mended(text, box, most) -> None:
    """Hamming (1973), chapter 3; Higham (2002), chapter 1; and their like, none of them in the data file."""
    names = variable_names(parse_expression(text))
    examined = examine(text, Sampling({name: box[name] for name in names}).draw(1000, FLOAT64), FLOAT64)
    offers = find_rewrites(examined, seconds=60)
    assert examined.mean_bits > 1.5 * most
    assert offers[0].after.mean_bits <= most, [offer.text for offer in offers]


def test_an_offer_is_what_it_says() -> None:
    x = np.logspace(-12, 0, 600)
    (offer, *_) = nm.rewrites("(exp(x) - 1)/x", {"x": x}, seconds=60)
    assert offer.text == "expm1(x)/x"
    assert offer.exact
    assert offer.steps == ("write e^a - 1 as expm1",)
    again = np.log2(1 + nm.ulp_error(offer.text, {"x": x}))
    assert offer.after.bits.tolist() == again.tolist()
    assert offer.saved == pytest.approx(offer.before.mean_bits - again.mean())


def test_in_a_narrow_format_too() -> None:
    examined = examine("sqrt(x + 1) - sqrt(x)", Sampling({"x": (1.0, 1e4)}).draw(600, FORMATS["float16"]), "float16")
    assert find_rewrites(examined, seconds=60)[0].after.mean_bits < 1


def test_nothing_is_offered_where_nothing_is_better() -> None:
    for text in ("x*y + 1", "sin(x)", "exp(x)/y"):
        box = dict.fromkeys(variable_names(parse_expression(text)), (0.1, 10.0))
        assert find_rewrites(examine(text, Sampling(box).draw(500, FLOAT64)), seconds=60) == []
    assert nm.rewrites("log(-1 - x^2)", {"x": [1.0, 2.0]}) == []


def test_a_series_says_that_it_is_one() -> None:
    x = Sampling({"x": (-3.0, 3.0)}).draw(1000, FLOAT64)
    offer = find_rewrites(examine("(x - sin(x))/x^3", x), seconds=60)[0]
    assert not offer.exact
    assert offer.after.mean_bits < 1.5


@pytest.mark.parametrize("text", ["(1 - cos(x))/x^2", "sin(x)/x", "1/sin(x)", "log(1 + x)", "x/(exp(x) - 1)"])
def test_the_terms_of_a_series_are_taylor_s(text) -> None:
    found = list(series(parse_expression(text)))
    assert len(found) == 2
    x = np.array([0.02, -0.01, 0.005])
    exact = examine(text, {"x": x}).true
    np.testing.assert_allclose(examine(found[1], {"x": x}).true, exact, rtol=4e-16)


@pytest.mark.parametrize("text", ["sqrt(x)", "|x|", "log(x)", "exp(-1/x^2)", "x*y", "where(x < 0, x, x^2)", "3"])
def test_where_there_is_no_power_series_there_is_none(text) -> None:
    assert list(series(parse_expression(text))) == []


def test_branches_meet_at_a_short_threshold() -> None:
    values = Sampling({"x": (-1e8, 1e8), "y": (-100.0, 100.0)}).draw(1000, FLOAT64)
    offer = find_rewrites(examine("(-x + sqrt(x^2 - 4y))/2", values), seconds=60)[0]
    assert offer.text.startswith("where(x < ")
    assert len(offer.text.split(",")[0]) < 22
    assert to_text(parse_expression(offer.text)) == offer.text


@pytest.mark.parametrize(
    "text",
    ["sum(sin(i*x)/i, i, 1, 60)", "((x + y + z)^12 + (x - y)^12)^8", "prod(sqrt(x + i) - sqrt(x), i, 1, 9)",
     "exp(exp(exp(x))) - exp(exp(exp(y)))", "gamma(x)^100 - loggamma(y)", "x^y^z - tan(tan(tan(x)))"],
)  # fmt: skip
def test_hostile_expressions_are_bounded_in_time(text) -> None:
    box = dict.fromkeys(("x", "y", "z"), (-1e10, 1e10))
    values = Sampling(box, Spread.DECADES).draw(1000, FLOAT64)
    began = time.perf_counter()
    find_rewrites(examine(text, values, FLOAT64, seconds=1.0), seconds=1.0)
    assert time.perf_counter() - began < 10, "a busy machine included"
