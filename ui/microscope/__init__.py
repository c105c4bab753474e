"""The parts of the page `/microscope`."""
