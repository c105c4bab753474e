"""Automatic differentiation on numbers: the graph of a computation, tangents forward, adjoints back."""

from numerics.autodiff.costs import Costs, costs
from numerics.autodiff.graph import Graph, Node
from numerics.autodiff.sweeps import Backward, Forward
from numerics.autodiff.trace import trace

__all__ = ["Backward", "Costs", "Forward", "Graph", "Node", "costs", "trace"]
