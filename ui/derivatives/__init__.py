"""The parts of the page on derivatives."""
