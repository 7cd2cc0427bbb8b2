"""Exporting: the right thing, whole or in part, the same bytes each time, or a clear refusal."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stancegraph as sg
import trips
from invented import LATER, RECORD, VOCABULARY
from stancegraph import formats
from stancegraph.errors import MissingExtra, QueryError, StancegraphError
from stancegraph.export import export
from stancegraph.records import CSV_HEADER
from stancegraph.terms import BASE, DERIVED, PREFIXES, PROVENANCE

ALL = formats.names("export")
RDF = (*trips.QUADS, *trips.TRIPLES)


# ---- where it goes


@pytest.mark.parametrize("format", ALL)
def test_the_same_graph_gives_the_same_bytes_in_whatever_order_it_was_loaded(format: str):
    files = [
        trips.given(VOCABULARY.encode(), "yaml", "words"),
        trips.given(RECORD.encode(), "yaml"),
        trips.given(LATER.encode(), "yaml"),
    ]
    one, other = trips.graph_of(*files), trips.graph_of(*files[:1])
    for file in reversed(files[1:]):
        assert trips.said(other.store, file) == []
    assert trips.exported(one, format) == trips.exported(other, format) != b""


@pytest.mark.parametrize("format", ALL)
def test_a_file_and_a_stream_get_the_same_bytes(
    invented: sg.StanceGraph, tmp_path: Path, format: str
):
    invented.export(tmp_path / "out.any", format)
    assert (tmp_path / "out.any").read_bytes() == trips.exported(invented, format)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["out.any"]


@pytest.mark.parametrize("format", ALL)
def test_a_name_that_ends_in_gz_is_packed_and_has_the_same_bytes_each_time(
    invented: sg.StanceGraph, tmp_path: Path, format: str
):
    for name in ("one.gz", "two.gz"):
        invented.export(tmp_path / name, format)
    packed = (tmp_path / "one.gz").read_bytes()
    assert packed == (tmp_path / "two.gz").read_bytes()
    assert gzip.decompress(packed) == trips.exported(invented, format)


def test_a_packed_file_loads(invented: sg.StanceGraph, tmp_path: Path):
    invented.export(tmp_path / "all.nq.gz")
    back = sg.open(empty=True)
    assert back.load(tmp_path / "all.nq.gz").problems == ()
    assert trips.quads(back) == trips.quads(invented)


@pytest.mark.parametrize("format", ALL)
def test_it_tells_how_much_was_written(invented: sg.StanceGraph, format: str):
    count = len(trips.quads(invented)) if format in RDF else 3
    assert export(invented.store, io.BytesIO(), formats.by_name(format, "export")) == count


def test_a_failure_leaves_the_file_that_was_there(tmp_path: Path):
    graph = odd('<https://example.org/a> <https://example.org/p> "\\u0001" .')
    target = tmp_path / "out.rdf"
    target.write_text("before")
    with pytest.raises(StancegraphError):
        graph.export(target)
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["none/out.ttl", "folder.ttl", "file/out.ttl"])
def test_a_target_that_cannot_be_written_is_one_clear_line(
    invented: sg.StanceGraph, tmp_path: Path, name: str
):
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(StancegraphError) as caught:
        invented.export(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: cannot be written: ")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device_is_written_to_and_stays_a_device(invented: sg.StanceGraph):
    invented.export(Path(os.devnull), "ttl")
    assert Path(os.devnull).is_char_device()


def test_a_file_that_is_there_is_replaced(invented: sg.StanceGraph, tmp_path: Path):
    (tmp_path / "out.ttl").write_text("before")
    invented.export(tmp_path / "out.ttl")
    assert (tmp_path / "out.ttl").read_bytes() == trips.exported(invented, "ttl")


# ---- RDF


def odd(nquads: str) -> sg.StanceGraph:
    """A graph of triples that no record makes."""
    return trips.graph_of(trips.given(nquads.encode(), "nq", "odd"))


def test_turtle_has_our_prefixes_and_a_type_first(invented: sg.StanceGraph):
    text = trips.exported(invented, "ttl").decode()
    assert "@prefix st: <https://w3id.org/stancegraph/ns#> ." in text
    assert "\nstance:acme-open a st:Stance ;\n" in text
    assert "st:holder entity:acme ;" in text


@pytest.mark.parametrize("format", trips.QUADS)
def test_derived_facts_and_bookkeeping_come_only_when_asked_for(
    invented: sg.StanceGraph, format: str
):
    def graphs(**options: Any) -> set[str]:
        data = trips.exported(invented, format, **options)
        found = ox.parse(data, formats.by_name(format, "export").rdf)
        return {quad.graph_name.value for quad in found}

    assert graphs() == set(invented.store.graphs()) - {DERIVED, PROVENANCE}
    assert graphs(derived=True) == set(invented.store.graphs())


def test_triples_without_a_graph_are_not_lost():
    graph = sg.open(empty=True)
    graph.store.raw.add(ox.Quad(ox.NamedNode("ex:a"), ox.NamedNode("ex:b"), ox.Literal("c")))
    for format in RDF:
        found = ox.parse(trips.exported(graph, format), formats.by_name(format, "export").rdf)
        assert [quad.object.value for quad in found] == ["c"], format


@pytest.mark.parametrize(
    ("format", "nquads", "words"),
    [
        ("rdf", '<ex:a> <ex:p> "a\\u0001" .', "RDF/XML cannot hold the character U+0001 of <ex:a>"),
        ("rdf", '<ex:a> <ex:p> "a\\rb" .', "RDF/XML cannot hold the character U+000D"),
        ("rdf", '<ex:a> <ex://b/1> "x" .', "RDF/XML cannot hold the predicate <ex://b/1>"),
        ("jsonld", '<ex:a> <ex:p> <<( <ex:a> <ex:b> "c" )>> .', "a triple inside a triple"),
        ("jsonld", "<ex:a> <ex:p> <schema:name> .", "JSON-LD cannot hold the IRI <schema:name>"),
        ("jsonld", '<ex:a> <dct:title> "x" .', "JSON-LD cannot hold the IRI <dct:title>"),
    ],
)
def test_what_a_syntax_cannot_say_is_refused_and_not_bent(format: str, nquads: str, words: str):
    with pytest.raises(StancegraphError) as caught:
        trips.exported(odd(nquads), format)
    assert words in str(caught.value)
    assert "can)" in str(caught.value)
    assert trips.exported(odd(nquads), "trig")


# ---- JSON-LD


def test_json_ld_has_our_context_and_its_names(invented: sg.StanceGraph):
    document = json.loads(trips.exported(invented, "jsonld"))
    ontology = Path(__file__).parents[1] / "ontology" / "context.jsonld"
    assert document["@context"] == json.loads(ontology.read_text())["@context"]
    (graph,) = (g for g in document["@graph"] if g["id"] == "daily-2024")
    (source,) = graph["@graph"]
    assert source["type"] == "Source"
    assert source["citations"]["cited"] == source["cites"] == "acme-blog"
    stance = source["stances"][0]
    assert list(stance)[:6] == ["id", "type", "holder", "issue", "position", "mode"]
    assert (stance["holder"], stance["mode"], stance["hedged"]) == ("acme", "says", True)
    (annotation,) = stance["annotation"]
    assert annotation["target"]["selector"]["exact"] == stance["quote"]


def test_json_ld_of_the_shipped_graph_has_no_name_written_out_in_full(shipped: sg.StanceGraph):
    def keys(value: Any) -> set[str]:
        parts = value.values() if isinstance(value, dict) else value
        inner = [keys(part) for part in parts if isinstance(part, dict | list)]
        return set().union(value if isinstance(value, dict) else (), *inner)

    document = json.loads(trips.exported(shipped, "jsonld"))
    assert {key for key in keys(document["@graph"]) if ":" in key} == set()


def _iris(prefix: str, *names: str) -> list[ox.NamedNode]:
    return [ox.NamedNode(PREFIXES[prefix] + name) for name in names]


NODES = [
    *_iris("source", "a", "b", "a#cites-b", "", "A.b", "a/../b", "x?y", "%C3%A9", "@id"),
    *_iris("stance", "s", "t", "s#quote", "s#target", "s#selector", "a:b"),
    *_iris("entity", "e", "title"),
    *_iris("issue", "i", "i#p", "#x"),
    *_iris("st", "says", "quote", "position", "Stance"),
    *_iris("position", "p"),
    *_iris("argument", "g"),
    *_iris("graph", "entities"),
    *map(ox.NamedNode, ["urn:x:y", "https://example.org/a%20b", "mailto:a@example.org", BASE]),
]
PREDICATES = [
    *_iris("dct", "title", "publisher", "issued", "references", "source", "description", "a.b"),
    *_iris("st", "kind", "citation", "cited", "marker", "holder", "position", "mode", "hedged"),
    *_iris("st", "date", "because", "order", "pole", "answer", "opposes", "current", "Source"),
    *_iris("oa", "hasBody", "hasTarget", "hasSource", "hasSelector", "exact"),
    *_iris("rdf", "type", "first", "value"),
    *_iris("rdfs", "label", "isDefinedBy"),
    *_iris("schema", "sameAs", "url", ""),
    *map(ox.NamedNode, ["https://example.org/p", "urn:p:q"]),
]
XSD = PREFIXES["xsd"]
LITERALS = [
    *map(ox.Literal, ["x", "", "says", "@id", "_:b", '\u2028"\\\n']),
    ox.Literal("x", language="en"),
    ox.Literal("x", language="de-at"),
    *(
        ox.Literal(text, datatype=ox.NamedNode(datatype))
        for text, datatype in [
            ("true", XSD + "boolean"), ("1", XSD + "boolean"), ("5", XSD + "integer"),
            ("05", XSD + "integer"), ("-0", XSD + "integer"), ("9" * 23, XSD + "integer"),
            ("1.5", XSD + "double"), ("1.50", XSD + "decimal"), ("2024-01-01", XSD + "date"),
            ('{"a": 1}', PREFIXES["rdf"] + "JSON"), ("x", "https://example.org/d"),
        ]
    ),
]  # fmt: skip
GRAPHS = [ox.DefaultGraph(), NODES[0], NODES[9], *_iris("graph", "entities")]
ODD = st.lists(
    st.builds(
        ox.Quad,
        st.sampled_from(NODES),
        st.sampled_from(PREDICATES),
        st.sampled_from(NODES) | st.sampled_from(LITERALS),
        st.sampled_from(GRAPHS),
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ODD)
def test_json_ld_says_any_graph_as_it_is(found: list[ox.Quad]):
    graph = sg.open(empty=True)
    graph.store.raw.extend(found)
    data = trips.exported(graph, "jsonld")
    # The store writes numbers and truth values in one way only.
    assert set(ox.parse(data, ox.RdfFormat.JSON_LD)) == set(graph.store.quads())


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ODD)
def test_rdflib_reads_the_json_ld_of_any_graph_as_it_is(found: list[ox.Quad]):
    import rdflib

    graph = sg.open(empty=True)
    graph.store.raw.extend(found)
    read = rdflib.Dataset()
    read.parse(data=trips.exported(graph, "jsonld"), format="json-ld")
    again = ox.parse(read.serialize(format="nquads"), ox.RdfFormat.N_QUADS)
    assert set(again) == set(graph.store.quads())


@pytest.mark.parametrize("format", RDF)
def test_blank_nodes_stay_together(format: str):
    graph = odd("""<ex:a> <ex://b/p> _:b .\n_:b <ex://b/p> "x" .
        _:b <ex://b/r> _:c .\n_:c <ex://b/p> "y" .""")
    found = ox.parse(trips.exported(graph, format), formats.by_name(format, "export").rdf)
    assert canonical(found) == canonical(graph.store.quads(graph=BASE + "graph/odd"))


def canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    """The triples, with the same labels for the same blank nodes."""
    dataset = ox.Dataset(ox.Quad(*quad.triple) for quad in quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert len(dataset) == 4
    return dataset


# ---- a part

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


def test_rdf_that_names_no_graphs_becomes_records_too(invented: sg.StanceGraph, tmp_path: Path):
    flat = trips.graph_of(trips.given(trips.exported(invented, "ttl"), "ttl", "flat"))
    flat.export(tmp_path / "out", "yaml")
    back = sg.open(empty=True)
    assert back.load(tmp_path / "out").problems == ()
    assert back.stances() == invented.stances()


def test_half_a_description_is_written_as_far_as_it_goes():
    stance = f"<{PREFIXES['stance']}s>"
    graph = odd(
        f"{stance} <{PREFIXES['rdf']}type> <{PREFIXES['st']}Stance> .\n"
        f"{stance} <{PREFIXES['dct']}source> <https://example.org/a source> .\n".replace(" source>", "%20source>")
        + f'{stance} <{PREFIXES["st"]}date> "2024-01-01"^^<{XSD}date> .\n'
        + f'<{PREFIXES["entity"]}e> <{PREFIXES["rdf"]}type> <{PREFIXES["st"]}Lab> .\n'
        + f'<{PREFIXES["issue"]}i> <{PREFIXES["rdf"]}type> <{PREFIXES["st"]}Issue> .\n'
        + f"<{PREFIXES['issue']}i> <{PREFIXES['st']}answer> _:a .\n"
    )  # fmt: skip
    for format in ALL:
        assert trips.exported(graph, format) is not None
    assert b"id: https://example.org/a%20source" in trips.exported(graph, "yaml")
