"""The parts of the page on low precision."""
