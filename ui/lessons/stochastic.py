"""The experiments, the quiz and the theory of the lesson on stochastic descent, as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

import numerics as nm
from numerics.learning import (
    LOGISTIC,
    GradientNoise,
    History,
    NaturalGradient,
    Risk,
    Training,
    generated,
    polynomial,
    tradeoff,
    waves,
)
from numerics.methods import Method, choose_method
from numerics.schedules import InverseTime
from ui.experiments import Experiment
from ui.links import text_of
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question

THEORY = r"""
- **Empirical risk.** $J(\theta) = \frac1n \sum_i \ell(\theta^\top \varphi(x_i), y_i) + \lambda R(\theta)$. It stands
  for the loss on examples not yet seen, which no one can compute: the test loss estimates that, as long as nothing is
  chosen by it. With $R = \tfrac12\|\theta\|^2$ the penalty's gradient is $\lambda\theta$; books that write
  $\lambda\|\theta\|^2$ have half our $\lambda$.
- **Stochastic gradients.** The mean of all single-example gradients is the gradient of $J$, so that of a random batch
  is an unbiased estimate of it. (Cut from one random order, the batches of an epoch are not independent, but each
  alone is still unbiased.)
- **Noise.** With $\sigma^2 = \frac1n\sum_i\|g_i - g\|^2$ over all $n$ examples, the root mean square error of a batch
  of $m$ is $\sigma/\sqrt m$ with replacement and $\sigma\sqrt{\frac{n-m}{m(n-1)}}$ without: exact, at a fixed $\theta$,
  for any distribution. Four times the batch halves the noise at four times the cost.
- **A constant rate does not settle.** Near a minimum steps keep the size of the noise. Rates with
  $\sum\eta_t = \infty$ and $\sum\eta_t^2 < \infty$, such as $\eta/(1 + dt)$, do settle (Robbins and Monro 1951; for
  convex $J$ and noise of bounded variance).
- **The logistic loss** $\log(1 + e^z)$ overflows as written beyond $z = 709$. Here it is
  $\max(z, 0) + \log(1 + e^{-|z|})$, and the derivative is a sigmoid whose exponential is never above 1: a stable loss
  with a naive sigmoid in its gradient would still give NaN.
- **Adagrad** divides each coordinate's step by the root of the sum of its squared gradients: a weight that is seldom
  asked for keeps a large rate. **Adam** does the like with a memory that fades.
- **Natural gradient.** $\theta \leftarrow \theta - \eta\,(F + \delta I)^{-1}\nabla J$, where $F$ is the Fisher matrix
  of the model. For linear and logistic regression $F$ is the Hessian of the data term. The penalty's curvature λ is not
  in it; δ can stand for that. On small batches $F$ itself is noisy.
"""

Floats = NDArray[np.float64]
TEST_SHARE, SEED = 0.3, 1


@dataclass(frozen=True)
class Setting:
    """What an experiment turns, and the risks that this makes: in the link, and in the check.

    `features` are those of the link: `seen`, and what belongs to that.
    """

    name: str
    points: int
    noise: float
    features: Mapping[str, str]
    strength: float = 0.0
    batch: int = 16
    epochs: int = 30

    @property
    def link(self) -> dict[str, str]:
        """The parameters of the link."""
        return {
            "source": "generated",
            "set": self.name,
            "points": str(self.points),
            "noise": text_of(self.noise),
            **self.features,
            "lambda": text_of(self.strength),
            "batch": str(self.batch),
            "epochs": str(self.epochs),
        }

    @cached_property
    def risks(self) -> tuple[Risk, Risk]:
        """On the examples to train on, and on those to test on."""
        sides = generated(self.name, self.points, self.noise, SEED).split(TEST_SHARE, SEED)
        x, names = sides[0].features, sides[0].names[:-1]
        chosen = self.features
        if chosen["seen"] == "waves":
            map = waves(x, int(chosen["waves"]), float(chosen["width"]), SEED)
        else:
            map = polynomial(x, names, int(chosen.get("degree", "1")), chosen.get("standardize") != "0")
        train, test = (
            Risk(map(side.features), side.targets, LOGISTIC, self.strength, "l2", map.penalized, map.names)
            for side in sides
        )
        return train, test

    def trained(self, method: Method) -> "Ends":
        """What a method makes of it, from zero weights."""
        train, test = self.risks
        history = Training(train, method, self.batch, self.epochs, seed=SEED).run(np.zeros(train.dimension))
        return Ends(history, train(history.epochs), train.data_term(history.epochs), test.data_term(history.epochs))

    @cached_property
    def least(self) -> float:
        """The minimum of J."""
        train = self.risks[0]
        return float(nm.minimize(train, np.zeros(train.dimension), "damped_newton", tolerance=1e-12).f[-1])


@dataclass(frozen=True, eq=False)
class Ends:
    """Where a training went, with J, the mean loss on the train examples, and that on the test examples (E+1,)."""

    history: History
    risk: Floats
    train: Floats
    test: Floats


def _experiment(
    title: str,
    setting: Setting,
    methods: Mapping[str, Method],
    *,
    watch: str,
    claim: str,
    holds: Callable[[Setting], object],
    where: str = "",
    **more: str,
) -> Experiment:
    """An experiment whose link and whose check are made from the same setting and methods; `more` is for the link."""
    link = setting.link | {"methods": ",".join(methods)}
    for name, method in methods.items():
        link[f"{name}.learning_rate"] = text_of(method.knobs["learning_rate"])
        if method.schedule.knobs:
            link[f"{name}.schedule"] = method.schedule.name
            link |= {f"{name}.schedule.{knob}": text_of(value) for knob, value in method.schedule.knobs.items()}
    return Experiment(title, link | more, watch, claim, lambda: bool(holds(setting)), where=where)


MOONS = Setting("moons", 200, 0.25, {"seen": "polynomial", "degree": "3"})
EVERYTHING = Setting("moons", 200, 0.25, {"seen": "polynomial", "degree": "3"}, batch=140, epochs=100)
ONE_BY_ONE = Setting("blobs", 200, 1.0, {"seen": "plain"}, batch=1)
BY_HEART = Setting("moons", 60, 0.3, {"seen": "polynomial", "degree": "8"}, epochs=100)
HELD_BACK = Setting("moons", 60, 0.3, {"seen": "polynomial", "degree": "8"}, strength=0.1, epochs=100)
RARE = Setting("sparse", 400, 0.0, {"seen": "plain", "standardize": "0"}, epochs=5)
SPIRALS = Setting("spirals", 400, 0.1, {"seen": "waves", "waves": "80", "width": "0.4"})
STRAIGHT = Setting("spirals", 400, 0.1, {"seen": "plain"})
CURVED = Setting("moons", 200, 0.25, {"seen": "polynomial", "degree": "3"}, strength=1e-3, batch=140, epochs=40)

DESCENT = {rate: choose_method("gradient_descent", learning_rate=rate) for rate in (0.01, 0.2, 0.4, 1.0)}
ADAM = choose_method("adam", learning_rate=0.05)
ADAGRAD = choose_method("adagrad", learning_rate=0.5)
SLOWING = choose_method("gradient_descent", InverseTime(0.01), learning_rate=1.0)
NATURAL = NaturalGradient(1.0)


def _plain_descent(setting: Setting) -> bool:
    train = setting.risks[0]
    run = nm.minimize(train, np.zeros(train.dimension), DESCENT[0.2], setting.epochs, tolerance=None)
    return setting.trained(DESCENT[0.2]).history.epochs.tobytes() == run.x.tobytes()


def _settles(setting: Setting) -> bool:
    restless, settled = (
        float(setting.trained(method).risk[-10:].mean()) - setting.least for method in (DESCENT[1.0], SLOWING)
    )
    return restless > 0.01 and settled < restless / 100


def _by_heart(setting: Setting) -> bool:
    descent, adam = (setting.trained(method) for method in (DESCENT[0.01], ADAM))
    return (
        adam.train[-1] < descent.train[-1] / 6
        and adam.test[-1] > 4 * descent.test[-1]
        and adam.test[-1] > 10 * adam.test.min()
    )


def _held_back(setting: Setting) -> bool:
    free, held = (each.trained(ADAM) for each in (BY_HEART, setting))
    return held.train[-1] > free.train[-1] and held.test[-1] < free.test[-1] / 4


def _rare_words(setting: Setting) -> bool:
    descent, adagrad = (setting.trained(method) for method in (DESCENT[1.0], ADAGRAD))
    sizes = [np.abs(each.history.epochs[-1][11:]).mean() for each in (descent, adagrad)]
    return adagrad.train[-1] < descent.train[-1] and adagrad.test[-1] < descent.test[-1] and sizes[1] > 2 * sizes[0]


def _right(setting: Setting, method: Method) -> float:
    test = setting.risks[1]
    theta = setting.trained(method).history.epochs[-1]
    return float(np.mean((test.outputs(theta) >= 0) == (test.targets == 1)))


def _half(setting: Setting) -> bool:
    train = setting.risks[0]
    noise = GradientNoise.at(train, setting.trained(DESCENT[0.2]).history.epochs[-1])
    factor = float(noise.shrinkage(70, False) / noise.shrinkage(70, True))
    without, with_ = (noise.measured([70], kind, 2000, SEED).noise[0] for kind in (False, True))
    return abs(factor - (70 / 139) ** 0.5) < 1e-12 and abs(without / with_ - factor) < 0.05


def _natural(setting: Setting) -> bool:
    natural, plain = (setting.trained(method).risk - setting.least for method in (NATURAL, DESCENT[0.4]))
    return natural[10] < 1e-8 and plain[40] > 0.05


EXPERIMENTS: tuple[Experiment, ...] = (
    _experiment(
        "When the batch is everything",
        EVERYTHING,
        {"gradient_descent": DESCENT[0.2]},
        watch="The curves are smooth: every step sees all 140 examples. Then set the batch size to 10: as many epochs, "
        "fourteen times the steps, and a trembling line that is far ahead.",
        claim="A full batch without replacement is gradient descent on the whole risk, number for number: all 100 "
        "iterates are the same floats.",
        holds=_plain_descent,
    ),
    _experiment(
        "One example at a time",
        ONE_BY_ONE,
        {"gradient_descent": DESCENT[1.0], "gradient_descent.2": SLOWING},
        watch="Two runs of the same method on batches of 1. One keeps its rate and never comes to rest; the other's "
        "rate falls like 1/t.",
        claim="Over the last ten epochs the constant rate is more than 0.01 above the least risk on average; the "
        "falling one is over a hundred times closer.",
        holds=_settles,
    ),
    _experiment(
        "Adam learns by heart",
        BY_HEART,
        {"gradient_descent": DESCENT[0.01], "adam": ADAM},
        watch="44 weights for 42 noisy examples. Play, and look at the dotted curves: which method would you stop, and "
        "when? At these rates plain descent has simply not got so far.",
        claim="After 100 epochs Adam's train loss is under a sixth of plain descent's and its test loss over four "
        "times as high, and over ten times what it was at its best.",
        holds=_by_heart,
    ),
    _experiment(
        "A penalty holds it back",
        HELD_BACK,
        {"adam": ADAM},
        watch="The same data and weights with λ = 0.1: the second row shows λR(θ). Compare with λ = 0.",
        claim="Adam's train loss ends higher than without the penalty, and its test loss less than a quarter as high.",
        holds=_held_back,
        where="See also [data term and penalty](#penalty).",
    ),
    _experiment(
        "Rare words",
        RARE,
        {"gradient_descent": DESCENT[1.0], "adagrad": ADAGRAD},
        watch="Word k occurs in 50/k % of the texts; the grey bars are the weights that drew the labels. Plain descent "
        "hardly moves the weights of rare words, on the right; Adagrad's steps there are as long as elsewhere.",
        claim="After five epochs Adagrad has the lower train and test loss, and its weights of words 12 to 20 are on "
        "average more than twice as large.",
        holds=_rare_words,
    ),
    _experiment(
        "Spirals need waves",
        SPIRALS,
        {"adam": ADAM},
        watch="The model is linear in 80 random waves of the two features. Let it see the features alone, and a "
        "straight line is all it has.",
        claim="With waves more than 95 % of the test examples are right; with the features alone fewer than 65 %.",
        holds=lambda setting: _right(setting, ADAM) > 0.95 and _right(STRAIGHT, ADAM) < 0.65,
    ),
    _experiment(
        "Half of all examples",
        Setting("moons", 200, 0.25, {"seen": "polynomial", "degree": "3"}, batch=70),
        {"gradient_descent": DESCENT[0.2]},
        watch="A batch of 70 of 140. The two ellipses differ: who draws without replacement cannot draw the same "
        "example twice.",
        claim="Without replacement the noise is √((n−m)/(n−1)) = 0.71 of that with replacement; 2000 batches of each "
        "kind agree within 5 %.",
        holds=_half,
        where="See [the noisy walk](#noise).",
    ),
    _experiment(
        "The natural gradient",
        CURVED,
        {"gradient_descent": DESCENT[0.4], "natural_gradient": NATURAL},
        watch="Full batches, so an epoch is a step. The natural gradient asks how far a step moves the predicted "
        "probabilities, and is there in a few steps. Then try batches of 16 on it.",
        claim="After 10 steps the natural gradient is within 1e-8 of the least risk; plain descent is more than 0.05 "
        "above it after 40.",
        holds=_natural,
    ),
)


def _shrinkage(batch: int, examples: int, replacement: bool) -> float:
    return float(GradientNoise(np.zeros((examples, 1))).shrinkage(batch, replacement))


def _naive_loss(z: float) -> float:
    with np.errstate(over="ignore"):
        return float(np.log(1 + np.exp(np.float64(z))))


def _stable_loss(z: float) -> float:
    return float(LOGISTIC.value(np.array([z]), np.zeros(1))[0])


def _rises(quantity: str) -> bool:
    """Whether a part of J at its minimum is larger for λ = 0.1 than for λ = 0.001."""
    found = tradeoff(MOONS.risks[0], [0.001, 0.1])
    values = found.data_term if quantity == "data" else found.penalty / found.strengths
    return bool(values[0] > values[1])


QUESTIONS: tuple[Question, ...] = (
    NumericQuestion(
        "There are 101 examples, and the gradients of single ones lie σ = 1 from their mean (root mean square). How "
        "far from the full gradient is that of a batch of 25, drawn without replacement?",
        lambda: _shrinkage(25, 101, replacement=False),
        "σ√((n−m)/(m(n−1))) = √(76 / 2500). With replacement it would be 1/√25 = 0.2.",
    ),
    ChoiceQuestion(
        "You want half the gradient noise, and draw with replacement. How large must the batch be?",
        (
            Choice("Twice as large", lambda: _is_half(2), "That divides the noise by √2 only."),
            Choice("Four times as large", lambda: _is_half(4), "Right: noise falls like 1/√m, cost grows like m."),
            Choice("Half as large", lambda: _is_half(0.5), "A smaller batch is noisier."),
        ),
    ),
    ChoiceQuestion(
        "The penalty's strength λ is raised from 0.001 to 0.1. What happens at the minimum of J?",
        (
            Choice(
                "The data term rises and R(θ) falls",
                lambda: _rises("data") and not _rises("complexity"),
                "Right: the smaller weights are paid for with a worse fit to the examples trained on. The test loss "
                "may go either way.",
            ),
            Choice(
                "Both fall",
                lambda: not _rises("data") and not _rises("complexity"),
                "Without a penalty the data term was already as small as it can be.",
            ),
            Choice(
                "The data term falls and R(θ) rises",
                lambda: not _rises("data") and _rises("complexity"),
                "The other way round: λ is the price of large weights.",
            ),
        ),
    ),
    ChoiceQuestion(
        "An example is wrong by z = 800. What is log(1 + eᶻ) in float64?",
        (
            Choice(
                "800 as max(z, 0) + log(1 + e^(−|z|)), and infinity as written",
                lambda: _stable_loss(800.0) == 800 and _naive_loss(800.0) == np.inf,
                "Right: e⁸⁰⁰ overflows on the way to a harmless number.",
            ),
            Choice(
                "800 in both ways of writing it",
                lambda: _stable_loss(800.0) == _naive_loss(800.0),
                "e⁸⁰⁰ is 10³⁴⁷, and float64 ends at 10³⁰⁸.",
            ),
            Choice(
                "Infinity in both",
                lambda: _stable_loss(800.0) == np.inf,
                "The loss itself is only 800; it is the exponential on the way that overflows.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Which of these does a training have to save so that it can be resumed exactly?",
        (
            Choice("The parameters", lambda: _matters("parameters"), "Without them there is nothing to resume."),
            Choice(
                "What the method remembers, such as Adam's moments",
                lambda: _matters("method_state"),
                "Otherwise it starts with empty moments, and other steps.",
            ),
            Choice(
                "The state of the random generator",
                lambda: _matters("generator"),
                "Otherwise other batches come next.",
            ),
            Choice(
                "All gradients so far",
                lambda: _matters("gradients"),
                "No: what a method needs of them is in its own memory.",
            ),
        ),
    ),
)


def _is_half(times: float) -> bool:
    return bool(np.isclose(_shrinkage(int(16 * times), 1000, True), _shrinkage(16, 1000, True) / 2))


def _matters(part: str) -> bool:
    """Whether a training of Adam ends elsewhere when this part of what is saved is lost after three steps."""
    training = Training(MOONS.risks[0], ADAM, batch_size=50, epochs=2, seed=SEED)
    begun = training.begin(np.zeros(training.risk.dimension))
    state = begun
    for _ in range(3):
        state = training.step(state)
    fresh = Training(MOONS.risks[0], ADAM, batch_size=50, epochs=2, seed=SEED + 1).begin(begun.parameters)
    lost = nm.learning.restored(state.saved() | {part: fresh.saved().get(part)}, begun)
    return not np.array_equal(training.resume(lost).path[-1], training.resume(state).path[-1])
