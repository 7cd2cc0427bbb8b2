"""Where everything stands before it moves: each issue an island, its positions side by side.

A holder stands in an oval ring about one of its positions: the latest on the issue on which it
has most stances. The same stances give the same places, and no name hides another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import asin, cos, hypot, pi, sin
from typing import TYPE_CHECKING

from stancegraph.model import Stance
from stancegraph.network import position_key

if TYPE_CHECKING:
    import networkx

Place = tuple[float, float]

# The room of a mark with its name below, in the drawing's own units.
WIDE, HIGH = 106, 50
# Two places that are farther apart than this diagonal, in marks, do not overlap.
APART = 1.25
RING = 1.25  # from one ring to the next
FIRST = 1.65  # the first, around the name of the position
TITLE = 64  # for the issue, above its positions
BETWEEN = 40  # islands
# Width by height of the window in which the drawing is looked at.
ASPECT = 1.8

_POLES = {"first": 0, "middle": 1, "second": 2}


def places(network: networkx.MultiDiGraph[str], stances: Sequence[Stance]) -> dict[str, Place]:
    """The place of every node of a network of stances, by its key.

    Args:
        network: as `stance_network` makes it of the same stances.
        stances: oldest first.
    """
    crowds = _crowds(network, stances)
    islands = [
        _island(network, node, crowds)
        for node, about in network.nodes(data=True)
        if about["kind"] == "issue"
    ]
    islands.sort(key=lambda island: -len(island[0]))
    found = {}
    for (inside, width, _), (left, top) in zip(
        islands, arrange([(width, height) for _, width, height in islands]), strict=True
    ):
        for key, (x, y) in inside.items():
            found[key] = round(left + width / 2 + x, 1), round(top + y, 1)
    return found


def _crowds(network: networkx.MultiDiGraph[str], stances: Sequence[Stance]) -> dict[str, list[str]]:
    """The holders that stand at each position, by type and name."""
    counts: dict[str, Counter[str]] = {}
    latest: dict[tuple[str, str], str] = {}
    for stance in stances:
        counts.setdefault(stance.holder, Counter())[stance.issue] += 1
        latest[stance.holder, stance.issue] = position_key(stance.issue, stance.position)
    crowds: dict[str, list[str]] = {}
    nodes = network.nodes
    for holder in sorted(counts, key=lambda key: (nodes[key]["type"], nodes[key]["label"], key)):
        ((home, _),) = counts[holder].most_common(1)
        crowds.setdefault(latest[holder, home], []).append(holder)
    return crowds


def _island(
    network: networkx.MultiDiGraph[str], issue: str, crowds: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Place], float, float]:
    """The places on one island, from the middle of its upper edge; its width and its height."""
    nodes = network.nodes
    positions = sorted(
        (key for key, _, about in network.in_edges(issue, data=True) if about["kind"] == "answers"),
        key=lambda key: (_POLES[nodes[key]["pole"]], nodes[key]["order"], key),
    )
    clusters = [list(rings(len(crowds.get(position, ())))) for position in positions]
    reaches = [max((hypot(u, v) for u, v in ring), default=0.5) for ring in clusters]
    width = sum((2 * reach + 1) * WIDE for reach in reaches)
    height = (2 * max(reaches, default=0) + 1.4) * HIGH
    found: dict[str, Place] = {issue: (0, HIGH / 2)}
    x, y = -width / 2, TITLE + height / 2
    for position, ring, reach in zip(positions, clusters, reaches, strict=True):
        x += (reach + 0.5) * WIDE
        found[position] = x, y
        for holder, (u, v) in zip(crowds.get(position, ()), ring, strict=True):
            found[holder] = x + u * WIDE, y + v * HIGH
        x += (reach + 0.5) * WIDE
    return found, max(width, 2 * WIDE), TITLE + height


def rings(count: int) -> Iterator[Place]:
    """So many places in rings about a middle, in marks; the outer ones have room for more."""
    radius = FIRST
    while count > 0:
        here = int(pi / asin(APART / 2 / radius))
        if count <= here + 4:
            # A few more than there is room for: a wider ring, instead of another one.
            here = count
            radius = max(radius, APART / 2 / sin(pi / max(count, 2)))
        for number in range(here):
            # A quarter of a step from the top: so nobody is ever below, where the name is.
            angle = 2 * pi * (number + 0.25) / here - pi / 2
            yield radius * cos(angle), radius * sin(angle)
        count -= here
        radius += RING


def arrange(sizes: Sequence[tuple[float, float]]) -> list[Place]:
    """Where boxes go that stand in rows, so that all together are seen as large as can be.

    Args:
        sizes: width and height of each box, the most important first.

    Returns:
        For each box the left and the upper edge.
    """
    tried = [_rows(sizes, count) for count in range(1, min(len(sizes), 30) + 1)]
    if not tried:
        return []

    def scale(corners: Sequence[Place]) -> float:
        edges = list(zip(corners, sizes, strict=True))
        width = max(x + w for (x, _), (w, _) in edges)
        height = max(y + h for (_, y), (_, h) in edges)
        return min(ASPECT / width, 1 / height)

    return max(tried, key=scale)


def _rows(sizes: Sequence[tuple[float, float]], count: int) -> list[Place]:
    """The corners of boxes put one after the other into the shortest of some rows."""
    filled = [0.0] * count
    heights = [0.0] * count
    stood = []
    for width, height in sizes:
        row = filled.index(min(filled))
        stood.append((row, filled[row]))
        filled[row] += width + BETWEEN
        heights[row] = max(heights[row], height)
    tops = [sum(heights[:row]) + row * BETWEEN for row in range(count)]
    return [(left, tops[row]) for row, left in stood]
