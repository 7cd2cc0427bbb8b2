"""Where the things of any network stand: each connected part as a tree in oval rings.

The most connected thing is in the middle, those next to it on the first ring, and so on; a thing
has a sector as wide as the number of leaves behind it (the radial tree of Eades, 1992). It takes
time linear in the number of triples and gives the same places for the same triples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx

RING = 120  # between one ring and the next
ROOM = 46  # along a ring, for one thing
WIDER = 1.3  # names are wider than high, and so is the canvas


@dataclass(frozen=True, slots=True)
class Part:
    """A connected part: places from its upper left corner, and how wide and high it is."""

    places: Mapping[str, tuple[float, float]]
    width: float
    height: float


def rings(network: networkx.MultiDiGraph[str]) -> list[Part]:
    """The connected parts of a network, the largest first."""
    import networkx as nx

    plain: networkx.Graph[str] = nx.Graph(network)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    order = {key: number for number, key in enumerate(network.nodes)}
    parts = []
    for members in nx.connected_components(plain):
        middle = min(members, key=lambda key: (-plain.degree[key], order[key]))
        parts.append((len(members), order[middle], _part(plain, middle, order)))
    return [part for _, _, part in sorted(parts, key=lambda found: (-found[0], found[1]))]


def _part(plain: networkx.Graph[str], middle: str, order: Mapping[str, int]) -> Part:
    """One part, in rings about its middle."""
    depth, children = _tree(plain, middle, order)
    leaves: dict[str, int] = {}
    for key in reversed(depth):
        leaves[key] = max(1, sum(leaves[child] for child in children[key]))
    radii = _radii(depth)
    places: dict[str, tuple[float, float]] = {}
    sectors = {middle: (0.0, 2 * pi)}
    for key in depth:
        start, width = sectors.pop(key)
        angle, radius = start + width / 2 - pi / 2, radii[depth[key]]
        places[key] = (WIDER * radius * cos(angle), radius * sin(angle))
        for child in children[key]:
            part = width * leaves[child] / leaves[key]
            sectors[child] = (start, part)
            start += part
    left, top = (min(place[axis] for place in places.values()) for axis in (0, 1))
    moved = {key: (x - left, y - top) for key, (x, y) in places.items()}
    return Part(moved, *(max(place[axis] for place in moved.values()) for axis in (0, 1)))


def _tree(
    plain: networkx.Graph[str], middle: str, order: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, list[str]]]:
    """How far each thing is from the middle, nearest first, and what it is the nearest way to."""
    depth = {middle: 0}
    children: dict[str, list[str]] = {middle: []}
    waiting = [middle]
    for key in waiting:
        for other in sorted(plain[key], key=lambda key: (-plain.degree[key], order[key])):
            if other not in depth:
                depth[other] = depth[key] + 1
                children[key].append(other)
                children[other] = []
                waiting.append(other)
    return depth, children


def _radii(depth: Mapping[str, int]) -> list[float]:
    """The radius of each ring: beyond the one before, and long enough for those on it."""
    crowds: list[int] = []
    for ring in depth.values():
        if ring == len(crowds):
            crowds.append(0)
        crowds[ring] += 1
    radii = [0.0]
    for crowd in crowds[1:]:
        radii.append(max(radii[-1] + RING, crowd * ROOM / (2 * pi)))
    return radii
