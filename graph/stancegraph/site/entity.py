"""What the page of an entity shows: who it is, what it holds and held, who opposes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stancegraph.model import Entity, Issue, Stance
from stancegraph.query import entities, issues
from stancegraph.site import schema
from stancegraph.site.reading import (
    MOST,
    MOST_NAMES,
    Listed,
    first,
    grouped,
    listed,
    names,
    subjects,
    table,
)
from stancegraph.site.render import View
from stancegraph.site.words import Sides, count, day, kind
from stancegraph.site.words import listed as in_words
from stancegraph.store import Store
from stancegraph.terms import PREFIXES, iri, local

# The positions that oppose what an entity holds now.
_AGAINST = """
SELECT DISTINCT ?issue ?position ?label WHERE {
  <%s> st:current ?own . ?own st:issue ?issue ; st:position ?mine .
  ?mine st:opposes ?position . ?position st:answers ?issue ; rdfs:label ?label
} ORDER BY ?issue ?label
"""
_HOLDERS = """
  { SELECT %s WHERE {
    ?stance st:issue <%s> ; st:position <%s> . ?other st:current ?stance FILTER(?other != <%s>)
  } LIMIT %d }
"""
_PUBLISHED = """
SELECT ?id ?title ?issued WHERE {
  ?id dct:publisher <%s> ; a st:Source ; dct:title ?title OPTIONAL { ?id dct:issued ?issued }
} ORDER BY DESC(?issued) ?id
"""


@dataclass(frozen=True, slots=True)
class Opponents:
    """Who holds a position now that opposes another.

    Args:
        position: what it is called.
        people: some of them, each with name and IRI.
        total: how many there are.
    """

    position: str
    people: tuple[tuple[str, str], ...]
    total: int

    @property
    def left(self) -> int:
        """How many are not named."""
        return self.total - len(self.people)


@dataclass(frozen=True, slots=True)
class Matter:
    """An issue, and what an entity holds and held on it.

    Args:
        issue: the issue.
        stances: those that are shown, the oldest first.
        opponents: who holds now what opposes it.
    """

    issue: Issue
    stances: tuple[Stance, ...]
    opponents: tuple[Opponents, ...]


def view(store: Store, full: str) -> View | None:
    """The page of an entity; None when it is not described.

    Args:
        store: the graph.
        full: its IRI.
    """
    entity = first(entities(store, [full]))
    if entity is None:
        return None
    known = issues(store)
    own = listed(store, f"?s st:holder <{full}> .")
    about = listed(store, f"?s st:about <{full}> FILTER NOT EXISTS {{ ?s st:holder <{full}> }}")
    reports = listed(
        store, f"?s st:reportedBy <{full}> FILTER NOT EXISTS {{ ?s st:holder <{full}> }}"
    )
    now = set(subjects_of(store, full))
    data = {
        "entity": entity,
        "own": own,
        "now": [s for s in reversed(own.stances) if iri("stance", s.id) in now],
        "matters": _matters(store, full, known, own),
        "about": about,
        "reports": reports,
        "sides": Sides(known),
        "land": _country(store, entity),
        "before": {stance.id: stance for stance in own},
        **_around(store, full, entity),
        **_names(store, (own, about, reports)),
    }
    return View(
        template="entity",
        title=entity.label,
        summary=_summary(entity, own, data["now"]),
        data=data,
        iri=full,
        schema=schema.entity(entity, data["place"]),
    )


def subjects_of(store: Store, full: str) -> list[str]:
    """The IRIs of the stances that an entity takes now."""
    found = store.quads(subject=full, predicate=iri("st", "current"))
    return [str(getattr(quad.object, "value", "")) for quad in found]


def _country(store: Store, entity: Entity) -> tuple[str | None, ...] | None:
    """The IRI and the name of the entity that is the country of another."""
    code = entity.country or ""
    if not code.isalpha() or entity.type == "Country":
        return None
    find = f'SELECT ?id ?name {{ ?id a st:Country ; st:country "{code}" ; rdfs:label ?name }}'
    return next(iter(sorted(table(store, find))), None)


def _names(store: Store, shown: tuple[Listed, ...]) -> dict[str, Any]:
    return {"called": names_of(store, [stance for each in shown for stance in each])}


def names_of(store: Store, shown: list[Stance]) -> dict[str, str]:
    """What the arguments and the first documents of stances are called, by IRI."""
    because = [iri("argument", reason) for stance in shown for reason in stance.because]
    said = [iri("source", stance.primary_source) for stance in shown if stance.primary_source]
    return names(store, (*because, *said))


def _matters(store: Store, full: str, known: list[Issue], own: Listed) -> list[Matter]:
    found = grouped((stance.issue, stance) for stance in own)
    against = _opponents(store, full)
    return [
        Matter(issue, tuple(found[issue.id]), tuple(against.get(issue.id, ())))
        for issue in known
        if issue.id in found
    ]


def _opponents(store: Store, full: str) -> dict[str, list[Opponents]]:
    """Who holds now what opposes an entity, by the issue's id."""
    against = [tuple(map(str, row)) for row in table(store, _AGAINST % full)]
    places = [(issue, position) for issue, position, _ in against]
    some = _each(store, full, places, "DISTINCT (%d AS ?at) ?other", MOST_NAMES + 1)
    many = [at for at, others in some.items() if len(others) > MOST_NAMES]
    counted = "(%d AS ?at) (COUNT(DISTINCT ?other) AS ?n)"
    totals = _each(store, full, [places[at] for at in many], counted, 1)
    exact = {at: int(totals[number][0]) for number, at in enumerate(many)}
    called = names(store, {other for others in some.values() for other in others[:MOST_NAMES]})
    found: dict[str, list[Opponents]] = {}
    for at, others in sorted(some.items()):
        issue, _, label = against[at]
        people = sorted((called.get(id, id), id) for id in others[:MOST_NAMES])
        this = Opponents(label, tuple(people), exact.get(at, len(others)))
        found.setdefault(local("issue", issue), []).append(this)
    return found


def _each(
    store: Store, full: str, places: list[tuple[str, str]], what: str, most: int
) -> dict[int, list[str]]:
    """What is found for each issue and position, by its number: all in one request."""
    parts = [
        _HOLDERS % (what % at, issue, position, full, most)
        for at, (issue, position) in enumerate(places)
    ]
    if not parts:
        return {}
    found = table(store, f"SELECT * WHERE {{ {' UNION '.join(parts)} }}")
    return grouped((int(at or 0), str(value)) for at, value in found)


def _around(store: Store, full: str, entity: Entity) -> dict[str, Any]:
    """Whom it belongs to, who belongs to it, and which documents it published."""
    members = subjects(store, iri("st", "affiliation"), full)
    parts = subjects(store, PREFIXES["dct"] + "isPartOf", full)
    near = {e.id: e for e in entities(store, {*members[:MOST], *parts[:MOST]})}
    above = {
        e.id: e for e in entities(store, {x for x in (entity.affiliation, entity.part_of) if x})
    }
    published = table(store, _PUBLISHED % full)
    people = [near[id] for m in members[:MOST] if (id := local("entity", m)) in near]
    return {
        "place": above.get(entity.affiliation or ""),
        "whole": above.get(entity.part_of or ""),
        "people": sorted(people, key=lambda e: e.label.casefold()),
        "parts": [near[id] for p in parts[:MOST] if (id := local("entity", p)) in near],
        "published": published[:MOST_NAMES],
        "published_total": len(published),
    }


def _summary(entity: Entity, own: Listed, now: list[Stance]) -> str:
    """The entity in a sentence: what it holds now, in the order of what is newest."""
    what = kind(entity.type)
    if not own:
        return f"{entity.label} ({what}) in the graph of AI-industry stances."
    held = dict.fromkeys(
        f"{stance.position_label} on “{stance.issue_label}” ({day(stance.when)})" for stance in now
    )
    some = in_words(list(held)[:3])
    return f"{entity.label} ({what}): {count(own.total, 'stance')}, with sources. Now: {some}."
