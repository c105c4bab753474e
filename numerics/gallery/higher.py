"""Functions of three and more variables."""

from numerics.gallery.entry import NamedFunction


def _indexed(count: int) -> tuple[str, ...]:
    return tuple(f"x{i}" for i in range(1, count + 1))


FUNCTIONS = (
    NamedFunction(
        name="ellipsoid",
        title="Ellipsoid in three dimensions",
        text="x^2 + 4y^2 + 9z^2",
        variables=("x", "y", "z"),
        window=((-4, 5), (-3, 3)),
        start=(4, -2, 1),
        minima=(((0, 0, 0), 0),),
        teaches="Conjugate gradients need three steps here, one for each distinct curvature.",
        source="Nocedal & Wright (2006), Numerical Optimization, section 5.1",
    ),
    NamedFunction(
        name="helical_valley",
        title="Helical valley",
        text="100((z - 5atan2(y, x)/pi)^2 + (sqrt(x^2 + y^2) - 1)^2) + z^2",
        variables=("x", "y", "z"),
        window=((-1.6, 1.6), (-1.4, 1.6)),
        start=(-1, 0, 0),
        minima=(((1, 0, 0), 0),),
        teaches="The valley winds once around the z axis, so following it means to turn all the time.",
        source="Fletcher & Powell (1963), Computer Journal 6:163-168",
    ),
    NamedFunction(
        name="powell_singular",
        title="Powell's singular function",
        text="(x1 + 10x2)^2 + 5(x3 - x4)^2 + (x2 - 2x3)^4 + 10(x1 - x4)^4",
        variables=_indexed(4),
        window=((-2, 4), (-2, 2)),
        start=(3, -1, 0, 1),
        minima=(((0, 0, 0, 0), 0),),
        teaches="The Hessian is singular at the solution, so Newton's method converges only linearly.",
        source="Powell (1962), Computer Journal 5:147-151",
    ),
    NamedFunction(
        name="wood",
        title="Wood",
        text=(
            "100(x2 - x1^2)^2 + (1 - x1)^2 + 90(x4 - x3^2)^2 + (1 - x3)^2"
            " + 10.1((x2 - 1)^2 + (x4 - 1)^2) + 19.8(x2 - 1)(x4 - 1)"
        ),
        variables=_indexed(4),
        window=((-3.5, 2.5), (-2, 4)),
        start=(-3, -1, -3, -1),
        minima=(((1, 1, 1, 1), 0),),
        teaches="Near (-1, 1, -1, 1) lies a saddle that looks like a minimum and holds methods up.",
        source="Moré, Garbow & Hillstrom (1981), ACM TOMS 7:17-41, problem 14",
    ),
    NamedFunction(
        name="rosenbrock_4",
        title="Rosenbrock in four dimensions",
        text="sum((1 - x_i)^2 + 100(x_(i+1) - x_i^2)^2, i, 1, 3)",
        variables=_indexed(4),
        window=((-2, 2), (-1, 3)),
        start=(-1.2, 1, -1.2, 1),
        minima=(
            ((1, 1, 1, 1), 0),
            (
                (-0.775659226565353, 0.613093365485043, 0.382062846338393, 0.145972018552195),
                3.70142861043002,
            ),
        ),
        teaches="From four dimensions on the valley holds a second minimum that two dimensions do not have.",
        source="Shang & Qiu (2006), Evolutionary Computation 14:119-126",
    ),
    NamedFunction(
        name="rosenbrock_10",
        title="Rosenbrock in ten dimensions",
        text="sum((1 - x_i)^2 + 100(x_(i+1) - x_i^2)^2, i, 1, 9)",
        variables=_indexed(10),
        window=((-2, 2), (-1, 3)),
        start=(-1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1),
        minima=(
            ((1,) * 10, 0),
            (
                (
                    -0.993263372856369,
                    0.996606039443435,
                    0.998240611391113,
                    0.998988433767801,
                    0.999226153439665,
                    0.999073648163344,
                    0.998454177402909,
                    0.997056251663038,
                    0.994179375228066,
                    0.988392630128868,
                ),
                3.98657911234714,
            ),
        ),
        teaches="Each variable pulls the next along the valley, so progress has to travel through all ten.",
        source="Shang & Qiu (2006), Evolutionary Computation 14:119-126",
    ),
    NamedFunction(
        name="graded_bowl",
        title="Bowl of ten curvatures",
        text="sum(i^2 x_i^2, i, 1, 10)/2",
        variables=_indexed(10),
        window=((-2, 2.5), (-1.5, 1.5)),
        start=(2, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        minima=(((0,) * 10, 0),),
        teaches="Ten curvatures from 1 to 100: scaling each coordinate by its own makes it round again.",
        source="Nocedal & Wright (2006), Numerical Optimization, section 5.1",
    ),
)
