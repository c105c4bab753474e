"""The parts of the page `/race`."""
