"""What a text tells of people: for whom they work, whether he or she, whose label is whose."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stancegraph.extract.rules.names import Cast, Named, Who

_PRONOUN = re.compile(r"\b(he|him|his|she|her|hers)\b", re.I)
_TITLE = re.compile(r"\b(Mr|Lord|Sir|Ms|Mrs|Miss|Baroness|Lady|Dame|Chairwoman)\.? $")
_MASCULINE = frozenset(("he", "him", "his", "Mr", "Lord", "Sir"))
_OF = re.compile(r",? (?:of|at|from|for)\b|,")
_NOT_OF = re.compile(r",? (?:and|or|but)\b|, [a-z]+ed\b")
_OTHER = re.compile(r" (?:by|with|to) ")
_CUT = re.compile(r"[.;\"“”]")
_NOBODY = frozenset(("operator", "moderator", "interviewer", "host"))


def describe(text: str, cast: Cast, lists: Mapping[str, frozenset[str]]) -> None:
    """Fill in whom the people of a cast work for, and their gender.

    Args:
        text: the article.
        cast: its cast.
        lists: words by kind; `person_role` are those such as `chief` and `senator`.
    """
    for at, one in enumerate(cast.named):
        if not one.who.person:
            continue
        if not one.who.gender:
            one.who.gender = _gender(text, cast, at)
        if one.who.works_for is None:
            one.who.works_for = _employer(text, cast, at, lists["person_role"])


def _gender(text: str, cast: Cast, at: int) -> str:
    """What a title before a name or the next pronoun after it tells."""
    one = cast.named[at]
    stop = cast.named[at + 1].start if at + 1 < len(cast.named) else len(text)
    told = _TITLE.search(text[max(0, one.start - 12) : one.start])
    if told is None:
        after = text[one.end : min(one.end + 120, stop)].split(".")[0]
        told = _PRONOUN.search(after.lower())
    if told is None:
        return ""
    return "m" if told[1] in _MASCULINE else "f"


def _employer(text: str, cast: Cast, at: int, roles: frozenset[str]) -> Who | None:
    """`Doe, chief executive of Examplia`, `Doe of Examplia`, `Examplia's founder Doe`."""
    one = cast.named[at]
    for other in cast.named[at + 1 : at + 3]:
        between = text[one.end : other.start]
        of = _OF.match(between) and not _NOT_OF.match(between)
        if of and len(between) < 90 and _firm(other, between):
            return other.who
    for other in reversed(cast.named[max(0, at - 2) : at]):
        between = text[other.end : one.start]
        role = roles.intersection(re.findall(r"[a-z]+", between.lower()))
        near = len(between) < 60 and not _OTHER.search(between)
        if role and near and _firm(other, between):
            return other.who
    return None


def _firm(named: Named, between: str) -> bool:
    return not named.who.person and not _CUT.search(between)


def labelled(cast: Cast, label: str, titles: frozenset[str]) -> Who | None:
    """Whom a transcript's label means; None for one that only asks, such as initials.

    Args:
        cast: the cast, to which a speaker is added whom nothing else names.
        label: `DR. KONTRAFAKT`, `Lin Testa`, `HW`.
        titles: words that are no part of a name.
    """
    plain = re.sub(r"\([^)]*\)", "", label).strip()
    words = [w for w in re.findall(r"[\w'’-]+", plain) if w.lower() not in titles]
    if not words:
        return cast.by_part.get(plain.casefold())
    joined = " ".join(words)
    for key in (joined.casefold(), words[-1].casefold(), words[0].casefold()):
        who = cast.by_part.get(key) or cast.by_key.get(key)
        if who is not None:
            return who
    for who in cast.by_key.values():
        if joined.casefold() == who.name.casefold():
            return who
    if len(joined) < 4 or joined.lower() in _NOBODY:
        return None
    shown = joined.title() if joined.isupper() else joined
    who = cast.by_key.setdefault(joined.casefold(), Who(None, shown, "Person"))
    for part in words:
        cast.by_part.setdefault(part.casefold(), who)
    return who
