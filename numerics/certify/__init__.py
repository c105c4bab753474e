"""Statements about a function on a whole box, proven in interval arithmetic."""

from numerics.certify.clusters import Reason, Undecided
from numerics.certify.critical_point import CriticalPoint, PointKind
from numerics.certify.edges import EdgeMinimum, edge_minima
from numerics.certify.lipschitz import Lipschitz, lipschitz
from numerics.certify.points import Report, critical_points, examine

__all__ = [
    "CriticalPoint",
    "EdgeMinimum",
    "Lipschitz",
    "PointKind",
    "Reason",
    "Report",
    "Undecided",
    "critical_points",
    "edge_minima",
    "examine",
    "lipschitz",
]
