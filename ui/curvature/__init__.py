"""The parts of the page on curvature."""
