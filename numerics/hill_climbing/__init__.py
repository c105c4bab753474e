"""Hill climbing on a grid of whole numbers: the discrete cousin of gradient descent, turned downhill."""

from numerics.hill_climbing.climb import Climb, Climber, hill_climb, restarts
from numerics.hill_climbing.grid import IntegerGrid
from numerics.hill_climbing.optima import MOST_ASKED, GridOptima, Standing, grid_optima

__all__ = [
    "MOST_ASKED",
    "Climb",
    "Climber",
    "GridOptima",
    "IntegerGrid",
    "Standing",
    "grid_optima",
    "hill_climb",
    "restarts",
]
