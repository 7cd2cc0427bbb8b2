"""Triples back to records, by the same context that made them triples."""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import pyoxigraph as ox

from stancegraph.model import date_text
from stancegraph.records.fields import ARGUMENT, CITED, ENTITY, ISSUE, POSITION, SOURCE, STANCE
from stancegraph.terms import PREFIXES
from stancegraph.vocabulary import context

Properties = Mapping[str, list[Any]]
_TYPE = PREFIXES["rdf"] + "type"
_LISTS = {"because", "aliases", "supports", "opposes", "answers", "cites", "citations"}


@dataclass(frozen=True, slots=True)
class _Term:
    """One key of the context: its name in a record, and what its values' IRIs begin with."""

    key: str
    base: str


@functools.cache
def _terms(section: str) -> dict[str, _Term]:
    """The keys that a section's context knows, by predicate IRI."""
    whole = context()
    base = urljoin(whole["@base"], "")
    scoped = whole[section]["@context"] if section else whole
    base = urljoin(base, scoped["@base"])
    found = {}
    for key, entry in scoped.items():
        name = entry.get("@id") if isinstance(entry, dict) else entry
        if not name or key.startswith("@") or name.startswith("@") or ":" not in name:
            continue
        inner = entry.get("@context", {}) if isinstance(entry, dict) else {}
        start = inner.get("@vocab") or urljoin(base, inner.get("@base", ""))
        found[_expanded(name)] = _Term(key, start)
    return found


def _expanded(name: str) -> str:
    prefix, _, rest = name.partition(":")
    namespace: str = context().get(prefix, prefix + ":")
    return namespace + rest


def _by_subject(quads: Iterable[ox.Quad]) -> dict[str, dict[str, list[Any]]]:
    subjects: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            subjects[quad.subject.value][quad.predicate.value].append(quad.object)
    return subjects


def _node(properties: Properties, section: str) -> dict[str, Any]:
    """The known keys of one node, with short names for IRIs."""
    terms = _terms(section)
    out: dict[str, Any] = {}
    for predicate, objects in properties.items():
        term = terms.get(predicate)
        if term is None:
            continue
        values = sorted(_short(value, term.base) for value in objects)
        out[term.key] = values if term.key in _LISTS else values[0]
    return out


def _short(value: Any, base: str) -> str:
    return str(value.value).removeprefix(base) if isinstance(value, ox.NamedNode) else value.value


def _in_order(data: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: data[key] for key in keys if key in data}


def _of_type(subjects: Mapping[str, Properties], name: str) -> list[str]:
    wanted = PREFIXES["st"] + name
    return sorted(
        subject
        for subject, properties in subjects.items()
        if any(getattr(value, "value", "") == wanted for value in properties.get(_TYPE, ()))
    )


def _document(properties: Properties, id: str) -> dict[str, Any]:
    found = _node(properties, "")
    if "published" in found:
        precision = found.get("published_precision", "day")
        found["published"] = date_text(dt.date.fromisoformat(found["published"]), precision)
    return {"id": id, **found}


def lower(graph: str, quads: Iterable[ox.Quad], cited: Iterable[ox.Quad]) -> dict[str, Any]:
    """The record that a source's graph was made from.

    Args:
        graph: the IRI of the graph, which is the source's.
        quads: the quads of that graph.
        cited: the quads that describe the documents it cites.

    Returns:
        A record as `lift` takes it; stances by date and id, lists sorted.
    """
    subjects, others = _by_subject(quads), _by_subject(cited)
    base = PREFIXES["source"]
    source = _document(subjects[graph], graph.removeprefix(base))
    record: dict[str, Any] = {"source": _in_order(source, SOURCE)}
    markers = {
        node["cited"]: node["marker"]
        for node in (_node(subjects[c], "") for c in _of_type(subjects, "Citation"))
    }
    cites = []
    for id in source.get("cites", []):
        document = _document(others.get(base + id, {}), id)
        document |= {"marker": markers[id]} if id in markers else {}
        cites.append(_in_order(document, CITED))
    if cites:
        record["cites"] = sorted(cites, key=lambda c: (len(c.get("marker", "")), c.get("marker")))
    stances = [_stance(subjects[s], s) for s in _of_type(subjects, "Stance")]
    record["stances"] = sorted(stances, key=lambda stance: (stance["date"], stance["id"]))
    return record


def _stance(properties: Properties, iri: str) -> dict[str, Any]:
    found = _node(properties, "stances")
    found["date"] = date_text(
        dt.date.fromisoformat(found["date"]), found.get("date_precision", "day")
    )
    found["hedged"] = found.get("hedged") == "true"
    return _in_order({"id": iri.removeprefix(PREFIXES["stance"]), **found}, STANCE)


def lower_vocabulary(quads: Iterable[ox.Quad]) -> dict[str, list[dict[str, Any]]]:
    """The entities, issues and arguments that quads describe, as a vocabulary file has them."""
    subjects = _by_subject(quads)
    types = {key for key, value in context().items() if str(value).startswith("st:")}
    entity_types = types - {"Source", "Citation", "Stance", "Issue", "Answer"}
    entity_types -= {"Position", "Argument", "marker"}
    entities = [
        {"id": iri.removeprefix(PREFIXES["entity"]), **_node(subjects[iri], "entities"), "type": t}
        for t in sorted(entity_types)
        for iri in _of_type(subjects, t)
    ]
    arguments = [
        {"id": iri.removeprefix(PREFIXES["argument"]), **_node(subjects[iri], "arguments")}
        for iri in _of_type(subjects, "Argument")
    ]
    return {
        "entities": [_in_order(e, ENTITY) for e in sorted(entities, key=lambda e: str(e["id"]))],
        "issues": [_issue(subjects, iri) for iri in _of_type(subjects, "Issue")],
        "arguments": [_in_order(argument, ARGUMENT) for argument in arguments],
    }


def _issue(subjects: Mapping[str, Properties], iri: str) -> dict[str, Any]:
    id = iri.removeprefix(PREFIXES["issue"])
    found = _node(subjects[iri], "issues")
    answers = []
    for value in subjects[iri].get(PREFIXES["st"] + "answer", []):
        answers.append(_node(subjects[value.value], "issues"))
    answers.sort(key=lambda answer: int(answer["order"]))
    names = [answer["position"] for answer in answers]
    nodes = {n: _node(subjects.get(PREFIXES["position"] + n, {}), "positions") for n in names}
    positions = [
        _in_order({"id": a["position"], **nodes[a["position"]], **a}, POSITION) for a in answers
    ]
    # An opposition that is declared for these positions, each pair once, in the order of the poles.
    sides = {answer["position"]: answer["pole"] != "first" for answer in answers}
    pairs = [
        sorted((one, other), key=lambda name: (sides[name], names.index(name)))
        for i, one in enumerate(names)
        for other in names[i + 1 :]
        if other in nodes[one].get("opposes", [])
    ]
    return {**_in_order({"id": id, **found}, ISSUE), "positions": positions, "opposed": pairs}
