"""The parts of the page on automatic differentiation."""
