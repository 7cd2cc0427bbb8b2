"""The data of the page: what the details, the search and the lists show, each text once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stancegraph.model import Argument, Entity, Stance

if TYPE_CHECKING:
    import networkx


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without what is unknown, empty or false; 0 is the number of a row, and stays."""
    return {k: v for k, v in row.items() if v or (v == 0 and v is not False)}


@dataclass(slots=True)
class Table:
    """Rows that are pointed to by their number."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, key: str, row: Mapping[str, Any]) -> int:
        """The number of the row with this key, which is added when it is new."""
        if key not in self.numbers:
            self.numbers[key] = len(self.rows)
            self.rows.append(_known(row))
        return self.numbers[key]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number of each node (by its key) and of each stance (by its id) in its list."""

    nodes: Mapping[str, int]
    stances: Mapping[str, int]


def stance_block(
    network: networkx.MultiDiGraph[str],
    stances: Sequence[Stance],
    arguments: Iterable[Argument],
    entities: Iterable[Entity],
) -> tuple[dict[str, Any], Numbers]:
    """The issues, positions, holders, stances and sources, as lists of JSON objects.

    Args:
        network: as `stance_network` makes it of the same stances.
        stances: the stances shown.
        arguments: what the ids in `because` mean; an unknown id is shown as it is.
        entities: aliases, roles and affiliations of the holders, where known.

    Returns:
        The lists by name, and the numbers in them.
    """
    by_kind = {kind: Table() for kind in ("issue", "position", "holder")}
    known = {entity.id: entity for entity in entities}
    for key, about in network.nodes(data=True):
        row = _holder(about, known.get(key), known) if about["kind"] == "holder" else about
        by_kind[about["kind"]].number(key, {k: v for k, v in row.items() if k != "kind"})
    issues, positions, holders = (by_kind[kind] for kind in ("issue", "position", "holder"))
    for row in positions.rows:
        row["issue"] = issues.numbers[f"issue:{row['issue']}"]
    for start, end, about in network.edges(data=True):
        if about["kind"] == "opposes":
            row = positions.rows[positions.numbers[start]]
            row.setdefault("opposes", []).append(positions.numbers[end])
    numbers = {stance.id: number for number, stance in enumerate(stances)}
    rows = _Rows(positions, holders, {each.id: each.label for each in arguments}, numbers)
    past = earlier(stances)
    listed = [rows.stance(stance, stance.id in past) for stance in stances]
    lists = {
        "issues": issues.rows,
        "positions": positions.rows,
        "holders": holders.rows,
        "stances": listed,
        "sources": rows.sources.rows,
    }
    return lists, Numbers(issues.numbers | positions.numbers | holders.numbers, numbers)


def earlier(stances: Sequence[Stance]) -> frozenset[str]:
    """The stances after which their holder took another on the same issue and about the same."""
    latest: dict[tuple[str, str, str | None], Any] = {}
    for stance in stances:
        matter = (stance.holder, stance.issue, stance.about)
        latest[matter] = max(latest.get(matter, stance.date), stance.date)
    return frozenset(
        stance.id
        for stance in stances
        if stance.date < latest[stance.holder, stance.issue, stance.about]
    )


def _holder(
    about: Mapping[str, Any], entity: Entity | None, known: Mapping[str, Entity]
) -> dict[str, Any]:
    """A holder's row: what the network says, and what else is known of the entity."""
    row = {name: about.get(name) for name in ("label", "type", "country")}
    if entity:
        home = known.get(entity.affiliation or "")
        row["aliases"] = list(entity.aliases)
        row["role"] = entity.role
        row["affiliation"] = home.label if home else entity.affiliation
    return row


@dataclass(slots=True)
class _Rows:
    """Makes the rows of stances, which point into the other lists."""

    positions: Table
    holders: Table
    arguments: Mapping[str, str]
    numbers: Mapping[str, int]
    sources: Table = field(default_factory=Table)

    def stance(self, stance: Stance, past: bool) -> dict[str, Any]:
        """One stance; what is not known is left out."""
        row = {
            "holder": self.holders.numbers[stance.holder],
            "position": self.positions.numbers[f"{stance.issue}/{stance.position}"],
            "when": stance.when,
            "mode": stance.mode,
            "hedged": stance.hedged,
            "earlier": past,
            "summary": stance.summary,
            "quote": stance.quote,
            "about": stance.about_label or stance.about,
            "confidence": stance.confidence,
            "reportedBy": stance.reported_by_label or stance.reported_by,
            "because": [self.arguments.get(each, each) for each in stance.because],
            "original": stance.primary_source,
            "revises": [self.numbers[each] for each in stance.revises if each in self.numbers],
        }
        return {**_known(row), "source": self._source(stance)}

    def _source(self, stance: Stance) -> int:
        """The number of the document in which the stance was read."""
        return self.sources.number(
            stance.source,
            {
                "id": stance.source,
                "title": stance.source_title,
                "url": stance.source_url,
                "kind": stance.source_kind,
                "author": stance.source_author,
                "published": stance.published,
                "publisher": stance.publisher_label or stance.publisher,
            },
        )
