"""Who is named in a text: known names, and others by how names look and what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stancegraph.extract.rules.layout import UPPER
from stancegraph.extract.rules.names import Cast, Gazetteer, Named, Who
from stancegraph.extract.values import Span

_JOIN = r"(?:of|for|de|del|della|di|da|du|van|von|der|den|la|le|al|el|bin|ibn|and|on|&|in|the)"
_JOINS = frozenset(_JOIN[3:-1].split("|"))
_PLAIN_JOINS = frozenset(("of", "for", "and", "on", "&", "in", "the"))
_CAP = rf"(?:[{UPPER}]\.(?=\s?[{UPPER}])|[{UPPER}]\w*(?:\.\w+)*(?:[-'’]\w+)*)"
_RUN = re.compile(rf"(?<![\w@#/-]){_CAP}(?:[ ](?:{_JOIN}[ ]){{0,2}}{_CAP})*")
_WORDS = re.compile(r"\S+")
_PLAIN = re.compile(r"\b[a-z]{3,}\b")
_POSSESSIVE = re.compile(r"['’]s?\b|['’](?=\s)")
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z&.]{1,9})\)")
_OPENS = frozenset(("", ".", "!", "?", ":", "”", '"', "\n"))
# What stands after a person's name, a firm's, a product's; and where a name is a place.
_AFTER_PERSON = re.compile(r",?\s+(?:who|whose)\b|,\s+\d\d,")
_AFTER_ORG = re.compile(r",?\s+which\b")
_MODEL = re.compile(r"\s+(?:models?|chatbots?|series|family|weights|assistants?|apps?)\b|[ -]\d")
_DIGIT = re.compile(r"\d")
_ACTS = re.compile(
    r",\s|\s(?:and\s[A-Z]|has|have|had|is|was|will|would|said|says|put|gave|kept|held|sold|let|made"
    r"|took|went|does|did|may|can|\w{3,}ed)\b|['’]s\s"
)
_APPOSITION = re.compile(r",\s(?:a|an|the|which|whose)\s")
_STATE = re.compile(
    r"['’]s\s(?:[a-z]+\s){0,2}(?:regulator|government|ministry|parliament|president|minister|capital"
    r"|army|people|cabinet|senate|language)\b"
)
_WHERE = re.compile(r"\b(?:in|near|outside|around|across)\s$")
_ARTICLE = re.compile(r"\ban?\s$")
_FIRMS = frozenset(
    ("company", "start-up", "startup", "lab", "laboratory", "firm", "maker", "developer")
)
_THINGS = frozenset(("model", "chatbot", "benchmark", "app"))
# "New York": a name, though "new" is none.
_PLACED = frozenset(("new", "north", "south", "east", "west"))


class Run(NamedTuple):
    """Words with capitals that may be a name, and whether a sentence begins with them."""

    start: int
    end: int
    first: bool


class Caster:
    """Finds the cast of an article."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lists = gazetteer.lists

    def cast(self, text: str, bodies: Sequence[Span]) -> Cast:
        """Everybody that the text names.

        Args:
            text: the article.
            bodies: its parts but for headlines, where every word may have a capital.
        """
        cast = Cast()
        self._known(text, cast)
        cast.settle()
        taken = [one.span for one in cast.named]
        runs = [run for body in bodies for run in self._runs(text, body, taken)]
        self._full(text, cast, runs)
        cast.settle()
        self._parts(cast)
        self._short(text, cast, runs)
        cast.settle()
        self._acronyms(text, cast)
        return cast

    def _known(self, text: str, cast: Cast) -> None:
        entities = self._gazetteer.knowledge.entities
        for start, end, name in self._gazetteer.known(text):
            key = name.entity or name.full
            who = cast.by_key.get(key)
            if who is None:
                who = cast.by_key[key] = Who(name.entity, name.full, name.type, name.country)
                known = entities.get(name.entity or "")
                firm = entities.get(known.affiliation or "") if known else None
                if firm:
                    who.works_for = cast.by_key.setdefault(
                        firm.id, Who(firm.id, firm.label, firm.type, firm.country)
                    )
            cast.named.append(_named(text, start, end, who, name.kind == "product"))
        for start, end, group, country in self._gazetteer.groups(text):
            id, full = (group.id, group.label) if group else (None, text[start:end])
            who = cast.by_key.setdefault(id or full, Who(id, full, "Group", country))
            cast.named = [n for n in cast.named if n.end <= start or n.start >= end]
            cast.named.append(Named(start, end, who))

    # Words with capitals.

    def _runs(self, text: str, body: Span, taken: Sequence[Span]) -> Iterator[Run]:
        starts = [span.start for span in taken]
        for match in _RUN.finditer(text, body.start, body.end):
            at = match.start()
            for span in taken[max(0, bisect_left(starts, at) - 1) :]:
                if span.start >= match.end():
                    break
                if span.end > at:
                    yield from self._cut(text, at, span.start, body)
                    at = max(at, span.end)
            yield from self._cut(text, at, match.end(), body)

    def _cut(self, text: str, start: int, end: int, body: Span) -> Iterator[Run]:
        """A run without genitives."""
        for match in _RUN.finditer(text, start, end):
            at = match.start()
            for part in re.split(r"['’]s ?", match[0]):
                words = [
                    Span(at + m.start(), at + m.end()) for m in _WORDS.finditer(part.rstrip(".,"))
                ]
                yield from self._split(text, words, at == body.start or _opens(text, at))
                at = text.find(part, at) + len(part) + 2

    def _split(self, text: str, words: list[Span], first: bool) -> Iterator[Run]:
        """`Fauxbert of Dummyton` is two: joined only under a word such as Ministry."""
        lower = [word.of(text).lower().rstrip(".") for word in words]
        for at, word in enumerate(lower):
            head = self._lists["of_head"].intersection(lower[:at])
            if word in _PLAIN_JOINS and not head:
                yield from self._stripped(text, words[:at], lower[:at], first)
                yield from self._split(text, words[at + 1 :], False)
                return
        yield from self._stripped(text, words, lower, first)

    def _stripped(
        self, text: str, words: list[Span], lower: list[str], first: bool
    ) -> Iterator[Run]:
        """A name without titles and without words that open sentences."""
        org = bool(self._lists["org_word"].intersection(lower))
        while words and self._no_name(lower):
            words, lower, first = words[1:], lower[1:], False
        if words and not (org and lower[-1] in self._lists["org_word"]):
            ranks = [at for at, word in enumerate(lower) if word in self._lists["rank"]]
            last = max(ranks, default=-1)
            while last + 1 < len(words) and lower[last + 1] in self._lists["title"]:
                last += 1
            while last + 1 < len(words) and lower[last + 1] in _JOINS:
                last += 1
            if last >= 0:
                words, lower, first = words[last + 1 :], lower[last + 1 :], False
        while words and lower[-1] in self._lists["time"] | _JOINS:
            words, lower = words[:-1], lower[:-1]
        if words:
            yield Run(words[0].start, words[-1].end, first)

    def _no_name(self, lower: Sequence[str]) -> bool:
        if lower[0] in _PLACED and len(lower) > 1:
            return False
        word = lower[0]
        return word in self._lists["not_name"] or word in _JOINS or word[:2] in ("i'", "i’")

    # Names in full.

    def _full(self, text: str, cast: Cast, runs: Sequence[Run]) -> None:
        """Names of two words and more that nobody knew."""
        for start, end, _ in runs:
            words = text[start:end]
            if not 2 <= len(words.split()) <= 9:
                continue
            key = words.casefold()
            if key not in cast.by_key:
                cast.by_key[key] = Who(None, words, self._type(words))
            named = _named(text, start, end, cast.by_key[key])
            cast.named.append(named)
            if _DIGIT.search(words) or _MODEL.match(text, end):
                named.who.type, named.who.sure, named.product = "Product", False, True
            elif self._lists["org_word"].isdisjoint(key.split()):
                self._context(text, named)

    def _type(self, words: str) -> str:
        lower = set(words.lower().split())
        if not lower & self._lists["org_word"]:
            return "Person" if len(words.split()) <= 4 else "Company"
        if lower & self._lists["country_word"]:
            return "Country"
        for kind, name in (
            ("government_word", "Government"),
            ("investor_word", "Investor"),
            ("ngo_word", "NGO"),
            ("publication_word", "Publication"),
        ):
            if lower & self._lists[kind]:
                return name
        return "Company"

    def _context(self, text: str, named: Named) -> None:
        """A firm or a product may look like a person: what stands around it tells."""
        after = text[named.end : named.end + 90]
        if _AFTER_PERSON.match(after):
            named.who.type = "Person"
            return
        words = re.findall(r"[a-z]+(?:-[a-z]+)?", after.split(".")[0][:60].lower())
        apposed = set(words[:7]) if after.startswith(",") else set()
        if apposed & self._lists["person_role"] - _FIRMS:
            return
        if apposed & _THINGS and not apposed & _FIRMS:
            named.who.type, named.who.sure, named.product = "Product", False, True
        elif _AFTER_ORG.match(after) or apposed & _FIRMS or _after_the(text, named.start):
            named.who.type = "Company"

    # Names again, in short.

    def _parts(self, cast: Cast) -> None:
        """By which single words people and firms are meant again."""
        for who in {id(one.who): one.who for one in cast.named}.values():
            tokens = who.name.split()
            firm = who.type in ("Company", "Lab", "Investor") and len(tokens[0]) > 3
            if len(tokens) > 1 and who.person:
                parts = [tokens[-1], tokens[0], " ".join(tokens[-2:])]
                for part in parts:
                    if len(part) > 1 and part.lower() not in _JOINS:
                        cast.by_part.setdefault(part.casefold(), who)
            elif len(tokens) > 1 and firm and tokens[-1].lower() in self._lists["org_word"]:
                cast.by_part.setdefault(tokens[0].casefold(), who)
        for one in cast.named:
            # "Examplia Mini" is a product of Examplia AI.
            maker = cast.by_part.get(one.who.name.split()[0].casefold())
            other = maker and not maker.person and one.who is not maker and one.who.id is None
            if maker and other and one.who.type in ("Person", "Product"):
                one.who, one.product = maker, True

    def _short(self, text: str, cast: Cast, runs: Sequence[Run]) -> None:
        """Single words: a last name, a first name, a short form; or a name never given in full."""
        middle = Counter(text[a:b] for a, b, first in runs if not first and " " not in text[a:b])
        plain = set(_PLAIN.findall(text))
        never = self._lists["title"] | self._lists["org_word"]
        for start, end, first in runs:
            words = text[start:end]
            if " " in words and words.casefold() in cast.by_key:
                continue
            who = cast.by_part.get(words.casefold())
            told = middle[words] > 0 or (
                first and words.lower() not in plain and bool(_ACTS.match(text, end))
            )
            if who is None and told and len(words) > 2 and " " not in words:
                if words.lower() in never or _ARTICLE.search(text[max(0, start - 4) : start]):
                    continue
                who = self._single(text, cast, Span(start, end))
            if who is not None:
                cast.named.append(_named(text, start, end, who, who.type == "Product"))

    @staticmethod
    def _single(text: str, cast: Cast, span: Span) -> Who:
        """A name of one word that is never given in full: a firm, a product, or a place."""
        words = span.of(text)
        sure = text[span.end : span.end + 1] != "," or bool(_APPOSITION.match(text, span.end))
        who = cast.by_key.setdefault(words.casefold(), Who(None, words, "Company", sure=sure))
        if _DIGIT.search(words) or _MODEL.match(text, span.end):
            who.type, who.sure = "Product", False
        elif _WHERE.search(text, max(0, span.start - 9), span.start) or _STATE.match(
            text, span.end
        ):
            who.type, who.sure = "Place", False
        elif _after_the(text, span.start):
            who.sure = False
        return who

    @staticmethod
    def _acronyms(text: str, cast: Cast) -> None:
        """`Association of Imagined Coders (AIC)`: the same by its letters."""
        found: dict[str, Who] = {}
        for one in cast.named:
            match = _ACRONYM.match(text, one.end)
            if match and len(one.who.name.split()) > 1:
                found[match[1]] = one.who
        known = {one.span for one in cast.named}
        for short, who in found.items():
            for match in re.finditer(rf"(?<!\w){re.escape(short)}(?!\w)", text):
                if Span(*match.span()) not in known:
                    cast.named.append(_named(text, *match.span(), who))
        for one in cast.named:
            one.who = found.get(one.who.name, one.who)
        cast.settle()


def _named(text: str, start: int, end: int, who: Who, product: bool = False) -> Named:
    return Named(start, end, who, product, bool(_POSSESSIVE.match(text, end)))


def _opens(text: str, start: int) -> bool:
    """Whether a sentence or a quotation begins at a place."""
    return text[max(0, start - 2) : start].rstrip(' *_("“')[-1:] in _OPENS


def _after_the(text: str, start: int) -> bool:
    return text[max(0, start - 5) : start].lower().endswith((" the ", "\nthe "))
