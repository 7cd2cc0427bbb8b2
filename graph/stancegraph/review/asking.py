"""Questions with few answers, and questions for an entity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stancegraph.review.choices import Choices
from stancegraph.review.decisions import Draft
from stancegraph.review.keys import ESCAPE, Keys
from stancegraph.review.screen import Screen

# As many as there are digits to press.
_MOST = 9


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks on a screen, is answered by keys."""

    screen: Screen
    keys: Keys
    choices: Choices

    def choose(self, options: Sequence[tuple[str, str]]) -> str | None:
        """One of some ids, each told with its meaning; None where the person goes back."""
        if not options:
            self.screen.say("there is nothing to choose from", "bad")
            return None
        self.screen.options((str(n), id, told) for n, (id, told) in enumerate(options, 1))
        ids = [id for id, _ in options]
        while True:
            answer = self.keys.key()
            if answer in ("", ESCAPE):
                return None
            if answer in ids:
                return answer
            if answer.isdecimal() and 0 < int(answer) <= len(ids):
                return ids[int(answer) - 1]
            self.screen.say(f"'{answer}' is none of them: press 1 to {len(ids)}, or Enter", "bad")

    def known_entity(self, name: str, near: Iterable[Mapping[str, Any]] = ()) -> str | None:
        """An entity that the graph knows, for a name that it does not know."""
        ids = [str(each["id"]) for each in near if each.get("id") in self.choices.entities]
        ids = ids or self.choices.near(name, _MOST)
        other = "other"
        options = [(id, self._told(id)) for id in ids[: _MOST - 1]] + [(other, "type a name")]
        chosen = self.choose(options) if ids else other
        if chosen != other:
            return chosen
        typed = self.keys.line(f"{name} is (name or id; Enter: back) ")
        return self.named({"stances": []}, typed) if typed else None

    def named(self, draft: Draft, words: str) -> str | None:
        """The entity that somebody means by some words, asked for again where none is called so."""
        found = self.choices.entity(draft, words)
        if found:
            return found
        near = self.choices.near(words, _MOST)
        if not near:
            self.screen.say(f"'{words}' is nobody whom the graph or this draft knows", "bad")
            return None
        self.screen.say(f"'{words}' is not known. Is it one of these? (Enter: no)", "bad")
        return self.choose([(id, self._told(id)) for id in near])

    def _told(self, id: str) -> str:
        entity = self.choices.entities[id]
        return ", ".join((entity.label, entity.type, *entity.aliases[:3]))
