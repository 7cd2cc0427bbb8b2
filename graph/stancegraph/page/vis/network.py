"""A pyvis network whose page is safe and needs no network.

pyvis' own template loads from other hosts, and takes a title with "href" in it, a heading, a colour
or an id for markup. Here pyvis only collects nodes, edges and
options; the page is ours, and gets them as data.

pyvis brings IPython and Jinja along: this module is imported only where it is needed.
"""

from __future__ import annotations

import functools
import json
import re
import webbrowser
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyvis
from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from stancegraph.errors import StancegraphError
from stancegraph.files import write_whole
from stancegraph.page.html import page

# The height of a frame in a notebook; alone, a page of this height fills its window.
HEIGHT = "720px"

# What holds unless the network's own options say otherwise. The solver is quick: few iterations
# before the first picture, and it starts from the places that the nodes have.
DEFAULTS: Mapping[str, Any] = {
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "physics": {
        "barnesHut": {
            "gravitationalConstant": -6000,
            "centralGravity": 0.2,
            "springLength": 110,
            "springConstant": 0.03,
            "damping": 0.4,
            "avoidOverlap": 0.3,
        },
        "minVelocity": 1,
    },
    "edges": {"arrows": {"to": {"scaleFactor": 0.6}}},
    "nodes": {"scaling": {"label": {"drawThreshold": 6, "maxVisible": 22}}},
    "interaction": {"tooltipDelay": 120, "keyboard": {"enabled": False}},
}
# vis-network's panels for trying options and for editing are not on the page, and its size and
# words are the page's own.
LEFT_OUT = frozenset({"configure", "manipulation", "locale", "locales", "width", "height"})
_PICTURES = frozenset({"image", "brokenImage", "src"})


class SafeNetwork(Network):  # type: ignore[misc]
    """A `pyvis.network.Network` that writes one HTML file with nothing to load and nothing to run.

    Nodes, edges and options are given as ever, by pyvis' own methods. Every text is shown as it
    is, titles too; pictures are shown only when they are in the network (`data:image/…`).
    pyvis' menus are not there: the page has a search and a panel that tells what is chosen.

    Args:
        heading: the title of the page.
        note: a line below it.
    """

    def __init__(self, heading: str = "", note: str = "") -> None:
        super().__init__(
            HEIGHT, directed=True, heading=heading, bgcolor="", cdn_resources="in_line"
        )
        self.note = note
        # pyvis would bend each edge over a node of its own, at twice the cost.
        self.options.edges.smooth.enabled = False
        self.options.physics.stabilization.iterations = 200

    def put_node(self, id: str, **about: Any) -> None:
        """Adds a node that is known to be new; pyvis would look through all those there are."""
        node = Node(id, **about).options
        self.nodes.append(node)
        self.node_ids.append(id)
        self.node_map[id] = node

    def put_edge(self, start: str, end: str, **about: Any) -> None:
        """Adds an edge between nodes that are known to be there."""
        self.edges.append(Edge(start, end, self.directed, **about).options)

    def from_DOT(self, dot: str) -> None:  # noqa: N802
        """Is not there: the page has no reader for DOT."""
        raise StancegraphError("this network reads no DOT: read it with networkx, then from_nx")

    def generate_html(
        self, name: str = "index.html", local: bool = True, notebook: bool = False
    ) -> str:
        """The text of the page; the arguments are pyvis' own and change nothing."""
        self.html = page(
            str(self.heading) or "Network",
            entry="start-vis.js",
            block=self._block(),
            styles=("colours", "base", "vis"),
            libraries=(vis_network(),),
        )
        return self.html

    def write_html(
        self,
        name: str,
        local: bool = True,
        notebook: bool = False,
        open_browser: bool = False,
    ) -> None:
        """Writes the page as UTF-8.

        Args:
            name: the file.
            local, notebook: pyvis' own, without effect.
            open_browser: show it in a browser.
        """
        path = write_whole(Path(name), self.generate_html().encode())
        if open_browser:
            webbrowser.open(path.resolve().as_uri())

    def _block(self) -> dict[str, Any]:
        """The data of the page; on it nodes and edges have ids of no meaning."""
        ids = {node["id"]: f"n{number}" for number, node in enumerate(self.nodes)}
        nodes = [{**offline(node), "id": ids[node["id"]], "key": node["id"]} for node in self.nodes]
        edges = [
            {**offline(edge), "id": f"e{n}", **{end: ids.get(edge[end]) for end in ("from", "to")}}
            for n, edge in enumerate(apart(self.edges))
        ]
        *_, options = self.get_network_data()
        chosen = {k: v for k, v in offline(json.loads(options)).items() if k not in LEFT_OUT}
        size = {"width": self.width, "height": "" if self.height == HEIGHT else self.height}
        return {
            "schema": 1,
            "kind": "vis",
            "title": str(self.heading),
            "note": self.note,
            "ground": self.bgcolor,
            **{side: f"{n}px" if isinstance(n, int) else str(n) for side, n in size.items()},
            "nodes": nodes,
            "edges": edges,
            "options": _over(DEFAULTS, chosen),
        }


def apart(edges: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The edges, those that run beside another bent so that each is seen."""
    beside: Counter[frozenset[Any]] = Counter()
    bent = []
    for edge in edges:
        ends = frozenset((edge["from"], edge["to"]))
        rank = beside[ends]
        beside[ends] += 1
        bent.append({**_bend(rank), **edge} if rank and len(ends) == 2 else edge)
    return bent


def _bend(rank: int) -> dict[str, Any]:
    """The bend of the edge that is so many beside the first: one way, the other way, wider."""
    turn = "curvedCW" if rank % 2 else "curvedCCW"
    roundness = min(0.14 * ((rank + 1) // 2), 0.9)
    return {"smooth": {"enabled": True, "type": turn, "roundness": roundness}}


def offline(value: Any) -> Any:
    """Nodes, edges or options without pictures that would have to be loaded."""
    if isinstance(value, list):
        return [offline(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {
        name: offline(each)
        for name, each in value.items()
        if name not in _PICTURES or _is_inside(each)
    }
    # vis-network cannot draw a picture without its picture.
    if "image" not in kept and kept.get("shape") in ("image", "circularImage"):
        kept["shape"] = "dot"
    return kept


def _is_inside(picture: Any) -> bool:
    """Whether a picture, or each picture of several, is in the data."""
    if isinstance(picture, dict):
        return all(map(_is_inside, picture.values()))
    return isinstance(picture, str) and picture.startswith("data:image/")


def _over(usual: Mapping[str, Any], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The usual options with the chosen ones over them, level by level."""
    both = {
        name: _over(usual[name], value)
        for name, value in chosen.items()
        if isinstance(value, dict) and isinstance(usual.get(name), Mapping)
    }
    return {**usual, **chosen, **both}


@functools.cache
def vis_network() -> str:
    """The vis-network library that pyvis brings, with its licence notice at the top.

    Raises:
        StancegraphError: the installed pyvis does not have it.
    """
    found = sorted(Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js"))
    if not found:
        raise StancegraphError("pyvis lacks the vis-network library: pip install pyvis==0.3.2")
    # A browser counts plain line ends for a hash, and its developer tools would ask for the map.
    text = found[-1].read_bytes().decode("utf-8").replace("\r\n", "\n")
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)
