"""The parts of the page on Jacobians."""
