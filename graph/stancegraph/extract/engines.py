"""The engines by name, and the one verifier that all of them go through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from stancegraph.errors import StancegraphError
from stancegraph.extract.knowledge import Knowledge
from stancegraph.extract.values import Article, Extraction, Found, Rejected, Span
from stancegraph.vocabulary import members

ENGINES = ("rules", "spacy", "llm")
Engine = Callable[[Article, Knowledge], Extraction]


def engine(name: str, **settings: Any) -> Engine:
    """An engine, ready to read articles.

    Args:
        name: one of `ENGINES`.
        settings: of the `llm` engine, see `stancegraph.extract.model.Settings`.

    Raises:
        MissingExtra: its package is not installed.
        StancegraphError: a setting is missing.
    """
    if name not in ENGINES:
        raise StancegraphError(f"'{name}' is not an engine ({', '.join(ENGINES)})")
    if name == "spacy":
        from stancegraph.extract import parsed

        return _verified(parsed.engine())
    if name == "llm":
        from stancegraph.extract import model

        return _verified(model.engine(**settings))
    from stancegraph.extract import rules

    return _verified(rules.find)


def _verified(find: Engine) -> Engine:
    return lambda article, knowledge: verified(article, find(article, knowledge), knowledge)


def verified(article: Article, extraction: Extraction, knowledge: Knowledge) -> Extraction:
    """The same with what does not hold turned down, and told.

    Every span lies in the text, the cue in its evidence; the position answers the issue, and who is
    known is an entity of the graph.
    """
    good, bad = [], list(extraction.rejected)
    for found in extraction.found:
        reasons = list(_wrong(found, article.text, knowledge))
        if reasons:
            bad.append(Rejected("; ".join(reasons), _record(found, article.text)))
        else:
            good.append(found)
    return replace(extraction, found=tuple(good), rejected=tuple(bad))


def _wrong(found: Found, text: str, knowledge: Knowledge) -> Iterator[str]:
    issue = knowledge.issues.get(found.issue)
    if issue is None:
        yield f"there is no issue '{found.issue}'"
    elif found.position is not None and found.position not in {p.id for p in issue.positions}:
        yield f"'{found.position}' is not a position on {found.issue}"
    if found.mode not in members("Mode"):
        yield f"'{found.mode}' is not a mode"
    for who in (found.holder, found.reported_by):
        if who is not None and who.id is not None and who.id not in knowledge.entities:
            yield f"there is no entity '{who.id}'"
    spans = {
        "holder": found.holder.span,
        "cue": found.cue,
        "evidence": found.evidence,
        "hedge": found.hedge,
        "quote": found.quote,
        "marker": found.marker,
    }
    for name, span in spans.items():
        if span is not None and not (0 <= span.start < span.end <= len(text)):
            yield f"the {name} is not in the text"
    if not found.evidence.holds(found.cue):
        yield "the cue is not in the evidence"
    if not found.evidence.of(text).strip():
        yield "the evidence is empty"


def _record(found: Found, text: str) -> dict[str, object]:
    return {
        "holder": found.holder.id or found.holder.name,
        "issue": found.issue,
        "position": found.position,
        "rule": found.rule,
        "evidence": Span(*found.evidence).of(text),
    }
