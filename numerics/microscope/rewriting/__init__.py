"""Other ways to write an expression, tried and measured."""

from numerics.microscope.rewriting.offers import Rewrite, find_rewrites, rewrites

__all__ = ["Rewrite", "find_rewrites", "rewrites"]
