"""The parts of the page on connections."""
