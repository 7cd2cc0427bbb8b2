"""The words around a phrase: denial, hedges, the evidence, a citation marker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stancegraph.extract.rules.reading import Sentence
from stancegraph.extract.rules.words import Hit
from stancegraph.extract.values import Span

_MARKER = re.compile(r"\[\d{1,3}\]")
# Longer evidence is cut to the clause.
_LONG = 360
_NOT_ONLY = frozenset(("only", "just", "merely", "least"))


def place(one: Sentence, hit: Hit) -> Span:
    """Where a phrase stands in the text."""
    return Span(one.words[hit.start].start, one.words[hit.end - 1].end)


def negated(one: Sentence, hit: Hit, negations: Sequence[Hit]) -> bool:
    """Whether a word of denial stands at most five words before a phrase, in its clause."""
    ends = [no.end for no in negations if hit.start - 5 <= no.start and no.end <= hit.start]
    for at in range(max(0, hit.start - 5), hit.start):
        if one.words[at].word.endswith("n't"):
            ends.append(at + 1)
    return any(
        one.words[end].word not in _NOT_ONLY
        and all(token.brk == 0 for token in one.words[end : hit.start + 1])
        for end in ends
    )


def hedged(text: str, one: Sentence, hit: Hit, hedges: Sequence[Hit]) -> Span | None:
    """The words that qualify a phrase: from ten words before it to five after."""
    for found in hedges:
        first = one.words[found.start]
        # The month is no hedge.
        month = first.word == "may" and text[first.start] == "M" and found.start
        if hit.start - 10 <= found.start <= hit.end + 5 and not month:
            return place(one, found)
    return None


def evidence(text: str, one: Sentence, span: Span) -> Span:
    """The sentence that a phrase stands in; of a long one the clause."""
    if one.span.end - one.span.start <= _LONG:
        return one.span
    low, high = one.span
    for token in one.words:
        if token.brk == 2 and token.start <= span.start:
            low = token.start
        if token.brk == 2 and token.start >= span.end:
            high = min(high, token.start)
    while high > span.end and not text[high - 1].isalnum():
        high -= 1
    return Span(low, high)


def marker(text: str, one: Sentence, span: Span) -> Span | None:
    """The first citation marker after a phrase in its sentence."""
    match = _MARKER.search(text, span.end, one.span.end)
    return Span(*match.span()) if match else None
