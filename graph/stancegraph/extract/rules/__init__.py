"""The engine that needs nothing: sentences, names, verbs of saying, and cues from data files."""

from __future__ import annotations

from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.rules.engine import Engine
from stancegraph.extract.rules.reading import read
from stancegraph.extract.values import Article, Extraction, Mention, Span

VERSION = "1"
_WORDS = 5


def find(article: Article, knowledge: Knowledge) -> Extraction:
    """The stances that rules find in an article.

    Args:
        article: the text.
        knowledge: names, issues and cues.

    Raises:
        InputError: a cue is not in the notation.
    """
    found = Engine(read(article, knowledge), knowledge).find()
    engine = (("engine", "rules"), ("version", VERSION), *sorted(knowledge.hashes.items()))
    return Extraction(tuple(found), engine=engine)


def quotations(article: Article, knowledge: Knowledge) -> list[tuple[Span, Mention | None]]:
    """The direct quotations of five words and more, each with its speaker where one is told.

    Args:
        article: the text.
        knowledge: names and verbs of saying.
    """
    found = []
    for quote in sorted(read(article, knowledge).quotes, key=lambda quote: quote.span):
        if len(quote.span.of(article.text).split()) >= _WORDS:
            found.append((quote.span, quote.who.mention(quote.place) if quote.who else None))
    return found
