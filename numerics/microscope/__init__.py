"""The rounding error of any typed expression: how large, where, whose fault, and what to write instead."""

from numerics.microscope.condition import condition_numbers
from numerics.microscope.dissection import Dissection, dissect
from numerics.microscope.examination import Examination, examine, ulp_error
from numerics.microscope.rewriting import Rewrite, find_rewrites, rewrites
from numerics.microscope.samples import Sampling, Spread
from numerics.microscope.tape import Step, Tape, tape_of
from numerics.microscope.ulps import bits_of, from_ordinals, ordinals, ulps_between

__all__ = [
    "Dissection",
    "Examination",
    "Rewrite",
    "Sampling",
    "Spread",
    "Step",
    "Tape",
    "bits_of",
    "condition_numbers",
    "dissect",
    "examine",
    "find_rewrites",
    "from_ordinals",
    "ordinals",
    "rewrites",
    "tape_of",
    "ulp_error",
    "ulps_between",
]
