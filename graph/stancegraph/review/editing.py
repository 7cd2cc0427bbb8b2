"""Changing the fields of a stance, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from stancegraph.records.fields import WrongValueError
from stancegraph.review.asking import Asking
from stancegraph.review.choices import allowed
from stancegraph.review.decisions import NAMING, REQUIRED, Draft, Record, faults
from stancegraph.review.keys import ESCAPE

# The key of each field, in the order in which they are shown.
KEYS: Final = {
    "h": "holder",
    "i": "issue",
    "p": "position",
    "o": "about",
    "m": "mode",
    "d": "hedged",
    "t": "date",
    "b": "reported_by",
    "q": "quote",
    "s": "summary",
    "n": "note",
}
_LEFT_OUT: Final = "-"


class Changed(NamedTuple):
    """New values by field, None for what is left out; and a remark."""

    fields: dict[str, Any]
    note: str


@dataclass(slots=True)
class Editing:
    """The fields of one stance while they are changed.

    Args:
        asking: how to ask.
        draft: the draft.
        stance: the stance as it was.
    """

    asking: Asking
    draft: Draft
    stance: Record
    fields: dict[str, Any] = field(init=False, default_factory=dict)
    note: str = field(init=False)

    def __post_init__(self) -> None:
        self.note = str(self.stance.get("note") or "")

    def run(self) -> Changed | None:
        """Ask until the person is done; None where nothing was changed."""
        while True:
            self._menu()
            pressed = self.asking.keys.key()
            name = pressed if pressed in KEYS.values() else KEYS.get(pressed[:1].lower())
            if pressed == ESCAPE:
                return None
            if not pressed:
                wrong = faults(self._now())
                if not wrong:
                    return self._changed()
                self._wrong(f"{', '.join(wrong)}: mend it, or press Esc")
            elif name is None:
                self._wrong(f"'{pressed}' is no field: the letters on the left are")
            else:
                self._ask(name)

    def _changed(self) -> Changed | None:
        fields = self.asking.choices.follow(self.draft, self.stance, self.fields)
        noted = self.note != str(self.stance.get("note") or "")
        return Changed(fields, self.note) if fields or noted else None

    def _now(self) -> dict[str, Any]:
        return {**self.stance, **self.fields}

    def _menu(self) -> None:
        self.asking.screen.say("")
        now = self._now()
        rows = [(key, name.replace("_", " "), self._shown(now, name)) for key, name in KEYS.items()]
        self.asking.screen.options(rows)
        self.asking.screen.keys((("letter", "field"), ("Enter", "save"), ("Esc", "drop changes")))

    def _shown(self, now: Record, name: str) -> str:
        """A value as the menu has it, with a star where it was changed."""
        value = self.note if name == "note" else now.get(name)
        words = str(value if value is not None else "") or "none"
        if isinstance(value, bool):
            words = "yes" if value else "no"
        elif name == "issue" and value:
            words = self.asking.choices.issue_name(now)
        elif name in NAMING and value:
            label = self.asking.choices.name(self.draft, value)
            words = label if label == value else f"{label} ({value})"
        return f"{words}{' *' if name in self.fields else ''}"

    def _ask(self, name: str) -> None:
        """Ask for a field in the way that suits it."""
        ways: Mapping[str, Callable[[str], None]] = {
            "issue": self._issue,
            "position": self._position,
            "mode": self._mode,
            "hedged": self._turn,
        }
        ways.get(name, self._line)(name)

    def _turn(self, name: str) -> None:
        self._set(name, "false" if self._now().get(name) is True else "true")

    def _mode(self, name: str) -> None:
        meanings = {
            "says": "in the holder's own words",
            "does": "by an act",
            "ascribed": "others say so of the holder",
        }
        self._choose(name, [(each, meanings.get(each, "")) for each in allowed(name)])

    def _issue(self, name: str) -> None:
        before = self._now().get(name)
        issues = self.asking.choices.issues.values()
        self._choose(name, [(each.id, each.label) for each in issues])
        if self._now().get(name) != before:
            # The positions of another issue are others.
            self.fields["position"] = None
            self._position("position")

    def _position(self, name: str) -> None:
        issue = self.asking.choices.issues.get(str(self._now().get("issue")))
        self._choose(name, [(p.id, p.summary) for p in issue.positions] if issue else [])

    def _choose(self, name: str, options: list[tuple[str, str]]) -> None:
        chosen = self.asking.choose(options)
        if chosen is not None:
            self._set(name, chosen)

    def _line(self, name: str) -> None:
        """Ask for a text until it is right, or kept as it was."""
        now = self.note if name == "note" else self._now().get(name)
        rest = "" if name in REQUIRED else ", -: leave it out"
        while True:
            typed = self.asking.keys.line(
                f"{name.replace('_', ' ')} (Enter: keep{rest}) ", str(now or "")
            )
            if not typed:
                return
            value = "" if typed == _LEFT_OUT and rest else typed
            if name in NAMING and value:
                value = self.asking.named(self.draft, value) or ""
                if not value:
                    return
            if self._set(name, value):
                return

    def _set(self, name: str, value: str) -> bool:
        """Take a value over; one that the field may not hold is told at once."""
        if name == "note":
            self.note = value
            return True
        try:
            read = self.asking.choices.read(self.draft, self._now(), name, value)
        except WrongValueError as wrong:
            self._wrong(f"{wrong.what}{f' ({wrong.right})' if wrong.right else ''}")
            return False
        self.fields[name] = read
        if self.fields[name] == self.stance.get(name):
            del self.fields[name]
        return True

    def _wrong(self, words: str) -> None:
        self.asking.screen.say(words, "bad")
