"""A computation in a format with all its intermediates, beside exact arithmetic."""

from numerics.recording.deaths import Birth, Death
from numerics.recording.recording import Recording, Step, record
from numerics.recording.telling import tell

__all__ = ["Birth", "Death", "Recording", "Step", "record", "tell"]
