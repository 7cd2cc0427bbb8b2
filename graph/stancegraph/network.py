"""Stances as a networkx graph: one edge for each stance, from its holder to the position taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stancegraph.model import Issue, Position, Stance

if TYPE_CHECKING:
    import networkx

# Characters that XML 1.0 has no way to write, and so neither GraphML nor GEXF.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# What an edge does not repeat of its stance, because its two ends say it.
_SAID_BY_NODES = frozenset(
    {"holder", "holder_label", "holder_type", "holder_country", "issue_label", "position_label"}
)

Scalar = str | bool | int


def stance_network(
    stances: Sequence[Stance], issues: Sequence[Issue]
) -> networkx.MultiDiGraph[str]:
    """The network of who takes which position on which issue.

    Every attribute is a text, a whole number or a truth value, and one that is not known is left
    out, so that GraphML, GEXF and node-link JSON can hold the network. Two stances of one holder
    on one position are two edges.

    Nodes, by `kind`:
        `holder` (key: the holder's id): `label`, `type`, `country`.
        `position` (key: `issue/position`, as one position may answer several issues): `label`,
            `summary` (what it means there), `issue`, `position`, `order` (from 1; 0 if
            no issue declares it), `pole` (`first`, `middle` or `second`).
        `issue` (key: `issue:ID`, which is never a holder's id): `label` (the question), `short`.

    Edges, by `kind`:
        `stance`, holder to position (key: the stance's id): `id`, `issue`, `position`, `mode`,
            `hedged`, `when` (as precise as known), `date` and `date_end` (its first and last
            day), `precision`, `summary`, `source`, `source_title`, and where known `quote`,
            `about`, `about_label`, `confidence`, `reported_by`, `reported_by_label`,
            `primary_source`, `because` (ids with a space between them), `source_url`,
            `source_kind`, `source_author`, `published`, `publisher`, `publisher_label`,
            `revises` (ids with a space between them).
        `answers`, position to issue.
        `opposes`, position to a position of the same issue; a pair has both directions.

    Args:
        stances: the stances to draw from; their order is that of the edges.
        issues: the issues known; one without a stance is left out, and of the others all
            positions are in the network, also those that nobody takes.

    Returns:
        A networkx MultiDiGraph that is the same for the same values.
    """
    import networkx as nx

    network: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
    taken = {stance.issue for stance in stances}
    for issue in issues:
        if issue.id in taken:
            _add_issue(network, issue)
    for stance in stances:
        _add_stance(network, stance)
    return network


def issue_key(issue: str) -> str:
    """The key of an issue's node."""
    return f"issue:{issue}"


def position_key(issue: str, position: str) -> str:
    """The key of the node of a position on an issue."""
    return f"{issue}/{position}"


def _add_issue(network: networkx.MultiDiGraph[str], issue: Issue) -> None:
    """The nodes of an issue and of all its positions, and the edges between them."""
    network.add_node(
        issue_key(issue.id), kind="issue", label=_clean(issue.label), short=_clean(issue.short)
    )
    for position in issue.positions:
        _add_position(network, issue.id, position)
    here = {position.id for position in issue.positions}
    for position in issue.positions:
        for other in sorted(position.opposes & here):
            ends = position_key(issue.id, position.id), position_key(issue.id, other)
            network.add_edge(*ends, key="opposes", kind="opposes")


def _add_position(network: networkx.MultiDiGraph[str], issue: str, position: Position) -> None:
    """The node of one position on one issue, and its edge to the issue."""
    key = position_key(issue, position.id)
    network.add_node(
        key,
        kind="position",
        label=_clean(position.label),
        summary=_clean(position.summary),
        issue=issue,
        position=position.id,
        order=position.order,
        pole=position.pole,
    )
    network.add_edge(key, issue_key(issue), key="answers", kind="answers")


def _add_stance(network: networkx.MultiDiGraph[str], stance: Stance) -> None:
    """The edge of one stance, with its holder, and with its position where no issue declares it."""
    if stance.holder not in network:
        known = {"country": stance.holder_country} if stance.holder_country else {}
        label, kind_of_holder = _clean(stance.holder_label), _clean(stance.holder_type)
        network.add_node(stance.holder, kind="holder", label=label, type=kind_of_holder, **known)
    if issue_key(stance.issue) not in network:
        text = _clean(stance.issue_label)
        network.add_node(issue_key(stance.issue), kind="issue", label=text, short=text)
    key = position_key(stance.issue, stance.position)
    if key not in network:
        undeclared = Position(
            id=stance.position, label=stance.position_label, summary="", order=0, pole="middle"
        )
        _add_position(network, stance.issue, undeclared)
    network.add_edge(stance.holder, key, key=stance.id, kind="stance", **dict(_scalars(stance)))


def _scalars(stance: Stance) -> Iterator[tuple[str, Scalar]]:
    """What an edge says of its stance, without what is not known."""
    yield "when", stance.when
    for name, value in stance.to_dict().items():
        if name in _SAID_BY_NODES or value in (None, "", ()):
            continue
        if isinstance(value, bool):
            yield name, value
        else:
            yield name, _clean(" ".join(value) if isinstance(value, tuple) else str(value))


def _clean(text: str) -> str:
    """The text with a replacement mark for each character that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)
