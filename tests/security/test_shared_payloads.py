"""Published sandbox escapes, injections and bombs, collected by third parties.

The collection is not ours to publish: it lies beside the checkout, and without it this file has
nothing to test. `test_hostile_text.py` has our own texts and always runs.
"""

import json
from pathlib import Path

import pytest

from tests.security.doors import through_a_watched_derivation, through_every_door

COLLECTION = Path(__file__).parents[3] / "shared" / "truth" / "security_payloads.json"
CATEGORIES = (
    "deserialization",
    "expression-injection",
    "own-probe",
    "python-escape",
    "resource-exhaustion",
    "template-injection",
)

pytestmark = pytest.mark.skipif(
    not COLLECTION.exists(), reason="the collection of third-party payloads is not beside this checkout"
)


def payloads() -> list[dict[str, str]]:
    return json.loads(COLLECTION.read_text(encoding="utf-8"))["payloads"]


def test_the_collection_is_whole():
    assert len(payloads()) > 500
    assert {payload["category"] for payload in payloads()} == set(CATEGORIES)


@pytest.mark.parametrize("category", CATEGORIES)
def test_published_payloads_are_refused_or_harmless(category, canary: Path):
    for payload in payloads():
        if payload["category"] == category:
            through_every_door(payload["payload"])
            through_a_watched_derivation(payload["payload"])
