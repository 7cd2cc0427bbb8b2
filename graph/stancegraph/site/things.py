"""The page of a thing, by what kind of thing it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stancegraph.site.addresses import Addresses
from stancegraph.site.document import source_view, stance_view
from stancegraph.site.entity import view as entity_view
from stancegraph.site.issue import argument_view, issue_view, position_view
from stancegraph.site.other import other_view
from stancegraph.site.reading import is_iri, types
from stancegraph.site.render import View, render
from stancegraph.site.vocabulary import vocabulary_view
from stancegraph.store import Store
from stancegraph.terms import VOCABULARY, iri
from stancegraph.vocabulary import members

# By class; a thing of several is shown as the first of them.
_VIEWS: Mapping[str, Callable[[Store, str], View | None]] = {
    "Stance": stance_view,
    "Issue": issue_view,
    "Position": position_view,
    "Argument": argument_view,
    "Source": source_view,
}


def thing_page(store: Store, full: str, addresses: Addresses) -> str | None:
    """The page of a thing.

    Args:
        store: the graph.
        full: its IRI.
        addresses: how the page links.

    Returns:
        HTML: a card for an entity, issue, position, argument, source or stance; the terms of the
        vocabulary; for any other IRI a table of what is said of it and of what leads to it.
        None when the graph says nothing of it.
    """
    if not is_iri(full):
        return None
    if full == VOCABULARY:
        return render(vocabulary_view(full), addresses)
    found = _view(store, full) or other_view(store, full)
    return render(found, addresses) if found else None


def _view(store: Store, full: str) -> View | None:
    """The card of a thing, if it is of a class that has one and all is there that it needs."""
    classes = types(store, full)
    cards = [view for name, view in _VIEWS.items() if iri("st", name) in classes]
    if classes & {iri("st", name) for name in members("Entity")}:
        cards.append(entity_view)
    return next((found for view in cards if (found := view(store, full))), None)
