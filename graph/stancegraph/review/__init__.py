"""Drafts in front of a person: on a terminal, or as one offline page."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from stancegraph.review.choices import Choices
from stancegraph.review.decisions import Reviewer
from stancegraph.review.files import DraftFile, read_drafts
from stancegraph.review.page import review_page
from stancegraph.review.texts import texts_by_hash

__all__ = ["Choices", "DraftFile", "read_drafts", "review", "review_page", "texts_by_hash"]


def review(
    files: Sequence[DraftFile], choices: Choices, texts: Mapping[str, str], *, by: str, at: str
) -> None:
    """Show the stances of drafts on the terminal, and write what a person decides.

    Args:
        files: the drafts.
        choices: what the graph knows.
        texts: articles by hash, as far as they are at hand.
        by: who decides.
        at: the day, such as `2026-11-25`.

    Raises:
        StancegraphError: a file cannot be written.
    """
    from stancegraph.review.keys import keys_of
    from stancegraph.review.screen import Screen, console_of
    from stancegraph.review.session import Session
    from stancegraph.review.terminal import Terminal

    screen = Screen(console_of(), choices)
    Terminal(Session(files), choices, texts, screen, keys_of(sys.stdin), Reviewer(by, at)).run()
