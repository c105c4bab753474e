"""The parts of the page `/overflow`."""
