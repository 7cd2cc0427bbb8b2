"""Exports: what is written, that it is complete or not at all, and the same each time."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

import stancegraph as sg
from stancegraph import formats
from stancegraph.terms import DERIVED, PROVENANCE

RDF = ["ttl", "trig", "nt", "nq", "rdf", "jsonld"]


@pytest.mark.parametrize("name", formats.names("export"))
def test_the_same_graph_gives_the_same_bytes(invented: sg.StanceGraph, tmp_path: Path, name: str):
    one, two = tmp_path / f"one.{name}", tmp_path / f"two.{name}"
    invented.export(one, name)
    invented.export(two, name)
    assert one.read_bytes() == two.read_bytes() != b""


@pytest.mark.parametrize("name", [*RDF, "yaml"])
def test_a_selection_loads_into_an_empty_graph_and_is_right(
    shipped: sg.StanceGraph, tmp_path: Path, name: str
):
    chosen = shipped.select(holder="alibaba")
    graph = sg.open(empty=True)
    shipped.export(tmp_path / f"part.{name}", name, selection=chosen)
    assert graph.load(tmp_path / f"part.{name}").problems == ()
    assert [s.id for s in graph.stances()] == [s.id for s in shipped.stances(chosen)]
    if name in ("trig", "nq", "jsonld", "yaml"):
        assert graph.check().conforms


@pytest.mark.parametrize("name", ["graphml", "gexf", "node-link"])
def test_networkx_reads_the_network_back(shipped: sg.StanceGraph, tmp_path: Path, name: str):
    import networkx as nx

    shipped.export(tmp_path / "n", name)
    ours = shipped.network()
    if name == "graphml":
        theirs = nx.read_graphml(tmp_path / "n", force_multigraph=True)
    elif name == "gexf":
        theirs = nx.read_gexf(tmp_path / "n")
    else:
        theirs = nx.node_link_graph(json.loads((tmp_path / "n").read_text("utf-8")), edges="edges")
    assert theirs.number_of_nodes() == ours.number_of_nodes()
    assert theirs.number_of_edges() == ours.number_of_edges()
    assert {d["label"] for _, d in theirs.nodes(data=True)} == {
        d["label"] for _, d in ours.nodes(data=True)
    }


def test_parquet_holds_typed_columns(shipped: sg.StanceGraph, tmp_path: Path):
    parquet = pytest.importorskip("pyarrow.parquet")
    shipped.export(tmp_path / "s.parquet")
    table = parquet.read_table(tmp_path / "s.parquet")
    assert table.num_rows == 161
    assert str(table.schema.field("date").type) == "date32[day]"
    assert str(table.schema.field("hedged").type) == "bool"


def test_csv_has_a_row_for_each_stance_and_labels_for_people(
    shipped: sg.StanceGraph, tmp_path: Path
):
    shipped.export(tmp_path / "s.csv")
    rows = list(csv.DictReader((tmp_path / "s.csv").open(encoding="utf-8", newline="")))
    assert len(rows) == 161
    assert {"Alibaba", "DeepSeek"} <= {row["holder_label"] for row in rows}


def test_derived_facts_and_notes_are_left_out_unless_asked_for(
    shipped: sg.StanceGraph, tmp_path: Path
):
    shipped.export(tmp_path / "without.nq")
    shipped.export(tmp_path / "with.nq", derived=True)
    without, whole = ((tmp_path / f).read_text("utf-8") for f in ("without.nq", "with.nq"))
    assert DERIVED not in without
    assert PROVENANCE not in without
    assert DERIVED in whole


def test_a_construct_can_be_exported(shipped: sg.StanceGraph, tmp_path: Path):
    text = "CONSTRUCT { ?a st:opposes ?b } WHERE { ?a st:opposes ?b }"
    shipped.export(tmp_path / "o.nt", construct=text)
    assert (tmp_path / "o.nt").read_text().count("opposes") > 10
    with pytest.raises(sg.StancegraphError):
        shipped.export(tmp_path / "o.csv", construct=text)
    with pytest.raises(sg.QueryError):
        shipped.export(tmp_path / "o.nt", construct="SELECT * {}")


def test_a_name_that_ends_in_gz_is_packed(invented: sg.StanceGraph, tmp_path: Path):
    invented.export(tmp_path / "a.nq.gz")
    invented.export(tmp_path / "a.nq")
    assert gzip.decompress((tmp_path / "a.nq.gz").read_bytes()) == (tmp_path / "a.nq").read_bytes()


def test_a_failure_leaves_the_old_file(invented: sg.StanceGraph, tmp_path: Path):
    (tmp_path / "a.nt").write_text("old")
    with pytest.raises(sg.QueryError):
        invented.export(tmp_path / "a.nt", construct="CONSTRUCT {")
    assert [f.name for f in tmp_path.iterdir() if f.is_file()] == ["a.nt"]
    assert (tmp_path / "a.nt").read_text() == "old"


def test_records_in_a_folder_load_back_to_the_same_graph(shipped: sg.StanceGraph, tmp_path: Path):
    shipped.export(tmp_path / "records")
    graph = sg.open(empty=True)
    assert graph.load(tmp_path / "records").problems == ()
    assert graph.stances() == shipped.stances()
    assert graph.entities() == shipped.entities()
    assert graph.issues() == shipped.issues()
