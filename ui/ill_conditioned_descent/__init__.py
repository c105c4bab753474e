"""The parts of the page `/ill_conditioned_descent`."""
