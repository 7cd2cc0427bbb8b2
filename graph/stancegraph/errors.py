"""The error tree: what can go wrong, and the exit code of each kind.

StancegraphError          2  something the user gave is wrong
├── InputError            2  problems in a source, each with its place
├── QueryError            2  a SPARQL text that does not parse or may not run
├── UnknownName           2  a name that the graph does not know
├── StoreError            2  a store that cannot be opened, read or written
└── MissingExtra          3  an optional package is not installed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a source.

    Args:
        where: the file, or `-` for standard input.
        line: the line, counted from 1; 0 when no line is known.
        what: what is wrong.
        right: what would be right, or an empty text.
    """

    where: str
    line: int
    what: str
    right: str = ""

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return f"{place}: {self.what}" + (f" ({self.right})" if self.right else "")


class StancegraphError(Exception):
    """Something the user gave is wrong; the message is one clear line."""

    exit_code = 2


class InputError(StancegraphError):
    """A source has problems, and nothing of it was loaded."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class QueryError(StancegraphError):
    """A SPARQL text does not parse, or asks for what a query may not do.

    `place` is the line and the column of the mistake, counted from 1, where they are known.
    """

    def __init__(self, message: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.place = place


class UnknownName(StancegraphError):
    """A name, alias or id that the graph does not know."""


class StoreError(StancegraphError):
    """A store cannot be opened, read or written."""


class MissingExtra(StancegraphError):
    """An optional package is needed and not installed."""

    exit_code = 3

    def __init__(self, package: str, extra: str, need: str) -> None:
        super().__init__(f"{need} needs the package {package}: pip install 'stancegraph[{extra}]'")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to a mistyped one, or None when nothing is near.

    Args:
        word: what was typed.
        known: the words that would be right.
    """
    from rapidfuzz import fuzz, process, utils

    best = process.extractOne(
        word, list(known), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=70
    )
    return str(best[0]) if best else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'alibaba'?` for a mistyped word, or an empty text when nothing is near."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else ""
