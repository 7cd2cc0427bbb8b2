"""What goes out comes back as it was: every format that loads, on real data and on any text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stancegraph as sg
import trips
from invented import RECORD, VOCABULARY
from stancegraph.load.known import known_names
from stancegraph.records import Known, parse_yaml, read_record, read_vocabulary
from stancegraph.vocabulary import shipped_records

# ---- the shipped graph


@pytest.fixture(scope="module")
def vocabulary(shipped: sg.StanceGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped graph as a folder of records."""
    folder = tmp_path_factory.mktemp("exported") / "records"
    shipped.export(folder, "yaml")
    return folder


@pytest.mark.parametrize("format", trips.QUADS)
def test_the_shipped_graph_comes_back_from_every_syntax_of_quads(
    shipped: sg.StanceGraph, format: str
):
    back = trips.graph_of(trips.given(trips.exported(shipped, format), format))
    assert trips.quads(back) == trips.quads(shipped)
    assert back.stances() == shipped.stances()


@pytest.mark.parametrize("format", trips.TRIPLES)
def test_the_union_of_the_shipped_graph_comes_back_from_every_syntax_of_triples(
    shipped: sg.StanceGraph, format: str
):
    back = trips.graph_of(trips.given(trips.exported(shipped, format), format))
    assert trips.triples(trips.quads(back)) == trips.triples(trips.quads(shipped))
    assert back.stances() == shipped.stances()


def test_n_quads_come_back_isomorphic(shipped: sg.StanceGraph):
    data = trips.exported(shipped, "nq")
    back = trips.graph_of(trips.given(data, "nq"))
    canonical = []
    for graph in (shipped, back):
        dataset = ox.Dataset(trips.quads(graph))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        canonical.append(dataset)
    assert canonical[0] == canonical[1]
    assert trips.exported(back, "nq") == data


@pytest.mark.parametrize("format", [*trips.QUADS, *trips.TRIPLES])
def test_rdflib_reads_every_syntax_as_we_mean_it(shipped: sg.StanceGraph, format: str):
    import rdflib

    name = {"jsonld": "json-ld", "nq": "nquads", "rdf": "xml", "ttl": "turtle"}.get(format, format)
    read = rdflib.Dataset(default_union=True)
    read.parse(data=trips.exported(shipped, format), format=name)
    again = {q.triple for q in ox.parse(read.serialize(format="nquads"), ox.RdfFormat.N_QUADS)}
    assert again == trips.triples(trips.quads(shipped))
    if format in trips.QUADS:
        names = {str(graph.identifier) for graph in read.graphs() if len(graph)}
        assert names == {q.graph_name.value for q in trips.quads(shipped)}


def test_records_come_back_through_trig_but_for_their_order(
    shipped: sg.StanceGraph, tmp_path: Path
):
    back = trips.graph_of(trips.given(trips.exported(shipped, "trig"), "trig"))
    back.export(tmp_path / "records", "yaml")
    assert checked(tmp_path / "records", back) == checked(shipped_records(), shipped)


def checked(folder: Path, graph: sg.StanceGraph) -> list[Any]:
    """The records of a folder as the loader understands them, in one order."""
    names = known_names(graph.store)
    known = Known(names.entities, names.positions, names.arguments, names.sources)
    own = {stance.source for stance in graph.stances()}
    found: list[Any] = []
    for file in folder.glob("*.yaml"):
        (data,) = parse_yaml(file.read_text("utf-8"), file.name)
        if "stances" in data:
            record, problems = read_record(data, file.name, known)
            # A cited document that has a record of its own is described there.
            record["cites"] = [
                {k: v for k, v in cited.items() if cited["id"] not in own or k in ("id", "marker")}
                for cited in record["cites"]
            ]
        else:
            record, problems = read_vocabulary(data, file.name, known, "graph:any")
        assert problems == []
        found.append(in_order(record))
    return sorted(found, key=str)


def in_order(value: Any) -> Any:
    """A value without the order of its lists and keys."""
    if isinstance(value, dict):
        return sorted((key, in_order(part)) for key, part in value.items())
    if isinstance(value, list | tuple):
        return sorted((in_order(part) for part in value), key=str)
    return value


def test_a_folder_of_records_makes_the_same_graph(shipped: sg.StanceGraph, vocabulary: Path):
    back = sg.open(empty=True)
    assert back.load(vocabulary).problems == ()
    assert trips.quads(back) == trips.quads(shipped)


def test_a_stream_of_records_makes_the_same_stances(shipped: sg.StanceGraph):
    back = trips.graph_of(trips.given(trips.exported(shipped, "yaml"), "yaml"))
    assert back.stances() == shipped.stances()
    assert back.entities() == shipped.entities()
    assert back.issues() == shipped.issues()
    assert back.arguments() == shipped.arguments()


@pytest.mark.parametrize("format", trips.TABLES)
def test_stances_come_back_from_tables(shipped: sg.StanceGraph, vocabulary: Path, format: str):
    back = sg.open(empty=True)
    names = ("entities", "issues", "arguments")
    assert back.load(*(vocabulary / f"{name}.yaml" for name in names)).problems == ()
    assert trips.said(back.store, trips.given(trips.exported(shipped, format), format)) == []
    assert back.stances() == shipped.stances()
    if format == "jsonl":
        assert trips.quads(back) == trips.quads(shipped)


# ---- any text

# What the loader takes: no control characters of XML, no halves of surrogate pairs; outer space
# goes, and something must be left.
TEXT = (
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        st.text(" \t\n\r\x85\xa0\u2028\u2029\ufeff'\"\\:#-=+@&<>[]{}|,;%\u202e\U0001f9ea", max_size=12),
        st.sampled_from(
            ["=1+1", "'=1+1", "''-x", "@a", "-1", "+1", "'", "true", "null", "~", "2024-01-01", "1.10",
             "yes", "- a", "a: b", "a #b", "*a", "&a", "!a", "? a", "<<", "%YAML", "---", "...", "\ufeffa",
             "a\n b", " a", "a\n\n", "\u0645\u0631\u062d\u0628\u0627", "]]>", "<!--", "a\u2028b", "0x1", "_:b"]
        ),
    )
    .map(lambda text: "".join(c for c in text if c >= " " or c in "\t\n\r"))
    .map(lambda text: "".join(c for c in text if c not in "\ufffe\uffff"))
    .filter(lambda text: text.strip())
)  # fmt: skip
NAMES = st.fixed_dictionaries({
    name: TEXT
    for name in ("name", "alias", "role", "label", "short", "position", "meaning", "reason",
                 "because", "title", "author", "cited", "marker", "quote", "summary")
})  # fmt: skip


def invented(words: dict[str, str]) -> sg.StanceGraph:
    """A small graph in which each text is an arbitrary one."""
    vocabulary = {
        "entities": [
            {"id": "acme", "name": words["name"], "type": "Lab", "aliases": [words["alias"]]},
            {"id": "carla", "name": "Carla Sample", "type": "Person", "role": words["role"]},
        ],
        "issues": [
            {
                "id": "release",
                "label": words["label"],
                "short": words["short"],
                "positions": [
                    {"id": "open", "label": words["position"], "summary": words["meaning"]},
                    {"id": "closed", "label": "closed", "summary": "Release none"},
                ],
                "opposed": [["closed", "open"]],
            }
        ],
        "arguments": [
            {
                "id": "cheap",
                "label": words["because"],
                "summary": words["reason"],
                "supports": ["open"],
            }
        ],
    }
    stance = {"id": "one", "holder": "carla", "issue": "release", "position": "open"}
    stance |= {"mode": "says", "date": "2024-02", "because": ["cheap"], "primary_source": "blog"}
    record = {
        "source": {
            "id": "daily",
            "title": words["title"],
            "publisher": "acme",
            "kind": "secondary",
            "author": words["author"],
        },
        "cites": [{"id": "blog", "title": words["cited"], "marker": words["marker"]}],
        "stances": [{**stance, "quote": words["quote"], "summary": words["summary"]}],
    }
    return trips.graph_of(trips.as_json(vocabulary, "words"), trips.as_json(record))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(NAMES)
def test_any_text_survives_every_format_that_loads(words: dict[str, str]):
    graph = invented(words)
    expected, vocabulary = trips.quads(graph), trips.exported(graph, "nq")
    for format in trips.QUADS:
        back = trips.graph_of(trips.given(trips.exported(graph, format), format))
        assert trips.quads(back) == expected, format
    for format in trips.TRIPLES:
        back = trips.graph_of(trips.given(trips.exported(graph, format), format))
        assert trips.triples(trips.quads(back)) == trips.triples(expected), format
    back = trips.graph_of(trips.given(trips.exported(graph, "yaml"), "yaml", "words"))
    assert trips.quads(back) == expected
    for format in trips.TABLES:
        back = trips.graph_of(trips.given(vocabulary, "nq"))
        back.remove("daily")
        assert trips.said(back.store, trips.given(trips.exported(graph, format), format)) == []
        assert trips.quads(back) == expected, format


@settings(max_examples=60, deadline=None, derandomize=True)
@given(NAMES)
def test_any_text_is_what_it_was_after_the_loader_took_its_outer_space(words: dict[str, str]):
    graph = invented(words)
    kept = {k: v.replace("\r\n", "\n").replace("\r", "\n").strip() for k, v in words.items()}
    (stance,) = graph.stances()
    assert (stance.quote, stance.summary) == (kept["quote"], kept["summary"])
    assert (stance.source_title, stance.source_author) == (kept["title"], kept["author"])
    assert graph.entities()[0].aliases == (kept["alias"],)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(NAMES)
def test_any_text_survives_the_formats_of_graph_tools(words: dict[str, str]):
    import io

    import networkx as nx

    graph = invented(words)
    (stance,) = graph.stances()
    read = (
        nx.read_graphml(io.BytesIO(trips.exported(graph, "graphml")), force_multigraph=True),
        nx.MultiDiGraph(nx.read_gexf(io.BytesIO(trips.exported(graph, "gexf")))),
        nx.node_link_graph(json.loads(trips.exported(graph, "node-link")), edges="edges"),
    )
    for network in read:
        (edge,) = (data for *_, data in network.edges(data=True) if data["kind"] == "stance")
        assert (edge["quote"], edge["summary"]) == (stance.quote, stance.summary)
        assert network.nodes["release/open"]["label"] == stance.position_label


# ---- any bytes

FIELDS = st.one_of(
    st.sampled_from(
        ["id", "source", "stances", "cites", "entities", "issues", "arguments", "positions",
         "opposed", "supports", "because", "name", "label", "type", "holder", "date", "aliases"]
    ),
    st.text(max_size=4),
)  # fmt: skip
VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """A right file with something else in one place."""
    text = draw(st.sampled_from([RECORD, VOCABULARY]))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 20)))
    return text[:start] + draw(st.text(max_size=10)) + text[end:]


CELLS = st.one_of(
    st.sampled_from(["", "acme", "release", "none", "says", "2024", "x-1", "daily", "secondary"]),
    st.text(max_size=6),
)
TABLE = st.lists(st.lists(CELLS, max_size=12), max_size=4)


def said(data: bytes, format: str) -> list[str]:
    """What loading some bytes into a graph with a vocabulary says is wrong."""
    base = trips.graph_of(trips.given(VOCABULARY.encode(), "yaml", "words"))
    before = len(trips.quads(base))
    problems = trips.said(base.store, trips.given(data, format, "fuzz"))
    if problems:
        assert len(trips.quads(base)) == before, "something of a bad file was loaded"
    assert all("\n" not in problem for problem in problems)
    return problems


LOADED = ["yaml", "json", "jsonl", "csv", "tsv", "ttl", "trig", "nt", "nq", "rdf", "jsonld"]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(LOADED), st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_any_bytes_are_loaded_or_refused_in_words(format: str, data: bytes):
    said(data, format)


DEEP = 100_000


@pytest.mark.parametrize(
    ("format", "data"),
    [
        *(("yaml", opening * DEEP) for opening in ("[", "{a: ", "- ", "? ", "[a, ")),
        *((format, "[" * DEEP) for format in ("json", "jsonl", "jsonld")),
        *((format, '{"source": ' * DEEP) for format in ("json", "jsonl", "jsonld")),
        *((format, '{"source": ' + "1" * 9999 + "}") for format in ("json", "jsonl", "jsonld")),
        *((format, '{"source": {"id": "\\ud800"}}') for format in ("json", "jsonl", "jsonld")),
        ("ttl", "<ex:a> <ex:b> " + "(" * DEEP),
        ("rdf", "<a>" * DEEP),
        ("csv", '"' * 999),
        ("csv", "id,holder\n\x00"),
    ],
)
def test_no_file_ends_the_process(format: str, data: str):
    assert said(data.encode(), format)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(["yaml", "json", "jsonl", "jsonld"]), VALUES)
def test_any_value_is_loaded_or_refused_in_words(format: str, value: Any):
    said(json.dumps(value).encode(), format)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(spoiled())
def test_any_mistake_in_a_record_is_told_in_words(text: str):
    said(text.encode(), "yaml")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sampled_from(["csv", "tsv"]), TABLE)
def test_any_table_is_loaded_or_refused_in_words(format: str, cells: list[list[str]]):
    import csv
    import io

    out = io.StringIO()
    head = ["id", "holder", "issue", "position", "mode", "date", "summary", "source_id"]
    write = csv.writer(out, delimiter="\t" if format == "tsv" else ",")
    write.writerows([[*head, "source_title", "source_kind", "primary_source", "because"], *cells])
    said(out.getvalue().encode(), format)
