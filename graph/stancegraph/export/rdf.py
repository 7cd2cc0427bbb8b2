"""RDF: sorted quads, so that the same graph gives the same bytes, in any syntax of Oxigraph's."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyoxigraph as ox

from stancegraph.errors import QueryError, StancegraphError
from stancegraph.export.compact import write_compact
from stancegraph.formats import Format
from stancegraph.store import Store, text
from stancegraph.terms import DERIVED, PREFIXES, PROVENANCE, compact

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
# What XML 1.0 cannot carry, and the one character that its readers turn into another.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
# An element's name, which RDF/XML cuts from the end of a predicate.
_XML_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_IN_NO_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

Graph = tuple[str | None, list[ox.Quad]]


class _Count:
    """Counts what goes by."""

    def __init__(self) -> None:
        self.total = 0

    def over(self, graphs: Iterable[Graph]) -> Iterator[Graph]:
        for name, quads in graphs:
            self.total += len(quads)
            yield name, quads


def write_rdf(store: Store, file: BinaryIO, format: Format, derived: bool) -> int:
    """Write a whole store, one graph after another; a syntax of triples gets the union.

    Args:
        store: what to write.
        file: where to.
        format: one with an RDF syntax.
        derived: with the derived facts and the bookkeeping.

    Returns:
        How many quads or triples were written.

    Raises:
        StancegraphError: the syntax has no way to say something of it.
    """
    return _write(_graphs(store, derived), file, format)


def write_constructed(store: Store, query: str, file: BinaryIO, format: Format) -> int:
    """Write the triples that a CONSTRUCT or DESCRIBE gives; how many they are.

    Raises:
        QueryError: the query does not parse, or is of another kind.
        StancegraphError: the syntax has no way to say something of it.
    """
    answer = store.query(query)
    if not isinstance(answer, ox.QueryTriples):
        raise QueryError("the query gives no triples (CONSTRUCT and DESCRIBE do)")
    return _write([(None, _sorted(_quad(triple) for triple in answer))], file, format)


def _graphs(store: Store, derived: bool) -> Iterator[Graph]:
    loose = store.query(_IN_NO_GRAPH, union=False)
    assert isinstance(loose, ox.QueryTriples)
    found = _sorted(_quad(triple) for triple in loose)
    if found:
        yield None, found
    for name in store.graphs():
        if derived or name not in (DERIVED, PROVENANCE):
            yield name, _sorted(store.quads(graph=name))


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object)


def _sorted(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """By subject, its type first, without what stands twice."""
    return sorted(set(quads), key=_order)


def _order(quad: ox.Quad) -> tuple[str, bool, str, str]:
    predicate = quad.predicate
    return text(quad.subject), predicate != _TYPE, predicate.value, str(quad.object)


def _write(graphs: Iterable[Graph], file: BinaryIO, format: Format) -> int:
    assert format.rdf is not None
    count = _Count()
    graphs = count.over(graphs)
    if format.rdf == ox.RdfFormat.JSON_LD:
        write_compact(graphs, file)
        return count.total
    quads = (quad for _, found in graphs for quad in found)
    if format.quads:
        ox.serialize(quads, file, format.rdf, prefixes=PREFIXES)
    else:
        if format.rdf == ox.RdfFormat.RDF_XML:
            quads = (_writable_in_xml(quad) for quad in quads)
        ox.serialize((quad.triple for quad in quads), file, format.rdf, prefixes=PREFIXES)
    return count.total


def _writable_in_xml(quad: ox.Quad) -> ox.Quad:
    """The quad itself, unless RDF/XML would say something else or be no XML at all."""
    bad = _NOT_IN_XML.search(quad.object.value) if isinstance(quad.object, ox.Literal) else None
    if bad:
        what = f"the character U+{ord(bad.group()):04X} of {compact(text(quad.subject))}"
    elif not _ends_in_a_name(quad.predicate.value):
        what = f"the predicate {compact(quad.predicate.value)}, whose end is no XML name"
    else:
        return quad
    raise StancegraphError(f"RDF/XML cannot hold {what} (the other RDF formats can)")


@functools.lru_cache
def _ends_in_a_name(predicate: str) -> bool:
    return _XML_NAME.search(predicate) is not None
