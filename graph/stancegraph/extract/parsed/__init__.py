"""The engine that parses: the rules' cues, given to their holders by grammar; an extra."""

from __future__ import annotations

from collections.abc import Callable

from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.parsed.attribution import ParsedEngine
from stancegraph.extract.parsed.pipeline import pipeline, trees
from stancegraph.extract.parsed.tiers import joined
from stancegraph.extract.rules.engine import Engine, index
from stancegraph.extract.rules.reading import Reading, Sentence, read, tools
from stancegraph.extract.values import Article, Extraction

VERSION = "1"


def engine() -> Callable[[Article, Knowledge], Extraction]:
    """The engine, with its parser loaded.

    Raises:
        MissingExtra: spaCy or its model is not installed.
    """
    meta = pipeline().meta
    model = f"{meta['lang']}_{meta['name']} {meta['version']}"

    def find(article: Article, knowledge: Knowledge) -> Extraction:
        reading = read(article, knowledge)
        lists = tools(knowledge).gazetteer.lists
        parses = trees(reading, _telling(reading, knowledge), lists)
        ruled = Engine(reading, knowledge).find()
        strong = {cue.rule for cue in knowledge.cues if cue.strength == "strong"}
        found = joined(ruled, ParsedEngine(reading, knowledge, parses).find(), strong)
        of = (("engine", "spacy"), ("version", VERSION), ("model", model))
        return Extraction(tuple(found), engine=(*of, *sorted(knowledge.hashes.items())))

    return find


def _telling(reading: Reading, knowledge: Knowledge) -> list[Sentence]:
    """The sentences that have a cue; the others need no parse."""
    phrases = index(knowledge)
    return [
        one
        for one in reading.sentences
        if one.part.kind != "pull"
        and any(
            phrases.kind(hit.pattern) == "cue" for hit in phrases.phrases.find(one.words, one.marks)
        )
    ]
