"""Where the ontology and the shipped records are, and what is in the ontology's folder."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from stancegraph.errors import StancegraphError
from stancegraph.terms import PREFIXES

_HERE = Path(__file__).resolve().parent


def _folder(name: str, checkout: str) -> Path:
    """A data folder: beside the module in a wheel, in the checkout in an editable install."""
    for place in (_HERE / "data" / name, _HERE.parents[1] / checkout):
        if place.is_dir():
            return place
    raise StancegraphError(f"the folder {checkout} of stancegraph is missing: install it again")


def ontology() -> Path:
    """The folder with `stance.ttl`, `shapes.ttl`, `context.jsonld`, `questions/` and the rest."""
    return _folder("ontology", "ontology")


def shipped_records() -> Path:
    """The folder with the curated record files."""
    return _folder("records", "graph/records")


@functools.cache
def context() -> dict[str, Any]:
    """The JSON-LD context that maps record files to triples."""
    loaded: dict[str, Any] = json.loads((ontology() / "context.jsonld").read_text("utf-8"))
    inner: dict[str, Any] = loaded["@context"]
    return inner


@functools.cache
def members(name: str) -> tuple[str, ...]:
    """The names that a field may hold: members of a class, or the subclasses of `Entity`.

    Args:
        name: a class of the ontology: `Mode`, `SourceKind`, `Confidence`, `Pole` or `Entity`.

    Returns:
        Local names in the order in which `stance.ttl` declares them.
    """
    namespace = PREFIXES["st"]
    link = "rdfs:subClassOf" if name == "Entity" else "rdf:type"
    prefix, _, term = link.partition(":")
    return tuple(
        triple.subject.value.removeprefix(namespace)
        for triple in ontology_triples()
        if triple.predicate.value == PREFIXES[prefix] + term
        and triple.object == ox.NamedNode(namespace + name)
        and isinstance(triple.subject, ox.NamedNode)
    )


@functools.cache
def labels() -> dict[str, str]:
    """What `stance.ttl` calls its terms, by IRI: `reported by`, `company`."""
    label = PREFIXES["rdfs"] + "label"
    return {
        triple.subject.value: triple.object.value
        for triple in ontology_triples()
        if triple.predicate.value == label
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.Literal)
    }


@functools.cache
def ontology_triples() -> tuple[ox.Quad, ...]:
    """The triples of `stance.ttl`, in the order in which they stand there."""
    return tuple(ox.parse(path=str(ontology() / "stance.ttl"), format=ox.RdfFormat.TURTLE))
