"""The parts of the page on critical points."""
