"""Frozen values of the model: what a stance, an entity and an issue are once read."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal

Mode = Literal["says", "does", "ascribed"]
Precision = Literal["day", "month", "year"]
Pole = Literal["first", "middle", "second"]
# How a reader is told of a mode.
MODE_WORDS: Final[Mapping[Mode, str]] = {
    "says": "in words",
    "does": "by acts",
    "ascribed": "ascribed by others",
}

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")


def day_span(text: str) -> tuple[dt.date, dt.date, Precision]:
    """The first day, the last day and the precision of a year, a month or a day.

    Args:
        text: `2026`, `2026-03` or `2026-03-25`.

    Raises:
        ValueError: the text is not such a date, or the date does not exist.
    """
    match = _DATE.match(text)
    if not match:
        raise ValueError(f"'{text}' is not a date")
    year, month, day = match.groups()
    try:
        first = dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"the date {text} does not exist") from None
    if day:
        return first, first, "day"
    if month:
        days = calendar.monthrange(first.year, first.month)[1]
        return first, first.replace(day=days), "month"
    return first, first.replace(month=12, day=31), "year"


def date_text(first: dt.date, precision: str) -> str:
    """A date as it was written: `2026`, `2026-03` or `2026-03-25`."""
    return first.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A company, lab, person, publication, government, NGO, investor, country, law or group.

    `id` is the short name under `entity:`, or a whole IRI for one described elsewhere.
    """

    id: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    affiliation: str | None = None
    role: str | None = None
    part_of: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One answer to an issue, with its meaning there and its place among the answers."""

    id: str
    label: str
    summary: str
    order: int
    pole: Pole
    opposes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A question on which positions are taken; positions stand in their declared order."""

    id: str
    label: str
    short: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A reason given for a position."""

    id: str
    label: str
    summary: str
    supports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document: one in which stances were read, or one that such a document cites."""

    id: str
    title: str
    url: str | None = None
    kind: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    publisher_label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """One holder taking one position on one issue at one date, according to one source.

    Names without suffix are ids (`alibaba`, `model-release`); `…_label` are what people read.
    """

    id: str
    holder: str
    holder_label: str
    holder_type: str
    holder_country: str | None = None
    issue: str
    issue_label: str
    position: str
    position_label: str
    about: str | None = None
    about_label: str | None = None
    mode: Mode
    hedged: bool
    date: dt.date
    date_end: dt.date
    precision: Precision
    summary: str
    quote: str | None = None
    confidence: str | None = None
    reported_by: str | None = None
    reported_by_label: str | None = None
    primary_source: str | None = None
    because: tuple[str, ...] = ()
    source: str
    source_title: str
    source_url: str | None = None
    source_kind: str | None = None
    source_author: str | None = None
    published: str | None = None
    publisher: str | None = None
    publisher_label: str | None = None
    revises: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        """The date as the source gives it: a year, a month or a day."""
        return date_text(self.date, self.precision)

    def to_dict(self) -> dict[str, object]:
        """The fields by name, dates as ISO text, for tables and JSON."""
        row = {field.name: getattr(self, field.name) for field in fields(self)}
        return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which stances are meant; every field narrows, and an empty one does not.

    Args:
        issue, position, holder, about, source: short names or IRIs; any one of each may match.
        type: classes of holders (`Company`, `Person` …).
        country: ISO 3166 alpha-2 codes of holders.
        mode: `says`, `does` or `ascribed`.
        since: stances dated on or after this day.
        as_of: stances dated on or before this day (what was known then).
        current: only each holder's latest stance on an issue (and about the same thing),
            among those that `as_of` leaves.
    """

    issue: tuple[str, ...] = ()
    position: tuple[str, ...] = ()
    holder: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    since: dt.date | None = None
    as_of: dt.date | None = None
    current: bool = False

    def words(self, labels: Mapping[str, str]) -> str:
        """The selection as a reader understands it; empty when it is everything.

        Args:
            labels: what entities, issues and positions are called, by id.
        """

        def named(ids: tuple[str, ...]) -> str:
            return ", ".join(labels.get(id, id) for id in ids)

        parts = [named(ids) for ids in (self.holder, self.issue, self.position, self.mode)]
        parts += [f"about {named(self.about)}" if self.about else ""]
        parts += [", ".join((*self.type, *self.country, *self.source))]
        parts += ["latest stance of each holder" if self.current else ""]
        parts += [f"since {self.since:%-d %B %Y}" if self.since else ""]
        parts += [f"as known on {self.as_of:%-d %B %Y}" if self.as_of else ""]
        return " · ".join(part for part in parts if part)
