"""What a person decides about a draft, as functions from one draft to the next.

Nothing here reads or writes a file, asks or prints: the terminal and the page's script
(`page/js/review/decisions.js`) do the same with the same draft, and a test compares them. A draft
that was given is never changed, so that whoever keeps it can go back to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

Draft = dict[str, Any]
Record = Mapping[str, Any]

# What of a stance a person may change, in the order in which it is asked for.
EDITABLE: Final = (
    "holder",
    "issue",
    "position",
    "about",
    "mode",
    "hedged",
    "date",
    "reported_by",
    "quote",
    "summary",
)
# Without these no stance can be loaded.
REQUIRED: Final = ("holder", "issue", "position", "mode", "date", "summary")
# The fields of a stance that name an entity.
NAMING: Final = ("holder", "about", "reported_by")
DECISIONS: Final = ("accepted", "edited", "rejected")
_PERSONAL: Final = ("reviewer", "reviewed_at", "note", "was")


class Reviewer(NamedTuple):
    """Who decides, and on which day.

    Args:
        by: a name.
        at: the day, such as `2026-11-25`.
    """

    by: str
    at: str


def stance_of(draft: Draft, id: str) -> Record:
    """The stance with this id.

    Raises:
        KeyError: the draft has no such stance.
    """
    return next((each for each in draft["stances"] if each["id"] == id), None) or _missing(id)


def entity_of(draft: Draft, id: str) -> Record | None:
    """The entity that the draft describes under this id, if it is a new one."""
    return next((each for each in draft.get("entities") or () if each["id"] == id), None)


def status_of(record: Record) -> str:
    """`draft`, `accepted`, `edited` or `rejected`; what has no status was written by a person."""
    return str(record.get("status") or "accepted")


def is_decided(record: Record) -> bool:
    """Whether a person has decided about a stance."""
    return status_of(record) != "draft"


def is_settled(entity: Record) -> bool:
    """Whether a person has said who a new entity is: itself, or one that the graph knows."""
    return "same_as" in entity or is_decided(entity)


def faults(stance: Record) -> tuple[str, ...]:
    """Why a stance could not be loaded as it is, each in a few words."""
    found = [f"no {name}" for name in REQUIRED if stance.get(name) in (None, "")]
    if stance.get("mode") == "ascribed" and not stance.get("reported_by"):
        found.append("ascribed, but reported by nobody")
    if stance.get("reported_by") and stance.get("reported_by") == stance.get("holder"):
        found.append("reported by the holder")
    if stance.get("quote") and stance["quote"] not in (stance.get("evidence") or {}).get(
        "exact", ""
    ):
        found.append("a quote that is not in the evidence")
    return tuple(found)


def named(draft: Draft, stance: Record) -> tuple[str, ...]:
    """The entities that a stance rests on: its holder first, the publisher last."""
    ids = [stance.get(name) for name in NAMING] + [(draft.get("source") or {}).get("publisher")]
    return tuple(dict.fromkeys(str(id) for id in ids if id))


def unsettled(draft: Draft, stance: Record) -> tuple[str, ...]:
    """The new entities that a stance rests on and nobody has looked at, its holder first."""
    found = [entity_of(draft, id) for id in named(draft, stance)]
    return tuple(str(each["id"]) for each in found if each is not None and not is_settled(each))


def accept(draft: Draft, id: str, who: Reviewer, note: str = "") -> Draft:
    """The stance is as it stands there; one that was edited stays one that was edited.

    Args:
        draft: the draft.
        id: the stance.
        who: who decides.
        note: a remark, if any.
    """
    stance = stance_of(draft, id)
    status = "edited" if stance.get("was") else "accepted"
    return _with_stance(draft, id, _decided(stance, status, who, note))


def reject(draft: Draft, id: str, who: Reviewer, note: str = "") -> Draft:
    """The stance is not one; the arguments are those of `accept`."""
    return _with_stance(draft, id, _decided(stance_of(draft, id), "rejected", who, note))


def edit(draft: Draft, id: str, changes: Mapping[str, Any], who: Reviewer, note: str = "") -> Draft:
    """The stance is so: the values of the machine that a person changed are kept under `was`.

    A value that is changed twice keeps what the machine had said, and one that is changed back
    is as if it had never been changed.

    Args:
        draft: the draft.
        id: the stance.
        changes: the new values by field; None takes a field away.
        who: who decides.
        note: a remark, if any.
    """
    stance = dict(stance_of(draft, id))
    was = dict(stance.pop("was", None) or {})
    for name, value in changes.items():
        before = stance.get(name)
        if value == before:
            continue
        was.setdefault(name, before)
        if was[name] == value:
            del was[name]
        if value is None:
            del stance[name]
        else:
            stance[name] = value
    if was:
        stance["was"] = was
    return _with_stance(draft, id, _decided(stance, "edited" if was else "accepted", who, note))


def reopen(draft: Draft, id: str) -> Draft:
    """The stance is undecided again, as the machine had left it."""
    stance = dict(stance_of(draft, id))
    for name, value in (stance.get("was") or {}).items():
        if value is None:
            stance.pop(name, None)
        else:
            stance[name] = value
    kept = {name: value for name, value in stance.items() if name not in _PERSONAL}
    return _with_stance(draft, id, {**kept, "status": "draft"})


def merge(draft: Draft, entity: str, known: str, who: Reviewer) -> Draft:
    """A new entity is one that the graph knows; the stances keep the name that they have.

    Args:
        draft: the draft.
        entity: the id of the new entity.
        known: the id of the known one.
        who: who decides.
    """
    plain = _undecided(entity_of(draft, entity) or _missing(entity))
    same_as = {"entity": known, "by": who.by, "at": who.at}
    return _with_entity(draft, entity, {**plain, "same_as": same_as})


def accept_new(draft: Draft, entity: str, who: Reviewer) -> Draft:
    """A new entity is new indeed, and as the draft describes it."""
    plain = _undecided(entity_of(draft, entity) or _missing(entity))
    personal = {"reviewer": who.by, "reviewed_at": who.at}
    return _with_entity(draft, entity, {**plain, "status": "accepted", **personal})


def counts(drafts: list[Draft]) -> dict[str, int]:
    """How many stances have which status: `draft`, `accepted`, `edited`, `rejected`."""
    found = dict.fromkeys(("draft", *DECISIONS), 0)
    for draft in drafts:
        for stance in draft["stances"]:
            found[status_of(stance)] += 1
    return found


def _decided(stance: Record, status: str, who: Reviewer, note: str) -> dict[str, Any]:
    """A stance with who decided what; the machine's values come last."""
    kept = {name: value for name, value in stance.items() if name not in _PERSONAL}
    personal: dict[str, Any] = {"reviewer": who.by, "reviewed_at": who.at}
    personal |= {"note": note} if note else {}
    personal |= {"was": stance["was"]} if stance.get("was") else {}
    return {**kept, "status": status, **personal}


def _undecided(entity: Record) -> dict[str, Any]:
    plain = {k: v for k, v in entity.items() if k not in ("same_as", *_PERSONAL)}
    return {**plain, "status": "draft"}


def _with_stance(draft: Draft, id: str, stance: Record) -> Draft:
    stances = [stance if each["id"] == id else each for each in draft["stances"]]
    return {**draft, "stances": stances}


def _with_entity(draft: Draft, id: str, entity: Record) -> Draft:
    entities = [entity if each["id"] == id else each for each in draft["entities"]]
    return {**draft, "entities": entities}


def _missing(id: str) -> Record:
    raise KeyError(f"the draft has no '{id}'")
