"""When, from which file and by which version each graph was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from stancegraph.store import Store, text
from stancegraph.terms import PREFIXES, PROVENANCE
from stancegraph.version import VERSION

_GRAPH = ox.NamedNode(PROVENANCE)
_WHEN = ox.NamedNode(PREFIXES["prov"] + "generatedAtTime")
_FROM = ox.NamedNode(PREFIXES["st"] + "loadedFrom")
_BY = ox.NamedNode(PREFIXES["st"] + "loadedBy")


def note(store: Store, made: Mapping[str, str], staged: ox.Store) -> ox.Store:
    """Add the whole provenance graph to a staged store: what stays true, and what is new.

    Args:
        store: the graph as it is now.
        made: the IRIs of graphs that have just been written, and the file of each.
        staged: the store to add to.

    Returns:
        The staged store.
    """
    there = set(store.graphs()) - set(made)
    old = (quad for quad in store.quads(graph=PROVENANCE) if text(quad.subject) in there)
    staged.extend(old)
    staged.extend(_notes(made))
    return staged


def _notes(made: Mapping[str, str]) -> Iterator[ox.Quad]:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    when = ox.Literal(now, datatype=ox.NamedNode(PREFIXES["xsd"] + "dateTime"))
    for graph, file in made.items():
        subject = ox.NamedNode(graph)
        yield ox.Quad(subject, _WHEN, when, _GRAPH)
        yield ox.Quad(subject, _FROM, ox.Literal(file), _GRAPH)
        yield ox.Quad(subject, _BY, ox.Literal(f"stancegraph {VERSION}"), _GRAPH)
