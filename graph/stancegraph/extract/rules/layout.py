"""The parts of an article: headline, byline, turns, questions, pull quotes, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from stancegraph.extract.values import Article, Span

Kind = Literal["title", "byline", "text", "turn", "question", "pull", "preface", "note"]

UPPER = "".join(c for c in map(chr, range(0x41, 0x250)) if c.isupper())
_BYLINE = re.compile(rf"[*_]*(?:By|BY|Von|Posted by|Written by)\s+([{UPPER}][^,|\n*_]{{2,60}})")
_LABEL = re.compile(
    rf"(?:\*\*|__)?((?:[{UPPER}][\w.'’-]*[ ]?){{1,6}}(?:\([^)]{{1,40}}\))?)"
    r"(?:(?::(?:\*\*|__))|(?:(?:\*\*|__):)|:)\s+(?=\S)"
)
_BOLD = re.compile(r"\*\*[^*]+\*\*\s*$|__[^_]+__\s*$")
_ITALIC = re.compile(r"(?:\*(?!\*)[^*].*\*|_(?!_)[^_].*_)\s*$", re.S)
_NOTE = re.compile(r"\[\^?\d{1,3}\]:?\s|\^\d|\d{1,2}\.\s+https?:")
_BREAK = re.compile(r"\n[ \t]*\n\s*|\n(?=[#>*\-]|\[\d|\*\*)|(?<=[.!?:”\"*\])])[ \t]*\n")
_ANSWERS = frozenset(("a", "answer"))
_ASKS = frozenset(("q", "question", "interviewer", "host", "moderator"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of an article.

    Args:
        span: where its own words are, without a label or marks.
        kind: what it is.
        label: who speaks, as the transcript has it.
        label_span: where the label stands.
        dated: whether a place stood before it, as in a wire report.
    """

    span: Span
    kind: Kind
    label: str | None = None
    label_span: Span | None = None
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """An article in parts.

    Args:
        paragraphs: in the order of the text.
        author: who wrote it: of the article's own fields, or of a line `By ...`.
        author_span: where the line names the author.
        style: report; opinion, where the article speaks for its author; interview; transcript.
    """

    paragraphs: tuple[Paragraph, ...]
    author: str | None
    author_span: Span | None
    style: str


def layout(article: Article) -> Layout:
    """The parts of an article, guessed from the text alone."""
    parts = [_kind(article.text, span, at) for at, span in enumerate(_spans(article.text))]
    parts = _undated(article.text, _turns(article.text, parts))
    author, place = article.author, None
    for part in parts[:4]:
        if part.kind == "byline":
            match = _BYLINE.match(article.text, part.span.start)
            if match and not author:
                author = match[1].split(" | ")[0].strip()
            if match:
                place = Span(match.start(1), match.start(1) + len(match[1].rstrip()))
    return Layout(tuple(parts), author, place, _style(article, parts, author))


def _spans(text: str) -> Iterator[Span]:
    at = 0
    for match in _BREAK.finditer(text):
        yield from _trimmed(text, at, match.start())
        at = match.end()
    yield from _trimmed(text, at, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Span(start, end)


def _kind(text: str, span: Span, at: int) -> Paragraph:
    words = span.of(text)
    if words.startswith("#"):
        lead = len(words) - len(words.lstrip("# "))
        return Paragraph(Span(span.start + lead, span.end), "title")
    if words.startswith(">"):
        lead = len(words) - len(words.lstrip("> "))
        return Paragraph(Span(span.start + lead, span.end), "pull")
    if at < 4 and len(words) < 160 and _BYLINE.match(words):
        return Paragraph(span, "byline")
    if _NOTE.match(words):
        return Paragraph(span, "note")
    if at == 0 and len(words) < 160 and words[-1] not in '.:"”':
        return Paragraph(span, "title")
    if _BOLD.match(words) and words.rstrip("*_ ").endswith(("?", ".", "!")):
        return Paragraph(Span(span.start + 2, span.end - 2), "question")
    if _ITALIC.match(words):
        return Paragraph(Span(span.start + 1, span.end - 1), "preface")
    label = _LABEL.match(words)
    if label and len(label[1]) < 60:
        name = label[1].strip()
        where = Span(span.start + label.start(1), span.start + label.start(1) + len(name))
        return Paragraph(Span(span.start + label.end(), span.end), "turn", name, where)
    return Paragraph(span, "text")


def _undated(text: str, parts: list[Paragraph]) -> list[Paragraph]:
    """The first paragraph without the place that a wire report begins with."""
    for at, part in enumerate(parts):
        if part.kind == "text":
            match = _DATELINE.match(text, part.span.start)
            if match:
                parts[at] = replace(part, span=Span(match.end(), part.span.end), dated=True)
            break
    return parts


def _turns(text: str, parts: list[Paragraph]) -> list[Paragraph]:
    """Labels count where there are several of them; plain parts after one go on with it."""
    labels = [part.label for part in parts if part.kind == "turn"]
    spoken = len(labels) >= 4 and len(set(labels)) < len(labels)
    asked = sum(part.kind == "question" for part in parts) >= 2
    found, last = [], None
    for part in parts:
        if part.kind == "turn" and not spoken:
            whole = part.label_span.start if part.label_span else part.span.start
            part = Paragraph(Span(whole, part.span.end), "text")
        if part.kind == "turn":
            if part.label and part.label.lower() in _ASKS:
                part = replace(part, kind="question")
            elif part.label and part.label.lower() in _ANSWERS:
                part = replace(part, kind="text", label=None)
            last = part
        elif spoken and part.kind == "text" and last and last.label:
            part = replace(last, span=part.span)
        elif part.kind == "question" and not asked:
            part = replace(part, kind="text")
        found.append(part)
    return found


_QUOTED = re.compile(r"[\"“][^\"”\n]*[\"”]")
_FIRST = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|me|My|mine|myself)\b")
_OURS = re.compile(r"\b(?:we|our|us|We|Our)\b")
_NORMS = re.compile(r"\b(?:should|must|ought|cannot|let us|need to|never|of course|surely)\b", re.I)
_SAID = re.compile(r"\b(?:said|says|told|according to|added|wrote)\b")
_COLUMN = re.compile(
    r"opinion|column|comment|breakingviews|blog|weblog|essay|op-ed|editorial", re.I
)
_DATELINE = re.compile(rf"[{UPPER}]{{3,}}[{UPPER} ,.\w]{{0,40}}(?:\([A-Z]\w+\))?(?:\s+[-–—]+\s+|—)")


def _style(article: Article, parts: list[Paragraph], author: str | None) -> str:
    turns = sum(part.kind == "turn" or bool(part.label) for part in parts)
    asked = sum(part.kind == "question" for part in parts)
    plain = [part for part in parts if part.kind == "text"]
    if asked >= 2 and not any(part.kind == "turn" for part in parts):
        return "interview"
    if turns >= 4:
        return "transcript"
    body = _QUOTED.sub(" ", "\n".join(part.span.of(article.text) for part in plain))
    words = max(1, body.count(" "))
    if plain and plain[0].dated:
        return "report"
    where = f"{article.publisher or ''} {article.url or ''} {article.title or ''}"
    if len(_FIRST.findall(body)) >= 3 or _COLUMN.search(where):
        return "opinion"
    norms = len(_NORMS.findall(body)) + len(_OURS.findall(body))
    said = len(_SAID.findall(body))
    if author and norms * 1000 / words > 8 and norms > 2 * said:
        return "opinion"
    return "report"
