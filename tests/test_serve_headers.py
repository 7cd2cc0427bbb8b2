"""What requests and answers say in their heads: conditions, formats, packing, other origins."""

from __future__ import annotations

import http.client
import random
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from serving import JSON, Served, finished, serving
from stancegraph.errors import StancegraphError, StoreError
from stancegraph.serve.app import _send
from stancegraph.serve.jobs import answered, query
from stancegraph.serve.messages import Reply, Wanted
from stancegraph.serve.problems import Refused, refused
from stancegraph.serve.requests import MOST_FIELDS, MOST_TEXT
from stancegraph.serve.settings import Settings
from stancegraph.store import MemoryStore

ISSUES = "SELECT ?i WHERE { ?i a st:Issue } ORDER BY ?i"
STANCES = "sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20st%3AStance%20%7D"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
PROBLEM = "application/problem+json"
TURTLE, LD = "text/turtle", "application/ld+json"
XML, CSV, TSV = "application/sparql-results+xml", "text/csv", "text/tab-separated-values"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as started:
        yield started


def lines(served: Served, path: str, *headers: tuple[str, str], host: bool = True) -> Any:
    """The answer to a GET with these lines as its head, which may repeat a name."""
    connection = http.client.HTTPConnection(*served.place, timeout=60)
    connection.putrequest("GET", f"/{path}", skip_host=not host, skip_accept_encoding=True)
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


# ---- who is asked


@pytest.mark.parametrize(
    ("hosts", "status"),
    [
        ([], 400),
        (["x", "x"], 400),
        (["a b"], 400),
        (["x/y"], 400),
        ([""], 200),
        (["stances.example"], 200),
        (["[::1]:8080"], 200),
    ],
)
def test_a_request_says_once_which_server_it_means(served: Served, hosts: list[str], status: int):
    answer = lines(served, "health", *(("host", name) for name in hosts), host=False)
    assert answer.status == status
    assert answer.headers["content-type"] == ("application/json" if status == 200 else PROBLEM)


def test_http_1_0_needs_no_host(served: Served):
    assert served.raw(b"GET /health HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200 ")


# ---- what a client has already


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (["*"], 304),
        (["TAG"], 304),
        (["W/TAG"], 304),
        (['"x" ,  TAG, "y"'], 304),
        (['W/"x",W/TAG'], 304),
        (['"x"', "TAG"], 304),
        (['"x", "y"'], 200),
        (['"x*"'], 200),
        (['"aTAGINb"'], 200),
        (["TAGIN"], 200),
        ([""], 200),
    ],
)
def test_an_answer_that_a_client_has_is_not_sent_again(
    served: Served, given: list[str], status: int
):
    full = lines(served, STANCES, ("accept", JSON), ("accept-encoding", "gzip"))
    tag = full.headers["etag"]
    named = [value.replace("TAGIN", tag.strip('"')).replace("TAG", tag) for value in given]
    same = [("accept", JSON), ("accept-encoding", "gzip")]
    found = lines(served, STANCES, *same, *(("if-none-match", value) for value in named))
    assert found.status == status
    for name in ("etag", "vary", "cache-control"):
        assert found.headers[name] == full.headers[name]
    whole = (found.headers["content-type"], found.headers["content-encoding"])
    assert whole == ((JSON, "gzip") if status == 200 else (None, None))


@pytest.mark.parametrize(
    ("given", "status"), [("*", 200), ("TAG", 200), ('"x", TAG', 200), ('"x"', 412), ("W/TAG", 412)]
)
def test_who_wants_one_state_of_an_answer_gets_no_other(served: Served, given: str, status: int):
    path = "entity/alibaba.ttl"
    tag = served.get(path).headers["etag"]
    assert served.get(path, headers={"if-match": given.replace("TAG", tag)}).status_code == status


def test_only_an_answer_that_would_be_sent_whole_is_cut_short(served: Served):
    everything = {"if-none-match": "*"}
    assert served.get("nothing", headers=everything).status_code == 404
    assert served.get("questions/who-changed?issue=no", headers=everything).status_code == 400
    post = requests.post(
        served.url + "sparql", data={"query": "ASK {}"}, headers=everything, timeout=60
    )
    assert post.status_code == 200


@pytest.mark.parametrize("accept", [HTML, "*/*"])
@pytest.mark.parametrize(
    "path", ["", "sparql", "sparql?query=ASK%20%7B%7D", "sparql?query=no", "entity/alibaba", "none"]
)
def test_head_says_what_get_says(served: Served, path: str, accept: str):
    def said(method: str) -> tuple[int, dict[str, str]]:
        found = requests.request(
            method, served.url + path, headers={"accept": accept}, allow_redirects=False, timeout=60
        )
        assert method == "GET" or not found.content
        return found.status_code, {k: v for k, v in found.headers.items() if k != "date"}

    assert said("HEAD") == said("GET")


# ---- formats


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        # Parameters that are not known make nothing unusable.
        (f"{JSON};version=1.2", JSON),
        (f'{CSV};header="a, b;q=0";q=0.9, {JSON};q=0.5', CSV),
        (f'{CSV};header="a, b;q=1";q=0.4, {JSON};q=0.5', JSON),
        (f"{CSV};charset=iso-8859-1", CSV),
        (f"{XML}; charset=UTF-8; q=0.5; x=y, {JSON};q=0.4", XML),
        # The closest range counts, whatever its weight.
        (f"text/*;q=0.9, {CSV};q=0.1, {JSON};q=0.5", TSV),
        (f"{CSV};q=0.1, text/*;q=0.9, {JSON};q=0.5", TSV),
        ("*/*;q=0.9, application/*;q=0.1, text/*;q=0.2", CSV),
        ("text/*;q=0.2, application/*;q=0.3", JSON),
        ("text/*;q=0.3, */*;q=0.2", CSV),
        (f"*/*, {JSON};q=0, {XML};q=0", CSV),
        (f"*/sparql-results+xml, {CSV};q=0.1", CSV),
        (f"{CSV};q=2, {TSV};q=0.001", TSV),
        (f"{CSV};q=0.1;q=1, {TSV};q=0.2", TSV),
    ],
)
def test_of_what_is_accepted_the_best_is_sent(served: Served, accept: str, kind: str):
    found = served.ask(ISSUES, accept)
    assert found.headers["content-type"].split(";")[0] == kind


def test_a_profile_is_no_reason_to_refuse(served: Served):
    accept = f'{LD};profile="http://www.w3.org/ns/json-ld#compacted";q=0.9, {TURTLE};q=0.1'
    assert served.get("entity/alibaba", accept=accept).headers["content-type"] == LD


def test_several_lines_of_one_header_are_one(served: Served):
    accept = [("accept", "image/png"), ("accept", f"{CSV};q=0.5"), ("accept", f"{TSV};q=0.9")]
    answer = lines(served, STANCES, *accept)
    assert answer.headers["content-type"].startswith(TSV)
    packed = [("accept-encoding", "br"), ("accept-encoding", "gzip")]
    assert lines(served, STANCES, *packed).headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("accept", "packed"),
    [
        ("gzip", True),
        ("GZip", True),
        ("x-gzip", True),
        ("*", True),
        ("br;q=1.0, *;q=0.1", True),
        ("gzip;q=0.001", True),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("*;q=0, gzip", True),
        ("gzip;q=0.000", False),
        ("gzip; q=0", False),
        ("identity, br", False),
        ("gzipped", False),
        ("", False),
    ],
)
def test_an_answer_is_packed_for_who_takes_that(served: Served, accept: str, packed: bool):
    answer = lines(served, STANCES, ("accept-encoding", accept))
    assert answer.headers["content-encoding"] == ("gzip" if packed else None)
    assert answer.headers["vary"] == "accept, accept-encoding"


def test_what_packing_makes_no_smaller_is_not_packed(served: Served):
    small = served.ask(f"{ISSUES} LIMIT 6")
    assert 400 < len(small.content) < 1024
    assert "content-encoding" not in small.headers
    noise = random.Random(1).randbytes(5_000)
    reply = answered(noise, "text/plain", Wanted(packed=True))
    assert (reply.body, reply.headers.get("content-encoding")) == (noise, None)


@pytest.mark.parametrize("term", ["NOW()", "RAND()", "UUID()", "STRUUID()", "struuid()"])
def test_what_is_new_each_time_is_worked_out_each_time(served: Served, term: str):
    text = f"SELECT ({term} AS ?x) {{}}"
    assert served.rows(text) != served.rows(text)


def test_what_another_server_said_is_not_kept():
    store = MemoryStore()
    store.federated = True
    for text, lasts in [("ASK {}", True), ("ASK { SERVICE SILENT <http://[::1]:1/> {} }", False)]:
        assert query(store, Settings(), text, None, Wanted()).lasting is lasts


# ---- people and programs


def test_a_person_who_names_graphs_gets_their_answer_and_not_the_editor(served: Served):
    graph = "https://w3id.org/stancegraph/graph/issues"
    count = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    for field in ("default-graph-uri", "named-graph-uri"):
        found = served.ask(count, HTML, **{field: graph})
        assert found.status_code == 200
        assert found.headers["content-type"] == "application/xml"
        assert (">1<" in found.text) is (field == "named-graph-uri")


def test_who_is_led_to_the_editor_is_led_by_what_is_accepted(served: Served):
    found = served.ask("ASK {}", HTML)
    assert (found.status_code, found.headers["vary"]) == (303, "accept")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("nothing", "text/html; charset=utf-8"),
        ("entity/nobody", "text/html; charset=utf-8"),
        ("sparql?format=json&query=no", PROBLEM),
        ("sparql?query=no&query=no", PROBLEM),
        ("store?graph=a:none", PROBLEM),
    ],
)
def test_problems_are_pages_where_pages_are(served: Served, path: str, kind: str):
    found = served.get(path, accept=HTML)
    assert found.status_code in (400, 404)
    assert found.headers["content-type"] == kind
    assert found.headers["cache-control"] == "no-store"
    assert served.get(path, accept="*/*").headers["content-type"] == PROBLEM


# ---- other origins


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("sparql", "GET, HEAD, POST, OPTIONS"),
        ("store", "GET, HEAD, POST, PUT, DELETE, OPTIONS"),
        ("entity/alibaba", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_browser_is_told_before_what_a_page_of_another_origin_may_do(
    served: Served, path: str, methods: str
):
    told = requests.options(served.url + path, timeout=60)
    assert told.status_code == 204
    assert told.headers["access-control-allow-origin"] == "*"
    assert told.headers["access-control-allow-methods"] == told.headers["allow"] == methods
    assert set(told.headers["access-control-allow-headers"].split(", ")) == {
        "accept", "authorization", "content-encoding", "content-type", "if-match", "if-none-match",
    }  # fmt: skip
    assert int(told.headers["access-control-max-age"]) >= 3600


@pytest.mark.parametrize("path", ["sparql?query=ASK%20%7B%7D", "nothing", "entity/alibaba", ""])
def test_every_answer_can_be_read_elsewhere_and_is_only_what_it_says(served: Served, path: str):
    told = served.get(path, accept=HTML).headers
    assert told["x-content-type-options"] == "nosniff"
    assert told["access-control-allow-origin"] == "*"
    assert set(told["access-control-expose-headers"].split(", ")) >= {
        "accept-post", "allow", "etag", "link", "location", "retry-after", "www-authenticate",
    }  # fmt: skip


def test_a_header_holds_no_character_that_none_may_hold():
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    finished(_send(Reply(303, headers={"location": "/größe→ b?c=%20\r\nx: y"}), send))
    headers = dict(sent[0]["headers"])
    assert headers[b"location"] == b"/gr%C3%B6%C3%9Fe%E2%86%92 b?c=%20%0D%0Ax: y"


# ---- limits and problems


def test_fields_have_a_number_that_is_told(served: Served):
    def found(extra: int) -> requests.Response:
        fields = [("query", "ASK {}"), *(("x", "") for _ in range(MOST_FIELDS - 1 + extra))]
        return served.get("sparql", accept=JSON, params=fields)

    assert found(0).status_code == 200
    assert found(1).status_code == 400
    assert "there are more than 1000 fields" in found(1).json()["detail"]


def test_a_query_has_a_size_and_a_larger_one_ends_the_connection(served: Served):
    def asked(size: int) -> requests.Response:
        kind = {"content-type": "application/sparql-query"}
        return requests.post(
            served.url + "sparql", data="ASK {}".ljust(size), headers=kind, timeout=60
        )

    assert asked(MOST_TEXT).status_code == 200
    found = asked(MOST_TEXT + 1)
    assert found.status_code == 413
    assert found.headers["connection"] == "close"
    assert found.json()["title"] == "Content Too Large"


@pytest.mark.parametrize(
    ("status", "title"), [(413, "Content Too Large"), (422, "Unprocessable Content")]
)
def test_a_problem_has_one_title_in_every_python(status: int, title: str):
    assert f'"title": "{title}"'.encode() in Refused(status, "x").reply().body


def test_where_the_store_is_is_told_to_the_operator_alone(capsys: pytest.CaptureFixture[str]):
    reply = refused(StoreError("/srv/secret: the store cannot be opened")).reply()
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert b"the store cannot be used now: ask again later" in reply.body
    assert b"secret" not in reply.body
    assert capsys.readouterr().err == "/srv/secret: the store cannot be opened\n"


@pytest.mark.parametrize(
    "token", ["ключ-который-длиннее", "sixteen-and-more\n", "a\ttab-and-so-on-16"]
)
def test_a_token_is_what_a_header_can_hold(token: str):
    with pytest.raises(StancegraphError, match="printable ASCII characters only"):
        Settings(store="s", writable=True, token=token)
