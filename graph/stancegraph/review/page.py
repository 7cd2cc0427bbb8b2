"""One offline page that does what the review on a terminal does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from stancegraph.page.html import page
from stancegraph.review.choices import Choices, allowed
from stancegraph.review.context import context_of
from stancegraph.review.files import DraftFile
from stancegraph.review.texts import hash_of
from stancegraph.version import VERSION


def review_page(
    files: Sequence[DraftFile], choices: Choices, texts: Mapping[str, str], *, by: str = ""
) -> str:
    """The page in which drafts are reviewed; it saves their files, and asks no network.

    Args:
        files: the drafts.
        choices: what the graph knows.
        texts: articles by hash, as far as they are at hand; of them the page holds the paragraphs
            in which stances stand.
        by: who reviews, if that is known.

    Returns:
        The text of one HTML file, to be written as UTF-8; the same for the same arguments.
    """
    title = "Review"
    if len(files) == 1:
        source = files[0].draft.get("source") or {}
        title = f"Review: {source.get('title') or source.get('id')}"
    block = {
        "schema": 1,
        "kind": "review",
        "title": title,
        "by": by,
        "version": VERSION,
        "files": [_file(file, texts.get(hash_of(file.draft))) for file in files],
        "entities": [
            {"id": id, "label": each.label, "type": each.type, "aliases": list(each.aliases)}
            for id, each in choices.entities.items()
        ],
        "issues": [
            {
                "id": id,
                "label": issue.label,
                "short": issue.short,
                "positions": [
                    {"id": p.id, "label": p.label, "summary": p.summary, "pole": p.pole}
                    for p in issue.positions
                ],
            }
            for id, issue in choices.issues.items()
        ],
        "modes": list(allowed("mode")),
    }
    styles = ("colours", "base", "review")
    return page(title, entry="start-review.js", block=block, styles=styles)


def _file(file: DraftFile, text: str | None) -> dict[str, Any]:
    """A draft with its name, what tells it from all others, and the words around its stances."""
    return {
        "name": file.path.name,
        "key": hashlib.sha256(str(file.path.resolve()).encode() + file.bytes).hexdigest()[:24],
        "head": file.head,
        "draft": file.draft,
        "contexts": {each["id"]: _context(each, text) for each in file.draft["stances"]},
    }


def _context(stance: Mapping[str, Any], text: str | None) -> dict[str, Any]:
    found = context_of(stance, text)
    return {
        "text": found.text,
        "evidence": list(found.evidence),
        "marks": [[mark.kind, *mark.span] for mark in found.marks],
        "cut": list(found.cut),
    }
