"""Text and Markdown files to articles: the text as it stands, and what its first lines tell."""

from __future__ import annotations

import re
from typing import Any

from stancegraph.errors import InputError
from stancegraph.extract.dates import declared_date, found_date
from stancegraph.extract.values import Article
from stancegraph.records import parse_yaml

# What front matter calls a field, the usual word first.
_FIELDS = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "byline", "by"),
    "publisher": ("publisher", "publication", "site_name", "sitename", "site"),
    "published": ("published", "date", "publishdate", "published_at", "pubdate"),
    "url": ("url", "link", "canonical_url", "canonicalurl", "canonical", "source_url"),
}
_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"#{1,2}[ \t]+(.+?)[ \t]*#*$")
# The first line of a text, if an empty one follows and it does not end as a sentence does.
_HEADLINE = re.compile(r"[^#].{0,198}[^.!?:;,]")
_BYLINE = re.compile(r"(?:written )?by[: ]\s*(?=\S)", re.IGNORECASE)
_APART = re.compile(r"\s*(?:,|\||·|•|;|\s[-–—]{1,2})\s+|\s+for\s+(?=[A-Z])")
# A headline and what stands below it; further down a line that begins with `By` is a sentence.
_FIRST_LINES, _LONGEST_LINE = 8, 200
# What may stand around a date: `Published on`, and the time of day.
_PUBLISHED = re.compile(
    r"(?:(?:first )?(?:published|posted|date)\b[ :]*(?:on\b ?)?)?", re.IGNORECASE
)
_LONGEST_TIME = 24


def read_plain(text: str, where: str, url: str | None = None, *, markdown: bool) -> Article:
    """An article whose text is the file's own, character for character.

    Args:
        text: what the file holds.
        where: its name, for messages.
        url: its address, if it came from one.
        markdown: whether front matter and `#` mean something.
    """
    front = _FRONT.match(text) if markdown else None
    told = _front_matter(front.group(1), where) if front else {}
    lines = [line.strip() for line in text[front.end() if front else 0 :].splitlines()]
    told = _first_lines(lines, markdown) | told
    return Article(text, where, **({"url": url} if url else {}) | told)


def _front_matter(text: str, where: str) -> dict[str, str]:
    """What YAML before the text says of it; what is no YAML is only text."""
    try:
        documents = parse_yaml(text, where)
    except InputError:
        return {}
    found = documents[0] if documents else None
    values = {str(k).lower(): v for k, v in found.items()} if isinstance(found, dict) else {}
    told = {}
    for field, names in _FIELDS.items():
        words = next(filter(None, (_words(values.get(name)) for name in names)), None)
        told[field] = declared_date(words) if words and field == "published" else words
    return {field: words for field, words in told.items() if words}


def _words(value: Any) -> str | None:
    """A text, several as one, or a `name` within."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value))) or None
    if isinstance(value, dict):
        return _words(value.get("name"))
    return " ".join(value.split()) if isinstance(value, str) else None


def _first_lines(lines: list[str], markdown: bool) -> dict[str, str]:
    """The headline, and the byline below it."""
    filled = [(at, line) for at, line in enumerate(lines) if line][:_FIRST_LINES]
    told: dict[str, str] = {}
    for place, (at, line) in enumerate(filled):
        heading = _HEADING.match(line) if markdown else None
        below = lines[at + 1 : at + 2]
        alone = not markdown and place == 0 and not any(below) and _HEADLINE.fullmatch(line)
        if "title" not in told and (heading or alone):
            told["title"] = _unmarked(heading.group(1) if heading else line)
        else:
            told = _byline(_unmarked(line)) | told
    return told


def _byline(line: str) -> dict[str, str]:
    """Who wrote it, where and when: `By NAME, PUBLICATION, 2026-03-01`, or a line with a date."""
    date = found_date(line)
    told = {"published": date[0]} if date else {}
    before, after = (line[: date[1]], line[date[2] :]) if date else (line, "")
    begins = _BYLINE.match(before)
    if len(line) > _LONGEST_LINE or len(after) > _LONGEST_TIME:
        return {}
    if not begins:
        return told if _PUBLISHED.fullmatch(before) else {}
    parts = [part.strip(" ,|·•—–-()") for part in _APART.split(before[begins.end() :])]
    parts = [part for part in parts if part]
    if not parts or not all(map(_is_name, parts)):
        return {}
    # Without a date, what comes last may be one more author.
    if len(parts) > 1 and (date or " and " not in parts[-1]):
        told["publisher"] = parts.pop()
    return told | {"author": ", ".join(parts)}


def _is_name(words: str) -> bool:
    """Whether this can be a name: its words begin with capitals, but for `and`, `of`, `van`."""
    return words[:1].isupper() and all(
        len(word) <= 3 or not word[0].islower() for word in words.split()
    )


def _unmarked(line: str) -> str:
    """A line without the marks of Markdown for links and for what is set off."""
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
    return re.sub(r"[*_`]{1,3}(?=\S)(.+?)(?<=\S)[*_`]{1,3}", r"\1", line).strip()
