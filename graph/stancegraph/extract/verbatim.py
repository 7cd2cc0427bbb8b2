"""The gate: words are found in a text as they stand there, or not at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from stancegraph.extract.values import Span

# What differs between a text and a copy of it by typing habit alone.
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′ʼ", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        "\u00ad": "",
        "\u200b": "",
        "\ufeff": "",
    }
)
_SPACE = re.compile(r"\s+")
# Words on each side of a quotation that tell it from another like it (W3C Web Annotation, 4.2.4).
CONTEXT = 32
# Shorter ones could stand anywhere.
SHORTEST = 12


class Place(NamedTuple):
    """Where words stand.

    Args:
        span: the part of the text.
        match: exact; or folded, where quotation marks, dashes or white space differ.
        alone: whether they stand there only once, or context told which is meant.
    """

    span: Span
    match: str
    alone: bool


def fold(text: str) -> str:
    """A text with one kind of quotation mark, dash and space."""
    return _SPACE.sub(" ", text.translate(_FOLDED))


def _folded(text: str) -> tuple[str, list[int]]:
    """A folded text, and for each of its characters where it stands in the text."""
    characters: list[str] = []
    places: list[int] = []
    space = False
    for at, character in enumerate(text):
        for one in character.translate(_FOLDED):
            if one.isspace():
                if space:
                    continue
                one = " "
            space = one == " "
            characters.append(one)
            places.append(at)
    return "".join(characters), places


def locate(text: str, words: str, before: str | None = None) -> Place | None:
    """Where words stand in a text, exactly or but for quotation marks, dashes and white space.

    Nothing is ever aligned: a letter that differs is another text.

    Args:
        text: the text.
        words: what is looked for; at least twelve characters.
        before: what stands before them, to tell one place from another.
    """
    words = words.strip()
    if len(words) < SHORTEST:
        return None
    match, spans = "exact", _spans(text, words)
    if not spans:
        match, spans = "folded", _folded_spans(text, words)
    if not spans:
        return None
    if len(spans) > 1 and before and before.strip():
        lead = fold(before).strip()[-CONTEXT:]
        meant = [one for one in spans if fold(text[: one.start][-200:]).rstrip().endswith(lead)]
        if len(meant) == 1:
            return Place(meant[0], match, alone=True)
    return Place(spans[0], match, alone=len(spans) == 1)


def _spans(text: str, words: str) -> list[Span]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + 1)
    return found


def _folded_spans(text: str, words: str) -> list[Span]:
    plain, places = _folded(text)
    wanted = fold(words).strip()
    found = _spans(plain, wanted) if len(wanted) >= SHORTEST else []
    return [Span(places[one.start], places[one.end - 1] + 1) for one in found]


def evidence(text: str, span: Span) -> dict[str, str | int]:
    """A part of a text as W3C selectors have it: its words, 32 characters around, its place."""
    return {
        "exact": span.of(text),
        "prefix": text[max(0, span.start - CONTEXT) : span.start],
        "suffix": text[span.end : span.end + CONTEXT],
        "start": span.start,
        "end": span.end,
    }
