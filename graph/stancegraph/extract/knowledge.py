"""What engines know before they read: names, issues, and the words that tell positions apart."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from stancegraph.errors import InputError, Problem, StancegraphError
from stancegraph.model import Entity, Issue, Position
from stancegraph.query.values import entities, issues
from stancegraph.store import Store
from stancegraph.vocabulary import ontology

WHO = ("agent", "doer", "speaker", "any")
STRENGTHS = ("strong", "fair", "weak")
# Every value is a text: `no` and `off` are words here.
_Texts: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_WORD = re.compile(r"[a-z][a-z-]{3,}")
# Labels of positions made of these say nothing on their own.
_PALE = frozenset(
    ("mixed", "neutral", "open", "closed", "other", "none", "both", "unclear", "undecided", "with",
     "support", "oppose", "against", "that", "this", "from", "their", "should", "would", "could",
     "about", "more", "less", "what", "which", "when", "than")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A way in which somebody is called.

    Args:
        text: the words.
        entity: the id, where the graph has it.
        type: Person, Company, Publication ...
        full: what the entity is called in full.
        kind: name; product, which stands for its maker; group; or surname.
        country: ISO 3166 alpha-2.
    """

    text: str
    entity: str | None
    type: str
    full: str
    kind: str = "name"
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that show a position.

    Args:
        rule: the id by which a draft names it.
        issue, position: ids.
        pattern: the words, in the notation of `rules.words`.
        who: whose position it is: the agent of the sentence (or, failing one, who speaks of it);
            the doer (the agent, or who says I or we); the speaker; or any.
        strength: strong, fair or weak; weak ones only ever propose.
        types: classes of entities that hold such a position; any where empty.
        abroad: a country whose own organisations are not meant, such as CN.
    """

    rule: str
    issue: str
    position: str
    pattern: str
    who: str
    strength: str
    types: tuple[str, ...] = ()
    abroad: str | None = None


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything that engines share; the same for all articles of a run.

    Args:
        entities: by id.
        issues: by id.
        names: ways in which entities, and makers and groups outside the graph, are called.
        cues: words that show positions.
        topics: by issue, words without which a weak cue says nothing.
        opposite: by issue and position, what its denial amounts to.
        both: by issue, the position of those who say two others at once, and these two.
        general: issues whose words come up in articles on any other.
        words: lists of general English by name: verbs of saying, hedges, families of words ...
        hashes: what the data were, for the draft's record: `cues` and `names`.
    """

    entities: Mapping[str, Entity]
    issues: Mapping[str, Issue]
    names: tuple[Name, ...]
    cues: tuple[Cue, ...]
    topics: Mapping[str, tuple[str, ...]]
    opposite: Mapping[str, Mapping[str, str]]
    both: Mapping[str, tuple[str, str, str]]
    general: frozenset[str]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    hashes: Mapping[str, str]

    @classmethod
    def of(cls, store: Store, cues: Path | None = None) -> Knowledge:
        """What a graph knows, with the data that go with the ontology.

        Args:
            store: the graph; its entities and issues are looked for.
            cues: a folder with files `ISSUE.yaml` of one's own, used instead of the shipped ones.

        Raises:
            InputError: a file of cues is not as it should be.
        """
        known = {entity.id: entity for entity in entities(store)}
        asked = {issue.id: issue for issue in issues(store)}
        files = {issue.id: _cue_file(issue, cues) for issue in asked.values()}
        named = tuple(_names(known.values(), _read(_data() / "names.yaml")))
        shown = tuple(cue for file in files.values() for cue in file.cues)
        words = {
            path.stem: {name: tuple(map(str, some)) for name, some in _read(path).items()}
            for path in sorted(_data().glob("*.yaml"))
            if path.stem != "names"
        }
        return cls(
            entities=known,
            issues=asked,
            names=named,
            cues=shown,
            topics={id: file.topic for id, file in files.items()},
            opposite={id: file.opposite for id, file in files.items()},
            both={id: file.both for id, file in files.items() if file.both},
            general=frozenset(id for id, file in files.items() if file.general),
            words=words,
            hashes={"cues": _hash((shown, words)), "names": _hash(named)},
        )


def _data() -> Path:
    return ontology() / "extract"


def _hash(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as file:
            read = yaml.load(file, _Texts)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise InputError([Problem(str(path), line, "is not YAML")]) from None
    except OSError as error:
        raise StancegraphError(f"{path}: cannot be read: {error.strerror}") from None
    if not isinstance(read, dict):
        raise InputError([Problem(str(path), 1, "holds no names with values")])
    return read


@dataclass(frozen=True, slots=True)
class _CueFile:
    """What `cues/ISSUE.yaml` says."""

    cues: tuple[Cue, ...]
    topic: tuple[str, ...] = ()
    opposite: Mapping[str, str] = field(default_factory=dict)
    both: tuple[str, str, str] | None = None
    general: bool = False


def _cue_file(issue: Issue, folder: Path | None) -> _CueFile:
    """The cues of an issue: of the user's folder, else the shipped ones, else of its labels."""
    for place in (folder, _data() / "cues"):
        path = place / f"{issue.id}.yaml" if place else None
        if path and path.is_file():
            read = _read(path)
            both = read.get("both")
            return _CueFile(
                cues=tuple(_cues(issue, read, str(path))),
                topic=tuple(read.get("topic", ())),
                opposite=dict(read.get("opposite", {})),
                both=(both["position"], *both["of"]) if both else None,
                general=read.get("general") == "true",
            )
    return _CueFile(tuple(_from_labels(issue)), opposite=_opposed(issue))


def _cues(issue: Issue, read: Mapping[str, Any], where: str) -> Iterator[Cue]:
    """The cues of a file's rules."""
    positions = tuple(position.id for position in issue.positions)
    named = [*read.get("opposite", {}).items(), *[read.get("both", {}).get("of", ())]]
    for id in {id for pair in named for id in pair} - set(positions):
        what = f"'{id}' is not a position on {issue.id}"
        raise InputError([Problem(where, 0, what, ", ".join(positions))])
    for rule in read.get("rules", ()):
        if not isinstance(rule, dict) or not {"id", "position", "cues"} <= rule.keys():
            what = f"the rule {json.dumps(rule)[:60]} is not as it should be"
            raise InputError([Problem(where, 0, what, "it has an id, a position and cues")])
        who, strength = rule.get("who", "any"), rule.get("strength", "fair")
        for name, value, right in (
            ("position", rule["position"], positions),
            ("who", who, WHO),
            ("strength", strength, STRENGTHS),
        ):
            if value not in right:
                what = f"the rule {rule['id']} has the {name} '{value}'"
                raise InputError([Problem(where, 0, what, ", ".join(right))])
        more = (tuple(rule.get("types", ())), rule.get("abroad"))
        for pattern in rule["cues"]:
            yield Cue(rule["id"], issue.id, rule["position"], pattern, who, strength, *more)


def _opposed(issue: Issue) -> dict[str, str]:
    """Each position's opposite, where it has just one in the issue."""
    ids = {position.id for position in issue.positions}
    return {
        position.id: next(iter(position.opposes & ids))
        for position in issue.positions
        if len(position.opposes & ids) == 1
    }


def _from_labels(issue: Issue) -> list[Cue]:
    """Cues for an issue without a file of its own: the telling words of its positions' labels."""
    found = []
    for position in issue.positions:
        others = {
            word for other in issue.positions if other is not position for word in _telling(other)
        }
        words = [word for word in _telling(position) if word not in others]
        if words:
            pattern = " ... ".join(f"{_stem(word)}*" for word in words[:4])
            rule = f"label.{issue.id}.{position.id}"
            found.append(Cue(rule, issue.id, position.id, pattern, "any", "fair"))
    return found


def _telling(position: Position) -> list[str]:
    words = [word for word in _WORD.findall(position.label.lower()) if word not in _PALE]
    return [part for word in words for part in word.split("-") if len(part) > 2]


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "es", "ed", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _names(known: Any, extra: Mapping[str, Any]) -> Iterator[Name]:
    """The names of the graph's entities, then those that the data file adds."""
    ids = set()
    for entity in known:
        ids.add(entity.id)
        for text in dict.fromkeys((entity.label, *entity.aliases)):
            plain = _BRACKETS.sub("", text).removeprefix("The ").strip()
            product = text != entity.label and entity.type in ("Company", "Lab")
            kind = "product" if product and not _like(text, entity.label) else "name"
            kind = "group" if entity.type == "Group" else kind
            yield Name(plain, entity.id, entity.type, entity.label, kind, entity.country)
    labels = {entity.id: entity for entity in known}
    for row in extra.get("makers", ()):
        entity = labels.get(row.get("id", ""))
        id, full = (entity.id, entity.label) if entity else (None, row["name"])
        kind, country = row.get("type", "Company"), row.get("country")
        for some, what in (("names", "name"), ("products", "product"), ("surnames", "surname")):
            for text in row.get(some, ()):
                yield Name(text, id, kind, full, what, country)
        if not entity:
            yield Name(row["name"], None, kind, full, "name", country)


def _like(alias: str, label: str) -> bool:
    """Whether an alias is another form of the name, and no product."""
    return bool(set(alias.lower().split()) & set(label.lower().split()))
