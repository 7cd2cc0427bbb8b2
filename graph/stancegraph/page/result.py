"""The page that draws what a query gives: things, the relations between them, and their facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from stancegraph.errors import QueryError, StancegraphError
from stancegraph.model import Stance
from stancegraph.page.block import Known
from stancegraph.page.html import page
from stancegraph.page.result_rows import row_graph
from stancegraph.page.result_things import (
    MOST_EDGES,
    MOST_FACTS,
    MOST_NODES,
    Names,
    Things,
    kind_words,
)
from stancegraph.page.result_triples import triple_graph
from stancegraph.page.vendored import vendored
from stancegraph.query import Rows, Triples
from stancegraph.terms import iri
from stancegraph.version import VERSION

if TYPE_CHECKING:
    from pyoxigraph import Triple


def draw_result(
    found: Rows | Triples | Iterable[Triple],
    *,
    title: str,
    query: str = "",
    names: Names | None = None,
) -> str:
    """The page that draws an answer as a network.

    Args:
        found: the rows of a SELECT, or triples.
        title: the heading of the page, plain text.
        query: the query that was asked; the page shows it.
        names: what is known of things beside the answer, as `names_of` gives it.

    Returns:
        The text of one HTML file that needs nothing else, to be written as UTF-8. The same
        answer gives the same text.

    Raises:
        QueryError: there are no relations to draw.
        StancegraphError: there is more than one picture can show well.
    """
    return page(
        title,
        entry="start-query.js",
        block=graph_block(found, title=title, query=query, names=names),
        styles=("colours", "base", "details", "table", "picture", "query"),
        libraries=(vendored("d3-force.js").decode(),),
    )


def graph_block(
    found: Rows | Triples | Iterable[Triple],
    *,
    title: str,
    query: str = "",
    names: Names | None = None,
) -> dict[str, Any]:
    """The data of that page, as JSON values; the arguments are those of `draw_result`."""
    if isinstance(found, Rows):
        rows = list(found.terms())
        given, what = len(rows), "row"
        drawn = row_graph(found.columns, rows, names or Names())
    else:
        triples = list(found)
        given, what = len(triples), "triple"
        drawn = triple_graph(triples, names or Names())
    _refuse_nothing(drawn, given, what)
    _refuse_too_much(drawn)
    return {
        "schema": 1,
        "kind": "graph",
        "title": title,
        "query": query,
        "note": drawn.note,
        "version": VERSION,
        "nodes": drawn.nodes,
        "edges": drawn.edges,
    }


def names_of(stances: Sequence[Stance], known: Known) -> Names:
    """What stances, and the entities and documents that they refer to, are called."""
    labels = {iri("source", source.id): source.title for source in known.sources}
    for stance in stances:
        words = f"{stance.holder_label}: {stance.position_label}, {stance.when}"
        labels[iri("stance", stance.id)] = words
    for issue in known.issues:
        labels[iri("issue", issue.id)] = issue.short
        labels |= {iri("position", each.id): each.label for each in issue.positions}
    labels |= {iri("argument", each.id): each.label for each in known.arguments}
    labels |= {iri("entity", each.id): each.label for each in known.entities}
    kinds = {iri("entity", each.id): kind_words(iri("st", each.type)) for each in known.entities}
    return Names(labels, kinds)


def _refuse_nothing(drawn: Things, given: int, what: str) -> None:
    """A picture without a line would show nothing, so it is not written."""
    if drawn.edges:
        return
    told = f"{given:,} {what}{'' if given == 1 else 's'}, none of which relates two things (IRIs)"
    raise QueryError(
        f"the query gives {told if given else f'no {what}s'}, so there is nothing to draw: SELECT "
        "two things a row, such as ?holder ?position, or CONSTRUCT triples between things, such "
        "as ?holder st:position ?position"
    )


def _refuse_too_much(drawn: Things) -> None:
    """A picture of more is a grey cloud, so the limit is told rather than the picture cut."""
    limits = (MOST_NODES, "things"), (MOST_EDGES, "relations"), (MOST_FACTS, "values")
    for number, (most, what) in zip(drawn.counts, limits, strict=True):
        if number > most:
            raise StancegraphError(
                f"{number:,} {what} are too many for one picture (at most {most:,}): "
                "add a LIMIT or a narrower pattern to the query"
            )
