"""A picture of the rows of a SELECT, by the names that the Wikidata Query Service reads.

The first column of things is where relations start, each further one where they end. `?xLabel`
is the name of `?x`, `?edgeLabel` that of the relation, `?rgb` the colour of the thing before it.
Other columns are facts: `?xSomething` of the thing `?x`, any other of the relation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from stancegraph.errors import QueryError
from stancegraph.page.result_things import Fact, Names, Things, relation_words
from stancegraph.page.result_triples import triple_graph

_TRIPLE = (("s", "p", "o"), ("subject", "predicate", "object"))
_COLOUR = re.compile(r"rgb\d*\Z")
_SIX_DIGITS = re.compile(r"#?([0-9A-Fa-f]{6})\Z")
_IMAGE = re.compile(r"(image|img|pic|picture|photo|logo)\d*\Z")
# Where Wikimedia Commons keeps its files.
_FILE = "/wiki/Special:FilePath/"
_NO_IMAGES = "Pictures in the answer are left out, because this page fetches nothing."

Row = Sequence[Any]


@dataclass(slots=True)
class _Columns:
    """What each column is for, by its number.

    Args:
        ends: the columns of things, in their order.
        labels: the column with the name of each end.
        colours: the column with the colour of each end.
        about: the columns with facts of each end.
        relation: the column with the IRI of the relation.
        relation_label: the column with its name.
        facts: the columns with facts of the relation.
        images: whether a column holds pictures.
    """

    ends: list[int]
    labels: dict[int, int] = field(default_factory=dict)
    colours: dict[int, int] = field(default_factory=dict)
    about: dict[int, list[int]] = field(default_factory=dict)
    relation: int | None = None
    relation_label: int | None = None
    facts: list[int] = field(default_factory=list)
    images: bool = False


def row_graph(columns: Sequence[str], rows: Sequence[Row], names: Names) -> Things:
    """What a picture of rows draws.

    Args:
        columns: the names of the variables.
        rows: terms of pyoxigraph, None where a variable is unbound.
        names: what is known beside the rows.

    Raises:
        QueryError: the rows have no two columns of things.
    """
    if tuple(columns) in _TRIPLE:
        return _as_triples(rows, names)
    roles = _roles(columns, rows)
    if rows and len(roles.ends) < 2:
        raise QueryError(_unsuitable(columns, roles))
    things = Things(names)
    things.note = _NO_IMAGES if roles.images else ""
    for row in rows:
        _draw(things, row, columns, roles)
    return things


def _as_triples(rows: Sequence[Row], names: Names) -> Things:
    import pyoxigraph as ox

    whole = [row for row in rows if None not in row and isinstance(row[1], ox.NamedNode)]
    return triple_graph([ox.Triple(*row) for row in whole], names)


def _unsuitable(columns: Sequence[str], roles: _Columns) -> str:
    named = " ".join(f"?{name}" for name in columns)
    ends = [f"?{columns[end]}" for end in roles.ends]
    are = f"only {ends[0]} holds things (IRIs)" if ends else "none holds things (IRIs)"
    return (
        f"this SELECT gives no relations to draw: of its variables {named} {are}; select two that "
        "do, such as ?holder ?position, with names in ?holderLabel ?positionLabel ?edgeLabel if "
        "wanted, or write a CONSTRUCT"
    )


def _roles(columns: Sequence[str], rows: Sequence[Row]) -> _Columns:
    numbers = {name: number for number, name in enumerate(columns)}
    edge, edge_label = numbers.get("edge"), numbers.get("edgeLabel", numbers.get("edgelabel"))
    images = {n for n in numbers.values() if _is_image(columns[n], rows, n)}
    taken = {edge, edge_label, *images}
    ends = [n for n in numbers.values() if n not in taken and _holds_things(rows, n)]
    # A name may be an IRI where no better one is known.
    named = {end: numbers.get(f"{columns[end]}Label") for end in ends}
    ends = [end for end in ends if end not in named.values()]
    roles = _Columns(ends, relation=edge, relation_label=edge_label, images=bool(images))
    roles.labels = {end: label for end in ends if (label := named[end]) is not None}
    for number, name in enumerate(columns):
        if number in taken or number in ends or number in roles.labels.values():
            continue
        if _COLOUR.match(name) and ends:
            before = [end for end in ends if end < number]
            roles.colours.setdefault(before[-1] if before else ends[0], number)
        elif (owner := _owner(name, columns, ends)) is not None:
            roles.about.setdefault(owner, []).append(number)
        else:
            roles.facts.append(number)
    return roles


def _owner(name: str, columns: Sequence[str], ends: Sequence[int]) -> int | None:
    """The end that a column such as `?holderCountry` tells of: the one with the longest name."""
    fitting = [
        end
        for end in ends
        if name.startswith(columns[end]) and name[len(columns[end]) :][:1].isupper()
    ]
    return max(fitting, key=lambda end: len(columns[end]), default=None)


def _holds_things(rows: Sequence[Row], number: int) -> bool:
    return any(_is_thing(row[number]) for row in rows)


def _is_thing(term: Any) -> bool:
    from pyoxigraph import Literal

    return term is not None and not isinstance(term, Literal)


def _is_image(name: str, rows: Sequence[Row], number: int) -> bool:
    addresses = [row[number].value for row in rows if hasattr(row[number], "value")]
    return bool(_IMAGE.match(name)) or any(_FILE in address for address in addresses)


def _draw(things: Things, row: Row, columns: Sequence[str], roles: _Columns) -> None:
    """Adds what one row tells."""
    ends = [end for end in roles.ends if _is_thing(row[end])]
    for end in ends:
        things.add(row[end])
        if end in roles.labels and row[roles.labels[end]] is not None:
            things.name(row[end], row[roles.labels[end]].value)
        if end in roles.colours and row[roles.colours[end]] is not None:
            colour = _SIX_DIGITS.match(str(row[roles.colours[end]].value))
            if colour:
                things.colour(row[end], f"#{colour[1].lower()}")
        for fact in _facts(row, columns, roles.about.get(end, ())):
            things.tell(row[end], fact)
    # A thing where another row has a fact, or the other way round, is told all the same.
    values = [end for end in roles.ends if row[end] is not None and end not in ends]
    told = tuple(_facts(row, columns, [*roles.facts, *values]))
    for end in ends[1:]:
        things.relate(row[ends[0]], row[end], _relation(row, columns, roles, end), told)
    if len(ends) == 1:
        for fact in told:
            things.tell(row[ends[0]], fact)


def _relation(row: Row, columns: Sequence[str], roles: _Columns, end: int) -> str:
    """The name of the relation to an end; where there are several ends, that of its column."""
    if roles.relation_label is not None and row[roles.relation_label] is not None:
        return str(row[roles.relation_label].value)
    if roles.relation is not None and row[roles.relation] is not None:
        return relation_words(str(row[roles.relation].value))
    return columns[end] if len(roles.ends) > 2 else ""


def _value(term: Any) -> str:
    return str(getattr(term, "value", term))


def _facts(row: Row, columns: Sequence[str], numbers: Sequence[int]) -> list[Fact]:
    found = []
    for number in numbers:
        term = row[number]
        if term is not None:
            thing = _is_thing(term)
            value = relation_words(_value(term)) if thing else term.value
            # The column says what kind of value it is.
            language = "" if thing else term.language
            found.append((columns[number], str(value), language or ""))
    return found
