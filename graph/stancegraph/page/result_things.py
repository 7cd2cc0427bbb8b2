"""Things, the relations between them and their facts, gathered for a picture."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stancegraph.terms import BASE, PREFIXES, compact
from stancegraph.vocabulary import labels

# A picture of more is a grey cloud; the first two are also in the page, for its query console.
MOST_NODES = 1_000
MOST_EDGES = 3_000
MOST_FACTS = 20_000
# Things of the graph whose address tells what they are.
_KINDS = ("entity", "issue", "position", "argument", "stance", "source")
_SCHEME = re.compile(r"\Ahttps?://(?:www\.)?(?=.)")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")

Fact = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of things that an answer itself does not tell of, by IRI.

    Args:
        labels: what they are called.
        kinds: of what kind they are, such as `company`.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)


class Things:
    """What a picture draws: each thing and each relation once, in the order of their coming.

    Args:
        names: what is known beside the answer.
    """

    def __init__(self, names: Names) -> None:
        self.note = ""
        self._names = names
        self._nodes: dict[Any, dict[str, Any]] = {}
        self._numbers: dict[Any, int] = {}
        self._edges: dict[tuple[Any, ...], None] = {}

    def add(self, term: Any) -> int:
        """The number of a thing: an IRI, a blank node or a quoted triple of pyoxigraph."""
        if term not in self._nodes:
            self._numbers[term] = len(self._nodes)
            self._nodes[term] = {"iri": _iri(term)}
        return self._numbers[term]

    def relate(self, start: Any, end: Any, label: str, facts: tuple[Fact, ...] = ()) -> None:
        """Adds a relation, if it is new."""
        self._edges[self.add(start), self.add(end), label, facts] = None

    def name(self, term: Any, label: str, kind: str = "") -> None:
        """Names a thing, and says of what kind it is, unless that is known already."""
        node = self._about(term)
        if label:
            node.setdefault("label", label)
        if kind:
            node.setdefault("kind", kind)

    def colour(self, term: Any, colour: str) -> None:
        """Colours a thing with six digits such as `#1b7f5c`, unless it has a colour."""
        self._about(term).setdefault("colour", colour)

    def tell(self, term: Any, fact: Fact) -> None:
        """Adds a fact about a thing, if it is new."""
        self._about(term).setdefault("facts", {})[fact] = None

    def _about(self, term: Any) -> dict[str, Any]:
        self.add(term)
        return self._nodes[term]

    @property
    def nodes(self) -> list[dict[str, Any]]:
        """The things as JSON values."""
        unnamed = 0
        rows = []
        for term, known in self._nodes.items():
            unnamed += _is_blank(term)
            full = known["iri"]
            name = _plain(full) if full else f"unnamed {unnamed}" if _is_blank(term) else str(term)
            label = self._names.labels.get(full) or labels().get(full) or _short_name(full) or name
            row: dict[str, Any] = {"label": label, "name": name}
            row["kind"] = self._names.kinds.get(full) or _kind(full)
            row |= {**known, "facts": list(map(_short, known.get("facts", ())))}
            # Our own addresses are names: nothing is to be read there.
            if full.startswith(("http://", "https://")) and not full.startswith(BASE):
                row["link"] = full
            rows.append({key: value for key, value in row.items() if value})
        return rows

    @property
    def edges(self) -> list[list[Any]]:
        """The relations as JSON values: the numbers of both ends, a label and facts."""
        return [
            [start, end, label, list(map(_short, facts))] if facts else [start, end, label]
            for start, end, label, facts in self._edges
        ]

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many things, relations and facts there are."""
        of_nodes = sum(len(node.get("facts", ())) for node in self._nodes.values())
        of_edges = sum(len(facts) for *_, facts in self._edges)
        return len(self._nodes), len(self._edges), of_nodes + of_edges


def relation_words(full: str) -> str:
    """What a relation is called: by our vocabulary, or else its address, kept short."""
    return labels().get(full) or _SCHEME.sub("", _plain(full))


def kind_words(full: str) -> str:
    """What a class is called: `st:Company` is a company."""
    if not full.startswith(PREFIXES["st"]):
        return relation_words(full)
    words = _WORDS.sub(" ", full.removeprefix(PREFIXES["st"]))
    return words if words.isupper() else words.lower()


def remark(value: Any) -> str:
    """The language of a text, or the type of another value."""
    if value.language:
        return str(value.language)
    kind = compact(value.datatype.value)
    return "" if kind == "xsd:string" else kind


def _iri(term: Any) -> str:
    from pyoxigraph import NamedNode

    return term.value if isinstance(term, NamedNode) else ""


def _is_blank(term: Any) -> bool:
    from pyoxigraph import BlankNode

    return isinstance(term, BlankNode)


def _plain(full: str) -> str:
    return compact(full).strip("<>")


def _kind(full: str) -> str:
    """What our own address tells of a thing."""
    return next((kind for kind in _KINDS if full.startswith(PREFIXES[kind])), "")


def _short_name(full: str) -> str:
    """A name that fits into a picture; the details have the whole address."""
    if _kind(full):
        return full.removeprefix(PREFIXES[_kind(full)])
    return _SCHEME.sub("", _plain(full)) if full else ""


def _short(fact: Fact) -> list[str]:
    """A fact without an empty remark."""
    return list(fact if fact[2] else fact[:2])
