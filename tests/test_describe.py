"""The description of the graph as a whole, and of its SPARQL endpoint."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

import stancegraph as sg
from stancegraph.describe import About, Dump, description, prefixes, service_description, term
from stancegraph.site import Addresses
from stancegraph.terms import BASE, DESCRIBING, PREFIXES
from stancegraph.version import VERSION

AT = Addresses(origin="https://stances.example", root="/s/")
DATASET = "https://stances.example/s/.well-known/void#dataset"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
[] a sh:NodeShape ; sh:targetClass void:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:datatype <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:class foaf:Agent ] ,
    [ sh:path dct:modified ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ,
    [ sh:path void:triples ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 1 ] ,
    [ sh:path void:entities ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ] ,
    [ sh:path void:distinctSubjects ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ] ,
    [ sh:path void:sparqlEndpoint ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path void:uriSpace ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path void:exampleResource ; sh:minCount 3 ; sh:nodeKind sh:IRI ] ,
    [ sh:path void:vocabulary ; sh:minCount 3 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:distribution ; sh:class dcat:Distribution ] ,
    [ sh:path void:classPartition ; sh:minCount 5 ; sh:node [
        sh:property [ sh:path void:class ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
          [ sh:path void:entities ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ] ] ] ,
    [ sh:path void:propertyPartition ; sh:minCount 5 ; sh:node [
        sh:property [ sh:path void:property ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
          [ sh:path void:triples ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ] ] ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:downloadURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:mediaType ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
[] a sh:NodeShape ; sh:targetClass sd:Service ;
  sh:property [ sh:path sd:endpoint ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sd:supportedLanguage ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sd:resultFormat ; sh:minCount 4 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sd:defaultDataset ; sh:minCount 1 ; sh:class sd:Dataset ] .
"""


def values(triples: list[ox.Triple], predicate: str, subject: str = DATASET) -> list[str]:
    return [
        t.object.value
        for t in triples
        if t.subject == ox.NamedNode(subject) and t.predicate == term(predicate)
    ]


def one(triples: list[ox.Triple], predicate: str, subject: str = DATASET) -> str:
    (found,) = values(triples, predicate, subject)
    return found


def counted(graph: sg.StanceGraph, query: str) -> int:
    return int(next(iter(graph.query(query)))[0])


@pytest.fixture(scope="module")
def described(shipped: sg.StanceGraph) -> list[ox.Triple]:
    dumps = [Dump("/s/all.trig.gz", "application/trig", 12345, compressed=True)]
    return description(shipped.store, AT, dumps=dumps)


def test_both_conform_to_their_shapes(described: list[ox.Triple]):
    from pyshacl import validate

    graph = rdflib.Graph()
    for triples in (described, service_description(AT)):
        graph.parse(data=written(triples), format="turtle")
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    conforms, _, report = validate(graph, shacl_graph=shapes)
    assert conforms, report


def written(triples: list[ox.Triple], form: Any = ox.RdfFormat.TURTLE) -> bytes:
    return ox.serialize(triples, format=form, prefixes=prefixes()) or b""


def test_rdflib_and_oxigraph_read_back_what_is_written(described: list[ox.Triple]):
    for triples in (described, service_description(AT, updates=True)):
        assert len(triples) == len(set(triples))
        assert {q.triple for q in ox.parse(written(triples), format=ox.RdfFormat.TURTLE)} == set(
            triples
        )
        for form, reader in ((ox.RdfFormat.TURTLE, "turtle"), (ox.RdfFormat.RDF_XML, "xml")):
            read = rdflib.Graph().parse(data=written(triples, form), format=reader)
            assert len(read) == len(triples)


def test_the_counts_are_those_of_the_graph(shipped: sg.StanceGraph, described: list[ox.Triple]):
    for predicate, query in {
        "void:triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "void:distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "void:distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
        "void:properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
        "void:classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    }.items():
        assert int(one(described, predicate)) == counted(shipped, query)
    named = {
        q.subject.value
        for q in shipped.store.quads(predicate=PREFIXES["rdf"] + "type")
        if q.subject.value.startswith(BASE) and "#" not in q.subject.value
    }
    assert int(one(described, "void:entities")) == len(named)


def test_each_class_and_each_property_is_counted(
    shipped: sg.StanceGraph, described: list[ox.Triple]
):
    found = {
        one(described, "void:class", part): int(one(described, "void:entities", part))
        for part in values(described, "void:classPartition")
    }
    assert found[PREFIXES["st"] + "Stance"] == len(shipped.stances())
    assert found[PREFIXES["st"] + "Company"] == counted(
        shipped, "SELECT (COUNT(*) AS ?n) { ?s a st:Company }"
    )
    by = {
        one(described, "void:property", part): int(one(described, "void:triples", part))
        for part in values(described, "void:propertyPartition")
    }
    assert by[PREFIXES["st"] + "holder"] == len(shipped.stances())
    assert sum(by.values()) == int(one(described, "void:triples"))


def test_it_tells_what_the_design_asks_for(described: list[ox.Triple]):
    assert one(described, "dct:title") == "AI-industry stances"
    assert one(described, "dct:license") == "https://creativecommons.org/licenses/by/4.0/"
    assert one(described, "dcat:version") == VERSION
    assert one(described, "foaf:name", one(described, "dct:publisher")) == "the stancegraph project"
    assert one(described, "void:uriSpace") == BASE
    assert one(described, "void:sparqlEndpoint") == "https://stances.example/s/sparql"
    assert one(described, "void:uriLookupEndpoint") == "https://stances.example/s/describe?iri="
    assert one(described, "foaf:homepage") == "https://stances.example/s/"
    assert one(described, "void:dataDump") == "https://stances.example/s/all.trig.gz"
    file = one(described, "dcat:distribution")
    assert one(described, "dcat:byteSize", file) == "12345"
    assert one(described, "dcat:compressFormat", file).endswith("application/gzip")
    assert {PREFIXES["st"], PREFIXES["oa"], PREFIXES["prov"]} <= set(
        values(described, "void:vocabulary")
    )


def test_the_date_is_that_of_the_last_load(shipped: sg.StanceGraph, described: list[ox.Triple]):
    times = [
        q.object.value for q in shipped.store.quads(predicate=PREFIXES["prov"] + "generatedAtTime")
    ]
    assert one(described, "dct:modified") == max(times)


def test_its_examples_are_things_of_the_graph(shipped: sg.StanceGraph, described: list[ox.Triple]):
    examples = values(described, "void:exampleResource")
    assert len(examples) == 4
    assert all(next(shipped.store.quads(subject=example), None) for example in examples)


def test_another_graph_may_be_called_otherwise(invented: sg.StanceGraph):
    about = About(title="Mine", publisher="Me", licence="https://licence.example/", version="7")
    found = description(invented.store, AT, about=about)
    assert one(found, "dct:title") == "Mine"
    assert one(found, "dct:license") == "https://licence.example/"
    assert one(found, "dcat:version") == "7"


def test_an_empty_graph_is_described_too():
    with sg.open(empty=True) as graph:
        found = description(graph.store, AT)
    assert one(found, "void:triples") == "0"
    assert values(found, "dct:modified") == []
    assert values(found, "void:exampleResource") == []


@pytest.mark.parametrize("union", [False, True])
@pytest.mark.parametrize("updates", [False, True])
def test_the_service_tells_what_it_takes_and_gives(union: bool, updates: bool):
    found = service_description(AT, union=union, updates=updates)
    service = "https://stances.example/s/sparql#service"
    sd = DESCRIBING["sd"]
    assert one(found, "sd:endpoint", service) == "https://stances.example/s/sparql"
    languages = {sd + "SPARQL11Query"} | ({sd + "SPARQL11Update"} if updates else set())
    assert set(values(found, "sd:supportedLanguage", service)) == languages
    assert (sd + "UnionDefaultGraph" in values(found, "sd:feature", service)) == union
    assert one(found, "sd:defaultDataset", service) == DATASET
    formats = set(values(found, "sd:resultFormat", service))
    assert DESCRIBING["formats"] + "SPARQL_Results_JSON" in formats
    assert DESCRIBING["formats"] + "Turtle" in formats


def test_queries_and_exports_have_no_prefix_more():
    assert {"void", "dcat", "sd", "formats"} & set(PREFIXES) == set()
