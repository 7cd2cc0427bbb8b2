"""Draft files: what was found in an article, as a record file that a person goes through."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process, utils

from stancegraph.errors import InputError, Problem
from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.values import Article, Extraction, Found, Mention, Rejected, Span
from stancegraph.extract.verbatim import evidence
from stancegraph.files import write_whole
from stancegraph.model import Entity
from stancegraph.records import Map, parse_yaml, to_yaml

Draft = dict[str, Any]
# Names that are told as near ones, and how like they must be, of 100.
_NEAR, _LIKE = 3, 70
# What stands at the head of each file.
HEAD = """\
# Drafts for a person to look at, found in {where}.
# Go through them with: stancegraph review FILE
"""


def to_draft(article: Article, extraction: Extraction, knowledge: Knowledge) -> Draft:
    """The draft file's content.

    Args:
        article: what was read.
        extraction: what was found in it.
        knowledge: the entities and issues of the graph.

    Raises:
        AssertionError: a span does not hold what it says; an engine's mistake.
    """
    names = _Names(article, knowledge)
    source = _source(article, names)
    stances = [
        _stance(found, f"{source['id']}-{number}", article, source, names)
        for number, found in enumerate(extraction.found, start=1)
    ]
    draft: Draft = {"source": source, "extracted": dict(extraction.engine)}
    if names.new:
        draft["entities"] = list(names.new.values())
    draft["stances"] = stances
    if extraction.rejected:
        draft["rejected"] = [_rejected(one) for one in extraction.rejected]
    return draft


class _Names:
    """Names of a text as ids: of the graph, or of entities that are drafts themselves."""

    def __init__(self, article: Article, knowledge: Knowledge) -> None:
        self.text = article.text
        self.knowledge = knowledge
        self.new: dict[str, dict[str, Any]] = {}
        self._ids = {
            name.casefold(): id
            for id, entity in knowledge.entities.items()
            for name in (entity.label, *entity.aliases)
        }

    def id(self, mention: Mention) -> str:
        """The id of somebody; who is not known becomes a draft with the names that come near."""
        known = mention.id or self.known(mention.name)
        if known:
            return known
        id = slug(mention.name) or "unnamed"
        while id in self.knowledge.entities:
            # Somebody else has the id.
            id = f"{id}-2"
        if id not in self.new:
            entity: dict[str, Any] = {"id": id, "name": mention.name}
            entity |= {"type": mention.type or "Person", "status": "draft"}
            if mention.span is not None:
                entity["evidence"] = evidence(self.text, mention.span)
            near = self._near(mention.name)
            self.new[id] = entity | ({"near": near} if near else {})
        return id

    def known(self, name: str) -> str | None:
        """The entity of exactly this name."""
        return self._ids.get(name.casefold()) or self._ids.get(
            re.sub(r"^the ", "", name.casefold())
        )

    def label(self, id: str) -> str:
        """What an entity is called."""
        entity = self.knowledge.entities.get(id)
        return entity.label if entity else str(self.new[id]["name"])

    def _near(self, name: str) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for alias, score, _ in process.extract(
            name,
            list(self._ids),
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            limit=3 * _NEAR,
            score_cutoff=_LIKE,
        ):
            id = self._ids[alias]
            found.setdefault(id, {"id": id, "name": self.label(id), "score": round(score)})
        return list(found.values())[:_NEAR]


def slug(name: str) -> str:
    """A name as an id: small letters, digits and hyphens."""
    plain = re.sub("['\u2019.]", "", name.casefold())
    plain = "".join(_LATIN.get(character, character) for character in _decomposed(plain))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


_LATIN = {"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe"}


def _decomposed(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _source(article: Article, names: _Names) -> dict[str, Any]:
    host = urlsplit(article.url or "").hostname or ""
    publisher = article.publisher or host.removeprefix("www.") or None
    lead = slug(publisher or "") or slug(article.author or "")
    # One outlet may publish several documents on a day: each is a source of its own.
    words = slug(article.title or "")[:40].strip("-")
    id = "-".join(filter(None, (lead, article.published, words)))
    source: dict[str, Any] = {"id": id or f"text-{article.sha256[:12]}"}
    source["title"] = article.title or Path(article.where).stem
    if publisher:
        span = _first(article.text, publisher)
        source["publisher"] = names.id(Mention(span, publisher, type="Publication"))
    if article.url:
        source["url"] = article.url
    source["kind"] = _kind(names.knowledge.entities.get(source.get("publisher", "")))
    if article.author:
        source["author"] = article.author
    if article.published:
        source["published"] = article.published
    source["text"] = {"sha256": article.sha256, "length": len(article.text)}
    return source


def _kind(publisher: Entity | None) -> str:
    """Who publishes what it says itself is near; a publication tells what others say."""
    secondary = publisher is None or publisher.type == "Publication"
    return "secondary" if secondary else "primary"


def _first(text: str, words: str) -> Span | None:
    at = text.find(words)
    return Span(at, at + len(words)) if at >= 0 else None


def _stance(
    found: Found, id: str, article: Article, source: Mapping[str, Any], names: _Names
) -> dict[str, Any]:
    text = article.text
    holder = names.id(found.holder)
    stance: dict[str, Any] = {"id": id, "status": "draft", "tier": found.tier}
    stance |= {"holder": holder, "issue": found.issue, "position": found.position}
    if found.about:
        stance["about"] = found.about
    stance |= {"mode": found.mode, "hedged": found.hedge is not None}
    if "published" in source:
        stance["date"] = source["published"]
    reported = source.get("publisher")
    if found.reported_by:
        who = found.reported_by
        reported = names.id(replace(who, type=who.type or "Publication"))
    if reported and reported != holder and found.holder.name != article.author:
        stance["reported_by"] = reported
    if found.quote is not None:
        stance["quote"] = found.quote.of(text).strip()
    stance["summary"] = _summary(found, names.label(holder), names.knowledge)
    words = _whole(found)
    stance["evidence"] = evidence(text, words)
    stance["found"] = _found(found, text)
    assert words.of(text) == stance["evidence"]["exact"]
    return stance


def _whole(found: Found) -> Span:
    """The evidence, with the words of the holder in it."""
    spans = [found.evidence, *([found.quote] if found.quote else [])]
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _found(found: Found, text: str) -> dict[str, Any]:
    out: dict[str, Any] = {"rule": found.rule}
    places = {
        "holder": found.holder.span,
        "cue": found.cue,
        "hedge": found.hedge,
        "marker": found.marker,
    }
    for key, span in places.items():
        if span is not None:
            out[key] = {"text": span.of(text), "start": span.start, "end": span.end}
    return out | {"match": found.match}


def _summary(found: Found, name: str, knowledge: Knowledge) -> str:
    issue = knowledge.issues[found.issue]
    position = next((p for p in issue.positions if p.id == found.position), None)
    if position is None:
        return f"{name} on: {issue.label}"
    return f"{name}: {position.summary or position.label}"


def _rejected(one: Rejected) -> dict[str, Any]:
    return {"reason": one.reason, "record": dict(one.record)}


# ---- files


def write_draft(path: Path, draft: Draft, where: str = "") -> None:
    """Write a draft file, whole or not at all.

    Args:
        path: the file.
        draft: its content.
        where: what it was found in, for the comment at the head; without it there is none.
    """
    head = HEAD.format(where=where) if where else ""
    write_whole(path, (head + to_yaml([draft])).encode())


def read_draft(path: Path) -> Draft:
    """The content of a draft file.

    Raises:
        InputError: it cannot be read, or is none.
    """
    where = str(path)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise InputError([Problem(where, 0, f"cannot be read: {reason}")]) from None
    documents = parse_yaml(text, where)
    draft = documents[0] if documents else None
    if len(documents) != 1 or not isinstance(draft, Map) or "source" not in draft:
        right = "it has the sections source and stances, as extract writes them"
        raise InputError([Problem(where, 1, "this is not a draft file", right)])
    problems = list(_problems(draft, where))
    if problems:
        raise InputError(problems)
    plain: Draft = _plain(draft)
    return plain


def _problems(draft: Map, where: str) -> Iterable[Problem]:
    for section in ("stances", "entities"):
        items = draft.get(section) or []
        if not isinstance(items, list):
            yield Problem(where, draft.at(section), f"{section} is not a list")
            continue
        for item in items:
            if not isinstance(item, Map) or not isinstance(item.get("id"), str):
                line = item.line if isinstance(item, Map) else draft.at(section)
                yield Problem(where, line, f"an item of {section} has no id", "add 'id: …'")


_NUMBERS = {"start", "end", "length", "score"}


def _plain(value: Any, key: str = "") -> Any:
    """Located values as plain ones; what counts characters as numbers."""
    if isinstance(value, dict):
        return {name: _plain(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, key) for item in value]
    if key in _NUMBERS and isinstance(value, str) and value.isdecimal():
        return int(value)
    return value
