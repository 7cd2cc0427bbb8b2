"""The SPARQL engine of the page: Oxigraph's web build, the graph, and the question library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pyoxigraph as ox

from stancegraph.export.part import part_of
from stancegraph.export.rdf import write_rdf
from stancegraph.formats import by_name
from stancegraph.model import Selection
from stancegraph.page.html import json_bytes, pack, script
from stancegraph.page.vendored import vendored
from stancegraph.query import Question, questions
from stancegraph.store import Store
from stancegraph.terms import DERIVED, PREFIXES, compact
from stancegraph.vocabulary import labels, members

# The order in which the menu lists the questions; one that is not named here comes last.
_GROUPS: Mapping[str, str] = {
    "Who stands where": "who-holds latest known-on by-type by-country holders",
    "Who changed": "who-changed history timeline first-to-say by-month by-year",
    "Who is against whom": "who-disagrees disagrees-with agrees-with most-contested"
    " people-and-employers words-and-deeds",
    "Reasons and words": "arguments who-argues both-ways exact-words mentions hedged",
    "People and organisations": "its-people their-organisation said-about about-whom reports-on",
    "Documents": "sources outlets by-kind first-said-elsewhere cited-not-read",
    "How sure is it": "evidence doubtful one-source one-outlet one-stance",
    "What is missing": "issues gaps empty-positions silent stale-issues recently-added",
}
_OTHER = "More questions"

# When and from which file a graph was loaded is known to a store, and no business of a page.
_BOOKKEEPING = re.compile(r"\b(?:prov:generatedAtTime|st:loadedFrom|st:loadedBy)\b")


def engine(store: Store, selection: Selection | None = None) -> dict[str, bytes]:
    """What a page embeds to answer SPARQL by itself, gzipped.

    Args:
        store: the graph.
        selection: which stances; the page then holds these and what they refer to.

    Returns:
        By the id of the block: `engine-wasm`, `engine-code` (the text of a worker),
        `engine-data` (the graph as TriG with its derived facts, without the bookkeeping of the
        store) and `engine-questions` (JSON). The same graph gives the same bytes.

    Raises:
        StancegraphError: the engine was not prepared when this program was installed.
    """
    graph = _graph(store, None if selection == Selection() else selection)
    return {
        "engine-wasm": vendored("oxigraph.wasm.gz"),
        "engine-code": pack(vendored("oxigraph.js") + script("sparql/engine.js").encode()),
        # A graph repeats itself so much that the highest level makes it a tenth smaller.
        "engine-data": pack(graph, 9),
        "engine-questions": pack(json_bytes(question_block())),
    }


def question_block() -> dict[str, Any]:
    """The question library as the page reads it, and what the console needs to know of words.

    `prefixes` by name; `terms`, what the vocabulary calls its terms, by prefixed name; `types` and
    `modes`, what parameters of that kind take; `groups` in the order of the menu: `label`, and
    `questions` with `name`, `title`, `note`, `text` (SPARQL with `$parameters`), `example` and
    `parameters`: `name`, `kind`, `default`, `required`, `note`.
    """
    known = {each.name: each for each in questions() if not _BOOKKEEPING.search(each.text)}
    groups = [(label, names.split()) for label, names in _GROUPS.items()]
    listed = {name for _, names in groups for name in names}
    groups.append((_OTHER, [name for name in known if name not in listed]))
    rows = (
        {"label": label, "questions": [_row(known[name]) for name in names if name in known]}
        for label, names in groups
    )
    return {
        "prefixes": PREFIXES,
        "terms": {compact(term): label for term, label in labels().items()},
        "types": members("Entity"),
        "modes": members("Mode"),
        "groups": [row for row in rows if row["questions"]],
    }


def _row(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "title": question.title,
        "note": question.note,
        "text": _body(question.text),
        "example": dict(question.example),
        "parameters": [
            {
                "name": parameter.name,
                "kind": parameter.kind,
                "default": parameter.default,
                "required": parameter.required,
                "note": parameter.note,
            }
            for parameter in question.parameters
        ],
    }


def _body(text: str) -> str:
    """The query without the comments at its head, which the page shows as words."""
    lines = text.splitlines()
    first = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join(lines[first:]).strip() + "\n"


def _graph(store: Store, selection: Selection | None) -> bytes:
    part, trig, file = part_of(store, selection, derived=True), by_name("trig", "export"), BytesIO()
    write_rdf(part, file, trig, derived=False)
    # The bookkeeping names files of the machine on which the page is made, and moments.
    derived = sorted(part.quads(graph=DERIVED), key=str)
    ox.serialize(derived, file, ox.RdfFormat.TRIG, prefixes=PREFIXES)
    return file.getvalue()
