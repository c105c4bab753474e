"""The parts of the page `/softmax`."""
