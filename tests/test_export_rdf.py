"""RDF out: every graph as it is, the same bytes each time, or a clear refusal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stancegraph as sg
import trips
from stancegraph import formats
from stancegraph.errors import StancegraphError
from stancegraph.terms import BASE, DERIVED, PREFIXES, PROVENANCE
from trips import RDF, odd

# ---- RDF


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


def test_a_word_of_the_vocabulary_that_is_also_a_key_is_not_taken_for_the_key():
    issue, st = PREFIXES["issue"] + "i", PREFIXES["st"]
    graph = odd(
        f"<{issue}> <{PREFIXES['rdfs']}isDefinedBy> <{BASE}graph/odd> <{BASE}graph/odd> .\n"
        f"<{issue}> <{st}answer> <{issue}#p> <{BASE}graph/odd> .\n"
        f"<{issue}#p> <{st}pole> <{st}position> <{BASE}graph/odd> .\n"
    )
    data = trips.exported(graph, "jsonld")
    assert b'"pole": "https://' in data
    assert set(ox.parse(data, ox.RdfFormat.JSON_LD)) == trips.quads(graph)


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
