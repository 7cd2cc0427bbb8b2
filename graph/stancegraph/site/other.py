"""What the page of any other IRI shows: what is said of it, and what leads to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from stancegraph.site.reading import MOST_NAMES, names, table
from stancegraph.site.render import View
from stancegraph.site.words import term_words
from stancegraph.store import Store
from stancegraph.terms import PREFIXES, compact, iri
from stancegraph.vocabulary import ontology_triples

# Names of files of the machine on which a graph was loaded are no business of a reader.
_UNTOLD = iri("st", "loadedFrom")
_COUNTS = "SELECT ?by (COUNT(*) AS ?n) WHERE { <%s> ?by ?to } GROUP BY ?by ORDER BY ?by"
_LEADING_COUNTS = "SELECT ?by (COUNT(*) AS ?n) WHERE { ?from ?by <%s> } GROUP BY ?by ORDER BY ?by"
_LEADING = "SELECT ?from WHERE { ?from <%s> <%s> } ORDER BY ?from LIMIT %d"
_SAID_BY = "SELECT ?to WHERE { <%s> <%s> ?to } ORDER BY ?to LIMIT %d"


@dataclass(frozen=True, slots=True)
class Value:
    """A thing or a text, as a page shows it.

    Args:
        text: what it is called, or the text.
        iri: its IRI, if it is a thing.
        note: the language of a text, or the type of another value.
    """

    text: str
    iri: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A property with some of its values.

    Args:
        iri: the property.
        label: what it is called.
        values: those that are shown.
        total: how many there are.
    """

    iri: str
    label: str
    values: tuple[Value, ...]
    total: int

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.values)


def other_view(store: Store, full: str) -> View | None:
    """The page of any IRI; None when nothing is said of it and nothing leads to it."""
    said = _table(store, full, _COUNTS % full, _SAID_BY, leading=False)
    leading = _table(store, full, _LEADING_COUNTS % full, _LEADING, leading=True)
    size = _size(store, full)
    if not said and not leading and size is None:
        return None
    called = names(store, [full]).get(full)
    declared = [p for p in _declared(full) if p.iri not in {s.iri for s in said}]
    label = called or next(
        (p.values[0].text for p in declared if p.label == "label"), compact(full)
    )
    label = label.strip("<>")
    data = {"label": label, "said": [*declared, *said], "leading": leading, "size": size}
    words = f"What the graph of AI-industry stances says of {label}, and what leads to it there."
    return View("other", label, words, data, full)


def _table(store: Store, full: str, counts: str, query: str, *, leading: bool) -> list[Property]:
    counted = [(str(by), int(n or 0)) for by, n in table(store, counts) if by != _UNTOLD]
    terms: dict[str, list[Any]] = {}
    for by, _ in counted:
        places = (by, full) if leading else (full, by)
        found = store.query(query % (*places, MOST_NAMES))
        assert isinstance(found, ox.QuerySolutions)
        terms[by] = [row[0] for row in found]
    called = names(store, (t.value for ts in terms.values() for t in ts if _is_iri(t)))
    return [
        Property(by, term_words(by), tuple(_value(term, called) for term in terms[by]), total)
        for by, total in counted
    ]


def _is_iri(term: Any) -> bool:
    return isinstance(term, ox.NamedNode)


def _value(term: Any, called: dict[str, str]) -> Value:
    if isinstance(term, ox.NamedNode):
        return Value(called.get(term.value) or term_words(term.value), term.value)
    if not isinstance(term, ox.Literal):
        return Value(str(term))
    kind = compact(term.datatype.value)
    plain = kind in ("xsd:string", "rdf:langString")
    return Value(term.value, note=term.language or ("" if plain else kind.strip("<>")))


def _declared(full: str) -> list[Property]:
    """What the vocabulary itself says of a term, which no graph repeats."""
    if not full.startswith(PREFIXES["st"]):
        return []
    found = (t for t in ontology_triples() if text_of(t.subject) == full)
    ordered = sorted(found, key=lambda t: text_of(t.predicate))
    return [
        Property(by, term_words(by), tuple(values), len(values))
        for by, triples in groupby(ordered, key=lambda t: text_of(t.predicate))
        if (values := [_value(t.object, {}) for t in triples])
    ]


def text_of(term: Any) -> str:
    """The IRI of a term, or its text."""
    return str(getattr(term, "value", term))


def _size(store: Store, full: str) -> int | None:
    """How many triples the graph of this name has; None when there is none."""
    found: Iterable[Any] = table(
        store, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{full}> {{ ?s ?p ?o }} }}"
    )
    return next((int(n) for (n,) in found if n and int(n)), None)
