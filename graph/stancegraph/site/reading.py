"""What pages read of a store: never more than they show, and the counts of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import pyoxigraph as ox

from stancegraph.model import Stance
from stancegraph.query import stances_named
from stancegraph.store import Store, rows, text
from stancegraph.terms import ABSOLUTE_IRI, PREFIXES

# How many stances one list of a page shows; a page says how many there are besides.
MOST: Final = 100
# How many names stand in one line.
MOST_NAMES: Final = 40

Key = TypeVar("Key")
Value = TypeVar("Value")

_NAMES = """
SELECT ?id ?name WHERE {
  VALUES ?id { %s }
  ?id ?by ?name
  FILTER(?by IN (rdfs:label, dct:title, skos:prefLabel, schema:name, foaf:name))
}
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Some stances of many: the newest, in the order of their dates.

    Args:
        stances: those that are shown.
        total: how many there are.
    """

    stances: tuple[Stance, ...]
    total: int

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.stances)

    def __iter__(self) -> Iterator[Stance]:
        return iter(self.stances)

    def __bool__(self) -> bool:
        return self.total > 0


def listed(store: Store, pattern: str, most: int = MOST) -> Listed:
    """The newest stances that a pattern finds.

    Args:
        store: the graph.
        pattern: SPARQL about `?s`, in which every IRI is known to be one.
        most: how many at most.
    """
    pattern = f"?s a st:Stance ; st:date ?date . {pattern}"
    found = [
        str(row[0])
        for row in table(
            store,
            f"SELECT DISTINCT ?s ?date WHERE {{ {pattern} }} ORDER BY DESC(?date) ?s "
            f"LIMIT {most + 1}",
        )
    ]
    total = len(found)
    if total > most:
        count = table(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {pattern} }}")
        total = int(count[0][0] or 0)
    shown = stances_named(store, filter(ABSOLUTE_IRI.match, found[:most]))
    return Listed(tuple(shown), total)


def table(store: Store, query: str) -> list[tuple[str | None, ...]]:
    """The rows of a SELECT as texts."""
    return list(rows(store.query(query)))


def names(store: Store, iris: Iterable[str | None]) -> dict[str, str]:
    """What things are called, by IRI; one without a name is left out."""
    wanted = " ".join(f"<{each}>" for each in dict.fromkeys(iris) if each and is_iri(each))
    if not wanted:
        return {}
    # Of several names the first in the alphabet, so that a page is the same each time.
    found = sorted(table(store, _NAMES % wanted), key=str, reverse=True)
    return {str(id): str(name) for id, name in found if name}


def is_iri(text: str) -> bool:
    """Whether a text can stand between < and > in a query."""
    return bool(ABSOLUTE_IRI.match(text))


def types(store: Store, iri: str) -> set[str]:
    """The classes of a thing."""
    return {text(q.object) for q in store.quads(subject=iri, predicate=PREFIXES["rdf"] + "type")}


def first(found: Iterable[Any]) -> Any:
    """The first, or None."""
    return next(iter(found), None)


def subjects(store: Store, predicate: str, object: str) -> list[str]:
    """The IRIs of what leads to a thing by a predicate, sorted."""
    quads = store.quads(predicate=predicate, object=object)
    return sorted({q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)})


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """What belongs to each key, in the order of their coming."""
    found: dict[Key, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
