"""Whose each phrase is, as the parse has it; what the rules have is the last resort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from stancegraph.extract.knowledge import Cue, Knowledge
from stancegraph.extract.parsed.english import AGAINST
from stancegraph.extract.parsed.people import Node, Subject
from stancegraph.extract.parsed.trees import Tree
from stancegraph.extract.rules.engine import Drawn, Engine, Holding
from stancegraph.extract.rules.reading import Quote, Reading, Sentence
from stancegraph.extract.rules.words import Hit
from stancegraph.extract.values import Found, Mention, Span

_NEVER = ("Publication", "Law", "Product", "Place")
_TRUST = {"named": "named", "owner": "named", "carried": "carried", "self": "self"}


class ParsedEngine(Engine):
    """Finds the stances of one article by its parse.

    Args:
        reading: the article.
        knowledge: names, issues and cues.
        trees: sentences with their parses, by the sentence's identity.
    """

    def __init__(self, reading: Reading, knowledge: Knowledge, trees: Mapping[int, Tree]) -> None:
        super().__init__(reading, knowledge)
        self._trees = trees
        # Positions with an opposite: to ask about them is to hold none.
        self._poles = {id for pair in knowledge.opposite.values() for id in pair}
        self._strong: dict[int, list[tuple[Cue, Hit]]] = {}
        speech = knowledge.words.get("speech", {})
        self._against = frozenset(speech.get("negation", ())) | AGAINST
        self._deny = frozenset(speech.get("deny", ()))

    def _holders(self, one: Sentence, hit: Hit, cue: Cue) -> Iterator[Holding]:
        tree = self._trees.get(id(one))
        span = _span(one, hit)
        root = tree.root(span) if tree else None
        if tree is None or root is None:
            yield from super()._holders(one, hit, cue)
            return
        if self._outdone(one, tree, hit, cue):
            return
        held = self._held(one, tree, root, span, cue)
        asked = cue.position in self._poles and tree.open_question(root)
        if asked or tree.loose(span):
            held = (replace(holding, trust="near") for holding in held)
        yield from held

    def _held(
        self, one: Sentence, tree: Tree, root: Node, span: Span, cue: Cue
    ) -> Iterator[Holding]:
        spoken = self._spoken(one, tree, root, span)
        if cue.who != "speaker" and not (spoken and tree.wished(root)):
            agents = tree.agents(root)
            done = self._acting_ones(agents, spoken)
            if done:
                yield from done
                return
            if agents and agents[0].kind == "other" and not tree.subject_inside(root, span):
                # Somebody does it, but nobody we know: at most to be looked at.
                if cue.who == "doer":
                    return
                yield from (replace(holding, trust="near") for holding in spoken)
                return
        if spoken:
            yield from spoken
            return
        subject = tree.subject(tree.verb(root))
        if subject is not None:
            meant = tree.meant(subject)
            if meant.who and meant.who.type not in _NEVER:
                trust = "named" if meant.kind == "named" else "carried"
                yield Holding(meant.who, meant.place, trust)
                return
        if cue.strength == "strong":
            yield from self._near(one, span)

    def _outdone(self, one: Sentence, tree: Tree, hit: Hit, cue: Cue) -> bool:
        """Whether other words of the sentence make a phrase void.

        Words scattered over clauses show nothing where the same rule has its words together; and a
        phrase that is part of a stronger one with another position is not what is said.
        """
        strong = self._strong_ones(one, tree)
        loose = tree.loose(_span(one, hit))
        if loose and (cue.strength != "strong" or any(c.rule == cue.rule for c, _ in strong)):
            return True
        return cue.strength != "strong" and any(
            other.issue == cue.issue
            and other.position != cue.position
            and there.start < hit.end
            and hit.start < there.end
            for other, there in strong
        )

    def _strong_ones(self, one: Sentence, tree: Tree) -> list[tuple[Cue, Hit]]:
        """The strong phrases of a sentence whose words stand together."""
        if id(one) not in self._strong:
            hits = [
                hit
                for hit in self.index.phrases.find(one.words, one.marks)
                if self.index.kind(hit.pattern) == "cue"
                and self.index.cues[hit.pattern].strength == "strong"
                and not tree.loose(_span(one, hit))
            ]
            self._strong[id(one)] = [(self.index.cues[hit.pattern], hit) for hit in hits]
        return self._strong[id(one)]

    def _spoken(self, one: Sentence, tree: Tree, root: Node, span: Span) -> list[Holding]:
        """Who says what a phrase stands in."""
        quote = next((q for q in one.quotes if q.span.start <= span.start < q.span.end), None)
        if quote is not None:
            return self._quoted(quote)
        said = tree.says(root)
        base = self._base(one, span)
        if said is None or (said[0].who is None and said[0].kind != "self"):
            return base or []
        subject, verb = said
        if subject.kind == "self":
            return base or self._self(one)
        if subject.who is None or subject.who.type == "Country":
            return base or []
        flipped = verb.lower_ in self._deny and tree.place(verb) < span.start
        trust = _TRUST[subject.kind] if subject.who.sure else "near"
        reported = self._reporter(tree, verb, subject)
        return [Holding(subject.who, subject.place, trust, "says", flipped, reported=reported)]

    def _quoted(self, quote: Quote) -> list[Holding]:
        if quote.who is None:
            return []
        flipped = bool(quote.frame and quote.frame.kind == "deny")
        trust = "carried" if quote.carried else "named"
        return [Holding(quote.who, quote.place, trust, flipped=flipped, quote=quote)]

    def _self(self, one: Sentence) -> list[Holding]:
        """Whom I and we mean."""
        if one.turn is not None:
            return [Holding(one.turn, one.place, "label")]
        author = self.reading.author
        return [Holding(author, self.reading.layout.author_span, "self")] if author else []

    @staticmethod
    def _reporter(tree: Tree, verb: Node, inner: Subject) -> Mention | None:
        """Who tells what somebody says, where it is a publication or `according to`."""
        outer = tree.says(verb.head) if verb.head.i != verb.i else None
        if outer is None or outer[0].who is None or outer[0].who is inner.who:
            return None
        if outer[0].who.type == "Publication" or outer[1].lower_ == "according":
            return outer[0].who.mention(outer[0].place)
        return None

    def _acting_ones(
        self, agents: Sequence[Subject], spoken: Sequence[Holding]
    ) -> list[Holding] | None:
        """Those who do what a phrase tells; the speaker's own firm speaks through the speaker."""
        first = spoken[0] if spoken else None
        found: list[Holding] = []
        for agent in agents:
            if agent.kind == "self" and first:
                return [replace(holding, mode="says") for holding in spoken]
            who = agent.who
            if who is None or who.type in _NEVER:
                continue
            if first and (first.who is who or self._own(first.who, who)):
                return list(spoken)
            if not any(holding.who is who for holding in found):
                # What somebody says of a country or of a whole group is a view of theirs.
                many = first is not None and who.type in ("Group", "Country")
                trust = "near" if many else _TRUST[agent.kind]
                found.append(self._acting(who, agent.place, trust, first))
        return found or None

    def _settle(self) -> list[Found]:
        self.drawn = [drawn for drawn in self.drawn if self._worth(drawn)]
        return super()._settle()

    def _silent(self, told: set[tuple[int, str]]) -> Iterator[Found]:
        """Those who speak in words that no cue knows: where they speak of the issue itself."""
        for found in super()._silent(told):
            for one, topics in zip(self.reading.sentences, self.topics, strict=True):
                if found.issue in topics and one.span.start <= found.cue.start < one.span.end:
                    yield found

    @staticmethod
    def _worth(drawn: Drawn) -> bool:
        """Whether a guess brings a reviewer more than it costs."""
        strength, trust = drawn.shown.cue.strength, drawn.shown.holding.trust
        if strength == "strong":
            return True
        return not drawn.second and (strength == "fair" or trust in ("named", "label"))

    def _negated(self, one: Sentence, hit: Hit, negations: Sequence[Hit]) -> bool:
        tree = self._trees.get(id(one))
        if tree is None:
            return super()._negated(one, hit, negations)
        span = _span(one, hit)
        return tree.denials(span, self._against) % 2 == 1


def _span(one: Sentence, hit: Hit) -> Span:
    return Span(one.words[hit.start].start, one.words[hit.end - 1].end)
