"""An article read once: its sentences, who speaks in each, and whose its quotations are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.rules.cast import Caster
from stancegraph.extract.rules.context import Context
from stancegraph.extract.rules.layout import Layout, Paragraph, layout
from stancegraph.extract.rules.names import Cast, Gazetteer, Named, Who
from stancegraph.extract.rules.people import describe, labelled
from stancegraph.extract.rules.sentences import quotes, sentences
from stancegraph.extract.rules.speakers import Frame, Grammar
from stancegraph.extract.rules.words import Token, tokens
from stancegraph.extract.values import Article, Span

_ADDRESSED = re.compile(r", (?:you|your|what|how|why|when|do|did|is|are|thank|welcome)\b")
READ = ("text", "turn", "question", "preface", "pull")


@dataclass(eq=False, slots=True)
class Quote:
    """A direct quotation and who says it."""

    span: Span
    who: Who | None = None
    place: Span | None = None
    carried: bool = False
    frame: Frame | None = None


@dataclass(eq=False, slots=True)
class Sentence:
    """A sentence with what grammar tells of it.

    Args:
        span: where.
        part: the paragraph that it stands in.
        number: which paragraph.
        words, named, quotes, frames: what is in it.
        turn: who has the turn, in a transcript or an interview.
        place: where the transcript names them.
        asks: whether it stands in somebody's question.
        context: who `it` and `they` mean.
    """

    span: Span
    part: Paragraph
    number: int
    words: list[Token]
    named: list[Named]
    quotes: list[Quote]
    frames: list[Frame]
    turn: Who | None
    place: Span | None
    asks: bool
    org: Who | None = None
    person: Who | None = None
    marks: dict[int, tuple[str, int]] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Reading:
    """An article as far as grammar and names go."""

    article: Article
    layout: Layout
    cast: Cast
    author: Who | None
    sentences: list[Sentence]
    quotes: list[Quote]


@dataclass(frozen=True, eq=False)
class Tools:
    """What is built of the knowledge once for all articles."""

    gazetteer: Gazetteer
    caster: Caster
    grammar: Grammar


@lru_cache(maxsize=4)
def tools(knowledge: Knowledge) -> Tools:
    """The matchers for some knowledge."""
    gazetteer = Gazetteer(knowledge)
    return Tools(gazetteer, Caster(gazetteer), Grammar(gazetteer.lists))


def read(article: Article, knowledge: Knowledge) -> Reading:
    """Read an article."""
    return _Reader(article, knowledge).read()


class _Reader:
    def __init__(self, article: Article, knowledge: Knowledge) -> None:
        self.article, self.text = article, article.text
        self.tools = tools(knowledge)
        self.layout = layout(article)
        parts = self.layout.paragraphs
        self.cast = self.tools.caster.cast(self.text, [p.span for p in parts if p.kind in READ])
        lists = self.tools.gazetteer.lists
        describe(self.text, self.cast, lists)
        self.speakers = {
            label: labelled(self.cast, label, lists["title"])
            for label in dict.fromkeys(p.label for p in parts if p.label)
            if label
        }
        self.askers = self._askers(parts)
        self.author = self._author()
        self.context = Context(self=self.author)
        self.asked = self._guest() if self.layout.style == "interview" else None
        self.quotes: list[Quote] = []

    def read(self) -> Reading:
        found: list[Sentence] = []
        answering = False
        for number, part in enumerate(self.layout.paragraphs):
            answering = answering or part.kind == "question"
            if part.kind == "title":
                self.quotes += [Quote(span) for span in quotes(self.text, part.span)]
            elif part.kind in READ:
                found += self._paragraph(part, number, answering)
        self._same_words()
        return Reading(self.article, self.layout, self.cast, self.author, found, self.quotes)

    def _author(self) -> Who | None:
        name = self.layout.author
        if not name:
            return None
        known = self.tools.gazetteer.by_text.get(name)
        if known:
            who = Who(known.entity, known.full, known.type, known.country)
            return self.cast.by_key.setdefault(known.entity or known.full, who)
        return self.cast.by_key.setdefault(name.casefold(), Who(None, name, "Person"))

    def _askers(self, parts: tuple[Paragraph, ...]) -> set[str]:
        """Labels of those who mostly ask."""
        turns: Counter[str] = Counter()
        asks: Counter[str] = Counter()
        for part in parts:
            if part.label:
                turns[part.label] += 1
                asks[part.label] += self.text[part.span.end - 1] == "?"
        few = len(turns) <= 3
        return {
            label
            for label, count in turns.items()
            if self.speakers[label] is None or (few and asks[label] * 2 > count)
        }

    def _guest(self) -> Who | None:
        """Who answers where answers have no label: whom the text before the questions is about."""
        first = next(p for p in self.layout.paragraphs if p.kind == "question").span.start
        counts = Counter(
            one.who for one in self.cast.named if one.who.person and one.who is not self.author
        )
        lead = [one.who for one in self.cast.within(0, first) if one.who in counts]
        if lead:
            return lead[0]
        for one in self.cast.named:
            if one.who in counts and _ADDRESSED.match(self.text, one.end):
                return one.who
        return counts.most_common(1)[0][0] if counts else None

    def _paragraph(self, part: Paragraph, number: int, answering: bool) -> list[Sentence]:
        turn, place, asks = None, None, part.kind == "question"
        if part.label:
            turn, place = self.speakers[part.label], part.label_span
            asks = asks or part.label in self.askers
        elif self.asked and answering and part.kind == "text":
            turn = self.asked
        self.context.self = turn or self.author
        found: list[Sentence] = []
        quoted = [Quote(span) for span in quotes(self.text, part.span)]
        self.quotes += quoted
        spans = sentences(self.text, part.span, [quote.span for quote in quoted])
        pending: list[Quote] = []
        for span in spans:
            inside = [quote for quote in quoted if span.holds(quote.span)]
            one = self._sentence(span, part, number, inside)
            one.turn, one.place, one.asks = turn, place, asks
            pending = self._attribute(one, found[-1] if found else None, pending)
            found.append(one)
            self._see(one)
        return found

    def _sentence(self, span: Span, part: Paragraph, number: int, inside: list[Quote]) -> Sentence:
        words = tokens(self.text, span.start, span.end)
        named = self.cast.within(span.start, span.end)
        grammar = self.tools.grammar
        units = grammar.units(words, named, [quote.span for quote in inside])
        frames = grammar.frames(units, self.context) if units else []
        one = Sentence(span, part, number, words, named, inside, frames, None, None, False)
        one.org, one.person = self.context.org, self.context.person
        at = 0
        for name in named:
            while at < len(words) and words[at].end <= name.start:
                at += 1
            first = at
            while at < len(words) and words[at].start < name.end:
                at += 1
            if at > first:
                one.marks[first] = (name.marks(), at)
        return one

    def _see(self, one: Sentence) -> None:
        for named in reversed(one.named):
            self.context.see(named.who)
        for frame in one.frames:
            for who in frame.who:
                if who is not self.context.self:
                    self.context.see(who)
                    self.context.speaker = who

    def _attribute(
        self, one: Sentence, before: Sentence | None, pending: list[Quote]
    ) -> list[Quote]:
        """Give each quotation of a sentence its speaker; those for which the next may tell."""
        spoken = [frame for frame in one.frames if frame.kind != "want" or frame.who]
        if pending and spoken and len(one.words) <= 12:
            for quote in pending:
                self._give(quote, spoken[0])
        left = []
        for quote in one.quotes:
            if spoken:
                self._give(quote, min(spoken, key=lambda frame: _distance(frame, quote.span)))
                if quote.who:
                    continue
            covers = (quote.span.end - quote.span.start) * 10 > 7 * (one.span.end - one.span.start)
            who, place = self._earlier(one, before, covers, quote)
            quote.who, quote.place, quote.carried = who, place, True
            if covers:
                left.append(quote)
        return left

    def _earlier(
        self, one: Sentence, before: Sentence | None, covers: bool, quote: Quote
    ) -> tuple[Who | None, Span | None]:
        if covers:
            last = before.quotes[-1] if before and before.quotes else None
            if last and last.who:
                return last.who, last.place
            if before and before.frames and before.frames[-1].who:
                return before.frames[-1].who[0], before.frames[-1].name
            if before and before.named:
                people = [n for n in before.named if n.who.person]
                if people:
                    return people[0].who, people[0].span
            return self.context.speaker or one.turn, None
        people = [n for n in one.named if n.who.person and n.start < quote.span.start]
        if people:
            return people[-1].who, people[-1].span
        return one.turn or self.context.self, None

    @staticmethod
    def _give(quote: Quote, frame: Frame) -> None:
        quote.who = frame.who[0] if frame.who else None
        quote.place, quote.frame = frame.name, frame
        quote.carried = not frame.explicit

    def _same_words(self) -> None:
        """A headline or a pull quote has the speaker of the same words in the text."""
        told: dict[str, Quote] = {}
        for quote in self.quotes:
            if quote.who is not None and quote.frame is not None:
                told.setdefault(_plain(quote.span.of(self.text)), quote)
        for quote in self.quotes:
            if quote.frame is None:
                same = told.get(_plain(quote.span.of(self.text)))
                if same is not None:
                    quote.who, quote.place = same.who, same.place
                elif quote.who is None:
                    quote.who = self.asked


def _plain(words: str) -> str:
    return words.strip(" ,.!?…").casefold()


def _distance(frame: Frame, quote: Span) -> int:
    """How far the words of saying are from a quotation."""
    if quote.end <= frame.start:
        return frame.start - quote.end
    if quote.start >= frame.end:
        return quote.start - frame.end
    return 0
