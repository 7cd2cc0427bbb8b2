"""The pages of a server in a real browser: the console asks it, and nobody else."""

from __future__ import annotations

import base64
import csv
import dataclasses
import gzip
import io
import json
import re
import select
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pyoxigraph as ox
import pytest

import stancegraph as sg
from consoles import bindings, done, downloaded, hostile_graph, problem, status, table
from hostile import TEXTS
from serving import serving
from stancegraph.errors import QueryError
from stancegraph.page import html, served
from stancegraph.page.served import console_page, served_page
from stancegraph.query import Rows, Triples, questions
from stancegraph.query import select as selection_by
from stancegraph.site.addresses import KINDS, Addresses
from stancegraph.store import Store
from stancegraph.terms import PREFIXES, iri

ROOT = Path(__file__).parents[1]
AXE = ROOT / "scripts/npm/node_modules/axe-core/axe.min.js"
ROWS, TRIPLES_TYPE = "application/sparql-results+json", "application/n-triples"
TRIPLES = (
    "CONSTRUCT { ?p st:opposes ?q ; rdfs:label ?l } WHERE { ?p st:opposes ?q ; rdfs:label ?l }"
)
SLOW = "SELECT ?slow {}"
Visit = Callable[..., Any]
Reply = tuple[int, str, bytes, dict[str, str]]


# --- a server on this machine


@dataclasses.dataclass
class Web:
    """A small server of a graph; what a query with some words in it is answered can be laid down.

    `left` is set when a client goes away from a query with `?slow` in it, which is never answered.
    """

    store: Store
    root: str = "/"
    answers: dict[str, Callable[[BaseHTTPRequestHandler], Reply | None]] = dataclasses.field(
        default_factory=dict
    )
    asked: list[tuple[str, str, str]] = dataclasses.field(default_factory=list)
    left: threading.Event = dataclasses.field(default_factory=threading.Event)
    port: int = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self, path: str, fields: dict[str, list[str]]) -> str | None:
        if path == "query":
            return console_page(root=self.root)
        if path:
            return None
        names = {name: values for name, values in fields.items() if name == "issue"}
        days = {name: fields[name][0] for name in ("since", "as_of") if name in fields}
        chosen = selection_by(self.store, **names, **days)
        return served_page(self.store, root=self.root, selection=chosen)

    def answer(self, query: str, handler: BaseHTTPRequestHandler) -> Reply | None:
        for words, reply in self.answers.items():
            if words in query:
                return reply(handler)
        try:
            found = self.store.query(query)
            if isinstance(found, ox.QueryTriples):
                body = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
                return 200, TRIPLES_TYPE, body, {}
            return 200, ROWS, found.serialize(format=ox.QueryResultsFormat.JSON), {}
        except QueryError as error:
            return mistake(str(error))


def mistake(words: str) -> Reply:
    place = re.match(r"line (\d+), column (\d+)", words)
    more = {"line": int(place[1]), "column": int(place[2])} if place else {}
    return problem_document(400, words.split("\n")[0], **more)


def problem_document(status: int, detail: str, **more: Any) -> Reply:
    body = json.dumps({"title": "Refused", "status": status, "detail": detail, **more})
    return status, "application/problem+json", body.encode(), {}


class Handler(BaseHTTPRequestHandler):
    web: Web

    def log_message(self, *words: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.web.asked.append(("GET", self.path, ""))
        path, _, fields = self.path.partition("?")
        inside = path.startswith(self.web.root)
        text = self.web.page(path[len(self.web.root) :], parse_qs(fields)) if inside else None
        if text is not None:
            return self.give(200, "text/html; charset=utf-8", text.encode(), {})
        if path.endswith("favicon.ico"):
            return self.give(204, "image/x-icon", b"", {})
        # Where the pages of things will stand.
        words = f"<title>page</title><p id=there>{quote(self.path)}".encode()
        self.give(200 if inside else 404, "text/html", words, {})

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.web.asked.append(("POST", self.path, query))
        if self.path != f"{self.web.root}sparql":
            return self.give(404, "text/plain", b"", {})
        assert self.headers["Content-Type"] == "application/sparql-query"
        assert ROWS in self.headers["Accept"]
        assert TRIPLES_TYPE in self.headers["Accept"]
        reply = self.web.answer(query, self)
        if reply is not None:
            self.give(*reply)

    def give(self, status: int, type: str, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": type,
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def never(web: Web) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answers nothing, and waits until the client goes away."""

    def wait(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        while not select.select([handler.connection], [], [], 20)[0]:
            pass
        if not handler.connection.recv(1):
            web.left.set()

    return wait


@pytest.fixture
def serve() -> Iterator[Callable[..., Web]]:
    """Starts a server of a store on a free port of this machine."""
    started: list[ThreadingHTTPServer] = []

    def start(store: Store, root: str = "/") -> Web:
        web = Web(store, root)
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"web": web}))
        server.daemon_threads = True
        web.port = server.server_address[1]
        web.answers["?slow"] = never(web)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        started.append(server)
        return web

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture
def web(serve: Callable[..., Web], shipped: sg.StanceGraph) -> Web:
    """A server of the shipped graph."""
    return serve(shipped.store)


@pytest.fixture
def visit(browser: Any) -> Iterator[Visit]:
    """Opens a page of a server; afterwards no request went elsewhere, and nothing was amiss."""
    contexts = []
    noise: list[str] = []

    def opened(
        web: Web | SimpleNamespace, path: str = "query", *, quiet: bool = True, **look: Any
    ) -> Any:
        size = {"width": 1440, "height": 900}
        context = browser.new_context(**{"viewport": size, "reduced_motion": "reduce", **look})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8_000)
        inside = (f"{web.origin}{web.root}", "data:", "blob:", f"{web.origin}/favicon.ico")
        page.on("request", lambda r: None if r.url.startswith(inside) else noise.append(r.url))
        if quiet:
            page.on("console", lambda message: noise.append(message.text))
            page.on("pageerror", lambda error: noise.append(str(error)))
        page.goto(f"{web.origin}{web.root}{path}")
        page.wait_for_selector("html[data-ready]")
        return page

    yield opened
    for context in contexts:
        context.close()
    # The browser itself writes a line for each answer that is no success, as it should be.
    usual = "Failed to load resource: the server responded with a status of "
    assert [line for line in noise if not line.startswith(usual)] == []


def answered(page: Any) -> Any:
    """The console, when it has answered its first question."""
    page.wait_for_selector(".console .result-place > *")
    return done(page)


def until(page: Any, expression: str) -> None:
    """Waits; the browser's own way to wait is what the policy of the page forbids."""
    for _ in range(80):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {expression}")


def ask(page: Any, query: str) -> str:
    page.fill("#query", query)
    page.press("#query", "Control+Enter")
    return status(done(page))


def links(page: Any, selector: str) -> list[str]:
    return list(page.locator(selector).evaluate_all("all => all.map(a => a.getAttribute('href'))"))


def block(text: str, id: str) -> str:
    found = re.search(rf'<script type="application/gzip" id="{id}">(.*?)</script>', text)
    assert found
    return gzip.decompress(base64.b64decode(found[1])).decode()


# --- the server answers


def test_a_query_is_answered_by_the_server(visit: Visit, web: Web, shipped: sg.StanceGraph):
    page = answered(visit(web))
    assert re.match(r"\d+ rows in ", status(page))
    query = "SELECT ?who ?n { { SELECT ?who (COUNT(?s) AS ?n) { ?s st:holder ?who } GROUP BY ?who } } ORDER BY DESC(?n) ?who LIMIT 5"
    assert ask(page, query).startswith("5 rows in ")
    assert ("POST", "/sparql", query) in web.asked
    found = shipped.query(query)
    assert isinstance(found, Rows)
    there = bindings(found.serialize(ox.QueryResultsFormat.JSON))
    assert bindings(downloaded(page, "JSON")) == there
    labels = {iri("entity", e.id): e.label for e in shipped.entities()}
    assert table(page) == [[labels[row["who"]["value"]], row["n"]["value"]] for row in there]


def test_ask_is_answered_by_a_sentence(visit: Visit, web: Web):
    page = answered(visit(web))
    ask(page, "ASK { entity:alibaba a st:Company }")
    assert "Yes" in page.locator(".verdict").inner_text()
    ask(page, "ASK { entity:alibaba a st:Person }")
    assert "No" in page.locator(".verdict").inner_text()
    assert json.loads(downloaded(page, "JSON")) == {"head": {}, "boolean": False}


def test_construct_gives_the_triples_as_turtle_and_csv(
    visit: Visit, web: Web, shipped: sg.StanceGraph
):
    page = answered(visit(web))
    found = shipped.query(TRIPLES)
    assert isinstance(found, Triples)
    triples = set(found)
    assert f"{len(triples)} triples" in ask(page, TRIPLES)
    turtle = downloaded(page, "Turtle")
    assert {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)} == triples
    cells = list(csv.reader(io.StringIO(downloaded(page, "CSV").decode("utf-8-sig"), newline="")))
    assert cells[0] == ["subject", "predicate", "object"]
    assert len(cells) == len(triples) + 1


def test_describe_is_read_whatever_the_texts(visit: Visit, serve: Callable[..., Web]):
    thing, says = ox.NamedNode("x:thing"), ox.NamedNode("x:says")
    objects = [
        *map(ox.Literal, TEXTS),
        ox.Literal('a"b\\c\nd\te\r\x01é漢\U0001f9ea'),
        ox.Literal("bonjour", language="fr-CA"),
        ox.Literal("1.5", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal")),
        ox.NamedNode("x:y%20z#(é)"),
        ox.Triple(thing, says, ox.Literal("within")),
    ]
    graph = sg.open(empty=True)
    staged = ox.Store()
    for each in objects:
        staged.add(ox.Quad(thing, says, each, ox.NamedNode("x:graph")))
    graph.store.replace((), staged)
    page = answered(visit(serve(graph.store)))
    assert f"{len(objects)} triples" in ask(page, "DESCRIBE <x:thing>")
    turtle = downloaded(page, "Turtle")
    read = {str(q.triple.object) for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert read == {str(each) for each in objects}
    assert page.evaluate("window.__pwned") is None


def test_every_question_gives_the_same_rows_as_in_python(
    visit: Visit, web: Web, shipped: sg.StanceGraph
):
    page = answered(visit(web))
    offered = page.locator("[data-question]").evaluate_all(
        "all => all.map(b => b.dataset.question)"
    )
    assert sorted(offered) == [question.name for question in questions()]
    different = []
    for question in questions():
        page.locator(f"[data-question={question.name}]").click()
        done(page)
        found = shipped.ask(
            question.name, **{k.replace("-", "_"): v for k, v in question.example.items()}
        )
        if bindings(downloaded(page, "JSON")) != bindings(
            found.serialize(ox.QueryResultsFormat.JSON)
        ):
            different.append(question.name)
    assert different == []


def test_ten_thousand_rows_come_whole_and_are_shown_in_parts(visit: Visit, web: Web):
    page = answered(visit(web))
    query = "SELECT ?a ?b { { SELECT ?a { ?a st:date ?d } LIMIT 100 } { SELECT ?b { ?b st:date ?e } LIMIT 100 } }"
    assert ask(page, query).startswith("10,000 rows in ")
    assert page.locator(".result tbody tr").count() == 200
    assert "The first 200 of 10,000 rows" in page.locator(".shown").inner_text()
    assert len(bindings(downloaded(page, "JSON"))) == 10_000


def test_the_front_page_asks_nothing_before_its_console_is_opened(visit: Visit, web: Web):
    page = visit(web, "")
    for view in ("board", "net", "time", "table"):
        page.click(f"#tab-{view}")
    assert [path for _, path, _ in web.asked if "sparql" in path] == []
    page.click("#tab-sparql")
    answered(page)
    assert ask(page, "SELECT (7 AS ?seven) {}").startswith("1 row in")
    assert table(page) == [["7"]]
    assert page.workers == []


# --- what goes wrong is said


@pytest.mark.parametrize(
    ("query", "place", "words", "marked"),
    [
        ("SELECT ?s {\n  ?s foo:bar ?o\n}", "Line 2, column 6", "The prefix 'foo:' is not", "foo:bar"),
        ("SELECT ?s {\n  ?s ?p ?o\n  ?q st:date ?d\n}", "Line 3, column 6", "does not parse here", "st:date"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_where_it_is(
    visit: Visit, web: Web, query: str, place: str, words: str, marked: str
):
    page = answered(visit(web))
    assert ask(page, query) == "The query has a mistake."
    assert problem(page).lstrip("■ ").startswith(f"{place}: ")
    assert words in problem(page)
    assert page.locator(".sheet .wrong").inner_text() == marked
    line, column = map(int, re.findall(r"\d+", place))
    assert page.locator(".caret").text_content() == (
        query.split("\n")[line - 1] + "\n" + " " * (column - 1) + "^"
    )
    page.locator("#query-problem button").click()
    at = page.evaluate("document.activeElement.selectionStart")
    assert query[:at].count("\n") == line - 1
    ask(page, "ASK {}")
    assert problem(page) == ""


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({"detail": "DELETE would change the graph"}, "DELETE would change the graph."),
        ({"detail": "line 9, column 1: beyond", "line": 9, "column": 1}, "Beyond."),
        ({"detail": "no place", "line": "1", "column": None}, "No place."),
        ({"detail": 7}, "The server does not take this query."),
    ],
)
def test_a_mistake_without_a_place_is_a_sentence(
    visit: Visit, web: Web, told: dict[str, Any], shown: str
):
    reply = (400, "application/problem+json", json.dumps(told).encode(), {})
    web.answers["?wrong"] = lambda _: reply
    page = answered(visit(web))
    assert ask(page, "SELECT ?wrong {}") == "The query has a mistake."
    assert problem(page).lstrip("■ ") == shown
    assert page.locator(".caret").count() == 0


PROXY = (502, "text/html", b"<h1>Bad Gateway</h1>", {})
REFUSALS = [
    (problem_document(504, "the query took longer than 30 seconds"),
     "The query took longer than 30 seconds."),
    ((504, "text/plain", b"", {}),
     "The query took longer than the server allows. Ask for less, or add a LIMIT."),
    (problem_document(422, "the answer is larger than 64 bytes"),
     "The answer is larger than 64 bytes."),
    ((422, "text/plain", b"", {}),
     "The answer is larger than the server gives. Ask for less, or add a LIMIT."),
    (problem_document(503, "this needed more memory: ask for less"),
     "This needed more memory: ask for less."),
    ((*problem_document(503, "too many ask at once")[:3], {"Retry-After": "7"}),
     "Too many ask at once. Try again in 7 seconds."),
    ((503, "text/plain", b"", {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
     "The server has too much to do. Try again in a moment."),
    ((413, "text/plain", b"", {}), "The query is longer than the server reads. Make it shorter."),
    (PROXY, "The server answered: 502 Bad Gateway."),
    ((200, "text/html", b"<p>Hello", {}), "cannot be read (it is text/html)"),
    ((200, ROWS, b'{"head": {"vars": [', {}), "The answer of the server cannot be read ("),
    ((200, TRIPLES_TYPE, b"<x:a> <x:b> <x:c> .\n<x:a> x .\n", {}), "line 2 is no triple at “x .”"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "words"), REFUSALS)
def test_a_refusal_is_said_in_words_and_the_next_query_answered(
    visit: Visit, web: Web, reply: Reply, words: str
):
    web.answers["?refused"] = lambda _: reply
    page = answered(visit(web))
    told = ask(page, "SELECT ?refused {}")
    assert told == words if words.endswith(".") else words in told
    assert page.locator("#live").text_content() == told
    assert page.locator(".result-place > *").count() == 0
    assert ask(page, "SELECT (7 AS ?seven) {}").startswith("1 row in")


@pytest.mark.parametrize(
    "line",
    [
        "<x:a> <x:b>",
        "<x:a> <x:b> <x:c>",
        "<x:a> <x:b> <x:c> . <x:d> <x:e> <x:f> .",
        "<x:a> _:b <x:c> .",
        '"a" <x:b> <x:c> .',
        "<x:a b> <x:b> <x:c> .",
        '<x:a> <x:b> "c .',
        '<x:a> <x:b> "\\x41" .',
        '<x:a> <x:b> "\\UFFFFFFFF" .',
        '<x:a> <x:b> "c"^^xsd:date .',
        "<x:a> <x:b> <<( <x:c> <x:d> <x:e> ) .",
        "@prefix x: <x:> .",
    ],
)
def test_what_is_no_n_triples_is_not_taken_for_it(visit: Visit, web: Web, line: str):
    with pytest.raises(SyntaxError):
        list(ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES))
    body = f"# a comment\r\n\n<x:a> <x:b> _:c . # another\n{line}\n".encode()
    web.answers["?broken"] = lambda _: (200, TRIPLES_TYPE, body, {})
    page = answered(visit(web))
    assert "The answer of the server cannot be read (line 4 is" in ask(
        page, "CONSTRUCT WHERE { ?broken ?p ?o }"
    )


def test_a_server_that_is_gone_is_said(visit: Visit, web: Web):
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True

    def broken(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 900\r\n\r\n{" % ROWS.encode()
        )

    web.answers |= {"?cut": cut, "?broken": broken}
    page = answered(visit(web, quiet=False))
    assert "The server cannot be reached" in ask(page, "SELECT ?cut {}")
    assert "The answer broke off" in ask(page, "SELECT ?broken {}")
    page.context.set_offline(True)
    assert "The server cannot be reached" in ask(page, "SELECT ?gone {}")
    page.context.set_offline(False)
    assert ask(page, "SELECT (7 AS ?seven) {}").startswith("1 row in")


def test_a_query_that_is_stopped_is_left_and_the_next_one_answered(visit: Visit, web: Web):
    page = answered(visit(web))
    page.fill("#query", SLOW)
    page.press("#query", "Control+Enter")
    page.wait_for_timeout(300)
    assert status(page) == "Running …"
    assert not web.left.is_set()
    page.get_by_role("button", name="Stop").click()
    assert status(done(page)) == "Stopped."
    assert web.left.wait(5), "the server still works for somebody who went away"
    assert ask(page, "SELECT (7 AS ?seven) {}").startswith("1 row in")


def test_a_server_that_hangs_is_not_waited_for_without_end(visit: Visit, web: Web):
    page = answered(visit(web))
    page.clock.install()
    page.fill("#query", SLOW)
    page.press("#query", "Control+Enter")
    page.clock.fast_forward(599_000)
    assert status(page) == "Running …"
    page.clock.fast_forward(2_000)
    assert status(done(page)) == "The server has not answered within 600 seconds."


def test_without_names_the_console_works_all_the_same(visit: Visit, web: Web):
    web.answers["?id ?by ?name"] = lambda _: problem_document(503, "busy")
    page = visit(web, "query?query=SELECT ?x { VALUES ?x { entity:alibaba } }")
    assert table(answered(page)) == [["entity:alibaba"]]


# --- the address


def test_a_query_in_the_address_fills_the_editor_and_runs(visit: Visit, web: Web):
    query = "SELECT (7 AS ?seven) # a + b & c = d\n{}"
    page = answered(visit(web, f"query?{urlencode({'query': query})}"))
    assert page.input_value("#query") == query
    assert table(page) == [["7"]]
    assert page.evaluate("history.length") == 2, "no step for what was given"


def test_the_address_of_what_was_asked_brings_it_back(visit: Visit, web: Web):
    page = answered(visit(web))
    ask(page, "SELECT (8 AS ?eight) {}")
    address = page.url.removeprefix(f"{web.origin}/")
    assert address.startswith("query?query=SELECT")
    assert table(answered(visit(web, address))) == [["8"]]


def test_a_query_too_long_for_a_server_to_read_is_kept_behind_the_hash(visit: Visit, web: Web):
    page = answered(visit(web))
    query = f"SELECT (9 AS ?nine) {{}} # {'long ' * 400}"
    ask(page, query)
    address = page.url.removeprefix(f"{web.origin}/")
    assert address.startswith("query#query=SELECT")
    again = answered(visit(web, address))
    assert again.input_value("#query") == query
    assert ("GET", "/query", "") in web.asked
    ask(again, query + "x" * 20_000)
    assert again.url == f"{web.origin}/query"


def test_a_question_in_the_address_is_asked_with_its_parameters(
    visit: Visit, web: Web, shipped: sg.StanceGraph
):
    page = answered(visit(web, "query?question=who-changed&issue=model-release&as_of=2025-06-30"))
    assert page.locator("[data-question=who-changed]").get_attribute("aria-current") == "true"
    assert page.locator("#parameter-issue option:checked").inner_text() == "Open or closed models"
    assert page.input_value("#parameter-as-of") == "2025-06-30"
    there = shipped.ask("who-changed", issue="model-release", as_of="2025-06-30")
    assert bindings(downloaded(page, "JSON")) == bindings(
        there.serialize(ox.QueryResultsFormat.JSON)
    )
    named = answered(visit(web, "query?question=history&holder=Yann LeCun"))
    assert "entity:yann-lecun" in named.input_value("#query")
    example = answered(visit(web, "query?question=who-changed"))
    assert example.locator("#parameter-issue").input_value().endswith("/model-release")


def test_values_of_a_question_stand_in_the_address_and_come_back(visit: Visit, web: Web):
    page = answered(visit(web, "query?question=who-changed&issue=model-release"))
    page.fill("#parameter-since", "2025")
    page.press("#parameter-since", "Enter")
    done(page)
    assert page.url == f"{web.origin}/query?question=who-changed&issue=model-release&since=2025"
    page.fill("#parameter-since", "")
    page.locator("#parameter-issue").select_option("")
    done(page)
    rows = len(table(page))
    assert "issue" in page.url, "without any value it would be the example"
    page.reload()
    answered(page)
    assert page.input_value("#parameter-issue") == ""
    assert len(table(page)) == rows


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("question=history&holder=Nobody+Known", "Nothing here is called “Nobody Known”."),
        ("question=who-changed&issue=no-such", "Nothing here is called “no-such”."),
        ("question=who-holds&issue=model-release&type=Unicorn", "One of "),
        ("question=who-holds&as-of=2024-02-30", "2024-02-30 is not in the calendar."),
        ("question=no-such", "There is no question “no-such” here."),
    ],
)
def test_an_address_that_makes_no_question_is_said(
    visit: Visit, web: Web, address: str, words: str
):
    page = visit(web, f"query?{address}")
    until(page, f"document.querySelector('#query-status').innerText.includes({json.dumps(words)})")
    assert page.locator(".result-place > *").count() == 0


def test_the_back_button_goes_back_through_what_was_asked(visit: Visit, web: Web):
    page = answered(visit(web))
    first = page.input_value("#query")
    ask(page, "SELECT (7 AS ?seven) {}")
    ask(page, "SELECT (7 AS ?seven) {}")
    page.locator("[data-question=who-changed]").click()
    done(page)
    page.go_back()
    until(page, "document.querySelector('#query').value.includes('?seven')")
    assert table(done(page)) == [["7"]]
    page.go_back()
    until(page, "!document.querySelector('#query').value.includes('?seven')")
    assert page.input_value("#query") == first
    assert page.url == f"{web.origin}/query"
    page.go_forward()
    until(page, "document.querySelector('#query').value.includes('?seven')")
    assert table(done(page)) == [["7"]]


def test_going_back_from_a_query_that_runs_stops_it(visit: Visit, web: Web):
    page = answered(visit(web))
    ask(page, "SELECT (7 AS ?seven) {}")
    page.fill("#query", SLOW)
    page.press("#query", "Control+Enter")
    page.wait_for_timeout(200)
    page.go_back()
    assert web.left.wait(5)
    until(page, "document.querySelector('.result td')?.innerText === '7'")
    assert page.input_value("#query") == "SELECT (7 AS ?seven) {}"


def test_the_front_page_keeps_its_query_behind_the_hash(visit: Visit, web: Web):
    page = answered(visit(web, "#v=sparql"))
    ask(page, "SELECT (7 AS ?seven) {}")
    address = page.url.removeprefix(f"{web.origin}/")
    assert address.startswith("#v=sparql&sparql=SELECT")
    page.click("#tab-board")
    page.go_back()
    page.wait_for_selector(".console")
    assert table(answered(visit(web, address))) == [["7"]]


# --- what leads on


@pytest.mark.parametrize("path", ["query", "#v=sparql"])
def test_things_in_an_answer_are_links_to_their_pages(visit: Visit, web: Web, path: str):
    page = answered(visit(web, path))
    ask(
        page,
        "SELECT ?x { VALUES ?x { entity:alibaba st:holder <https://daily.example/a?b=c&d> <javascript:alert(1)> } }",
    )
    assert links(page, ".result a") == [
        "/entity/alibaba",
        "/ns#holder",
        "/describe?iri=https%3A%2F%2Fdaily.example%2Fa%3Fb%3Dc%26d",
        "https://daily.example/a?b=c&d",
        "/describe?iri=javascript%3Aalert(1)",
    ]
    assert page.locator(".result a").first.inner_text() == "Alibaba"
    out = page.locator(".result a.out")
    assert out.get_attribute("rel") == "noopener noreferrer nofollow"
    page.locator(".result a").first.click()
    assert page.locator("#there").inner_text() == "/entity/alibaba"
    page.go_back()
    assert answered(page).locator(".result a").first.inner_text() == "Alibaba"


def test_the_pages_that_things_link_to_are_those_of_the_site(visit: Visit, web: Web):
    assert set(served.PAGED) == set(KINDS)
    names = ["a", "A-b_c~1", "x#part", "a.ttl", "a/b", "..", "a%20b", "é", "a?b", "", "a#"]
    things = [PREFIXES[kind] + name for kind in KINDS for name in names]
    things += ["urn:x", "https://daily.example/x y".replace(" ", "+"), PREFIXES["st"] + "holder"]
    things += [PREFIXES["st"].rstrip("#"), PREFIXES["st"], PREFIXES["st"] + "a b".replace(" ", "/")]
    page = answered(visit(web))
    ask(page, f"SELECT ?x {{ VALUES ?x {{ {' '.join(f'<{thing}>' for thing in things)} }} }}")
    ours = links(page, ".result a.thing")
    addresses = Addresses()
    assert [parts(link) for link in ours] == [
        parts(addresses.thing(thing) or "") for thing in things
    ]
    assert parts(ours[0]) == ("/entity/a", "", {})


def parts(address: str) -> tuple[str, str, dict[str, list[str]]]:
    """An address as a server reads it."""
    found = urlsplit(address)
    return found.path, found.fragment, parse_qs(found.query)


def test_things_whose_names_are_met_later_have_them_too(visit: Visit, web: Web):
    page = answered(visit(web))
    ask(page, "SELECT ?s { ?s st:holder entity:alibaba ; st:position position:closed }")
    assert {row[0] for row in table(page)} == {"Alibaba: closed"}
    before = len(web.asked)
    ask(page, "SELECT ?s { ?s st:holder entity:alibaba ; st:position position:closed } ORDER BY ?s")
    assert len(web.asked) == before + 1, "names that are known are not asked for again"
    ask(page, "SELECT ?x { VALUES ?x { entity:nobody } }")
    before = len(web.asked)
    ask(page, "SELECT ?x { VALUES ?x { entity:nobody } } # again")
    assert table(page) == [["entity:nobody"]]
    assert len(web.asked) == before + 1, "nor names that there are not"


def test_a_picture_of_an_answer_leads_to_the_pages(visit: Visit, web: Web):
    page = answered(visit(web))
    ask(page, "CONSTRUCT { ?s st:holder ?h } WHERE { ?s st:holder ?h } LIMIT 8")
    page.get_by_role("tab", name="Picture").click()
    assert page.locator(".result-picture .picture-node").count() > 3
    page.locator(".picture-node").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".result-chosen h3").inner_text() != ""
    (link,) = links(page, ".result-chosen a")
    assert re.match(r"/(entity|stance)/[a-z0-9-]+$", link)


def test_the_details_lead_to_the_page_of_what_they_are_of(
    visit: Visit, web: Web, shipped: sg.StanceGraph
):
    stance = shipped.stances(holder="alibaba")[-1]
    paths = {
        "holder:alibaba": "/entity/alibaba",
        f"stance:{stance.id}": f"/stance/{stance.id}",
        "issue:model-release": "/issue/model-release",
        "position:model-release/open": "/position/open",
        f"source:{stance.source}": f"/source/{stance.source}",
    }
    page = visit(web, "")
    for key, path in paths.items():
        page.evaluate("key => { location.hash = `n=${encodeURIComponent(key)}`; }", key)
        until(
            page,
            "[...document.querySelectorAll('#details .own-page')]"
            f".some(a => a.getAttribute('href') === '{path}')",
        )
    assert "works without a network" not in page.locator("#details").inner_text()


@pytest.mark.parametrize(("path", "here"), [("", "Picture"), ("query", "SPARQL")])
def test_the_header_leads_to_the_other_pages(visit: Visit, web: Web, path: str, here: str):
    page = visit(web, path)
    assert links(page, ".site a") == ["/", "/questions", "/query", "/.well-known/void"]
    assert page.locator(".site [aria-current=page]").inner_text() == here
    page.locator(".site").get_by_role("link", name="Questions").click()
    assert page.locator("#there").inner_text() == "/questions"


def test_the_colours_chosen_go_along_to_the_other_page(visit: Visit, web: Web):
    page = visit(web, "", color_scheme="light")
    page.click("#theme")
    page.locator(".site").get_by_role("link", name="SPARQL").click()
    answered(page)
    assert page.locator("html").get_attribute("data-theme") == "dark"
    ask(page, "ASK {}")
    assert page.url.endswith("#th=dark")
    page.click("#theme")
    assert page.locator("html").get_attribute("data-theme") == "light"
    assert "query=ASK" in page.url


@pytest.mark.parametrize("path", ["", "query"])
def test_under_a_path_all_addresses_are_below_it(
    visit: Visit, serve: Callable[..., Web], shipped: sg.StanceGraph, path: str
):
    web = serve(shipped.store, "/stances/")
    page = visit(web, path)
    if not path:
        page.click("#tab-sparql")
    answered(page)
    ask(page, "SELECT ?x { VALUES ?x { entity:alibaba <x:y> } }")
    assert links(page, ".result a") == ["/stances/entity/alibaba", "/stances/describe?iri=x%3Ay"]
    assert all(link.startswith("/stances/") for link in links(page, ".site a"))
    assert page.evaluate("location.pathname") == f"/stances/{path}"
    asked = {path for method, path, _ in web.asked if method == "POST"}
    assert asked == {"/stances/sparql"}


def test_another_address_can_answer(shipped: sg.StanceGraph):
    site = json.loads(block(console_page(sparql="/elsewhere/sparql", root="/x/"), "site"))
    assert (site["sparql"], site["root"]) == ("/elsewhere/sparql", "/x/")
    site = json.loads(block(served_page(shipped.store, sparql="/s", root="/x/"), "site"))
    assert site["sparql"] == "/s"


# --- graphs of any size


@pytest.fixture(scope="module")
def many() -> sg.StanceGraph:
    """A graph with more names than anybody would learn at once."""
    graph = sg.open(empty=True)
    staged, here = ox.Store(), ox.NamedNode("https://daily.example/graph")

    def say(thing: str, term: str, value: ox.Literal | ox.NamedNode) -> None:
        staged.add(ox.Quad(ox.NamedNode(thing), ox.NamedNode(term), value, here))

    for number in range(4_000):
        one = f"{PREFIXES['entity']}example-{number:04}"
        say(one, PREFIXES["rdf"] + "type", ox.NamedNode(PREFIXES["st"] + "Company"))
        say(one, PREFIXES["rdfs"] + "label", ox.Literal(f"Example Works {number}"))
    graph.store.replace((), staged)
    return graph


def test_of_many_names_some_are_learned_and_others_when_they_are_met(
    visit: Visit, serve: Callable[..., Web], many: sg.StanceGraph
):
    web = serve(many.store)
    page = visit(web, "query?query=SELECT ?x { ?x a st:Company } ORDER BY ?x")
    answered(page)
    learned = len(list(many.query(next(q for _, _, q in web.asked if "?id ?by ?name" in q))))  # type: ignore[arg-type]
    assert learned == 3_000
    shown = [row[0] for row in table(page)]
    assert shown == [f"Example Works {number}" for number in range(200)]
    ask(page, "SELECT ?x { ?x a st:Company } ORDER BY DESC(?x) LIMIT 200")
    assert [row[0] for row in table(page)] == [
        f"Example Works {n}" for n in range(3_999, 3_799, -1)
    ]


def test_over_a_large_graph_nothing_is_asked_that_nobody_asked_for(
    visit: Visit, serve: Callable[..., Web], many: sg.StanceGraph
):
    web = serve(many.store)
    page = visit(web)
    words = "Ready. Choose a question, or run this one."
    until(page, f"document.querySelector('#query-status').innerText === '{words}'")
    assert "SELECT" in page.input_value("#query")
    assert all("?id ?by ?name" in q or "?code" in q for _, _, q in web.asked if q)
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector(".result-place > *")
    assert "question=who-holds" in page.url


@pytest.mark.parametrize("number", [0, 1_999, 3_999])
@pytest.mark.parametrize("said", ["Example Works {}", "example-{:04}", "entity:example-{:04}"])
def test_of_many_names_each_is_found_in_the_form(
    visit: Visit, serve: Callable[..., Web], many: sg.StanceGraph, number: int, said: str
):
    web = serve(many.store)
    fields = urlencode({"question": "history", "holder": said.format(number)})
    page = answered(visit(web, f"query?{fields}"))
    assert f"entity:example-{number:04}" in page.input_value("#query")
    assert page.input_value("#parameter-holder") == f"Example Works {number}"
    page.fill("#parameter-holder", "Example Works 2718")
    page.press("#parameter-holder", "Enter")
    until(page, "document.querySelector('#query').value.includes('example-2718')")
    page.fill("#parameter-holder", "Nobody Known")
    page.press("#parameter-holder", "Enter")
    page.wait_for_selector(".fault:not(:empty)")
    assert "Nothing here is called" in page.locator(".fault:not(:empty)").inner_text()


def test_the_console_page_is_the_same_for_every_graph():
    text = console_page()
    assert text == console_page()
    assert len(text.encode()) < 120 * 1024
    assert 'id="engine-wasm"' not in text


def test_more_stances_than_a_picture_shows_lead_to_pictures_of_a_part(
    visit: Visit, web: Web, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(served, "MOST_STANCES", 60)
    page = answered(visit(web, ""))
    assert page.locator(".parts p").inner_text() == (
        "This graph has more than 60 stances, and no picture shows so many well. "
        "Draw those on one issue, or ask all of them below."
    )
    page.locator(".parts").get_by_role("link", name="Policy on open weights").click()
    page.wait_for_selector("#tab-board")
    assert page.url == f"{web.origin}/?issue=open-weights-policy"
    assert page.locator("#count").inner_text() == "30 stances"
    page = answered(visit(web, "?issue=model-release"))
    assert "The selection (Open or closed models) has more than 60 stances" in (
        page.locator(".parts p").inner_text()
    )
    page.locator(".parts").get_by_role("link", name="2024").click()
    page.wait_for_selector("#tab-board")
    assert page.url == f"{web.origin}/?issue=model-release&since=2024&as_of=2024"
    ask_first = answered(visit(web, ""))
    ask(ask_first, "SELECT (7 AS ?seven) {}")
    assert ask_first.url.startswith(f"{web.origin}/query?query=")


def test_a_part_knows_who_changed_before_it(shipped: sg.StanceGraph):
    part = selection_by(shipped.store, issue="model-release", since="2026-03")
    rows = json.loads(block(served_page(shipped.store, selection=part), "data"))
    from_file = json.loads(block(shipped.page(part, sparql=False), "data"))
    assert rows["stances"] == from_file["stances"]
    assert any("turn" in stance for stance in rows["stances"])


def test_an_empty_graph_has_its_pages_too(visit: Visit, serve: Callable[..., Web]):
    web = serve(sg.open(empty=True).store)
    page = visit(web, "")
    assert "Nothing" in page.locator("#view").inner_text() or page.locator("#view .empty").count()
    page = visit(web, "query?query=SELECT * { ?s ?p ?o }")
    assert "Nothing in the graph" in answered(page).locator(".empty-result").inner_text()


# --- the real server


def test_with_our_own_server_all_of_it_goes_together(visit: Visit):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    here = SimpleNamespace(origin=f"http://127.0.0.1:{port}", root="/stances/")
    url = f"{here.origin}{here.root}"
    with serving("--timeout", "2", "--max-result", "1", "--port", port, "--url", url):
        page = answered(visit(here, "query?question=who-changed&issue=model-release"))
        assert len(table(page)) > 3
        assert f"/{links(page, '.result a')[0]}".startswith("//stances/stance/")
        ask(page, "SELECT ?s {\n  ?s ?p ?o\n  ?q st:date ?d\n}")
        assert "Line 3, column 6: The query does not parse here" in problem(page)
        endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        page.set_default_timeout(30_000)
        assert "2 seconds" in ask(page, endless)
        assert "larger than" in ask(page, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 90000")
        assert ask(page, TRIPLES).split()[1] == "triples"
        ask(page, "SELECT ?x { VALUES ?x { entity:alibaba st:holder } }")
        for number, there in enumerate(("h1 >> text=Alibaba", "#holder")):
            page.locator(".result a").nth(number).click()
            page.wait_for_url(re.compile(r"/stances/(entity|ns)"))
            assert page.locator(there).count() == 1
            page.go_back()
            answered(page)
        page = answered(visit(here, "?issue=model-release#v=sparql"))
        assert page.locator(".top .note").inner_text() == "Open or closed models"


# --- safe, and for everybody


def test_a_page_of_a_server_may_ask_that_server_and_no_other(
    visit: Visit, web: Web, shipped: sg.StanceGraph
):
    for path in ("", "query"):
        page = visit(web, path, quiet=False)
        refused = page.evaluate(
            """() => new Promise(done => {
                 document.addEventListener('securitypolicyviolation', e => done(e.violatedDirective));
                 fetch('http://localhost:9/').catch(() => setTimeout(done, 2000, 'nothing'));
               })"""
        )
        assert refused == "connect-src"
    strict = html.policy(("a",), "b", server=True)
    assert strict.replace("; connect-src 'self'", "") == html.policy(("a",), "b")
    assert "wasm" not in strict
    assert "worker" not in strict


def test_a_file_asks_nobody_and_holds_nothing_of_the_console_of_a_server(shipped: sg.StanceGraph):
    text = shipped.page()
    assert "connect-src" not in text
    code = block(text, "code")
    assert "application/sparql-query" not in code
    assert "describe?iri" not in code
    assert 'id="site"' not in text


def test_pages_of_a_server_hold_no_engine(shipped: sg.StanceGraph):
    for text in (served_page(shipped.store), console_page()):
        assert "WebAssembly" not in block(text, "code")
        assert 'id="engine-data"' not in text


def test_without_scripts_the_page_says_where_it_goes_on():
    assert '<a href="/x/questions">questions</a>' in console_page(root="/x/")
    assert '<a href="/&quot;&gt;/questions">' in console_page(root='/">/')


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize("path", ["query", "#v=sparql"])
def test_hostile_texts_are_shown_and_never_run(
    visit: Visit, serve: Callable[..., Web], guarded: bool, path: str
):
    web = serve(hostile_graph().store)
    web.answers["?told"] = lambda _: problem_document(503, TEXTS[0] + TEXTS[1])
    page = visit(web, path, quiet=False, bypass_csp=not guarded)
    page.wait_for_selector("[data-question]")
    until(page, "document.querySelector('#query-status').innerText !== ''")
    page.wait_for_selector(".console:not(.running)")
    for query in (
        "SELECT ?s ?p ?o { ?s ?p ?o }",
        "SELECT ?s ?o ?oLabel ?edgeLabel { ?s <https://daily.example/p> ?o ; rdfs:label ?oLabel, ?edgeLabel }",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
        "SELECT ?told {}",
        *TEXTS,
    ):
        ask(page, query)
        if page.get_by_role("tab", name="Picture").count():
            for tab in ("#result-table", "#result-picture"):
                page.click(tab)
                page.wait_for_timeout(50)
            page.locator(".picture-node").first.focus()
            page.keyboard.press("Enter")
    assert page.evaluate("window.__pwned") is None
    assert page.locator("a[href^='javascript' i], a[href^='data' i]").count() == 0


@pytest.mark.parametrize("name", ["query", "question", "holder"])
def test_a_hostile_address_is_only_a_text(visit: Visit, web: Web, name: str):
    for text in TEXTS[:4]:
        fields = {"question": "history", name: text}
        page = visit(web, f"query?{urlencode(fields)}")
        until(page, "document.querySelector('#query-status').innerText !== ''")
        done(page)
        assert page.evaluate("window.__pwned") is None
        assert page.locator("main img").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: scripts/assets")
def test_axe_finds_nothing(visit: Visit, web: Web, theme: str):
    found = []
    page = visit(web, f"#th={theme}&n=holder:alibaba", bypass_csp=True)
    page.evaluate(AXE.read_text("utf-8"))
    found += violations(page)
    page = answered(visit(web, f"query#th={theme}", bypass_csp=True))
    page.evaluate(AXE.read_text("utf-8"))
    for query in ("SELECT ?x { VALUES ?x { entity:alibaba 5 <https://daily.example/> } }", TRIPLES, "SELEC", "ASK {}"):  # fmt: skip
        ask(page, query)
        found += violations(page)
    page.locator("[data-question=who-holds]").click()
    done(page)
    assert found + violations(page) == []


def violations(page: Any) -> list[str]:
    return list(
        page.evaluate(
            "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.html.slice(0, 120))))"
        )
    )


@pytest.mark.parametrize("width", [390, 720, 1280])
@pytest.mark.parametrize("path", ["", "query"])
def test_the_pages_fit_the_screen(visit: Visit, web: Web, path: str, width: int):
    page = visit(web, path, viewport={"width": width, "height": 800})
    if path:
        answered(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    sizes = page.locator(".top :is(button, input, a, summary):visible").evaluate_all(
        "all => all.map(e => [e.textContent, e.getBoundingClientRect().height]).filter(([, h]) => h < 24)"
    )
    assert sizes == []
    if width == 1280:
        tall = page.evaluate("document.querySelector('.top').getBoundingClientRect().height")
        assert tall < 72, "the header is one row"


def test_the_console_page_works_by_keyboard_alone(visit: Visit, web: Web):
    page = answered(visit(web))
    at = "document.activeElement"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{at}.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{at}.id") == "view"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{at}.id") == "question-search"
    page.focus("#query")
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?x { VALUES ?x { entity:alibaba } }")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "1 row" in status(done(page))
    assert page.evaluate(f"{at}.textContent") == "Run"
