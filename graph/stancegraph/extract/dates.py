"""Dates as pages and people write them, with no more precision than they give."""

from __future__ import annotations

import re

from stancegraph.model import day_span

_NAMES = "january february march april may june july august september october november december"
_MONTHS = _NAMES.split()
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS).replace("sep", "sept?")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/](\d\d)(?:[-/](\d\d)(?!\d)|(?![-/]?\d))")
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_DAY_FIRST = re.compile(rf"(?:\b{_DAY}\s)?\b({_MONTH})\.?,?\s(\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s{_DAY},?\s(\d{{4}})\b", re.IGNORECASE)
# RFC 3339, section 5.6, and ISO 8601: what follows the day is a time, which is not wanted here.
_WHOLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=\Z|[T ]\d\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?=\Z|T)")
# Earlier ones are house numbers and counts.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def found_date(text: str) -> tuple[str, int, int] | None:
    """The first date in a text, and where it stands; no year alone, which any number may be.

    Args:
        text: a line such as `By Jane Example, 1 March 2026`.

    Returns:
        The date as ISO 8601 (`2026-03-01`, `2026-03`), its start and its end.
    """
    places = []
    for pattern, order in ((_MONTH_FIRST, (3, 1, 2)), (_DAY_FIRST, (3, 2, 1)), (_ISO, (1, 2, 3))):
        for match in pattern.finditer(text):
            date = _iso(*(match.group(number) for number in order))
            if date and len(date) > 4:
                places.append((match.start(), -match.end(), date))
                break
    if not places:
        return None
    start, end, date = min(places)
    return date, start, -end


def declared_date(text: str) -> str | None:
    """A date that is the whole of a value, its time left out; a year alone counts.

    Args:
        text: such as `2026-03-01T08:00:00Z`, `2026-03`, `2026` or `March 1, 2026`.
    """
    text = text.strip()
    whole = _WHOLE.match(text) or _COMPACT.match(text)
    if whole:
        return _iso(*whole.groups())
    found = found_date(text)
    return found[0] if found else None


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    """The date as ISO 8601, or None where there is no such date."""
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    if month and not month.isdigit():
        number = next(i for i, name in enumerate(_MONTHS, 1) if month.lower()[:3] == name[:3])
        month = str(number)
    text = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    try:
        day_span(text)
    except ValueError:
        return None
    return text
