"""Functions with kinks, and functions undefined on part of the plane."""

from numerics.gallery.entry import NamedFunction

XY = ("x", "y")

FUNCTIONS = (
    NamedFunction(
        name="absolute",
        title="Sum of absolute values",
        text="|x| + |y|",
        variables=XY,
        window=((-2, 3), (-2.5, 2)),
        start=(2.3, -1.7),
        minima=(((0, 0), 0),),
        teaches="The gradient never gets shorter, so a fixed learning rate hops over the minimum forever.",
        source="Boyd & Vandenberghe (2004), Convex Optimization, section 6.1.2",
        smooth=False,
    ),
    NamedFunction(
        name="lasso",
        title="Least squares with an absolute-value penalty",
        text="(x - 2)^2 + (y - 0.3)^2 + |x| + |y|",
        variables=XY,
        window=((-1.5, 3.5), (-2, 2)),
        start=(-1, 1.6),
        minima=(((1.5, 0), 1.84),),
        teaches="The kink holds the small weight y at exactly zero: so a penalty selects features.",
        source="Tibshirani (1996), Journal of the Royal Statistical Society B 58:267-288",
        smooth=False,
    ),
    NamedFunction(
        name="maximum",
        title="Maximum of a bowl and a plane",
        text="max(x^2 + y^2, x + 2y + 1)",
        variables=XY,
        window=((-2, 2), (-2, 1.5)),
        start=(1.5, 1.2),
        minima=(((-0.170820393249937, -0.341640786499874), 0.145898033750315),),
        teaches="The minimum lies on the seam of two smooth pieces, where neither gradient is zero.",
        source="In the manner of Lukšan & Vlček (2000), Test Problems for Nonsmooth Optimization",
        smooth=False,
    ),
    NamedFunction(
        name="wolfe_fan",
        title="Wolfe's fan",
        text="where(x > |y|, 5sqrt(9x^2 + 16y^2), 9x + 16|y|)",
        variables=XY,
        window=((-1.5, 4), (-2, 2.5)),
        start=(3.2, 1.8),
        minima=(),
        teaches="Steepest descent with exact line search stops at the origin, yet the function falls beyond.",
        source="Wolfe (1975), Mathematical Programming Study 3:145-173",
        smooth=False,
    ),
    NamedFunction(
        name="log_barrier",
        title="Logarithmic barrier of a triangle",
        text="x + 2y - log(x) - log(y) - log(4 - x - y)",
        variables=XY,
        window=((-0.5, 4.2), (-0.5, 4.2)),
        start=(2.6, 1.1),
        minima=(((0.739288613592355, 0.425052293112766), 1.70472876840382),),
        teaches="Outside the triangle there is no value: a step that is too long leaves the domain at once.",
        source="Boyd & Vandenberghe (2004), Convex Optimization, section 11.2",
    ),
)
