"""What is told of a query that does not parse, and which of its words count as keywords."""

from __future__ import annotations

import pytest

import stancegraph as sg
from stancegraph.store import MemoryStore
from stancegraph.store.syntax import keywords

SAID = [
    ("SELECT ?x WHERE { ?x a }", "line 1, column 25: the query does not parse here"),
    (
        "SELECT *\nWHERE {\n  ?x sst:holder ?y }",
        "line 3, column 6: the prefix 'sst:' is not declared",
    ),
    ("SELECT * { ?x hodler:a ?y }", "the prefix 'hodler:' is not declared"),
    ("", "the query is empty"),
    ("INSERT DATA { <a:b> <a:c> 1 }", "INSERT would change the graph"),
    ("# INSERT\nDELETE WHERE { ?s ?p ?o }", "DELETE would change the graph"),
    ("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", "SERVICE would ask another server"),
    ("nonsense", "line 1, column 1: the query does not parse here"),
]


@pytest.mark.parametrize(("text", "words"), SAID)
def test_a_query_error_says_where_and_what(shipped: sg.StanceGraph, text: str, words: str):
    with pytest.raises(sg.QueryError) as error:
        shipped.query(text)
    assert words in str(error.value)


def test_the_caret_stands_under_the_place(shipped: sg.StanceGraph):
    with pytest.raises(sg.QueryError) as error:
        shipped.query("SELECT *\nWHERE {\n\t?x WRONG ?y }")
    _, line, caret = str(error.value).split("\n")
    assert line[caret.index("^")] == "W"


@pytest.mark.parametrize(
    "text",
    ['SELECT ("FROM SERVICE" AS ?x) {}', "SELECT ?from { <a:from> a:FROM ?service } # FROM",
     "SELECT * { ?x ?y '''FROM ' \n SERVICE''' }", "SELECT * { ?x ?y 'it\\'s FROM'@service }"],
)  # fmt: skip
def test_words_in_texts_names_and_comments_are_no_keywords(text: str):
    assert not keywords(text) & {"FROM", "SERVICE"}


def test_keywords_are_seen_in_any_case():
    assert {"FROM", "SERVICE"} <= keywords("select * from <a:b> { service silent <c:d> {} }")


U = "<http://127.0.0.1:9/x>"


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {{ # x\rSERVICE {U} {{ ?s ?p ?o }} }}",
        f'ASK {{ BIND("""\\"""" AS ?x) SERVICE {U} {{ ?s ?p "" }} }}',
        f"ASK {{ BIND('''\\'''' AS ?x) SERVICE {U} {{ ?s ?p '' }} }}",
        f"PREFIX : {U} ASK {{ SERVICE:x {{ ?s ?p ?o }} }}",
        f"ASK {{ SERVICESILENT{U}{{ ?s ?p ?o }} }}",
        f"ASK {{ sErViCe {U} {{ ?s ?p ?o }} }}",
        f"ASK {{ ?s ?p st:a\\#b . SERVICE {U} {{ ?s ?p ?o }} }}",
        f"ASK {{ ?s ?p st:a\\'b . SERVICE {U} {{ ?s ?p st:a\\' }} }}",
    ],
)
def test_no_way_of_writing_it_lets_a_query_ask_another_server(text: str):
    assert "SERVICE" in keywords(text)
    with pytest.raises(sg.QueryError):
        MemoryStore().query(text)


@pytest.mark.parametrize(
    "text", [f"LOADSILENT {U}", f"#x\rLOAD {U}", f"PREFIX : {U} LOAD:x", f"DROP ALL ;LOAD {U}"]
)
def test_no_way_of_writing_it_hides_a_load(text: str):
    assert "LOAD" in keywords(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s st:service ?x }",
        'ASK { ?s ?p "SERVICE <a:a> { }" }',
        "ASK { } # SERVICE <a:a> { }",
        "SELECT ?service { ?service ?from ?load }",
        "SELECT ?from { ?from <a:p> ?x . $from st:holder ?y . ?x st:from <a:p> }",
    ],
)
def test_words_that_are_no_keywords_are_left_alone(text: str):
    assert not keywords(text) & {"SERVICE", "LOAD", "FROM"}


@pytest.mark.parametrize(
    "text",
    ["ASK FROM <a:g> {}", "ASKFROM:g {}", "SELECT *FROM<a:g> {}", "ASK # x\rFROM NAMED <a:g> {}"],
)
def test_a_query_that_names_its_graphs_is_known(text: str):
    assert "FROM" in keywords(text)
