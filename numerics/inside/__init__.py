"""What a method sees at each of its steps, as data: arrows, models, regions, slices, numbers."""
