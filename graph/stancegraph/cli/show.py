"""`stancegraph show`: an entity's card."""

from __future__ import annotations

import dataclasses
import json
import shutil
import textwrap
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer

from stancegraph.card import Card
from stancegraph.cli.options import StoreOption, open_graph
from stancegraph.cli.output import count, printable
from stancegraph.model import MODE_WORDS, Stance
from stancegraph.terms import iri


def command(
    name: Annotated[str, typer.Argument(metavar="ENTITY", help="An id, a name or an alias.")],
    store: StoreOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show who an entity is, its stances over time, who opposes it and what is said about it."""
    with open_graph(store) as graph:
        card = graph.card(name)
    if as_json:
        print(json.dumps(_as_dict(card), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_lines(card)))


def _as_dict(card: Card) -> dict[str, Any]:
    def stances(found: Iterable[Stance]) -> list[dict[str, object]]:
        return [stance.to_dict() for stance in found]

    return {
        "entity": dataclasses.asdict(card.entity),
        "stances": stances(card.stances),
        "opponents": {issue: stances(found) for issue, found in card.opponents.items()},
        "about": stances(card.about),
        "reports": [stance.id for stance in card.reports],
    }


def _lines(card: Card) -> Iterator[str]:
    yield from _head(card)
    if not card.stances:
        yield from ("", "No stance of its own is in this graph.")
    for issue in card.issues:
        own = [stance for stance in card.stances if stance.issue == issue.id]
        yield from ("", _bare(issue.label))
        for stance in own:
            yield from _entry(stance, {earlier.id: earlier for earlier in own})
        if issue.id in card.opponents:
            yield from _wrapped(f"Opposed by {_names(card.opponents[issue.id])}", "  ")
    if card.about:
        yield from ("", _bare(f"Said about {card.entity.label}"))
        for stance in card.about:
            yield from _entry(stance, {}, who=True)
    if card.reports:
        yield from ("", f"Reports {count(len(card.reports), 'stance')} of others.")


def _head(card: Card) -> Iterator[str]:
    entity = card.entity
    kind = entity.type if entity.type.isupper() else entity.type.lower()
    place = ", ".join(filter(None, (entity.role, card.affiliation)))
    yield _bare(" · ".join(filter(None, (entity.label, kind, place, entity.country))))
    if entity.aliases:
        yield from _wrapped(f"also {', '.join(entity.aliases)}", "")
    if card.people:
        yield from _wrapped(f"people: {', '.join(person.label for person in card.people)}", "")
    wikidata = f" · wikidata {entity.wikidata}" if entity.wikidata else ""
    yield f"{iri('entity', entity.id)}{wikidata}"


def _entry(stance: Stance, others: dict[str, Stance], *, who: bool = False) -> Iterator[str]:
    """A stance: the date at the left, then what, in whose words, and where it says so."""
    yield from _wrapped(_claim(stance, others, who), " " * 13, f"  {stance.when:<11}")
    yield from _wrapped(f"“{stance.quote}”" if stance.quote else stance.summary, " " * 13)
    yield from _wrapped(_source(stance), " " * 13)
    yield " " * 13 + _bare(stance.source_url or iri("source", stance.source))


def _claim(stance: Stance, others: dict[str, Stance], who: bool) -> str:
    before = sorted({others[id].position_label for id in stance.revises if id in others})
    notes = [
        MODE_WORDS[stance.mode],
        f"on: {stance.issue_label}" if who else "",
        f"about {stance.about_label}" if stance.about and not who else "",
        "hedged" if stance.hedged else "",
        f"{stance.confidence} confidence" if stance.confidence not in (None, "high") else "",
        f"CHANGED from {', '.join(before)}" if before else "",
    ]
    lead = f"{stance.holder_label}: " if who else ""
    return lead + " · ".join([stance.position_label.upper(), *filter(None, notes)])


def _source(stance: Stance) -> str:
    by, publisher = stance.reported_by_label, stance.publisher_label
    reported = f"reported by {by}: " if by else ""
    return f"{reported}{stance.source_title}" + (
        f", {publisher}" if publisher and publisher != by else ""
    )


def _names(found: Iterable[Stance]) -> str:
    by_position: dict[str, list[str]] = {}
    for stance in found:
        by_position.setdefault(stance.position_label, []).append(stance.holder_label)
    return "; ".join(f"{', '.join(who)} ({position})" for position, who in by_position.items())


def _wrapped(text: str, indent: str, first: str | None = None) -> list[str]:
    return textwrap.wrap(
        _bare(text),
        width=shutil.get_terminal_size().columns,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _bare(text: str) -> str:
    """One line without anything that a terminal would obey."""
    return printable(" ".join(text.split()))
