"""Triples back to records, by the same context that made them triples."""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from stancegraph.model import date_text
from stancegraph.records.fields import (
    ARGUMENT,
    CITED,
    ENTITY,
    EVIDENCE,
    ISSUE,
    MERGE,
    POSITION,
    READ_SOURCE,
    REVIEWED_STANCE,
)
from stancegraph.records.lift import pole_of
from stancegraph.records.quads import scope
from stancegraph.terms import PREFIXES, iri, local
from stancegraph.vocabulary import members

Properties = Mapping[str, list[Any]]
_TYPE = PREFIXES["rdf"] + "type"
_SAME = PREFIXES["schema"] + "sameAs"
_LISTS = {"because", "aliases", "supports", "opposes", "answers", "cites", "citations"}


@functools.cache
def _terms(section: str) -> dict[str, tuple[str, str]]:
    """The keys that a section knows, and what their values' IRIs begin with, by predicate."""
    here = scope().terms[section].inside if section else scope()
    return {
        term.predicate: (key, term.start)
        for key, term in here.terms.items()
        if not term.reverse and term.predicate != _TYPE
    }


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
        if predicate in terms and objects:
            key, start = terms[predicate]
            values = sorted(_short(value, start) for value in objects)
            out[key] = values if key in _LISTS else values[0]
    return out


def _short(value: Any, base: str) -> str:
    text = str(getattr(value, "value", value))
    return text.removeprefix(base) if isinstance(value, ox.NamedNode) else text


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
    if "text_sha256" in found and "text_length" in found:
        found["text"] = {"sha256": found["text_sha256"], "length": int(found["text_length"])}
    return {"id": id, **found}


def lower(graph: str, quads: Iterable[ox.Quad], cited: Iterable[ox.Quad]) -> dict[str, Any]:
    """The record that a source's graph was made from.

    Args:
        graph: the IRI of the source, which is that of its graph.
        quads: what is said of the source, its citations and its stances.
        cited: what is said of the documents it cites.

    Returns:
        A record as `lift` takes it; stances by date and id, lists sorted.
    """
    subjects, others = _by_subject(quads), _by_subject(cited)
    base = PREFIXES["source"]
    source = _document(subjects[graph], graph.removeprefix(base))
    record: dict[str, Any] = {"source": _in_order(source, READ_SOURCE)}
    nodes = [_node(subjects[citation], "") for citation in _of_type(subjects, "Citation")]
    markers = {node.get("cited"): node["marker"] for node in nodes if "marker" in node}
    cites = []
    for id in dict.fromkeys(source.get("cites", [])):
        document = _document(others.get(iri("source", id), {}), id)
        document |= {"marker": markers[id]} if id in markers else {}
        cites.append(_in_order(document, CITED))
    if cites:
        # Markers count up: 2 stands before 10.
        record["cites"] = sorted(cites, key=lambda c: (len(c.get("marker", "")), c.get("marker")))
    found = _evidence(subjects)
    stances = [_stance(subjects[s], s, found.get(s, {})) for s in _of_type(subjects, "Stance")]
    record["stances"] = sorted(stances, key=lambda stance: (stance.get("date", ""), stance["id"]))
    merges = [_node(subjects[merge], "merges") for merge in _of_type(subjects, "Merge")]
    if merges:
        record["merges"] = [_in_order(merge, MERGE) for merge in merges]
    return record


def _evidence(subjects: Mapping[str, Properties]) -> dict[str, dict[str, Any]]:
    """What each stance rests on, where it is known at which characters."""
    found: dict[str, dict[str, Any]] = {}
    for annotation in list(subjects.values()):
        for target in _nodes(annotation, "hasTarget"):
            selectors = _nodes(subjects.get(target, {}), "hasSelector")
            words = {
                key: getattr(value, "value", "")
                for selector in selectors
                for key in EVIDENCE
                for value in subjects.get(selector, {}).get(PREFIXES["oa"] + key, ())
            }
            if words.keys() >= {"exact", "start", "end"}:
                words |= {key: int(words[key]) for key in ("start", "end")}
                for stance in _nodes(annotation, "hasBody"):
                    found[stance] = {"evidence": _in_order(words, EVIDENCE)}
    return found


def _nodes(properties: Properties, name: str) -> list[str]:
    return [
        value.value
        for value in properties.get(PREFIXES["oa"] + name, ())
        if isinstance(value, ox.NamedNode)
    ]


def _stance(properties: Properties, full: str, evidence: Mapping[str, Any]) -> dict[str, Any]:
    found = _node(properties, "stances")
    if "date" in found:
        precision = found.get("date_precision", "day")
        found["date"] = date_text(dt.date.fromisoformat(found["date"]), precision)
    found["hedged"] = found.get("hedged") in ("true", "1")
    return _in_order({"id": local("stance", full), **found, **evidence}, REVIEWED_STANCE)


def lower_vocabulary(quads: Iterable[ox.Quad]) -> dict[str, list[dict[str, Any]]]:
    """The entities, issues and arguments that quads describe, as a vocabulary file has them."""
    subjects = _by_subject(quads)
    entities: dict[str, dict[str, Any]] = {}
    for kind in members("Entity"):
        for full in _of_type(subjects, kind):
            entities.setdefault(full, _entity(subjects[full], full, kind))
    arguments = [
        {"id": local("argument", full), **_node(subjects[full], "arguments")}
        for full in _of_type(subjects, "Argument")
    ]
    return {
        "entities": [_in_order(entities[full], ENTITY) for full in sorted(entities)],
        "issues": [_issue(subjects, full) for full in _of_type(subjects, "Issue")],
        "arguments": [_in_order(argument, ARGUMENT) for argument in arguments],
    }


def _entity(properties: Properties, full: str, kind: str) -> dict[str, Any]:
    # A record knows Wikidata alone of the places where the same thing is described.
    base = _terms("entities")[_SAME][1]
    kept = [v for v in properties.get(_SAME, ()) if str(getattr(v, "value", "")).startswith(base)]
    found = _node({**properties, _SAME: kept}, "entities")
    return {"id": local("entity", full), **found, "type": kind}


def _issue(subjects: Mapping[str, Properties], full: str) -> dict[str, Any]:
    found = _node(subjects[full], "issues")
    nodes = [
        _node(subjects[value.value], "issues")
        for value in subjects[full].get(PREFIXES["st"] + "answer", [])
    ]
    answers = sorted(
        (node for node in nodes if "position" in node), key=lambda node: int(node.get("order", 0))
    )
    names = [answer["position"] for answer in answers]
    known = {n: _node(subjects.get(iri("position", n), {}), "positions") for n in names}
    # An opposition that is declared for these positions, each pair once, in the order of the poles.
    sides = {answer["position"]: answer.get("pole") != "first" for answer in answers}
    pairs = [
        sorted((one, other), key=lambda name: (sides[name], names.index(name)))
        for i, one in enumerate(names)
        for other in names[i + 1 :]
        if other in known[one].get("opposes", [])
    ]
    positions = [
        _in_order({"id": answer["position"], **known[answer["position"]], **answer}, POSITION)
        for answer in answers
    ]
    for position in positions:
        # A pole is written where it is not the one that the pairs tell.
        if position.get("pole") == pole_of(position["id"], [(a, b) for a, b in pairs]):
            del position["pole"]
    record = {**_in_order({"id": local("issue", full), **found}, ISSUE), "positions": positions}
    return {**record, "opposed": pairs} if pairs else record
