"""A gallery of named functions: what to look at first, and what each one teaches.

Every entry is data (`entry.NamedFunction`); adding a function is adding one. The minima were
computed with mpmath to 25 digits from definitions written independently of these texts.
"""

from numerics.gallery import curves, higher, kinks, learning, many_minima, quadratics, valleys
from numerics.gallery.entry import NamedFunction

__all__ = ["GALLERY", "GROUPS", "NamedFunction"]

GROUPS: dict[str, tuple[NamedFunction, ...]] = {
    "Quadratics and saddles": quadratics.FUNCTIONS,
    "Valleys and basins": valleys.FUNCTIONS,
    "Many minima": many_minima.FUNCTIONS,
    "Shapes met in learning": learning.FUNCTIONS,
    "Kinks and borders": kinks.FUNCTIONS,
    "One variable": curves.FUNCTIONS,
    "Three and more variables": higher.FUNCTIONS,
}

GALLERY: dict[str, NamedFunction] = {entry.name: entry for group in GROUPS.values() for entry in group}
