"""Hostile texts end in one sentence or a harmless value, in bounded time and memory.

The number of random texts is set by the environment variable HOSTILE_EXAMPLES (default 1500): that
many go through the parser, a twentieth of it also through the derivation. `HOSTILE_EXAMPLES=100000
pytest tests/security` is the long run.
"""

import os
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import numerics as nm
from numerics.language import parse_expression
from tests.security.doors import (
    DERIVATION_SECONDS,
    OBJECTIVE_DOORS,
    PARSER_DOORS,
    PARSER_SECONDS,
    answer,
    check_harmless,
    workers,
)
from tests.security.grammar import formulas, mutations
from tests.security.hostile import CANARY, FAMILIES
from tests.security.sentinel import assert_untouched, canary, watch  # noqa: F401

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "1500"))
WORKER_MEMORY = 600 * 2**20  # the worker's own limit is 512 MiB where the system can enforce it

random_texts = partial(
    settings, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True
)
