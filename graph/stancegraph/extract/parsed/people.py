"""Whom the words of a sentence mean: names, pronouns, and nouns that belong to somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from stancegraph.extract.rules.names import Named, Who
from stancegraph.extract.rules.reading import Sentence
from stancegraph.extract.values import Span

# A token and a document of spaCy, which is installed only where this engine is wanted.
Node = Any
Parse = Any

SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj", "csubjpass"])
OWNING = frozenset(["of", "from", "by", "at"])
_SUCH = frozenset(["as", "including", "like"])
_SELF = frozenset(["i", "we", "our", "us", "my", "me", "mine", "ourselves", "myself"])
_SHE = frozenset(["he", "she", "his", "her", "him", "hers"])
_IT = frozenset(["it", "its", "they", "their", "them"])


class Subject(NamedTuple):
    """Whom a part of a sentence means.

    Args:
        who: whom; None where it is somebody, but nobody whom the article names.
        place: where they are named.
        kind: named, owner, carried (a pronoun), self (I, we) or other.
    """

    who: Who | None
    place: Span | None
    kind: str


class People:
    """A sentence with its parse.

    Args:
        one: the sentence.
        doc: its parse, whose text is as long as the sentence's.
        lists: words of general English, by kind.
    """

    def __init__(self, one: Sentence, doc: Parse, lists: dict[str, frozenset[str]]) -> None:
        self.one, self.doc, self.lists = one, doc, lists
        self._at = one.span.start
        self.said = lists["say"] | lists["want"] | lists["deny"] | lists["accuse"]
        self.names: dict[int, Named] = {}
        for named in one.named:
            for token in self.within(named.span):
                self.names[token.i] = named

    def within(self, span: Span) -> Sequence[Node]:
        """The tokens of a part of the article's text."""
        start, end = span.start - self._at, span.end - self._at
        found = self.doc.char_span(
            max(0, start), min(end, len(self.doc.text)), alignment_mode="expand"
        )
        return tuple(found) if found is not None else ()

    def place(self, token: Node) -> int:
        """Where a token stands in the article."""
        return int(token.idx) + self._at

    def root(self, span: Span) -> Node | None:
        """The word that the others of a phrase hang on; of several the first verb."""
        tokens = self.within(span)
        inside = {token.i for token in tokens}
        tops = [
            t for t in tokens if (t.head.i not in inside or t.head.i == t.i) and t.dep_ != "punct"
        ]
        verbs = [t for t in tops if t.pos_ in ("VERB", "AUX")]
        return (verbs or tops or [None])[0]

    def word(self, token: Node) -> str:
        """A word in lower case, with what a hyphen joins to it: `start-up`."""
        text, start = self.doc.text, token.idx
        while (start > 1 and text[start - 1] == "-") or (start and text[start - 1].isalpha()):
            start -= 1
        return str(text[start : token.idx + len(token)]).lower()

    def meant(self, token: Node, depth: int = 0) -> Subject:
        """Whom a noun phrase means."""
        named = self.names.get(token.i)
        if named is not None:
            return Subject(named.who, named.span, "owner" if named.product else "named")
        word = self.word(token)
        if word in _SELF:
            return Subject(None, None, "self")
        if token.pos_ == "PRON" or word in _SHE | _IT:
            return self._pronoun(token)
        if depth < 3:
            for child in token.children:
                if child.dep_ == "appos" and child.i in self.names:
                    return self.meant(child, depth + 1)
            inner = self._inner(token, depth)
            if inner is not None:
                return inner
        the = any(c.lower_ in ("the", "this", "that") for c in token.children)
        if the and word in self.lists["definite"] and not self._told(token):
            if word in self.lists["person_role"]:
                return Subject(self.one.person, None, "carried")
            return Subject(self._before(token, person=False) or self.one.org, None, "carried")
        return Subject(None, None, "other")

    def _told(self, token: Node) -> bool:
        """Whether a noun is described at length, and so is not somebody spoken of before."""
        return any(child.dep_ in ("relcl", "acl", "prep") for child in token.children)

    def _inner(self, token: Node, depth: int) -> Subject | None:
        """Whom a noun belongs to: `Meta's researchers`, `weights of Qwen`."""
        for child in token.children:
            if child.dep_ in ("poss", "compound", "nmod", "amod") and child.i in self.names:
                who = self.names[child.i].who
                if (not who.person and who.type != "Country") or child.dep_ == "poss":
                    return Subject(who, self.names[child.i].span, "owner")
            if child.dep_ == "poss" and child.lower_ in _SELF:
                return Subject(None, None, "self")
            if child.dep_ == "poss" and child.lower_ in _SHE | _IT:
                return self._pronoun(child)
            if child.dep_ == "poss":
                owner = self.meant(child, depth + 1)
                if owner.who and not owner.who.person:
                    return owner
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in OWNING | _SUCH:
                for part in child.children:
                    if part.dep_ == "pobj":
                        inner = self.meant(part, depth + 1)
                        if inner.who and inner.who.type != "Country":
                            return Subject(inner.who, inner.place, "owner")
        return None

    def _pronoun(self, token: Node) -> Subject:
        word = token.lower_
        if word in _SHE:
            who = self._before(token, person=True) or self.one.person
            return Subject(who, None, "carried")
        if word in ("it", "its"):
            return Subject(self._before(token, person=False) or self.one.org, None, "carried")
        if word in _IT:
            return Subject(self._before(token, person=False), None, "carried")
        return Subject(None, None, "other")

    def _before(self, token: Node, *, person: bool) -> Who | None:
        """Somebody named earlier in the sentence: the subject first."""
        other = None
        for node in self.doc[: token.i]:
            named = self.names.get(node.i)
            if named is None or named.who.person is not person:
                continue
            if named.who.type in ("Publication", "Country", "Place", "Law"):
                continue
            if node.dep_ in SUBJECTS or (node.dep_ == "appos" and node.head.dep_ in SUBJECTS):
                return named.who
            other = other or named.who
        return other if not person else None
