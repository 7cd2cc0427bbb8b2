"""Whom a model means, and where the text names them."""

from __future__ import annotations

import re

from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.values import Article, Mention, Span

# Code points around a quotation in which its speaker is named.
BEFORE, AFTER = 600, 200
_PRONOUNS = "he she they it we i you who this that these those one he/she they/them"
PRONOUNS = frozenset(_PRONOUNS.split())
_TITLES = re.compile(r",?\s(?:Jr|Sr|II|III|IV|PhD|MP)\.?\Z")
# `Kaleidofake Systems` is soon only `Kaleidofake`.
_KINDS = re.compile(
    r",?\s(?:Inc|Corp|Corporation|Ltd|LLC|GmbH|AG|Co|Company|Group|Holdings|Labs?|Systems|Works|AI"
    r"|Technologies|Technology|Institute|Foundation|Research|Robotics|Software|Studios?)\.?\Z"
)
_ARTICLE = re.compile(r"\A(?:the|a|an)\s+", re.IGNORECASE)
# `Ng` and `Xu` are names; a letter is none.
_SHORTEST_FORM = 2


class Names:
    """The people and organisations that a graph and an article know.

    Args:
        article: what is read.
        knowledge: the entities of the graph, and further names.
    """

    def __init__(self, article: Article, knowledge: Knowledge) -> None:
        self.text = article.text
        authors = re.split(r",\s+|\s+and\s+", article.author or "")
        own = (*authors, article.author, article.publisher)
        self._own = {_key(name) for name in own if name}
        self._forms: dict[str, list[str]] = {}
        self._known: dict[str, tuple[str, str, str | None]] = {}
        for name in knowledge.names:
            self._forms.setdefault(name.full, [name.full]).append(name.text)
            for words in (name.full, name.text):
                self._known.setdefault(_key(words), (name.full, name.type, name.entity))
        for entity in knowledge.entities.values():
            self._forms.setdefault(entity.label, [entity.label]).extend(entity.aliases)
            for words in (entity.label, *entity.aliases):
                self._known.setdefault(_key(words), (entity.label, entity.type, entity.id))

    def meant(self, name: str, type: str | None = None) -> Mention:
        """Who is meant by a name, whether the graph knows them or not."""
        name = " ".join(name.split())
        full, kind, id = self._known.get(_key(name)) or self._by_surname(name) or (name, type, None)
        return Mention(None, full, id, kind)

    def _by_surname(self, name: str) -> tuple[str, str, str | None] | None:
        """The one person of this surname whom the text names in full."""
        people = {
            known[0]: known
            for known in self._known.values()
            if known[1] == "Person" and known[0].endswith(f" {name}") and known[0] in self.text
        }
        return people.popitem()[1] if len(people) == 1 else None

    def own(self, name: str) -> bool:
        """Whether a name is that of the article's author or publisher, who need not be named."""
        return _key(name) in self._own

    def near(self, who: Mention, called: str, place: Span) -> Span | None:
        """Where somebody is named around a place: 600 characters before to 200 after it.

        Args:
            who: the holder.
            called: what the model calls them.
            place: the words that they are to have said.

        Returns:
            The mention next to the place, or None where there is none.
        """
        start, end = max(0, place.start - BEFORE), place.end + AFTER
        found = [
            Span(start + match.start(), start + match.end())
            for form in self._called(who, called)
            for match in loose(form).finditer(self.text[start:end])
        ]
        # The longest of those that are nearest: `Sam Altman`, not the `Altman` in it.
        return min(found, default=None, key=lambda one: (_apart(one, place), one.start - one.end))

    def first(self, who: Mention, called: str) -> Span | None:
        """Where the text names somebody first."""
        matches = (loose(form).search(self.text) for form in self._called(who, called))
        return min((Span(*match.span()) for match in matches if match), default=None)

    def _called(self, who: Mention, called: str) -> list[str]:
        """What somebody may be called in the text, once it is known who is meant."""
        whole = dict.fromkeys((called, *self._forms.get(who.name, [who.name])))
        forms = [form for form in (_ARTICLE.sub("", name) for name in whole) if form.strip()]
        if who.type == "Person":
            parts = [_TITLES.sub("", form).split() for form in forms]
            in_full = any(loose(form).search(self.text) for form in forms if " " in form)
            # Some family names come first; and who was introduced may be called by either.
            forms += [
                words[at] for words in parts if words for at in ((0, -1) if in_full else (-1,))
            ]
        else:
            forms += [_KINDS.sub("", form) for form in forms]
        return [form for form in dict.fromkeys(forms) if len(form) >= _SHORTEST_FORM]


def loose(words: str) -> re.Pattern[str]:
    """Words as a pattern: whole ones, with any apostrophes and white space between them."""
    pattern = re.escape(" ".join(words.split())).replace("\\ ", r"\s+")
    pattern = re.sub("['’‘ʼ]", "['’‘ʼ]", pattern)
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


def _key(name: str) -> str:
    plain = re.sub("[’‘ʼ]", "'", " ".join(name.split()).casefold())
    return plain.removeprefix("the ")


def _apart(one: Span, other: Span) -> int:
    """Characters between two places; none where they meet."""
    return max(0, one.start - other.end, other.start - one.end)
