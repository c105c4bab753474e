"""Landscapes with many minima, and needles that a gradient cannot see from afar."""

from numerics.gallery.entry import NamedFunction

XY = ("x", "y")

FUNCTIONS = (
    NamedFunction(
        name="ackley",
        title="Ackley",
        text="-20exp(-0.2sqrt((x^2 + y^2)/2)) - exp((cos(2pi x) + cos(2pi y))/2) + 20 + e",
        variables=XY,
        window=((-4, 5), (-5, 4)),
        start=(3.2, -2.6),
        minima=(((0, 0), 0),),
        teaches="Ripples on a funnel: small steps end in the nearest ripple, and the tip itself is a kink.",
        source="Ackley (1987), A Connectionist Machine for Genetic Hillclimbing",
        smooth=False,
        all_minima=False,
    ),
    NamedFunction(
        name="rastrigin",
        title="Rastrigin",
        text="20 + x^2 + y^2 - 10cos(2pi x) - 10cos(2pi y)",
        variables=XY,
        window=((-2.4, 3.4), (-2.8, 2.4)),
        start=(2.7, -1.6),
        minima=(((0, 0), 0),),
        teaches="Near every whole-numbered point lies a minimum, and derivatives cannot tell them apart.",
        source="Mühlenbein, Schomisch & Born (1991), Parallel Computing 17:619-632",
        all_minima=False,
    ),
    NamedFunction(
        name="easom",
        title="Easom",
        text="-cos(x) cos(y) exp(-(x - pi)^2 - (y - pi)^2)",
        variables=XY,
        window=((0, 7), (-0.5, 6.5)),
        start=(1.2, 2.2),
        minima=(
            ((3.14159265358979, 3.14159265358979), -1),
            ((1.30499545043767, 1.30499545043767), -8.11022389157007e-5),
            ((4.97818985674192, 1.30499545043767), -8.11022389157007e-5),
            ((1.30499545043767, 4.97818985674192), -8.11022389157007e-5),
            ((4.97818985674192, 4.97818985674192), -8.11022389157007e-5),
        ),
        teaches="A hole in a flat plain: away from it the gradient is almost zero and of no use.",
        source="Jamil & Yang (2013), Int. J. Mathematical Modelling and Numerical Optimisation 4:150-194",
    ),
)
