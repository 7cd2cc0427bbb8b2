"""The engine: an article in parts to a model, and its proposals through the gate."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.model.asking import Asker
from stancegraph.extract.model.chunks import chunks
from stancegraph.extract.model.endpoint import Endpoint
from stancegraph.extract.model.prompt import instructions, messages
from stancegraph.extract.model.schema import schema
from stancegraph.extract.model.settings import Settings
from stancegraph.extract.model.through_llm import ThroughLlm
from stancegraph.extract.model.verify import Verifier
from stancegraph.extract.values import Article, Extraction, Found, Rejected, Span

# Of this engine: what it asks for and how it checks it.
VERSION = "1"
_LONGEST_ANSWER = 500


class Reader:
    """Reads articles with one model; the budget is for all of them together.

    Args:
        settings: which model, and how it is asked.

    Raises:
        MissingExtra: the package `llm` is not installed, and it is to be asked through.
        StancegraphError: `llm` knows no such model.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.asker = Asker(ThroughLlm(settings) if settings.via else Endpoint(settings), settings)

    def find(self, article: Article, knowledge: Knowledge) -> Extraction:
        """The stances in an article that the model proposes and the text bears out.

        Args:
            article: what is read.
            knowledge: the issues and entities of the graph.

        Raises:
            StancegraphError: the model does not answer, or the budget is spent.
        """
        asked = schema(knowledge)
        verifier = Verifier(article, knowledge, asked, self.settings.model)
        found: dict[tuple[object, ...], Found] = {}
        rejected: dict[str, Rejected] = {}
        for part in chunks(article.text):
            answered = self.asker.ask(messages(article, part, knowledge), asked)
            wrong = [_unusable(answered.problem, answered.text, part)] if answered.problem else []
            for proposal in answered.stances:
                one, more = verifier.check(proposal, part)
                wrong += more
                if one is not None:
                    # Parts overlap by a paragraph, and pull quotes repeat what was said.
                    found.setdefault(_key(one), one)
            rejected |= {repr(one): one for one in wrong}
        in_order = sorted(found.values(), key=lambda one: (one.cue, one.issue))
        return Extraction(tuple(in_order), tuple(rejected.values()), self._engine(knowledge, asked))

    def _engine(self, knowledge: Knowledge, asked: Any) -> tuple[tuple[str, str], ...]:
        told = {"engine": "llm", "version": VERSION, "model": self.settings.model}
        told |= {"via": self.settings.via} if self.settings.via else {}
        told |= {"prompt": _hash(instructions(knowledge)), "schema": _hash(json.dumps(asked))}
        return tuple(told.items())


def _key(found: Found) -> tuple[object, ...]:
    holder = found.holder.id or found.holder.name.casefold()
    return holder, found.issue, found.position, found.cue.start


def _unusable(problem: str, text: str, part: Span) -> Rejected:
    record: dict[str, object] = {"start": part.start, "end": part.end}
    answer = " ".join(text.split())[:_LONGEST_ANSWER]
    return Rejected(problem, record | ({"answer": answer} if answer else {}))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
