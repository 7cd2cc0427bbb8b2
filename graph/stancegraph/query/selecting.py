"""Filters by what people call things, to a selection by ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from stancegraph.errors import StancegraphError
from stancegraph.model import Selection, day_span
from stancegraph.query.names import resolve
from stancegraph.store import Store
from stancegraph.vocabulary import members

Names = str | Iterable[str] | None
Day = str | dt.date | None


def select(
    store: Store,
    *,
    issue: Names = None,
    position: Names = None,
    holder: Names = None,
    about: Names = None,
    source: Names = None,
    type: Names = None,
    country: Names = None,
    mode: Names = None,
    since: Day = None,
    as_of: Day = None,
    current: bool = False,
) -> Selection:
    """A selection by names, aliases, prefixed names or ids.

    Args:
        store: the graph, to look the names up.
        issue, position, holder, about, source: one name or several; any one may match.
        type: classes of holders (`Company`, `Person` …).
        country: ISO 3166 alpha-2 codes of holders.
        mode: `says`, `does` or `ascribed`.
        since: a day, a month or a year: from its first day on.
        as_of: a day, a month or a year: up to its last day.
        current: only each holder's latest stance, see `Selection`.

    Raises:
        UnknownName: nothing is called so.
        StancegraphError: a date, type or mode is none.
    """

    def ids(kind: str, names: Names) -> tuple[str, ...]:
        return tuple(resolve(store, kind, name) for name in _several(names))

    return Selection(
        issue=ids("issue", issue),
        position=ids("position", position),
        holder=ids("entity", holder),
        about=ids("entity", about),
        source=ids("source", source),
        type=_members("Entity", type),
        country=tuple(code.upper() for code in _several(country)),
        mode=_members("Mode", mode),
        since=_day(since, last=False),
        as_of=_day(as_of, last=True),
        current=current,
    )


def _several(names: Names) -> tuple[str, ...]:
    if names is None:
        return ()
    return (names,) if isinstance(names, str) else tuple(names)


def _members(concept: str, names: Names) -> tuple[str, ...]:
    allowed = {name.lower(): name for name in members(concept)}
    for name in _several(names):
        if name.lower() not in allowed:
            raise StancegraphError(f"'{name}' is not one of {', '.join(allowed.values())}")
    return tuple(allowed[name.lower()] for name in _several(names))


def _day(value: Day, *, last: bool) -> dt.date | None:
    """A day; of a year or a month, as of means its last day and since its first."""
    if value is None or isinstance(value, dt.date):
        return value
    try:
        first, end, _ = day_span(value)
    except ValueError as error:
        raise StancegraphError(f"{error} (YYYY, YYYY-MM or YYYY-MM-DD)") from None
    return end if last else first
