"""What a model proposes against the text: it stands there, or the proposal is turned down."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.model.names import PRONOUNS, Names, loose
from stancegraph.extract.model.places import own_words, sentence
from stancegraph.extract.model.schema import Json, misfit
from stancegraph.extract.values import Article, Found, Mention, Rejected, Span
from stancegraph.extract.verbatim import SHORTEST, Place, locate

_CLIPPED = 200


class _WrongError(ValueError):
    """Why a proposal is turned down, in a sentence."""


class Verifier:
    """Checks the proposals for one article.

    Args:
        article: what the model read.
        knowledge: the issues and entities of the graph.
        schema: what a proposal has to look like.
        rule: what proposed it.
    """

    def __init__(self, article: Article, knowledge: Knowledge, schema: Json, rule: str) -> None:
        self.text = article.text
        self.issues = knowledge.issues
        self.schema = schema
        self.rule = rule
        self.names = Names(article, knowledge)

    def check(self, proposal: Any, part: Span) -> tuple[Found | None, list[Rejected]]:
        """A proposal as what was found, or why not; and what was left out of it.

        Args:
            proposal: an item of the model's answer.
            part: the part of the text that it was asked about.
        """
        record = _record(proposal)
        try:
            wrong = misfit(proposal, self.schema)
            if wrong:
                raise _WrongError(wrong)
            return self._found(proposal, record, self._place(proposal, part))
        except _WrongError as error:
            return None, [Rejected(str(error), record)]

    def _place(self, proposal: Json, part: Span) -> Place:
        """Where the quote stands, for a proposal that makes sense at all."""
        issue, position, holder = (proposal[name] for name in ("issue", "position", "holder"))
        allowed = [each.id for each in self.issues[issue].positions]
        if position not in allowed:
            raise _WrongError(f"'{position}' is not a position on {issue} ({', '.join(allowed)})")
        if not holder.strip() or holder.strip().casefold() in PRONOUNS:
            raise _WrongError(f"the holder '{holder}' is no name")
        quote = proposal["quote"]
        place = locate(part.of(self.text), quote, proposal["quote_context_before"])
        if place is None:
            short = len(quote.strip()) < SHORTEST
            why = f"is shorter than {SHORTEST} characters" if short else "is not in the text"
            raise _WrongError(f"the quote {why}")
        start, end = place.span
        return place._replace(span=Span(start + part.start, end + part.start))

    def _found(
        self, proposal: Json, record: dict[str, object], place: Place
    ) -> tuple[Found, list[Rejected]]:
        whole = sentence(self.text, place.span)
        marker = self._marker(proposal["source_marker"], Span(place.span.start, whole.end))
        holder = self._holder(proposal, place.span)
        hedge = self._hedge(proposal["hedge"], whole)
        words = own_words(self.text, place.span) if proposal["own_words"] else None
        checked = (
            ("source_marker", marker, "is not in the sentence"),
            ("hedge", hedge, "is not in the sentence"),
            ("own_words", words, "stand in no quotation marks"),
        )
        left_out = [f"{n} {why}" for n, there, why in checked if proposal[n] and there is None]
        near = holder.span is None or whole.holds(holder.span)
        found = Found(
            holder=holder,
            issue=proposal["issue"],
            position=proposal["position"],
            mode=proposal["mode"],
            cue=place.span,
            evidence=whole,
            rule=self.rule,
            tier="A" if place.alone and near and not left_out else "B",
            hedge=hedge,
            quote=words,
            reported_by=self._reported(proposal["reported_by"], holder, place.span),
            marker=marker,
            match=place.match,
        )
        return found, [Rejected(f"kept, but without this: {why}", record) for why in left_out]

    def _holder(self, proposal: Json, place: Span) -> Mention:
        """The holder where the text names them; nowhere, if it is the article's own author."""
        called = proposal["holder"]
        who = self.names.meant(called, proposal["holder_type"])
        span = self.names.near(who, called, place)
        if span is None and not self.names.own(called):
            raise _WrongError("the holder is not named near the quote")
        return replace(who, span=span)

    def _reported(self, called: str | None, holder: Mention, place: Span) -> Mention | None:
        """Who tells it, if that is neither the holder nor the article itself."""
        if not called or self.names.own(called):
            return None
        who = self.names.meant(called)
        if who.name == holder.name:
            return None
        span = self.names.near(who, called, place) or self.names.first(who, called)
        if span is None:
            raise _WrongError("who reports it is not named in the text")
        return replace(who, span=span)

    def _marker(self, number: str | None, after: Span) -> Span | None:
        """The citation marker that follows the quote in its sentence."""
        number = (number or "").strip("[] ")
        if not number:
            return None
        pattern = re.compile(rf"\[(?:\d+, ?)*{re.escape(number)}(?:, ?\d+)*\]")
        if not pattern.search(self.text):
            raise _WrongError(f"there is no marker [{number}] in the text")
        match = pattern.search(self.text, *after)
        return Span(*match.span()) if match else None

    def _hedge(self, words: str | None, whole: Span) -> Span | None:
        match = loose(words).search(whole.of(self.text)) if words and words.strip() else None
        return Span(whole.start + match.start(), whole.start + match.end()) if match else None


def _record(proposal: Any) -> dict[str, object]:
    """A proposal as it is told, without what is empty; a model may have made it very long."""
    fields = proposal if isinstance(proposal, dict) else {"proposal": proposal}
    told = {str(k)[:_CLIPPED]: v for k, v in fields.items() if v is not None}
    return {k: v if isinstance(v, bool) else _clipped(v) for k, v in told.items()}


def _clipped(value: object) -> str:
    words = "".join(c if c.isprintable() else " " for c in str(value))
    return words if len(words) <= 5 * _CLIPPED else words[: 5 * _CLIPPED] + "…"
