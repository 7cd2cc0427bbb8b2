"""Stances as a pyvis network: one node for each holder, one edge for each stance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from stancegraph.errors import StancegraphError
from stancegraph.model import Stance
from stancegraph.network import issue_key, position_key, stance_network
from stancegraph.page.block import Known
from stancegraph.page.vis.facts import (
    holder_facts,
    known,
    source_words,
    stance_facts,
    stance_name,
)
from stancegraph.page.vis.places import places

if TYPE_CHECKING:
    import networkx

    from stancegraph.page.vis.network import SafeNetwork

# Measured with vis-network 9.1.2 on two cores without a graphics card: at this size the page is
# there within a second and moves at 25 pictures a second; at twice the size it moves at 13.
MOST_STANCES = 3_000
# Up to so many nodes find their own places; with more the solver keeps people waiting.
MOST_MOVING = 100
# With more edges than this they are left out while the picture is being moved.
QUICK = 600

# A longer name of a holder goes on in a second line.
WRAP = {"maximum": 130}

_SHAPES = {"first": "dot", "middle": "diamond", "second": "square"}


def stance_pyvis(
    stances: Sequence[Stance], facts: Known, *, title: str, note: str = ""
) -> SafeNetwork:
    """The pyvis network of stances.

    Nodes: holders (id: the holder's id), positions (`issue/position`) and issues (`issue:ID`), by
    `kind`; a position has its `pole`. Edges, by `kind`: `stance` (with its `key`), from holder to
    position, and `answers`, from position to issue. What is known of each is in `facts`, pairs of
    texts, and the source of a stance in `document` and `url`. All nodes have a place; up to 100
    nodes then find their own.

    Args:
        stances: what to draw, oldest first.
        facts: the issues that they are on, and what else is known.
        title: the heading of the page, plain text.
        note: which selection this is, plain text.

    Raises:
        StancegraphError: there are more stances than vis-network can show well.
    """
    from stancegraph.page.vis.network import SafeNetwork

    if len(stances) > MOST_STANCES:
        raise StancegraphError(
            f"{len(stances):,} stances are too many for vis-network (at most {MOST_STANCES:,}): "
            "choose some with --issue, --holder or --since"
        )
    shape = stance_network(stances, facts.issues)
    network = SafeNetwork(title, note)
    about = _Told(shape, stances, facts)
    for key, (x, y) in places(shape, stances).items():
        network.put_node(key, x=x, y=y, **about.node(key))
    for position, issue, edge in shape.edges(data=True):
        if edge["kind"] == "answers":
            network.put_edge(position, issue, kind="answers", arrows="", width=1)
    for stance in stances:
        end = position_key(stance.issue, stance.position)
        network.put_edge(stance.holder, end, **about.stance(stance))
    network.options.physics.enabled = network.num_nodes() <= MOST_MOVING
    network.options.interaction.hideEdgesOnDrag = network.num_edges() > QUICK
    return network


class _Told:
    """What nodes and edges say of themselves."""

    def __init__(
        self, shape: networkx.MultiDiGraph[str], stances: Sequence[Stance], facts: Known
    ) -> None:
        self._shape = shape
        self._holders = {stance.holder: stance for stance in stances}
        self._latest = {_matter(stance): stance.date for stance in stances}
        self._entities = {entity.id: entity for entity in facts.entities}
        self._arguments = {argument.id: argument.label for argument in facts.arguments}

    def node(self, key: str) -> dict[str, Any]:
        """What pyvis is told of a holder, a position or an issue."""
        about = self._shape.nodes[key]
        kind, label = about["kind"], about["label"]
        if kind == "holder":
            told = holder_facts(self._holders[key], self._entities)
            return _node(kind, label, told, shape="dot", size=6, widthConstraint=WRAP)
        if kind == "issue":
            told = known(("Question", label))
            return _node(kind, about["short"], told, shape="hexagon", size=15, mass=4)
        look = {"pole": about["pole"], "shape": _SHAPES[about["pole"]], "size": 11, "mass": 3}
        return _node(kind, label, self._position(key, about), **look)

    def _position(self, key: str, about: Mapping[str, Any]) -> list[tuple[str, str]]:
        nodes = self._shape.nodes
        out = self._shape.out_edges(key, data=True)
        opposed = [nodes[other]["label"] for _, other, edge in out if edge["kind"] == "opposes"]
        return known(
            ("Issue", nodes[issue_key(about["issue"])]["label"]),
            ("Meaning", about["summary"]),
            ("Opposes", ", ".join(opposed)),
        )

    def stance(self, stance: Stance) -> dict[str, Any]:
        """What pyvis is told of a stance; a dashed line is a paraphrase."""
        told = stance_facts(stance, self._arguments)
        return {
            "key": stance.id,
            "kind": "stance",
            "name": stance_name(stance),
            "title": f"{stance_name(stance)}\n{told[0][1]}",
            "facts": told,
            "document": source_words(stance),
            "url": stance.source_url,
            "width": 1.6,
            "dashes": False if stance.quote else [6, 4],
            "earlier": stance.date < self._latest[_matter(stance)],
        }


def _node(kind: str, label: str, told: list[tuple[str, str]], **look: Any) -> dict[str, Any]:
    lines = chain([label], (f"{name}: {text}" for name, text in told))
    return {"kind": kind, "label": label, "title": "\n".join(lines), "facts": told, **look}


def _matter(stance: Stance) -> tuple[str, str, str | None]:
    """On what a later stance takes the place of an earlier one."""
    return stance.holder, stance.issue, stance.about
