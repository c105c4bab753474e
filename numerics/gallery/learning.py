"""Shapes that training a network meets: cliffs, plateaus, symmetric saddles, small losses."""

from numerics.gallery.entry import NamedFunction

XY = ("x", "y")

FUNCTIONS = (
    NamedFunction(
        name="cliff",
        title="Cliff",
        text="0.1(x + 1)^2 + 0.1y^2 + 5sigmoid(-25x)",
        variables=XY,
        window=((-3, 5), (-2.5, 2)),
        start=(4, 1.5),
        minima=(
            ((0.248472934408572, 0), 0.165876281541544),
            ((-0.999999991320033, 0), 4.99999999993056),
        ),
        teaches="A step onto the face of the cliff throws descent far back, unless the gradient is clipped.",
        source="Pascanu, Mikolov & Bengio (2013), ICML; Deep Learning (2016), figure 8.3",
    ),
    NamedFunction(
        name="plateau",
        title="Plateau",
        text="tanh(x)^2 + tanh(y)^2/2",
        variables=XY,
        window=((-3, 6), (-3, 4)),
        start=(4.5, 2),
        minima=(((0, 0), 0),),
        teaches="Where tanh saturates the gradient vanishes, and descent stands still far from any minimum.",
        source="Goodfellow, Bengio & Courville (2016), Deep Learning, section 8.2.3",
    ),
    NamedFunction(
        name="linear_network",
        title="Two-layer linear network",
        text="(1 - x y)^2 + 0.1(x^2 + y^2)",
        variables=XY,
        window=((-2, 2.2), (-1.8, 2)),
        start=(1.8, -1.6),
        minima=(
            ((0.948683298050514, 0.948683298050514), 0.19),
            ((-0.948683298050514, -0.948683298050514), 0.19),
        ),
        teaches="Two weights multiplied may both change sign, so a saddle sits between two equal minima.",
        source="Baldi & Hornik (1989), Neural Networks 2:53-58; Saxe, McClelland & Ganguli (2014), ICLR",
    ),
    NamedFunction(
        name="dead_relu",
        title="One ReLU unit, two examples",
        text="(relu(x + y) - 1)^2 + (relu(2x + y) - 2)^2",
        variables=XY,
        window=((-2, 3), (-2, 2)),
        start=(2.5, 1.5),
        minima=(((1, 0), 0),),
        teaches="One step too long switches the unit off for both examples, and it never learns again.",
        source="Lu, Shin, Su & Karniadakis (2020), Dying ReLU and Initialization",
        all_minima=False,
    ),
    NamedFunction(
        name="logistic_loss",
        title="Logistic loss with weight decay",
        text=("softplus(-x - 2y) + softplus(-2x - y/2) + softplus(-x - y) + softplus(x/2 - 3y/2) + 0.05(x^2 + y^2)"),
        variables=XY,
        window=((-3, 5), (-3, 5)),
        start=(-2, -2.5),
        minima=(((1.03338715670859, 1.99032171294658), 0.432587980063939),),
        teaches="Each example adds a smooth hinge; only the decay term keeps the weights from growing.",
        source="Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, section 4.4",
    ),
    NamedFunction(
        name="softmax_loss",
        title="Softmax loss of three classes",
        text="log(exp(x) + exp(y) + exp(z)) - 0.7x - 0.2y - 0.1z + 0.05(x^2 + y^2 + z^2)",
        variables=("x", "y", "z"),
        window=((-2, 3), (-3, 2)),
        start=(-1.5, 1, 1.5),
        minima=(((0.798797082739017, -0.225820567426558, -0.572976515312458), 0.870811380445677),),
        teaches="Adding a number to all logits changes no probability: without decay that direction is flat.",
        source="Goodfellow, Bengio & Courville (2016), Deep Learning, section 6.2.2.3",
    ),
)
