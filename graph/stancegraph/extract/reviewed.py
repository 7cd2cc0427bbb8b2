"""How good an extraction was, told by what people made of its drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from stancegraph.extract.evaluate import TIERS, Triple, compare, key
from stancegraph.extract.figures import Counts, Score, score

_TOLD = Triple._fields
_TRUE = ("accepted", "edited")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What reviewed drafts tell.

    Args:
        files: how many drafts were read.
        decided: how many proposals a person has decided on.
        undecided: how many wait.
        tiers: by the tiers that are looked at: A, A+B, all.
        rules: by rule or model, the worst first; nothing is missed by one of many.
    """

    files: int
    decided: int
    undecided: int
    tiers: Mapping[str, Score]
    rules: Mapping[str, Counts]


class _Proposed(NamedTuple):
    """What the machine said, and on what grounds."""

    triple: Triple
    tier: str
    rule: str


def reviewed(drafts: Sequence[Mapping[str, Any]]) -> Reviewed:
    """Precision and recall of what was extracted, on the word of those who reviewed it.

    What was accepted is right, and so is what was changed in nothing but date, mode or the like.
    What was changed in holder, issue or position is false, and what it was changed to is missed;
    what was rejected is false; what a person added is missed; what is undecided is left out.

    Args:
        drafts: draft files, as `read_draft` gives them.
    """
    found = [(list(_proposed(draft)), _true(draft)) for draft in drafts]
    stances = [stance for draft in drafts for stance in draft.get("stances", ())]
    decided = sum("tier" in stance and not _waits(stance) for stance in stances)
    return Reviewed(
        files=len(drafts),
        decided=decided,
        undecided=sum(map(_waits, stances)),
        tiers={
            name: score([compare(_of(said, tiers), true) for said, true in found])
            for name, tiers in TIERS.items()
        },
        rules=_rules(found),
    )


def _waits(stance: Mapping[str, Any]) -> bool:
    return stance.get("status") == "draft"


def _proposed(draft: Mapping[str, Any]) -> Iterator[_Proposed]:
    for stance in draft.get("stances", ()):
        if "tier" in stance and not _waits(stance):
            rule = (stance.get("found") or {}).get("rule") or "?"
            yield _Proposed(_triple(stance | (stance.get("was") or {})), stance["tier"], rule)


def _true(draft: Mapping[str, Any]) -> Set[Triple]:
    """What people say is there: what they let stand, and what they added, which has no tier."""
    return {
        _triple(stance)
        for stance in draft.get("stances", ())
        if stance.get("status") in _TRUE or not ("tier" in stance or "status" in stance)
    }


def _triple(stance: Mapping[str, Any]) -> Triple:
    holder, issue, position = (stance.get(field) or "" for field in _TOLD)
    return Triple(key(holder), issue, position)


def _of(said: Iterable[_Proposed], tiers: str) -> Set[Triple]:
    return {one.triple for one in said if one.tier in tiers}


def _rules(found: Iterable[tuple[list[_Proposed], Set[Triple]]]) -> dict[str, Counts]:
    """Each rule's counts; few proposals say less against it than many (rule of succession)."""
    parts: dict[str, list[Counts]] = defaultdict(list)
    for said, true in found:
        for rule in {one.rule for one in said}:
            parts[rule].append(compare({one.triple for one in said if one.rule == rule}, true))
    counts = {
        rule: Counts(sum(part.right for part in each), sum(part.false for part in each))
        for rule, each in parts.items()
    }

    def worst(rule: str) -> tuple[float, str]:
        right, false, _ = counts[rule]
        return (right + 1) / (right + false + 2), rule

    return {rule: counts[rule] for rule in sorted(counts, key=worst)}
