"""What the terminal shows of a review: readable at 80 columns and without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from stancegraph.review.choices import Choices
from stancegraph.review.context import Context, context_of
from stancegraph.review.decisions import Draft, Record, entity_of, is_settled, named

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# The colours of highlighters: black letters on them can be read on any ground.
STYLES: Mapping[str, str] = {
    "around": "dim",
    "cue": "black on yellow",
    "hedge": "black on bright_magenta",
    "marker": "bold",
    "holder": "black on cyan",
    "label": "dim",
    "reading": "bold",
    "key": "bold",
    "good": "green",
    "bad": "red",
    "new": "yellow",
}
# How a mark is underlined where there are no colours.
_LINES: Mapping[str, str] = {"holder": "=", "cue": "^", "hedge": "~"}
_INDENT = 2
_LABEL = 10
_WIDEST = 100


def console_of() -> Console:
    """A terminal that knows our styles and takes no text for markup."""
    from rich.console import Console
    from rich.theme import Theme

    return Console(theme=Theme(dict(STYLES)), highlight=False, markup=False, emoji=False)


def seen(text: str, lines: str = "") -> str:
    """A text of one line, character for character, without any that a terminal would obey.

    Args:
        text: the text.
        lines: what else is left as it is: a line feed, where there may be several lines.
    """

    def safe(letter: str) -> str:
        return " " if letter.isspace() else "\N{REPLACEMENT CHARACTER}"

    return "".join(c if c.isprintable() or c in lines else safe(c) for c in text)


class Screen:
    """Prints stances and messages."""

    def __init__(self, console: Console, choices: Choices) -> None:
        self.console, self.choices = console, choices
        self.width = min(console.width, _WIDEST)
        self.coloured = console.color_system is not None and not console.no_color

    def stance(self, draft: Draft, stance: Record, context: Context, *, place: str) -> None:
        """A stance in its context, with all that helps to judge it."""
        from rich.text import Text

        self.console.print()
        self._rule(f"{place} · tier {stance.get('tier') or '?'}", _source(self.choices, draft))
        reading = self.choices.reading(draft, stance)
        self._wrapped(Text(seen(reading), style="reading"), 0)
        self.console.print()
        self.context(context)
        self.console.print()
        for label, words, style in self._facts(draft, stance, context):
            self._fact(label, words, style)

    def context(self, context: Context) -> None:
        """The words, the evidence with a bar before it, the marks in colours or underlined."""
        lead = "…" if context.cut[0] else ""
        text = _text(context, lead)
        rows = text.wrap(self.console, self.width - 2 * _INDENT)
        for row in rows:
            row.rstrip()
            if not row.plain:
                continue
            inside = any(span.style == "evidence" for span in row.spans)
            self.console.print(_gutter(inside).append_text(row))
            under = "" if self.coloured else _underline(row)
            if under:
                self.console.print(_gutter(inside).append(under))
        self._legend(context)

    def say(self, words: str, style: str = "") -> None:
        """A message."""
        from rich.text import Text

        self._wrapped(Text(seen(words), style=style), 0)

    def keys(self, offered: Iterable[tuple[str, str]]) -> None:
        """The keys that do something now."""
        from rich.text import Text

        line = Text()
        for key, word in offered:
            line.append(f"{key} ", style="key").append(f"{word}  ")
        self._wrapped(line, 0)

    def options(self, offered: Iterable[tuple[str, str, str]]) -> None:
        """Numbered choices: key, id or name, meaning."""
        for key, word, meaning in offered:
            self._fact(f"{key} {word}", meaning, "", wide=24)

    def changes(self, stance: Record) -> None:
        """What a person changed of a stance, and from what."""
        for name, before in (stance.get("was") or {}).items():
            was, now = (_plain(each) for each in (before, stance.get(name)))
            self._fact(name.replace("_", " "), f"{now} (was: {was})", "")

    def _facts(
        self, draft: Draft, stance: Record, context: Context
    ) -> Iterator[tuple[str, str, str]]:
        position = self.choices.position(stance)
        summary = str(stance.get("summary") or "")
        if position and position.summary not in summary:
            yield "means", position.summary, ""
        yield "summary", summary or "none", ""
        if stance.get("quote"):
            yield "quote", f"“{stance['quote']}”", ""
        date = str(stance.get("date") or "no date")
        marker = ((stance.get("found") or {}).get("marker") or {}).get("text")
        parts = [date, f"reported by {self.choices.name(draft, stance.get('reported_by'))}"]
        parts = parts if stance.get("reported_by") else parts[:1]
        yield "date", " · ".join([*parts, *([f"cites {marker}"] if marker else [])]), ""
        yield "rule", _rule_words(stance, context), "label"
        for id in named(draft, stance):
            entity = entity_of(draft, id)
            if entity is not None and not is_settled(entity):
                yield "new", self.newcomer(entity), "new"
                elsewhere = entity["name"] not in context.text
                if entity.get("evidence") and elsewhere and id != _publisher(draft):
                    yield "", f"named: …{context_of(entity).text}…", ""
            elif entity is not None and "same_as" in entity:
                yield "merged", self.newcomer(entity), ""

    def newcomer(self, entity: Record) -> str:
        """What is to be known of an entity that the graph does not know."""
        lead = f"{entity['name']} ({entity.get('type') or 'of no type'})"
        same = entity.get("same_as")
        if same:
            known = self.choices.entities.get(same["entity"])
            return f"{entity['name']} is {known.label if known else same['entity']} ({same['by']})"
        near = [f"{each['name']} {each['score']}" for each in entity.get("near") or ()]
        return f"{lead} is not in the graph" + (f"; near: {', '.join(near)}" if near else "")

    def _legend(self, context: Context) -> None:
        """What the marks mean, each with its words, for where one lies upon another."""
        from rich.text import Text

        line = Text()
        for mark in sorted(context.marks, key=lambda mark: mark.span):
            if mark.kind in _LINES:
                name = f" {mark.kind} " if self.coloured else f"{_LINES[mark.kind]} {mark.kind}"
                line.append("   " if line else "").append(name, mark.kind if self.coloured else "")
                line.append(f" {seen(mark.span.of(context.text))}", style="label")
        if line:
            self._wrapped(line, _INDENT)

    def _fact(self, label: str, words: str, style: str, wide: int = _LABEL) -> None:
        from rich.text import Text

        rows = Text(seen(words), style=style).wrap(self.console, self.width - wide - _INDENT)
        for number, row in enumerate(rows or [Text()]):
            head = Text(seen(label if not number else "").ljust(wide), style="label")
            row.rstrip()
            self.console.print(Text(" " * _INDENT).append_text(head).append_text(row))

    def _wrapped(self, text: Text, indent: int) -> None:
        from rich.text import Text

        for row in text.wrap(self.console, self.width - indent):
            row.rstrip()
            self.console.print(Text(" " * indent).append_text(row))

    def _rule(self, left: str, right: str) -> None:
        from rich.text import Text

        room = self.width - len(left) - 8
        told = Text(seen(right))
        told.truncate(max(room, 0), overflow="ellipsis")
        line = "─" * max(self.width - len(left) - told.cell_len - 6, 1)
        self.console.print(Text(f"── {left} {line} ", style="label").append_text(told))


def _text(context: Context, lead: str) -> Text:
    """The context as a text with its parts in styles."""
    from rich.text import Text

    at = len(lead)
    text = Text(lead + seen(context.text, "\n") + ("…" if context.cut[1] else ""))
    start, end = (place + at for place in context.evidence)
    text.stylize("around", 0, start)
    text.stylize("around", end)
    text.stylize("evidence", start, end)
    for mark in context.marks:
        text.stylize(mark.kind, mark.span.start + at, mark.span.end + at)
    return text


def _gutter(inside: bool) -> Text:
    from rich.text import Text

    return Text().append("│ " if inside else "  ", style="label")


def _underline(row: Text) -> str:
    """The signs of the marks of a row, below their letters."""
    from rich.cells import cell_len

    signs = [" "] * len(row.plain)
    for span in row.spans:
        sign = _LINES.get(str(span.style))
        for at in range(span.start, min(span.end, len(signs)) if sign else span.start):
            signs[at] = str(sign)
    wide = (sign * cell_len(letter) for sign, letter in zip(signs, row.plain, strict=True))
    return "".join(wide).rstrip()


def _rule_words(stance: Record, context: Context) -> str:
    """The rule, and those of the words that it went by which stand elsewhere in the article."""
    found = stance.get("found") or {}
    parts = [str(found.get("rule") or "no rule")]
    for kind in ("cue", "hedge", "holder"):
        words = (found.get(kind) or {}).get("text")
        parts += [f"{kind} “{words}” elsewhere"] if words and not context.has(kind) else []
    if found.get("match") not in (None, "exact"):
        parts.append(f"match {found['match']}")
    return " · ".join(parts)


def _publisher(draft: Draft) -> str | None:
    return (draft.get("source") or {}).get("publisher")


def _source(choices: Choices, draft: Draft) -> str:
    source = draft.get("source") or {}
    publisher = choices.name(draft, _publisher(draft))
    return " · ".join(filter(None, (publisher, str(source.get("title") or source.get("id") or ""))))


def _plain(value: Any) -> str:
    return (
        "nothing" if value is None else str(value).lower() if value in (True, False) else str(value)
    )
