"""The parts of the page `/deep_gradients`."""
