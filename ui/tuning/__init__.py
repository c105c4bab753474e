"""The parts of the page `/tuning`."""
