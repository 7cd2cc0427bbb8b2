"""Long texts in parts that a model can read at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stancegraph.extract.values import Span

# Code points; a short news article is one part.
SIZE = 6_000
_PARAGRAPHS = re.compile(r".+?(?:\n\s*\n|\Z)", re.DOTALL)


def chunks(text: str, size: int = SIZE) -> list[Span]:
    """Parts of whole paragraphs, each but the first beginning with the last one's last paragraph.

    What a speaker said before is often in the paragraph before.

    Args:
        text: the text.
        size: the most characters of a part.

    Returns:
        Spans that cover the text.
    """
    found: list[Span] = []
    part: list[Span] = []
    for piece in _pieces(text, size):
        if part and piece.end - part[0].start > size:
            found.append(Span(part[0].start, part[-1].end))
            part = part[-1:] if len(part) > 1 and piece.end - part[-1].start <= size else []
        part.append(piece)
    return [*found, Span(part[0].start, part[-1].end)] if part else []


def _pieces(text: str, size: int) -> Iterator[Span]:
    """Paragraphs; those that are too long for a part are cut at lines, sentences or words."""
    for match in _PARAGRAPHS.finditer(text):
        start, end = match.span()
        while end - start > size:
            window = text[start : start + size]
            cuts = (window.rfind(mark) + len(mark) for mark in ("\n", ". ", "。", " "))
            cut = next((cut for cut in cuts if cut > size // 2), size)
            yield Span(start, start + cut)
            start += cut
        if end > start:
            yield Span(start, end)
