"""Sentences and direct quotations, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stancegraph.extract.values import Span

_QUOTE = re.compile(
    r"\"([^\"\n]{2,1500})\"|“([^”\n]{2,1500})”|«([^»\n]{2,1500})»|(?<![\w’'])[‘']([^’'\n]"
    r"(?:[^’'\n]|[’'](?=\w)){7,800}[.!?,])[’'](?!\w)"
)
_END = re.compile(
    r"[.!?…][\"”’»)*_]*(?:\s*\[\d{1,3}\])*(?:\s+|(?<=[\"”])(?=[A-Z])|(?<=\])(?=[A-Z]))"
    r"(?=[\"“‘«'(*_\[]*[^\W_a-z])"
)
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Inc|Ltd|Co|Corp|vs|etc|cf|e\.g|i\.e|Jan|Feb|Aug|Sept|Sep|Oct|Nov|"
    r"Dec|No|St|Sen|Rep|Gov|Gen|Lt|Col|Jr|Sr|Hon|Fig|approx|est)|(?:^|[\s(\"“])[A-Z]|\.[A-Z])\.$"
)


def quotes(text: str, span: Span) -> list[Span]:
    """The direct quotations in a part of a text, without their marks."""
    found = []
    for match in _QUOTE.finditer(text, span.start, span.end):
        group = next(n for n in (1, 2, 3, 4) if match[n] is not None)
        found.append(Span(*match.span(group)))
    return found


def sentences(text: str, span: Span, quoted: list[Span]) -> Iterator[Span]:
    """The sentences of a part of a text; a quotation is never cut."""
    at = span.start
    for match in _END.finditer(text, span.start, span.end):
        stop = match.start() + 1
        inside = any(quote.start <= match.start() < quote.end - 1 for quote in quoted)
        if inside or (
            text[match.start()] == "." and _SHORT.search(text[max(at, stop - 12) : stop])
        ):
            continue
        end = match.end()
        while end > at and text[end - 1].isspace():
            end -= 1
        yield Span(at, end)
        at = match.end()
    if text[at : span.end].strip():
        yield Span(at, span.end)
