"""The SPARQL 1.1 Protocol as clients see it: queries, formats, errors, caches, other origins."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
import requests

import stancegraph as sg
from serving import JSON, Served, serving

ISSUES = "SELECT ?i WHERE { ?i a st:Issue } ORDER BY ?i"
TRIPLES = "CONSTRUCT { ?i a st:Issue } WHERE { ?i a st:Issue }"
SOURCE = "https://w3id.org/stancegraph/source/"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as started:
        yield started


def problem(found: requests.Response, status: int) -> dict[str, str]:
    """The problem document, of which every member is as RFC 9457 has it."""
    assert found.status_code == status, found.text
    assert found.headers["content-type"] == "application/problem+json"
    body: dict[str, str] = found.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


# ---- the three ways to ask


def test_a_query_is_answered_by_get_by_form_and_as_it_is(served: Served):
    by_get = served.ask(ISSUES)
    url, accept = served.url + "sparql", {"accept": JSON}
    by_form = requests.post(url, data={"query": ISSUES}, headers=accept, timeout=60)
    direct = {**accept, "content-type": "application/sparql-query; charset=UTF-8"}
    as_it_is = requests.post(url, data=ISSUES.encode(), headers=direct, timeout=60)
    assert [r.status_code for r in (by_get, by_form, as_it_is)] == [200, 200, 200]
    assert by_get.json() == by_form.json() == as_it_is.json()
    assert len(by_get.json()["results"]["bindings"]) == 8


def test_head_gives_what_get_does_without_the_body(served: Served):
    params = {"query": ISSUES}
    got = served.ask(ISSUES)
    head = requests.head(served.url + "sparql", params=params, headers={"accept": JSON}, timeout=60)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(got.content))
    assert head.headers["etag"] == got.headers["etag"]


def test_text_is_decoded_once(served: Served):
    rows = served.rows('SELECT ("100%25 +é%2B" AS ?x) {}')
    assert rows == [{"x": "100%25 +é%2B"}]


def test_a_plus_in_an_address_is_a_space(served: Served):
    found = served.get("sparql?query=ASK+%7B%7D", accept=JSON)
    assert found.json()["boolean"] is True


# ---- formats


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, JSON),
        ("*/*", JSON),
        (JSON, JSON),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
        (f"{JSON};q=0.2, text/csv;q=0.7, */*;q=0.1", "text/csv; charset=utf-8"),
        (f"text/*, {JSON};q=0.5", "text/csv; charset=utf-8"),
        (f"{JSON};q=0, */*", "application/sparql-results+xml"),
    ],
)
def test_rows_come_in_the_format_that_is_liked_best(
    served: Served, accept: str | None, content_type: str
):
    found = served.ask(ISSUES, accept)  # type: ignore[arg-type]
    assert found.status_code == 200
    assert found.headers["content-type"] == content_type
    assert "accept" in found.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
        ("*/*", ox.RdfFormat.TURTLE),
    ],
)
def test_triples_come_in_every_rdf_syntax(served: Served, accept: str, syntax: ox.RdfFormat):
    found = served.ask(TRIPLES, accept)
    assert found.status_code == 200
    assert len(list(ox.parse(found.content, syntax))) == 8


@pytest.mark.parametrize(
    ("name", "words"), [("json", "json"), ("xml", "xml"), ("csv", "csv"), ("tsv", "tab-separated")]
)
def test_an_address_can_name_the_format(served: Served, name: str, words: str):
    found = served.ask(ISSUES, "text/turtle", format=name)
    assert found.status_code == 200
    assert words in found.headers["content-type"]


def test_a_name_of_a_client_s_own_counts_less_than_the_header(served: Served):
    found = served.ask(TRIPLES, "application/n-triples", format="json-ld-of-mine", output="n3")
    assert found.headers["content-type"] == "application/n-triples"


def test_an_address_that_names_no_format_says_which_there_are(served: Served):
    detail = problem(served.ask(ISSUES, "*/*", format="yaml"), 400)["detail"]
    assert detail == "there is no format 'yaml' for this answer (json, xml, csv, tsv)"


@pytest.mark.parametrize("query", [ISSUES, TRIPLES, "ASK {}"])
def test_what_nobody_accepts_is_a_406_that_says_what_there_is(served: Served, query: str):
    detail = problem(served.ask(query, "image/png, audio/*"), 406)["detail"]
    assert "text/" in detail
    problem(served.ask(query, "nonsense"), 406)


def test_ask_is_answered_in_each_format(served: Served):
    assert served.ask("ASK {}").json() == {"head": {}, "boolean": True}
    assert served.ask("ASK {}", "text/csv").text.strip() == "true"
    assert "<boolean>true</boolean>" in served.ask("ASK {}", format="xml").text


def test_csv_holds_the_same_rows_as_json(served: Served):
    text = served.ask("SELECT ?l WHERE { ?i a st:Issue ; rdfs:label ?l } ORDER BY ?l", "text/csv")
    rows = list(csv.reader(io.StringIO(text.text)))
    same = served.rows("SELECT ?l WHERE { ?i a st:Issue ; rdfs:label ?l } ORDER BY ?l")
    assert rows[0] == ["l"]
    assert [row[0] for row in rows[1:]] == [row["l"] for row in same]


def test_a_person_with_a_browser_is_led_to_the_editor(served: Served):
    found = served.ask("ASK {}", HTML)
    assert found.status_code == 303
    assert found.headers["location"] == "/query?query=ASK+%7B%7D"
    assert served.get("sparql", accept=HTML).headers["location"] == "/query"
    assert served.ask("ASK {}", HTML, format="json").status_code == 200


# ---- which graphs


def test_the_default_graph_is_the_union_and_the_request_can_name_others(served: Served):
    (graph,) = served.rows("SELECT ?g { GRAPH ?g { ?s a st:Stance } } ORDER BY ?g LIMIT 1")
    count = "SELECT (COUNT(*) AS ?n) { ?s a st:Stance }"
    every = int(served.rows(count)[0]["n"])
    one = served.ask(count, **{"default-graph-uri": graph["g"]}).json()
    several = served.ask(
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        **{"named-graph-uri": [graph["g"], "https://example.org/none"]},
    ).json()
    assert every == 161
    assert 0 < int(one["results"]["bindings"][0]["n"]["value"]) < every
    assert [row["g"]["value"] for row in several["results"]["bindings"]] == [graph["g"]]


def test_graphs_of_the_request_win_over_those_of_the_query(served: Served):
    query = "ASK FROM <https://example.org/none> { ?s a st:Issue }"
    issues = "https://w3id.org/stancegraph/graph/issues"
    assert served.ask(query).json()["boolean"] is False
    found = served.ask(query, **{"default-graph-uri": issues}).json()
    assert found["boolean"] is True


def test_a_graph_that_is_no_iri_is_told(served: Served):
    detail = problem(served.ask("ASK {}", **{"default-graph-uri": "no iri"}), 400)["detail"]
    assert "'no iri'" in detail


# ---- what is wrong


def test_a_syntax_error_tells_its_place(served: Served):
    body = problem(served.ask("SELECT ?who WHERE {\n ?s st:holder ?who"), 400)
    assert (body["line"], body["column"]) == (2, 16)
    assert body["detail"].startswith("line 2, column 16: the query does not parse here")
    assert "^" in body["excerpt"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "the query is empty"),
        ("DROP ALL", "DROP would change the graph"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE would ask another"),
        ("SELECT ?x { ?x nope:y ?z }", "the prefix 'nope:' is not declared"),
    ],
)
def test_a_query_that_may_not_run_is_refused(served: Served, query: str, words: str):
    assert words in problem(served.ask(query), 400)["detail"]


def test_requests_that_are_none_of_the_protocol_are_refused(served: Served):
    url = served.url + "sparql"
    form = {"content-type": "application/x-www-form-urlencoded"}

    def post(data: str | bytes, kind: str, path: str = "") -> requests.Response:
        return requests.post(url + path, data=data, headers={"content-type": kind}, timeout=60)

    query = "application/sparql-query"
    problem(served.get("sparql?query=ASK%7B%7D&query=ASK%7B%7D"), 400)
    problem(served.get("sparql?update=DROP%20ALL"), 400)
    problem(requests.post(url, data="nothing=1", headers=form, timeout=60), 400)
    problem(requests.post(url, data="query=ASK{}&update=x", headers=form, timeout=60), 400)
    problem(post("ASK {}", query, "?query=ASK%7B%7D"), 400)
    problem(post(b"ASK { ?s ?p '\xff' }", query), 400)
    found = post("ASK {}", "text/plain")
    problem(found, 415)
    assert query in found.headers["accept-post"]
    problem(post("ASK {}", "application/sparql-query; charset=latin-1"), 415)
    problem(requests.post(url, data=b"", timeout=60), 415)


@pytest.mark.parametrize("text", ["%zz", "%", "%f", "%ff", "%C3%28"])
def test_bad_percent_encoding_is_a_400(served: Served, text: str):
    answer = served.raw(
        f"GET /sparql?query=ASK{text} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode()
    )
    assert answer.startswith(b"HTTP/1.1 400 ")
    path = f"GET /entity/{text} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    assert served.raw(path.encode()).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_a_405_that_says_what_is_done(served: Served, method: str):
    found = requests.request(method, served.url + "sparql", timeout=60)
    problem(found, 405)
    assert found.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_an_update_is_refused_by_a_server_that_only_answers(served: Served):
    kind = {"content-type": "application/sparql-update"}
    found = requests.post(served.url + "sparql", data="DROP ALL", headers=kind, timeout=60)
    assert "--writable" in problem(found, 403)["detail"]
    form = requests.post(served.url + "sparql", data={"update": "DROP ALL"}, timeout=60)
    problem(form, 403)
    assert int(served.rows("SELECT (COUNT(*) AS ?n) { ?s a st:Stance }")[0]["n"]) == 161


def test_there_is_nothing_at_other_addresses(served: Served):
    problem(served.get("nothing/here"), 404)


# ---- caches and other origins


def test_an_answer_that_is_known_is_not_sent_again(served: Served):
    first = served.ask(ISSUES)
    tag = first.headers["etag"]
    again = served.ask(ISSUES)
    assert again.headers["etag"] == tag
    params = {"query": ISSUES}
    short = served.get("sparql", accept=JSON, params=params, headers={"if-none-match": tag})
    assert (short.status_code, short.content) == (304, b"")
    assert short.headers["etag"] == tag
    other = served.get("sparql", accept=JSON, params=params, headers={"if-none-match": '"x"'})
    assert other.status_code == 200
    assert served.ask(ISSUES, "text/csv").headers["etag"] != tag


def test_an_answer_is_packed_for_who_takes_gzip(served: Served):
    query = "SELECT * { ?s a st:Stance ; st:holder ?h }"
    plain = served.get(
        "sparql", accept=JSON, params={"query": query}, headers={"accept-encoding": "identity"}
    )
    packed = served.ask(query)
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < len(plain.content) / 4
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "accept-encoding" in packed.headers["vary"]
    refused = served.get(
        "sparql", accept=JSON, params={"query": query}, headers={"accept-encoding": "gzip;q=0"}
    )
    assert "content-encoding" not in refused.headers


def test_what_changes_by_itself_is_worked_out_each_time(served: Served):
    query = "SELECT (STRUUID() AS ?x) {}"
    assert served.rows(query) != served.rows(query)


def test_a_page_of_another_origin_may_ask(served: Served):
    asked = served.get(
        "sparql", accept=JSON, params={"query": "ASK {}"}, headers={"origin": "https://a.example"}
    )
    assert asked.headers["access-control-allow-origin"] == "*"
    before = requests.options(
        served.url + "sparql",
        headers={
            "origin": "https://a.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        },
        timeout=60,
    )
    assert before.status_code == 204
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "content-type" in before.headers["access-control-allow-headers"]
    wrong = served.get("sparql", accept=JSON, params={"query": "ASK"})
    assert wrong.headers["access-control-allow-origin"] == "*", "errors can be read too"


def test_the_server_says_what_it_is(served: Served):
    assert served.ask("ASK {}").headers["server"] == f"stancegraph/{sg.__version__}"
    assert served.get("nothing").headers["server"].startswith("stancegraph/")


def test_a_large_answer_is_whole(served: Served):
    query = "SELECT * { ?s ?p ?o . ?s ?q ?r } LIMIT 50000"
    found = served.ask(query, format="tsv")
    assert found.text.count("\n") == 50_001
    plain = served.raw(
        b"POST /sparql?format=json HTTP/1.0\r\nhost: x\r\n"
        b"content-type: application/sparql-query\r\ncontent-length: %d\r\n\r\n%s"
        % (len(query), query.encode()),
        wait=30,
    )
    assert len(json.loads(plain.partition(b"\r\n\r\n")[2])["results"]["bindings"]) == 50_000


def test_a_packed_body_is_no_query(served: Served):
    kind = {"content-type": "application/sparql-query", "content-encoding": "gzip"}
    data = gzip.compress(b"ASK {}")
    problem(requests.post(served.url + "sparql", data=data, headers=kind, timeout=60), 415)
