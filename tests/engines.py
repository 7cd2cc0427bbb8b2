"""The same graph in rdflib's own store, and rows of both engines in one form."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

import stancegraph as sg
from stancegraph.terms import compact


def in_rdflib(graph: sg.StanceGraph) -> Any:
    """The quads in rdflib's own store, which rdflib's own engine answers."""
    import rdflib

    copy = rdflib.Dataset(default_union=True)
    copy.parse(data="".join(f"{quad} .\n" for quad in graph.store.quads()), format="nquads")
    return copy


def cells(row: Iterable[Any]) -> list[str]:
    """The terms of a row as people write them: `entity:acme`, plain numbers, "" for unbound."""
    return [_cell(term) for term in row]


def _cell(term: Any) -> str:
    if term is None:
        return ""
    # pyoxigraph's terms keep their text in .value, rdflib's are texts themselves.
    text = str(term) if isinstance(term, str) else str(term.value)
    if type(term).__name__ in ("NamedNode", "URIRef"):
        name = compact(text)
        return text if name.startswith("<") else name
    return _number(text) if str(term.datatype or "").rstrip(">").endswith("decimal") else text


def _number(text: str) -> str:
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text
