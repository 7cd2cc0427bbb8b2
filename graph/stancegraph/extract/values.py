"""What extraction passes on: an article, places in its text, and stances that were found there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

Tier = Literal["A", "B", "C"]


class Span(NamedTuple):
    """A part of a text, in Unicode code points: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether another part lies inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Article:
    """A document to be read: its plain text, and what its page says of it.

    Args:
        text: the text that all spans count in; nothing of it is ever stored in a graph.
        where: the file or address that it came from, for messages.
        title: its headline.
        author: who wrote it.
        publisher: who published it, as the page has it.
        published: a day, a month or a year (ISO 8601).
        url: its address.
    """

    text: str
    where: str = "-"
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None

    @cached_property
    def sha256(self) -> str:
        """The hash of the text as UTF-8, by which it is known again."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a text.

    Args:
        span: where; None where nobody is named in so many words, such as the article's author.
        name: the words, or the full name they stand for.
        id: the entity, where it is known to the graph.
        type: what it is likely to be, where it is not known: Person, Company, Publication ...
    """

    span: Span | None
    name: str
    id: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A stance that an engine proposes, tied to the characters that it rests on.

    Args:
        holder: whose position it is.
        issue: the id of an issue.
        position: the id of one of its positions; None where nothing tells.
        mode: says, does or ascribed.
        cue: the words that show the position.
        evidence: the clause or sentence that they stand in.
        rule: the rule or model that says so.
        tier: A for what is likely, B for what is less so, C for what a person should look at.
        about: the entity that it is about, if not the issue at large.
        hedge: the words that qualify it.
        quote: words of the holder's own, without the quotation marks.
        reported_by: who says so, if not the article itself.
        marker: the citation marker that belongs to the clause, such as `[2]`.
        match: how the model's quotation was found: exact, or folded (see `verbatim`).
    """

    holder: Mention
    issue: str
    position: str | None
    mode: str
    cue: Span
    evidence: Span
    rule: str
    tier: Tier
    about: str | None = None
    hedge: Span | None = None
    quote: Span | None = None
    reported_by: Mention | None = None
    marker: Span | None = None
    match: str = "exact"


@dataclass(frozen=True, slots=True)
class Rejected:
    """What an engine proposed and the verifier turned down.

    Args:
        reason: why, in a sentence.
        record: what was proposed.
    """

    reason: str
    record: dict[str, object]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in one article.

    Args:
        found: stances, in the order of the text.
        rejected: what was turned down, and why.
        engine: what found them: name, version, and hashes of the data it used.
    """

    found: tuple[Found, ...]
    rejected: tuple[Rejected, ...] = ()
    engine: tuple[tuple[str, str], ...] = ()
