"""Where everything stands in the drawing: one island for each issue, so that no name hides another.

An island is read from top to bottom: the issue, then its positions on one axis (first pole,
middle, second pole), and left and right of each position the holders whose latest stance it is,
in rows, by type and name. A holder stands on every island where it takes a stance; so no line
runs from one island to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import networkx

Side = Literal["left", "right", "axis"]

# Lengths in the drawing's own units; a name is set in 13 of them.
ROW = 19
REACH = 86  # from the axis to the first column of holders
COLUMN = 152  # a holder's mark and its name
TITLE = 62  # from the upper edge of an island to its first position
LEAST = 58  # a position with its name below
GAP = 16
MARGIN = 14
BETWEEN = 26
# Beyond this many rows on each side of a position its holders stand in several columns.
ROWS = 24
# Width by height of the place where the drawing is looked at.
ASPECT = 1.32

_POLES = {"first": 0, "middle": 1, "second": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands, and on which side of it there is room for its name."""

    x: float
    y: float
    side: Side


@dataclass(frozen=True, slots=True)
class Island:
    """An issue with all that stands on it; places are counted from the middle of its upper edge."""

    issue: str
    places: Mapping[str, Place]
    stands: Mapping[str, str]  # the position at which each holder stands
    width: float
    height: float


def islands(network: networkx.MultiDiGraph[str]) -> list[Island]:
    """The islands of a network of stances, the one with most holders first."""
    stances: dict[str, list[tuple[str, str, Mapping[str, Any]]]] = {}
    for holder, position, stance in network.edges(data=True):
        if stance["kind"] == "stance":
            stances.setdefault(stance["issue"], []).append((holder, position, stance))
    built = [
        _island(network, node, standing(stances.get(node.removeprefix("issue:"), [])))
        for node, about in network.nodes(data=True)
        if about["kind"] == "issue"
    ]
    return sorted(built, key=lambda island: -len(island.places))


def standing(stances: Iterable[tuple[str, str, Mapping[str, Any]]]) -> dict[str, str]:
    """The position of each holder's latest stance, of (holder, position, stance) on one issue."""
    latest: dict[str, tuple[tuple[str, str], str]] = {}
    for holder, position, stance in stances:
        when = (stance["date"], stance["date_end"])
        if holder not in latest or when >= latest[holder][0]:
            latest[holder] = (when, position)
    return {holder: position for holder, (_, position) in latest.items()}


def _island(network: networkx.MultiDiGraph[str], issue: str, stands: Mapping[str, str]) -> Island:
    """One issue, its positions and the holders that stand at them, each with its place."""
    nodes = network.nodes
    positions = sorted(
        (
            node
            for node, _, about in network.in_edges(issue, data=True)
            if about["kind"] == "answers"
        ),
        key=lambda node: (_POLES[nodes[node]["pole"]], nodes[node]["order"], node),
    )
    crowds: dict[str, list[str]] = {position: [] for position in positions}
    for holder, position in stands.items():
        crowds[position].append(holder)
    places = {issue: Place(0, 28, "axis")}
    y, reach = float(TITLE), REACH + COLUMN
    for position in positions:
        crowd = sorted(
            crowds[position], key=lambda node: (nodes[node]["type"], nodes[node]["label"], node)
        )
        columns, rows = _shape(len(crowd))
        height = max(rows * ROW, LEAST)
        places[position] = Place(0, y + height / 2, "axis")
        places |= _crowd(crowd, columns, y + height / 2)
        reach = max(reach, REACH + columns * COLUMN)
        y += height + GAP
    return Island(issue, places, stands, 2 * (reach + MARGIN), y - GAP + MARGIN)


def _shape(holders: int) -> tuple[int, int]:
    """How many columns, and how many rows, on each side of a position with so many holders."""
    side = ceil(holders / 2)
    columns = ceil(sqrt(side / ROWS)) if side > ROWS else 1
    return columns, ceil(side / columns)


def _crowd(crowd: Sequence[str], columns: int, middle: float) -> dict[str, Place]:
    """The places of the holders of one position: first down the left side, then the right."""
    left = ceil(len(crowd) / 2)
    return {
        **_block(crowd[:left], columns, middle, "left"),
        **_block(crowd[left:], columns, middle, "right"),
    }


def _block(
    holders: Sequence[str], columns: int, middle: float, side: Literal["left", "right"]
) -> dict[str, Place]:
    """The holders of one side in columns from the axis outwards, centred on the position."""
    rows = ceil(len(holders) / columns) or 1
    sign = -1 if side == "left" else 1
    places = {}
    for index, holder in enumerate(holders):
        column, row = divmod(index, rows)
        in_column = min(rows, len(holders) - column * rows)
        x = sign * (REACH + column * COLUMN)
        places[holder] = Place(x, middle + (row - (in_column - 1) / 2) * ROW, side)
    return places


def arrange(sizes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Where boxes go that stand in columns, so that all together are seen as large as can be.

    Args:
        sizes: width and height of each box, the most important first.

    Returns:
        For each box the left and the upper edge.
    """
    tried = [_columns(sizes, count) for count in range(1, min(len(sizes), 12) + 1)]
    if not tried:
        return []

    def scale(corners: Sequence[tuple[float, float]]) -> float:
        edges = list(zip(corners, sizes, strict=True))
        width = max(x + w for (x, _), (w, _) in edges)
        height = max(y + h for (_, y), (_, h) in edges)
        return min(ASPECT / width, 1 / height)

    return max(tried, key=scale)


def _columns(sizes: Sequence[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    """The corners of boxes put one after the other into the shortest of some columns."""
    filled = [0.0] * count
    column_of = []
    tops = []
    for _, height in sizes:
        column = filled.index(min(filled))
        column_of.append(column)
        tops.append(filled[column])
        filled[column] += height + BETWEEN
    widths = [0.0] * count
    for column, (width, _) in zip(column_of, sizes, strict=True):
        widths[column] = max(widths[column], width)
    lefts = [sum(widths[:column]) + column * BETWEEN for column in range(count)]
    return [(lefts[column], top) for column, top in zip(column_of, tops, strict=True)]
