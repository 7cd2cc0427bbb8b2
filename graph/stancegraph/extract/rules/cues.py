"""What cues show: all phrases of a run in one matcher, and what each hit tells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stancegraph.errors import InputError, Problem
from stancegraph.extract.knowledge import Cue, Knowledge
from stancegraph.extract.rules.names import Who
from stancegraph.extract.rules.reading import Quote
from stancegraph.extract.rules.words import Hit, Phrases
from stancegraph.extract.values import Found, Mention, Span

_SCORES: Final = {"strong": 3.0, "fair": 1.4, "weak": 0.4}


@dataclass(frozen=True, slots=True)
class Index:
    """All phrases of a run: cues, topics, hedges and negations, found in one walk."""

    phrases: Phrases
    cues: tuple[Cue, ...]
    topics: tuple[str, ...]
    hedges: int

    def kind(self, pattern: int) -> str:
        """cue, topic, hedge or negation."""
        if pattern < len(self.cues):
            return "cue"
        pattern -= len(self.cues)
        if pattern < len(self.topics):
            return "topic"
        return "hedge" if pattern - len(self.topics) < self.hedges else "negation"


@lru_cache(maxsize=4)
def index(knowledge: Knowledge) -> Index:
    """The phrases of some knowledge, ready to be found.

    Raises:
        InputError: a pattern is not as it should be.
    """
    topics = [(issue, text) for issue, texts in knowledge.topics.items() for text in texts]
    speech = knowledge.words.get("speech", {})
    hedges, negations = speech.get("hedge", ()), speech.get("negation", ())
    texts = [cue.pattern for cue in knowledge.cues]
    texts += [text for _, text in topics] + [*hedges, *negations]
    try:
        phrases = Phrases(texts, knowledge.words.get("families", {}))
    except ValueError as error:
        rules = (cue.rule for cue in knowledge.cues if f"'{cue.pattern}'" in str(error))
        raise InputError([Problem(next(rules, "cues"), 0, str(error))]) from None
    return Index(phrases, knowledge.cues, tuple(issue for issue, _ in topics), len(hedges))


@dataclass(slots=True)
class Holding:
    """Who may hold what a phrase shows.

    Args:
        who: whose position.
        place: where they are named.
        trust: how sure that is: named, self (they say I), label (a transcript's), carried (a
            pronoun's or the last speaker's), author, or near (named in the same sentence).
        mode: says or does.
        flipped: whether they deny it.
        quote: the quotation, where they are their own words.
        reported: who says that they hold it.
    """

    who: Who
    place: Span | None
    trust: str
    mode: str = "says"
    flipped: bool = False
    quote: Quote | None = None
    reported: Mention | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A phrase that shows a position of somebody.

    Args:
        hit, cue: the phrase.
        position: what it shows, denial reckoned in.
        holding: whose.
        level: how near the issue's own words are: in the sentence, the paragraph, or not (2-0).
        denied: whether a denial was reckoned in.
    """

    hit: Hit
    cue: Cue
    position: str
    holding: Holding
    level: int
    denied: bool

    @property
    def score(self) -> float:
        """How much it tells: by strength, by how many words it asks for, by the issue's own."""
        parts = 0.3 * min(4, self.cue.pattern.count(" "))
        denial = 0.7 if self.denied else 0.0
        return _SCORES[self.cue.strength] + parts + 0.2 * self.level - denial

    def overlaps(self, other: Shown) -> bool:
        """Whether both stand on some of the same words."""
        return self.hit.start < other.hit.end and other.hit.start < self.hit.end


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stance drawn from a sentence, before it is weighed against the whole article.

    Args:
        shown: the phrase that shows it best.
        found: the stance.
        score: how much the sentence tells for it.
        second: whether the sentence tells more for another one, or only asks.
        rival: whether another position on the issue is shown as well.
    """

    shown: Shown
    found: Found
    score: float
    second: bool
    rival: bool
