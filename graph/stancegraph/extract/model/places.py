"""Where words stand: in which paragraph and sentence, and whether in quotation marks."""

from __future__ import annotations

import re

from stancegraph.extract.values import Span

_BREAK = re.compile(r"\n\s*\n")
# A sentence ends after its closing quotation mark and its citation markers.
_END = re.compile(r"[.!?…][\"”’')\]»]*(?:\s?\[[\d, ]{1,12}\])*(?=\s|\Z)")
# A quotation that goes on in the next paragraph is closed only there.
_QUOTATION = re.compile(
    r"“([^”]*)(?:”|\Z)|\"([^\"]*)(?:\"|\Z)|«([^»]*)(?:»|\Z)|„([^“”]*)(?:[“”]|\Z)"
)
_OUTER = ' \t\n"“”„«»'


def paragraph(text: str, span: Span) -> Span:
    """The paragraph, or the paragraphs, in which a part of a text stands."""
    start = max((m.end() for m in _BREAK.finditer(text, 0, span.start)), default=0)
    after = _BREAK.search(text, span.end)
    return Span(start, after.start() if after else len(text))


def sentence(text: str, span: Span) -> Span:
    """The sentence, or the sentences, in which a part of a text stands."""
    whole = paragraph(text, span)
    ends = [match.end() for match in _END.finditer(text, whole.start, whole.end)]
    start = max((end for end in ends if end <= span.start), default=whole.start)
    end = min((end for end in ends if end >= span.end), default=whole.end)
    return trimmed(text, Span(start, end), " \t\n")


def own_words(text: str, span: Span) -> Span | None:
    """The words of a part without their quotation marks; None where they stand in none."""
    inner = trimmed(text, span, _OUTER)
    whole = paragraph(text, inner)
    for match in _QUOTATION.finditer(text, whole.start, whole.end):
        within = Span(*match.span(match.lastindex or 0))
        if inner.start < inner.end and within.holds(inner):
            return inner
    return None


def trimmed(text: str, span: Span, outer: str) -> Span:
    """A part of a text without such characters at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(outer))
    return Span(start, max(start, span.end - len(words) + len(words.rstrip(outer))))
