"""What a store already knows: the names that records refer to, and who describes what."""

from __future__ import annotations

from collections.abc import Callable

from stancegraph.records import Known
from stancegraph.store import Answer, Store, rows, text
from stancegraph.terms import PREFIXES, local

_POSITIONS = """
SELECT ?issue ?position ?label WHERE {
  ?issue st:answer ?answer . ?answer st:answerPosition ?position ; st:order ?order .
  ?position rdfs:label ?label
} ORDER BY ?issue ?order
"""
_ARGUMENTS = "SELECT ?id ?position WHERE { ?id a st:Argument ; st:supports ?position }"
_SOURCES = "SELECT ?id WHERE { ?id a st:Source }"
_ENTITIES = """
SELECT ?id ?label ?alias WHERE {
  ?id rdfs:label ?label FILTER(STRSTARTS(STR(?id), STR(entity:)))
  OPTIONAL { ?id skos:altLabel ?alias }
} ORDER BY ?id ?alias
"""
# What a vocabulary describes.
_OWNERS = """
SELECT ?id ?graph WHERE {
  GRAPH ?graph { ?id a ?type }
  FILTER(STRSTARTS(STR(?id), STR(entity:)) || STRSTARTS(STR(?id), STR(issue:))
    || STRSTARTS(STR(?id), STR(position:)) || STRSTARTS(STR(?id), STR(argument:)))
}
"""


def known_names(store: Store) -> Known:
    """The entities, issues, arguments and sources that a store describes."""
    known = Known(owner=_owner(store))
    add_names(known, store.query)
    return known


def add_names(known: Known, query: Callable[[str], Answer]) -> None:
    """Add what a query function's store describes to the known names."""
    names: dict[str, dict[str, None]] = {}
    for id, label, alias in _texts(query, _ENTITIES):
        found = names.setdefault(local("entity", id), {label: None})
        if alias:
            found[alias] = None
    known.entities |= {id: tuple(found) for id, found in names.items()}
    for issue, position, label in _texts(query, _POSITIONS):
        answers = known.positions.setdefault(local("issue", issue), {})
        answers[local("position", position)] = label
    supports: dict[str, set[str]] = {}
    for id, position in _texts(query, _ARGUMENTS):
        supports.setdefault(local("argument", id), set()).add(local("position", position))
    known.arguments |= {id: frozenset(positions) for id, positions in supports.items()}
    known.sources |= {local("source", id) for (id,) in _texts(query, _SOURCES)}


def _texts(query: Callable[[str], Answer], sparql: str) -> list[list[str]]:
    return [[value or "" for value in row] for row in rows(query(sparql))]


def _owner(store: Store) -> Callable[[str], str | None]:
    """Tells which graph describes a thing."""
    described = PREFIXES["rdf"] + "type"
    listed: dict[str, str] = {}

    def owner(iri: str) -> str | None:
        if store.far:
            if not listed:
                listed.update((str(id), str(graph)) for id, graph in rows(store.query(_OWNERS)))
            return listed.get(iri)
        quad = next(store.quads(subject=iri, predicate=described), None)
        return text(quad.graph_name) if quad else None

    return owner
