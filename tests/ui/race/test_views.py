"""What the table of a race says of failures."""

from numerics.outcome import Outcome
from ui.race.views import FAILURES


def test_every_outcome_has_a_name_in_the_table() -> None:
    # A race has no limit of steps: the budget ends a run first, and then that is its outcome.
    assert set(FAILURES) == set(Outcome) - {Outcome.STEP_LIMIT}
    assert len(set(FAILURES.values())) == len(FAILURES)
