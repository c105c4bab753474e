"""The parts of the page `/rounding`."""
