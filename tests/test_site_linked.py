"""The RDF that is served for a thing."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

import stancegraph as sg
from stancegraph.site import Addresses, linked
from stancegraph.terms import BASE, PREFIXES, iri
from stancegraph.vocabulary import ontology_triples

AT = Addresses(origin="https://stances.example")
ST = PREFIXES["st"]
STANCE = BASE + "stance/seed-thorbecke-staying-open"


def triples(graph: sg.StanceGraph, name: str, at: Addresses = AT) -> set[ox.Triple]:
    found = linked(graph.store, name if ":" in name else BASE + name, at)
    assert len(found) == len(set(found)), "a triple comes twice"
    return set(found)


def said(graph: sg.StanceGraph, full: str) -> set[ox.Triple]:
    return {
        quad.triple
        for quad in graph.store.quads(subject=full)
        if quad.predicate.value != ST + "loadedFrom"
    }


@pytest.mark.parametrize(
    "name",
    ["entity/alibaba", "issue/model-release", "position/open", "argument/lower-cost",
     "source/hanna-ai-china-open-source-dilemma", "stance/seed-thorbecke-staying-open"],
)  # fmt: skip
def test_all_that_is_said_of_a_thing_is_served(shipped: sg.StanceGraph, name: str):
    found = triples(shipped, name)
    assert said(shipped, BASE + name) <= found
    assert len(said(shipped, BASE + name)) > 4


def test_a_stance_comes_with_its_annotation_and_the_names_of_what_it_names(shipped: sg.StanceGraph):
    found = triples(shipped, STANCE)
    for part in ("#quote", "#target", "#selector"):
        assert said(shipped, STANCE + part) <= found
    label = ox.NamedNode(PREFIXES["rdfs"] + "label")
    assert ox.Triple(ox.NamedNode(iri("entity", "alibaba")), label, ox.Literal("Alibaba")) in found
    titles = {str(t.object) for t in found if t.predicate.value == PREFIXES["dct"] + "title"}
    assert any("Column by Catherine Thorbecke" in title for title in titles)


def test_an_issue_comes_with_its_answers_and_a_source_with_its_citations(shipped: sg.StanceGraph):
    issue = triples(shipped, "issue/model-release")
    assert said(shipped, BASE + "issue/model-release#mixed") <= issue
    source = "source/hanna-ai-china-open-source-dilemma"
    assert said(shipped, BASE + source + "#cites-bv-2026-03-25") <= triples(shipped, source)


def test_the_stances_that_name_a_thing_come_whole(shipped: sg.StanceGraph):
    for name, chosen in (
        ("entity/alibaba", shipped.stances(holder="alibaba") + shipped.stances(about="alibaba")),
        ("issue/chinese-labs-closing", shipped.stances(issue="chinese-labs-closing")),
    ):
        found = triples(shipped, name)
        for stance in chosen:
            assert said(shipped, iri("stance", stance.id)) <= found, stance.id


def test_the_vocabulary_is_served_whole_and_a_term_with_its_definition(shipped: sg.StanceGraph):
    whole = triples(shipped, "ns")
    assert {quad.triple for quad in ontology_triples()} <= whole
    definition = ox.NamedNode(PREFIXES["skos"] + "definition")
    told = [t.object.value for t in triples(shipped, "ns#holder") if t.predicate == definition]
    assert told == ["The entity whose stance it is."]


def test_what_leads_to_a_thing_comes_too(shipped: sg.StanceGraph):
    found = triples(shipped, "entity/alibaba")
    people = [t.subject.value for t in found if t.predicate.value == ST + "affiliation"]
    assert iri("entity", "joe-tsai") in people


def test_of_many_stances_the_newest_are_served_and_the_document_says_so(
    shipped: sg.StanceGraph, monkeypatch: pytest.MonkeyPatch
):
    import sys

    monkeypatch.setattr(sys.modules["stancegraph.site.linked"], "MOST", 5)
    found = triples(shipped, "issue/model-release")
    dates = [t for t in found if t.predicate.value == ST + "date"]
    assert len(dates) == 5
    newest = sorted((s.date for s in shipped.stances(issue="model-release")), reverse=True)[:5]
    assert sorted((t.object.value for t in dates), reverse=True) == [d.isoformat() for d in newest]
    notes = [t.object.value for t in found if t.predicate.value == PREFIXES["rdfs"] + "comment"]
    assert notes == ["Of the stances that name this thing, the newest 5 are here; SPARQL has all."]


def test_the_document_tells_its_topic_its_licence_and_its_graph(shipped: sg.StanceGraph):
    document = ox.NamedNode("https://stances.example/entity/alibaba")
    about = {
        t.predicate.value.rpartition("#")[2].rpartition("/")[2]: t.object.value
        for t in linked(shipped.store, BASE + "entity/alibaba", AT)
        if t.subject == document
    }
    assert about == {
        "type": PREFIXES["foaf"] + "Document",
        "primaryTopic": BASE + "entity/alibaba",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "inDataset": "https://stances.example/.well-known/void#dataset",
    }


def test_without_a_host_no_document_is_named(shipped: sg.StanceGraph):
    topic = PREFIXES["foaf"] + "primaryTopic"
    found = triples(shipped, "entity/alibaba", Addresses())
    assert [t for t in found if t.predicate.value == topic] == []
    # A thing is not the document about it, even where both would have one address.
    here = Addresses(origin="https://w3id.org", root="/stancegraph/")
    found = triples(shipped, "entity/alibaba", here)
    assert [t for t in found if t.predicate.value == topic] == []


def test_nothing_tells_from_which_file_of_the_machine_a_graph_was_loaded(shipped: sg.StanceGraph):
    for name in ("source/forbes-2026-03-25", "graph/entities", "graph/provenance"):
        found = triples(shipped, name)
        assert [t for t in found if t.predicate.value == ST + "loadedFrom"] == []


@pytest.mark.parametrize(
    "name", ["entity/nobody", "https://else.example/", "entity/a> ?p ?o }#", ""]
)
def test_what_nothing_is_said_of_has_no_triples(shipped: sg.StanceGraph, name: str):
    assert linked(shipped.store, name if "://" in name or not name else BASE + name, AT) == []


def test_it_can_be_written_in_every_form_and_read_by_rdflib(shipped: sg.StanceGraph):
    import rdflib

    for name in ("entity/alibaba", "stance/seed-thorbecke-staying-open"):
        found = linked(shipped.store, BASE + name, AT)
        for form, reader in (
            (ox.RdfFormat.TURTLE, "turtle"), (ox.RdfFormat.RDF_XML, "xml"),
            (ox.RdfFormat.N_TRIPLES, "nt"), (ox.RdfFormat.JSON_LD, "json-ld"),
        ):  # fmt: skip
            text = ox.serialize(found, format=form, prefixes=PREFIXES)
            assert len(rdflib.Graph().parse(data=text, format=reader)) == len(found)
