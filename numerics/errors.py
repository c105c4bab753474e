"""The exceptions of the package: raised only for input that means nothing.

Divergence, NaN and a stalled run are results, not errors; see `numerics.outcome`.
"""


class NumericsError(ValueError):
    """Base of every error that `numerics` raises; its text is a sentence fit to show a visitor."""


class ExpressionError(NumericsError):
    """A typed text that has no meaning, with the place and the remedy.

    Attributes:
        message: one sentence that names the remedy.
        position: index into the text of the first character concerned.
        text: the whole text, as typed.
    """

    def __init__(self, message: str, position: int = 0, text: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.text = text


class LimitError(ExpressionError):
    """A text that is too large or too costly to work on."""


class DerivationError(NumericsError):
    """The derivation was stopped: out of time or memory, or its worker was lost."""
