"""Whose a phrase is: of who speaks, or of who does what the sentence tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stancegraph.extract.knowledge import Cue
from stancegraph.extract.rules.clauses import place
from stancegraph.extract.rules.cues import Holding
from stancegraph.extract.rules.names import Named, Who
from stancegraph.extract.rules.reading import Reading, Sentence
from stancegraph.extract.rules.speakers import Frame
from stancegraph.extract.rules.words import Hit, Token
from stancegraph.extract.values import Span

# Shorter quotations are single words in quotation marks, which part nothing.
SCARE = 24
_NEVER = ("Publication", "Law", "Product", "Place")
# How many words before a phrase its subject may stand.
_REACH = 26


class Holders:
    """Finds the holders of phrases in one article."""

    reading: Reading
    lists: dict[str, frozenset[str]]

    def _holders(self, one: Sentence, hit: Hit, cue: Cue) -> Iterator[Holding]:
        span = place(one, hit)
        base = self._base(one, span)
        if cue.who != "speaker":
            agents = self._agents(one, hit, base)
            if agents is not None:
                yield from agents
                return
        if cue.who == "doer" and not any(t.word in self.lists["self"] for t in one.words):
            return
        if base:
            yield from base
        elif base is None and cue.strength == "strong":
            yield from self._near(one, span)

    # Who speaks.

    def _base(self, one: Sentence, span: Span) -> list[Holding] | None:
        """Who speaks at a place of a sentence; none where it is nobody that we know."""
        for quote in one.quotes:
            if quote.span.start <= span.start < quote.span.end:
                if quote.who is None:
                    return []
                trust = "carried" if quote.carried else "named"
                flipped = bool(quote.frame and quote.frame.kind == "deny")
                return [Holding(quote.who, quote.place, trust, flipped=flipped, quote=quote)]
        frame = self._frame(one, span)
        if frame is not None:
            return self._framed(one, frame, span)
        if one.words[0].word in ("he", "she") and one.turn is None:
            return [Holding(one.person, None, "carried")] if one.person else []
        if one.turn is not None:
            return [Holding(one.turn, one.place, "label")]
        author, layout = self.reading.author, self.reading.layout
        if author and layout.style == "opinion" and one.part.kind == "text":
            return [Holding(author, layout.author_span, "author")]
        return None

    @staticmethod
    def _frame(one: Sentence, span: Span) -> Frame | None:
        """The innermost words of saying that a place belongs to."""
        best = None
        for frame in one.frames:
            here = frame.says(span.start) or frame.start <= span.start <= frame.end
            if here and (best is None or frame.start <= span.start):
                best = frame
        return best

    def _framed(self, one: Sentence, frame: Frame, span: Span) -> list[Holding]:
        trust = "named" if frame.explicit else "self" if frame.symbol in "iwy" else "carried"
        after = frame.says(span.start) and span.start >= frame.end
        if frame.kind == "accuse" and after:
            trust = "near"
        reported = None
        for other in one.frames:
            if not other.who or other.who == frame.who or not other.says(frame.start):
                continue
            if other.who[0].type == "Publication" or other.verb == "according to":
                reported = other.who[0].mention(other.name)
        flipped = frame.kind == "deny" and after
        return [
            Holding(who, frame.name, trust, flipped=flipped, reported=reported) for who in frame.who
        ]

    def _near(self, one: Sentence, span: Span) -> Iterator[Holding]:
        """Somebody named in the same sentence, where grammar tells nothing."""
        named = [n for n in one.named if n.who.sure and (n.who.person or self._company(n))]
        named.sort(key=lambda n: abs(n.start - span.start) + 60 * (n.start > span.start))
        people = [n for n in named if n.who.person][:1]
        for near in dict.fromkeys([*people, *named[:1]]):
            yield Holding(near.who, near.span, "near")

    # Who does it.

    def _agents(self, one: Sentence, hit: Hit, base: list[Holding] | None) -> list[Holding] | None:
        """Who does what a phrase tells.

        Returns:
            Nobody where it is somebody we do not know; None where the sentence names nobody.
        """
        spoken = base[0] if base else None
        by = self._by(one, hit)
        if by is not None:
            return self._done(by, spoken)
        found, stop = self._back(one, hit, base)
        if stop:
            return found
        told = spoken is None or (spoken.trust == "author" and not spoken.quote)
        if told and one.org and self._of_last(one, hit):
            return [self._acting(one.org, None, "carried", None)]
        if base is not None:
            return None if base else base
        start, end = place(one, hit)
        inside = [n for n in one.named if start <= n.start < end and not n.who.person]
        makers = [n for n in inside if n.product or n.owner]
        return self._done(makers[:1], spoken)

    def _back(
        self, one: Sentence, hit: Hit, base: list[Holding] | None
    ) -> tuple[list[Holding] | None, bool]:
        """The subject, looked for from a phrase backwards; and whether something was found."""
        spoken = base[0] if base else None
        low = self._region(one, one.words[hit.start].start)
        names = {named.start: named for named in one.named}
        relative = False
        for at in range(hit.start, max(-1, hit.start - _REACH), -1):
            token, far = one.words[at], hit.start - at
            if token.start < low:
                break
            named = names.get(token.start)
            if named is not None:
                if (relative and self._company(named)) or self._subject(one, at, named, hit):
                    return self._done([named, *self._also(one, named)], spoken), True
                continue
            relative |= token.word in ("which", "who") and far < 3
            if relative:
                continue
            joined = all(t.brk < 2 for t in one.words[at + 1 : hit.start + 1])
            if 0 < far < 4 and joined and token.word in self.lists["generic"]:
                return [], True
            if token.word in self.lists["self"] and spoken and (_speaks(token) or far < 4):
                return [replace(holding, mode="says") for holding in base or ()], True
            if token.word in ("he", "she") and not (spoken and spoken.quote):
                return None, True
            if far and self._its(one, at):
                return self._meant(one, token.start, spoken), True
        return None, False

    def _meant(self, one: Sentence, start: int, spoken: Holding | None) -> list[Holding] | None:
        """Whom `it`, `they` or `the company` means."""
        if spoken and (not spoken.who.person or self._own(spoken.who, one.org)):
            return None
        orgs = [n for n in one.named if n.end <= start and self._company(n)]
        if orgs and not (spoken and spoken.quote):
            return self._done(orgs[:1], spoken)
        if one.org is None:
            return None
        if spoken is None or spoken.trust == "author":
            return [self._acting(one.org, None, "carried", spoken)]
        return [self._acting(one.org, None, "near", spoken)] if spoken.quote else None

    def _of_last(self, one: Sentence, hit: Hit) -> bool:
        """Whether `the new version` or `its licence` is of whom the text spoke last."""
        before = {t.word for t in one.words[max(0, hit.start - 6) : hit.start + 1]}
        nouns = {t.word for t in one.words[max(0, hit.start - 5) : hit.end]}
        return (
            bool(nouns & self.lists["artefact"])
            and bool(before & {"the", "its", "this"})
            and not before & self.lists["self"]
            and not any(self._company(named) for named in one.named)
        )

    @staticmethod
    def _company(named: Named) -> bool:
        return not named.who.person and named.who.type not in ("Country", *_NEVER)

    def _its(self, one: Sentence, at: int) -> bool:
        """Whether a word is `it`, `they` or a `the company`, and a subject."""
        word, prepositions = one.words[at].word, self.lists["preposition"]
        if word in ("it", "they"):
            after = one.words[at + 1]
            if at and one.words[at - 1].word in prepositions and not one.words[at].brk:
                return False
            return not after.brk and after.word not in prepositions | {"and", "or"}
        the = at > 0 and one.words[at - 1].word in ("the", "this")
        return the and word in self.lists["definite"] - self.lists["person_role"]

    @staticmethod
    def _by(one: Sentence, hit: Hit) -> list[Named] | None:
        """Whom a passive names: `were published by X`."""
        for at in range(hit.end, min(hit.end + 3, len(one.words) - 1)):
            if one.words[at].brk:
                return None
            if one.words[at].word == "by":
                nxt = {token.start for token in one.words[at + 1 : at + 3]}
                return [n for n in one.named if n.start in nxt] or None
        return None

    @staticmethod
    def _region(one: Sentence, start: int) -> int:
        """From where on a subject is looked for."""
        low = one.span.start
        for quote in one.quotes:
            if quote.span.start <= start < quote.span.end:
                low = quote.span.start
            elif quote.span.end <= start and quote.span.end - quote.span.start > SCARE:
                low = max(low, quote.span.end)
        for frame in one.frames:
            for part in frame.content:
                if part.start <= start < part.end and part.start >= frame.end:
                    low = max(low, part.start)
            if frame.end <= start and frame.kind != "want":
                low = max(low, frame.end)
        return low

    def _subject(self, one: Sentence, at: int, named: Named, hit: Hit) -> bool:
        """Whether a name may be what its sentence is about."""
        if named.who.type in _NEVER:
            return False
        after = next((t for t in one.words[at:] if t.start >= named.end), None)
        if after and after.word in ("which", "who", "whose") and after.brk < 2:
            return True
        before = [token.word for token in one.words[max(0, at - 2) : at]]
        if not before or one.words[at].brk:
            return True
        if before[-1] in self.lists["conjunction"] and hit.start - at < 8:
            return True
        prepositions = self.lists["preposition"]
        if before[-1] in prepositions:
            return before[-1] == "of" and before[0] in self.lists["artefact"]
        small = before[-1] in ("the", "its", "a", "an", "both", "all")
        return not (small and before[0] in prepositions)

    @staticmethod
    def _also(one: Sentence, named: Named) -> list[Named]:
        """Those joined to a name by `and`."""
        found: list[Named] = []
        last = named
        for other in reversed([n for n in one.named if n.end <= named.start]):
            words = [t.word for t in one.words if other.end <= t.start < last.start]
            linked = words and words[0] in ("and", "or") and len(words) <= 2
            if not linked and (words or not found):
                break
            found.append(other)
            last = other
        return found

    def _done(self, names: Sequence[Named], spoken: Holding | None) -> list[Holding] | None:
        found: list[Holding] = []
        for named in names:
            if any(named.who is holding.who for holding in found):
                continue
            if spoken and (self._own(spoken.who, named.who) or spoken.who is named.who):
                return None
            if spoken and named.who.type == "Group" and spoken.who is not self.reading.author:
                return None
            found.append(self._acting(named.who, named.span, "named", spoken))
        return found or None

    @staticmethod
    def _own(speaker: Who, org: Who | None) -> bool:
        """Whether somebody speaks of those whom they work for."""
        boss = speaker.works_for
        return boss is not None and org is not None and boss.name == org.name

    def _acting(self, who: Who, place: Span | None, trust: str, spoken: Holding | None) -> Holding:
        reported = None
        if spoken and spoken.who is not self.reading.author:
            reported = spoken.who.mention(spoken.place)
        return Holding(who, place, trust if who.sure else "near", "does", reported=reported)


def _speaks(token: Token) -> bool:
    return token.word in ("i", "we")
