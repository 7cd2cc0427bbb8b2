"""What a store says of the graphs that a load touches: at hand, or fetched in a few requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from stancegraph.store import Store, rows, text
from stancegraph.store.base import batches, solutions
from stancegraph.terms import PREFIXES

_CITES = PREFIXES["dct"] + "references"
# Documents that one query asks for.
_SOME = 1_000
_CITING = """
SELECT ?s ?p ?o ?g WHERE {{
  VALUES ?o {{ {} }} VALUES ?p {{ dct:references }} GRAPH ?g {{ ?s ?p ?o }}
}}
"""
# Of positions it matters who describes them, and what they oppose.
_POSITIONS = """
SELECT ?s ?p ?o ?g WHERE {
  VALUES ?p { rdf:type st:opposes } GRAPH ?g { ?s ?p ?o }
  FILTER(?p = st:opposes || ?o = st:Position)
}
"""
_USING = "SELECT DISTINCT ?thing ?g WHERE {{ VALUES ?thing {{ {} }} GRAPH ?g {{ ?s ?p ?thing }} }}"


def around(store: Store, graphs: Iterable[str]) -> Store:
    """A store that says the same of some graphs, of what they cite and of who cites that.

    Args:
        store: the store; one that is not far is given back itself.
        graphs: the IRIs of the graphs that are to be written.
    """
    touched = set(graphs)
    near = store.local(touched)
    if near is store:
        return near
    cited = {text(quad.object) for quad in near.quads(predicate=_CITES)}
    staged = ox.Store()
    staged.extend(store.local(cited - touched).quads())
    for some in _some(cited | touched):
        staged.extend(_found(store, _CITING.format(some)))
    staged.extend(_found(store, _POSITIONS))
    near.replace((), staged)
    return near


def users(store: Store, things: Iterable[str]) -> dict[str, set[str]]:
    """The graphs in which each of some things is referred to."""
    found: dict[str, set[str]] = {}
    for some in _some(things):
        for thing, graph in rows(store.query(_USING.format(some))):
            found.setdefault(str(thing), set()).add(str(graph))
    return found


def _found(store: Store, query: str) -> Iterator[ox.Quad]:
    answer = store.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return (ox.Quad(*row) for row in solutions(answer))


def _some(names: Iterable[str]) -> Iterator[str]:
    """IRIs as SPARQL lists them, so many at a time."""
    for some in batches(sorted(names), _SOME):
        yield " ".join(str(ox.NamedNode(name)) for name in some)
