"""The parts of the page `/basins`."""
