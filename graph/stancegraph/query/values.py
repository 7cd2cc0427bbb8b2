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
from stancegraph.terms import ABSOLUTE_IRI, iri, local

# A selection that refers to more things than this reads all of their kind, in one scan.
_FEW = 2_000
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
      %s
      ?any st:holder ?holder ; st:issue ?issue ; st:date ?day .
      OPTIONAL { ?any st:about ?named } BIND(COALESCE(?named, "") AS ?line)
      %s
    } GROUP BY ?holder ?issue ?line }
"""
_ENTITIES = """
SELECT ?id ?label ?type ?alias ?country ?affiliation ?role ?partOf ?same WHERE {
  %s
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
  %s
  ?id a st:Argument ; rdfs:label ?label ; skos:definition ?summary ; st:supports ?supports
}
"""
_PUBLISHERS = """
SELECT DISTINCT ?publisher ?label WHERE {
  %s ?id dct:publisher ?publisher . ?publisher rdfs:label ?label
}
"""
# An OPTIONAL of two patterns reads all that fits them, however few documents are asked for.
_SOURCES = """
SELECT ?id ?title ?url ?kind ?author ?issued ?precision ?publisher WHERE {
  %s
  ?id a st:Source ; dct:title ?title
  OPTIONAL { ?id schema:url ?url } OPTIONAL { ?id st:kind ?kind }
  OPTIONAL { ?id dc:creator ?author }
  OPTIONAL { ?id dct:publisher ?publisher } OPTIONAL { ?id dct:issued ?issued }
  OPTIONAL { ?id st:issuedPrecision ?precision }
}
"""


def stances(store: Store, selection: Selection | None = None) -> list[Stance]:
    """The stances of a selection, by date, then by holder and id.

    Args:
        store: the graph.
        selection: which stances; all when not given.
    """
    chosen = selection or Selection()
    return _stances(store, _selecting(chosen), whole=chosen == Selection())


def stances_named(store: Store, ids: Iterable[str]) -> list[Stance]:
    """The stances of these ids, by date, then by holder and id; what is no stance is left out.

    Args:
        store: the graph.
        ids: short names under `stance:`, or IRIs.
    """
    named = _values("s", "stance", dict.fromkeys(ids))
    return _stances(store, _STANCES % (named, ""), whole=False) if named else []


def _stances(store: Store, text: str, *, whole: bool) -> list[Stance]:
    read = list(_rows(store, text))

    def only(*columns: str) -> set[str] | None:
        """The things that the rows refer to; None where reading all of them is as well."""
        things = {row[column] for row in read for column in columns if row[column]}
        # A blank node cannot be asked for by its name.
        few = not whole and len(things) <= _FEW and all(map(ABSOLUTE_IRI.match, things))
        return things if few else None

    documents = {source.id: source for source in sources(store, only("source"))}
    concerned = only("holder", "about", "reportedBy")
    people = {entity.id: entity for entity in entities(store, concerned)}
    known = issues(store)
    answers = {position.id: position.label for issue in known for position in issue.positions}
    titles = {issue.id: issue.label for issue in known}
    reasons = _grouped(store, "st:because", "argument", only("s"))
    earlier = _grouped(store, "st:revises", "stance", only("s"))
    found = []
    for row in read:
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
    entity = people.get(local("entity", full)) if full else None
    return entity.label if entity else _short("entity", full)


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


def sources(store: Store, only: Iterable[str] | None = None) -> list[Source]:
    """Documents, by id.

    Args:
        store: the graph.
        only: the ids or IRIs of some; all when not given.
    """
    some = _some("source", only)
    called = {row["publisher"]: row["label"] for row in _rows(store, _PUBLISHERS % some)}
    found = {}
    for row in _rows(store, _SOURCES % some):
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
            publisher_label=called.get(row["publisher"]) or _short("entity", row["publisher"]),
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
        # Lines of other holders and on other issues need not be looked at.
        latest = _LATEST % ("\n      ".join(filter(None, narrow[0:3:2])), known)
        narrow.append('OPTIONAL { ?s st:about ?also } FILTER(COALESCE(?also, "") = ?line)')
    return _STANCES % (latest, "\n  ".join(part for part in narrow if part))


def _some(kind: str, only: Iterable[str] | None) -> str:
    """What narrows `?id` to some of a kind; of none it leaves nothing, which is right."""
    if only is None:
        return ""
    return f"VALUES ?id {{ {' '.join(f'<{iri(kind, name)}>' for name in only)} }}"


def _short(kind: str, full: str | None) -> str | None:
    return local(kind, full) if full else None


def _values(variable: str, prefix: str, names: Iterable[str]) -> str:
    terms = " ".join(f"<{iri(prefix, name)}>" for name in names)
    return f"VALUES ?{variable} {{ {terms} }}" if terms else ""


def _rows(store: Store, sparql: str) -> Iterator[dict[str, Any]]:
    solutions = store.query(sparql)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return (dict(zip(names, row, strict=True)) for row in rows(solutions))


def _grouped(
    store: Store, predicate: str, kind: str, subjects: set[str] | None
) -> dict[str, list[str]]:
    """The ids that a predicate leads to, by subject; of some subjects, or of all."""
    some = "" if subjects is None else f"VALUES ?s {{ {' '.join(f'<{s}>' for s in subjects)} }}"
    found: dict[str, list[str]] = defaultdict(list)
    text = f"SELECT ?s ?o WHERE {{ {some} ?s {predicate} ?o }} ORDER BY ?s ?o"
    for row in _rows(store, text):
        found[row["s"]].append(local(kind, row["o"]))
    return found


def entities(store: Store, only: Iterable[str] | None = None) -> list[Entity]:
    """Entities, by id.

    Args:
        store: the graph.
        only: the ids or IRIs of some; all when not given.
    """
    found: dict[str, dict[str, Any]] = {}
    aliases: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _ENTITIES % _some("entity", only)):
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


def arguments(store: Store, only: Iterable[str] | None = None) -> list[Argument]:
    """Arguments, by id.

    Args:
        store: the graph.
        only: the ids or IRIs of some; all when not given.
    """
    found: dict[str, tuple[str, str]] = {}
    supports: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _ARGUMENTS % _some("argument", only)):
        id = local("argument", row["id"])
        found[id] = (row["label"], row["summary"])
        supports[id].add(local("position", row["supports"]))
    return [
        Argument(id=id, label=label, summary=summary, supports=tuple(sorted(supports[id])))
        for id, (label, summary) in sorted(found.items())
    ]
