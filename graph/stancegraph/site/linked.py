"""The RDF that is served for a thing: what is said of it, of its parts, and who names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from stancegraph.site.addresses import Addresses
from stancegraph.site.reading import is_iri, table
from stancegraph.store import Store
from stancegraph.store.base import solutions
from stancegraph.terms import DESCRIBING, LICENCE, PREFIXES, VOCABULARY, compact
from stancegraph.vocabulary import ontology_triples

Triples = dict[ox.Triple, None]

# How many stances, or other things that lead to one, come with it: the newest.
MOST = 200
# Names of files of the machine on which a graph was loaded are no business of a reader.
_SAID = "SELECT ?s ?p ?o WHERE { VALUES ?s { %s } ?s ?p ?o FILTER(?p != st:loadedFrom) }"
_NAMES = "SELECT ?s ?p ?o WHERE { VALUES ?s { %s } ?s ?p ?o FILTER(?p IN (rdfs:label, dct:title)) }"
_PARTS = """
SELECT DISTINCT ?part WHERE {
  VALUES ?s { %s }
  { ?s st:answer|st:citation|oa:hasTarget|oa:hasSelector ?part } UNION { ?part oa:hasBody ?s }
}
"""
_NAMING = """
SELECT ?s WHERE {
  { SELECT DISTINCT ?s WHERE { ?s a st:Stance ; ?by <%s> } }
  OPTIONAL { ?s st:date ?date }
} ORDER BY DESC(?date) ?s LIMIT %d
"""
_LEADING = """
SELECT ?s ?p ?o WHERE {
  VALUES ?o { <%s> } ?s ?p ?o FILTER(isIRI(?s)) FILTER NOT EXISTS { ?s a st:Stance }
} LIMIT %d
"""


def linked(store: Store, full: str, addresses: Addresses) -> list[ox.Triple]:
    """The triples that a thing's IRI leads to; none when nothing is said of it.

    They are: all that is said of the thing and of its parts (answers, citations, the quotation's
    annotation), the newest stances that name it, what else leads to it, what all these refer to is
    called, and which document this is, under which licence.

    Args:
        store: the graph.
        full: the IRI of the thing.
        addresses: where the document stands.
    """
    if not is_iri(full):
        return []
    if full == VOCABULARY:
        return [*_about(full, 0, addresses), *(quad.triple for quad in ontology_triples())]
    naming = _naming(store, full)
    found = _described(store, [full, *naming])
    found |= _triples(store, _LEADING % (full, MOST))
    if full.startswith(PREFIXES["st"]):
        term = ox.NamedNode(full)
        found |= dict.fromkeys(q.triple for q in ontology_triples() if q.subject == term)
    if not found:
        return []
    objects = {t.object.value for t in found if isinstance(t.object, ox.NamedNode)}
    found |= _triples(store, _NAMES % _values(objects))
    return [*_about(full, len(naming), addresses), *found]


def turtle(store: Store, full: str) -> str:
    """What is said of a thing itself, in Turtle with the prefixes that it uses."""
    said = _triples(store, _SAID % _values([full]))
    ordered = sorted(said, key=lambda t: (compact(t.predicate.value), str(t.object)))
    plain = " ".join(map(str, ordered))
    used = {prefix: space for prefix, space in PREFIXES.items() if f"<{space}" in plain}
    return (ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=used) or b"").decode()


def _described(store: Store, things: list[str]) -> Triples:
    """What is said of things, of their parts, and of the parts of these: in few requests."""
    every = dict.fromkeys(things)
    level = things
    while level:
        parts = (str(row[0]) for row in table(store, _PARTS % _values(level)))
        level = [part for part in dict.fromkeys(parts) if is_iri(part) and part not in every]
        every |= dict.fromkeys(level)
    return _triples(store, _SAID % _values(every))


def _naming(store: Store, full: str) -> list[str]:
    """The newest stances that name a thing."""
    return [str(row[0]) for row in table(store, _NAMING % (full, MOST)) if is_iri(str(row[0]))]


def _triples(store: Store, query: str) -> Triples:
    """The rows of a query for `?s ?p ?o` as triples, each once."""
    answer = store.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return dict.fromkeys(ox.Triple(row["s"], row["p"], row["o"]) for row in solutions(answer))


def _values(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


def _about(full: str, naming: int, addresses: Addresses) -> Iterator[ox.Triple]:
    """Which document this is: about what, of which graph, under which licence."""
    at = addresses.thing(full)
    address = addresses.absolute(at.partition("#")[0]) if at else ""
    # Without a host the document has no IRI that could be told, and a thing is no document.
    if not is_iri(address) or address == full:
        return
    document = ox.NamedNode(address)
    foaf, dct, rdfs = PREFIXES["foaf"], PREFIXES["dct"], PREFIXES["rdfs"]
    yield ox.Triple(
        document, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(foaf + "Document")
    )
    yield ox.Triple(document, ox.NamedNode(foaf + "primaryTopic"), ox.NamedNode(full))
    yield ox.Triple(document, ox.NamedNode(dct + "license"), ox.NamedNode(LICENCE))
    dataset = ox.NamedNode(addresses.dataset)
    yield ox.Triple(document, ox.NamedNode(DESCRIBING["void"] + "inDataset"), dataset)
    if naming == MOST:
        text = f"Of the stances that name this thing, the newest {MOST} are here; SPARQL has all."
        yield ox.Triple(document, ox.NamedNode(rdfs + "comment"), ox.Literal(text, language="en"))
