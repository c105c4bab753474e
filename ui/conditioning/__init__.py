"""The parts of the page `/conditioning`."""
