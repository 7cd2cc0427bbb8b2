"""Stances, entities, issues, arguments and sources of a store as frozen values."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from stancegraph.model import (
    Argument,
    Entity,
    Issue,
    Position,
    Selection,
    Source,
    Stance,
    date_text,
)
from stancegraph.store import Store, rows
from stancegraph.terms import iri, local

_STANCES = """
SELECT ?s ?holder ?issue ?position ?date ?mode ?source ?dateEnd ?precision ?hedged ?summary
       ?about ?quote ?confidence ?reportedBy ?primary
WHERE {
  %s
  ?s a st:Stance ; st:holder ?holder ; st:issue ?issue ; st:position ?position ;
     st:date ?date ; st:mode ?mode ; dct:source ?source .
  %s
  OPTIONAL { ?s st:dateEnd ?dateEnd } OPTIONAL { ?s st:datePrecision ?precision }
  OPTIONAL { ?s st:hedged ?hedged } OPTIONAL { ?s dct:description ?summary }
  OPTIONAL { ?s st:about ?about } OPTIONAL { ?s st:quote ?quote }
  OPTIONAL { ?s st:confidence ?confidence } OPTIONAL { ?s st:reportedBy ?reportedBy }
  OPTIONAL { ?s prov:hadPrimarySource ?primary }
}
"""
# Which stance is the latest does not depend on the position or the mode that is asked for.
_LATEST = """
  { SELECT ?holder ?issue ?line (MAX(?day) AS ?date) WHERE {
      ?any st:holder ?holder ; st:issue ?issue ; st:date ?day .
      OPTIONAL { ?any st:about ?named } BIND(COALESCE(?named, "") AS ?line)
      %s
    } GROUP BY ?holder ?issue ?line }
"""
_ENTITIES = """
SELECT ?id ?label ?type ?alias ?country ?affiliation ?role ?partOf ?same WHERE {
  ?id rdfs:label ?label ; a ?type FILTER(STRSTARTS(STR(?type), STR(st:)))
  FILTER(?type NOT IN (st:Issue, st:Position, st:Argument, st:Answer))
  OPTIONAL { ?id skos:altLabel ?alias } OPTIONAL { ?id st:country ?country }
  OPTIONAL { ?id st:affiliation ?affiliation } OPTIONAL { ?id st:role ?role }
  OPTIONAL { ?id dct:isPartOf ?partOf } OPTIONAL { ?id schema:sameAs ?same }
}
"""
_ISSUES = """
SELECT ?issue ?label ?short ?position ?positionLabel ?summary ?order ?pole ?opposes WHERE {
  ?issue a st:Issue ; rdfs:label ?label ; st:answer ?answer .
  ?answer st:answerPosition ?position ; st:order ?order ; st:pole ?pole ; skos:definition ?summary .
  ?position rdfs:label ?positionLabel
  OPTIONAL { ?issue skos:altLabel ?short } OPTIONAL { ?position st:opposes ?opposes }
}
"""
_ARGUMENTS = """
SELECT ?id ?label ?summary ?supports WHERE {
  ?id a st:Argument ; rdfs:label ?label ; skos:definition ?summary ; st:supports ?supports
}
"""
_SOURCES = """
SELECT ?id ?title ?url ?kind ?author ?issued ?precision ?publisher WHERE {
  ?id a st:Source ; dct:title ?title
  OPTIONAL { ?id schema:url ?url } OPTIONAL { ?id st:kind ?kind }
  OPTIONAL { ?id dc:creator ?author } OPTIONAL { ?id dct:publisher ?publisher }
  OPTIONAL { ?id dct:issued ?issued ; st:issuedPrecision ?precision }
}
"""


def stances(store: Store, selection: Selection | None = None) -> list[Stance]:
    """The stances of a selection, by date, then by holder and id.

    Args:
        store: the graph.
        selection: which stances; all when not given.
    """
    text = _selecting(selection or Selection())
    people = {entity.id: entity for entity in entities(store)}
    known = issues(store)
    answers = {position.id: position.label for issue in known for position in issue.positions}
    titles = {issue.id: issue.label for issue in known}
    reasons = _grouped(store, "SELECT ?s ?o WHERE { ?s st:because ?o } ORDER BY ?s ?o", "argument")
    earlier = _grouped(store, "SELECT ?s ?o WHERE { ?s st:revises ?o } ORDER BY ?s ?o", "stance")
    documents = {source.id: source for source in sources(store, people)}
    found = []
    for row in _rows(store, text):
        holder = people.get(local("entity", row["holder"]))
        found.append(
            Stance(
                **_core(row),
                **_read_in(documents, local("source", row["source"])),
                holder_label=holder.label if holder else row["holder"],
                holder_type=holder.type if holder else "",
                holder_country=holder.country if holder else None,
                issue_label=titles.get(local("issue", row["issue"]), row["issue"]),
                position_label=answers.get(local("position", row["position"]), row["position"]),
                about_label=_label(people, row["about"]),
                reported_by_label=_label(people, row["reportedBy"]),
                because=tuple(reasons.get(row["s"], ())),
                revises=tuple(earlier.get(row["s"], ())),
            )
        )
    return sorted(found, key=lambda stance: (stance.date, stance.holder, stance.id))


def _core(row: dict[str, Any]) -> dict[str, Any]:
    """The fields that the stance itself has."""
    first = dt.date.fromisoformat(row["date"])
    return {
        "id": local("stance", row["s"]),
        "holder": local("entity", row["holder"]),
        "issue": local("issue", row["issue"]),
        "position": local("position", row["position"]),
        "about": local("entity", row["about"]) if row["about"] else None,
        "mode": local("st", row["mode"]),
        "hedged": row["hedged"] in ("true", "1"),
        "date": first,
        "date_end": dt.date.fromisoformat(row["dateEnd"]) if row["dateEnd"] else first,
        "precision": row["precision"] or "day",
        "summary": row["summary"] or "",
        "quote": row["quote"],
        "confidence": local("st", row["confidence"]) if row["confidence"] else None,
        "reported_by": local("entity", row["reportedBy"]) if row["reportedBy"] else None,
        "primary_source": local("source", row["primary"]) if row["primary"] else None,
    }


def _label(people: Mapping[str, Entity], full: str | None) -> str | None:
    if full is None:
        return None
    entity = people.get(local("entity", full))
    return entity.label if entity else local("entity", full)


def _read_in(documents: dict[str, Source], id: str) -> dict[str, Any]:
    """The fields of a stance that its source has."""
    source = documents.get(id) or Source(id=id, title=id)
    return {
        "source": source.id,
        "source_title": source.title,
        "source_url": source.url,
        "source_kind": source.kind,
        "source_author": source.author,
        "published": source.published,
        "publisher": source.publisher,
        "publisher_label": source.publisher_label,
    }


def sources(store: Store, people: Mapping[str, Entity] | None = None) -> list[Source]:
    """All documents, by id.

    Args:
        store: the graph.
        people: the entities by id, where they are known already.
    """
    if people is None:
        people = {entity.id: entity for entity in entities(store)}
    found = {}
    for row in _rows(store, _SOURCES):
        issued = dt.date.fromisoformat(row["issued"]) if row["issued"] else None
        id = local("source", row["id"])
        found[id] = Source(
            id=id,
            title=row["title"],
            url=row["url"],
            kind=local("st", row["kind"]) if row["kind"] else None,
            author=row["author"],
            published=date_text(issued, row["precision"] or "day") if issued else None,
            publisher=local("entity", row["publisher"]) if row["publisher"] else None,
            publisher_label=_label(people, row["publisher"]),
        )
    return [found[id] for id in sorted(found)]


def _selecting(selection: Selection) -> str:
    """The query for a selection; only IRIs of known form go into its text."""
    narrow = [
        _values("issue", "issue", selection.issue),
        _values("position", "position", selection.position),
        _values("holder", "entity", selection.holder),
        _values("about", "entity", selection.about),
        _values("source", "source", selection.source),
        _values("mode", "st", selection.mode),
        _values("type", "st", selection.type),
        "?holder a ?type ." if selection.type else "",
        "?s st:about ?about ." if selection.about else "",
    ]
    if selection.country:
        codes = " ".join(f'"{code}"' for code in selection.country if code.isalpha())
        narrow.append(f"VALUES ?country {{ {codes} }} ?holder st:country ?country .")
    if selection.since:
        narrow.append(f'FILTER(?date >= "{selection.since.isoformat()}"^^xsd:date)')
    until = selection.as_of
    if until:
        narrow.append(f'FILTER(?date <= "{until.isoformat()}"^^xsd:date)')
    latest = ""
    if selection.current:
        known = f'FILTER(?day <= "{until.isoformat()}"^^xsd:date)' if until else ""
        latest = _LATEST % known
        narrow.append('OPTIONAL { ?s st:about ?also } FILTER(COALESCE(?also, "") = ?line)')
    return _STANCES % (latest, "\n  ".join(part for part in narrow if part))


def _values(variable: str, prefix: str, names: Iterable[str]) -> str:
    terms = " ".join(f"<{iri(prefix, name)}>" for name in names)
    return f"VALUES ?{variable} {{ {terms} }}" if terms else ""


def _rows(store: Store, sparql: str) -> Iterator[dict[str, Any]]:
    solutions = store.query(sparql)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return (dict(zip(names, row, strict=True)) for row in rows(solutions))


def _grouped(store: Store, text: str, kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(store, text):
        found[row["s"]].append(local(kind, row["o"]))
    return found


def entities(store: Store) -> list[Entity]:
    """All entities, by id."""
    found: dict[str, dict[str, Any]] = {}
    aliases: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _ENTITIES):
        id = local("entity", row["id"])
        if row["alias"]:
            aliases[id].add(row["alias"])
        same = row["same"] or ""
        found[id] = {
            "label": row["label"],
            "type": local("st", row["type"]),
            "country": row["country"],
            "affiliation": local("entity", row["affiliation"]) if row["affiliation"] else None,
            "role": row["role"],
            "part_of": local("entity", row["partOf"]) if row["partOf"] else None,
            "wikidata": same.rpartition("/")[2] if "wikidata.org" in same else None,
        }
    return [Entity(id=id, aliases=tuple(sorted(aliases[id])), **found[id]) for id in sorted(found)]


def issues(store: Store) -> list[Issue]:
    """All issues with their positions in order, by id."""
    labels: dict[str, tuple[str, str]] = {}
    answers: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    opposed: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _ISSUES):
        issue, position = local("issue", row["issue"]), local("position", row["position"])
        labels[issue] = (row["label"], row["short"] or row["label"])
        if row["opposes"]:
            opposed[position].add(local("position", row["opposes"]))
        answers[issue][position] = {
            "label": row["positionLabel"],
            "summary": row["summary"],
            "order": int(row["order"]),
            "pole": local("st", row["pole"]),
        }
    return [
        Issue(
            id=issue,
            label=label,
            short=short,
            positions=tuple(
                Position(id=p, opposes=frozenset(opposed[p] & answers[issue].keys()), **fields)
                for p, fields in sorted(answers[issue].items(), key=lambda a: a[1]["order"])
            ),
        )
        for issue, (label, short) in sorted(labels.items())
    ]


def arguments(store: Store) -> list[Argument]:
    """All arguments, by id."""
    found: dict[str, tuple[str, str]] = {}
    supports: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _ARGUMENTS):
        id = local("argument", row["id"])
        found[id] = (row["label"], row["summary"])
        supports[id].add(local("position", row["supports"]))
    return [
        Argument(id=id, label=label, summary=summary, supports=tuple(sorted(supports[id])))
        for id, (label, summary) in sorted(found.items())
    ]
