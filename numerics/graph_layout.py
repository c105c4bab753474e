"""Where the nodes of a directed graph stand: in layers, with few crossings and edges as straight as possible.

K. Sugiyama, S. Tagawa, M. Toda, Methods for visual understanding of hierarchical system structures, IEEE Transactions
on Systems, Man, and Cybernetics 11 (1981): layers, then orders by barycentres, then places.
Neighbours are exchanged as in E. R. Gansner et al., A technique for drawing directed graphs, IEEE Transactions on
Software Engineering 19 (1993).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import isotonic_regression

SWEEPS, PASSES = 12, 8
BEND = 0.45  # how wide a passing edge is, where a node is 1 wide


@dataclass(frozen=True, eq=False)
class Layout:
    """Places `at` (N, 2) of the nodes, the height being the layer; of each edge its corners (k, 2) from start to end.

    `crossings` counts the pairs of edges that cross.
    """

    at: np.ndarray
    edges: tuple[np.ndarray, ...]
    crossings: int


def layers_of(inputs: Sequence[Sequence[int]], low: Sequence[bool]) -> list[int]:
    """The layer of each node: one above its highest input. Leaves that are not `low` stand right below their users.

    `inputs` has for each node the places of its inputs, all before it.
    """
    layers: list[int] = []
    users: list[list[int]] = [[] for _ in inputs]
    for at, arguments in enumerate(inputs):
        layers.append(1 + max((layers[argument] for argument in arguments), default=-1))
        for argument in arguments:
            users[argument].append(at)
    for at, arguments in enumerate(inputs):
        if not arguments and not low[at] and users[at]:
            layers[at] = min(layers[user] for user in users[at]) - 1
    return layers


def layered(inputs: Sequence[Sequence[int]], low: Sequence[bool]) -> Layout:
    """Place the nodes of a graph; arguments as in `layers_of`. The edges come node by node, input by input."""
    layers = layers_of(inputs, low)
    chains: list[list[int]] = []  # of each edge the places that it runs through: bends get places after the nodes
    for at, arguments in enumerate(inputs):
        for argument in arguments:
            chain = [argument]
            for layer in range(layers[argument] + 1, layers[at]):
                chain.append(len(layers))
                layers.append(layer)
            chains.append([*chain, at])
    links = np.array([pair for chain in chains for pair in pairwise(chain)], int).reshape(-1, 2)
    rows = [[at for at, layer in enumerate(layers) if layer == height] for height in range(max(layers, default=-1) + 1)]
    rows, crossings = _ordered(rows, links)
    across = _placed(rows, links, len(inputs))
    places = np.stack([across, np.array(layers, float)], axis=-1)
    edges = _apart([places[chain] for chain in chains], [(chain[0], chain[-1]) for chain in chains])
    return Layout(places[: len(inputs)], edges, crossings)


def _ordered(rows: list[list[int]], links: np.ndarray) -> tuple[list[list[int]], int]:
    """Each row sorted by the mean place of its neighbours, sweeping up and down; the order with fewest crossings."""
    best, fewest = rows, _crossings(rows, links)
    rows = [list(row) for row in rows]
    for sweep in range(SWEEPS):
        upwards = sweep % 2 == 0
        for height in range(1, len(rows)) if upwards else range(len(rows) - 2, -1, -1):
            beside = rows[height - 1 if upwards else height + 1]
            place = {at: where for where, at in enumerate(beside)}
            mine, theirs = (1, 0) if upwards else (0, 1)
            means = {}
            for where, at in enumerate(rows[height]):
                near = [place[other] for other in links[links[:, mine] == at, theirs].tolist() if other in place]
                means[at] = float(np.mean(near)) if near else where * len(beside) / len(rows[height])
            rows[height].sort(key=means.__getitem__)
        found = _crossings(rows, links)
        if found < fewest:
            best, fewest = [list(row) for row in rows], found
    return _exchanged(best, links, fewest)


def _exchanged(rows: list[list[int]], links: np.ndarray, fewest: int) -> tuple[list[list[int]], int]:
    """The rows after exchanging neighbours as long as that takes crossings away; barycentres alone get stuck."""
    for _ in range(PASSES):
        before = fewest
        for row in rows:
            for at in range(len(row) - 1) if fewest else ():
                row[at : at + 2] = row[at + 1], row[at]
                found = _crossings(rows, links)
                if found < fewest:
                    fewest = found
                else:
                    row[at : at + 2] = row[at + 1], row[at]
        if fewest == before:
            break
    return rows, fewest


def _crossings(rows: Sequence[Sequence[int]], links: np.ndarray) -> int:
    """How many pairs of links between neighbouring rows cross."""
    place, layer = {}, {}
    for height, row in enumerate(rows):
        for where, at in enumerate(row):
            place[at], layer[at] = where, height
    ends = np.array([(layer[a], place[a], place[b]) for a, b in links.tolist()], int).reshape(-1, 3)
    same = ends[:, None, 0] == ends[None, :, 0]
    turned = (ends[:, None, 1] - ends[None, :, 1]) * (ends[:, None, 2] - ends[None, :, 2]) < 0
    return int((same & turned).sum()) // 2


def _placed(rows: Sequence[Sequence[int]], links: np.ndarray, nodes: int) -> np.ndarray:
    """Places across: row by row as near to the mean of the neighbours as their order and their widths allow."""
    count = sum(map(len, rows))
    across = np.zeros(count)
    gaps = []
    for row in rows:
        half = np.array([0.5 if at < nodes else BEND / 2 for at in row])
        gaps.append(np.concatenate([[0.0], np.cumsum(half[1:] + half[:-1])]))
        across[row] = gaps[-1] - gaps[-1][-1] / 2
    neighbours = [np.concatenate([links[links[:, 1] == at, 0], links[links[:, 0] == at, 1]]) for at in range(count)]
    for sweep in range(SWEEPS):
        order = range(len(rows)) if sweep % 2 else range(len(rows) - 1, -1, -1)
        for height in order:
            row = list(rows[height])
            wanted = np.array([across[neighbours[at]].mean() if len(neighbours[at]) else across[at] for at in row])
            across[row] = isotonic_regression(wanted - gaps[height]).x + gaps[height]
    return across - across[:nodes].min(initial=0.0)


def _apart(edges: list[np.ndarray], ends: Sequence[tuple[int, int]]) -> tuple[np.ndarray, ...]:
    """The edges, those between the same two nodes bent to different sides."""
    found = []
    for place, (corners, pair) in enumerate(zip(edges, ends, strict=True)):
        alike = [other for other, its in enumerate(ends) if its == pair]
        if len(alike) > 1:
            side = alike.index(place) / (len(alike) - 1) - 0.5
            middle = corners.mean(axis=0) + np.array([0.5 * side, 0.0])
            corners = np.stack([corners[0], middle, corners[-1]]) if len(corners) == 2 else corners
        found.append(corners)
    return tuple(found)
