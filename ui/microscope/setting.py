"""What the microscope looks at: an expression, a format, and where the samples lie; all of it in the link."""

from dataclasses import dataclass, field

import streamlit as st

from numerics.errors import NumericsError
from numerics.formats import Format
from numerics.language import Node, parse_relations
from numerics.microscope import Sampling, Spread
from ui.errors import show_error
from ui.format_picker import pick_format
from ui.function_input import Function
from ui.links import linked, linked_numbers

MOST_VARIABLES = 3
FURTHEST = 1e300
COUNTS = [1000, 4000, 20_000, 100_000]
SPREADS = {
    Spread.DECADES: "Powers of ten",
    Spread.VALUES: "Values",
    Spread.FLOATS: "Floats",
}
LONGEST_CONDITION = 200


@dataclass(frozen=True)
class Setting:
    """One experiment of the microscope; equal settings give equal results.

    Attributes:
        text: the expression as typed.
        tree: what was understood.
        variables: its one to three variables.
        parameters: the other letters with their values.
        format: in which it is evaluated.
        spread: how the samples are spread over the ranges.
        ranges: (lowest, highest) of each variable.
        condition: relations that samples must satisfy, as typed; "" for none.
        count: how many samples.
        seed: of their random numbers.
    """

    text: str
    tree: Node = field(repr=False, compare=False)
    variables: tuple[str, ...]
    parameters: tuple[tuple[str, float], ...]
    format: Format
    spread: Spread
    ranges: tuple[tuple[float, float], ...]
    condition: str
    count: int
    seed: int

    @property
    def sampling(self) -> Sampling:
        """The rule to draw samples by; raises NumericsError for an empty range or a condition without meaning."""
        relations = parse_relations(self.condition, self.variables) if self.condition.strip() else ()
        return Sampling(dict(zip(self.variables, self.ranges, strict=True)), self.spread, self.seed, relations)

    @property
    def logarithmic(self) -> bool:
        """Whether charts have axes of powers of ten."""
        return self.spread is not Spread.VALUES


def pick_setting(function: Function) -> Setting | None:
    """Draw the controls; None, with a sentence, where they describe nothing that can be looked at."""
    f = function.objective
    if f.dimension > MOST_VARIABLES:
        st.info(
            f"The microscope looks at one to {MOST_VARIABLES} variables; this function has {f.dimension}. "
            "Type a shorter one, or pick an experiment below."
        )
        return None
    format = pick_format(default="float64")
    spread = Spread(
        linked(
            st.segmented_control,
            "Spread the samples over",
            "spread",
            Spread.DECADES.value,
            options=[spread.value for spread in SPREADS],
            format_func=lambda value: SPREADS[Spread(value)],
            help="Powers of ten: as many samples from 1 to 10 as from 10 to 100. Values: evenly. Floats: every number "
            "of the format is equally likely, down to the smallest.",
        )
    )
    labels = [f"{name} {end}" for name in f.variables for end in ("from", "to")]
    window = (*function.window, (-5.0, 5.0))[: f.dimension]
    default = [end for interval in window for end in interval]
    ends = linked_numbers(labels, "range", default, min_value=-FURTHEST, max_value=FURTHEST, format="%.6g")
    with st.expander("Number of samples, and a condition on them"):
        count = linked(st.select_slider, "Samples", "samples", COUNTS[1], options=COUNTS)
        condition = linked(
            st.text_input,
            "Only where",
            "where",
            "",
            max_chars=LONGEST_CONDITION,
            placeholder="x > 0, y^2 >= 4 x z",
            help="Relations with <, >, <=, >=, =, separated by commas.",
        )
        seed = linked(st.number_input, "Seed of the random samples", "seed", 0, min_value=0, max_value=10**9, step=1)
    setting = Setting(
        f.text,
        f.tree,
        f.variables,
        tuple(f.parameters.items()),
        format,
        spread,
        tuple(zip(ends[::2], ends[1::2], strict=True)),
        condition,
        count,
        seed,
    )
    try:
        _ = setting.sampling
    except NumericsError as error:
        show_error(error)
        return None
    return setting
