"""JSON-LD that people can read: quads written with the names of `context.jsonld`.

The context that reads record files is read backwards here: it tells which key stands for a
predicate, what a short value means under it, and which nodes stand inside which. What it has no
name for is written out in full, so that every graph comes back as it was.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import urljoin

import pyoxigraph as ox

from stancegraph.errors import StancegraphError
from stancegraph.terms import PREFIXES
from stancegraph.vocabulary import context, ontology

Body = dict[str, Any]
_TYPE = PREFIXES["rdf"] + "type"
_XSD = PREFIXES["xsd"]
# What is resolved against a base to the base and itself, and means nothing else in JSON-LD.
_RELATIVE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?:#[A-Za-z0-9_.-]+)?\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
# JSON numbers are read as xsd:integer while they are exact everywhere.
_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,14})\Z")
_DEEPEST = 5


def write_compact(graphs: Iterable[tuple[str | None, list[ox.Quad]]], file: BinaryIO) -> None:
    """Write graphs as one JSON-LD document with our context.

    Args:
        graphs: each graph's IRI, None for the default graph, with its quads in order.
        file: where to.

    Raises:
        StancegraphError: JSON-LD has no way to write something of it.
    """
    top = _Context(context(), "")
    # The context as it stands in its own file, which people have laid out.
    head = (ontology() / "context.jsonld").read_text("utf-8").rstrip().removesuffix("}").rstrip()
    file.write(f'{head},\n  "@graph": ['.encode())
    separator = "\n"
    for name, quads in graphs:
        nodes = _Graph(quads).nodes(name, top)
        for body in nodes if name is None else [{"id": top.short(name), "@graph": nodes}]:
            text = json.dumps(body, indent=1, ensure_ascii=False)
            file.write(f"{separator}{text}".encode())
            separator = ",\n"
    file.write(b"\n]\n}\n")


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of the context: its name, what its values are, and the context inside them."""

    name: str
    type: str | None
    inside: _Context
    reverse: bool = False


class _Context:
    """The keys in force at one place of the document.

    Args:
        keys: the term definitions in force.
        base: the IRI that relative ones are resolved against.
    """

    def __init__(self, keys: Mapping[str, Any], base: str) -> None:
        self.definitions = {k: v for k, v in keys.items() if not k.startswith("@")}
        self.base = urljoin(base, keys.get("@base", ""))
        self.vocab = str(keys.get("@vocab", ""))
        self.types = {
            self.expanded(value): key
            for key, value in self.definitions.items()
            if isinstance(value, str) and key[:1].isupper()
        }
        self._known: tuple[dict[str, _Key], dict[str, list[_Key]]] | None = None
        self._place: dict[str, int] = {}

    def expanded(self, name: str) -> str:
        """The IRI that a prefixed name of the context stands for."""
        prefix, _, rest = name.partition(":")
        namespace = self.definitions.get(prefix)
        return namespace + rest if isinstance(namespace, str) else name

    @property
    def forward(self) -> dict[str, _Key]:
        """The keys by the predicate that they stand for."""
        return self._read()[0]

    @property
    def reverse(self) -> dict[str, list[_Key]]:
        """The keys that read a predicate from its object's side, by predicate."""
        return self._read()[1]

    def _read(self) -> tuple[dict[str, _Key], dict[str, list[_Key]]]:
        if self._known is None:
            forward: dict[str, _Key] = {}
            reverse: dict[str, list[_Key]] = {}
            for name, value in self.definitions.items():
                entry = value if isinstance(value, dict) else {"@id": value}
                inside = self._inside(entry.get("@context"))
                kind = entry.get("@type")
                type = kind if kind in ("@id", "@vocab", None) else self.expanded(kind)
                if "@reverse" in entry:
                    key = _Key(name, type, inside, reverse=True)
                    reverse.setdefault(self.expanded(entry["@reverse"]), []).append(key)
                elif not str(entry["@id"]).startswith("@"):
                    key = _Key(name, type, inside)
                    forward.setdefault(self.expanded(entry["@id"]), key)
            self._known = forward, reverse
        return self._known

    def place(self, predicate: str) -> int:
        """Where a predicate's key stands in the context, which is the order for people."""
        if not self._place:
            self._place = {known: n for n, known in enumerate([_TYPE, *self.forward])}
        return self._place.get(predicate, len(self._place))

    def _inside(self, scoped: Mapping[str, Any] | None) -> _Context:
        if scoped is None:
            return self
        keys = {**self.definitions, "@vocab": self.vocab, **scoped}
        return _Context(keys, self.base)

    def key(self, predicate: str) -> _Key:
        """The key of a predicate; one without a name of its own has a prefixed one."""
        return self.forward.get(predicate) or _Key(self.prefixed(predicate), None, self)

    def prefixed(self, full: str) -> str:
        """`st:holds` where a prefix of the context allows it, else the whole IRI."""
        for prefix, namespace in self.definitions.items():
            if isinstance(namespace, str) and namespace[-1:] in "#/" and full.startswith(namespace):
                rest = full[len(namespace) :]
                if _NAME.match(rest):
                    return f"{prefix}:{rest}"
        return self.whole(full)

    def short(self, full: str) -> str:
        """An IRI as a node's id: relative to the base where it can be."""
        rest = full[len(self.base) :]
        if full.startswith(self.base) and _RELATIVE.match(rest):
            return rest
        return self.whole(full)

    def word(self, full: str) -> str:
        """An IRI as a value of the vocabulary: `says` for `st:says`."""
        rest = full[len(self.vocab) :]
        named = self.vocab and full.startswith(self.vocab) and _NAME.match(rest)
        return rest if named and rest not in self.definitions else self.whole(full)

    def whole(self, full: str) -> str:
        """An IRI written out, which must not look like a prefixed name."""
        scheme, _, rest = full.partition(":")
        if scheme in self.definitions and not rest.startswith("//"):
            what = f"the IRI <{full}>, whose scheme is a prefix of the context"
            raise StancegraphError(f"JSON-LD cannot hold {what} (the other RDF formats can)")
        return full


class _Graph:
    """The nodes of one graph, each written once, inside another where the context allows it."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.about: dict[str, dict[str, list[Any]]] = {}
        self.pointing: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.placed: set[str] = set()
        for quad in quads:
            subject, predicate = _id(quad.subject), quad.predicate.value
            said = self.about.setdefault(subject, {})
            said.setdefault(predicate, []).append(quad.object)
            if isinstance(quad.object, ox.NamedNode):
                self.pointing[quad.object.value, predicate].append(subject)

    def nodes(self, name: str | None, top: _Context) -> list[Body]:
        """All nodes: what the graph is about, then what others point to, then the rest."""
        heads = {target for target, predicate in self.pointing if predicate in top.reverse}
        order = [name] if name in heads or name in self.about else []
        found = []
        for node in dict.fromkeys([*order, *sorted(heads), *self.about]):
            if node is not None and node not in self.placed:
                body = self._node(node, top, 0, None)
                if len(body) > 1:
                    found.append(body)
        return found

    def _node(self, node: str, at: _Context, depth: int, via: tuple[str, str] | None) -> Body:
        """One node and those inside it.

        Args:
            node: its id.
            at: the keys in force.
            depth: how many nodes it stands inside of.
            via: the predicate and the node that its place inside that node says already.
        """
        self.placed.add(node)
        body: Body = {"id": at.short(node)}
        said = self.about.get(node, {})
        for predicate in sorted(said, key=at.place):
            rest = [o for o in said[predicate] if via != (predicate, _id(o))]
            if predicate == _TYPE and all(isinstance(o, ox.NamedNode) for o in rest):
                key, values = "type", [at.types.get(o.value) or at.whole(o.value) for o in rest]
            else:
                known = at.key(predicate)
                key = known.name
                values = [self._value(o, known, node, depth) for o in rest]
            if values:
                body[key] = values if len(values) > 1 else values[0]
        if depth < _DEEPEST:
            self._inside(body, node, at, depth)
        return body

    def _inside(self, body: Body, node: str, at: _Context, depth: int) -> None:
        """Put the nodes that point to this one under the keys that read them so."""
        for predicate, keys in at.reverse.items():
            for source in self.pointing.get((node, predicate), ()):
                for key in keys:
                    if source not in self.placed and source.startswith(key.inside.base):
                        inner = self._node(source, key.inside, depth + 1, (predicate, node))
                        body.setdefault(key.name, []).append(inner)

    def _value(self, value: Any, key: _Key, node: str, depth: int) -> Any:
        if isinstance(value, ox.Literal):
            return _literal(value, key)
        if isinstance(value, ox.Triple):
            raise StancegraphError("JSON-LD cannot hold a triple inside a triple (TriG can)")
        id = _id(value)
        part = id.startswith(node.partition("#")[0] + "#")
        if part and depth < _DEEPEST and id in self.about and id not in self.placed:
            return self._node(id, key.inside, depth + 1, None)
        if key.type == "@vocab":
            return key.inside.word(id)
        short = key.inside.short(id)
        return short if key.type == "@id" else {"id": short}


def _id(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    return str(term)


def _literal(value: ox.Literal, key: _Key) -> Any:
    text, datatype = value.value, value.datatype.value
    if value.language:
        found = {"@value": text, "@language": value.language}
        return found | ({"@direction": str(value.direction)} if value.direction else {})
    if datatype == _XSD + "boolean" and text in ("true", "false") and key.type in (None, datatype):
        return text == "true"
    if datatype == key.type:
        return text
    if datatype == _XSD + "string":
        return text if key.type is None else {"@value": text}
    if datatype == _XSD + "integer" and key.type is None and _INTEGER.match(text):
        return int(text)
    return {"@value": text, "@type": datatype}
