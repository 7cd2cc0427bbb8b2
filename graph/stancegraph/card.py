"""An entity's card: who it is, what it holds and held, who opposes it, what is said about it."""

from __future__ import annotations

from dataclasses import dataclass

from stancegraph.model import Entity, Issue, Selection, Stance
from stancegraph.query import entities, issues, resolve, stances
from stancegraph.store import Store


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
    every = {entity.id: entity for entity in entities(store)}
    entity = every[id]
    own = sorted(stances(store, Selection(holder=(id,))), key=lambda s: (s.issue, s.date, s.id))
    taken = {stance.issue for stance in own}
    concerned = tuple(issue for issue in issues(store) if issue.id in taken)
    others = [s for s in stances(store, Selection(about=(id,))) if s.holder != id]
    # Once for all issues: every selection reads all documents and entities anew.
    current = stances(store, Selection(issue=tuple(sorted(taken)), current=True)) if taken else []
    parent = every.get(entity.affiliation or "")
    return Card(
        entity=entity,
        affiliation=parent.label if parent else entity.affiliation,
        people=tuple(e for e in every.values() if e.affiliation == id),
        issues=concerned,
        stances=tuple(own),
        opponents={i.id: found for i in concerned if (found := _opponents(current, i, id))},
        about=tuple(others),
        reports=tuple(s for s in stances(store) if s.reported_by == id and s.holder != id),
    )


def _opponents(current: list[Stance], issue: Issue, id: str) -> tuple[Stance, ...]:
    """Current stances on an issue that oppose a current stance of an entity."""
    here = [stance for stance in current if stance.issue == issue.id]
    opposes = {position.id: position.opposes for position in issue.positions}
    against = {p for s in here if s.holder == id for p in opposes[s.position]}
    found = {s.holder: s for s in here if s.holder != id and s.position in against}
    return tuple(sorted(found.values(), key=lambda s: s.holder_label.casefold()))
