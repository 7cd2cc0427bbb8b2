"""One sitting: the order of the stances, where one is, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from stancegraph.review.decisions import (
    Draft,
    Record,
    counts,
    is_decided,
    reopen,
    stance_of,
)
from stancegraph.review.files import DraftFile

TIERS = ("A", "B", "C")


class Item(NamedTuple):
    """A stance of one of the files."""

    file: DraftFile
    id: str

    @property
    def stance(self) -> Record:
        """The stance as it is now."""
        return stance_of(self.file.draft, self.id)


class _Step(NamedTuple):
    """What a step back restores."""

    at: int
    file: DraftFile | None
    draft: Draft | None


@dataclass(slots=True)
class Session:
    """The stances of some drafts, tier A first.

    Args:
        files: the drafts.
        queue: their stances in the order of review.
        at: where in it we are; its length at the end.
    """

    files: Sequence[DraftFile]
    queue: list[Item] = field(init=False)
    at: int = field(init=False, default=0)
    _steps: list[_Step] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        items = [Item(file, each["id"]) for file in self.files for each in file.draft["stances"]]
        self.queue = sorted(items, key=lambda item: _tier(item.stance))
        self.at = self._undecided(0)

    @property
    def item(self) -> Item | None:
        """The stance that is to be decided; None at the end."""
        return self.queue[self.at] if self.at < len(self.queue) else None

    def decide(self, change: Callable[[Draft], Draft]) -> None:
        """Change the draft of the stance at hand, save it, and go on if the stance is decided."""
        item = self.queue[self.at]
        before = item.file.draft
        item.file.save(change(before))
        self._steps.append(_Step(self.at, item.file, before))
        if is_decided(item.stance):
            self.at = self._undecided(self.at)

    def skip(self) -> None:
        """Leave the stance at hand undecided, for another time."""
        self._steps.append(_Step(self.at, None, None))
        self.at = self._undecided(self.at + 1)

    def undo(self) -> bool:
        """Take back the last step; before the first, the decision about the stance before.

        Returns:
            Whether there was something to take back.
        """
        if self._steps:
            step = self._steps.pop()
            if step.file is not None and step.draft is not None:
                step.file.save(step.draft)
            self.at = step.at
            return True
        before = next(
            (n for n in reversed(range(self.at)) if is_decided(self.queue[n].stance)), None
        )
        if before is None:
            return False
        item = self.queue[before]
        item.file.save(reopen(item.file.draft, item.id))
        self.at = before
        return True

    def counts(self) -> dict[str, int]:
        """How many stances have which status."""
        return counts([file.draft for file in self.files])

    def _undecided(self, first: int) -> int:
        """Where the next undecided stance is, from a place on."""
        places = range(first, len(self.queue))
        return next((n for n in places if not is_decided(self.queue[n].stance)), len(self.queue))


def _tier(stance: Record) -> int:
    tier = stance.get("tier")
    return TIERS.index(tier) if tier in TIERS else len(TIERS)
