"""A small notation for phrases, and a matcher that tries all of them in one walk of a sentence.

A pattern is words with blanks between: `keep* .. <weights> ... (to itself|in house)`.

* `word` is that word, `word*` any that begins so; a hyphen counts as a blank.
* `(a b|c*)` is one of several, `<family>` one of a family of words.
* `..` is a gap of at most three words inside a clause, `...` of at most eight inside a sentence.
* `?word` may be missing.
* `a & b & c` is all of them in any order, at most fourteen words apart.
* `@CN` is a name: of somebody from China; `@org`, `@model`, `@person` by what they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

_TOKEN = re.compile(
    r"\[\d{1,3}\]|(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*|[;:.!?—–,()\[\]]| - "
)
_ITEM = re.compile(r"\.\.\.?|\?*\([^)]*\)|\S+")
_FAMILY = re.compile(r"<([\w-]+)>")
_SPACE = re.compile(r"\s+")
# How strong a break a mark is: between clauses and sentences, or less.
_BREAKS: Final = {**dict.fromkeys((*";:.!?—–", " - "), 2), **dict.fromkeys(",()[]", 1)}
# A gap: how many words at most, and the strongest break in it.
_GAPS: Final = {"..": (3, 0), "...": (8, 1)}
# How many words the parts of an unordered pattern span at most.
_NEAR = 14
_CONTRACTED: Final = {"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}
# After these 's is "is", and no genitive.
_SUBJECTS = frozenset(
    ("it", "he", "she", "that", "there", "what", "who", "here", "where", "how", "one")
)
# A point after these ends no sentence.
_ABBREVIATED = frozenset(
    ("mr", "mrs", "ms", "dr", "prof", "sen", "sens", "rep", "reps", "gov", "st", "inc", "ltd")
)

Term = tuple[int, tuple[str, ...]]


class Token(NamedTuple):
    """A word of a text: where, in lower case, and how strong a break stands before it (0-2)."""

    start: int
    end: int
    word: str
    brk: int


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a part of a text."""
    found: list[Token] = []
    brk = 0
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match[0]
        if word[0] == "[" and len(word) > 1:
            continue  # a citation marker parts nothing
        if word in _BREAKS:
            if word == "." and found and found[-1].word in _ABBREVIATED:
                continue
            brk = max(brk, _BREAKS[word])
            continue
        first, second = _lower(word)
        if second:
            cut = match.end() - len(word) + len(first)
            found.append(Token(match.start(), cut, first, brk))
            found.append(Token(cut, match.end(), second, 0))
        else:
            found.append(Token(match.start(), match.end(), first, brk))
        brk = 0
    return found


@lru_cache(maxsize=65536)
def _lower(word: str) -> tuple[str, str]:
    """A word in lower case; a contraction is two: `they're` is `they` and `are`."""
    word = word.lower().replace("’", "'")
    head, mark, tail = word.partition("'")
    if mark and tail in _CONTRACTED:
        return head, _CONTRACTED[tail]
    if tail == "s":
        return head, "is" if head in _SUBJECTS else ""
    return word, ""


class Step(NamedTuple):
    """A part of a pattern: its term, the gap before it, and whether it may be missing."""

    term: int
    gap: int
    across: int
    optional: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled phrase."""

    index: int
    steps: tuple[Step, ...]
    needs: frozenset[int]


class Hit(NamedTuple):
    """A phrase found: which, from which token, up to which (exclusive)."""

    pattern: int
    start: int
    end: int


class Starts(NamedTuple):
    """The terms that begin with a word: those of one word, and others by their second word."""

    alone: tuple[int, ...]
    second: dict[str, list[Term]]


class Phrases:
    """Many phrases, to be found at once.

    Args:
        patterns: the phrases, in the notation above.
        families: families of words, each a list of phrases without gaps.

    Raises:
        ValueError: a pattern is not in the notation, or names a family that is not there.
    """

    def __init__(self, patterns: Iterable[str], families: Mapping[str, Sequence[str]]) -> None:
        self._families = families
        self._terms: dict[str, int] = {}
        # By the first word: the term, and the words that must follow.
        self._exact: dict[str, list[Term]] = defaultdict(list)
        self._begin: dict[str, list[Term]] = defaultdict(list)
        self._seen: dict[str, Starts] = {}
        self._first: dict[int, list[Pattern]] = defaultdict(list)
        self._loose: dict[int, list[Pattern]] = defaultdict(list)
        for index, text in enumerate(patterns):
            try:
                self._add(index, text)
            except ValueError as error:
                raise ValueError(f"the pattern '{text}': {error}") from None
        self._lengths = tuple(sorted({len(word) for word in self._begin}))

    def _add(self, index: int, text: str) -> None:
        loose = " & " in text
        steps = (
            tuple(Step(self._term(part.strip()), 0, 0, False) for part in text.split(" & "))
            if loose
            else tuple(self._steps(text))
        )
        if not steps or steps[0].optional:
            raise ValueError("does not begin with words that must be there")
        needs = frozenset(step.term for step in steps if not step.optional)
        by_first = self._loose if loose else self._first
        by_first[steps[0].term].append(Pattern(index, steps, needs))

    def find(self, words: Sequence[Token], names: Mapping[int, tuple[str, int]]) -> list[Hit]:
        """The phrases in a run of words, leftmost first; each at most once from a place.

        Args:
            words: the tokens.
            names: by the token that a name begins at, its marks (`@CN @org`) and its end.
        """
        places = self._places(words, names)
        present = {term for at in places for term in at}
        alive = {
            term: [pattern for pattern in self._first[term] if pattern.needs <= present]
            for term in present & self._first.keys()
        }
        found = []
        for start, at in enumerate(places):
            for term in at.keys() & alive.keys():
                for pattern in alive[term]:
                    end = self._walk(pattern.steps, 0, start, words, places)
                    if end:
                        found.append(Hit(pattern.index, start, end))
        for term in present & self._loose.keys():
            for pattern in self._loose[term]:
                if pattern.needs <= present:
                    found += self._together(pattern, words, places)
        return found

    @staticmethod
    def _together(
        pattern: Pattern, words: Sequence[Token], places: Sequence[Mapping[int, int]]
    ) -> list[Hit]:
        """Where all parts of a pattern stand close to each other, once."""
        last: dict[int, tuple[int, int]] = {}
        best: tuple[int, int] | None = None
        for at, here in enumerate(places):
            if words[at].brk == 2:
                last.clear()
            for term in pattern.needs:
                if term in here:
                    last[term] = (at, here[term])
            if len(last) == len(pattern.needs):
                spans = sorted(last.values())
                apart = all(a[1] <= b[0] for a, b in pairwise(spans))
                start, end = spans[0][0], max(span[1] for span in spans)
                if apart and end - start <= _NEAR and (not best or end - start < best[1] - best[0]):
                    best = start, end
        return [Hit(pattern.index, *best)] if best else []

    def _places(
        self, words: Sequence[Token], names: Mapping[int, tuple[str, int]]
    ) -> list[dict[int, int]]:
        """For each token the terms that begin there, each with its end."""
        places: list[dict[int, int]] = []
        for at, token in enumerate(words):
            starts = self._seen.get(token.word) or self._starting(token.word)
            here = dict.fromkeys(starts.alone, at + 1)
            if at + 1 < len(words) and starts.second and not words[at + 1].brk:
                self._longer(words, at + 1, starts, here)
            if at in names:
                marks, end = names[at]
                for mark in marks.split():
                    named = self._starting(mark)
                    here.update(dict.fromkeys(named.alone, end))
                    if end < len(words) and named.second and not words[end].brk:
                        self._longer(words, end, named, here)
            places.append(here)
        return places

    @staticmethod
    def _longer(words: Sequence[Token], at: int, starts: Starts, here: dict[int, int]) -> None:
        """The terms of several words that go on at a token."""
        word = words[at].word
        for wanted, some in starts.second.items():
            if word == wanted or (wanted[-1] == "*" and word.startswith(wanted[:-1])):
                for term, rest in some:
                    end = at + 1 + len(rest)
                    if end > here.get(term, 0) and (not rest or _follow(words, at + 1, rest)):
                        here[term] = end

    def _starting(self, word: str) -> Starts:
        """The terms that may begin with a word."""
        if word not in self._seen:
            found = list(self._exact.get(word, ()))
            if word.endswith("n't"):
                found += self._exact.get("n't", ())
            for length in self._lengths:
                if length > len(word):
                    break
                found += self._begin.get(word[:length], ())
            second: dict[str, list[Term]] = {}
            for term, rest in found:
                if rest:
                    second.setdefault(rest[0], []).append((term, rest[1:]))
            alone = tuple(dict.fromkeys(term for term, rest in found if not rest))
            self._seen[word] = Starts(alone, second)
        return self._seen[word]

    def _walk(
        self,
        steps: tuple[Step, ...],
        step: int,
        at: int,
        words: Sequence[Token],
        places: Sequence[Mapping[int, int]],
    ) -> int:
        """Where a pattern ends that goes on at a token; 0 where it does not."""
        if step == len(steps):
            return at
        now = steps[step]
        last = min(at + now.gap, len(words) - 1) if step else at
        for there in range(at, last + 1):
            if step and words[there].brk > now.across:
                break
            end = places[there].get(now.term)
            if end:
                whole = self._walk(steps, step + 1, end, words, places)
                if whole:
                    return whole
        return self._walk(steps, step + 1, at, words, places) if now.optional else 0

    def _steps(self, text: str) -> Iterator[Step]:
        gap, across = 0, 0
        for item in _ITEM.findall(text):
            if item in _GAPS:
                gap, across = _GAPS[item]
                continue
            optional = item.startswith("?") or "|)" in item
            yield Step(self._term(item.lstrip("?")), gap, across, optional)
            gap, across = 0, 0

    def _term(self, item: str) -> int:
        if item not in self._terms:
            term = self._terms[item] = len(self._terms)
            for words in self._spelled(item):
                first, rest = words[0], tuple(words[1:])
                if first.endswith("*"):
                    self._begin[first[:-1]].append((term, rest))
                else:
                    self._exact[first].append((term, rest))
        return self._terms[item]

    def _spelled(self, item: str) -> Iterator[list[str]]:
        """The runs of words that a part of a pattern stands for."""
        for one in filter(None, item.strip("()").split("|")):
            if ".." in one or "(" in one or "?" in one:
                raise ValueError(f"'{one}' cannot stand inside of ({item})")
            match = _FAMILY.search(one)
            if not match:
                yield one.replace("-", " ").split() if one[0] != "@" else one.split()
                continue
            if match[1] not in self._families:
                raise ValueError(f"there is no family '{match[1]}'")
            for member in self._families[match[1]]:
                whole = one[: match.start()] + member + one[match.end() :]
                yield from self._spelled(_SPACE.sub(" ", whole))


def _follow(words: Sequence[Token], at: int, rest: tuple[str, ...]) -> bool:
    """Whether words stand one after the other from a place on."""
    if at + len(rest) > len(words):
        return False
    for offset, wanted in enumerate(rest):
        token = words[at + offset]
        if token.brk:
            return False
        if token.word.startswith(wanted[:-1]) if wanted[-1] == "*" else token.word == wanted:
            continue
        return False
    return True
