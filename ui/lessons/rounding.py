"""The experiments and the quiz of the lesson on number formats, and the surprises of arithmetic, as data."""

import math
from collections.abc import Callable
from fractions import Fraction

from numerics.formats import FORMATS, Class, Decoded, Format, Mode, decode
from numerics.formats.arithmetic import evaluate
from numerics.formats.casts import cast
from numerics.formats.conversion import Conversion, Event, convert
from numerics.formats.density import density
from ui.experiments import Experiment
from ui.quiz import Choice, ChoiceQuestion, NumericQuestion, Question
from ui.rounding.arithmetic_views import steps_of

DEFAULT_NUMBER = "0.1"
DEFAULT_FORMAT = "float64"

FLOAT16, FLOAT32, FLOAT64 = FORMATS["float16"], FORMATS["float32"], FORMATS["float64"]
BFLOAT16, E4M3, E5M2 = FORMATS["bfloat16"], FORMATS["float8_e4m3fn"], FORMATS["float8_e5m2"]
PATRIOT = Format.custom(8, 19)


def _number(
    title: str,
    x: str,
    format: Format,
    *,
    watch: str,
    claim: str,
    holds: Callable[[Conversion], bool],
    mode: Mode = Mode.NEAREST_EVEN,
    via: Format | None = None,
    around: int = 4,
) -> Experiment:
    """An experiment with one typed number, whose link and whose check are made from the same settings."""
    custom = format.name not in FORMATS
    widths = {"format.exponent": str(format.exponent_bits), "format.fraction": str(format.fraction_bits)}
    link = {
        "x": x,
        "format": "custom" if custom else format.name,
        **(widths if custom else {}),
        "mode": mode.value,
        **({"via": via.name} if via else {}),
        "around": str(around),
    }
    return Experiment(title, link, watch, claim, lambda: holds(convert(x, format, mode, via)))


EXPERIMENTS: tuple[Experiment, ...] = (
    _number(
        "A tenth in every format",
        "0.1",
        FLOAT32,
        watch="The fraction repeats 1001 for ever and is cut off. Compare the rows of *The same number in every "
        "format*.",
        claim="1/10 has no finite binary expansion, so no format stores it: float64 is off by 5.6e-17 of it, "
        "float32 by 1.5e-8, float16 by 2.4e-4, bfloat16 by 9.8e-4 and E5M2 by 6 per cent.",
        holds=lambda _: all(
            convert("0.1", format).error != 0
            and math.isclose(abs(float(convert("0.1", format).relative or 0)), size, rel_tol=0.05)
            for format, size in (
                (FLOAT64, 5.6e-17),
                (FLOAT32, 1.5e-8),
                (FLOAT16, 2.4e-4),
                (BFLOAT16, 9.8e-4),
                (E5M2, 0.0625),
            )
        ),
    ),
    _number(
        "The first whole number that float32 lacks",
        "16777217",
        FLOAT32,
        watch="The typed number lies half-way between two bars. To the right the bars are twice as far apart as to "
        "the left.",
        claim="$2^{24} + 1$ needs 25 bits and float32 has 24. It is a tie, so it goes to the number with an even "
        "fraction, $2^{24}$: a float32 counter that adds 1 stops at 16 777 216.",
        holds=lambda c: (
            c.stored.value == 2**24
            and c.ulps == Fraction(-1, 2)
            and evaluate("16777216 + 1", FLOAT32)[-1].value.value == 2**24
        ),
    ),
    _number(
        "Range: bfloat16 against float16",
        "100000",
        FLOAT16,
        watch="Both have 16 bits. Look at the stairs under *Range and density*: float16's are high and narrow, "
        "bfloat16's low and wide.",
        claim="100000 overflows float16, whose largest number is 65504. bfloat16 reaches 3.4e38 and stores 99840; "
        "but near 1 float16 has 8 numbers for each one of bfloat16.",
        holds=lambda c: (
            c.event is Event.OVERFLOW
            and convert("100000", BFLOAT16).stored.value == 99840
            and density(FLOAT16).counts.max() == 8 * density(BFLOAT16).counts.max()
        ),
    ),
    _number(
        "No infinity in E4M3",
        "500",
        E4M3,
        watch="The number is beyond the end of the line, and there is no infinity to go to.",
        claim="E4M3 gives up infinities for one more binade. Its largest number is 448; up to 464, half-way to "
        "where the next would be, all is rounded to 448, and beyond that comes NaN. Rounded toward zero, 500 "
        "becomes 448.",
        holds=lambda c: (
            c.stored.kind is Class.NAN
            and convert("464", E4M3).stored.value == 448
            and convert("464.0001", E4M3).stored.kind is Class.NAN
            and convert("500", E4M3, Mode.TOWARD_ZERO).stored.value == 448
        ),
    ),
    _number(
        "Rounded twice: finite becomes infinite",
        "3.4028235677973366e38",
        FLOAT32,
        via=FLOAT64,
        watch="Set *First rounded to* to *nothing*: the number becomes finite.",
        claim="The number lies a little below the half-way point beyond float32's largest number, so it should "
        "become that number. Rounded to float64 first it falls exactly on the half-way point, and the tie goes up, "
        "to infinity.",
        holds=lambda c: c.stored.value == math.inf and convert(c.exact, FLOAT32).stored.value == FLOAT32.largest,
    ),
    _number(
        "Rounded twice by a library",
        "1.0039062500009",
        BFLOAT16,
        watch="In *The same number in every format*, compare the two values in the row of bfloat16.",
        claim="The number is just above the half-way point between 1 and 1.0078125. ml_dtypes casts a float64 to "
        "bfloat16 through float32, which loses the last bit of it: the cast gives 1.",
        holds=lambda c: c.stored.value == 1.0078125 and cast(float(c.exact), BFLOAT16) == decode(1, BFLOAT16),
    ),
    _number(
        "The clock of the Patriot missile",
        "0.1",
        PATRIOT,
        mode=Mode.TOWARD_ZERO,
        watch="Read the error: stored minus typed. The clock counted tenths of a second and multiplied by this number.",
        claim="Its register kept 23 binary places of 0.1 and cut off the rest: here a float with 19 fraction bits, "
        "rounded toward zero, whose last bit has the same place. The error of 9.5e-8 times the 3 600 000 tenths of "
        "a second in 100 hours is 0.34 s (U.S. General Accounting Office, report IMTEC-92-26, 1992).",
        holds=lambda c: (
            c.stored.exact == Fraction(math.floor(Fraction(2**23, 10)), 2**23)
            and c.error is not None
            and round(float(-c.error) * 3_600_000, 2) == 0.34
        ),
    ),
    _number(
        "A gradient that vanishes",
        "1e-8",
        FLOAT16,
        watch="The number lies in the band around zero. All of the band becomes zero.",
        claim="The smallest number of float16 is $2^{-24}$ ≈ 6e-8, and what is nearer to zero than half of it is lost. "
        "Multiplied by 4 the gradient survives, with a single bit; multiplied by $2^{13}$ it is a normal number. "
        "That is why training in float16 scales the loss.",
        holds=lambda c: (
            c.event is Event.UNDERFLOW
            and convert("2e-8", FLOAT16).stored.value == 0
            and convert("4e-8", FLOAT16).stored.value == 2**-24
            and convert(Fraction(2**12, 10**8), FLOAT16).stored.kind is Class.SUBNORMAL
            and convert(Fraction(2**13, 10**8), FLOAT16).stored.kind is Class.NORMAL
        ),
    ),
    _number(
        "A whole format on one line",
        "0",
        Format.custom(3, 2),
        around=32,
        watch="These are all the numbers of a format with six bits. Near zero they are evenly spaced; then the gap "
        "doubles, and doubles again.",
        claim="With 3 exponent and 2 fraction bits there are 55 different finite numbers, from −14 to 14, and the gap "
        "grows from 1/16 to 2.",
        holds=lambda c: (
            2 * c.stored.format.largest_pattern + 1 == 55
            and c.stored.format.largest == 14
            and c.stored.format.smallest_subnormal == 1 / 16
            and decode(14, c.stored.format).below == 12
        ),
    ),
    _number(
        "Caught between up and down",
        "1/3",
        FLOAT32,
        mode=Mode.UP,
        watch="The band holds all that is rounded to this number: now it lies on one side. Change *Rounding* to "
        "*down*.",
        claim="Rounded up and rounded down, 1/3 gives two neighbours with 1/3 between them. Interval arithmetic "
        "keeps both.",
        holds=lambda c: (
            convert("1/3", FLOAT32, Mode.DOWN).stored.above == c.stored.value
            and convert("1/3", FLOAT32, Mode.DOWN).stored.value < Fraction(1, 3) < c.stored.value
        ),
    ),
)


def _surprise(
    title: str, left: str, right: str, equal: bool, claim: str, when: str = "never", decimals: int = 1
) -> Experiment:
    """Two sides that are, or are not, equal in float64."""
    link = {"left": left, "right": right}
    if when != "never":
        link |= {"when": when, "decimals": str(decimals)}

    def holds() -> bool:
        a, b = (steps_of(side, FLOAT64, Mode.NEAREST_EVEN, when, decimals)[-1].value.value for side in (left, right))
        return (a == b) == equal

    return Experiment(title, link, "", claim, holds)


SURPRISES: tuple[Experiment, ...] = (
    _surprise(
        "0.1 + 0.2",
        "0.1 + 0.2",
        "0.3",
        False,
        "Both 0.1 and 0.2 are stored 0.4 ulp too large. The sum of what is stored lies half-way between two "
        "numbers, and the tie goes up, to the one whose last bit is 0; 0.3 itself is stored 0.2 ulp too small, one "
        "number below.",
    ),
    _surprise(
        "Three tenths",
        "0.1 + 0.1 + 0.1",
        "0.3",
        False,
        "0.1 + 0.1 is exact, a doubling changes only the exponent. Adding the third 0.1 gives a tie once more, and "
        "it goes up.",
    ),
    _surprise(
        "0.1 × 3",
        "0.1 * 3",
        "0.3",
        False,
        "The product of the stored 0.1 and 3 is a tie between two numbers. It goes to the upper one, and 0.3 is "
        "the lower.",
    ),
    _surprise(
        "Associativity",
        "(0.1 + 0.2) + 0.3",
        "0.1 + (0.2 + 0.3)",
        False,
        "The order of additions decides which partial sums are rounded: the errors of the stored 0.2 and 0.3 cancel, "
        "and their sum is exactly 0.5; but 0.1 + 0.2 is rounded up, and the second addition is rounded up again.",
    ),
    _surprise(
        "Rounded afterwards",
        "0.1 + 0.2",
        "0.3",
        True,
        "`round(0.1 + 0.2, 1)` picks the decimal 0.3 and stores it: the same number as the literal 0.3.",
        when="after",
    ),
    _surprise(
        "Rounded beforehand",
        "0.1 + 0.1 + 0.1",
        "0.3",
        False,
        "`round(0.1, 1)` is the number that 0.1 already is, so rounding before changes nothing: "
        "`round(.1, 1) + round(.1, 1) + round(.1, 1) == round(.3, 1)` is False.",
        when="before",
    ),
    _surprise(
        "Three tenths, rounded afterwards",
        "0.1 + 0.1 + 0.1",
        "0.3",
        True,
        "`round(.1 + .1 + .1, 10) == round(.3, 10)` is True: both sides become the number stored for 0.3.",
        when="after",
        decimals=10,
    ),
    _surprise(
        "2.675 to two decimals",
        "2.675",
        "2.68",
        False,
        "2.675 is stored as 2.67499999999999982…, so its two-decimal rounding is 2.67. Nothing is wrong with the "
        "rounding: the typed number was never there.",
        when="after",
        decimals=2,
    ),
    _surprise(
        "Absorbed",
        "1e16 + 1",
        "1e16",
        True,
        "From $2^{53}$ ≈ 9e15 on the gap between numbers is 2. The 1 is half of it, and the tie goes back down.",
    ),
)


def _value(text: str, format: Format = FLOAT64) -> Decoded:
    return evaluate(text, format)[-1].value


QUESTIONS: tuple[Question, ...] = (
    ChoiceQuestion(
        "Which of these numbers does float32 store exactly?",
        (
            Choice(
                "0.1",
                lambda: convert("0.1", FLOAT32).event is Event.EXACT,
                "1/10 is no sum of finitely many powers of two: a factor 5 stays in the denominator.",
            ),
            Choice(
                "0.375",
                lambda: convert("0.375", FLOAT32).event is Event.EXACT,
                "Right: 0.375 = 3/8 = 2^-2 + 2^-3.",
            ),
            Choice(
                "16777217",
                lambda: convert("16777217", FLOAT32).event is Event.EXACT,
                "That is 2^24 + 1, which needs 25 significant bits; float32 has 24.",
            ),
            Choice(
                "2^-149",
                lambda: convert("2^-149", FLOAT32).event is Event.EXACT,
                "Right: it is the smallest subnormal number, a single bit.",
            ),
        ),
    ),
    NumericQuestion(
        "In bfloat16 the fraction has 7 bits. What is the distance from 1 to the next larger number?",
        lambda: decode(1, BFLOAT16).above - 1,
        "It is 2^-7 = 0.0078125, the machine epsilon. Two decimal digits are all that is safe.",
    ),
    NumericQuestion(
        "In float32 the gap between neighbours at 1 is 2^-23. What is the gap at 1 000 000? (It is a power of two.)",
        lambda: decode(1_000_000, FLOAT32).ulp,
        "1 000 000 lies between 2^19 and 2^20, so the gap is 2^19 · 2^-23 = 2^-4 = 0.0625.",
    ),
    ChoiceQuestion(
        "You must add values up to 1e6, each good to two digits. Which 16-bit format holds them?",
        (
            Choice(
                "float16",
                lambda: convert("1e6", FLOAT16).event is not Event.OVERFLOW,
                "Its largest number is 65504: a million becomes infinity.",
            ),
            Choice(
                "bfloat16",
                lambda: convert("1e6", BFLOAT16).event is not Event.OVERFLOW,
                "Right: it has the exponent of float32, and its 8 significant bits are two safe digits.",
            ),
        ),
    ),
    ChoiceQuestion(
        "Why is 0.1 + 0.2 == 0.3 False in float64 but True in float32?",
        (
            Choice(
                "float32 is more accurate",
                lambda: FLOAT32.epsilon < FLOAT64.epsilon,
                "It has 24 significant bits against 53.",
            ),
            Choice(
                "the rounding errors happen to cancel in float32",
                lambda: _value("0.1 + 0.2", FLOAT32) == _value("0.3", FLOAT32) and _value("0.1 + 0.2") != _value("0.3"),
                "Right: in both formats the sum and the literal are rounded; it is luck whether they meet. Compare "
                "with a tolerance.",
            ),
            Choice(
                "float32 stores 0.1 exactly",
                lambda: convert("0.1", FLOAT32).error == 0,
                "No binary format does.",
            ),
        ),
    ),
)
