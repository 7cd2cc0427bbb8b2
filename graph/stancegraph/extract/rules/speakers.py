"""Who says what in a sentence: grammar as regular expressions over its shape."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stancegraph.extract.rules.context import Context
from stancegraph.extract.rules.names import Who
from stancegraph.extract.rules.shapes import Shapes, Unit
from stancegraph.extract.values import Span

# The symbols are those of `shapes`. Before a verb: its subject, alone or with a report ("Doe's
# letter said"); "its report found"; "Doe of Examplia said"; "Doe, a lawyer, said"; "its head, Doe,
# said"; "Doe, who said"; "an Examplia spokesman said".
_ONE = "POCUGMhtiwD"
_DIRECT = re.compile(rf"([{_ONE}])(s[xa]{{0,2}}N[^VW,;Q]{{0,3}}?)?[amn]{{0,9}}$")
_ITS = re.compile(r"(H)[xa]{0,2}N[^VW,;Q]{0,3}[amn]{0,9}$")
_OF = re.compile(r"([PDRO])s?f[dxaRH]{0,3}([POUGC])?[xmaf]{0,5}$")
_APPOSED = re.compile(r"([POUGD])(?:s?f[^,;QVW]{1,8})?([,(][^;Q]{1,48}[,)])[amn]{0,6}$")
_CALLED = re.compile(r"[,a-zR]d?([POUG])(?:f[^,;QVW]{1,8})?,[amn]{0,6}$")
_RELATIVE = re.compile(r"([POUGD])(?:f[^,;QVW]{1,8})?(?:,[^,;QVW]{1,12})?,?r[amn]{0,6}$")
_SPOKES = re.compile(r"([OUG])s?R[amn]{0,6}$")
_SHARED = re.compile(r"&[amn]{0,4}$")
# After a verb: "…," said Doe; what makes a plain noun a speaker ("critics say that").
_INVERTED = re.compile(r"((?:[dRxaf]{0,4}[DOUGC]s)?[dRxafs,H]{0,9}?)([POUGDhi])(?!s)")
_SAYING = re.compile(r"[cQ]|,Q|[dth]|[xRNPOG]{1,2}a")
# "according to Doe"; "in her view", "Doe's advice is that".
_SOURCE = re.compile(r"([dRxafsNHm]{0,9}?)([POUGCDM])")
_VIEW = re.compile(r"(?:([PODUG])s|(H)|(y))[xa]{0,2}E")
_STATED = re.compile(r"[^;Q]{0,12}?a[amn]*[cxdfQ]")
_ENDS = re.compile(r"[xamfdHRPO]*$")
_CONTENT = re.compile(r"[cQV]")
_BE = frozenset(("is", "was", "remains", "has", "that"))
_IN = frozenset(("in", "to", "for", "by"))
# These are not joined to a speaker of another kind: "in China and Doe said".
_APART = ("Country", "Product", "Place", "Group")
# How far back the subject of "and added" may stand, in units.
_REACH = 40


@dataclass(slots=True)
class Frame:
    """Somebody who says something in a sentence.

    Args:
        who: whom the words mean; nobody for a pronoun or a noun that means nobody known.
        symbol: how they are named, as in the sentence's shape.
        verb: the verb's word; "according to" and "view" without one.
        kind: say, want, deny or accuse.
        start, end: where the words from the name to the verb stand.
        name: where they are named.
        at: the place of the verb among the units.
        content: the parts of the text that they say.
    """

    who: list[Who]
    symbol: str
    verb: str
    kind: str
    start: int
    end: int
    name: Span | None
    at: int
    content: list[Span] = field(default_factory=list)

    def says(self, place: int) -> bool:
        """Whether a place of the text is part of what is said."""
        return any(part.start <= place < part.end for part in self.content)

    @property
    def explicit(self) -> bool:
        """Whether a name says it, and no pronoun."""
        return self.symbol in "POUCGM"


class Grammar(Shapes):
    """Reads sentences as frames.

    Args:
        lists: words by kind.
    """

    def __init__(self, lists: Mapping[str, frozenset[str]]) -> None:
        super().__init__(lists)
        self._roles = lists["person_role"]

    def frames(self, units: Sequence[Unit], context: Context) -> list[Frame]:
        """Who says what in a sentence, in the order of the text."""
        shape = "".join(unit.symbol for unit in units)
        found: list[Frame] = []
        for at, unit in enumerate(units):
            frame = None
            if unit.symbol in "VW":
                frame = self._verb(units, shape, at, context, found)
            elif unit.symbol == "A" or (unit.word == "per" and shape[at + 1 : at + 2] in "POU"):
                match = _SOURCE.match(shape, at + 1)
                if match:
                    frame = self._frame(units, match.end() - 1, at, "according to", context)
            if frame:
                self._fill(units, shape, frame)
                found.append(frame)
        found += self._views(units, shape, context)
        found.sort(key=lambda frame: frame.start)
        _trim(found)
        return found

    def _verb(
        self,
        units: Sequence[Unit],
        shape: str,
        at: int,
        context: Context,
        before: Sequence[Frame],
    ) -> Frame | None:
        """The frame of a verb, if somebody says what it says."""
        word, lead = units[at].word, shape[:at]
        passive = _auxiliaries(units, at) & self._lists["passive"]
        if passive and word in self._lists["passive_verb"]:
            return None
        if word in self._lists["quoting"]:
            return self._nobody(units, at, at)
        subject = _subject(lead)
        direct = lead[-1:] == "Q" or lead[-2:] in ("Q,", "Qa")
        if word in self._lists["invert"] and (direct or (subject is None and lead[-1:] == ",")):
            match = _INVERTED.match(shape, at + 1)
            if match and (direct or match[2] in "POUGD"):
                return self._frame(units, match.end() - 1, at, word, context)
        if subject is not None:
            return self._frame(units, subject, at, word, context)
        adding = word.endswith("ing") and lead[-1:] == ","
        if before and before[-1].at > at - _REACH and (adding or _SHARED.search(lead)):
            last = before[-1]
            start, end = units[at].start, units[at].end
            return Frame(last.who, last.symbol, word, self._kind(word), start, end, last.name, at)
        if adding:
            clause = _clause(lead)
            first = re.search(r"[POUGDh]", lead[clause:])
            if first:
                return self._frame(units, clause + first.start(), at, word, context)
        plain = lead[-1:] in ("x", "R", "N") and word not in self._lists["noun_or_verb"]
        if plain and _SAYING.match(shape, at + 1):
            return self._nobody(units, at - 1, at)
        return None

    def _kind(self, word: str) -> str:
        for kind in ("deny", "accuse", "want"):
            if word in self._lists[kind]:
                return kind
        return "say"

    def _nobody(self, units: Sequence[Unit], first: int, at: int) -> Frame:
        """Words of somebody that nobody knows: of nobody else either."""
        word = units[at].word
        return Frame([], "x", word, self._kind(word), units[first].start, units[at].end, None, at)

    def _frame(
        self, units: Sequence[Unit], subject: int, at: int, word: str, context: Context
    ) -> Frame:
        unit = units[subject]
        who = _joined(units, subject) if unit.who else self._meant(units, subject, context)
        start = min(unit.start, units[at].start)
        end = max(unit.end, units[at].end)
        kind = "say" if word == "according to" else self._kind(word)
        name = Span(unit.start, unit.end) if unit.symbol not in "htiw" else None
        return Frame(who, unit.symbol, word, kind, start, end, name, at)

    def _meant(self, units: Sequence[Unit], at: int, context: Context) -> list[Who]:
        """Whom a pronoun or `the company` means."""
        unit, who = units[at], None
        if unit.word in ("it", "its", "their"):
            who = context.org
        elif unit.symbol in "hH":
            before = [
                u.who for u in units[:at] if u.symbol == "P" and u.named and not u.named.owner
            ]
            who = before[0] if before else context.pronoun(unit.word)
        elif unit.symbol in "iwy":
            who = context.self
        elif unit.symbol == "D":
            who = context.definite(unit.word, self._roles)
        return [who] if who else []

    @staticmethod
    def _fill(units: Sequence[Unit], shape: str, frame: Frame) -> None:
        """What is said: what follows; and what goes before, where the verb ends it."""
        first, last = min(u.start for u in units), max(u.end for u in units)
        frame.content.append(Span(frame.end, last))
        before = Span(first, frame.start)
        tail = shape[frame.at + 1 :]
        if frame.verb == "according to":
            frame.content.append(before)
        elif frame.kind != "want" and "c" not in tail[:3]:
            lead = [u for u in units if u.end <= frame.start]
            ended = tail[:1] in ("", ",", ";", "Q") or units[frame.at].start < frame.end - 1
            ended = ended or bool(_ENDS.match(tail) and not _CONTENT.search(tail))
            if lead and lead[-1].symbol in ",;Q" and ended:
                frame.content.append(before)

    def _views(self, units: Sequence[Unit], shape: str, context: Context) -> list[Frame]:
        """`in her view`, `my own reading is that`, `Doe's advice is`."""
        found = []
        for match in _VIEW.finditer(shape):
            first, last = match.start(), match.end() - 1
            led = shape[:first].endswith("f") and units[first - 1].word in _IN
            led = led and units[last].word in self._lists["in_view"]
            be = any(u.word in _BE for u in units[last + 1 : last + 12])
            if led or (be and _STATED.match(shape[last + 1 :])):
                frame = self._frame(units, first, last, "view", context)
                frame.content = [Span(units[last].end, max(u.end for u in units))]
                found.append(frame)
        return found


def _clause(lead: str) -> int:
    """Where the clause begins that a part of a shape ends in."""
    return max(lead.rfind(";"), lead.rfind("Q")) + 1


def _subject(lead: str) -> int | None:
    """Where the subject of a verb stands, by the shape of what comes before it."""
    clause = _clause(lead)
    match = _DIRECT.search(lead, clause)
    if match:
        further = _OF.search(lead, clause)
        if further and further.end(2) == match.end(1) and further[1] in "PD":
            return further.start(1)
        return match.start(1)
    for pattern in (_RELATIVE, _ITS, _APPOSED, _CALLED, _SPOKES, _OF):
        match = pattern.search(lead, clause)
        if match:
            return match.start(1) if match[1] in _ONE or match[1] == "H" else None
    return None


def _auxiliaries(units: Sequence[Unit], at: int) -> set[str]:
    """The auxiliaries before a verb."""
    found = set()
    while at and units[at - 1].symbol in "amn":
        at -= 1
        found.add(units[at].word)
    return found


def _joined(units: Sequence[Unit], subject: int) -> list[Who]:
    """A subject and those joined to it by `and`."""
    first = units[subject].who
    assert first is not None
    found, back, joined = [first], subject, False
    while back > 1:
        at = back - 1 - (units[back - 1].symbol == "d")
        joined |= units[at].symbol == "&"
        comma = units[at].symbol == "&" and at > 0 and units[at - 1].symbol == ","
        back = at - 1 - comma
        other = units[back].who if back >= 0 else None
        if units[at].symbol not in "&," or not joined or other is None:
            break
        if other not in found and (other.type == first.type or other.type not in _APART):
            found.append(other)
    return found


def _trim(frames: Sequence[Frame]) -> None:
    """What one says ends where the next begins to speak."""
    for at, frame in enumerate(frames):
        later = next(
            (f for f in frames[at + 1 :] if f.start > frame.end and f.who != frame.who), None
        )
        if later:
            frame.content = [
                Span(part.start, max(part.start, min(part.end, later.start)))
                if part.start < later.start
                else part
                for part in frame.content
            ]
