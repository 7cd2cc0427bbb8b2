"""What second answers to questions are made of: the stances, sorted and counted in Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest

import stancegraph as sg
from chance import HOLDERS, OPPOSED, TYPES
from engines import cells
from stancegraph.model import Stance
from stancegraph.query import Rows, question

DAYS = ("2024-01-10", "2024-01-20", "2024-02-01", "2024-03-05", "2025-01-01")
# No day, each day on which something happens, and days before and between.
ASKED: list[dict[str, str]] = [{}, *({"as-of": d} for d in (*DAYS, "2024-01-09", "2024-03-04"))]
ASKED += [{"issue": "two"}, {"issue": "one", "as-of": DAYS[1]}, {"holder": "acme"}]
ASKED += [{"holder": "bolt", "issue": "two", "as-of": DAYS[3]}, {"since": DAYS[1]}]
ASKED += [{"since": DAYS[2], "until": DAYS[3]}, {"until": DAYS[3]}]
TYPE = dict(zip(HOLDERS, TYPES, strict=True))
Found = list[list[str]]


def ask(graph: sg.StanceGraph, name: str, asked: dict[str, str], columns: str) -> Found:
    """The rows of a question in some columns, sorted; names stand for IRIs."""
    answer = graph.query(question(name).sparql(graph.store, asked))
    assert isinstance(answer, Rows)
    places = [answer.columns.index(column) for column in columns.split()]
    prefixes = ("stance:", "entity:", "source:", "issue:")
    rows = (cells(row) for row in answer.terms())
    return sorted(
        [c.partition(":")[2] if c.startswith(prefixes) else c for c in (row[p] for p in places)]
        for row in rows
    )


def same(found: Found, reference: Iterable[Iterable[Any]]) -> None:
    rows = ([str(v).lower() if isinstance(v, bool) else str(v) for v in row] for row in reference)
    assert found == sorted(rows)


def chosen(graph: sg.StanceGraph, asked: dict[str, str], *but: str) -> list[Stance]:
    """The stances that the parameters leave, some of them left aside."""
    given = {name: value for name, value in asked.items() if name not in but}
    first, end = given.get("since", "0001-01-01"), given.get("until", given.get("as-of", "9999"))
    return [
        s
        for s in graph.stances()
        if given.get("issue", s.issue) == s.issue
        and given.get("holder", s.holder) == s.holder
        and first <= s.date.isoformat() <= end
    ]


def grouped(stances: Iterable[Stance], *names: str) -> dict[Any, list[Stance]]:
    groups: dict[Any, list[Stance]] = defaultdict(list)
    for s in stances:
        groups[tuple(getattr(s, name) for name in names)].append(s)
    return groups


def last(stances: Iterable[Stance], *names: str) -> list[Stance]:
    """Of the stances alike in some fields, those of the last day."""
    groups = grouped(stances, *names).values()
    return [s for g in groups for s in g if s.date == max(t.date for t in g)]


def latest(stances: Iterable[Stance]) -> list[Stance]:
    return last(stances, "holder", "issue", "about")


def many(stances: Iterable[Stance], names: str) -> list[int]:
    """How many different values the stances have in each field."""
    every = list(stances)
    return [len({getattr(s, name) for s in every} - {None}) for name in names.split()]


def doubted(stances: Iterable[Stance]) -> int:
    return sum(s.confidence in ("medium", "low") for s in stances)


def changes(stances: Iterable[Stance]) -> int:
    return sum(bool(s.revises) for s in stances)


def first_hand(stances: Iterable[Stance]) -> int:
    return sum(s.reported_by is None for s in stances)


def against(one: Stance, other: Stance) -> bool:
    return one.issue == other.issue and OPPOSED.get(one.position) == other.position


def short(issue: str) -> str:
    return f"Example {issue}"


def name(entity: str | None) -> str:
    return f"{entity.title()} Example" if entity in HOLDERS else f"{entity} example"


def span(stances: Iterable[Stance]) -> list[str]:
    days = [s.when for s in stances]
    return [min(days, default=""), max(days, default="")]


def asks(*names: str) -> Any:
    """A test for each of the parameters that all of these questions have."""
    known = [{p.name for p in question(name).parameters} for name in names]
    given = [asked for asked in ASKED if all(asked.keys() <= one for one in known)]
    return pytest.mark.parametrize("asked", given, ids=words)


def words(asked: str | dict[str, str]) -> str:
    """What is asked, as the name of a test."""
    return asked if isinstance(asked, str) else " ".join(asked.values()) or "all"
