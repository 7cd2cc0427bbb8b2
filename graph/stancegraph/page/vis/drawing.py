"""The network as vis-network is given it: pyvis nodes and edges with opaque ids and places."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from stancegraph.page.vis.block import Numbers
from stancegraph.page.vis.islands import arrange, islands

if TYPE_CHECKING:
    import networkx
    from pyvis.network import Network

# Places are given, so nothing moves by itself; the page answers clicks, keys and hovering itself.
OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "selectable": False,
        "hover": False,
        "keyboard": {"enabled": False},
    },
    "edges": {
        "arrowStrikethrough": True,
        "smooth": {"type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.55},
    },
}

# With more edges than this the lines are left out while the picture is being moved.
QUICK = 600


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the canvas shows: nodes and edges as pyvis has them, and a frame for each island."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    frames: list[dict[str, Any]]
    options: dict[str, Any]


def drawn(graph: networkx.MultiDiGraph[str], frames: Sequence[dict[str, Any]]) -> Drawing:
    """A placed networkx graph through pyvis; node keys and edge keys are the ids on the page."""
    network = to_pyvis(graph)
    nodes, edges, _, _, _, options = network.get_network_data()
    return Drawing(nodes, edges, list(frames), json.loads(options))


def to_pyvis(graph: networkx.MultiDiGraph[str]) -> Network:
    """The pyvis network of a placed networkx graph.

    pyvis' own `add_node` and `add_edge` look through all nodes each time, and put the id where a
    label is empty; here its nodes and edges are made directly, in time linear in their number.

    Args:
        graph: nodes with `label`, `x` and `y`; all their attributes, and those of the edges, go
            to the page.
    """
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    network = Network(directed=True, cdn_resources="in_line")
    for key, about in graph.nodes(data=True):
        node = Node(key, "custom", **about).options
        network.nodes.append(node)
        network.node_ids.append(key)
        network.node_map[key] = node
    for start, end, key, about in graph.edges(keys=True, data=True):
        network.edges.append(Edge(start, end, id=key, **about).options)
    quick = len(network.edges) > QUICK
    moving = {"hideEdgesOnDrag": quick, "hideEdgesOnZoom": quick}
    options = {**OPTIONS, "interaction": {**OPTIONS["interaction"], **moving}}
    network.set_options(json.dumps(options))
    return network


def stance_drawing(
    network: networkx.MultiDiGraph[str], numbers: Numbers, earlier: frozenset[str]
) -> Drawing:
    """The drawing of a network of stances: a holder has a mark on each island where it stands.

    Args:
        network: as `stance_network` makes it.
        numbers: where the page's data has each holder, position, issue and stance.
        earlier: ids of stances after which the same holder took another on the same matter.
    """
    import networkx as nx

    graph: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
    lands = islands(network)
    frames = []
    marks: dict[tuple[str, str], str] = {}
    corners = arrange([(island.width, island.height) for island in lands])
    for island, (left, top) in zip(lands, corners, strict=True):
        issue = numbers.nodes[island.issue]
        frames.append({"issue": issue, "x": left, "y": top, "w": island.width, "h": island.height})
        for key, place in island.places.items():
            mark = marks[island.issue, key] = f"n{len(marks)}"
            graph.add_node(
                mark,
                **_node(network.nodes[key], numbers.nodes[key], issue),
                **_stand(network, island.stands.get(key), numbers),
                x=round(left + island.width / 2 + place.x, 1),
                y=round(top + place.y, 1),
                side=place.side,
            )
    _edges(graph, network, marks, numbers, earlier)
    return drawn(graph, frames)


def _node(about: Mapping[str, Any], ref: int, issue: int) -> dict[str, Any]:
    """What the canvas needs to know of a node to draw it."""
    return {
        "label": about["short"] if about["kind"] == "issue" else about["label"],
        "kind": about["kind"],
        "ref": ref,
        "issue": issue,
        **{name: about[name] for name in ("pole", "type") if name in about},
    }


def _stand(
    network: networkx.MultiDiGraph[str], position: str | None, numbers: Numbers
) -> dict[str, Any]:
    """The position at which a holder stands, and the colour that it has from there."""
    if position is None:
        return {}
    return {"stands": numbers.nodes[position], "pole": network.nodes[position]["pole"]}


def _edges(
    graph: networkx.MultiDiGraph[str],
    network: networkx.MultiDiGraph[str],
    marks: Mapping[tuple[str, str], str],
    numbers: Numbers,
    earlier: frozenset[str],
) -> None:
    """Add the edges of a network between the marks of its nodes; an opposed pair gets one line."""
    beside: Counter[tuple[str, str]] = Counter()
    keys = (f"e{number}" for number in count())
    for start, end, about in network.edges(data=True):
        issue_of = about["issue"] if about["kind"] == "stance" else network.nodes[start]["issue"]
        island = f"issue:{issue_of}"
        ends = marks[island, start], marks[island, end]
        if about["kind"] == "opposes" and graph.has_edge(ends[1], ends[0]):
            continue
        look: dict[str, Any] = {"kind": about["kind"], "issue": numbers.nodes[island]}
        look["arrows"] = ""
        if about["kind"] == "stance":
            look |= {
                "ref": numbers.stances[about["id"]],
                "mode": about["mode"],
                "hedged": about["hedged"],
                "earlier": about["id"] in earlier,
                "pole": network.nodes[end]["pole"],
                "beside": beside[ends],
            }
            beside[ends] += 1
        graph.add_edge(*ends, key=next(keys), **look)
