"""Draft files: record files of stances that a program proposed, before and after a review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from stancegraph.errors import Problem
from stancegraph.records.fields import ENTITY, REVIEWED_STANCE
from stancegraph.records.located import Located, Map, Seq

# What a stance of a draft file may be.
DECIDED = ("accepted", "edited")
STATUSES = ("draft", *DECIDED, "rejected")
# What only the file keeps: how a proposal came about, and what a person made of it.
_MACHINE = ("extracted", "rejected")
_REFERENCES = ("holder", "about", "reported_by")


@dataclass(slots=True)
class Split:
    """A draft file's parts.

    Args:
        record: the source with the stances that a person took, as a record file has them; None
            where there are none.
        entities: the new entities that a person took, as a vocabulary file has them; or None.
        drafts: the source with the stances that nobody has decided on; None where there are none.
        undecided: how many those are.
        unplaced: how many of them have no position, and so are no stances yet.
        line: the line of the first of them.
        known: new entities that may be named in drafts, as an announcement of them.
        problems: what stands in the way.
    """

    record: Map | None = None
    entities: Map | None = None
    drafts: Map | None = None
    undecided: int = 0
    unplaced: int = 0
    line: int = 0
    known: Map = field(default_factory=Map)
    problems: list[Problem] = field(default_factory=list)


def is_draft(document: Located) -> bool:
    """Whether a document is what `extract` writes, reviewed or not."""
    if not isinstance(document, Map) or "source" not in document:
        return False
    stances = document.get("stances")
    statuses = {s.get("status") for s in stances if isinstance(s, Map)} if stances else set()
    return any(key in document for key in _MACHINE) or bool(statuses & {"draft", "rejected"})


def split(document: Map, where: str) -> Split:
    """What a draft file holds for the graph.

    Args:
        document: the parsed file.
        where: its name, for messages.
    """
    found = Split()
    merged = _entities(document, found)
    taken, undecided = _shell(document, merged), _shell(document, merged)
    for line, stance in _items(document, "stances"):
        status = stance.get("status")
        if status not in (None, *STATUSES):
            what = f"status '{status}' is not one of {', '.join(STATUSES)}"
            found.problems.append(Problem(where, stance.at("status"), what))
        elif status in (None, *DECIDED):
            problems = list(_unknown(stance, found, where))
            found.problems += problems
            if not problems:
                _append(taken["stances"], _resolved(_only(stance, REVIEWED_STANCE), merged), line)
        elif status == "draft":
            found.undecided += 1
            found.line = found.line or line
            if stance.get("position") is None:
                found.unplaced += 1
            else:
                _append(undecided["stances"], _only(stance, REVIEWED_STANCE, "status"), line)
    if taken["stances"]:
        _merges(taken, document, merged)
        found.record = taken
    if undecided["stances"]:
        found.drafts = undecided
    if not found.undecided and found.record is None and not found.problems:
        what, right = "no stance in it was accepted", "there is nothing to load"
        found.problems.append(Problem(where, document.at("stances"), what, right))
    return found


def _entities(document: Map, found: Split) -> dict[str, str]:
    """Sort the new entities; those that a person took for a known one, by id."""
    merged: dict[str, str] = {}
    taken, open_ones = Seq(), Seq()
    for line, entity in _items(document, "entities"):
        same = entity.get("same_as")
        if isinstance(same, Map) and isinstance(same.get("entity"), str):
            merged[str(entity.get("id"))] = same["entity"]
            continue
        decided = entity.get("status") in (None, *DECIDED)
        _append(taken if decided else open_ones, _only(entity, ENTITY), line)
    if taken:
        found.entities = Map(document.at("entities"))
        found.entities["entities"] = taken
    found.known["entities"] = open_ones
    return merged


def _unknown(stance: Map, found: Split, where: str) -> Iterator[Problem]:
    """A stance that was taken may name no entity that nobody has decided on."""
    undecided = {str(entity.get("id")) for entity in found.known["entities"]}
    for key in _REFERENCES:
        if stance.get(key) in undecided:
            what = f"{key} '{stance[key]}' is a new entity that nobody has decided on"
            right = "accept it or merge it in stancegraph review"
            yield Problem(where, stance.at(key), what, right)


def _shell(document: Map, merged: dict[str, str]) -> Map:
    """The document without its stances."""
    shell = Map(document.line)
    for key in ("source", "cites"):
        if key in document:
            shell[key], shell.lines[key] = document[key], document.at(key)
    if isinstance(document.get("source"), Map):
        source = _only(document["source"], document["source"])
        if source.get("publisher") in merged:
            source["publisher"] = merged[source["publisher"]]
        shell["source"] = source
    shell["stances"], shell.lines["stances"] = Seq(), document.at("stances")
    return shell


def _merges(record: Map, document: Map, merged: dict[str, str]) -> None:
    """Note in the record which names were taken for which entities, by whom and when."""
    notes = Seq()
    for line, entity in _items(document, "entities"):
        if entity.get("id") in merged:
            same = entity["same_as"]
            note = Map(line)
            note |= {"name": entity.get("name"), "entity": same["entity"]}
            note |= {key: same[key] for key in ("by", "at") if key in same}
            _append(notes, note, line)
    if notes:
        record["merges"] = notes


def _resolved(stance: Map, merged: dict[str, str]) -> Map:
    for key in _REFERENCES:
        if stance.get(key) in merged:
            stance[key] = merged[stance[key]]
    return stance


def _only(item: Map, keys: Any, without: str = "") -> Map:
    """The fields that a record knows."""
    found = Map(item.line)
    for key, value in item.items():
        if key in keys and key != without:
            found[key], found.lines[key] = value, item.at(key)
    return found


def _items(document: Map, key: str) -> Iterator[tuple[int, Map]]:
    value = document.get(key)
    if isinstance(value, Seq):
        for line, item in zip(value.lines, value, strict=True):
            if isinstance(item, Map):
                yield line, item


def _append(items: Seq, item: Map, line: int) -> None:
    items.append(item)
    items.lines.append(line)
