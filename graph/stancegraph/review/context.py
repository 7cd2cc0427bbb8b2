"""The words around a stance, with the places in them that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stancegraph.extract.values import Span
from stancegraph.extract.verbatim import locate
from stancegraph.review.decisions import Record

_PLACE = ("start", "end")
# What an engine points at; where two overlap, the later is drawn over the earlier.
KINDS = ("cue", "hedge", "marker", "holder")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a context that means something: the cue, the hedge, the holder, a marker."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Context:
    """A part of an article.

    Args:
        text: its words.
        evidence: what of it is the evidence.
        marks: what in it the machine went by; all places count from the beginning of `text`.
        cut: whether the article goes on before, and after.
    """

    text: str
    evidence: Span
    marks: tuple[Mark, ...]
    cut: tuple[bool, bool]

    def has(self, kind: str) -> bool:
        """Whether there is a mark of this kind."""
        return any(mark.kind == kind for mark in self.marks)


def context_of(record: Record, article: str | None = None) -> Context:
    """The words around the evidence of a stance or of an entity.

    Args:
        record: a stance, or an entity, of a draft.
        article: the article's text, if it is at hand: then it is the whole paragraph, else the
            characters that the draft keeps on both sides.
    """
    evidence = record.get("evidence") or {}
    exact = str(evidence.get("exact") or "")
    start, end = int(evidence.get("start") or 0), int(evidence.get("end") or len(exact))
    if article is not None and article[start:end] == exact:
        first = article.rfind("\n", 0, start) + 1
        last = article.find("\n", end)
        text = article[first : last if last >= 0 else len(article)]
        cut = (False, False)
    else:
        before, after = str(evidence.get("prefix") or ""), str(evidence.get("suffix") or "")
        text, first = before + exact + after, start - len(before)
        # Where the draft keeps fewer characters than it could, the article begins or ends.
        cut = (first > 0, len(after) == 32)
    marks = tuple(_marks(record.get("found") or {}, text, first))
    return Context(text, Span(start - first, start - first + len(exact)), marks, cut)


def verbatim(words: str, text: str) -> str | None:
    """Words as they stand in a text, or None where they do not.

    Quotation marks, dashes and white space may differ; a letter may not.
    """
    wanted = words.strip()
    if wanted in text:
        return wanted
    place = locate(text, wanted)
    return place.span.of(text) if place else None


def _marks(found: dict[str, Any], text: str, first: int) -> Iterator[Mark]:
    """The marks that lie within a text which begins at a place of the article."""
    for kind in KINDS:
        spot = found.get(kind)
        if not isinstance(spot, dict) or not all(isinstance(spot.get(at), int) for at in _PLACE):
            continue
        span = Span(*(spot[at] - first for at in _PLACE))
        if 0 <= span.start < span.end <= len(text) and span.of(text) == spot.get("text"):
            yield Mark(kind, span)
