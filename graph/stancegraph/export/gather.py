"""The records and vocabularies that a graph could have been made from."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

import pyoxigraph as ox

from stancegraph.records import lower, lower_vocabulary
from stancegraph.store import Store, rows, text
from stancegraph.terms import DERIVED, PREFIXES, PROVENANCE
from stancegraph.vocabulary import members

Body = dict[str, Any]

_SOURCE = PREFIXES["dct"] + "source"
_CITES = PREFIXES["dct"] + "references"
_FIRST = PREFIXES["prov"] + "hadPrimarySource"
_PARTS = (PREFIXES["st"] + "citation", PREFIXES["st"] + "merge")
# From a stance to the words that it rests on.
_BODY, _TARGET, _SELECTOR = (PREFIXES["oa"] + n for n in ("hasBody", "hasTarget", "hasSelector"))
_TYPE = PREFIXES["rdf"] + "type"
_OURS = (DERIVED, PROVENANCE)
_IN_TIME = """
SELECT ?source (MIN(?day) AS ?first) ?issued WHERE {
  ?stance a st:Stance ; dct:source ?source ; st:date ?day . OPTIONAL { ?source dct:issued ?issued }
  FILTER(ISIRI(?source))
} GROUP BY ?source ?issued
"""


def records(store: Store) -> Iterator[Body]:
    """Every source that has stances as a record, by date and then by id.

    What is said of a source counts in whichever graph it stands, so that the stances of RDF that
    was loaded without named graphs are found too.
    """
    order: dict[str, str] = {}
    for source, first, issued in rows(store.query(_IN_TIME)):
        assert source is not None
        order[source] = min(order.get(source, "9999"), issued or first or "")
    for source in sorted(order, key=lambda one: (order[one], one)):
        quads = [*_of_source(store, source)]
        quads += _first_said_elsewhere(source, quads, order)
        cited = dict.fromkeys(text(q.object) for q in quads if q.predicate.value == _CITES)
        yield lower(source, quads, (quad for one in cited for quad in _about(store, one)))


def _about(store: Store, subject: str) -> Iterator[ox.Quad]:
    return (q for q in store.quads(subject=subject) if text(q.graph_name) not in _OURS)


def _of_source(store: Store, source: str) -> Iterator[ox.Quad]:
    """What is said of a source, its citations, its stances and what they rest on."""
    yield from _about(store, source)
    for part in _PARTS:
        for quad in store.quads(subject=source, predicate=part):
            yield from _about(store, text(quad.object))
    for quad in store.quads(predicate=_SOURCE, object=source):
        yield from _about(store, text(quad.subject))
        for annotation in store.quads(predicate=_BODY, object=text(quad.subject)):
            yield from _along(store, text(annotation.subject), (_TARGET, _SELECTOR))


def _along(store: Store, subject: str, path: Sequence[str]) -> Iterator[ox.Quad]:
    """What is said of a thing, and of what it leads to along a path."""
    yield from _about(store, subject)
    if path:
        for quad in store.quads(subject=subject, predicate=path[0]):
            yield from _along(store, text(quad.object), path[1:])


def _first_said_elsewhere(
    source: str, quads: Iterable[ox.Quad], own: Container[str]
) -> Iterator[ox.Quad]:
    """A document that only a stance names becomes one that its source cites.

    A record has no other place to describe one that has no record of its own.
    """
    for quad in quads:
        document = text(quad.object) if quad.predicate.value == _FIRST else ""
        if document.startswith(PREFIXES["source"]) and document not in own:
            yield ox.Quad(ox.NamedNode(source), ox.NamedNode(_CITES), quad.object)


def vocabularies(store: Store) -> Iterator[tuple[str, Body]]:
    """Each graph that describes entities, issues or arguments: its IRI, and what it describes."""
    kinds = ("Issue", "Argument", *members("Entity"))
    graphs = {
        text(quad.graph_name)
        for kind in kinds
        for quad in store.quads(predicate=_TYPE, object=PREFIXES["st"] + kind)
    }
    # A position may answer issues of several graphs and is described in one of them.
    positions = [
        quad
        for found in store.quads(predicate=_TYPE, object=PREFIXES["st"] + "Position")
        for quad in _about(store, text(found.subject))
    ]
    for graph in sorted(graphs.difference(_OURS)):
        body = lower_vocabulary([*store.quads(graph=graph), *positions])
        yield graph, {section: items for section, items in body.items() if items}
