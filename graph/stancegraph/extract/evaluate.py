"""How good an extraction is: what was proposed against what careful readers found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from stancegraph.extract.draft import slug
from stancegraph.extract.figures import Counts, Score, Share, score, share
from stancegraph.extract.values import Article, Extraction, Found, Mention, Span

# Tiers are looked at one after the other: what counts is what has been seen so far.
TIERS: Final[Mapping[str, str]] = {"A": "A", "A+B": "AB", "all": "ABC"}
# What a reader takes as found; the last tier is only what might be looked at.
USUAL: Final = "A+B"


class Triple(NamedTuple):
    """What has to be right in a stance: whose position, on what, and which.

    Args:
        holder: the id of an entity, or its full name as `key` folds it.
        issue: the id of an issue.
        position: the id of a position; an empty text where none is told.
    """

    holder: str
    issue: str
    position: str


@dataclass(frozen=True, slots=True)
class Label:
    """A stance that a careful reader found in an article.

    Args:
        triple: whose position, on what, and which.
        required: False where careful readers may differ: neither missed nor false.
        mode: says, does or ascribed.
        hedged: whether it is qualified.
        marker: the number of the citation marker at its clause.
        evidence: the words that it rests on.
    """

    triple: Triple
    required: bool
    mode: str
    hedged: bool
    marker: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Gold:
    """An article with its labels.

    Args:
        name: the half and the file, such as `tuned/wire-01`.
        style: wire, opinion, blog, interview or transcript.
        article: the text.
        labels: its stances.
        quotations: its direct quotations of five words and more, each with its speaker's key.
    """

    name: str
    style: str
    article: Article
    labels: tuple[Label, ...]
    quotations: tuple[tuple[Span, str], ...]

    def triples(self, *, required: bool) -> Set[Triple]:
        """The labels' triples that are required, or all."""
        return {label.triple for label in self.labels if label.required or not required}


@dataclass(frozen=True, slots=True)
class Read:
    """What an engine made of an article.

    Args:
        gold: the article and its labels.
        extraction: the stances that it proposes.
        said: the direct quotations that it finds, each with its speaker where it knows one.
        draft: the draft file that it comes to.
    """

    gold: Gold
    extraction: Extraction
    said: tuple[tuple[Span, Mention | None], ...] = ()
    draft: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good an engine is, by what was asked.

    Args:
        tiers: by the tiers that are looked at: A, A+B, all.
        issues: by issue, of tiers A and B.
        styles: by style of article, of tiers A and B.
        shares: of what is said beside the triple, how much is right.
    """

    tiers: Mapping[str, Score]
    issues: Mapping[str, Score]
    styles: Mapping[str, Score]
    shares: Mapping[str, Share]


def key(name: str) -> str:
    """A name or id as it is compared: as an id, without an article before it."""
    return slug(name).removeprefix("the-")


def compare(
    proposed: Set[Triple], labelled: Set[Triple], optional: Set[Triple] = frozenset()
) -> Counts:
    """What was proposed for one article against what is there, each triple once.

    Args:
        proposed: the proposals.
        labelled: what is there.
        optional: what may be there: neither missed nor false.
    """
    false = proposed - labelled - optional
    return Counts(len(proposed & labelled), len(false), len(labelled - proposed))


def proposals(extraction: Extraction, tiers: Collection[str] = "ABC") -> dict[Triple, Found]:
    """The proposals of some tiers, each triple once: where it stands in the best tier.

    Args:
        extraction: what an engine found.
        tiers: A, B, C.
    """
    best: dict[Triple, Found] = {}
    for found in sorted(extraction.found, key=lambda one: one.tier):
        if found.tier in tiers:
            holder = key(found.holder.id or found.holder.name)
            best.setdefault(Triple(holder, found.issue, found.position or ""), found)
    return best


def evaluate(reads: Sequence[Read]) -> Evaluation:
    """How good an engine is over articles with labels.

    Args:
        reads: what it made of each article.
    """
    issues = sorted({label.triple.issue for read in reads for label in read.gold.labels})
    styles = sorted({read.gold.style for read in reads})
    usual = TIERS[USUAL]
    return Evaluation(
        tiers={name: score([_counts(r, tiers) for r in reads]) for name, tiers in TIERS.items()},
        issues={issue: score([_counts(r, usual, issue) for r in reads]) for issue in issues},
        styles={
            style: score([_counts(r, usual) for r in reads if r.gold.style == style])
            for style in styles
        },
        shares={name: share([of(read) for read in reads]) for name, of in _SHARES.items()},
    )


def differences(read: Read) -> tuple[list[Label], list[Found]]:
    """The required labels that no tier proposes, and the proposals of A and B that are false.

    Args:
        read: what an engine made of an article.
    """
    every, usual = proposals(read.extraction), proposals(read.extraction, TIERS[USUAL])
    labelled = read.gold.triples(required=False)
    missed = [one for one in read.gold.labels if one.required and one.triple not in every]
    return missed, [found for triple, found in usual.items() if triple not in labelled]


def agreement(
    first: Mapping[str, Mapping[Triple, bool]],
    second: Mapping[str, Mapping[Triple, bool]],
    which: Callable[[Triple, bool], bool] = lambda triple, required: True,
) -> Score:
    """How far two readers agree: right is what both found, missed what only the first did.

    Args:
        first: for each article the triples, and whether they are required.
        second: the same of the other reader.
        which: which triples count.
    """
    parts = []
    for name in first:
        one, other = (
            {triple for triple, required in read[name].items() if which(triple, required)}
            for read in (first, second)
        )
        parts.append(compare(other, one))
    return score(parts)


def _counts(read: Read, tiers: Collection[str], issue: str | None = None) -> Counts:
    def on(triples: Iterable[Triple]) -> Set[Triple]:
        return {triple for triple in triples if issue in (None, triple.issue)}

    return compare(
        on(proposals(read.extraction, tiers)),
        on(read.gold.triples(required=True)),
        on(read.gold.triples(required=False)),
    )


def _matched(read: Read) -> list[tuple[Label, Found]]:
    """Labels of any kind with the proposals that match them."""
    found = proposals(read.extraction)
    labels = {label.triple: label for label in read.gold.labels}
    return [(label, found[triple]) for triple, label in labels.items() if triple in found]


def _hedge(read: Read) -> tuple[int, int]:
    pairs = [(label.hedged, found.hedge is not None) for label, found in _matched(read)]
    return sum(a == b for a, b in pairs), len(pairs)


def _hedged(read: Read) -> tuple[int, int]:
    pairs = [found.hedge is not None for label, found in _matched(read) if label.hedged]
    return sum(pairs), len(pairs)


def _mode(read: Read) -> tuple[int, int]:
    pairs = [label.mode == found.mode for label, found in _matched(read)]
    return sum(pairs), len(pairs)


def _marker(read: Read) -> tuple[int, int]:
    text = read.gold.article.text
    pairs = [
        (label.marker, found.marker and found.marker.of(text).strip("[]"))
        for label, found in _matched(read)
        if label.marker or found.marker
    ]
    return sum(a == b for a, b in pairs), len(pairs)


def _speaker(read: Read) -> tuple[int, int]:
    right = 0
    for place, speaker in read.gold.quotations:
        who = next((by for span, by in read.said if _same_words(place, span)), None)
        right += who is not None and key(who.id or who.name) == speaker
    return right, len(read.gold.quotations)


def _same_words(one: Span, other: Span) -> bool:
    """Whether two quotations are the same one, however their ends are cut."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared > max(one.end - one.start, other.end - other.start)


def _spans(read: Read) -> tuple[int, int]:
    places = list(_places(read.draft))
    return sum(_rereads(read.gold.article.text, place) for place in places), len(places)


def _places(value: Any) -> Iterator[Mapping[str, Any]]:
    """Whatever in a draft says where it stands."""
    if isinstance(value, Mapping):
        if "start" in value:
            yield value
        for each in value.values():
            yield from _places(each)
    elif isinstance(value, list):
        for each in value:
            yield from _places(each)


def _rereads(text: str, place: Mapping[str, Any]) -> bool:
    """Whether its words, and those around it, are in its place."""
    span = Span(place["start"], place["end"])
    words = place["exact"] if "exact" in place else place["text"]
    before, after = place.get("prefix") or "", place.get("suffix") or ""
    found = bool(words) and span.start >= 0 and span.of(text) == words
    return found and text[: span.start].endswith(before) and text[span.end :].startswith(after)


_SHARES: Final[Mapping[str, Callable[[Read], tuple[int, int]]]] = {
    "hedge": _hedge,
    "hedged": _hedged,
    "mode": _mode,
    "speaker": _speaker,
    "marker": _marker,
    "spans": _spans,
}
