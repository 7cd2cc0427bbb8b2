"""The question library in groups, as menus and pages list it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stancegraph.query.questions import Question, questions

# The order in which the questions are listed; one that is not named here comes last.
_GROUPS: Final[Mapping[str, str]] = {
    "Who stands where": "who-holds latest known-on by-type by-country holders",
    "Who changed": "who-changed history timeline first-to-say by-month by-year",
    "Who is against whom": "who-disagrees disagrees-with agrees-with most-contested"
    " people-and-employers words-and-deeds",
    "Reasons and words": "arguments who-argues both-ways exact-words mentions hedged",
    "People and organisations": "its-people their-organisation said-about about-whom reports-on",
    "Documents": "sources outlets by-kind first-said-elsewhere cited-not-read",
    "How sure is it": "evidence doubtful one-source one-outlet one-stance",
    "What is missing": "issues gaps empty-positions silent stale-issues recently-added",
}
_OTHER = "More questions"


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one kind.

    Args:
        label: what they ask about.
        questions: the questions, in their order.
    """

    label: str
    questions: tuple[Question, ...]


def grouped() -> list[Group]:
    """All questions of the library, in groups."""
    known = {question.name: question for question in questions()}
    groups = [(label, names.split()) for label, names in _GROUPS.items()]
    listed = {name for _, names in groups for name in names}
    groups.append((_OTHER, [name for name in known if name not in listed]))
    found = (
        Group(label, tuple(known[name] for name in names if name in known))
        for label, names in groups
    )
    return [group for group in found if group.questions]
