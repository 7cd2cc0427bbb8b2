"""Which format a client gets, by what it accepts (RFC 9110, 12.5.1)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from stancegraph import formats
from stancegraph.errors import StancegraphError
from stancegraph.formats import Format
from stancegraph.serve.problems import Refused

_RANGE = re.compile(r"([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\Z", re.ASCII)
_Q = re.compile(r"(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z", re.ASCII)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_CHARSET = ("text/csv", "text/tab-separated-values", "text/turtle", "text/html", "text/plain")


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """A format, under one of the names that clients give it."""

    media_type: str
    format: Format

    @property
    def content_type(self) -> str:
        """What `Content-Type` says."""
        return self.media_type + ("; charset=utf-8" if self.media_type in _CHARSET else "")


def _offers(verb: str, names: str, others: Iterable[tuple[str, str]]) -> tuple[Offer, ...]:
    """Formats by their own media types, best first; then what else clients call them."""
    named = [(name, formats.by_name(name, verb)) for name in names.split()]
    own = [Offer(known.media_type, known) for _, known in named]
    return (*own, *(Offer(media_type, dict(named)[name]) for media_type, name in others))


# A browser sends application/xml with the pages it can show; so JSON comes before XML, and text/xml
# last.
ROWS: Final = _offers(
    "query",
    "json xml csv tsv",
    [("application/json", "json"), ("application/xml", "xml"), ("text/xml", "xml")],
)
TRIPLES: Final = _offers(
    "construct",
    "ttl nt rdf jsonld trig nq",
    [
        ("application/x-turtle", "ttl"),
        ("text/plain", "nt"),
        ("application/json", "jsonld"),
        ("application/xml", "rdf"),
        ("text/xml", "rdf"),
    ],
)
QUADS: Final = _offers(
    "export", "trig nq jsonld", [("application/json", "jsonld"), ("text/x-nquads", "nq")]
)
HTML: Final = Offer("text/html", Format("html", ("html",), "text/html", frozenset()))


def choose(accept: str | None, offers: tuple[Offer, ...], name: str | None = None) -> Offer:
    """The offer that a client likes best; of those it likes alike, the first.

    Args:
        accept: the header `Accept`; without one anything goes.
        offers: what there is, best first.
        name: the format that the address names, which counts more than the header; a name that
            is not known counts less, as clients send names of their own with the header.

    Raises:
        Refused: 406, as the client takes none of them; 400, as there is no such format.
    """
    if name:
        wanted = name.lower()
        for offer in offers:
            if wanted in (offer.format.name, offer.media_type, *offer.format.suffixes):
                return offer
        if accept in (None, "*/*"):
            known = ", ".join(dict.fromkeys(offer.format.name for offer in offers))
            raise Refused(400, f"there is no format '{name}' for this answer ({known})")
    best = _best(accept, offers)
    if best is None:
        names = ", ".join(dict.fromkeys(offer.media_type for offer in offers))
        raise Refused(406, f"this is to be had as {names}, and Accept takes none of them")
    return best


@functools.lru_cache(maxsize=256)
def _best(accept: str | None, offers: tuple[Offer, ...]) -> Offer | None:
    if accept is None or not accept.strip():
        return offers[0]
    ranges = _ranges(accept)
    liked = [(_quality(offer.media_type, ranges), -at) for at, offer in enumerate(offers)]
    quality, at = max(liked)
    return offers[-at] if quality > 0 else None


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    """The media ranges of a header with their weights; what is malformed is no range."""
    found = ((_RANGE.match(name), weight) for name, weight in _weighted(accept))
    return [(match[1], match[2], weight) for match, weight in found if match]


@functools.lru_cache(maxsize=256)
def takes_gzip(accept: str) -> bool:
    """Whether a client takes what is gzipped.

    Args:
        accept: the header `Accept-Encoding` (RFC 9110, 12.5.3).
    """
    listed = _weighted(accept)
    named = {name: weight for name, weight in listed if name in ("gzip", "x-gzip", "*")}
    star = named.pop("*", 0)
    return any(named.values()) if named else star > 0


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    """What a header lists, in small letters, with its weights.

    Other parameters, such as a profile, ask for a variant; the one that there is will do.
    """
    for part in _split(header, ","):
        name, *parameters = (text.strip().lower() for text in _split(part, ";"))
        weight = next((text[2:] for text in parameters if text.startswith("q=")), "1")
        yield name, float(weight) if _Q.match(weight) else 0.0


def _split(text: str, sign: str) -> list[str]:
    """The parts of a header, quoted texts left whole."""
    plain = _QUOTED.sub(lambda found: "_" * len(found[0]), text)
    parts, start = [], 0
    for at, character in enumerate(plain):
        if character == sign:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _quality(media_type: str, ranges: Iterable[tuple[str, str, float]]) -> float:
    """The weight of the most specific range that a media type falls into."""
    kind, _, sub = media_type.partition("/")
    fit = [
        ((one == kind) + (two == sub), weight)
        for one, two, weight in ranges
        if one in (kind, "*") and two in (sub, "*") and (one != "*" or two == "*")
    ]
    if not fit:
        return 0.0
    closest = max(closeness for closeness, _ in fit)
    return max(weight for closeness, weight in fit if closeness == closest)


def syntax_of(content_type: str | None, offers: tuple[Offer, ...]) -> Format:
    """The format of a body.

    Raises:
        Refused: 415, as it is none of those that are read.
    """
    media_type = (content_type or "").partition(";")[0].strip().lower()
    for offer in offers:
        if offer.media_type == media_type:
            return offer.format
    names = ", ".join(dict.fromkeys(offer.format.media_type for offer in offers))
    what = f"'{media_type}' is not read here" if media_type else "there is no Content-Type"
    raise Refused(415, f"{what} (one of {names})", headers={"accept": names})


def by_suffix(path: str, verb: str) -> tuple[str, Format | None]:
    """A path without the suffix that names a format, and that format."""
    stem, dot, suffix = path.rpartition(".")
    if not dot or "/" in suffix:
        return path, None
    if suffix == "html":
        return stem, HTML.format
    try:
        return stem, formats.by_name(suffix, verb)
    except StancegraphError:
        return path, None
