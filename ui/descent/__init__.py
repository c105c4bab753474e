"""The parts of the page `/descent`."""
