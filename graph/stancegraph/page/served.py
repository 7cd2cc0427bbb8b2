"""The pages of a server that ask it: the picture of all stances, and the query console."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from stancegraph.model import Selection
from stancegraph.page import CONSOLE, MOST_STANCES, draw
from stancegraph.page.engine import question_block
from stancegraph.page.html import json_bytes, pack, page
from stancegraph.page.pages import TITLE, known_of, note_of
from stancegraph.page.vendored import vendored
from stancegraph.query import issues, stances
from stancegraph.store import Store, rows
from stancegraph.terms import PREFIXES, VOCABULARY, iri
from stancegraph.version import VERSION

# Things of these kinds have a page of their own below the root, such as `/entity/alibaba`.
PAGED: Final = ("entity", "issue", "position", "argument", "stance", "source", "graph")
# So many years are offered where the stances on one issue are too many.
YEARS: Final = 6

_COUNT = "SELECT (COUNT(*) AS ?n) { { SELECT ?s { %s ?s a st:Stance } LIMIT %d } }"
_LAST = "SELECT (MAX(?date) AS ?last) { %s ?s st:date ?date }"


def served_page(
    store: Store,
    *,
    title: str | None = None,
    sparql: str | None = None,
    root: str = "/",
    selection: Selection | None = None,
) -> str:
    """The interactive page of stances, whose console asks the server.

    Where there are more stances than a page can show, it is the console with links to the pages
    of a part: `ROOT?issue=ID`, or `ROOT?issue=ID&since=YEAR&as_of=YEAR`, which are this page with
    such a selection.

    Args:
        store: the graph.
        title: the heading, plain text.
        sparql: the address that answers queries; `ROOTsparql` when not given.
        root: what the addresses of the server's pages begin with: `/`, or `/stances/`.
        selection: which stances are shown; queries are answered from all.

    Returns:
        The text of a page that asks no server but its own.

    Raises:
        StancegraphError: what the page is made of was not prepared when this was installed.
    """
    chosen = selection or Selection()
    narrow = _narrow(chosen)
    # Whoever is not among these is not among the chosen, and these are counted in no time.
    most = _counted(store, narrow)
    plain = chosen == Selection(issue=chosen.issue, holder=chosen.holder)
    shown = [] if plain and most > MOST_STANCES else stances(store, chosen)
    if max(len(shown), most if plain else 0) > MOST_STANCES:
        note, parts = _too_many(store, chosen, narrow, root)
        return _console(title, sparql, root, here="", note=note, parts=parts)
    known = known_of(store)
    # What somebody changed from may be outside a selection, but not outside issue and holder.
    before = Selection(issue=chosen.issue, holder=chosen.holder)
    history = shown if plain or most > MOST_STANCES else stances(store, before)
    return draw(
        shown,
        replace(known, history=history),
        title=title or TITLE,
        note=note_of(chosen, known),
        engine=_packed(sparql, root, here=""),
        root=root,
    )


def console_page(*, title: str | None = None, sparql: str | None = None, root: str = "/") -> str:
    """The query console alone, as quickly there for a large graph as for a small one.

    `?query=…` fills the editor and runs it; `?question=NAME` asks that question of the library,
    with the other fields as its parameters, such as `&issue=model-release`.

    Args:
        title: the heading, plain text.
        sparql: the address that answers queries; `ROOTsparql` when not given.
        root: what the addresses of the server's pages begin with: `/`, or `/stances/`.

    Returns:
        The text of a page that asks no server but its own, the same for the same arguments.

    Raises:
        StancegraphError: what the page is made of was not prepared when this was installed.
    """
    return _console(title, sparql, root, here="query")


def _console(
    title: str | None,
    sparql: str | None,
    root: str,
    *,
    here: str,
    note: str = "",
    parts: Sequence[tuple[str, str]] = (),
) -> str:
    block = {
        "schema": 1,
        "kind": "console",
        "title": title or TITLE,
        "note": note,
        "version": VERSION,
        "parts": [{"label": label, "address": address} for label, address in parts],
    }
    return page(
        f"SPARQL · {title or TITLE}" if here else title or TITLE,
        entry="start-console.js",
        block=block,
        styles=("colours", "base", *CONSOLE, "served"),
        libraries=(vendored("d3-force.js").decode(),),
        packed=_packed(sparql, root, here=here),
        root=root,
    )


def _packed(sparql: str | None, root: str, *, here: str) -> dict[str, bytes]:
    """What the console needs to know: the question library, and the addresses of the server."""
    site = {
        "root": root,
        "sparql": sparql or f"{root}sparql",
        "here": here,
        "bases": {kind: PREFIXES[kind] for kind in PAGED},
        "vocabulary": VOCABULARY,
    }
    library = question_block(served=True)
    return {"engine-questions": pack(json_bytes(library)), "site": pack(json_bytes(site))}


def _narrow(chosen: Selection) -> str:
    """The part of a selection that an index finds, as SPARQL."""
    parts = []
    for name, kind, ids in (("issue", "issue", chosen.issue), ("holder", "entity", chosen.holder)):
        terms = " ".join(f"<{iri(kind, id)}>" for id in ids)
        parts += [f"VALUES ?{name} {{ {terms} }} ?s st:{name} ?{name} ."] if ids else []
    return " ".join(parts)


def _counted(store: Store, narrow: str) -> int:
    """How many stances there are, up to one more than a page can show."""
    (row,) = rows(store.query(_COUNT % (narrow, MOST_STANCES + 1)))
    return int(row[0] or 0)


def _too_many(
    store: Store, chosen: Selection, narrow: str, root: str
) -> tuple[str, list[tuple[str, str]]]:
    """Why there is no picture, and of what parts there is one: by label, their addresses."""
    known = issues(store)
    called = {issue.id: issue.short for issue in known}
    told = chosen.words(called)
    which = f"The selection ({told}) has" if told else "This graph has"
    lead = f"{which} more than {MOST_STANCES:,} stances, and no picture shows so many well."
    if not chosen.issue:
        parts = [(issue.short, {"issue": issue.id}) for issue in known]
        return f"{lead} Draw those on one issue, or ask all of them below.", _linked(parts, root)
    (row,) = rows(store.query(_LAST % narrow))
    last = int((row[0] or "0")[:4])
    years = [str(year) for year in range(last, last - YEARS, -1)]
    own = {"issue": chosen.issue[0]}
    parts = [(year, {**own, "since": year, "as_of": year}) for year in years]
    return f"{lead} Draw those of one year, or ask all of them below.", _linked(parts, root)


def _linked(parts: Sequence[tuple[str, dict[str, str]]], root: str) -> list[tuple[str, str]]:
    return [(label, f"{root}?{urlencode(fields)}") for label, fields in parts]
