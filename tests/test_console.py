"""The query console of the page in a real browser: the same answers as in Python, and no harm."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import stancegraph as sg
from consoles import bindings, done, downloaded, hostile_graph, problem, status, table
from hostile import ACME, ALARM, CHEAP, ISSUES, TEXTS, tame
from stancegraph import page as pages
from stancegraph.page.engine import engine, question_block
from stancegraph.query import Rows, Triples, questions
from stancegraph.terms import PREFIXES

Open = Callable[..., Any]
ROOT = Path(__file__).parents[1]
AXE = ROOT / "scripts/npm/node_modules/axe-core/axe.min.js"
KNOWN = pages.Known(issues=ISSUES, entities=(ACME,), arguments=(CHEAP,))
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
# Each text is ten times the one before; the last would have a hundred thousand million letters.
HUGE = (
    'SELECT ?k { BIND("0123456789" AS ?a) '
    + "".join(
        f"BIND(CONCAT({', '.join([f'?{one}'] * 10)}) AS ?{ten}) "
        for one, ten in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    + "}"
)
TRIPLES = (
    "CONSTRUCT { ?p st:opposes ?q ; rdfs:label ?l } WHERE { ?p st:opposes ?q ; rdfs:label ?l }"
)


@pytest.fixture(scope="module")
def whole(shipped: sg.StanceGraph) -> str:
    """The page of the shipped graph with its console."""
    return shipped.page()


def opened(page: Any) -> Any:
    """The console, when it has answered its first question."""
    page.wait_for_selector(".console .result-place > *")
    return done(page)


def asked(page: Any, query: str) -> str:
    """What the status says when a query that was typed is answered."""
    page.fill("#query", query)
    page.press("#query", "Control+Enter")
    return status(done(page))


# --- the engine


def test_the_engine_starts_when_the_console_is_first_opened_and_not_before(show: Open, whole: str):
    page = show(whole)
    page.wait_for_selector("html[data-ready]")
    assert page.workers == []
    page.click("#tab-sparql")
    opened(page)
    assert len(page.workers) == 1
    page.click("#tab-board")
    page.click("#tab-sparql")
    assert len(page.workers) == 1
    assert page.locator(".result tbody tr").count() > 10


def test_the_engine_adds_at_most_two_megabytes(whole: str, shipped: sg.StanceGraph):
    assert len(whole.encode()) - len(shipped.page(sparql=False).encode()) <= 2_000_000


def test_the_same_graph_gives_the_same_bytes_and_tells_nothing_of_the_machine():
    one, other = (engine(sg.open().store) for _ in range(2))
    assert one == other
    graph = gzip.decompress(one["engine-data"]).decode()
    assert str(ROOT) not in graph
    assert "generatedAtTime" not in graph


def test_the_page_holds_the_derived_facts_and_all_that_the_store_says_of_stances(
    shipped: sg.StanceGraph,
):
    inside = ox.Store()
    trig = gzip.decompress(engine(shipped.store)["engine-data"])
    inside.load(trig, format=ox.RdfFormat.TRIG)
    bookkeeping = PREFIXES["graph"] + "provenance"
    there = {quad for quad in shipped.store.quads() if quad.graph_name.value != bookkeeping}
    # Blank nodes have no names that last.
    named = {q for q in there if "_:" not in f"{q.subject} {q.object}"}
    assert len(inside) == len(there)
    assert named <= set(inside)


def test_a_selection_narrows_what_the_console_knows(show: Open, shipped: sg.StanceGraph):
    chosen = shipped.select(holder="alibaba")
    page = opened(show(shipped.page(chosen), hash="#v=sparql"))
    asked(page, "SELECT (COUNT(*) AS ?n) { ?s a st:Stance }")
    assert table(page) == [[str(len(shipped.stances(chosen)))]]


def test_the_console_says_which_stances_it_knows_and_that_filters_do_not_count(
    show: Open, whole: str, shipped: sg.StanceGraph
):
    lead = ".console .lead"
    page = opened(show(whole, hash="#v=sparql"))
    assert "Ask the 161 stances of this page anything" in page.locator(lead).inner_text()
    assert page.locator(".unfiltered").is_hidden()
    part = opened(show(shipped.page(shipped.select(holder="alibaba")), hash="#v=sparql&q=open"))
    number = len(shipped.stances(holder="alibaba"))
    assert f"Ask the {number} stances of this page (Alibaba)" in part.locator(lead).inner_text()
    told = part.locator(".unfiltered").inner_text()
    assert told.startswith("The filters in force (with “open”) narrow the other views.")
    part.click("#tab-table")
    part.get_by_role("button", name="Remove the filter: with “open”").click()
    part.click("#tab-sparql")
    assert part.locator(".unfiltered").is_hidden()


# --- the library


def test_every_question_gives_the_same_rows_as_in_python(
    show: Open, whole: str, shipped: sg.StanceGraph
):
    page = opened(show(whole, hash="#v=sparql"))
    offered = page.locator("[data-question]").evaluate_all(
        "all => all.map(b => b.dataset.question)"
    )
    different = []
    for question in questions():
        if question.name not in offered:
            continue
        page.locator(f"[data-question={question.name}]").click()
        done(page)
        found = shipped.ask(
            question.name, **{k.replace("-", "_"): v for k, v in question.example.items()}
        )
        here = bindings(found.serialize(ox.QueryResultsFormat.JSON))
        assert here, question.name
        if bindings(downloaded(page, "JSON")) != here:
            different.append(question.name)
    assert different == []


def test_all_questions_are_offered_but_those_about_the_bookkeeping_of_a_store():
    offered = {q["name"] for group in question_block()["groups"] for q in group["questions"]}
    assert {each.name for each in questions()} - offered == {"recently-added"}
    assert "More questions" not in [group["label"] for group in question_block()["groups"]]


def test_a_parameter_is_given_by_what_people_call_things(
    show: Open, whole: str, shipped: sg.StanceGraph
):
    page = opened(show(whole, hash="#v=sparql"))
    page.locator("[data-question=history]").click()
    page.locator("#parameter-holder").fill("Yann LeCun")
    page.locator("#parameter-holder").press("Enter")
    done(page)
    there = bindings(
        shipped.ask("history", holder="Yann LeCun").serialize(ox.QueryResultsFormat.JSON)
    )
    assert bindings(downloaded(page, "JSON")) == there
    assert "entity:yann-lecun" in page.input_value("#query")


@pytest.mark.parametrize(
    ("question", "label", "value", "words"),
    [
        ("history", "Holder", "Nobody Known", "Nothing here is called “Nobody Known”"),
        ("who-holds", "As of", "2024-02-30", "2024-02-30 is not in the calendar"),
        ("who-holds", "As of", "last June", "A year, a month or a day"),
    ],
)
def test_a_value_that_means_nothing_is_told_at_its_field(
    show: Open, whole: str, question: str, label: str, value: str, words: str
):
    page = opened(show(whole, hash="#v=sparql"))
    page.locator(f"[data-question={question}]").click()
    done(page)
    before = page.input_value("#query")
    field = page.locator(".parameter").filter(has_text=label).locator("input")
    field.fill(value)
    field.press("Enter")
    assert words in page.locator(".parameter").filter(has_text=label).inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert page.input_value("#query") == before


def test_a_month_is_as_of_its_last_day(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    page.locator("#parameter-as-of").fill("2024-02")
    page.locator("#parameter-as-of").press("Enter")
    assert '"2024-02-29"^^xsd:date' in page.input_value("#query")


def test_the_questions_can_be_searched(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    page.fill("#question-search", "opposed position")
    shown = page.locator("[data-question]:visible").all_inner_texts()
    assert shown == ["Which arguments are given for opposed positions on the same issue?"]
    page.fill("#question-search", "another text")
    assert page.locator("[data-question]:visible").all_inner_texts() == [
        "From what kinds of document do the stances come?"
    ]
    page.fill("#question-search", "no such words")
    assert page.get_by_text("No question has these words").is_visible()


# --- queries of one's own


def test_ask_is_answered_by_a_sentence(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, "ASK { entity:alibaba a st:Company }")
    assert "Yes" in page.locator(".verdict").inner_text()
    asked(page, "ASK { entity:alibaba a st:Person }")
    assert "No" in page.locator(".verdict").inner_text()
    assert json.loads(downloaded(page, "JSON")) == {"head": {}, "boolean": False}


def test_construct_is_a_table_of_the_triples_that_python_gives(
    show: Open, whole: str, shipped: sg.StanceGraph
):
    page = opened(show(whole, hash="#v=sparql"))
    found = shipped.query(TRIPLES)
    assert isinstance(found, Triples)
    triples = set(found)
    assert f"{len(triples)} triples" in asked(page, TRIPLES)
    assert len(table(page)) == len(triples)
    turtle = downloaded(page, "Turtle")
    assert {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)} == triples


def test_turtle_says_what_the_engine_found_whatever_the_texts(show: Open, whole: str):
    query = """CONSTRUCT { <x:a> <x:b> ?t , "a\\"b\\\\c\\nd\\t\\u0001é漢"@en , 1 , 1.50 , true , <x:y%20z> ,
      "2024-01-01"^^xsd:date , [ <x:p> "in" ] } WHERE { BIND("plain" AS ?t) }"""
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, query)
    page_side = {q.triple for q in ox.parse(downloaded(page, "Turtle"), format=ox.RdfFormat.TURTLE)}
    found = ox.Store().query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QueryTriples)
    named = [
        {str(t.object) for t in side if isinstance(t.object, ox.Literal | ox.NamedNode)}
        for side in (page_side, set(found))
    ]
    assert named[0] == named[1]
    assert len(named[0]) == 8


def test_an_iri_in_turtle_ends_where_it_ends(show: Open):
    data = rb"<x:a> <x:b> <x:c\u003E\u0020.\u0020\u003Cx:d> ."
    parts = {**engine(sg.open(empty=True).store), "engine-data": gzip.compress(data)}
    page = show(pages.draw(tame(), KNOWN, title="Example", engine=parts), hash="#v=sparql")
    opened(page)
    assert "1 triple" in asked(page, "CONSTRUCT WHERE { ?s ?p ?o }")
    assert rb"<x:c\u003e\u0020.\u0020\u003cx:d> ." in downloaded(page, "Turtle")


def test_csv_says_what_python_found(show: Open, whole: str, shipped: sg.StanceGraph):
    query = "SELECT ?who ?name ?n { { SELECT ?who (COUNT(?s) AS ?n) { ?s st:holder ?who } GROUP BY ?who } ?who rdfs:label ?name } ORDER BY ?who"
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, query)
    found = shipped.query(query)
    assert isinstance(found, Rows)
    here = [found.columns, *(tuple(map(str, row)) for row in found)]
    there = csv.reader(io.StringIO(downloaded(page, "CSV").decode("utf-8-sig"), newline=""))
    assert [tuple(row) for row in there] == here


def test_a_spreadsheet_takes_no_cell_of_the_csv_for_a_formula(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, 'SELECT * { VALUES ?x { "=1+1" "@a" "-b" -5 "a,\\"b\\"\\nc" } }')
    cells = [
        row[0]
        for row in csv.reader(io.StringIO(downloaded(page, "CSV").decode("utf-8-sig"), newline=""))
    ]
    assert cells == ["x", "'=1+1", "'@a", "'-b", "-5", 'a,"b"\nc']


def test_from_names_the_graphs_that_are_meant(show: Open, whole: str, shipped: sg.StanceGraph):
    graph = shipped.stances()[0].source
    query = f"SELECT (COUNT(*) AS ?n) FROM source:{graph} {{ ?s ?p ?o }}"
    found = shipped.query(query)
    assert isinstance(found, Rows)
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, query)
    assert table(page) == [[str(next(iter(found))[0])]]
    assert table(page) != [["0"]]


@pytest.mark.parametrize(
    ("query", "place", "words", "marked"),
    [
        ("SELECT ?s {\n  ?s foo:bar ?o\n}", "Line 2, column 6", "The prefix “foo:” is not declared", "foo:bar"),
        ("SELECT ?s {\n  ?s ?p ?o\n  ?q st:date ?d\n}", "Line 3, column 6", "The query does not parse here", "st:date"),
        ("SELEC ?s { ?s ?p ?o }", "Line 1", "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_where_it_is(
    show: Open, whole: str, query: str, place: str, words: str, marked: str
):
    page = opened(show(whole, hash="#v=sparql"))
    assert asked(page, query) == "The query has a mistake."
    assert place in problem(page)
    assert words in problem(page)
    assert page.get_attribute("#query", "aria-invalid") == "true"
    if marked:
        assert page.locator(".sheet .wrong").inner_text() == marked
    page.locator("#query-problem button").click()
    at = page.evaluate("document.activeElement.selectionStart")
    line = int(re.findall(r"Line (\d+)", place)[0])
    assert query[:at].count("\n") == line - 1
    asked(page, "ASK {}")
    assert problem(page) == ""


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "DELETE would change the graph"),
        ("PREFIX x: <x:> INSERT DATA { x:a x:b 1 }", "INSERT would change the graph"),
        ("# only a comment\nDROP ALL", "DROP would change the graph"),
        ("SELECT * { SERVICE <https://daily.example/> { ?s ?p ?o } }", "SERVICE would ask another"),
        ("SELECT * { service silent <https://daily.example/> { ?s ?p ?o } }", "SERVICE would ask"),
        ("  ", "The query is empty"),
    ],
)
def test_what_a_reader_may_not_do_is_refused_in_a_sentence(
    show: Open, whole: str, query: str, words: str
):
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, query)
    assert words in problem(page)
    asked(page, "SELECT (COUNT(*) AS ?n) { ?s a st:Stance }")
    assert table(page) == [["161"]]


def test_a_query_that_runs_away_is_stopped_and_the_next_one_answered(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    page.fill("#query", ENDLESS)
    page.press("#query", "Control+Enter")
    page.wait_for_timeout(300)
    assert status(page) == "Running …"
    page.get_by_role("button", name="Stop").click()
    assert "Stopped" in status(done(page))
    assert "1 row" in asked(page, "SELECT (COUNT(*) AS ?n) { ?s a st:Stance }")
    assert table(page) == [["161"]]
    # Chromium takes a moment to end a worker that does not listen.
    for _ in range(100):
        if len(page.workers) == 1:
            break
        page.wait_for_timeout(100)
    assert len(page.workers) == 1


def test_a_query_has_a_minute(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    page.clock.install()
    page.fill("#query", ENDLESS)
    page.press("#query", "Control+Enter")
    page.clock.fast_forward(59_000)
    assert status(page) == "Running …"
    page.clock.fast_forward(2_000)
    assert "longer than 60 seconds" in status(done(page))


def test_an_answer_larger_than_the_memory_is_told_and_the_next_query_answered(
    show: Open, whole: str
):
    page = opened(show(whole, hash="#v=sparql"))
    page.set_default_timeout(60_000)
    assert "larger than the memory" in asked(page, HUGE)
    assert page.locator("#live").inner_text() == status(page)
    asked(page, "SELECT (COUNT(*) AS ?n) { ?s a st:Stance }")
    assert table(page) == [["161"]]


@pytest.mark.parametrize("reply", ['{ answer: { rows: "{" }, took: 1 }', '{ broken: "" }'])
def test_an_answer_that_cannot_be_read_is_one_that_is_too_large(show: Open, whole: str, reply: str):
    page = show(whole)
    page.wait_for_selector("html[data-ready]")
    page.evaluate(f"""() => {{
        const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (order) {{
            if (String(order.query).includes("?large")) this.onmessage({{ data: {reply} }});
            else post.call(this, order);
        }};
    }}""")
    page.click("#tab-sparql")
    opened(page)
    assert "larger than the memory" in asked(page, "SELECT ?large {}")
    assert asked(page, "SELECT (7 AS ?seven) {}").startswith("1 row")


def test_an_engine_that_cannot_start_anew_is_told_at_the_next_query(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    page.evaluate(
        "() => { window.Worker = class { constructor() { throw new Error('no more workers'); } }; }"
    )
    page.fill("#query", ENDLESS)
    page.press("#query", "Control+Enter")
    page.get_by_role("button", name="Stop").click()
    assert "Stopped" in status(done(page))
    assert "does not work (no more workers)" in asked(page, "ASK {}")


def test_many_rows_are_shown_in_parts_and_counted(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    assert asked(page, "SELECT * { ?s ?p ?o } LIMIT 450").startswith("450 rows")
    assert page.locator(".result tbody tr").count() == 200
    assert "The first 200 of 450 rows" in page.locator(".shown").inner_text()
    page.get_by_role("button", name="Show 200 more").click()
    page.get_by_role("button", name="Show 50 more").click()
    assert page.locator(".result tbody tr").count() == 450
    assert len(bindings(downloaded(page, "JSON"))) == 450


# --- what leads on


def test_a_thing_in_the_answer_opens_in_the_page_and_the_focus_comes_back(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, "SELECT ?x { VALUES ?x { entity:alibaba issue:model-release position:open } }")
    for name in ("Alibaba", "Open or closed models", "open"):
        page.locator(".result").get_by_role("button", name=name, exact=True).click()
        assert name in page.locator("#details").inner_text()
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.textContent") == name


def test_rows_with_the_names_of_the_wikidata_query_service_have_a_picture(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    asked(
        page,
        """#defaultView:Graph
        SELECT ?who ?whoLabel ?rgb ?position ?edgeLabel WHERE {
          VALUES (?who ?whoLabel ?rgb ?position ?edgeLabel) {
            (<x:one> "One" "1B7F5C" <x:two> "first") (<x:one> "One" "1B7F5C" <x:two> "second")
            (<x:three> "Three" UNDEF <x:two> "third") } }""",
    )
    picture = page.locator(".result-picture svg.picture")
    assert picture.locator(".picture-node").count() == 3
    assert {"One", "Three"} <= set(picture.locator("text").all_text_contents())
    assert "3 relations" in str(picture.get_attribute("aria-label"))


def test_a_picture_of_triples_opens_what_the_page_knows(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, "CONSTRUCT { ?s st:holder ?h } WHERE { ?s st:holder ?h } LIMIT 8")
    page.get_by_role("tab", name="Picture").click()
    page.locator(".picture-node").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#details-title").count() == 1
    assert page.locator(".result-chosen h3").inner_text() != ""


def test_relations_and_kinds_in_a_picture_have_plain_words(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    asked(
        page,
        "CONSTRUCT { ?s st:reportedBy ?r ; dct:source ?d ; a st:Stance } "
        "WHERE { ?s st:reportedBy ?r ; dct:source ?d } LIMIT 8",
    )
    page.get_by_role("tab", name="Picture").click()
    key = page.locator(".picture-frame").inner_text()
    assert "reported by" in key
    assert "dct:source" in key, "what our vocabulary does not name keeps its prefixed name"
    assert "st:" not in key


@pytest.mark.parametrize("key", ["holder:alibaba", "position:model-release/open"])
def test_sparql_that_is_copied_runs_where_no_prefix_is_known(
    show: Open, whole: str, shipped: sg.StanceGraph, key: str
):
    page = show(whole, hash=f"#n={key}", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#details > .actions").get_by_role("button", name="Copy SPARQL").click()
    text = page.evaluate("navigator.clipboard.readText()")
    store = ox.Store()
    store.extend(shipped.store.quads())
    rows = store.query(text, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    assert len(list(rows)) > 5
    assert "PREFIX xsd:" not in text, "only what is used is declared"


def test_an_answer_without_relations_has_no_picture(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, "SELECT ?s ?d { ?s st:date ?d } LIMIT 3")
    assert page.get_by_role("tab", name="Picture").count() == 0


def test_the_address_holds_the_query_and_brings_it_back(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, "SELECT (7 AS ?seven) {}")
    address = page.evaluate("location.hash")
    assert "sparql=" in address
    again = opened(show(whole, hash=address))
    assert again.input_value("#query") == "SELECT (7 AS ?seven) {}"
    assert table(again) == [["7"]]
    asked(again, f"SELECT (8 AS ?eight) {{}} # {'long ' * 400}")
    assert "sparql=" not in again.evaluate("location.hash")


def test_earlier_queries_of_the_session_can_be_asked_again(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, "# Seven\nSELECT (7 AS ?seven) {}")
    asked(page, "ASK {}")
    page.locator(".recent summary").click()
    page.locator(".recent").get_by_role("button", name="Seven").click()
    assert table(done(page)) == [["7"]]
    page.locator(".recent summary").click()
    page.keyboard.press("Escape")
    assert page.locator(".recent[open]").count() == 0


# --- safe, and for everybody


@pytest.mark.parametrize("guarded", [True, False])
def test_hostile_texts_are_shown_and_never_run(show: Open, guarded: bool):
    text = pages.draw(tame(), KNOWN, title="Example stances", engine=engine(hostile_graph().store))
    page = opened(show(text, hash="#v=sparql", bypass_csp=not guarded))
    for query in (
        "SELECT ?s ?p ?o { ?s ?p ?o }",
        "SELECT ?s ?o ?oLabel ?edgeLabel { ?s <https://daily.example/p> ?o ; rdfs:label ?oLabel, ?edgeLabel }",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
        "\n".join(f"# {line}" for text in TEXTS for line in text.splitlines()) + "\nASK {}",
        *TEXTS,
    ):
        asked(page, query)
        if page.get_by_role("tab", name="Picture").count():
            for tab in ("#result-table", "#result-picture"):
                page.click(tab)
                page.wait_for_timeout(50)
            page.locator(".picture-node").first.focus()
            page.keyboard.press("Enter")
    page.locator(".recent summary").click()
    page.locator("[data-question=history]").click()
    assert page.evaluate("window.__pwned") is None
    assert page.locator("a[href^='javascript' i], a[href^='data' i]").count() == 0


def test_a_hostile_query_in_the_address_is_only_a_query(show: Open, whole: str):
    page = show(whole, hash=f"#v=sparql&sparql=%3Cimg%20src=x%20onerror={ALARM}%3E")
    page.wait_for_selector("#query-problem p")
    assert page.evaluate("window.__pwned") is None


def test_the_console_works_by_keyboard_alone(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    at = "document.activeElement"
    page.focus("#question-search")
    page.keyboard.type("changed position")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{at}.dataset.question") == "who-changed"
    page.keyboard.press("Enter")
    assert "row" in status(done(page))
    page.focus("#query")
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?h { entity:alibaba a ?h }")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{at}.textContent") == "Run"
    page.keyboard.press("Enter")
    assert "1 row" in status(done(page))
    assert page.evaluate(f"{at}.textContent") == "Run"


def test_what_happened_is_told_to_people_who_listen(show: Open, whole: str):
    page = opened(show(whole, hash="#v=sparql"))
    asked(page, "SELECT (COUNT(*) AS ?n) { ?s a st:Stance }")
    assert page.locator("#live").inner_text().startswith("1 row in ")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: scripts/assets")
def test_the_console_has_no_barriers(show: Open, whole: str, theme: str):
    page = opened(show(whole, hash=f"#v=sparql&th={theme}"))
    page.evaluate(AXE.read_text("utf-8"))
    found = []
    for query in (
        "SELECT ?x { VALUES ?x { entity:alibaba 5 <https://daily.example/> } }",
        TRIPLES,
        "SELEC",
        "ASK {}",
    ):
        asked(page, query)
        if page.get_by_role("tab", name="Picture").count():
            found += violations(page)
            page.get_by_role("tab", name="Picture").click()
        found += violations(page)
    page.locator("[data-question=who-holds]").click()
    done(page)
    assert found + violations(page) == []


def violations(page: Any) -> list[str]:
    return list(
        page.evaluate(
            "axe.run('.console').then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.html.slice(0, 120))))"
        )
    )


@pytest.mark.parametrize("width", [390, 720, 1024])
def test_the_console_fits_the_screen(show: Open, whole: str, width: int):
    page = opened(show(whole, hash="#v=sparql", viewport={"width": width, "height": 800}))
    inside = "[document.documentElement.scrollWidth, document.querySelector('#view').scrollWidth - document.querySelector('#view').clientWidth]"
    assert page.evaluate(inside) == [width, 0]
    asked(page, TRIPLES)
    page.get_by_role("tab", name="Picture").click()
    assert page.evaluate(inside) == [width, 0]
    sizes = page.locator(".console :is(button, input, select, summary):visible").evaluate_all(
        "all => all.map(e => [e.textContent, e.getBoundingClientRect().height]).filter(([, h]) => h < 24)"
    )
    assert sizes == []


def test_without_the_engine_the_page_has_no_console(show: Open, shipped: sg.StanceGraph):
    text = shipped.page(sparql=False)
    page = show(text)
    page.wait_for_selector("html[data-ready]")
    assert page.locator("#tab-sparql").count() == 0
    assert "engine-wasm" not in text
