"""What a web page says of itself: JSON-LD, OpenGraph, meta elements, its canonical address."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from stancegraph.extract.dates import declared_date, found_date

# Types of schema.org that are a document somebody wrote: NewsArticle, BlogPosting, Report ...
_DOCUMENT = re.compile(r"(?:Article|Posting|Report|Review|Statement)\Z")
_DEEPEST = 12
_TITLE = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
_AUTHOR = ("author", "article:author", "byl", "citation_author", "dc.creator", "parsely-author")
_PUBLISHER = ("og:site_name", "citation_publisher", "dc.publisher", "publisher", "application-name")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
    "datepublished",
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(?:(\d\d)/)?")
_DATED = re.compile(r"date|time|publish|byline|posted|meta")
_OTHER_DATE = re.compile(r"current|today|modif|updat|copyright|related|comment")
_LONGEST_DATE, _LONGEST = 80, 300


@dataclass(slots=True)
class Told:
    """What a page says, the first that says it; nothing where nothing does."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


def told(tree: Any, url: str | None) -> Told:
    """What a page says of itself.

    Args:
        tree: the page, as lxml parsed it.
        url: its address, where it is known.
    """
    meta = _meta(tree)
    found = _structured(tree)

    def first(names: Iterable[str]) -> str | None:
        return next((words for name in names if (words := tidy(meta.get(name)))), None)

    found.title = found.title or first(_TITLE)
    found.author = found.author or _author(first(_AUTHOR))
    found.publisher = found.publisher or first(_PUBLISHER)
    found.url = _address(tree, meta, url)
    found.published = found.published or next(_dates(tree, meta, found.url), None)
    return found


def tidy(words: Any) -> str | None:
    """A text on one line, without what cannot be seen; None where nothing is left."""
    if not isinstance(words, str):
        return None
    # Many pages escape twice.
    seen = "".join(c for c in html.unescape(words) if c.isprintable() or c.isspace())
    return " ".join(seen.split())[:_LONGEST] or None


def _meta(tree: Any) -> dict[str, str]:
    """The meta elements by name, the first of a name."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content)
    return found


def _structured(tree: Any) -> Told:
    """What JSON-LD says of the document that the page is; see schema.org/Article."""
    nodes = [node for script in _scripts(tree) for node in _nodes(script)]
    named = [node for node in nodes if isinstance(node.get("@id"), str) and "name" in node]
    by_id = {node["@id"]: node for node in named}
    for node in nodes:
        if not any(_DOCUMENT.search(kind) for kind in _several(node.get("@type"))):
            continue
        published = node.get("datePublished")
        return Told(
            title=tidy(node.get("headline") or node.get("name")),
            author=_names(node.get("author") or node.get("creator"), by_id),
            publisher=_names(node.get("publisher"), by_id),
            published=declared_date(published) if isinstance(published, str) else None,
        )
    return Told()


def _scripts(tree: Any) -> Iterator[Any]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            text = re.sub(r"^\s*(?:<!--|<!\[CDATA\[)|(?:-->|\]\]>)\s*$", "", script.text or "")
            try:
                # Line ends within texts are common, though JSON forbids them.
                yield json.loads(text, strict=False)
            except (ValueError, RecursionError):
                continue


def _nodes(value: Any) -> list[dict[str, Any]]:
    """All objects within a value, the outer ones first: what is related comes deeper."""
    found, level = [], [value]
    for _ in range(_DEEPEST):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                found.append(one)
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        level = [one for one in inner if isinstance(one, dict | list)]
    return found


def _several(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> str | None:
    """The names of people or organisations, which may be described elsewhere in the page."""
    names = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            one = one.get("name") or by_id.get(str(one.get("@id")), {}).get("name")
            one = ", ".join(_several(one))
        names.append(_author(tidy(one)))
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def _author(words: str | None) -> str | None:
    """A name, not the address of a profile; without `By` and what stands after a line."""
    if not words or re.match(r"(?:https?:)?//|@", words, re.IGNORECASE):
        return None
    return re.sub(r"^by[: ]\s*|\s+\|.*", "", words, flags=re.IGNORECASE) or None


def _address(tree: Any, meta: dict[str, str], url: str | None) -> str | None:
    """The canonical address, if it is one of the web, else the one that was asked."""
    links = (
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    )
    for given in (*links, meta.get("og:url")):
        try:
            whole = urljoin(url or "", str(given or "").strip())
            parts = urlsplit(whole)
        except ValueError:
            continue
        # The front page is never the address of an article.
        inside = parts.path.strip("/") or parts.query
        if parts.scheme in ("http", "https") and parts.hostname and inside:
            return whole
    return url


def _dates(tree: Any, meta: dict[str, str], url: str | None) -> Iterator[str]:
    """The day of publication, where the page tells it least mistakably first."""
    yield from filter(None, (declared_date(meta[name]) for name in _PUBLISHED if name in meta))
    within = next(tree.iter("article"), None)
    within = next(tree.iter("main"), tree) if within is None else within
    yield from filter(None, map(declared_date, _marked(within)))
    in_address = _IN_ADDRESS.search(url or "")
    if in_address:
        date = declared_date("-".join(filter(None, in_address.groups())))
        yield from [date] if date else []
    yield from _shown(within)


def _marked(within: Any) -> list[str]:
    """The values of `time` elements, those that say that they are of the publication first."""
    times = [one for one in within.iter("time") if one.get("datetime")]
    times = [one for one in times if one.get("itemprop") != "dateModified"]
    times.sort(key=lambda one: one.get("pubdate") is None and one.get("itemprop") is None)
    return [str(one.get("datetime")) for one in times]


def _shown(within: Any) -> Iterator[str]:
    """Dates in the short lines that are set apart as a byline or a date."""
    for element in within.iter("time", "p", "span", "div", "li"):
        kind = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if element.tag == "time" or (_DATED.search(kind) and not _OTHER_DATE.search(kind)):
            words = " ".join("".join(element.itertext()).split())
            found = found_date(words) if len(words) <= _LONGEST_DATE else None
            if found:
                yield found[0]
