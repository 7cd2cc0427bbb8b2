"""The articles' texts, found by their hash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from stancegraph.errors import StancegraphError
from stancegraph.review.decisions import Draft
from stancegraph.review.files import DraftFile


def texts_by_hash(
    places: Sequence[Path], files: Iterable[DraftFile]
) -> tuple[dict[str, str], list[str]]:
    """The texts that drafts were read in, by their SHA-256.

    Args:
        places: articles, and folders of them, which are read as `extract` reads them.
        files: the drafts.

    Returns:
        The texts; and in a line each, which articles cannot be read, and of which drafts the
        text is not among them.

    Raises:
        StancegraphError: one of the places is not there.
    """
    if not places:
        return {}, []
    from stancegraph.extract.article import articles

    texts: dict[str, str] = {}
    told: list[str] = []
    for found in articles(map(str, places)):
        if isinstance(found, StancegraphError):
            told.append(str(found))
        else:
            texts[found.sha256] = found.text
    for file in files:
        if hash_of(file.draft) not in texts:
            told.append(
                f"{file.path}: no article given is the one that it was read in; what the draft"
                " keeps of it is shown"
            )
    return texts, told


def hash_of(draft: Draft) -> str:
    """The SHA-256 of the text that a draft was read in."""
    return str(((draft.get("source") or {}).get("text") or {}).get("sha256"))
