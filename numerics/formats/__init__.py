"""Floating-point formats: rounding to them, and what their bits mean."""

from numerics.formats.decoding import Class, Decoded, decode, from_bits
from numerics.formats.exact import read_exact
from numerics.formats.format import FORMATS, Format, format_of
from numerics.formats.rounding import Mode, round_to

__all__ = [
    "FORMATS",
    "Class",
    "Decoded",
    "Format",
    "Mode",
    "decode",
    "format_of",
    "from_bits",
    "read_exact",
    "round_to",
]
