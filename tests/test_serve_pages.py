"""What people and linked-data programs find on a server: pages, data of things, descriptions."""

from __future__ import annotations

import http.client
import json
import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pyoxigraph as ox
import pytest
import requests

import stancegraph as sg
from serving import Served, serving

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
BASE = "https://w3id.org/stancegraph/"
VOID = "http://rdfs.org/ns/void#"
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as started:
        yield started


@pytest.fixture(scope="module")
def below() -> Iterator[Served]:
    """A server that the world knows under a path of another."""
    with serving("--url", "https://stances.example/a%20graph") as started:
        # What it prints is the address of the world; it listens on a port of its own.
        yield started


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("a", "link") and values.get("href") and values.get("rel") != "canonical":
            self.found.append(str(values["href"]))
        if tag == "form" and values.get("action"):
            self.found.append(str(values["action"]))


def local_port(served: Served) -> int:
    """Where a process listens, whatever it calls itself."""
    import psutil

    (line,) = [
        c for c in psutil.Process(served.process.pid).net_connections() if c.status == "LISTEN"
    ]
    return int(line.laddr.port)


# ---- things


@pytest.mark.parametrize(
    "path",
    [
        "entity/alibaba", "issue/model-release", "position/open", "argument/lower-cost",
        "source/hanna-ai-china-open-source-dilemma", "stance/seed-thorbecke-staying-open",
        "graph/entities", "ns",
    ],
)  # fmt: skip
def test_a_thing_is_a_page_for_people_and_data_for_programs(served: Served, path: str):
    page = served.get(path, accept=HTML)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.text.startswith("<!doctype html>")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    iri = BASE + path
    for accept, syntax in [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    ]:
        data = served.get(path, accept=accept)
        assert data.headers["content-type"].startswith(accept)
        assert "accept" in data.headers["vary"]
        subjects = {getattr(q.subject, "value", "") for q in ox.parse(data.content, syntax)}
        assert iri in subjects or path == "graph/entities", data.text[:400]
    assert f'<{iri}>; rel="canonical"' == page.headers["link"]


def test_the_end_of_a_path_names_the_form(served: Served):
    by_path = served.get("entity/alibaba.ttl", accept=HTML)
    by_header = served.get("entity/alibaba", accept="text/turtle")
    assert by_path.content == by_header.content
    assert (
        served.get("entity/alibaba.html", accept="text/turtle")
        .headers["content-type"]
        .startswith("text/html")
    )
    assert served.get("entity/alibaba.docx").status_code == 404
    assert served.get("entity/alibaba", accept="image/png").status_code == 406


def test_who_says_nothing_of_forms_gets_the_page(served: Served):
    assert served.get("entity/alibaba").headers["content-type"].startswith("text/html")
    assert (
        served.get("entity/alibaba", accept="*/*").headers["content-type"].startswith("text/html")
    )


def test_the_type_and_the_name_of_a_thing_come_first(served: Served):
    text = served.get("entity/alibaba.ttl").text
    assert re.search(r"^entity:alibaba a st:Company ;\n\trdfs:label \"Alibaba\" ;$", text, re.M)


def test_a_thing_with_an_iri_of_elsewhere_is_described_too(served: Served):
    for iri in (
        "entity:alibaba",
        BASE + "entity/alibaba",
        "http://www.wikidata.org/entity/Q1359568",
    ):
        found = served.get("describe", accept="application/n-triples", params={"iri": iri})
        assert found.status_code == 200, iri
        assert "entity/alibaba>" in found.text
    assert served.get("describe", params={"iri": "https://example.org/none"}).status_code == 404
    assert served.get("describe").status_code == 400
    assert served.get("describe", params={"iri": "no iri"}).status_code == 400


def test_the_terms_of_the_vocabulary_are_things(served: Served):
    found = served.get("describe", accept="text/turtle", params={"iri": "st:holder"})
    assert "prov:wasAttributedTo" in found.text
    assert "st:holder" in served.get("ns.ttl").text


def test_what_is_not_there_is_told_with_what_comes_near(served: Served):
    for_programs = served.get("entity/alibabba", accept="text/turtle")
    assert for_programs.status_code == 404
    assert "did you mean 'alibaba'?" in for_programs.json()["detail"]
    for_people = served.get("entity/alibabba", accept=HTML)
    assert for_people.status_code == 404
    assert "did you mean &#39;alibaba&#39;?" in for_people.text
    assert "content-security-policy" in for_people.headers
    hostile = served.get("entity/%3Cscript%3Ealert(1)%3C%2Fscript%3E", accept=HTML)
    assert hostile.status_code == 404
    assert "<script>alert" not in hostile.text


def test_every_link_of_the_site_leads_somewhere(served: Served):
    seen, todo = {""}, deque(["", "questions", "entity/alibaba", "issue/model-release", "ns"])
    pages = 0
    while todo and pages < 250:
        path = todo.popleft()
        found = served.get(path, accept=HTML)
        assert found.status_code in (200, 204), (path, found.status_code)
        if not found.headers.get("content-type", "").startswith("text/html") or path == "":
            continue
        pages += 1
        for link in Links(found.text).found:
            full = urljoin(served.url + path, link).partition("#")[0]
            if full.startswith(served.url) and full not in seen:
                seen.add(full)
                rest = full.removeprefix(served.url)
                # The console reads what is asked from its own address.
                if not rest.startswith(("query?", "sparql?")):
                    todo.append(rest)
    assert pages > 150


# ---- questions


def test_a_question_is_answered_without_script(served: Served):
    listed = served.get("questions", accept=HTML).text
    assert "Who changed position, from what to what" in listed
    answered = served.get("questions/who-changed", accept=HTML, params={"issue": "model-release"})
    assert answered.status_code == 200
    assert "9 rows" in answered.text
    assert 'href="/entity/baidu"' in answered.text
    links = [link for link in Links(answered.text).found if link.startswith("/sparql")]
    rows = served.get(links[0].lstrip("/"))
    assert rows.text.count("\n") == 10
    wrong = served.get("questions/who-changed", accept=HTML, params={"issue": "nope"})
    assert wrong.status_code == 400
    assert "is not an issue of this graph" in wrong.text
    assert served.get("questions/none").status_code == 404


# ---- what this is


def parsed(answer: requests.Response) -> set[ox.Triple]:
    return {q.triple for q in ox.parse(answer.content, ox.RdfFormat.TURTLE)}


def test_the_endpoint_describes_itself(served: Served):
    found = served.get("sparql", accept="text/turtle")
    triples = parsed(found)
    endpoint = ox.NamedNode(served.url + "sparql")
    assert any(t.predicate.value == SD + "endpoint" and t.object == endpoint for t in triples)
    features = {t.object.value for t in triples if t.predicate.value == SD + "feature"}  # type: ignore[union-attr]
    assert SD + "UnionDefaultGraph" in features
    languages = {t.object.value for t in triples if t.predicate.value == SD + "supportedLanguage"}  # type: ignore[union-attr]
    assert languages == {SD + "SPARQL11Query"}


def test_the_graph_is_described_by_what_is_in_it(served: Served):
    triples = parsed(served.get(".well-known/void", accept="text/turtle"))
    counted = served.rows("SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT * { ?s ?p ?o } } }")
    numbers = {
        t.object.value  # type: ignore[union-attr]
        for t in triples
        if t.predicate.value == VOID + "triples" and "#dataset" in str(t.subject)
    }
    assert counted[0]["n"] in numbers
    endpoint = {t.object.value for t in triples if t.predicate.value == VOID + "sparqlEndpoint"}  # type: ignore[union-attr]
    assert endpoint == {served.url + "sparql"}


def test_small_things_are_there(served: Served):
    assert "Disallow: /sparql" in served.get("robots.txt").text
    assert served.get("health").json() == {"status": "ok", "version": sg.__version__}
    assert served.get("favicon.ico").status_code == 204
    head = requests.head(served.url + "entity/alibaba", timeout=60)
    assert (head.status_code, head.content) == (200, b"")
    assert requests.post(served.url + "entity/alibaba", timeout=60).status_code == 405


# ---- under a path of another server


def test_addresses_of_a_server_behind_another_are_those_of_the_world(below: Served):
    here = f"http://127.0.0.1:{local_port(below)}/"
    for lead in ("", "a%20graph/"):
        page = requests.get(here + lead + "entity/alibaba", headers={"accept": HTML}, timeout=60)
        assert page.status_code == 200
        inner = [
            link for link in Links(page.text).found if not link.startswith(("http", "data:", "#"))
        ]
        assert inner
        assert all(link.startswith("/a%20graph/") for link in inner), inner
    led = requests.get(
        here + "a%20graph/sparql", headers={"accept": HTML}, timeout=60, allow_redirects=False
    )
    assert led.headers["location"] == "/a%20graph/query"
    described = requests.get(here + "a%20graph/.well-known/void", timeout=60).text
    assert "https://stances.example/a%20graph/sparql" in described
    assert "127.0.0.1" not in described


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/a%20graph", 200),
        ("/%61%20gr%61ph/entity/%61libaba", 200),
        ("/a%20graphxentity/alibaba", 404),
        ("/a%20graph/a%20graph/entity/alibaba", 404),
        ("/a%2520graph/entity/alibaba", 404),
    ],
)
def test_the_path_of_a_server_behind_another_is_read_once(below: Served, path: str, status: int):
    connection = http.client.HTTPConnection("127.0.0.1", local_port(below), timeout=60)
    connection.request("GET", path)
    assert connection.getresponse().status == status
    connection.close()


# ---- in a browser


def visited(browser: Any, served: Served, path: str, **look: Any) -> tuple[Any, list[str]]:
    """A page, and everything it did that it should not."""
    context = browser.new_context(**look)
    page = context.new_page()
    page.set_default_timeout(15_000)
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    here = urlsplit(served.url).netloc

    def asked(request: Any) -> None:
        if urlsplit(request.url).netloc not in (here, "") and request.url.startswith("http"):
            noise.append(request.url)

    page.on("request", asked)
    page.goto(served.url + path)
    return page, noise


@pytest.mark.parametrize(
    "path", ["entity/alibaba", "questions", "questions/who-changed", "issue/model-release"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_quiet_and_fit_without_script(
    browser: Any, served: Served, path: str, width: int
):
    size = {"width": width, "height": 800}
    page, noise = visited(browser, served, path, java_script_enabled=False, viewport=size)
    assert page.locator("h1").count() == 1
    page.context.close()
    page, more = visited(browser, served, path, viewport=size)
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0
    assert noise + more == []
    schema = (
        json.loads(page.locator('script[type="application/ld+json"]').first.text_content())
        if (page.locator('script[type="application/ld+json"]').count())
        else {"@context": {}}
    )
    assert "@context" in schema
    page.context.close()


def test_the_first_page_asks_its_own_server_and_nobody_else(browser: Any, served: Served):
    page, noise = visited(browser, served, "")
    page.get_by_role("tab", name="SPARQL").click()
    page.locator("textarea").fill("SELECT (COUNT(*) AS ?stances) { ?s a st:Stance }")
    with page.expect_response(lambda answer: "/sparql" in answer.url) as waited:
        page.get_by_role("button", name="Run", exact=True).click()
    assert waited.value.status == 200
    page.get_by_role("cell", name="161").wait_for()
    assert noise == []
    page.context.close()


def test_a_query_in_an_address_is_answered_at_once_and_leads_on(browser: Any, served: Served):
    query = "SELECT ?i { ?i a st:Issue } ORDER BY ?i LIMIT 1"
    page, noise = visited(browser, served, "query?" + urlencode({"query": query}))
    page.locator("td a").first.click()
    page.wait_for_url("**/issue/*")
    assert page.locator("h1").count() == 1
    assert noise == []
    page.context.close()


def test_a_link_to_an_answer_opens_the_editor_in_a_browser(browser: Any, served: Served):
    page, noise = visited(browser, served, "sparql?query=ASK%20%7B%7D")
    assert "/query?query=ASK" in page.url
    assert noise == []
    page.context.close()
