"""Stances in an article that was read: each phrase that shows a position, given to its holder."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.rules import clauses
from stancegraph.extract.rules.cues import Drawn, Holding, Shown, index
from stancegraph.extract.rules.holders import SCARE, Holders
from stancegraph.extract.rules.reading import Reading, Sentence, tools
from stancegraph.extract.rules.words import Hit, Token
from stancegraph.extract.values import Found, Span, Tier

__all__ = ["Drawn", "Engine", "Holding", "index"]

_SUBJECT = re.compile(r"\bAI\b|artificial intelligence|language model|open[- ](?:source|weight)")
_PAIRS = ("source", "weight", "model", "intelligence", "learning")
_TIERS: Final = {"A": 0, "B": 1, "C": 2}
# What a phrase weighs in telling what an article is about; an issue with half of the most, or more,
# is what it is about, and two strong phrases make that sure.
_WEIGHTS: Final = {"strong": 3.0, "fair": 1.0, "weak": 0.2}
_MAIN, _OFTEN = 0.5, 4
# A score from which a phrase counts against another one.
_STRONG, _RIVAL = 3.0, 2.5

Key = tuple[str, str]


class Engine(Holders):
    """Finds the stances of one article."""

    def __init__(self, reading: Reading, knowledge: Knowledge) -> None:
        self.reading, self.knowledge = reading, knowledge
        self.index = index(knowledge)
        self.text = reading.article.text
        self.lists = tools(knowledge).gazetteer.lists
        self.drawn: list[Drawn] = []
        self.weights: dict[str, float] = defaultdict(float)
        self.hits: list[list[Hit]] = []
        self.topics: list[frozenset[str]] = []

    def find(self) -> list[Found]:
        """All stances, the surest of each in its first place."""
        about: dict[int, set[str]] = defaultdict(set)
        for one in self.reading.sentences:
            hits = self.index.phrases.find(one.words, one.marks)
            self.hits.append(hits)
            topics = frozenset(
                self.index.topics[hit.pattern - len(self.index.cues)]
                for hit in hits
                if self.index.kind(hit.pattern) == "topic"
            )
            self.topics.append(topics)
            about[one.number] |= topics
        if not self._artificial():
            return []
        for at, one in enumerate(self.reading.sentences):
            if one.part.kind != "pull":
                near = about[one.number] | about.get(one.number - 1, set())
                self._sentence(at, one, near)
        return self._settle() if self.drawn else []

    def _artificial(self) -> bool:
        """Whether the article is about artificial intelligence at all."""
        if _SUBJECT.search(self.reading.article.title or ""):
            return True
        for one in self.reading.cast.named:
            known = one.who.id is not None and one.who.type == "Company"
            if known or one.product or one.who.type == "Lab":
                return True
        subject = self.lists["subject"]
        return any(
            token.word in subject
            or (token.word in self.lists["paired"] and after.word.startswith(_PAIRS))
            for one in self.reading.sentences
            for token, after in pairwise((*one.words, Token(0, 0, "", 0)))
        )

    def _sentence(self, at: int, one: Sentence, near: set[str]) -> None:
        hits: dict[str, list[Hit]] = defaultdict(list)
        for hit in self.hits[at]:
            hits[self.index.kind(hit.pattern)].append(hit)
        held: dict[int, list[Shown]] = defaultdict(list)
        for hit in hits["cue"]:
            issue = self.index.cues[hit.pattern].issue
            level = 2 if issue in self.topics[at] else 1 if issue in near else 0
            level = level if self.knowledge.topics.get(issue) else 2
            for shown in self._shown(one, hit, level, hits["negation"]):
                held[id(shown.holding.who)].append(shown)
        for some in held.values():
            self._weigh(one, some, hits["hedge"])

    def _shown(
        self, one: Sentence, hit: Hit, level: int, negations: Sequence[Hit]
    ) -> Iterator[Shown]:
        """What a phrase shows, of each who may hold it."""
        cue = self.index.cues[hit.pattern]
        for holding in self._holders(one, hit, cue):
            who = holding.who
            if holding.mode == "does" and cue.types and who.type not in cue.types:
                continue
            if cue.abroad and who.country == cue.abroad and not who.person:
                continue
            nots = [
                no
                for no in negations
                if not (holding.flipped and one.words[no.start].word in self.lists["deny"])
            ]
            denied = holding.flipped ^ self._negated(one, hit, nots)
            position: str | None = cue.position
            if denied:
                position = self.knowledge.opposite.get(cue.issue, {}).get(cue.position)
            if position is not None:
                yield Shown(hit, cue, position, holding, level, denied)

    def _negated(self, one: Sentence, hit: Hit, negations: Sequence[Hit]) -> bool:
        return clauses.negated(one, hit, negations)

    def _weigh(self, one: Sentence, some: list[Shown], hedges: Sequence[Hit]) -> None:
        """One holder in one sentence: what is shown best, and what else may be meant."""
        scores: dict[Key, float] = {}
        best: dict[Key, Shown] = {}
        for shown in sorted(some, key=self._score, reverse=True):
            key = (shown.cue.issue, shown.position)
            if key not in best:
                best[key], scores[key] = shown, self._score(shown)
            elif not shown.overlaps(best[key]):
                scores[key] += min(0.8, self._score(shown) / 4)
        self._both(one, scores, best)
        order = sorted(scores, key=lambda key: -scores[key])
        seen: set[str] = set()
        for key in order:
            shown, first = best[key], best[order[0]]
            second = key != order[0] and (
                key[0] in seen
                or shown.overlaps(first)
                or self._score(shown) < _STRONG
                or (key[0] in self.knowledge.general and shown.holding.mode == "says")
            )
            seen.add(key[0])
            rival = any(k[0] == key[0] and scores[k] > _RIVAL for k in order if k != key)
            unsure = shown.level == 0 or shown.holding.trust in ("near", "carried")
            if shown.cue.strength == "weak" and unsure:
                continue
            if not second:
                self.weights[key[0]] += _WEIGHTS[shown.cue.strength]
            second |= self._asked(one, shown)
            found = self._found(one, shown, hedges)
            self.drawn.append(Drawn(shown, found, scores[key], second, rival))

    def _score(self, shown: Shown) -> float:
        """How much a phrase tells; of an issue that everything touches on, less."""
        return shown.score + (0 if shown.cue.issue in self.knowledge.general else 0.3)

    def _asked(self, one: Sentence, shown: Shown) -> bool:
        """Whether it is only asked."""
        trust = shown.holding.trust
        if one.asks and trust == "label":
            return True
        return self.text[one.span.end - 1] == "?" and (trust != "named" or bool(one.quotes))

    def _both(self, one: Sentence, scores: dict[Key, float], best: dict[Key, Shown]) -> None:
        """Two opposite things said in one sentence are a position of their own, where there is one.

        Such as a lab that publishes its small models and keeps its large ones.
        """
        for issue in {issue for issue, _ in scores} & self.knowledge.both.keys():
            position, *poles = self.knowledge.both[issue]
            if not all(scores.get((issue, pole), 0) >= _STRONG for pole in poles):
                continue
            first, last = sorted(
                (best[issue, pole] for pole in poles), key=lambda shown: shown.hit.start
            )
            between = {t.word for t in one.words[first.hit.end : last.hit.start]}
            plain = not (first.denied or last.denied or first.overlaps(last))
            if plain and between & self.lists["contrast"]:
                key = (issue, position)
                most = max(scores[issue, pole] for pole in poles)
                scores[key] = max(scores.get(key, 0), most) + 0.5
                best.setdefault(key, replace(last, position=position))

    def _found(self, one: Sentence, shown: Shown, hedges: Sequence[Hit]) -> Found:
        holding, span = shown.holding, clauses.place(one, shown.hit)
        ascribed = holding.reported is not None and holding.mode == "says"
        return Found(
            holder=holding.who.mention(holding.place),
            issue=shown.cue.issue,
            position=shown.position,
            mode="ascribed" if ascribed else holding.mode,
            cue=span,
            evidence=clauses.evidence(self.text, one, span),
            rule=shown.cue.rule,
            tier="C",
            hedge=clauses.hedged(self.text, one, shown.hit, hedges),
            quote=holding.quote.span if holding.quote else None,
            reported_by=holding.reported,
            marker=clauses.marker(self.text, one, span),
        )

    def _tier(self, drawn: Drawn) -> Tier:
        """How likely it is: by the phrase, by whose it is, and by what the article is about."""
        shown, holding = drawn.shown, drawn.shown.holding
        weight = self.weights[shown.cue.issue]
        main = weight >= _MAIN * max(self.weights.values())
        general = shown.cue.issue in self.knowledge.general
        length = shown.hit.end - shown.hit.start
        if drawn.second or shown.denied or shown.cue.strength == "weak":
            return "C"
        if holding.trust == "near" or not holding.who.sure:
            return "C"
        if shown.level < 2 and (length < 4 or not main):
            return "C"
        if shown.cue.strength == "fair":
            return "B" if main and not drawn.rival and not general else "C"
        if not main or drawn.rival:
            return "B" if main or not general else "C"
        sure = holding.trust in ("named", "self", "label") and weight >= _OFTEN
        return "A" if sure and shown.level == 2 and length > 2 else "B"

    def _settle(self) -> list[Found]:
        """One stance of each holder, issue and position: the surest, then the first."""
        best: dict[tuple[int, str, str], tuple[float, Found]] = {}
        for drawn in self.drawn:
            found = replace(drawn.found, tier=self._tier(drawn))
            key = (id(drawn.shown.holding.who), found.issue, drawn.shown.position)
            old = best.get(key)
            if old is None or _order(drawn.score, found) < _order(*old):
                best[key] = (drawn.score, found)
        groups: dict[tuple[int, str], list[tuple[float, Found]]] = defaultdict(list)
        for key, pair in best.items():
            groups[key[0], key[1]].append(pair)
        kept: list[Found] = []
        for some in groups.values():
            some.sort(key=lambda pair: _order(*pair))
            kept.append(some[0][1])
            kept += [replace(found, tier="C") for _, found in some[1:3]]
        kept += self._silent(set(groups))
        kept.sort(key=lambda found: (found.cue.start, found.issue))
        return kept

    def _silent(self, told: set[tuple[int, str]]) -> Iterator[Found]:
        """Who speaks on what the article is about in words that no cue knows: for a person."""
        top = max(self.weights.values(), default=0)
        main = [issue for issue, weight in self.weights.items() if weight >= _MAIN * top]
        said: dict[int, tuple[Holding, Sentence, Span]] = {}
        for one in self.reading.sentences:
            if one.asks or one.part.kind in ("pull", "preface"):
                continue
            for holding, span in self._speaking(one):
                old = said.get(id(holding.who))
                if old is None or old[2].end - old[2].start < span.end - span.start:
                    said[id(holding.who)] = (holding, one, span)
        for key, (holding, one, span) in said.items():
            for issue in main:
                if (key, issue) not in told and holding.who.sure:
                    yield Found(
                        holder=holding.who.mention(holding.place),
                        issue=issue,
                        position=None,
                        mode="says",
                        cue=span,
                        evidence=one.span,
                        rule=f"speaker.{issue}",
                        tier="C",
                        quote=holding.quote.span if holding.quote else None,
                    )

    @staticmethod
    def _speaking(one: Sentence) -> Iterator[tuple[Holding, Span]]:
        """Who says something in a sentence, and what."""
        for quote in one.quotes:
            if quote.who is not None and quote.span.end - quote.span.start > SCARE:
                yield Holding(quote.who, quote.place, "named", quote=quote), quote.span
        for frame in one.frames:
            longest = max(frame.content, key=lambda part: part.end - part.start, default=None)
            if frame.who and longest and longest.end - longest.start > 2 * SCARE:
                yield Holding(frame.who[0], frame.name, "named"), longest
        if one.turn is not None and len(one.words) > 5:
            yield Holding(one.turn, one.place, "label"), one.span


def _order(score: float, found: Found) -> tuple[int, float]:
    """The surest first."""
    return _TIERS[found.tier], -score
