"""The review on a terminal: a stance, a key, the next stance."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from stancegraph.review.asking import Asking
from stancegraph.review.choices import Choices
from stancegraph.review.context import Context, context_of
from stancegraph.review.decisions import (
    DECISIONS,
    Draft,
    Record,
    Reviewer,
    accept,
    accept_new,
    edit,
    entity_of,
    faults,
    merge,
    named,
    reject,
    unsettled,
)
from stancegraph.review.editing import Editing
from stancegraph.review.keys import ESCAPE, Keys
from stancegraph.review.screen import Screen
from stancegraph.review.session import Item, Session
from stancegraph.review.texts import hash_of

_HELP: Final = (
    ("a", "accept", "the stance is as the first line says"),
    ("e", "edit", "change fields, then it is accepted as edited"),
    ("r", "reject", "it is no stance of theirs, or not this one; with a note if you like"),
    ("s", "skip", "leave it undecided; the next review shows it again"),
    ("u", "undo", "take back the last step"),
    ("m", "merge", "somebody new is one whom the graph knows, under another name"),
    ("n", "new", "somebody new is new to the graph indeed"),
    ("q", "quit", "stop here; every decision is saved already"),
)


@dataclass(slots=True)
class Terminal:
    """A session on a terminal.

    Args:
        session: the drafts.
        choices: what the graph knows.
        texts: articles by hash, as far as they are at hand.
        screen: where stances are shown.
        keys: what is pressed.
        who: who decides.
    """

    session: Session
    choices: Choices
    texts: Mapping[str, str]
    screen: Screen
    keys: Keys
    who: Reviewer

    def run(self) -> None:
        """Review to the end, or until somebody has had enough."""
        if self.session.item is not None:
            self.screen.say(f"Reviewing as {self.who.by}. Every decision is saved at once.")
        try:
            while self.session.item is not None:
                self._one(self.session.item)
        except (EOFError, KeyboardInterrupt):
            # Whoever leaves, by whatever key, has lost nothing: each decision is saved.
            self.screen.say("")
        self.screen.say("")
        self.screen.say(self._end())

    def _one(self, item: Item) -> None:
        """Show a stance and obey keys until another is to be shown."""
        place = f"{self.session.at + 1} of {len(self.session.queue)}"
        self.screen.stance(item.file.draft, item.stance, self._context(item), place=place)
        self.screen.say("")
        self.screen.keys(_offered(item))
        while True:
            pressed = self.keys.key()
            command = _COMMANDS.get(pressed[:1].lower())
            if command is not None and command(self, item):
                return
            if command is None:
                told = f"'{pressed}' does nothing here" if pressed.strip() else "press a key"
                self.screen.say(f"{told}: ? says what there is", "bad")

    def accept(self, item: Item) -> bool:
        """Accept the stance as it is."""
        wrong = faults(item.stance)
        if wrong:
            self.screen.say(f"{', '.join(wrong)}: press e to mend it, or r to reject it", "bad")
            return False
        if not self._settled(item, item.stance):
            return False
        self.session.decide(lambda draft: accept(draft, item.id, self.who))
        self.screen.say("✓ accepted", "good")
        return True

    def edit(self, item: Item) -> bool:
        """Change fields of the stance."""
        asking = Asking(self.screen, self.keys, self.choices)
        editing = Editing(asking, item.file.draft, item.stance)
        changed = editing.run()
        if changed is None:
            self.screen.say("nothing was changed")
            return True
        if not self._settled(item, {**item.stance, **changed.fields}):
            return True
        fields, note = changed.fields, changed.note
        self.session.decide(lambda draft: edit(draft, item.id, fields, self.who, note))
        self.screen.say(f"✓ {item.stance['status']}", "good")
        self.screen.changes(item.stance)
        return True

    def reject(self, item: Item) -> bool:
        """Reject the stance."""
        note = self.keys.line("why? (Enter: no note) ")
        if note is None:
            return True
        self.session.decide(lambda draft: reject(draft, item.id, self.who, note))
        self.screen.say("✗ rejected", "good")
        return True

    def skip(self, item: Item) -> bool:
        """Leave the stance for another time."""
        self.session.skip()
        self.screen.say("skipped")
        return True

    def undo(self, item: Item) -> bool:
        """Take back the last step."""
        if self.session.undo():
            self.screen.say("taken back")
            return True
        self.screen.say("there is nothing to take back", "bad")
        return False

    def merge(self, item: Item) -> bool:
        """Say that somebody new is one whom the graph knows."""
        entity = self._newcomer(item)
        return entity is not None and self._merge(item, entity)

    def new(self, item: Item) -> bool:
        """Say that somebody new is new indeed."""
        entity = self._newcomer(item)
        return entity is not None and self._accept_new(item, entity)

    def help(self, item: Item) -> bool:
        """Say what the keys do."""
        self.screen.options(_HELP)
        return False

    def quit(self, item: Item) -> bool:
        """Stop."""
        raise EOFError

    def _context(self, item: Item) -> Context:
        return context_of(item.stance, self.texts.get(hash_of(item.file.draft)))

    def _newcomer(self, item: Item) -> str | None:
        """The new entity of a stance that is meant: one that nobody has looked at, if any."""
        draft, stance = item.file.draft, item.stance
        open_ones = unsettled(draft, stance)
        new = [id for id in named(draft, stance) if entity_of(draft, id)]
        if not new:
            self.screen.say("everybody who is named here is known to the graph", "bad")
            return None
        return (*open_ones, *new)[0]

    def _settled(self, item: Item, stance: Record) -> bool:
        """Whether everybody new in a stance has been looked at; whoever has not is asked for."""
        for id in unsettled(item.file.draft, stance):
            entity = entity_of(item.file.draft, id) or {}
            self.screen.say(self.screen.newcomer(entity), "new")
            self.screen.keys((("n", "it is new"), ("m", "the graph knows it"), ("Esc", "back")))
            pressed = self.keys.key()[:1].lower()
            act: Callable[[Item, str], bool] | None = {
                "n": self._accept_new,
                "m": self._merge,
            }.get(pressed)
            if act is None:
                if pressed not in (ESCAPE, ""):
                    self.screen.say(f"'{pressed}' does nothing here; nothing was decided", "bad")
                return False
            if not act(item, id):
                return False
        return True

    def _merge(self, item: Item, id: str) -> bool:
        entity = entity_of(item.file.draft, id) or {}
        asking = Asking(self.screen, self.keys, self.choices)
        known = asking.known_entity(str(entity["name"]), entity.get("near") or ())
        if known is None:
            return False
        self.session.decide(lambda draft: merge(draft, id, known, self.who))
        self.screen.say(f"✓ {entity['name']} is {self.choices.entities[known].label}", "good")
        return True

    def _accept_new(self, item: Item, id: str) -> bool:
        self.session.decide(lambda draft: accept_new(draft, id, self.who))
        self.screen.say(f"✓ {(entity_of(item.file.draft, id) or {})['name']} is new", "good")
        return True

    def _end(self) -> str:
        """How many of what there are, and what to do next."""
        found = self.session.counts()
        parts = [f"{found[status]} {status}" for status in DECISIONS]
        parts += [f"{found['draft']} undecided"] if found["draft"] else []
        total = sum(found.values())
        files = " ".join(shlex.quote(str(file.path)) for file in self.session.files)
        verb = "review" if found["draft"] else "load"
        lead = f"{total} stance{'s' * (total != 1)}: {', '.join(parts)}"
        return f"{lead}. Next: stancegraph {verb} {files}"


def _offered(item: Item) -> list[tuple[str, str]]:
    """The keys, with those for new entities only where somebody is new."""
    draft: Draft = item.file.draft
    new = any(entity_of(draft, id) for id in named(draft, item.stance))
    shown = [(key, word) for key, word, _ in _HELP if new or key not in "mn"]
    return [*shown[:-1], ("?", "help"), shown[-1]]


_COMMANDS: Final[Mapping[str, Callable[[Terminal, Item], bool]]] = {
    "a": Terminal.accept,
    "e": Terminal.edit,
    "r": Terminal.reject,
    "s": Terminal.skip,
    "u": Terminal.undo,
    "m": Terminal.merge,
    "n": Terminal.new,
    "?": Terminal.help,
    "q": Terminal.quit,
}
