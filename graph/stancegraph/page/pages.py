"""The pages of a store: of its stances, of what a query gives, and for pyvis."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stancegraph.errors import QueryError
from stancegraph.model import Selection
from stancegraph.page import Known, draw
from stancegraph.query import answer, arguments, entities, issues, sources, stances
from stancegraph.store import Store

if TYPE_CHECKING:
    from stancegraph.page.vis.network import SafeNetwork

TITLE = "AI-industry stances"
HEIGHT = 720  # pixels


@dataclass(frozen=True, slots=True)
class Inline:
    """A page that notebooks show in a frame of its own."""

    text: str

    def _repr_html_(self) -> str:
        # Scripts of the page run apart from those of the notebook; a document that a reader opens
        # from it is a page like any other.
        apart = "allow-scripts allow-downloads allow-popups allow-modals"
        apart += " allow-popups-to-escape-sandbox"
        size = f'width="100%" height="{HEIGHT}" style="border: 1px solid #ccc"'
        return (
            f'<iframe srcdoc="{html.escape(self.text)}" title="{TITLE}" sandbox="{apart}" '
            f'allow="clipboard-write" {size}></iframe>'
        )


def stance_page(
    store: Store, selection: Selection, *, title: str | None = None, sparql: bool = True
) -> str:
    """The page of the stances of a selection.

    Args:
        store: the graph.
        selection: which stances.
        title: the heading.
        sparql: with a console that answers SPARQL.

    Raises:
        StancegraphError: there are more stances than a page can show.
    """
    from stancegraph.page.engine import engine

    known = known_of(store)
    shown = stances(store, selection)
    whole = selection == Selection()
    return draw(
        shown,
        replace(known, history=shown if whole else stances(store)),
        title=title or TITLE,
        note=note_of(selection, known),
        engine=engine(store, selection) if sparql else None,
    )


def query_page(store: Store, query: str, *, title: str | None = None) -> str:
    """The page that draws what a query gives.

    Args:
        store: the graph.
        query: a CONSTRUCT, a DESCRIBE or a SELECT with two columns of things.
        title: the heading.

    Raises:
        QueryError: the query does not parse, or gives no relations to draw.
        StancegraphError: it gives more than a picture can show.
    """
    from stancegraph.page.result import draw_result, names_of

    found = answer(store, query)
    if isinstance(found, bool):
        raise QueryError("an ASK gives nothing to draw: write a CONSTRUCT or a SELECT")
    names = names_of(stances(store), known_of(store))
    return draw_result(found, title=title or "Query result", query=query, names=names)


def pyvis_network(store: Store, selection: Selection, *, title: str | None = None) -> SafeNetwork:
    """The stances of a selection as a pyvis network.

    Args:
        store: the graph.
        selection: which stances.
        title: the heading of its page.

    Raises:
        StancegraphError: there are more stances than vis-network can show well.
    """
    from stancegraph.page.vis.build import stance_pyvis

    known = known_of(store)
    note = note_of(selection, known)
    return stance_pyvis(stances(store, selection), known, title=title or TITLE, note=note)


def known_of(store: Store) -> Known:
    """What a page tells beside the stances."""
    return Known(
        issues=issues(store),
        entities=entities(store),
        sources=sources(store),
        arguments=arguments(store),
    )


def note_of(selection: Selection, known: Known) -> str:
    """Which selection it is, in the words of a reader."""
    labels = {entity.id: entity.label for entity in known.entities}
    for issue in known.issues:
        labels[issue.id] = issue.short
        labels |= {position.id: position.label for position in issue.positions}
    return selection.words(labels)
