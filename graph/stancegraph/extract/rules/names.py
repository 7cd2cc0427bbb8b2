"""Who may be named: the graph's entities by all their names, and a cast for each article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from stancegraph.extract.knowledge import Knowledge, Name
from stancegraph.extract.values import Mention, Span
from stancegraph.model import Entity

# A product's version: `Qwen3-72B`, `Llama 3.1`.
_VERSION = re.compile(r"[ -]?[vVrRkKmM]?\d[\w.]*(?:-[\w.]+)*\b|-[A-Z0-9][\w.-]*")
# Lists of words such as `Chinese`, by the country that a group of labs is of.
_COUNTRY = "country_of_"


@dataclass(eq=False, slots=True)
class Who:
    """Somebody that a text names.

    Args:
        id: the entity, where the graph has it.
        name: what they are called in full.
        type: Person, Company, Lab, Publication ...; Product and Place for what holds nothing.
        country: ISO 3166 alpha-2.
        works_for: whom they speak for, as the graph or an apposition has it.
        gender: m or f, where a title or a pronoun told.
        sure: whether it is known, or looks like a name beyond doubt.
    """

    id: str | None
    name: str
    type: str
    country: str | None = None
    works_for: Who | None = None
    gender: str = ""
    sure: bool = True

    @property
    def person(self) -> bool:
        """Whether it is one person."""
        return self.type == "Person"

    def mention(self, span: Span | None) -> Mention:
        """The same, as a draft has it."""
        return Mention(span, self.name, self.id, self.type)


@dataclass(eq=False, slots=True)
class Named:
    """A place where somebody is named.

    Args:
        start, end: where.
        who: whom it means.
        product: whether a product stands for its maker.
        owner: whether it is a genitive.
    """

    start: int
    end: int
    who: Who
    product: bool = False
    owner: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    def marks(self) -> str:
        """What cues may ask of it."""
        who = self.who
        kind = "person" if who.person else "country" if who.type == "Country" else "org"
        marks = ["@model" if self.product else f"@{kind}"]
        if who.country:
            marks.append(f"@{who.country}")
            if self.product:
                marks.append(f"@{who.country}model")
            elif who.type in ("Company", "Lab", "Group"):
                marks.append(f"@{who.country}lab")
        return " ".join(marks)


@dataclass(slots=True)
class Cast:
    """Everybody in an article, and where.

    Args:
        named: each place, in the order of the text.
        by_key: people and firms by id, or by what they are called in lower case.
        by_part: the same by a last name, a first name, or a short form.
    """

    named: list[Named] = field(default_factory=list)
    by_key: dict[str, Who] = field(default_factory=dict)
    by_part: dict[str, Who] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

    def within(self, start: int, end: int) -> list[Named]:
        """The names in a part of the text."""
        found = []
        for one in self.named[bisect_left(self._starts, start) :]:
            if one.start >= end:
                break
            found.append(one)
        return found

    def settle(self) -> None:
        """Sort what was found; of what overlaps the first and longest stays."""
        self.named.sort(key=lambda one: (one.start, -one.end))
        kept: list[Named] = []
        for one in self.named:
            if not kept or one.start >= kept[-1].end:
                kept.append(one)
        self.named = kept
        self._starts = [one.start for one in kept]


def trie(words: Iterable[str]) -> str:
    """A regular expression for any of many words, the longest first, as quick as for a few."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _spelled(root)


def _spelled(node: dict[str, Any]) -> str:
    parts = [re.escape(key) + _spelled(rest) for key, rest in node.items() if key]
    if not parts:
        return ""
    ends = "" in node
    whole = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return f"{whole}?" if ends else whole


class Gazetteer:
    """All names that are known beforehand.

    Args:
        knowledge: its names; its lists of words are kept at hand as sets.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.lists: dict[str, frozenset[str]] = {
            name: frozenset(words) for name, words in knowledge.words.get("speech", {}).items()
        }
        self.by_text: dict[str, Name] = {}
        for name in knowledge.names:
            self.by_text.setdefault(name.text, name)
        for text in [text for text in self.by_text if text.startswith("The ")]:
            self.by_text.setdefault(text[4:], self.by_text[text])
        spelled = trie(self.by_text)
        self._known = re.compile(rf"(?<![\w@#/-])(?:{spelled})(?![^\W\d_])") if spelled else None
        self._places = {
            word: name.removeprefix(_COUNTRY).upper()
            for name, words in self.lists.items()
            if name.startswith(_COUNTRY)
            for word in words
        }
        heads, places = trie(self.lists.get("group_head", ())), trie(self._places)
        self._groups = re.compile(
            rf"\b({places})\s+(?:(?:[a-z-]+\s|AI\s){{0,4}}?)(?:{heads})\b" if places else r"(?!)"
        )

    def known(self, text: str) -> Iterator[tuple[int, int, Name]]:
        """The known names in a text; a product's with its version."""
        for match in self._known.finditer(text) if self._known else ():
            name = self.by_text[match[0]]
            more = _VERSION.match(text, match.end()) if name.kind == "product" else None
            yield match.start(), more.end() if more else match.end(), name

    def groups(self, text: str) -> Iterator[tuple[int, int, Entity | None, str | None]]:
        """Groups named by country and kind, such as `China's leading AI companies`.

        Returns:
            Where; the graph's group of that country; the country (ISO 3166 alpha-2), if it is one.
        """
        for match in self._groups.finditer(text):
            country = self._places[match[1]]
            known = (
                entity
                for entity in self.knowledge.entities.values()
                if entity.type == "Group" and entity.country == country
            )
            place = country if len(country) == 2 else None
            yield match.start(), match.end(), next(known, None), place
