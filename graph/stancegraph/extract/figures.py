"""Precision, recall, F1 and shares, with intervals that drawing articles again gives."""

from __future__ import annotations

import dataclasses
import functools
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

SAMPLES: Final = 2_000
_SEED: Final = 20_251_125
_ENDS: Final = (0.025, 0.975)


class Counts(NamedTuple):
    """What was proposed and is right, what is not, and what was not proposed."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """How much of what is proposed is right."""
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> float | None:
        """How much of what is there is proposed."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        return _share(2 * self.right, 2 * self.right + self.false + self.missed)


class Figure(NamedTuple):
    """A share from 0 to 1 and the bounds of its 95 % interval; None where nothing counts."""

    value: float | None
    low: float | None
    high: float | None

    def __str__(self) -> str:
        """`.72 .61-1.0`: as wide whatever it is."""
        if self.value is None:
            return "-"
        return f"{short(self.value)} {short(self.low)}-{short(self.high)}"


class Score(NamedTuple):
    """Counts over several articles, with what they come to."""

    counts: Counts
    precision: Figure
    recall: Figure
    f1: Figure


class Share(NamedTuple):
    """How many of how many are right."""

    right: int
    of: int
    figure: Figure


def short(value: float | None) -> str:
    """A share in three characters: `.72`, `1.0`; or `-`."""
    if value is None:
        return "-"
    text = f"{value:.2f}"
    return text[:3] if text == "1.00" else text[1:]


def score(parts: Sequence[Counts]) -> Score:
    """Counts of several articles together, with bootstrap intervals over the articles.

    Args:
        parts: the counts of each article.
    """
    precision, recall, f1 = _figures(
        parts,
        lambda *sums: Counts(*sums).precision,
        lambda *sums: Counts(*sums).recall,
        lambda *sums: Counts(*sums).f1,
    )
    return Score(Counts(*_sums(parts, range(len(parts)))), precision, recall, f1)


def share(parts: Sequence[tuple[int, int]]) -> Share:
    """How many of how many are right, with a bootstrap interval over the articles.

    Args:
        parts: for each article, how many are right and of how many.
    """
    right, of = _sums(parts, range(len(parts))) or (0, 0)
    return Share(right, of, *_figures(parts, _share))


def as_json(value: Any) -> Any:
    """Figures as JSON has them, with the names of their fields.

    Args:
        value: an evaluation, a mapping, a score or a part of one.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    return {k: as_json(v) for k, v in value.items()} if isinstance(value, Mapping) else value


def _share(right: int, of: int) -> float | None:
    return right / of if of else None


def _sums(parts: Sequence[tuple[int, ...]], which: Iterable[int]) -> tuple[int, ...]:
    chosen = list(which)
    return tuple(sum(map(column.__getitem__, chosen)) for column in zip(*parts, strict=True))


def _figures(
    parts: Sequence[tuple[int, ...]], *values: Callable[..., float | None]
) -> list[Figure]:
    """Values of the sums over articles, with the percentiles that drawing articles again gives."""
    if not parts:
        return [Figure(None, None, None)] * len(values)
    sums = [_sums(parts, drawn) for drawn in _samples(len(parts))]
    whole = _sums(parts, range(len(parts)))
    figures = []
    for value in values:
        found = sorted(one for one in (value(*each) for each in sums) if one is not None)
        low, high = (found[round(end * (len(found) - 1))] if found else None for end in _ENDS)
        figures.append(Figure(value(*whole), low, high))
    return figures


@functools.cache
def _samples(articles: int) -> tuple[Sequence[int], ...]:
    """The same draws every time."""
    draw = random.Random(_SEED)
    return tuple(draw.choices(range(articles), k=articles) for _ in range(SAMPLES))
