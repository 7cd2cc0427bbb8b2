"""A part of a graph: what selected stances need, or what a CONSTRUCT gives."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import stancegraph as sg
import trips
from stancegraph import formats
from stancegraph.errors import QueryError, StancegraphError
from stancegraph.export import export
from stancegraph.terms import BASE, PREFIXES
from trips import ALL, RDF

BODY = ox.NamedNode(PREFIXES["oa"] + "hasBody")
SELECTIONS: list[dict[str, Any]] = [
    {"holder": "Alibaba"},
    {"issue": "sovereign-ai"},
    {"position": "closed", "as_of": "2024-12"},
    {"mode": "ascribed"},
    {"source": "hanna-ai-china-open-source-dilemma"},
    {"country": "CN", "current": True},
    {"type": "Publication"},
]


@pytest.mark.parametrize("filters", SELECTIONS, ids=str)
def test_a_selection_refers_to_nothing_that_it_leaves_out(
    shipped: sg.StanceGraph, filters: dict[str, Any]
):
    data = trips.exported(shipped, "nq", selection=shipped.select(**filters))
    found = set(ox.parse(data, ox.RdfFormat.N_QUADS))
    assert found < trips.quads(shipped)
    there = {quad.subject for quad in found}
    meant = {q.object for q in found if isinstance(q.object, ox.NamedNode)}
    ours = {o for o in meant if o.value.startswith(BASE)}
    ours -= {o for o in ours if o.value.startswith((PREFIXES["st"], PREFIXES["graph"]))}
    assert ours - there == set()
    about = {q.subject for q in trips.quads(shipped) if q.predicate == BODY and q.object in there}
    assert about <= there
    # What is described is described whole.
    assert {q for q in trips.quads(shipped) if q.subject in there} == found


@pytest.mark.parametrize("filters", SELECTIONS, ids=str)
@pytest.mark.parametrize("format", [*RDF, "yaml"])
def test_a_selection_loads_alone_and_holds_the_selected_stances(
    shipped: sg.StanceGraph, filters: dict[str, Any], format: str
):
    selection = shipped.select(**filters)
    back = trips.graph_of(trips.given(trips.exported(shipped, format, selection=selection), format))
    expected = shipped.stances(selection)
    assert [one.id for one in back.stances()] == [one.id for one in expected]
    assert [one.quote for one in back.stances()] == [one.quote for one in expected]
    # A syntax of triples cannot say which graph describes what.
    placed = {"defined-elsewhere", "stance-outside-source"} if format in trips.TRIPLES else set()
    assert {finding.rule for finding in back.check().report.findings} <= placed


def test_a_selection_leaves_out_links_to_other_stances(files: Path):
    graph = sg.open(empty=True)
    graph.load(files)
    link = "<{0}acme-open> <https://example.org/next> <{0}acme-closed> ."
    data = link.format(PREFIXES["stance"]).encode()
    assert trips.said(graph.store, trips.given(data, "nt", "links")) == []
    whole = trips.exported(graph, "nt")
    part = trips.exported(graph, "nt", selection=graph.select(source="daily-2024"))
    assert b"<https://example.org/next>" in whole
    assert b"acme-closed" not in part


def test_a_selection_takes_blank_nodes_with_it(files: Path):
    graph = sg.open(empty=True)
    graph.load(files)
    data = '<{0}bolt> <ex:at> _:b .\n_:b <ex:name> "the example street" .'
    said = trips.said(graph.store, trips.given(data.format(PREFIXES["entity"]).encode(), "nt", "x"))
    assert said == []
    assert b"example street" in trips.exported(graph, "nt", selection=graph.select(holder="bolt"))
    assert b"example street" not in trips.exported(
        graph, "nt", selection=graph.select(holder="acme")
    )


def test_what_is_derived_of_a_selection_follows_from_it_alone(invented: sg.StanceGraph):
    old = invented.select(source="daily-2024")
    data = trips.exported(invented, "nq", selection=old, derived=True).decode()
    assert "ns#current> <https://w3id.org/stancegraph/stance/acme-open>" in data
    assert "acme-closed" not in data
    assert data.count("prov#generatedAtTime") == 3


def test_a_primary_source_with_a_record_of_its_own_goes_along(files: Path):
    later = (files / "daily-2025.yaml").read_text()
    text = later.replace("reported_by: daily", "reported_by: daily\n  primary_source: daily-2024")
    (files / "daily-2025.yaml").write_text(text)
    graph = sg.open(empty=True)
    assert graph.load(files).problems == ()
    part = trips.exported(graph, "yaml", selection=graph.select(source="daily-2025"))
    back = trips.graph_of(trips.given(part, "yaml"))
    assert [stance.primary_source for stance in back.stances()] == ["daily-2024"]
    rules = {finding.rule for finding in back.check().report.findings}
    assert "primary-source-undescribed" not in rules


@pytest.mark.parametrize("format", ALL)
def test_a_selection_of_nothing_is_written_as_nothing(invented: sg.StanceGraph, format: str):
    nothing = invented.select(holder="daily")
    assert (
        export(invented.store, io.BytesIO(), formats.by_name(format, "export"), selection=nothing)
        == 0
    )


@pytest.mark.parametrize("format", RDF)
def test_a_construct_gives_its_triples(invented: sg.StanceGraph, format: str):
    query = "CONSTRUCT { ?who st:holds ?what } WHERE { ?who st:holds ?what }"
    data = trips.exported(invented, format, construct=query)
    found = ox.parse(data, formats.by_name(format, "export").rdf)
    expected = invented.query("SELECT ?who ?what WHERE { ?who st:holds ?what }")
    assert {(q.subject.value, q.object.value) for q in found} == {tuple(row) for row in expected}


def test_what_makes_no_sense_together_is_refused(invented: sg.StanceGraph):
    construct = "CONSTRUCT WHERE { ?s ?p ?o }"
    for format, options, words in (
        ("csv", {"construct": construct}, "csv does not hold what a CONSTRUCT gives"),
        ("parquet", {"derived": True}, "parquet does not hold derived facts (one of ttl, trig"),
        ("ttl", {"construct": construct, "selection": invented.select(holder="acme")}, "not both"),
        ("ttl", {"construct": "SELECT * { ?s ?p ?o }"}, "the query gives no triples"),
        ("ttl", {"construct": "ASK {}"}, "the query gives no triples"),
    ):
        with pytest.raises(StancegraphError, match="") as caught:
            trips.exported(invented, format, **options)
        assert words in str(caught.value)
    with pytest.raises(QueryError):
        trips.exported(invented, "ttl", construct="CONSTRUCT { ?s")
