"""There and back: what is exported is loaded into an empty graph again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

import stancegraph as sg
from stancegraph import formats
from stancegraph.load import Input, finish, load
from stancegraph.store import Store
from stancegraph.terms import DERIVED, PROVENANCE

QUADS = ("nq", "trig", "jsonld")
TRIPLES = ("nt", "ttl", "rdf")
RDF = (*QUADS, *TRIPLES)
ALL = formats.names("export")
TABLES = ("csv", "tsv", "jsonl")


class Bytes:
    """Stands for a file with these bytes, without a disk."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read_bytes(self) -> bytes:
        return self.data


def given(data: bytes, format: str, name: str | None = None) -> Input:
    """Bytes as a file to load."""
    known = formats.by_name(format, "load")
    return Input(f"given.{known.suffixes[0]}", cast(Path, Bytes(data)), known, name)


def graph_of(*files: Input) -> sg.StanceGraph:
    """A new graph with these files, which must be right."""
    graph = sg.open(empty=True)
    assert said(graph.store, *files) == []
    return graph


def said(store: Store, *files: Input) -> list[str]:
    """What loading says is wrong."""
    done = load(store, files)
    finish(store, done.graphs)
    return list(map(str, done.problems))


def as_json(body: dict[str, Any], name: str | None = None) -> Input:
    """A record or a vocabulary as a JSON file."""
    return given(json.dumps(body).encode(), "json", name)


def exported(graph: sg.StanceGraph, format: str, **options: Any) -> bytes:
    """What exporting writes."""
    out = io.BytesIO()
    graph.export(out, format, **options)
    return out.getvalue()


def quads(graph: sg.StanceGraph) -> set[ox.Quad]:
    """What people put into a graph."""
    ours = {ox.NamedNode(DERIVED), ox.NamedNode(PROVENANCE)}
    return {quad for quad in graph.store.quads() if quad.graph_name not in ours}


def triples(found: Iterable[ox.Quad]) -> set[ox.Triple]:
    """The union of graphs."""
    return {quad.triple for quad in found}


def odd(nquads: str) -> sg.StanceGraph:
    """A graph of triples that no record makes."""
    return graph_of(given(nquads.encode(), "nq", "odd"))
