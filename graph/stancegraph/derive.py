"""Facts that follow from the stances: what is current, what is held, what revises what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pyoxigraph as ox

from stancegraph.store import MemoryStore, Store, rows
from stancegraph.store.base import solutions
from stancegraph.terms import DERIVED, PREFIXES
from stancegraph.vocabulary import ontology

_ST = PREFIXES["st"]
_REVISES = ox.NamedNode(_ST + "revises")
_GRAPH = ox.NamedNode(DERIVED)
_STANCES = ox.NamedNode(PREFIXES["graph"] + "stances")
# An unbound ?about sorts first and stands for a group of its own.
_LINES = """
SELECT ?holder ?issue ?about ?date ?stance ?position WHERE {
  ?stance a st:Stance ; st:holder ?holder ; st:issue ?issue ; st:date ?date ; st:position ?position
  FILTER(isIRI(?stance))
  OPTIONAL { ?stance st:about ?about }
}
"""

# All that facts are derived from, and one question for each: servers limit what one may give.
_READ = ("rdf:type", "st:holder", "st:issue", "st:date", "st:position", "st:about")
_FACTS = "SELECT ?s ?o WHERE {{ ?s {} ?o {} }}"
_OF_STANCES = "FILTER(?o = st:Stance)"


def derive(store: Store) -> ox.Store:
    """The derived graph of a store, staged.

    Time and memory grow linearly with the number of stances, but for one sort.
    """
    store = _facts(store) if store.far else store
    staged = ox.Store()
    for rule in sorted((ontology() / "rules").glob("*.rq")):
        answer = store.query(rule.read_text("utf-8"))
        assert isinstance(answer, ox.QueryTriples)
        staged.extend(ox.Quad(t.subject, t.predicate, t.object, _GRAPH) for t in answer)
    staged.extend(_revisions(store))
    return staged


def rebuild(store: Store) -> None:
    """Replace the derived graph; one that is missing tells of an interrupted load."""
    store.replace([DERIVED], derive(store))


def missing(store: Store) -> bool:
    """Whether there are stances but no facts derived from them."""
    return not store.has(graph=DERIVED) and store.has(predicate=_ST + "holder")


def _facts(store: Store) -> Store:
    """What the stances of a store are derived from, in memory.

    A few requests, instead of one for each rule; and the days are compared here, as not every
    engine compares them.
    """
    copy, staged = MemoryStore(), ox.Store()
    for name in _READ:
        prefix, _, term = name.partition(":")
        predicate = ox.NamedNode(PREFIXES[prefix] + term)
        answer = store.query(_FACTS.format(name, _OF_STANCES if prefix == "rdf" else ""))
        assert isinstance(answer, ox.QuerySolutions)
        staged.extend(ox.Quad(s, predicate, o, _STANCES) for s, o in solutions(answer))
    copy.replace((), staged)
    return copy


def _revisions(store: Store) -> Iterator[ox.Quad]:
    """`st:revises`: a stance, and those of the line's date before it that took another position.

    One pass over sorted rows: the same as a query, with NOT EXISTS, does not end on large graphs.
    """
    found = sorted(
        (str(holder), str(issue), about or "", str(date), str(stance), str(position))
        for holder, issue, about, date, stance, position in rows(store.query(_LINES))
    )
    for _, line in groupby(found, key=lambda row: row[:3]):
        before: list[tuple[str, str]] = []
        for _, same_day in groupby(line, key=lambda row: row[3]):
            today = [(row[4], row[5]) for row in same_day]
            positions = {position for _, position in before}
            for stance, position in today:
                if position not in positions:
                    for earlier, _ in before:
                        yield ox.Quad(ox.NamedNode(stance), _REVISES, ox.NamedNode(earlier), _GRAPH)
            before = today
