"""What the derivatives of a computation cost, in operations."""

from dataclasses import dataclass

from numerics.autodiff.graph import Graph
from numerics.autodiff.local import slope_tape


@dataclass(frozen=True)
class Costs:
    """Operations counted one by one; leaves cost nothing.

    Attributes:
        inputs: n, the number of variables.
        outputs: m, the number of results.
        values: operations of f itself.
        local: operations of all local derivatives, which both modes need once.
        forward_sweep: multiplications and additions that carry one direction from all variables to all outputs.
        reverse_sweep: those that pass adjoints from all outputs back to all variables: one multiplication for every
            edge, as in a forward sweep, and an addition wherever several edges meet.
    """

    inputs: int
    outputs: int
    values: int
    local: int
    forward_sweep: int
    reverse_sweep: int

    @property
    def forward(self) -> int:
        """Operations of the Jacobian in forward mode: n sweeps."""
        return self.values + self.local + self.inputs * self.forward_sweep

    @property
    def reverse(self) -> int:
        """Operations of the Jacobian in reverse mode: m sweeps."""
        return self.values + self.local + self.outputs * self.reverse_sweep


def costs(graph: Graph) -> Costs:
    """Count the operations of a graph, of its local derivatives, and of a sweep in either mode."""
    moving = [(node, [at for at, a in enumerate(node.inputs) if graph.nodes[a].active]) for node in graph.nodes]
    moving = [(node, edges) for node, edges in moving if edges and node.active]
    edges = sum(len(places) for _, places in moving)
    reached = set(graph.outputs) | {node.inputs[at] for node, places in moving for at in places}
    slopes = (slope_tape(node.operation, len(node.inputs), at) for node, places in moving for at in places)
    return Costs(
        inputs=len(graph.variables),
        outputs=len(graph.outputs),
        values=sum(bool(node.inputs) for node in graph.nodes),
        local=sum(step.leaf is None for tape in slopes for step in tape.steps),
        forward_sweep=edges + edges - len(moving),
        reverse_sweep=edges + edges + len(graph.outputs) - len(reached),
    )
