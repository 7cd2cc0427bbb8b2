"""The data of the page: rows that point to each other by number, each text once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stancegraph.model import Argument, Entity, Issue, Position, Source, Stance
from stancegraph.page.changes import Change, changes
from stancegraph.page.html import json_bytes
from stancegraph.terms import PREFIXES
from stancegraph.version import VERSION

SCHEMA = 1
# Of our own things, and of the terms that the page's Turtle uses.
_BASES = (
    *("st", "entity", "issue", "position", "stance", "source", "argument"),
    *("rdfs", "xsd", "dct", "prov", "schema"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beside the stances.

    Args:
        issues: their positions, poles and oppositions.
        entities: aliases, roles and affiliations of the holders.
        sources: documents to which stances point as where they were first said.
        arguments: what the reasons given are called.
        history: all stances, where only some are shown; what came before may not be among them.
    """

    issues: Sequence[Issue] = ()
    entities: Sequence[Entity] = ()
    sources: Sequence[Source] = ()
    arguments: Sequence[Argument] = ()
    history: Sequence[Stance] = ()


def stance_block(
    stances: Sequence[Stance], known: Known, *, title: str, note: str = ""
) -> dict[str, Any]:
    """The data block of a page of stances.

    Schema 1, all lists of objects; what is not known, empty or false is left out:

    * `schema`, `kind` ("stances"), `title`, `note`, `version` (of the program), `print` (of all
      that follows), `bases` (what IRIs begin with, by prefix; an id that is an IRI stands whole)
    * `issues`: `id`, `label`, `short`
    * `positions`: `id`, `label`, `summary`, `issue` (number), `pole`, `opposes` (numbers); those
      of an issue stand in their order
    * `holders`: `id`, `label`, `type`, `country`, `aliases`, `role`, `affiliation` (a name)
    * `things`: entities that stances are about or that report them: `id`, `label`
    * `arguments`: `id`, `label`
    * `sources`: `id`, `title`, `url`, `kind`, `author`, `published`, `publisher` (a name)
    * `stances`, oldest first: `id`, `holder`, `position`, `source`, `when`, `mode`, `hedged`,
      `summary`, `quote`, `about` and `reportedBy` (numbers of things), `because` (numbers of
      arguments), `original` (the number of the source where it was first said), `confidence`,
      `turn` (how its holder came to this position: `from`, the number of the position before,
      `before`, when that was held, `quoted`, if in quoted words, and `on`, when it changed) and
      `change`, if it is this stance that changed it

    Args:
        stances: what is shown, oldest first.
        known: what else is known; issues without a stance are left out.
        title: the heading, plain text.
        note: which selection this is, plain text.
    """
    rows = _Rows(known, changes(known.history or stances))
    listed = [rows.stance(stance) for stance in stances]
    lists = {
        "issues": rows.issues.rows,
        "positions": rows.positions.rows,
        "holders": rows.holders.rows,
        "things": rows.things.rows,
        "arguments": rows.arguments.rows,
        "sources": rows.sources.rows,
        "stances": listed,
    }
    return {
        "schema": SCHEMA,
        "kind": "stances",
        "title": title,
        "note": note,
        "version": VERSION,
        "print": hashlib.sha256(json_bytes(lists)).hexdigest()[:12],
        "bases": {kind: PREFIXES[kind] for kind in _BASES},
        **lists,
    }


def _stated(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without what is unknown, empty or false; 0 is the number of a row, and stays."""
    return {k: v for k, v in row.items() if v or (v == 0 and v is not False)}


@dataclass(slots=True)
class _Table:
    """Rows that are pointed to by their number."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def add(self, key: str, row: Mapping[str, Any]) -> int:
        """Adds a row with a new key."""
        self.numbers[key] = number = len(self.rows)
        self.rows.append(_stated(row))
        return number


class _Rows:
    """Makes the rows of stances, and those that they point to."""

    def __init__(self, known: Known, turns: Mapping[str, Change]) -> None:
        self._turns = turns
        self._issues = {issue.id: issue for issue in known.issues}
        self._entities = {entity.id: entity for entity in known.entities}
        self._sources = {source.id: source for source in known.sources}
        self._arguments = {argument.id: argument.label for argument in known.arguments}
        self.issues, self.positions, self.holders = _Table(), _Table(), _Table()
        self.things, self.arguments, self.sources = _Table(), _Table(), _Table()

    def stance(self, stance: Stance) -> dict[str, Any]:
        """The row of one stance."""
        return _stated(
            {
                "id": stance.id,
                "holder": self._holder(stance),
                "position": self._position(stance),
                "source": self._read_in(stance),
                "when": stance.when,
                "mode": stance.mode,
                "hedged": stance.hedged,
                "summary": stance.summary,
                "quote": stance.quote,
                "about": self._thing(stance.about, stance.about_label),
                "reportedBy": self._thing(stance.reported_by, stance.reported_by_label),
                "because": [self._argument(each) for each in stance.because],
                "original": self._original(stance.primary_source),
                "confidence": stance.confidence,
                **self._turn(stance),
            }
        )

    def _turn(self, stance: Stance) -> dict[str, Any]:
        """How the holder of a stance came to its position, if it had another before."""
        turn = self._turns.get(stance.id)
        if turn is None:
            return {}
        row = {
            "from": self._position(turn.before),
            "before": turn.before.when,
            "quoted": bool(turn.before.quote),
            "on": turn.to.when,
        }
        return {"turn": _stated(row), "change": turn.to.id == stance.id}

    def _holder(self, stance: Stance) -> int:
        if stance.holder in self.holders.numbers:
            return self.holders.numbers[stance.holder]
        row: dict[str, Any] = {
            "id": stance.holder,
            "label": stance.holder_label,
            "type": stance.holder_type,
            "country": stance.holder_country,
        }
        if entity := self._entities.get(stance.holder):
            home = self._entities.get(entity.affiliation or "")
            row["aliases"] = list(entity.aliases)
            row["role"] = entity.role
            row["affiliation"] = home.label if home else entity.affiliation
        return self.holders.add(stance.holder, {"type": "", **row})

    def _position(self, stance: Stance) -> int:
        key = f"{stance.issue}/{stance.position}"
        if key not in self.positions.numbers:
            if stance.issue not in self.issues.numbers:
                self._issue(stance)
            if key not in self.positions.numbers:
                # A position that its issue does not declare stands between the others.
                undeclared = Position(
                    id=stance.position,
                    label=stance.position_label,
                    summary="",
                    order=0,
                    pole="middle",
                )
                self._answer(stance.issue, undeclared)
        return self.positions.numbers[key]

    def _issue(self, stance: Stance) -> None:
        """The issue of a stance with all its positions, also those that nobody takes."""
        name = stance.issue_label
        issue = self._issues.get(stance.issue) or Issue(
            id=stance.issue, label=name, short=name, positions=()
        )
        self.issues.add(issue.id, {"id": issue.id, "label": issue.label, "short": issue.short})
        numbers = self.positions.numbers
        for position in issue.positions:
            self._answer(issue.id, position)
        for position in issue.positions:
            keys = (f"{issue.id}/{other}" for other in sorted(position.opposes))
            opposed = [numbers[key] for key in keys if key in numbers]
            if opposed:
                self.positions.rows[numbers[f"{issue.id}/{position.id}"]]["opposes"] = opposed

    def _answer(self, issue: str, position: Position) -> None:
        row = {
            "id": position.id,
            "label": position.label,
            "summary": position.summary,
            "issue": self.issues.numbers[issue],
            "pole": position.pole,
        }
        self.positions.add(f"{issue}/{position.id}", row)

    def _thing(self, id: str | None, label: str | None) -> int | None:
        id = id or label
        if id is None:
            return None
        known = self.things.numbers.get(id)
        return self.things.add(id, {"id": id, "label": label or id}) if known is None else known

    def _argument(self, id: str) -> int:
        known = self.arguments.numbers.get(id)
        row = {"id": id, "label": self._arguments.get(id, id)}
        return self.arguments.add(id, row) if known is None else known

    def _original(self, id: str | None) -> int | None:
        if id is None:
            return None
        if id in self.sources.numbers:
            return self.sources.numbers[id]
        # An address without a description is a document all the same.
        return self._source(self._sources.get(id) or Source(id=id, title=id, url=id))

    def _source(self, source: Source) -> int:
        row = {
            "id": source.id,
            "title": source.title,
            "url": source.url,
            "kind": source.kind,
            "author": source.author,
            "published": source.published,
            "publisher": source.publisher_label or source.publisher,
        }
        return self.sources.add(source.id, row)

    def _read_in(self, stance: Stance) -> int:
        """The number of the document in which the stance was read."""
        known = self.sources.numbers.get(stance.source)
        if known is not None:
            return known
        return self._source(
            Source(
                id=stance.source,
                title=stance.source_title,
                url=stance.source_url,
                kind=stance.source_kind,
                author=stance.source_author,
                published=stance.published,
                publisher=stance.publisher,
                publisher_label=stance.publisher_label,
            )
        )
