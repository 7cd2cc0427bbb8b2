"""The SPARQL engine of the page: Oxigraph's web build, the graph, and the question library."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pyoxigraph as ox

from stancegraph.export.part import part_of
from stancegraph.export.rdf import write_rdf
from stancegraph.formats import by_name
from stancegraph.model import Selection
from stancegraph.page.html import json_bytes, pack, script
from stancegraph.page.vendored import vendored
from stancegraph.query import Question, grouped
from stancegraph.store import Store
from stancegraph.terms import DERIVED, PREFIXES, compact
from stancegraph.vocabulary import labels, members

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


def question_block(*, served: bool = False) -> dict[str, Any]:
    """The question library as the page reads it, and what the console needs to know of words.

    `prefixes` by name; `terms`, what the vocabulary calls its terms, by prefixed name; `types` and
    `modes`, what parameters of that kind take; `groups` in the order of the menu: `label`, and
    `questions` with `name`, `title`, `note`, `text` (SPARQL with `$parameters`), `example` and
    `parameters`: `name`, `kind`, `default`, `required`, `note`.

    Args:
        served: for the page of a server, which knows where its graphs came from.
    """
    groups = (
        (each.label, [_row(q) for q in each.questions if served or not _BOOKKEEPING.search(q.text)])
        for each in grouped()
    )
    return {
        "prefixes": PREFIXES,
        "terms": {compact(term): label for term, label in labels().items()},
        "types": members("Entity"),
        "modes": members("Mode"),
        "groups": [{"label": label, "questions": rows} for label, rows in groups if rows],
    }


def _row(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "title": question.title,
        "note": question.note,
        "text": question.body,
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


def _graph(store: Store, selection: Selection | None) -> bytes:
    part, trig, file = part_of(store, selection, derived=True), by_name("trig", "export"), BytesIO()
    write_rdf(part, file, trig, derived=False)
    # The bookkeeping names files of the machine on which the page is made, and moments.
    derived = sorted(part.quads(graph=DERIVED), key=str)
    ox.serialize(derived, file, ox.RdfFormat.TRIG, prefixes=PREFIXES)
    return file.getvalue()
