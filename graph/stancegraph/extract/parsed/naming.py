"""What the parser's own names tell of the cast: who is nobody, who is missed, who has a title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stancegraph.extract.rules.names import Cast, Named, Who
from stancegraph.extract.rules.reading import Sentence
from stancegraph.extract.values import Span

_TYPES = {"PERSON": "Person", "ORG": "Company"}
_PLACES = frozenset(["GPE", "LOC", "DATE", "NORP", "FAC", "TIME", "LANGUAGE", "CARDINAL", "EVENT"])


def vet(
    cast: Cast, parsed: Sequence[tuple[Sentence, Any]], lists: Mapping[str, frozenset[str]]
) -> None:
    """Set right in place what the rules made of names that the graph does not know.

    Args:
        cast: everybody in the article.
        parsed: sentences, each with its parse.
        lists: words of general English, by kind.
    """
    seen: dict[int, list[tuple[Named, Any, Any]]] = defaultdict(list)
    for one, doc in parsed:
        for named in one.named:
            if named.who.id is None and named.who.type not in ("Group", "Country"):
                part = _part(one, doc, named.span)
                if part is not None and len(part):
                    seen[id(named.who)].append((named, part, doc))
        one.named += [n for n in _missed(cast, one, doc, lists)]
        one.named.sort(key=lambda named: named.start)
    for places in seen.values():
        _judge(places[0][0].who, places, lists)


def _part(one: Sentence, doc: Any, span: Span) -> Any:
    start, end = span.start - one.span.start, span.end - one.span.start
    return doc.char_span(max(0, start), min(end, len(doc.text)), alignment_mode="expand")


def _judge(
    who: Who,
    places: Sequence[tuple[Named, Any, Any]],
    lists: Mapping[str, frozenset[str]],
) -> None:
    """A name is one where the parser takes it for one anywhere; a title is no part of it."""
    proper = any(t.pos_ == "PROPN" for _, part, _ in places for t in part)
    labels = {t.ent_type_ for _, part, _ in places for t in part}
    if not proper or (labels <= _PLACES and who.name.count(" ") == 0):
        who.sure = False
    _whole(who, places)
    titles = lists["title"] | lists["person_role"]
    words = who.name.split()
    while len(words) > 2 and words[0].lower() in titles and who.type == "Person":
        if not any(t.ent_type_ == "PERSON" for t in places[0][1]):
            break
        words = words[1:]
    who.name = " ".join(words)


def _whole(who: Who, places: Sequence[tuple[Named, Any, Any]]) -> None:
    """The whole of a name that the rules cut: `National Standards Office`."""
    for named, part, doc in places:
        for entity in doc.ents:
            if entity.label_ in _TYPES and entity.end == part.end and entity.start < part.start:
                more = doc[entity.start : part.start]
                if all(token.pos_ == "PROPN" for token in more) and part.text == who.name:
                    who.name = f"{more.text} {who.name}"
                    named.start -= part.start_char - entity.start_char
                    return


def _missed(
    cast: Cast, one: Sentence, doc: Any, lists: Mapping[str, frozenset[str]]
) -> Iterator[Named]:
    """People and firms whom only the parser takes for such."""
    for entity in doc.ents:
        if entity.label_ not in _TYPES or any(t.pos_ != "PROPN" for t in entity if t.is_alpha):
            continue
        start, end = entity.start_char + one.span.start, entity.end_char + one.span.start
        words = entity.text
        if any(named.start < end and start < named.end for named in one.named):
            continue
        lower = words.lower().split()
        if not words[0].isupper() or any(c.isdigit() or c in "'’" for c in words) or len(words) < 3:
            continue
        if any(word in lists["not_name"] | lists["subject"] for word in lower):
            continue
        if entity.label_ == "PERSON" and len(lower) < 2:
            continue
        key = words.casefold()
        who = cast.by_key.get(key) or cast.by_part.get(key)
        if who is None:
            who = cast.by_key[key] = Who(None, words, _TYPES[entity.label_])
        yield Named(start, end, who)
