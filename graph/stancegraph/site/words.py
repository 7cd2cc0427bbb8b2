"""Words for readers: dates, modes, kinds, a stance in a sentence, and how to cite it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from typing import Final

from stancegraph.model import MODE_WORDS, Issue, Pole, Source, Stance
from stancegraph.terms import PREFIXES, compact, iri
from stancegraph.vocabulary import labels, members

KINDS: Final[Mapping[str, str]] = {
    "primary": "first-hand document",
    "secondary": "report on others",
    "republication": "republication",
    "quote-database": "collection of quotes",
}


def day(when: str) -> str:
    """A date as exactly as it is known: `25 March 2026`, `March 2026` or `2026`."""
    year, _, rest = when.partition("-")
    month, _, number = rest.partition("-")
    name = calendar.month_name[int(month)] if month else ""
    return " ".join(filter(None, (str(int(number)) if number else "", name, year)))


def precision(stance: Stance) -> str:
    """What to say of a date that is not known to the day; empty when it is."""
    return "" if stance.precision == "day" else f"only the {stance.precision} is known"


def count(number: int, one: str, many: str = "") -> str:
    """`1 stance`, `1,234 stances`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def kind(type: str) -> str:
    """What a class of entities is called, such as `company`; another name is given back."""
    return labels().get(iri("st", type), type) if type in members("Entity") else type


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = tuple(words) or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def holding(stance: Stance) -> str:
    """Who holds it, and about whom."""
    about = f" on {stance.about_label}" if stance.about else ""
    return f"{stance.holder_label}{about}"


def manner(stance: Stance) -> str:
    """How it is known: `in words, hedged`."""
    return MODE_WORDS[stance.mode] + (", hedged" if stance.hedged else "")


def document(source: Source) -> str:
    """A document as it is cited."""
    published = day(source.published) if source.published else None
    parts = (source.author, source.title, source.publisher_label, published, source.url)
    # A document without a title of its own is called by its address.
    return ". ".join(dict.fromkeys(part for part in parts if part))


def citation(stance: Stance, source: Source, first: Source | None, issue: str) -> str:
    """A stance as a text to cite: who holds what, in whose words, and where it is written.

    Args:
        stance: what is cited.
        source: the document in which it was read.
        first: the document in which it was first said, where that is another.
        issue: what the issue is called in short.
    """
    what = f"{stance.position_label} ({issue}; {manner(stance)})"
    held = f"{holding(stance)}: {what}, {day(stance.when)}."
    words = f"“{stance.quote}”" if stance.quote else stance.summary
    by = f"Reported by {stance.reported_by_label}." if stance.reported_by_label else ""
    said = f"First said in: {document(first)}." if first else ""
    found = f"{iri('stance', stance.id)} (CC BY 4.0)."
    return " ".join(part for part in (held, words, by, f"{document(source)}.", said, found) if part)


class Sides:
    """On which side a position stands on an issue.

    Args:
        issues: all issues of the graph.
    """

    def __init__(self, issues: Iterable[Issue]) -> None:
        self._issues = {issue.id: issue for issue in issues}
        self._poles = {(i.id, p.id): p.pole for i in self._issues.values() for p in i.positions}

    def __call__(self, issue: str, position: str) -> Pole:
        return self._poles.get((issue, position), "middle")

    def short(self, issue: str) -> str:
        """What an issue is called in short."""
        return self._issues[issue].short if issue in self._issues else issue

    def issue(self, id: str) -> Issue | None:
        """An issue."""
        return self._issues.get(id)


def term_words(full: str) -> str:
    """What a term of a vocabulary is called: `reported by`; its short form where it has no name."""
    return labels().get(full) or compact(full).strip("<>").removeprefix("rdfs:")


def prefixed(text: str) -> str:
    """A query with the prefixes that it uses declared, so that it runs anywhere."""
    bare = re.sub(r"<[^>]*>|#[^\n]*", "", text)
    used = [name for name in PREFIXES if re.search(rf"(?<![\w:-]){name}:", bare)]
    declared = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used)
    return f"{declared}\n{text}" if declared else text
