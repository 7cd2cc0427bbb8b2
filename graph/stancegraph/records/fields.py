"""What each field of a record may hold: one reader a kind, and the tables of fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from stancegraph.errors import did_you_mean, nearest
from stancegraph.model import day_span
from stancegraph.terms import ABSOLUTE_IRI, SLUG
from stancegraph.vocabulary import members

# What XML 1.0 cannot carry, and half a surrogate pair, which no UTF-8 file can.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WEB = re.compile(r"https?://[^\s/]+", re.IGNORECASE)


class WrongValueError(ValueError):
    """A value that a field may not hold: what is wrong, and what would be right."""

    def __init__(self, what: str, right: str = "") -> None:
        super().__init__(what)
        self.what, self.right = what, right


@dataclass(slots=True)
class Known:
    """The names that a record may refer to: those of the store, and of the files loaded with it.

    Args:
        entities: id to the names it goes by, the label first.
        positions: issue id to its positions' ids and labels, in order.
        arguments: id to the positions it supports.
        sources: ids of sources and cited documents.
        owner: tells the graph that describes an IRI already, or nothing.
        claimed: IRIs that the files being read describe, and in which graph.
    """

    entities: dict[str, tuple[str, ...]] = field(default_factory=dict)
    positions: dict[str, dict[str, str]] = field(default_factory=dict)
    arguments: dict[str, frozenset[str]] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    owner: Callable[[str], str | None] = lambda iri: None
    claimed: dict[str, str] = field(default_factory=dict)

    def claim(self, iri: str, graph: str) -> str | None:
        """Note that a graph describes an IRI; the other graph that does so already, if any.

        A thing is described in one graph only: one triple in two graphs would count twice in
        every query over their union.
        """
        other = self.claimed.get(iri) or self.owner(iri)
        if other is not None and other != graph:
            return other
        self.claimed[iri] = graph
        return None

    def nearest_entity(self, word: str) -> str:
        """`did you mean 'alibaba'?` for a mistyped id, a name or an alias."""
        names = {name: id for id, all_names in self.entities.items() for name in all_names}
        names |= {id: id for id in self.entities}
        near = nearest(word, names)
        return f"did you mean '{names[near]}'?" if near else "describe it in an entities file"


Reader = Callable[[Any, Known], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is read, and whether it must be there."""

    read: Reader
    required: bool = False


def text(value: Any, known: Known) -> str:
    """A text of at least one character; line ends are made one kind, outer space goes."""
    if not isinstance(value, str):
        raise WrongValueError("is not a text", "write it in quotation marks")
    words: str = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not words:
        raise WrongValueError("is empty", "leave the field out, or fill it")
    if not words.isprintable():
        bad = _UNPRINTABLE.search(words)
        if bad:
            raise WrongValueError(f"holds the character U+{ord(bad.group()):04X}", "take it out")
    return words


def slug(value: Any, known: Known) -> str:
    """An id: small letters, digits and single hyphens."""
    if not isinstance(value, str) or not SLUG.match(value):
        proper = re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-")
        raise WrongValueError(
            f"'{value}' is not an id", f"'{proper}' would be" if proper else "like 'deepseek-r1'"
        )
    return value


def date(value: Any, known: Known) -> str:
    """A year, a month or a day that exists."""
    try:
        day_span(str(value))
    except ValueError as error:
        raise WrongValueError(str(error), "YYYY, YYYY-MM or YYYY-MM-DD") from None
    return str(value)


def yes_no(value: Any, known: Known) -> bool:
    """`true` or `false`."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise WrongValueError(f"'{value}' is neither true nor false", "true or false")


def web_address(value: Any, known: Known) -> str:
    """An http or https address."""
    if not isinstance(value, str) or not _WEB.match(value) or not _is_iri(value):
        raise WrongValueError(f"'{value}' is not a web address", "https://…, spaces written as %20")
    return value


def _is_iri(value: str) -> bool:
    try:
        ox.NamedNode(value)
    except ValueError:
        return False
    return ABSOLUTE_IRI.match(value) is not None


def one_of(concept: str) -> Reader:
    """One of the members of a class of the ontology, such as `Mode`."""

    def read(value: Any, known: Known) -> str:
        allowed = members(concept)
        if value in allowed:
            return str(value)
        raise WrongValueError(
            f"'{value}' is not one of {', '.join(allowed)}", did_you_mean(str(value), allowed)
        )

    return read


def entity(value: Any, known: Known) -> str:
    """The id of an entity that is described."""
    if isinstance(value, str) and value in known.entities:
        return value
    raise WrongValueError(f"'{value}' is not a known entity", known.nearest_entity(str(value)))


def issue(value: Any, known: Known) -> str:
    """The id of an issue that is described."""
    if isinstance(value, str) and value in known.positions:
        return value
    near = did_you_mean(str(value), known.positions)
    raise WrongValueError(f"'{value}' is not a known issue", near or ", ".join(known.positions))


def plain(value: Any, known: Known) -> str:
    """A name whose meaning depends on other fields, looked up after them."""
    if not isinstance(value, str):
        raise WrongValueError("is not a name")
    return value


def document(value: Any, known: Known) -> str:
    """A cited document's id, or the address of a document."""
    if isinstance(value, str) and SLUG.match(value):
        return value
    return web_address(value, known)


def several(read: Reader) -> Reader:
    """A list, each item read alike; one item may stand without a list; none may come twice."""

    def read_all(value: Any, known: Known) -> list[Any]:
        items = value if isinstance(value, list) else [value]
        return list(dict.fromkeys(read(item, known) for item in items))

    return read_all


def argument(value: Any, known: Known) -> str:
    """The id of an argument that is described."""
    if isinstance(value, str) and value in known.arguments:
        return value
    near = did_you_mean(str(value), known.arguments)
    raise WrongValueError(
        f"'{value}' is not a known argument", near or "describe it in an arguments file"
    )


def wikidata(value: Any, known: Known) -> str:
    """A Wikidata item."""
    if not isinstance(value, str) or not re.fullmatch(r"Q[1-9]\d*", value):
        raise WrongValueError(f"'{value}' is not a Wikidata item", "like Q1359568")
    return value


def country(value: Any, known: Known) -> str:
    """A country by its two letters."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{2}", value):
        raise WrongValueError(
            f"'{value}' is not a country code", "two capital letters, ISO 3166: CN, US, FR"
        )
    return value


def number(value: Any, known: Known) -> int:
    """A number of characters."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{1,12}", value):
        return int(value)
    raise WrongValueError(f"'{value}' is not a number of characters", "0, 1, 2 …")


def verbatim(value: Any, known: Known) -> str:
    """Characters as they stand in a text, outer space too."""
    if not isinstance(value, str):
        raise WrongValueError("is not a text", "write it in quotation marks")
    if bad := _UNPRINTABLE.search(value):
        raise WrongValueError(f"holds the character U+{ord(bad.group()):04X}", "take it out")
    return value


def sha256(value: Any, known: Known) -> str:
    """A SHA-256, in small hexadecimal digits."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{64}", value):
        raise WrongValueError(f"'{value}' is not a SHA-256", "64 digits, 0 to 9 and a to f")
    return value


def mapping(table: Mapping[str, Field]) -> Reader:
    """A mapping with fields of its own."""

    def read(value: Any, known: Known) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise WrongValueError("is not a mapping", f"fields: {', '.join(table)}")
        for key in value:
            if key not in table:
                raise WrongValueError(f"has no field '{key}'", f"fields: {', '.join(table)}")
        found = {}
        for key, entry in table.items():
            if value.get(key) is not None:
                try:
                    found[key] = entry.read(value[key], known)
                except WrongValueError as error:
                    raise WrongValueError(f"{key} {error.what}", error.right) from None
            elif entry.required:
                raise WrongValueError(f"has no {key}", f"add '{key}: …'")
        return found

    return read


def evidence(value: Any, known: Known) -> dict[str, Any]:
    """Words of a text, what stands around them, and where."""
    found: dict[str, Any] = mapping(EVIDENCE)(value, known)
    length = found["end"] - found["start"]
    if length != len(found["exact"]):
        raise WrongValueError(
            f"holds {len(found['exact'])} characters of {length}", "end is start and the length"
        )
    return found


DOCUMENT: dict[str, Field] = {
    "id": Field(slug, required=True),
    "title": Field(text, required=True),
    "publisher": Field(entity),
    "url": Field(web_address),
    "kind": Field(one_of("SourceKind")),
    "author": Field(text),
    "published": Field(date),
}
SOURCE: Mapping[str, Field] = DOCUMENT | {
    "publisher": Field(entity, required=True),
    "kind": Field(one_of("SourceKind"), required=True),
}
# What is known of the text that quotations were checked against; the text itself is not stored.
TEXT: Mapping[str, Field] = {
    "sha256": Field(sha256, required=True),
    "length": Field(number, required=True),
}
EVIDENCE: Mapping[str, Field] = {
    "exact": Field(verbatim, required=True),
    "prefix": Field(verbatim),
    "suffix": Field(verbatim),
    "start": Field(number, required=True),
    "end": Field(number, required=True),
}
# What a review adds to a stance and its source; tables of stances have no columns for it.
READ_SOURCE: Mapping[str, Field] = {**SOURCE, "text": Field(mapping(TEXT))}
CITED: Mapping[str, Field] = DOCUMENT | {"marker": Field(text)}
STANCE: Mapping[str, Field] = {
    "id": Field(slug, required=True),
    "holder": Field(entity, required=True),
    "issue": Field(issue, required=True),
    "position": Field(plain, required=True),
    "about": Field(entity),
    "mode": Field(one_of("Mode"), required=True),
    "hedged": Field(yes_no),
    "date": Field(date, required=True),
    "confidence": Field(one_of("Confidence")),
    "reported_by": Field(entity),
    "primary_source": Field(document),
    "quote": Field(text),
    "because": Field(several(argument)),
    "summary": Field(text, required=True),
}
REVIEWED_STANCE: Mapping[str, Field] = {
    **STANCE,
    "status": Field(one_of("ReviewStatus")),
    "reviewer": Field(text),
    "reviewed_at": Field(date),
    "evidence": Field(evidence),
}
# A name in a text that a reviewer took for an entity.
MERGE: Mapping[str, Field] = {
    "name": Field(text, required=True),
    "entity": Field(entity, required=True),
    "by": Field(text, required=True),
    "at": Field(date, required=True),
}
ENTITY: Mapping[str, Field] = {
    "id": Field(slug, required=True),
    "name": Field(text, required=True),
    "type": Field(one_of("Entity"), required=True),
    "wikidata": Field(wikidata),
    "aliases": Field(several(text)),
    "country": Field(country),
    "affiliation": Field(entity),
    "role": Field(text),
    "part_of": Field(entity),
}
ISSUE: Mapping[str, Field] = {
    "id": Field(slug, required=True),
    "label": Field(text, required=True),
    "short": Field(text, required=True),
}
POSITION: Mapping[str, Field] = {
    "id": Field(slug, required=True),
    "label": Field(text, required=True),
    "summary": Field(text, required=True),
    "pole": Field(one_of("Pole")),
}
ARGUMENT: Mapping[str, Field] = {
    "id": Field(slug, required=True),
    "label": Field(text, required=True),
    "summary": Field(text, required=True),
    "supports": Field(several(plain), required=True),
}
