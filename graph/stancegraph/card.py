"""An entity's card: who it is, what it holds and held, who opposes it, what is said about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from stancegraph.model import Entity, Issue, Selection, Stance
from stancegraph.query import entities, issues, resolve, stances, stances_named
from stancegraph.store import Store
from stancegraph.terms import iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the graph knows of one entity.

    Args:
        entity: who it is.
        affiliation: the label of the organisation that a person belongs to.
        people: the entities that belong to it, by label.
        issues: the issues on which it takes a stance, in the order of `stances`.
        stances: its own, issue by issue, the oldest first.
        opponents: for each issue, the others whose current position opposes its current one.
        about: stances of others about it, the oldest first.
        reports: stances of others that it reports, the oldest first.
    """

    entity: Entity
    affiliation: str | None
    people: tuple[Entity, ...]
    issues: tuple[Issue, ...]
    stances: tuple[Stance, ...]
    opponents: dict[str, tuple[Stance, ...]]
    about: tuple[Stance, ...]
    reports: tuple[Stance, ...]


def card(store: Store, name: str) -> Card:
    """The card of an entity.

    Args:
        store: the graph.
        name: its id, its name, an alias or an IRI.

    Raises:
        UnknownName: no entity is called so.
    """
    id = resolve(store, "entity", name)
    this = iri("entity", id)
    members = set(_leading(store, "affiliation", this))
    entity, parent, people = _around(store, id, members)
    own = sorted(stances(store, Selection(holder=(id,))), key=lambda s: (s.issue, s.date, s.id))
    taken = {stance.issue for stance in own}
    concerned = tuple(issue for issue in issues(store) if issue.id in taken)
    others = [s for s in stances(store, Selection(about=(id,))) if s.holder != id]
    against = _against(own, concerned)
    return Card(
        entity=entity,
        affiliation=parent.label if parent else entity.affiliation,
        people=people,
        issues=concerned,
        stances=tuple(own),
        opponents=_opponents(store, against, id),
        about=tuple(others),
        reports=tuple(
            stance
            for stance in stances_named(store, _leading(store, "reportedBy", this))
            if stance.holder != id
        ),
    )


def _leading(store: Store, predicate: str, object: str) -> Iterator[str]:
    """The IRIs of what leads to a thing by a predicate of ours."""
    quads = store.quads(predicate=iri("st", predicate), object=object)
    return (quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))


def _around(
    store: Store, id: str, members: set[str]
) -> tuple[Entity, Entity | None, tuple[Entity, ...]]:
    """An entity, the one that it belongs to, and those that belong to it, by id."""
    known = {entity.id: entity for entity in entities(store, {id, *members})}
    entity = known[id]
    parent = next(iter(entities(store, [entity.affiliation] if entity.affiliation else [])), None)
    return entity, parent, tuple(e for e in known.values() if e.affiliation == id)


def _against(own: list[Stance], concerned: tuple[Issue, ...]) -> dict[str, set[str]]:
    """For each issue, the positions that oppose one which an entity takes now."""
    last: dict[tuple[str, str | None], dt.date] = {}
    for stance in own:
        line = stance.issue, stance.about
        last[line] = max(stance.date, last.get(line, stance.date))
    taken = {(s.issue, s.position) for s in own if s.date == last[s.issue, s.about]}
    found = {
        issue.id: {
            p for each in issue.positions if (issue.id, each.id) in taken for p in each.opposes
        }
        for issue in concerned
    }
    return {issue: positions for issue, positions in found.items() if positions}


def _opponents(
    store: Store, against: dict[str, set[str]], id: str
) -> dict[str, tuple[Stance, ...]]:
    """For each issue, the current stances of others on one of these positions, one of each."""
    if not against:
        return {}
    positions = sorted(set[str]().union(*against.values()))
    meant = Selection(issue=tuple(sorted(against)), position=tuple(positions), current=True)
    found: dict[str, dict[str, Stance]] = {issue: {} for issue in against}
    for stance in stances(store, meant):
        if stance.holder != id and stance.position in against[stance.issue]:
            found[stance.issue][stance.holder] = stance
    return {
        issue: tuple(sorted(others.values(), key=lambda s: s.holder_label.casefold()))
        for issue, others in found.items()
        if others
    }
