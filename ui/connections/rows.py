"""What returns where: every row joins an idea of this laboratory, and an experiment on it, to deep learning.

Each says only what its source says, or what follows from it at once.
"""

import importlib
from dataclasses import dataclass

from ui import outline
from ui.experiments import Experiment


@dataclass(frozen=True)
class Connection:
    """One row.

    Attributes:
        idea: of the chapter.
        returns: what it is in deep learning.
        why: how the one is the other, a sentence or two (Markdown).
        source: authors, title or venue, year.
        area: of deep learning, one of `AREAS`.
        page: the lesson of the idea.
        title: the experiment of that lesson that shows it.
    """

    idea: str
    returns: str
    why: str
    source: str
    area: str
    page: str
    title: str

    @property
    def topic(self) -> str:
        """The part of the outline that the idea belongs to."""
        return outline.lesson(self.page).group

    @property
    def experiment(self) -> Experiment:
        """The experiment, as its lesson has it. Raises LookupError if the lesson has none of that title."""
        offered = importlib.import_module(f"ui.lessons.{self.page}").EXPERIMENTS
        try:
            return next(found for found in offered if found.title == self.title)
        except StopIteration:
            raise LookupError(f"the lesson {self.page} has no experiment {self.title!r}") from None


LOSSES, LAYERS, OPTIMIZERS = "Losses", "Layers and models", "Optimizers"
TRAINING, FORMATS, GENERALIZATION = "Training runs", "Number formats", "Generalization"
AREAS = (LOSSES, LAYERS, OPTIMIZERS, TRAINING, FORMATS, GENERALIZATION)

CONNECTIONS = (
    Connection(
        "Log-sum-exp",
        "Cross-entropy from logits",
        "Loss functions take logits, not probabilities: −log softmax is log-sum-exp minus one logit. A probability "
        "that has been rounded to 0 would have cost an infinite loss.",
        "P. Blanchard, D. Higham, N. Higham, IMA J. Numer. Anal. 41, 2021",
        LOSSES,
        "softmax",
        "A loss that must not be infinite",
    ),
    Connection(
        "Subtracting the maximum",
        "Softmax in attention",
        "Attention is a softmax of scores. FlashAttention goes through them block by block and rescales its sums "
        "whenever a new maximum turns up, so that no exponential overflows.",
        "T. Dao, D. Fu, S. Ermon, A. Rudra, C. Ré, FlashAttention, NeurIPS 2022",
        LAYERS,
        "softmax",
        "Three logits near a thousand",
    ),
    Connection(
        "All logits very negative",
        "Masked attention",
        "A mask adds −∞, or a large negative number, to the scores of what must not be seen. Where a row is masked "
        "entirely, softmax is 0/0, or spreads its weight evenly over what should be hidden.",
        "A. Vaswani et al., Attention is all you need, section 3.2.3, NIPS 2017",
        LAYERS,
        "softmax",
        "All at minus a thousand",
    ),
    Connection(
        "Underflow",
        "Loss scaling",
        "Small gradients are 0 in float16. Multiplying the loss by a power of two lifts them all into its range, and "
        "costs no accuracy: the scale is divided out before the update.",
        "P. Micikevicius et al., Mixed precision training, ICLR 2018",
        FORMATS,
        "rounding",
        "A gradient that vanishes",
    ),
    Connection(
        "Range against precision",
        "bfloat16 and 8-bit formats",
        "bfloat16 keeps the exponent of float32 and gives up fraction bits, so gradients need no scaling. Of the two "
        "8-bit formats, E4M3 spends its bits on precision for weights, E5M2 on range for gradients.",
        "D. Kalamkar et al., arXiv 1905.12322, 2019; P. Micikevicius et al., FP8 formats, arXiv 2209.05433, 2022",
        FORMATS,
        "rounding",
        "Range: bfloat16 against float16",
    ),
    Connection(
        "A sum that stands still",
        "Master weights in float32",
        "An update smaller than half the gap between two neighbouring weights is rounded away, step after step. So "
        "the weights are summed up in float32 and rounded to 16 bits only for the passes through the network.",
        "P. Micikevicius et al., Mixed precision training, section 3.1, ICLR 2018",
        FORMATS,
        "overflow",
        "A sum that stands still",
    ),
    Connection(
        "Products of probabilities",
        "Log-likelihoods of sequences",
        "The probability of a text or of a spoken sentence is a product over its parts, and soon 0 in every format. "
        "Sequence losses add logarithms instead, or rescale at each step.",
        "A. Graves, S. Fernández, F. Gomez, J. Schmidhuber, CTC, section 4.1, ICML 2006",
        LOSSES,
        "overflow",
        "A thousand coin tosses",
    ),
    Connection(
        "Variance of large numbers",
        "Statistics of normalization layers",
        "Layer and batch normalization need a mean and a variance of activations. The formula Σx² − (Σx)²/n cancels "
        "for activations far from 0; two passes, or updates like Welford's, do not.",
        "T. Chan, G. Golub, R. LeVeque, Am. Statistician 37, 1983; J. Ba, J. Kiros, G. Hinton, Layer normalization, "
        "2016",
        LAYERS,
        "overflow",
        "The variance of large numbers",
    ),
    Connection(
        "Condition number",
        "Normalizing inputs and batches",
        "Inputs with unequal scales or large means make the Hessian ill-conditioned, and descent slow. Standardized "
        "inputs cure it in the first layer; batch normalization was made to carry that on into the network.",
        "Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient backprop, 1998; S. Ioffe, C. Szegedy, ICML 2015",
        LAYERS,
        "ill_conditioned_descent",
        "Standardize the features",
    ),
    Connection(
        "Diagonal preconditioning",
        "Adam's scaling",
        "Adam divides each coordinate by the root mean square of its gradients: a diagonal preconditioner. Like every "
        "diagonal one it mends axes of unequal length, not a valley that runs across them.",
        "D. Kingma, J. Ba, Adam, ICLR 2015",
        OPTIMIZERS,
        "ill_conditioned_descent",
        "One step, however ill-conditioned",
    ),
    Connection(
        "Natural gradient",
        "K-FAC",
        "Measured by what it does to predictions, a step does not depend on the units of the features. For networks "
        "the Fisher matrix is too large to invert; K-FAC takes a Kronecker product for each layer.",
        "S. Amari, Neural Computation 10, 1998; J. Martens, R. Grosse, ICML 2015",
        OPTIMIZERS,
        "ill_conditioned_descent",
        "A gradient that knows no units",
    ),
    Connection(
        "Conjugate gradients",
        "Hessian-free training",
        "Conjugate gradients need products Hv only, which cost about as much as a gradient, and few of them where the "
        "curvatures come in clusters. So a Newton-like step is possible without ever storing H.",
        "B. Pearlmutter, Neural Computation 6, 1994; J. Martens, Hessian-free optimization, ICML 2010",
        OPTIMIZERS,
        "ill_conditioned_descent",
        "Only two curvatures",
    ),
    Connection(
        "Least squares in a ball",
        "Ridge regression and weight decay",
        "Holding the weights in a ball, or adding a multiple of ‖w‖² to a convex loss, gives the same fits. Weight "
        "decay is that penalty; with Adam it has to be applied apart from the gradient.",
        "A. Krogh, J. Hertz, NIPS 1991; I. Loshchilov, F. Hutter, AdamW, ICLR 2019",
        GENERALIZATION,
        "least_squares",
        "Weight decay is a ball",
    ),
    Connection(
        "Learning rates below 2/λmax",
        "The edge of stability",
        "Trained with the full batch, the largest curvature of a network's loss grows until it reaches 2/η and hovers "
        "there, while the loss still falls, not steadily but in the long run.",
        "J. Cohen, S. Kaur, Y. Li, J. Z. Kolter, A. Talwalkar, ICLR 2021",
        TRAINING,
        "descent",
        "Exactly at the limit",
    ),
    Connection(
        "Momentum in a narrow valley",
        "Momentum in every training run",
        "On a quadratic momentum replaces κ by its root. With well-chosen initial weights it trained deep and "
        "recurrent networks for which second-order methods had been thought necessary.",
        "B. Polyak, 1964; I. Sutskever, J. Martens, G. Dahl, G. Hinton, ICML 2013",
        OPTIMIZERS,
        "descent",
        "Momentum through a narrow valley",
    ),
    Connection(
        "Trust regions",
        "TRPO and PPO",
        "A model is believed only so far. TRPO limits how far the policy may change at one update, measured as a "
        "Kullback–Leibler divergence; PPO gets much of that by clipping a ratio of probabilities.",
        "J. Schulman et al., TRPO, ICML 2015, and PPO, 2017",
        TRAINING,
        "descent",
        "The region learns whom to trust",
    ),
    Connection(
        "Basins that a large rate cannot hold",
        "Flat minima",
        "A minimum whose largest curvature exceeds 2/η is unstable for descent: a large rate can settle only in flat "
        "ones. Noise shuts out further minima, those where it is strong in sharp directions.",
        "L. Wu, C. Ma, W. E, How SGD selects the global minima, NeurIPS 2018",
        GENERALIZATION,
        "basins",
        "Too sharp for the rate",
    ),
    Connection(
        "Saddle points",
        "Why training seldom ends at a saddle",
        "In many dimensions most critical points of high loss are saddles. Newton's method is attracted by them; "
        "gradient descent at a small rate leaves strict saddles from almost every start, if slowly.",
        "Y. Dauphin et al., NIPS 2014; J. Lee, M. Simchowitz, M. Jordan, B. Recht, COLT 2016",
        TRAINING,
        "critical_points",
        "Newton falls for a saddle",
    ),
    Connection(
        "A chain of Jacobians",
        "Backpropagation",
        "The gradient of a loss is a product of the layers' Jacobians. Multiplied from the loss backwards it is a row "
        "times matrices, never a matrix times a matrix.",
        "S. Linnainmaa, 1970; D. Rumelhart, G. Hinton, R. Williams, Nature 323, 1986",
        TRAINING,
        "jacobian",
        "A thousand inputs, one loss",
    ),
    Connection(
        "The determinant of a Jacobian",
        "Normalizing flows",
        "A density that is carried along an invertible map is divided by |det J|. Flows are built of layers whose "
        "Jacobian is triangular, so that the determinant is a product of n numbers.",
        "D. Rezende, S. Mohamed, ICML 2015; L. Dinh, J. Sohl-Dickstein, S. Bengio, ICLR 2017",
        LAYERS,
        "jacobian",
        "Polar coordinates: the r in r dr dφ",
    ),
    Connection(
        "Numeric derivatives",
        "Checking a backward pass",
        "A gradient written by hand is compared with difference quotients, in float64 and with a step that is neither "
        "too long nor too short, before a network is trained with it.",
        "Y. Bengio, Practical recommendations for gradient-based training, 2012",
        TRAINING,
        "derivatives",
        "A gradient with a bug",
    ),
    Connection(
        "Kinks",
        "ReLU's derivative at 0",
        "At a kink there is no derivative, and a library must choose a number. The choice between 0 and 1 for ReLU at "
        "0 can be seen in trained networks, in 16 bits most of all, where a sum is often exactly 0.",
        "D. Bertoin, J. Bolte, S. Gerchinovitz, E. Pauwels, NeurIPS 2021",
        LAYERS,
        "derivatives",
        "A kink",
    ),
    Connection(
        "Lipschitz constants",
        "Spectral normalization",
        "A linear layer stretches by its largest singular value at most. Dividing the weights by it bounds how fast a "
        "discriminator can change, and steadies the training of a generative adversarial network.",
        "T. Miyato, T. Kataoka, M. Koyama, Y. Yoshida, ICLR 2018",
        LAYERS,
        "critical_points",
        "Exactly at the limit",
    ),
    Connection(
        "Complementary slackness",
        "Support vectors",
        "Either a constraint is active or its multiplier is 0. The multipliers of a support vector machine are the "
        "weights of its examples, so those beyond the margin might as well not be there.",
        "C. Cortes, V. Vapnik, Machine Learning 20, 1995",
        LAYERS,
        "constraints",
        "An inactive constraint",
    ),
    Connection(
        "Projected gradients",
        "Adversarial examples and max-norm",
        "A step, then back to the nearest allowed point. So attacks look for the worst perturbation within a small "
        "box, and the weights of each unit are kept within a ball.",
        "A. Madry et al., ICLR 2018; N. Srivastava et al., Dropout, JMLR 15, 2014",
        GENERALIZATION,
        "constraints",
        "Down the gradient and back into the box",
    ),
    Connection(
        "Descent and ascent at once",
        "Generative adversarial networks",
        "Two players who both follow their gradients may circle around the solution instead of reaching it. "
        "Regularizing the discriminator damps the turning.",
        "I. Goodfellow et al., NIPS 2014; L. Mescheder, A. Geiger, S. Nowozin, ICML 2018",
        TRAINING,
        "constraints",
        "Two players turn around the saddle",
    ),
    Connection(
        "Reverse mode",
        "One backward pass for every weight",
        "One way back through the graph gives the derivatives of a loss by all weights, for a few times the price of "
        "the loss, however many weights there are. Forward mode would need a sweep for each.",
        "A. Baydin, B. Pearlmutter, A. Radul, J. Siskind, JMLR 18, 2018",
        TRAINING,
        "autodiff",
        "One neuron and its loss",
    ),
    Connection(
        "Adjoints that add up",
        "Shared weights",
        "What is used several times receives an adjoint on each way, and they add up. So the gradient of a filter of a "
        "convolutional layer is a sum over all places, that of a recurrent weight one over all steps.",
        "Y. LeCun et al., Backpropagation applied to handwritten zip code recognition, Neural Computation 1, 1989",
        LAYERS,
        "autodiff",
        "The classic bug",
    ),
    Connection(
        "Noise and a falling rate",
        "Schedules and batch sizes",
        "With a constant rate noise keeps the iterates in a cloud whose size grows with the rate. Training lowers the "
        "rate, or enlarges the batch, which quiets the noise in the same way.",
        "H. Robbins, S. Monro, 1951; S. Smith, P.-J. Kindermans, C. Ying, Q. Le, ICLR 2018",
        TRAINING,
        "stochastic",
        "One example at a time",
    ),
    Connection(
        "The error of a mean",
        "How large a batch is worth it",
        "The noise of a batch's gradient falls with the root of its size. Up to the size at which the noise is as "
        "large as the gradient a larger batch saves steps in proportion; far beyond it hardly any.",
        "S. McCandlish, J. Kaplan, D. Amodei, An empirical model of large-batch training, 2018",
        TRAINING,
        "stochastic",
        "Half of all examples",
    ),
    Connection(
        "Rounding by chance",
        "Training with 16 bits and fewer",
        "Rounded up or down by chance, small updates arrive in the mean where rounding to nearest would drop every one "
        "of them. So weights can be kept in few bits without a copy in many.",
        "S. Gupta, A. Agrawal, K. Gopalakrishnan, P. Narayanan, ICML 2015",
        FORMATS,
        "low_precision",
        "Chance carries the weights on",
    ),
    Connection(
        "A product of many factors",
        "Initial weights",
        "Signals and gradients pass through as many factors as there are layers, and vanish or explode unless each is "
        "about 1. Glorot's and He's variances of the weights are chosen to that end.",
        "X. Glorot, Y. Bengio, AISTATS 2010; K. He, X. Zhang, S. Ren, J. Sun, ICCV 2015",
        TRAINING,
        "deep_gradients",
        "He keeps the level",
    ),
    Connection(
        "The identity plus a small map",
        "Residual networks",
        "A layer that adds to its input has a Jacobian of I plus something, and a product of such factors keeps a part "
        "that no layer can shrink. That let networks grow to a hundred layers and more.",
        "K. He, X. Zhang, S. Ren, J. Sun, CVPR 2016",
        LAYERS,
        "deep_gradients",
        "A way around",
    ),
    Connection(
        "Singular values against eigenvalues",
        "Orthogonal weights",
        "Powers of a matrix shrink in the long run if its eigenvalues are below 1, but may grow a thousandfold before. "
        "Orthogonal weights change no length at any step, and are a good start for deep and recurrent networks.",
        "A. Saxe, J. McClelland, S. Ganguli, ICLR 2014; M. Arjovsky, A. Shah, Y. Bengio, ICML 2016",
        LAYERS,
        "deep_gradients",
        "Eigenvalues that mislead",
    ),
    Connection(
        "A gradient as direction and length",
        "Gradient clipping",
        "At a cliff of the loss the gradient is enormous, and one step undoes many. Its direction may still be right, "
        "so it is cut to a length, and kept in its direction.",
        "R. Pascanu, T. Mikolov, Y. Bengio, ICML 2013",
        TRAINING,
        "deep_gradients",
        "Thrown by the cliff",
    ),
    Connection(
        "Memory against recomputation",
        "Gradient checkpointing",
        "The backward pass needs every activation. Keep one in √L of them and compute the others again: a chain of L "
        "layers is then trained in memory of the order of √L, for about one more forward pass.",
        "A. Griewank, A. Walther, ACM TOMS 26, 2000; T. Chen, B. Xu, C. Zhang, C. Guestrin, 2016",
        TRAINING,
        "checkpointing",
        "Square root of L",
    ),
    Connection(
        "Hill climbing",
        "Searching for an architecture",
        "The number and kind of layers have no gradient. A network is changed a little, its neighbours are trained for "
        "a while, and the best goes on.",
        "T. Elsken, J. H. Metzen, F. Hutter, Simple and efficient architecture search, 2017",
        LAYERS,
        "connections",
        "Stuck with four neighbours, free with eight",
    ),
)
