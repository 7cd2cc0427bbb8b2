"""What the fields of a stance may hold, and what things are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stancegraph.errors import did_you_mean
from stancegraph.model import Entity, Issue, Position
from stancegraph.query import entities, issues
from stancegraph.records import Known
from stancegraph.records.fields import STANCE, WrongValueError
from stancegraph.review.context import verbatim
from stancegraph.review.decisions import NAMING, REQUIRED, Draft, Record, entity_of
from stancegraph.store import Store
from stancegraph.vocabulary import members


@dataclass(frozen=True, slots=True)
class Choices:
    """The entities and issues of a graph.

    Args:
        entities: by id.
        issues: by id.
    """

    entities: Mapping[str, Entity]
    issues: Mapping[str, Issue]

    @classmethod
    def of(cls, store: Store) -> Choices:
        """What a store knows."""
        known = {each.id: each for each in entities(store)}
        return cls(known, {each.id: each for each in issues(store)})

    def known(self, draft: Draft) -> Known:
        """The names that a stance of a draft may refer to."""
        names = {id: (each.label, *each.aliases) for id, each in self.entities.items()}
        new = {str(each["id"]): (str(each["name"]),) for each in draft.get("entities") or ()}
        positions = {
            issue.id: {each.id: each.label for each in issue.positions}
            for issue in self.issues.values()
        }
        return Known(entities=new | names, positions=positions)

    def name(self, draft: Draft, id: str | None) -> str:
        """What people call an entity, known or new."""
        if not id:
            return ""
        new = entity_of(draft, id)
        if new is not None:
            return str(new["name"])
        return self.entities[id].label if id in self.entities else id

    def position(self, stance: Record) -> Position | None:
        """The position of a stance, if it has one that its issue knows."""
        issue = self.issues.get(str(stance.get("issue")))
        wanted = stance.get("position")
        return (
            next((each for each in issue.positions if each.id == wanted), None) if issue else None
        )

    def issue_name(self, stance: Record) -> str:
        """What the issue of a stance is called for short."""
        issue = self.issues.get(str(stance.get("issue")))
        return issue.short if issue else str(stance.get("issue") or "no issue")

    def reading(self, draft: Draft, stance: Record) -> str:
        """The stance in one line: `Alibaba · Open or closed models · closed · does · hedged`."""
        who = self.name(draft, stance.get("holder")) or "nobody"
        about = self.name(draft, stance.get("about"))
        position = self.position(stance)
        parts = [f"{who} on {about}" if about else who, self.issue_name(stance)]
        parts += [position.label if position else str(stance.get("position") or "no position")]
        parts += [str(stance.get("mode") or "no mode")]
        parts += ["hedged"] if stance.get("hedged") is True else []
        return " · ".join(parts)

    def sentence(self, draft: Draft, stance: Record) -> str:
        """The summary that a machine gives a stance: whose, and what the position means."""
        issue, position = self.issues.get(str(stance.get("issue"))), self.position(stance)
        name = self.name(draft, stance.get("holder"))
        if issue is None or not name:
            return ""
        return f"{name}: {position.summary}" if position else f"{name} on: {issue.label}"

    def follow(self, draft: Draft, stance: Record, changes: Mapping[str, Any]) -> dict[str, Any]:
        """The changes, and a new summary where the machine's no longer says what they say."""
        kept = stance.get("summary")
        if "summary" in changes or not kept or kept != self.sentence(draft, stance):
            return dict(changes)
        summary = self.sentence(draft, {**stance, **changes})
        return {**changes, "summary": summary} if summary not in ("", kept) else dict(changes)

    def read(self, draft: Draft, stance: Record, field: str, value: Any) -> Any:
        """A value as a field holds it; None for one that is left out.

        Args:
            draft: the draft.
            stance: the stance, with what was changed before.
            field: one of `EDITABLE`.
            value: what somebody typed.

        Raises:
            WrongValueError: the field may not hold it.
        """
        if value in (None, ""):
            if field in REQUIRED:
                raise WrongValueError(f"{field} cannot be left out")
            return None
        known = self.known(draft)
        if field in NAMING:
            value = self.entity(draft, str(value)) or value
        if field == "position":
            return _position(str(value), known.positions.get(str(stance.get("issue")), {}))
        read = STANCE[field].read(value, known)
        if field == "quote":
            return _quoted(read, str((stance.get("evidence") or {}).get("exact") or ""))
        return read

    def entity(self, draft: Draft, words: str) -> str | None:
        """The entity of this id, name or alias, whatever its capitals."""
        known = self.known(draft).entities
        if words in known:
            return words
        wanted = words.strip().casefold()
        called = (id for id, names in known.items() if wanted in map(str.casefold, names))
        return next(called, None)

    def near(self, words: str, most: int) -> list[str]:
        """The known entities whose names come nearest to some words."""
        from rapidfuzz import fuzz, process, utils

        names = {
            name: id for id, each in self.entities.items() for name in (each.label, *each.aliases)
        }
        found = process.extract(
            words,
            list(names),
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            limit=4 * most,
            score_cutoff=72,
        )
        return list(dict.fromkeys(names[name] for name, _, _ in found))[:most]


def allowed(field: str) -> tuple[str, ...]:
    """The few values of a field that has few, in their order."""
    return members("Mode") if field == "mode" else ("true", "false") if field == "hedged" else ()


def _position(value: str, positions: Mapping[str, str]) -> str:
    if value in positions:
        return value
    near = did_you_mean(value, positions) or ", ".join(positions)
    raise WrongValueError(f"'{value}' is not a position on this issue", near)


def _quoted(words: str, evidence: str) -> str:
    found = verbatim(words, evidence)
    if found is None:
        raise WrongValueError(
            "these words are not in the evidence", "a quote is copied from there, letter for letter"
        )
    return found
