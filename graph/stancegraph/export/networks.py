"""The network of stances in the formats of graph tools."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, BinaryIO

from stancegraph.model import Selection
from stancegraph.network import stance_network
from stancegraph.query import issues, stances
from stancegraph.store import Store

if TYPE_CHECKING:
    import networkx

# Graph tools keep the names of an edge's two ends for themselves.
_RENAMED = {"source": "source_id"}


def write_network(store: Store, selection: Selection | None, file: BinaryIO, name: str) -> int:
    """Write holders, positions and issues with an edge for each stance.

    The attributes are those of `stancegraph.network.stance_network`, but that an edge has the id
    of its stance's source in `source_id`.

    Args:
        store: the graph.
        selection: which stances; None for all.
        file: where to.
        name: `graphml`, `gexf` or `node-link`.

    Returns:
        How many stances were written.
    """
    found = stances(store, selection)
    network = _portable(stance_network(found, issues(store)))
    {"graphml": _graphml, "gexf": _gexf, "node-link": _node_link}[name](network, file)
    return len(found)


def _portable(network: networkx.MultiDiGraph[str]) -> networkx.MultiDiGraph[str]:
    """The network with names that formats leave free, and each edge with a key of its own."""
    import networkx as nx

    out: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
    out.add_nodes_from(network.nodes(data=True))
    for number, (holder, position, key, data) in enumerate(network.edges(keys=True, data=True)):
        # Several edges are called `answers`; an id of GraphML stands once. No stance has a colon.
        own = key if data["kind"] == "stance" else f"{key}:{number}"
        renamed = {_RENAMED.get(name, name): value for name, value in data.items()}
        out.add_edge(holder, position, key=own, **renamed)
    return out


def _graphml(network: networkx.MultiDiGraph[str], file: BinaryIO) -> None:
    from networkx.readwrite.graphml import GraphMLWriter

    # `write_graphml` writes other bytes where lxml is installed.
    GraphMLWriter(network).dump(file)


def _gexf(network: networkx.MultiDiGraph[str], file: BinaryIO) -> None:
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(network)
    # The day of writing would make other bytes of the same graph.
    writer.xml.find("meta").attrib.pop("lastmodifieddate", None)
    writer.write(file)


def _node_link(network: networkx.MultiDiGraph[str], file: BinaryIO) -> None:
    """As `networkx.node_link_data(network, edges="edges")`, whose defaults differ by version."""
    ends = ("source", "target", "key")
    data: dict[str, Any] = {
        "directed": True,
        "multigraph": True,
        "graph": {},
        "nodes": [{**known, "id": node} for node, known in network.nodes(data=True)],
        "edges": [
            {**known, **dict(zip(ends, edge, strict=True))}
            for *edge, known in network.edges(keys=True, data=True)
        ],
    }
    text = io.TextIOWrapper(file, "utf-8", newline="\n")
    json.dump(data, text, ensure_ascii=False, indent=1)
    text.write("\n")
    text.detach()
