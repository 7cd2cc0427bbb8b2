"""Who changed position: the step that led each holder to where a stance stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from stancegraph.model import Stance


@dataclass(frozen=True, slots=True)
class Change:
    """A holder's step to another position on the same matter.

    Args:
        before: the stance that was held before.
        to: the first stance on the new position.
    """

    before: Stance
    to: Stance


def changes(stances: Iterable[Stance]) -> dict[str, Change]:
    """The change by which a holder came to the position of a stance, by the id of the stance.

    A matter is an issue, and about whom. Positions taken on one day are held together; one that
    was not among those of the holder's day before on the matter is a change, as `st:revises` has
    it. A stance that repeats a position has the change that led there.

    Args:
        stances: all that are known; a part would hide what came before.
    """
    found: dict[str, Change] = {}
    for _, line in groupby(sorted(stances, key=_matter), key=lambda stance: _matter(stance)[:3]):
        before: Mapping[str, Stance] = {}
        for _, day in groupby(line, key=lambda stance: stance.date):
            today: dict[str, Stance] = {}
            for stance in day:
                same = today.get(stance.position) or before.get(stance.position)
                if same and same.id in found:
                    found[stance.id] = found[same.id]
                elif before and not same:
                    found[stance.id] = Change(list(before.values())[-1], stance)
                today.setdefault(stance.position, stance)
            before = today
    return found


def _matter(stance: Stance) -> tuple[str, str, str, str, str]:
    return stance.holder, stance.issue, stance.about or "", stance.date.isoformat(), stance.id
