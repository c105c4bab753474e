"""The parts of the page on constraints."""
