"""Two readings of one article put together: what both have is surest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from stancegraph.extract.values import Found, Tier

Key = tuple[str, str, str | None]
# The tier of the rules and that of the parse ("-" where it has nothing), and what both come to.
_TOGETHER: Final[dict[str, Tier]] = {
    "AA": "A", "AB": "A", "BA": "A", "BB": "B", "CA": "B", "-A": "B",
}  # fmt: skip


def joined(ruled: Sequence[Found], parsed: Sequence[Found], strong: Collection[str]) -> list[Found]:
    """The stances of the rules and of the parse, each once, with a tier by how they agree.

    A guess that only one of them has is kept where the rule is strong and nothing surer is found
    of its holder on its issue: others are hardly ever right.

    Args:
        ruled: what the rules find.
        parsed: what the parse finds.
        strong: the ids of the rules whose phrases tell most.
    """
    one, other = {key(f): f for f in ruled}, {key(f): f for f in parsed}
    found: list[Found] = []
    guesses: list[Found] = []
    for same in {**other, **one}:
        first, second = one.get(same), other.get(same)
        if second and (first is None or _no_cue(first)) and _another(second, ruled):
            found.append(replace(second, tier="C" if second.tier == "C" else "B"))
            continue
        tiers = (first.tier if first else "-") + (second.tier if second else "-")
        best = second or first
        if best is None:
            continue
        if tiers not in ("-C", "C-"):
            found.append(replace(best, tier=_TOGETHER.get(tiers, "C")))
        elif best.rule in strong:
            guesses.append(best)
    held = {key(stance)[:2] for stance in found if stance.tier != "C"}
    found += [guess for guess in guesses if key(guess)[:2] not in held]
    return _single(found)


def _no_cue(found: Found) -> bool:
    """Whether nothing tells but that somebody speaks of the issue."""
    return found.rule.startswith("speaker.")


def _another(found: Found, ruled: Sequence[Found]) -> bool:
    """Whether the rules give the same words to somebody else: there the parse decides."""
    return any(
        one.tier != "C"
        and (one.issue, one.position) == (found.issue, found.position)
        and one.cue.start < found.cue.end
        and found.cue.start < one.cue.end
        for one in ruled
    )


def _single(found: Sequence[Found]) -> list[Found]:
    """Of several positions of one holder on one issue the surest stands; the others are guesses."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for one in sorted(found, key=lambda one: (one.tier, one.cue.start)):
        held = key(one)[:2]
        kept.append(replace(one, tier="C") if held in seen and one.tier == "B" else one)
        seen.add(held)
    return sorted(kept, key=lambda one: (one.cue.start, one.issue))


def key(found: Found) -> Key:
    """What makes a stance the same: its holder, issue and position."""
    return found.holder.id or found.holder.name.casefold(), found.issue, found.position
