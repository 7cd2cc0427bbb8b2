"""Putting a question to a model: again where that may help, never twice for one answer."""

from __future__ import annotations

import hashlib
import json
from time import sleep
from typing import Any, NamedTuple

from stancegraph.errors import StancegraphError
from stancegraph.extract.model.cache import Cache
from stancegraph.extract.model.endpoint import MOST_TOKENS, BusyError, Model, Reply
from stancegraph.extract.model.prompt import Messages
from stancegraph.extract.model.schema import Json, parsed
from stancegraph.extract.model.settings import Settings
from stancegraph.extract.web import PassingError

# Bytes of UTF-8: English has four to a token, Chinese three; rather too many tokens than too few.
_BYTES_A_TOKEN = 3


class Answered(NamedTuple):
    """What came of a question: proposals, or why there are none that can be used.

    Args:
        stances: what the model proposes, unchecked.
        text: its words.
        problem: what is wrong with them.
        final: whether asking again would give the same.
    """

    stances: list[Any]
    text: str = ""
    problem: str | None = None
    final: bool = True


class Asker:
    """Asks one model, within a budget, and keeps its answers.

    Args:
        model: what is asked.
        settings: how often, how much, and whether answers are kept.
    """

    def __init__(self, model: Model, settings: Settings) -> None:
        self.model = model
        self.settings = settings
        self.cache = Cache() if settings.cache else None

    def ask(self, messages: Messages, schema: Json) -> Answered:
        """The answer to a question; each try is a fresh request, without what went wrong before.

        Raises:
            StancegraphError: there is no answer, the budget is spent, or the cache fails.
        """
        asked = json.dumps([self.settings.base, self.settings.model, messages, schema])
        key = hashlib.sha256(asked.encode()).hexdigest()
        kept = self.cache.get(key) if self.cache else None
        if kept is not None:
            return Answered(parsed(kept), kept)
        answered = self._asked(messages, schema)
        if self.cache and answered.problem is None:
            self.cache.put(key, answered.text)
        return answered

    def _asked(self, messages: Messages, schema: Json) -> Answered:
        budget, tries = self.settings.budget, self.settings.tries
        tokens = _guess(json.dumps([messages, schema], ensure_ascii=False))
        answered, failure = Answered([]), None
        for attempt in range(tries):
            if attempt:
                wait = failure.wait if isinstance(failure, BusyError) else None
                sleep(2.0 ** (attempt - 1) if wait is None else wait)
            budget.allow(tokens + MOST_TOKENS)
            try:
                reply = self.model.reply(messages, schema)
            except PassingError as error:
                # Nobody says what it cost; the question may have been read.
                budget.take(tokens)
                failure = error
                continue
            failure = None
            budget.take(tokens + _guess(reply.text) if reply.tokens is None else reply.tokens)
            answered = _answered(reply)
            if answered.final:
                return answered
        if failure is not None:
            raise StancegraphError(f"{failure} (tried {tries} times)")
        return answered


def _answered(reply: Reply) -> Answered:
    if reply.refused:
        return Answered([], reply.text, f"the model will not answer: {reply.refused}")
    if reply.cut:
        return Answered([], reply.text, "the answer is cut off", final=False)
    try:
        return Answered(parsed(reply.text), reply.text)
    except ValueError as error:
        return Answered([], reply.text, f"the answer cannot be used: {error}", final=False)


def _guess(text: str) -> int:
    """How many tokens a text may have."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // _BYTES_A_TOKEN)
