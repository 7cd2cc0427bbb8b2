"""What a query gives: rows by name, triples, or yes and no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

import pyoxigraph as ox

from stancegraph.errors import MissingExtra
from stancegraph.store import Store
from stancegraph.store.base import broken, solutions
from stancegraph.terms import PREFIXES

_XSD = PREFIXES["xsd"]


def _boolean(text: str) -> bool:
    return text in ("true", "1")


_READERS: dict[str, Callable[[str], Any]] = {
    _XSD + "boolean": _boolean,
    _XSD + "date": dt.date.fromisoformat,
    _XSD + "dateTime": dt.datetime.fromisoformat,
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    **dict.fromkeys((_XSD + t for t in ("integer", "int", "long", "nonNegativeInteger")), int),
}


def python_value(term: Any) -> Any:
    """An RDF term as Python has it: an IRI and a text as `str`, a date as `date`, and so on.

    A literal that is not what its datatype says is given as its text; unbound is None.
    """
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return getattr(term, "value", str(term))
    reader = _READERS.get(term.datatype.value)
    if reader is None:
        return term.value
    try:
        return reader(term.value)
    except (ValueError, InvalidOperation):
        return term.value


class Row:
    """One row of an answer: `row.who`, `row["who"]`, `row[0]`, `who, date = row`."""

    __slots__ = ("_names", "_terms")

    def __init__(self, names: dict[str, int], terms: tuple[Any, ...]) -> None:
        self._names = names
        self._terms = terms

    def term(self, name: str) -> Any:
        """The RDF term itself, a pyoxigraph value, or None when unbound."""
        return self._terms[self._names[name]]

    def __getitem__(self, key: str | int) -> Any:
        return python_value(self._terms[key if isinstance(key, int) else self._names[key]])

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"no column '{name}' ({', '.join(self._names)})") from None

    def __iter__(self) -> Iterator[Any]:
        return (python_value(term) for term in self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def to_dict(self) -> dict[str, Any]:
        """The values by column name."""
        return dict(zip(self._names, self, strict=True))

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{k}={v!r}' for k, v in self.to_dict().items())})"


class Rows:
    """The rows of a SELECT, read once from first to last as the engine finds them.

    `columns` are the names of the variables, in the order of the query.
    """

    def __init__(self, solutions: ox.QuerySolutions) -> None:
        self.solutions = solutions
        self.columns: tuple[str, ...] = tuple(v.value for v in solutions.variables)

    def __iter__(self) -> Iterator[Row]:
        names = {name: i for i, name in enumerate(self.columns)}
        return (Row(names, tuple(solution)) for solution in solutions(self.solutions))

    def terms(self) -> Iterator[tuple[Any, ...]]:
        """The rows as pyoxigraph terms."""
        return (tuple(solution) for solution in solutions(self.solutions))

    def to_dicts(self) -> list[dict[str, Any]]:
        """All rows as dictionaries by column name."""
        return [row.to_dict() for row in self]

    def to_pandas(self) -> Any:
        """All rows as a `pandas.DataFrame`.

        Raises:
            MissingExtra: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtra("pandas", "pandas", "to_pandas") from None
        return pandas.DataFrame(self.to_dicts(), columns=list(self.columns))

    def serialize(self, format: ox.QueryResultsFormat) -> bytes:
        """The rows in a W3C result format."""
        try:
            return self.solutions.serialize(format=format) or b""
        except (SyntaxError, ValueError, OSError) as error:
            raise broken(error) from None


class Triples:
    """The triples of a CONSTRUCT or DESCRIBE, read once."""

    def __init__(self, triples: ox.QueryTriples) -> None:
        self.triples = triples

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self.triples)

    def serialize(self, format: ox.RdfFormat) -> bytes:
        """The triples in an RDF syntax, sorted, with those of our prefixes that they use."""
        found = sorted(self.triples, key=_type_first)
        plain = (ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
        used = {prefix: space for prefix, space in PREFIXES.items() if f"<{space}" in plain}
        return ox.serialize(found, format=format, prefixes=used) or b""


def _type_first(triple: ox.Triple) -> tuple[str, bool, str]:
    is_type = triple.predicate.value == PREFIXES["rdf"] + "type"
    return str(triple.subject), not is_type, f"{triple.predicate} {triple.object}"


def answer(store: Store, text: str) -> Rows | Triples | bool:
    """Answer a query: rows for SELECT, triples for CONSTRUCT and DESCRIBE, a bool for ASK.

    Args:
        store: what is asked.
        text: SPARQL 1.1; our prefixes are declared, the default graph is the union of all.

    Raises:
        QueryError: the text does not parse, or is an update.
    """
    found = store.query(text)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    return Rows(found) if isinstance(found, ox.QuerySolutions) else Triples(found)
