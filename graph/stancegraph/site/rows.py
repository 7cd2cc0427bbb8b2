"""An answer as a page shows it: cells that are texts, numbers, dates or links to things.

A query gives names where a reader wants them; a text that is the name of one thing, and of no
other, leads to that thing.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from stancegraph.query import Rows
from stancegraph.query.names import KINDS
from stancegraph.query.questions import question_names
from stancegraph.site.reading import grouped, is_iri, names, table
from stancegraph.store import Store
from stancegraph.terms import PREFIXES, compact

MOST_ROWS = 500
_LONGEST_NAME = 200
_THERE = "SELECT ?id WHERE { VALUES ?id { %s } FILTER EXISTS { ?id ?by ?any } }"
_NAMED = """
SELECT DISTINCT ?name ?id WHERE {
  VALUES ?name { %s } ?id rdfs:label|dct:title|skos:altLabel ?name FILTER(isIRI(?id))
}
"""
_NUMBERS = {PREFIXES["xsd"] + t for t in ("integer", "decimal", "double", "float", "int", "long")}
# A date as exactly as it is known, and no bare year, which may be any number.
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\Z")
_BOOLEAN = PREFIXES["xsd"] + "boolean"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row.

    Args:
        text: what is shown.
        kind: `text`, `number`, `date`, `thing` (which has a page), `web` (an address of
            elsewhere), or `question` (of the library).
        to: the IRI, the address or the name that it leads to.
    """

    text: str
    kind: str = "text"
    to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an answer.

    Args:
        columns: their names, for readers.
        numeric: whether a column holds numbers only.
        rows: those that are shown.
        total: how many there are.
    """

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


def read_rows(store: Store, found: Rows, most: int = MOST_ROWS) -> Table:
    """The first rows of an answer, and how many there are.

    Args:
        store: the graph, for the names of things.
        found: the answer; it is read to its end.
        most: how many rows are shown.
    """
    terms = found.terms()
    shown = list(itertools.islice(terms, most))
    total = len(shown) + sum(1 for _ in terms)
    known = _known(store, [term for row in shown for term in row])
    asks = set(question_names())
    rows = tuple(
        _apart(
            _cell(term, known, asks if name == "ask" else set())
            for term, name in zip(row, found.columns, strict=True)
        )
        for row in shown
    )
    numeric = tuple(
        any(row[at].text for row in rows)
        and all(row[at].kind == "number" or not row[at].text for row in rows)
        for at in range(len(found.columns))
    )
    return Table(tuple(name.replace("_", " ") for name in found.columns), numeric, rows, total)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the graph knows of the terms of an answer.

    Args:
        called: what things are called, by IRI.
        there: the IRIs of which it says something.
        named: the IRI of the one thing that a text is the name of.
    """

    called: Mapping[str, str]
    there: frozenset[str]
    named: Mapping[str, str]


def _known(store: Store, terms: list[Any]) -> _Known:
    iris = dict.fromkeys(t.value for t in terms if isinstance(t, ox.NamedNode) and is_iri(t.value))
    texts = dict.fromkeys(t.value for t in terms if isinstance(t, ox.Literal) and _is_name(t))
    some = " ".join(f"<{each}>" for each in iris)
    there = table(store, _THERE % some) if some else []
    # A JSON string is a SPARQL string: the same quotation marks and escapes.
    quoted = " ".join(json.dumps(text, ensure_ascii=False) for text in texts)
    pairs = table(store, _NAMED % quoted) if quoted else []
    found = grouped((str(name), str(id)) for name, id in pairs)
    named = {name: ids[0] for name, ids in found.items() if len(ids) == 1}
    return _Known(names(store, iris), frozenset(str(id) for (id,) in there), named)


def _apart(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """A row that says nothing twice: a thing whose name stands there already is shown by its id."""
    row: list[Cell] = []
    for cell in cells:
        again = cell.kind == "thing" and any(cell.text == before.text for before in row)
        row.append(Cell(_short(cell.to), cell.kind, cell.to) if again else cell)
    return tuple(row)


def _is_name(text: ox.Literal) -> bool:
    return text.datatype.value == PREFIXES["xsd"] + "string" and len(text.value) <= _LONGEST_NAME


def _cell(term: Any, known: _Known, asks: set[str]) -> Cell:
    if isinstance(term, ox.NamedNode):
        text = known.called.get(term.value) or _short(term.value)
        return Cell(text, "thing" if term.value in known.there else "web", term.value)
    if not isinstance(term, ox.Literal):
        return Cell("" if term is None else str(term))
    kind = term.datatype.value
    if kind == _BOOLEAN:
        return Cell("yes" if term.value in ("true", "1") else "no")
    # A question that tells which other one to ask, by its name.
    if term.value in asks:
        return Cell(term.value, "question", term.value)
    if kind in _NUMBERS:
        return Cell(term.value, "number")
    if term.value in known.named:
        return Cell(term.value, "thing", known.named[term.value])
    return Cell(term.value, "date" if _DATE.match(term.value) else "text")


def _short(iri: str) -> str:
    """The name of a thing of ours, or an address without what every address has."""
    for kind in KINDS:
        if iri.startswith(PREFIXES[kind]):
            return iri.removeprefix(PREFIXES[kind])
    return compact(iri).strip("<>").removeprefix("https://").removeprefix("http://")
