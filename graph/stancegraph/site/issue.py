"""What the pages of an issue, of a position and of an argument show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stancegraph.model import Issue, Position, Stance
from stancegraph.query import arguments, issues, stances_named
from stancegraph.site import schema
from stancegraph.site.entity import names_of
from stancegraph.site.reading import Listed, first, grouped, listed, table
from stancegraph.site.render import View
from stancegraph.site.words import Sides, count
from stancegraph.site.words import listed as in_words
from stancegraph.store import Store
from stancegraph.terms import iri, local

_REASONS = """
SELECT ?issue ?position ?argument (SAMPLE(?name) AS ?label) (COUNT(DISTINCT ?holder) AS ?n) WHERE {
  %s ?s st:issue ?issue ; st:position ?position ; st:because ?argument ; st:holder ?holder .
  ?argument rdfs:label ?name
} GROUP BY ?issue ?position ?argument ORDER BY DESC(?n) ?label
"""
_COUNTS = """
SELECT (COUNT(DISTINCT ?s) AS ?stances) (COUNT(DISTINCT ?holder) AS ?holders)
       (COUNT(DISTINCT ?source) AS ?documents)
WHERE { %s ?s st:holder ?holder ; dct:source ?source }
"""

_ACROSS = ("first", "middle", "second")

Reasons = Mapping[tuple[str, str], list[tuple[str, str, int]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A position on an issue, and who takes it.

    Args:
        issue: the issue.
        position: the position, with what it means there.
        now: the current stances on it.
        before: stances on it that are no longer current, where they are asked for.
        reasons: the arguments given for it: IRI, name, and how many holders give it.
        against: the positions on the issue that it opposes.
    """

    issue: Issue
    position: Position
    now: Listed
    before: Listed
    reasons: list[tuple[str, str, int]]
    against: tuple[Position, ...]


def issue_view(store: Store, full: str) -> View | None:
    """The page of an issue; None when it is not described."""
    known = issues(store)
    issue = first(i for i in known if i.id == local("issue", full))
    if issue is None:
        return None
    reasons = _reasons(store, f"VALUES ?issue {{ <{full}> }}")
    answers = [_answer(store, issue, position, reasons, past=False) for position in issue.positions]
    # The two sides stand apart, with what is between them in the middle.
    answers.sort(key=lambda each: _ACROSS.index(each.position.pole))
    changes = listed(store, f"?s st:issue <{full}> FILTER EXISTS {{ ?s st:revises ?earlier }}")
    stances, holders, documents = map(int, _count(store, f"?s st:issue <{full}> ."))
    shown = [s for each in answers for s in each.now]
    data = {
        "issue": issue,
        "answers": answers,
        "changes": changes,
        "before": _earlier(store, changes),
        "stances": stances,
        "holders": holders,
        "documents": documents,
        "sides": Sides(known),
        "called": names_of(store, [*shown, *changes]),
        "others": [each for each in known if each.id != issue.id],
    }
    split = in_words(f"{a.position.label} ({a.now.total})" for a in answers)
    summary = f"{issue.label} {count(holders, 'holder')} in {count(stances, 'stance')}: {split}."
    return View("issue", issue.label, summary, data, full, schema.question(issue))


def position_view(store: Store, full: str) -> View | None:
    """The page of a position; None when no issue has it as an answer."""
    known = issues(store)
    id = local("position", full)
    meanings = [(i, p) for i in known for p in i.positions if p.id == id]
    if not meanings:
        return None
    label = meanings[0][1].label
    reasons = _reasons(store, f"VALUES ?position {{ <{full}> }}")
    answers = [_answer(store, issue, position, reasons) for issue, position in meanings]
    shown = [s for each in answers for s in (*each.now, *each.before)]
    data = {
        "id": id,
        "label": label,
        "answers": answers,
        "sides": Sides(known),
        "before": _after(store, answers),
        "called": names_of(store, shown),
    }
    on = in_words(f"“{issue.label}”" for issue, _ in meanings)
    summary = f"The position “{label}” on {on}: who holds it, who held it, and what it opposes."
    return View("position", label, summary, data, full, schema.position(id, label, meanings))


def argument_view(store: Store, full: str) -> View | None:
    """The page of an argument; None when it is not described."""
    reason = first(arguments(store, [full]))
    if reason is None:
        return None
    known = issues(store)
    given = listed(store, f"?s st:because <{full}> .")
    supported = [
        (position, [i for i in known if position in (p.id for p in i.positions)])
        for position in reason.supports
    ]
    labels = {p.id: p.label for i in known for p in i.positions}
    data = {
        "argument": reason,
        "supports": [(p, labels.get(p, p), on) for p, on in supported],
        "given": given,
        "by_position": grouped(((s.issue, s.position), s) for s in given),
        "sides": Sides(known),
        "before": {},
        "called": names_of(store, list(given)),
    }
    summary = f"The argument “{reason.label}”: {reason.summary} Who gives it, and for what."
    return View("argument", reason.label, summary, data, full, schema.argument(reason))


def _answer(
    store: Store, issue: Issue, position: Position, reasons: Reasons, *, past: bool = True
) -> Answer:
    this, there = iri("issue", issue.id), iri("position", position.id)
    pattern = f"?s st:issue <{this}> ; st:position <{there}> "
    return Answer(
        issue=issue,
        position=position,
        now=listed(store, pattern + "FILTER EXISTS { ?holder st:current ?s }"),
        before=listed(store, pattern + "FILTER NOT EXISTS { ?holder st:current ?s }")
        if past
        else Listed((), 0),
        reasons=list(reasons.get((issue.id, position.id), ())),
        against=tuple(p for p in issue.positions if p.id in position.opposes),
    )


def _reasons(store: Store, narrow: str) -> Reasons:
    return grouped(
        ((local("issue", str(i)), local("position", str(p))), (str(a), str(label), int(n or 0)))
        for i, p, a, label, n in table(store, _REASONS % narrow)
    )


def _count(store: Store, narrow: str) -> list[int]:
    return [int(number or 0) for number in table(store, _COUNTS % narrow)[0]]


def _earlier(store: Store, changes: Listed) -> dict[str, Stance]:
    """The stances that those of a list revise, by id."""
    ids = {id for stance in changes for id in stance.revises}
    return {stance.id: stance for stance in stances_named(store, ids)}


def _after(store: Store, answers: list[Answer]) -> dict[str, Stance]:
    """The stances that current ones on a position revise, by id."""
    ids = {id for each in answers for stance in each.now for id in stance.revises}
    return {stance.id: stance for stance in stances_named(store, ids)}
