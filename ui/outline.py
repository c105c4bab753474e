"""The outline of the laboratory: every lesson is one line here and one file under `pages/`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """One page.

    Attributes:
        page: its address, and the name of its file under `pages/`; `home` is `app.py`, at the root.
        title: shown in the outline, as the page's heading and in the browser's tab.
        question: what the lesson answers, one sentence under the heading.
        group: the section of the outline it stands in; empty for the home page.
        summary: one sentence for the home page.
    """

    page: str
    title: str
    question: str
    group: str
    summary: str

    @property
    def path(self) -> str:
        """The file of the page, from the root of the repository."""
        return "app.py" if self.page == "home" else f"pages/{self.page}.py"


LESSONS = (
    Lesson(
        page="home",
        title="Numerical Computation Lab",
        question="What happens when a computer differentiates, descends and rounds?",
        group="",
        summary="Where everything starts.",
    ),
    Lesson(
        page="descent",
        title="Descent lab",
        question="How do methods find the bottom of a landscape, and why do they fail?",
        group="Gradient descent",
        summary="Type a function, place a start and watch several methods race to the bottom.",
    ),
    Lesson(
        page="race",
        title="A fair race",
        question="Which method is best, when all have the same budget and well-tuned rates?",
        group="Gradient descent",
        summary="Let methods compete on many functions from many starts, and ask each loser why.",
    ),
    Lesson(
        page="basins",
        title="Basins of attraction",
        question="Where does a method end? That depends on where it starts.",
        group="Gradient descent",
        summary="Thousands of starts at once: a colour for each point they end at, darker where it takes longer.",
    ),
    Lesson(
        page="tuning",
        title="Hyper-parameter maps",
        question="Which learning rate, which momentum? A run for every pair of values.",
        group="Gradient descent",
        summary="Sweep two knobs of a method and see where it converges, how fast, and where it diverges.",
    ),
    Lesson(
        page="rounding",
        title="Number formats",
        question="What number does the computer really keep?",
        group="Rounding",
        summary="Type a number or flip its bits: what is stored, its neighbours and its error, in 64 bits down to 8.",
    ),
    Lesson(
        page="overflow",
        title="Where numbers die",
        question="When does a result overflow, underflow, or lose all its digits, and which formula survives?",
        group="Rounding",
        summary="Exponentials, products, sums and textbook formulas in every format, up to the number that breaks.",
    ),
    Lesson(
        page="softmax",
        title="Softmax",
        question="Why does a formula that is right on paper give NaN, and why does subtracting the maximum help?",
        group="Rounding",
        summary="Type logits, pick a format, and watch step by step where infinity and NaN are born.",
    ),
    Lesson(
        page="microscope",
        title="Error microscope",
        question="How much does a formula lose to rounding, whose fault is it, and what should one write instead?",
        group="Rounding",
        summary="Put an expression of your own under the microscope: its bits of error, its guilty operation, and "
        "better ways to write it.",
    ),
    Lesson(
        page="conditioning",
        title="Conditioning",
        question="How much does a linear system enlarge the errors of its data?",
        group="Conditioning",
        summary="Type a matrix: its condition number in every norm, the digits each format loses, and how to win them "
        "back.",
    ),
    Lesson(
        page="ill_conditioned_descent",
        title="Ill-conditioned descent",
        question="Why does gradient descent zig-zag through a valley, and what makes it stop?",
        group="Conditioning",
        summary="Stretch and turn a quadratic, count steps against κ, then precondition it, or normalize the data.",
    ),
    Lesson(
        page="least_squares",
        title="Least squares",
        question="Which coefficients fit the data best, and how many of their digits can be trusted?",
        group="Conditioning",
        summary="Fit data of your own in five ways, count the correct digits of each, and hold the weights in a ball.",
    ),
    Lesson(
        page="derivatives",
        title="Derivatives",
        question="What does a derivative say, and how well can a computer find it?",
        group="Derivatives and curvature",
        summary="Slopes, gradients and the steepest way down of your function, derived rule by rule, and how good "
        "numeric derivatives are.",
    ),
    Lesson(
        page="curvature",
        title="Curvature",
        question="How does a function bend, and what does that do to a step?",
        group="Derivatives and curvature",
        summary="The Hessian at a point you choose: its eigenvectors, the quadratic model, and the best step downhill.",
    ),
    Lesson(
        page="jacobian",
        title="Jacobians",
        question="What is the derivative of a map with many inputs and outputs?",
        group="Derivatives and curvature",
        summary="Type a map: its Jacobian, what it does to a small square, and the chain rule as a product.",
    ),
    Lesson(
        page="critical_points",
        title="Critical points",
        question="Where does the gradient vanish, and are these all?",
        group="Derivatives and curvature",
        summary="Every minimum, maximum and saddle in a window, each with a proof, and where no proof is possible.",
    ),
    Lesson(
        page="constraints",
        title="Constraints",
        question="Where is f least if not every point is allowed, and how can one tell?",
        group="Constraints",
        summary="Type constraints, solve, and check the KKT conditions one by one at any point you click.",
    ),
    Lesson(
        page="autodiff",
        title="Automatic differentiation",
        question="How does a program differentiate a program?",
        group="Deep learning",
        summary="The graph of your formula: values flow forward, adjoints flow back, and what both modes cost.",
    ),
    Lesson(
        page="stochastic",
        title="Stochastic descent",
        question="What does a step lose, and gain, when it sees only some of the examples?",
        group="Deep learning",
        summary="Train on data of your own in batches: losses, boundaries, gradient noise, and what a penalty does.",
    ),
    Lesson(
        page="low_precision",
        title="Low precision",
        question="What becomes of a descent when every number is kept in 16 or 8 bits, and what rescues it?",
        group="Deep learning",
        summary="Any method with weights, gradients and memory in formats of your choice: where updates vanish, master "
        "weights, rounding by chance, and loss scaling.",
    ),
    Lesson(
        page="deep_gradients",
        title="Deep gradients",
        question="Why do gradients vanish or explode in deep networks, and what helps?",
        group="Deep learning",
        summary="Signals and gradients at every layer of a network that you choose, through time in a recurrent one, "
        "and clipped on a cliff.",
    ),
    Lesson(
        page="checkpointing",
        title="Checkpointing",
        question="How can a network be trained in less memory, and how is a training interrupted without a trace?",
        group="Deep learning",
        summary="Place checkpoints on a chain of layers and weigh memory against computing twice; save a training, "
        "interrupt it, and resume it number for number.",
    ),
    Lesson(
        page="connections",
        title="Connections",
        question="Where does each idea return in deep learning, and how does one descend where there are no slopes?",
        group="Deep learning",
        summary="Every idea of the chapter with the place where deep learning needs it, and hill climbing on a grid.",
    ),
)


def lesson(page: str) -> Lesson:
    """Return the lesson at address `page`.

    Raises:
        KeyError: the outline has no such page.
    """
    return {entry.page: entry for entry in LESSONS}[page]


def groups() -> dict[str, list[Lesson]]:
    """Return the lessons by section, sections and lessons in the order of `LESSONS`."""
    sections: dict[str, list[Lesson]] = {}
    for entry in LESSONS:
        sections.setdefault(entry.group, []).append(entry)
    return sections
