"""Stances as tables, networks and record files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import stancegraph as sg
import trips
from invented import LATER, RECORD, VOCABULARY
from stancegraph.errors import MissingExtra, StancegraphError
from stancegraph.records import CSV_HEADER
from stancegraph.terms import PREFIXES
from trips import ALL

# ---- tables


@pytest.mark.parametrize(("format", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_a_row_has_the_fields_of_a_stance_and_names_for_people(
    invented: sg.StanceGraph, format: str, delimiter: str
):
    text = trips.exported(invented, format).decode()
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    row = next(row for row in table if row["id"] == "acme-open")
    assert tuple(row)[: len(CSV_HEADER)] == CSV_HEADER
    assert row["holder_label"] == "Acme Example Lab"
    assert row["issue_label"] == "Should example models be released?"
    assert row["position_label"] == "all of them"
    assert row["reported_by_label"] == row["source_publisher_label"] == "The Daily Example"
    assert (row["date"], row["hedged"], row["because"]) == ("2024-04", "true", "cheap")
    assert (row["primary_source"], row["primary_source_title"]) == ("acme-blog", "Our plan")


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "'=", "''@"])
@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_no_cell_begins_as_a_formula_does_and_the_text_comes_back(
    files: Path, format: str, lead: str
):
    text = RECORD.replace("quote: We will", f'quote: "{lead}We will').replace("think", 'think"')
    (files / "daily-2024.yaml").write_text(text)
    graph = sg.open(empty=True)
    assert graph.load(files).problems == ()
    data = trips.exported(graph, format)
    cells = csv.reader(io.StringIO(data.decode()), delimiter="\t" if format == "tsv" else ",")
    assert not [c for row in cells for c in row if c.startswith(("=", "+", "-", "@", "\t"))]
    before = trips.quads(graph)
    assert trips.said(graph.store, trips.given(data, format)) == []
    assert trips.quads(graph) == before
    assert [s.quote for s in graph.stances() if s.quote] == [
        f"{lead}We will release them all, we think"
    ]


def test_a_line_of_json_describes_its_source_once(invented: sg.StanceGraph):
    lines = [json.loads(line) for line in trips.exported(invented, "jsonl").splitlines()]
    assert [line["id"] for line in lines] == ["acme-open", "bolt-closed", "acme-closed"]
    assert lines[0]["source"]["title"] == "The example labs take sides"
    assert [cited["id"] for cited in lines[0]["cites"]] == ["acme-blog"]
    assert (lines[1]["source"], "cites" in lines[1]) == ("daily-2024", False)


def test_a_table_that_describes_one_document_in_two_ways_is_refused(invented: sg.StanceGraph):
    lines = [json.loads(line) for line in trips.exported(invented, "jsonl").splitlines()]
    lines[1]["cites"] = [{"id": "acme-blog", "title": "Another plan"}]
    lines[2]["cites"] = "acme-blog"
    data = "\n".join(map(json.dumps, lines)).encode()
    assert trips.said(invented.store, trips.given(data, "jsonl")) == [
        "given.jsonl:2: document 'acme-blog' is described otherwise on an earlier line",
        "given.jsonl:3: cites is not a list (a list of documents)",
    ]


def test_parquet_has_a_typed_column_for_each_field(shipped: sg.StanceGraph):
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(io.BytesIO(trips.exported(shipped, "parquet")))
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds["date"] == kinds["date_end"] == "date32[day]"
    assert kinds["hedged"] == "bool"
    assert kinds["because"] == kinds["revises"] == "list<element: string>"
    rows = table.to_pylist()
    for row in rows:
        row |= {name: tuple(row[name]) for name in ("because", "revises")}
    stances = shipped.stances()
    assert rows == [{name: getattr(s, name) for name in kinds} for s in stances]
    assert rows[0]["date"] == dt.date(2019, 2, 1)


def test_parquet_without_pyarrow_says_what_to_install(
    invented: sg.StanceGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'stancegraph\[parquet\]'"):
        invented.export(tmp_path / "out.parquet")
    assert [file for file in tmp_path.iterdir() if file.is_file()] == []


# ---- graph tools


def read_network(data: bytes, format: str) -> Any:
    import networkx as nx

    if format == "graphml":
        return nx.read_graphml(io.BytesIO(data), force_multigraph=True)
    if format == "gexf":
        return nx.read_gexf(io.BytesIO(data))
    return nx.node_link_graph(json.loads(data), edges="edges")


@pytest.mark.parametrize("format", ["graphml", "gexf", "node-link"])
def test_networkx_reads_the_network_without_loss(shipped: sg.StanceGraph, format: str):
    network = shipped.network()
    read = read_network(trips.exported(shipped, format), format)
    assert dict(read.nodes(data=True)) == dict(network.nodes(data=True))
    assert read.number_of_edges() == network.number_of_edges()
    assert edges(read) == edges(network)


def edges(network: Any) -> list[Any]:
    """Edges with what is said of them, under the names that the formats leave free."""
    found = []
    for one, other, data in network.edges(data=True):
        said = {{"source": "source_id"}.get(name, name): value for name, value in data.items()}
        if data["kind"] != "stance":
            # GEXF gives every edge an id.
            said.pop("id", None)
        found.append((one, other, sorted(said.items())))
    return sorted(found)


def test_gexf_does_not_tell_the_day_of_writing(invented: sg.StanceGraph):
    assert b"lastmodified" not in trips.exported(invented, "gexf")


def test_an_edge_of_graphml_has_an_id_of_its_own(shipped: sg.StanceGraph):
    from xml.etree import ElementTree

    root = ElementTree.fromstring(trips.exported(shipped, "graphml"))
    ids = [edge.get("id") for edge in root.iter("{http://graphml.graphdrawing.org/xmlns}edge")]
    assert len(set(ids)) == len(ids) > 161


@pytest.mark.parametrize("format", ["graphml", "gexf", "node-link", "parquet", "csv", "jsonl"])
def test_a_selection_of_stances_is_all_that_a_table_or_network_holds(
    shipped: sg.StanceGraph, format: str
):
    selection = shipped.select(holder="alibaba")
    data = trips.exported(shipped, format, selection=selection)
    wanted = {stance.id for stance in shipped.stances(selection)}
    if format == "parquet":
        pq = pytest.importorskip("pyarrow.parquet")
        found = set(pq.read_table(io.BytesIO(data)).column("id").to_pylist())
    elif format == "csv":
        found = {row["id"] for row in csv.DictReader(io.StringIO(data.decode(), newline=""))}
    elif format == "jsonl":
        found = {json.loads(line)["id"] for line in data.splitlines()}
    else:
        network = read_network(data, format)
        kinds = network.edges(data=True)
        found = {edge["id"] for *_, edge in kinds if edge["kind"] == "stance"}
    assert found == wanted


# ---- record files


def test_a_folder_gets_a_file_for_each_source_and_each_vocabulary(
    invented: sg.StanceGraph, tmp_path: Path
):
    invented.export(tmp_path / "out", "yaml")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "2024-05-daily-2024.yaml",
        "2025-01-31-daily-2025.yaml",
        "words.yaml",
    ]
    assert "  because: [cheap]\n" in (tmp_path / "out/2024-05-daily-2024.yaml").read_text()


def test_an_empty_folder_is_filled_and_a_full_one_is_left_alone(
    invented: sg.StanceGraph, tmp_path: Path
):
    folder = tmp_path / "out"
    folder.mkdir()
    invented.export(folder, "yaml")
    before = sorted(folder.iterdir())
    assert len(before) == 3
    with pytest.raises(StancegraphError, match="this folder is not empty"):
        invented.export(folder, "yaml")
    assert sorted(folder.iterdir()) == before


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(
    invented: sg.StanceGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Path, "write_bytes", _full_disk)
    for folder in (tmp_path / "new", tmp_path / "there"):
        (tmp_path / "there").mkdir(exist_ok=True)
        with pytest.raises(StancegraphError, match="cannot be written: No space left"):
            invented.export(folder, "yaml")
    assert not (tmp_path / "new").exists()
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []
    assert list((tmp_path / "there").iterdir()) == []


def _full_disk(*_: object) -> int:
    raise OSError(28, "No space left on device")


def test_long_and_equal_names_make_files_of_their_own(tmp_path: Path):
    vocabulary = trips.given(VOCABULARY.encode(), "yaml", "words")
    ids = ["x" * 300 + end for end in ("a", "b")]
    records = [LATER.replace("daily-2025", id).replace("acme-closed", id) for id in ids]
    graph = trips.graph_of(vocabulary, *(trips.given(r.encode(), "yaml") for r in records))
    graph.export(tmp_path / "out", "yaml")
    back = sg.open(empty=True)
    assert len(list((tmp_path / "out").iterdir())) == 3
    assert back.load(tmp_path / "out").problems == ()
    assert trips.quads(back) == trips.quads(graph)


def test_positions_that_answer_issues_of_two_files_come_back(tmp_path: Path):
    more = """\
issues:
- id: sharing
  label: Should example data be shared?
  short: Example sharing
  positions:
  - {id: some, label: some, summary: Share a few, pole: second}
  - {id: never, label: never, summary: Share none, pole: first}
  - {id: none, label: none, summary: Share none}
  opposed: [[none, some]]
"""
    graph = trips.graph_of(trips.given(VOCABULARY.encode(), "yaml", "words"))
    assert trips.said(graph.store, trips.given(more.encode(), "yaml", "more")) == []
    graph.export(tmp_path / "out", "yaml")
    back = sg.open(empty=True)
    assert back.load(tmp_path / "out").problems == ()
    # The file that is read first describes what both name.
    assert trips.triples(
        q for q in trips.quads(back) if "isDefinedBy" not in q.predicate.value
    ) == (trips.triples(q for q in trips.quads(graph) if "isDefinedBy" not in q.predicate.value))


def test_opposed_positions_stand_in_the_order_that_tells_their_poles():
    turned = VOCABULARY.replace("opposed: [[yes-all, none]]", "opposed: [[none, yes-all]]")
    graph = trips.graph_of(trips.given(turned.encode(), "yaml", "words"))
    text = trips.exported(graph, "yaml").decode()
    assert "opposed:\n  - [none, yes-all]\n" in text
    assert "pole" not in text


def test_rdf_that_names_no_graphs_becomes_records_too(invented: sg.StanceGraph, tmp_path: Path):
    flat = trips.graph_of(trips.given(trips.exported(invented, "ttl"), "ttl", "flat"))
    flat.export(tmp_path / "out", "yaml")
    back = sg.open(empty=True)
    assert back.load(tmp_path / "out").problems == ()
    assert back.stances() == invented.stances()


def test_half_a_description_is_written_as_far_as_it_goes():
    turtle = """
        stance:s a st:Stance ; dct:source <https://example.org/a%20source> ;
            st:date "2024-01-01"^^xsd:date .
        entity:e a st:Lab .
        issue:i a st:Issue ; st:answer [ st:order 1 ] .
    """
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    graph = trips.graph_of(trips.given((head + turtle).encode(), "ttl", "half"))
    for format in ALL:
        assert trips.exported(graph, format) is not None
    assert b"id: https://example.org/a%20source" in trips.exported(graph, "yaml")
