"""Hostile texts end in one sentence or a harmless value, in bounded time and memory.

The environment variable HOSTILE_EXAMPLES sets how many random and mutated texts each go through the
parser (default 800); a sixteenth of it also goes through the derivation. The long run is
`HOSTILE_EXAMPLES=100000 pytest tests/security`.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from numerics.rules.templates import TEMPLATES
from numerics.symbolic.pool import AT_ONCE
from tests.security.doors import (
    resident_memory,
    through_a_watched_derivation,
    through_every_door,
    through_the_parser,
    workers,
)
from tests.security.grammar import formulas, mutations
from tests.security.hostile import FAMILIES

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "800"))
WORKER_BYTES = 700 * 2**20  # a request may take 512 MiB on top of the interpreter with SymPy
OWN_GROWTH_BYTES = 200 * 2**20

parsed = settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
derived = settings(parsed, max_examples=max(1, EXAMPLES // 16))


@pytest.mark.parametrize("family", FAMILIES)
def test_hostile_texts_through_every_door(family, canary: Path):
    before = resident_memory()
    for text in FAMILIES[family]:
        through_every_door(text)
    assert len(workers()) <= AT_ONCE
    assert all(size < WORKER_BYTES for size in workers().values())
    assert resident_memory() - before < OWN_GROWTH_BYTES


@pytest.mark.parametrize("family", ["execution", "markup", "characters", "fragments", "singular"])
def test_what_a_worker_does_with_a_hostile_text_is_arithmetic(family, canary: Path):
    for text in FAMILIES[family]:
        through_a_watched_derivation(text)


@parsed
@given(st.text())
def test_any_text_is_parsed_or_refused(text):
    through_the_parser(text)


@parsed
@given(mutations())
def test_a_mutated_formula_is_parsed_or_refused(text):
    through_the_parser(text)


@parsed
@given(formulas())
def test_a_random_formula_is_parsed_or_refused(text):
    through_the_parser(text)


@derived
@given(mutations(tuple(TEMPLATES.values())))
def test_a_mutated_rule_is_run_or_refused(text):
    through_every_door(text)


@derived
@given(st.one_of(formulas(), mutations()))
def test_a_random_formula_is_derived_or_refused(text):
    through_every_door(text)
    assert all(size < WORKER_BYTES for size in workers().values())
