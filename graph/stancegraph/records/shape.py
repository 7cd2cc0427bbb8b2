"""Located values to checked records: every problem of a file at once, each with its line."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stancegraph.errors import Problem, did_you_mean
from stancegraph.records.fields import (
    ARGUMENT,
    CITED,
    ENTITY,
    ISSUE,
    MERGE,
    POSITION,
    READ_SOURCE,
    REVIEWED_STANCE,
    Field,
    Known,
    WrongValueError,
)
from stancegraph.records.located import Located, Map, Seq
from stancegraph.terms import PREFIXES, compact

Checked = dict[str, Any]


@dataclass(slots=True)
class Reading:
    """One file being read: where it is, what may be referred to, what was found wrong."""

    where: str
    known: Known
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, what: str, right: str = "") -> None:
        # A text of the file may hold line ends or escapes: one problem stays one line.
        what, right = (_one_line(words) for words in (what, right))
        self.problems.append(Problem(self.where, line, what, right))

    def fields(self, data: Any, table: Mapping[str, Field], name: str, line: int) -> Checked:
        """The checked fields of one mapping; what is wrong is noted and left out."""
        if not isinstance(data, dict):
            self.wrong(line, f"{name} is not a mapping", f"fields: {', '.join(table)}")
            return {}
        at = data.at if isinstance(data, Map) else lambda key: line
        known, out = self.known, {}
        for key, value in data.items():
            entry = table.get(key)
            if entry is None:
                hint = did_you_mean(str(key), table) or f"fields: {', '.join(table)}"
                self.wrong(at(key), f"{name} has no field '{key}'", hint)
            elif value is not None:
                try:
                    out[key] = entry.read(value, known)
                except WrongValueError as error:
                    self.wrong(at(key), f"{key} {error.what}", error.right)
        for key, entry in table.items():
            if entry.required and data.get(key) is None:
                self.wrong(at(""), f"{name} has no {key}", f"add '{key}: …'")
        return out

    def stance(
        self, data: Any, line: int, documents: Collection[str], source: str | None
    ) -> Checked:
        """One checked stance of a source, with what is wrong between its fields."""
        stance = self.fields(data, REVIEWED_STANCE, "stance", line)
        if source and "id" in stance:
            self.claim("stance", stance["id"], PREFIXES["source"] + source, line)
        for key, what, right in _cross_checks(stance, self.known, documents):
            self.wrong(data.at(key) if isinstance(data, Map) else line, what, right)
        return stance

    def items(self, data: Map, key: str) -> Iterable[tuple[int, Any]]:
        """The items of a list with their lines; nothing when there is no such list."""
        value = data.get(key)
        if value is None:
            return []
        if not isinstance(value, Seq):
            self.wrong(data.at(key), f"{key} is not a list", f"write '{key}:' and '- …' lines")
            return []
        return zip(value.lines, value, strict=True)

    def sections(self, data: Map, allowed: Iterable[str]) -> None:
        allowed = list(allowed)
        for key in data:
            if key not in allowed:
                hint = did_you_mean(key, allowed) or f"sections: {', '.join(allowed)}"
                self.wrong(data.at(key), f"there is no section '{key}'", hint)

    def claim(self, kind: str, id: str, graph: str, line: int) -> None:
        """Refuse an id that another source or file describes already."""
        other = self.known.claim(PREFIXES[kind] + id, graph)
        if other:
            self.wrong(
                line, f"the {kind} '{id}' is described in {compact(other)} already", "use it there"
            )

    def unique(self, seen: set[str], item: Checked, kind: str, line: int) -> None:
        id = item.get("id")
        if id in seen:
            self.wrong(line, f"the {kind} id '{id}' stands twice", "give each its own")
        elif id:
            seen.add(id)


def _one_line(words: str) -> str:
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in words)


def read_record(data: Located, where: str, known: Known) -> tuple[Checked, list[Problem]]:
    """A checked record: one source, what it cites and its stances.

    Args:
        data: the parsed file.
        where: the file's name, for messages.
        known: what it may refer to.

    Returns:
        The record with keys `source`, `cites`, `stances` and perhaps `merges`, and every problem
        found.
    """
    reading = Reading(where, known)
    if not isinstance(data, Map):
        reading.wrong(1, "this is not a record", "a record has the sections source and stances")
        return {}, reading.problems
    reading.sections(data, ("source", "cites", "stances", "merges"))
    source = reading.fields(data.get("source"), READ_SOURCE, "source", data.at("source"))
    seen = {source["id"]} if "id" in source else set()
    cites = []
    for line, item in reading.items(data, "cites"):
        cites.append(reading.fields(item, CITED, "cited document", line))
        reading.unique(seen, cites[-1], "document", line)
    stances = _stances(reading, data, source, seen)
    record = {"source": source, "cites": cites, "stances": stances}
    merges = [
        reading.fields(item, MERGE, "merge", line) for line, item in reading.items(data, "merges")
    ]
    return record | ({"merges": merges} if merges else {}), reading.problems


def _stances(reading: Reading, data: Map, source: Checked, documents: set[str]) -> list[Checked]:
    seen: set[str] = set()
    stances = []
    for line, item in reading.items(data, "stances"):
        stances.append(reading.stance(item, line, documents, source.get("id")))
        reading.unique(seen, stances[-1], "stance", line)
    if not stances:
        reading.wrong(data.at("stances"), "the record has no stances", "add 'stances:' with one")
    return stances


def _cross_checks(
    stance: Checked, known: Known, documents: Collection[str]
) -> Iterable[tuple[str, str, str]]:
    """What is wrong between the fields of a stance: field, what, what would be right."""
    issue, position = stance.get("issue"), stance.get("position")
    if issue and position:
        answers = known.positions[issue]
        if position not in answers:
            near = did_you_mean(position, answers)
            right = ", ".join(answers) + (f"; {near}" if near else "")
            yield "position", f"position '{position}' is not a position on {issue}", right
        else:
            for name in stance.get("because", ()):
                supports = known.arguments[name]
                if position not in supports:
                    right = f"it supports {', '.join(sorted(supports))}"
                    yield "because", f"because '{name}' does not support '{position}'", right
    if stance.get("reported_by") and stance.get("reported_by") == stance.get("holder"):
        yield "reported_by", "reported_by is the holder", "leave it out for the holder's own words"
    if stance.get("mode") == "ascribed" and not stance.get("reported_by"):
        yield "mode", "an ascribed stance has no reported_by", "say who ascribes it"
    if "status" in stance:
        for key in ("reviewer", "reviewed_at", "evidence"):
            if key not in stance:
                yield key, f"a stance that is {stance['status']} has no {key}", f"add '{key}: …'"
    quote, words = stance.get("quote"), stance.get("evidence", {}).get("exact")
    if quote and words and quote not in words:
        yield "quote", "the quote is not in the evidence", "copy it from there"
    first = stance.get("primary_source", "")
    if first and ":" not in first and first not in documents and first not in known.sources:
        near = did_you_mean(first, {*documents, *known.sources})
        yield "primary_source", f"primary_source '{first}' is not a cited document", near


def read_vocabulary(
    data: Located, where: str, known: Known, graph: str
) -> tuple[Checked, list[Problem]]:
    """Checked entities, issues and arguments of one file.

    Args:
        data: the parsed file.
        where: the file's name, for messages.
        known: what it may refer to, with this file announced.
        graph: the IRI of the graph that will describe them.

    Returns:
        The file with keys `entities`, `issues` and `arguments`, and every problem found.
    """
    reading = Reading(where, known)
    if not isinstance(data, Map):
        reading.wrong(1, "this is not a file of entities, issues or arguments")
        return {}, reading.problems
    reading.sections(data, ("entities", "issues", "arguments"))
    out: Checked = {"entities": [], "issues": [], "arguments": []}
    for section, table, kind in (
        ("entities", ENTITY, "entity"),
        ("issues", ISSUE, "issue"),
        ("arguments", ARGUMENT, "argument"),
    ):
        seen: set[str] = set()
        for line, item in reading.items(data, section):
            checked = _item(reading, item, table, kind, line)
            reading.unique(seen, checked, kind, line)
            if "id" in checked:
                reading.claim(kind, checked["id"], graph, line)
            out[section].append(checked)
    _same_labels(reading, data)
    return out, reading.problems


def _item(reading: Reading, item: Any, table: Mapping[str, Field], kind: str, line: int) -> Checked:
    if kind != "issue" or not isinstance(item, Map):
        checked = reading.fields(item, table, kind, line)
        every = {p for answers in reading.known.positions.values() for p in answers}
        for position in checked.get("supports", ()):
            if position not in every:
                near = did_you_mean(position, every)
                reading.wrong(
                    item.at("supports"), f"supports '{position}' is not a known position", near
                )
        return checked
    inner = Map(item.line)
    inner.lines = item.lines
    inner.update({k: v for k, v in item.items() if k not in ("positions", "opposed")})
    checked = reading.fields(inner, table, kind, line)
    checked["positions"] = []
    seen: set[str] = set()
    for at, position in reading.items(item, "positions"):
        checked["positions"].append(reading.fields(position, POSITION, "position", at))
        reading.unique(seen, checked["positions"][-1], "position", at)
    if len(checked["positions"]) < 2:
        reading.wrong(item.at("positions"), "an issue has fewer than two positions", "add them")
    checked["opposed"] = list(_opposed(reading, item, seen))
    return checked


def _opposed(reading: Reading, item: Map, positions: set[str]) -> Iterable[tuple[str, str]]:
    for line, pair in reading.items(item, "opposed"):
        if not isinstance(pair, Seq) or len(pair) != 2 or pair[0] == pair[1]:
            reading.wrong(line, "opposed is not a pair of positions", "write [open, closed]")
            continue
        for name in pair:
            if not isinstance(name, str) or name not in positions:
                near = did_you_mean(str(name), positions)
                reading.wrong(line, f"opposed '{name}' is not a position of this issue", near)
        if all(isinstance(name, str) for name in pair):
            yield pair[0], pair[1]


def announce(data: Located, known: Known) -> None:
    """Add the names of a file to the known ones, right or not.

    All files are announced before any is checked: they may refer to each other, and one mistake
    is not reported again for every use.
    """
    if not isinstance(data, Map):
        return
    for item in _mappings(data, "entities"):
        aliases = item.get("aliases")
        names = (item.get("name"), *(aliases if isinstance(aliases, Seq) else ()))
        known.entities[item["id"]] = tuple(str(name) for name in names if name)
    for item in _mappings(data, "issues"):
        known.positions[item["id"]] = {
            position["id"]: str(position.get("label", position["id"]))
            for position in _mappings(item, "positions")
        }
    for item in _mappings(data, "arguments"):
        supports = item.get("supports")
        named = supports if isinstance(supports, Seq) else [supports]
        known.arguments[item["id"]] = frozenset(n for n in named if isinstance(n, str))
    for document in (data.get("source"), *_mappings(data, "cites")):
        if isinstance(document, Map) and isinstance(document.get("id"), str):
            known.sources.add(document["id"])


def _mappings(data: Map, key: str) -> list[Map]:
    value = data.get(key)
    items = value if isinstance(value, Seq) else []
    return [i for i in items if isinstance(i, Map) and isinstance(i.get("id"), str)]


def _same_labels(reading: Reading, data: Map) -> None:
    """A position that answers several issues is one thing, so it has one label."""
    labels: dict[str, str] = {}
    for issue, answers in reading.known.positions.items():
        for position, label in answers.items():
            if labels.setdefault(position, label) != label:
                reading.wrong(
                    data.at("issues"),
                    f"position '{position}' of {issue} is called '{label}' here and"
                    f" '{labels[position]}' on another issue",
                    "use one label, or another id",
                )
