"""The pages of things: every fact is there, every link leads on, nothing in a text can run."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

import stancegraph as sg
from conftest import Open
from hostile import TEXTS, URLS
from pages import heads, linked_data, links, parse, unsafe, words, words_of
from stancegraph.model import MODE_WORDS
from stancegraph.query import arguments, entities, issues, question, sources, stances
from stancegraph.site import Addresses, policy, question_page, questions_page, read_path, thing_page
from stancegraph.site.reading import MOST
from stancegraph.site.render import outside, style
from stancegraph.site.words import day
from stancegraph.store import MemoryStore, Store
from stancegraph.terms import BASE, PREFIXES, iri
from stancegraph.vocabulary import labels, members

AT = Addresses(origin="https://stances.example")
RDFS, DCT, ST = PREFIXES["rdfs"], PREFIXES["dct"], PREFIXES["st"]
# One thing of each kind that the shipped graph has.
KINDS = {
    "company": "entity/alibaba",
    "person": "entity/mark-zuckerberg",
    "publication": "entity/hanna-ai-news",
    "issue": "issue/model-release",
    "position": "position/closed",
    "argument": "argument/lower-cost",
    "source": "source/hanna-ai-china-open-source-dilemma",
    "cited": "source/thorbecke-alibaba-shift",
    "stance": "stance/seed-thorbecke-staying-open",
    "revision": "stance/alibaba-qwen38-conditional-2026-08",
    "answer": "issue/model-release#open",
    "graph": "graph/entities",
    "vocabulary": "ns",
}


def page(store: Store, name: str, at: Addresses = AT) -> str:
    found = thing_page(store, name if "://" in name else BASE + name, at)
    assert found is not None, f"{name} has no page"
    return found


def told(store: Store, name: str) -> str:
    return words(parse(page(store, name)))


# --- every page


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
def test_a_page_is_html_without_a_parse_error(shipped: sg.StanceGraph, name: str):
    tree = parse(page(shipped.store, name))
    assert unsafe(tree) == []
    assert tree.get("lang") == "en"
    assert len(list(tree.iter("h1"))) == 1
    assert len(list(tree.iter("main"))) == 1
    assert [n for n in tree.iter("nav") if not n.get("aria-label")] == []


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
def test_headings_never_leave_out_a_level(shipped: sg.StanceGraph, name: str):
    tree = parse(page(shipped.store, name))
    levels = [int(e.tag[1]) for e in tree.iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
def test_no_two_elements_have_one_id_and_every_reference_has_its_element(
    shipped: sg.StanceGraph, name: str
):
    tree = parse(page(shipped.store, name))
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    named = {e.get(a) for e in tree.iter() for a in ("aria-labelledby", "for") if e.get(a)}
    assert named | {to[1:] for to in links(tree) if to.startswith("#")} <= set(ids)


def test_the_head_names_the_thing_for_those_who_find_and_share_it(shipped: sg.StanceGraph):
    tree = parse(page(shipped.store, "entity/alibaba"))
    meta = heads(tree)
    assert meta["og:title"] == "Alibaba"
    assert meta["og:url"] == "https://stances.example/entity/alibaba"
    assert meta["description"] == meta["og:description"]
    assert "Alibaba (company): 6 stances" in meta["description"]
    assert "mixed on “Should AI labs release" in meta["description"]
    assert tree.findtext("head/title") == "Alibaba · AI-industry stances"
    found = {(e.get("rel"), e.get("type")): e.get("href") for e in tree.iter("link")}
    assert found["canonical", None] == BASE + "entity/alibaba"
    assert found["alternate", "text/turtle"] == "/entity/alibaba.ttl"
    assert found["alternate", "application/ld+json"] == "/entity/alibaba.jsonld"
    assert found["license", None] == "https://creativecommons.org/licenses/by/4.0/"


def test_what_the_graph_says_nothing_of_has_no_page(shipped: sg.StanceGraph):
    for name in ("entity/nobody", "stance/none", "ns#nothing", "graph/none", "entity/"):
        assert thing_page(shipped.store, BASE + name, AT) is None
    for text in (
        "",
        "alibaba",
        "entity:x y",
        f"{BASE}entity/a> ?p ?o }} #",
        "https://else.example/",
    ):
        assert thing_page(shipped.store, text, AT) is None


def test_the_same_graph_gives_the_same_pages(shipped: sg.StanceGraph):
    other = sg.open().store
    for name in ("entity/alibaba", "issue/model-release", "argument/lower-cost", "position/open"):
        assert page(shipped.store, name) == page(other, name)


# --- links


def test_every_internal_link_of_every_page_leads_to_something(shipped: sg.StanceGraph):
    store = shipped.store
    things = {q.subject.value for q in store.quads() if isinstance(q.subject, ox.NamedNode)}
    texts = {name: page(store, name) for name in sorted(things)}
    texts["questions"] = questions_page(AT)
    asked: dict[tuple[str, ...], str] = {}
    shown: dict[str, str | None] = {}
    dead = []
    for name, text in texts.items():
        for to in re.findall(r'href="([^"#][^"]*)"', text):
            to = to.replace("&amp;", "&")
            path, query = urlsplit(to).path, parse_qs(urlsplit(to).query, keep_blank_values=True)
            if to.startswith(("https://", "http://", "data:")) or path in (
                "/",
                "/questions",
                "/query",
            ):
                continue
            if path.startswith("/questions/"):
                asked[path, *query] = to
                continue
            full = query["iri"][0] if path == "/describe" else (read_path(path[1:]) or ("",))[0]
            if full not in texts and full not in shown:
                shown[full] = thing_page(store, full, AT)
            if shown.get(full, "") is None:
                dead.append(f"{name}: {to}")
    assert dead == []
    assert len(asked) > 60
    for to in asked.values():
        name, values = urlsplit(to).path.rpartition("/")[2], parse_qs(urlsplit(to).query)
        text, right = question_page(store, name, {k: v[0] for k, v in values.items()}, AT)
        assert right, to


def test_every_stance_is_reached_from_its_holder_its_source_and_its_issue(shipped: sg.StanceGraph):
    store = shipped.store
    pages: dict[str, set[str]] = {}
    for stance in stances(store):
        to = f"/stance/{stance.id}"
        ends = [f"entity/{stance.holder}", f"source/{stance.source}"]
        ends += [f"argument/{each}" for each in stance.because]
        ends += [f"entity/{each}" for each in (stance.about, stance.reported_by) if each]
        ends += [f"position/{stance.position}"]
        for end in ends:
            if end not in pages:
                pages[end] = set(links(parse(page(store, end))))
            assert to in pages[end], f"{end} does not link to {to}"


@pytest.mark.parametrize("root", ["/", "/stances/"])
@pytest.mark.parametrize(
    "name",
    ["entity/alibaba", "stance/a-1", "graph/derived", "source/2024_x~y"],
)
def test_a_plain_name_has_a_path_and_the_path_tells_the_name(root: str, name: str):
    at = Addresses(root=root)
    assert at.thing(BASE + name) == root + name
    assert read_path(name) == (BASE + name, None)
    assert at.data(BASE + name, "ttl") == f"{root}{name}.ttl"
    assert read_path(f"{name}.ttl") == (BASE + name, "ttl")


@pytest.mark.parametrize(
    "full",
    [
        "https://elsewhere.example/thing",
        "urn:x:y",
        BASE + "entity/a.b",
        BASE + "entity/a%20b",
        BASE + "entity/ü",
        BASE + "entity/a/b",
        BASE + "entity/a?b",
        BASE + "other/a",
        BASE + "entity/a\n",
    ],
)
def test_any_other_iri_is_asked_for_whole(full: str):
    split = urlsplit(Addresses(root="/s/").thing(full) or "")
    assert split.path == "/s/describe"
    assert parse_qs(split.query) == {"iri": [full]}
    assert parse_qs(urlsplit(Addresses().data(full, "ttl") or "").query) == {
        "iri": [full],
        "format": ["ttl"],
    }


@pytest.mark.parametrize(
    "path", ["", "entity", "entity/", "entity/a/b", "entity/a.b.ttl", "x/y", "entity/ü"]
)
def test_no_other_path_is_a_thing(path: str):
    assert read_path(path) is None


def test_a_part_of_a_thing_is_found_on_its_page(shipped: sg.StanceGraph):
    at = Addresses(root="/s/")
    for full, part in (
        ("issue/model-release#open", "open"),
        ("stance/seed-thorbecke-staying-open#quote", "quote"),
        ("source/hanna-ai-china-open-source-dilemma#cites-forbes-2026-03-25", "cites-forbes-2026-03-25"),
    ):  # fmt: skip
        assert at.thing(BASE + full) == "/s/" + full
        tree = parse(page(shipped.store, full.partition("#")[0]))
        assert [e for e in tree.iter() if e.get("id") == part], full


def test_a_site_under_a_sub_path_links_within_it(shipped: sg.StanceGraph):
    at = Addresses(root="/stances/", origin="https://x.example")
    for name in KINDS.values():
        inside = [to for to in links(parse(page(shipped.store, name, at))) if to.startswith("/")]
        assert inside
        assert all(to.startswith("/stances/") for to in inside)


def test_files_link_to_files_and_offer_nothing_that_needs_a_server(shipped: sg.StanceGraph):
    at = Addresses(root="../", suffix=".html", live=False)
    for name in KINDS.values():
        tree = parse(page(shipped.store, name, at))
        for to in links(tree):
            if not to.startswith(("https://", "http://", "#")):
                file = urlsplit(to)
                assert re.fullmatch(r"\.\./[\w/.-]+\.(html|ttl|jsonld|rdf|nt)", file.path), to
                assert file.query == ""
        assert list(tree.iter("form")) == []
    asked, right = question_page(shipped.store, "who-holds", {}, at)
    assert right
    assert list(parse(asked).iter("form")) == []
    assert [to for to in links(parse(asked)) if "sparql" in to or "query" in to] == []


# --- what a card tells


def test_a_stance_page_has_every_fact_of_the_stance(shipped: sg.StanceGraph):
    store = shipped.store
    named = {a.id: a.label for a in arguments(store)} | {s.id: s.title for s in sources(store)}
    for stance in stances(store):
        tree = parse(page(store, f"stance/{stance.id}"))
        text = words(tree)
        assert stance.source_url is None or stance.source_url in links(tree)
        wanted = [
            stance.holder_label,
            stance.issue_label,
            stance.position_label,
            MODE_WORDS[stance.mode],
            day(stance.when),
            stance.summary,
            stance.source_title,
            f"Hedged {'yes' if stance.hedged else 'no'}",
            f"Confidence {stance.confidence or 'nothing is doubted'}",
            iri("stance", stance.id),
            *(named[reason] for reason in stance.because),
            *filter(None, (stance.quote, stance.about_label, stance.reported_by_label)),
            *filter(None, (stance.publisher_label,)),
        ]
        if stance.primary_source:
            wanted += ["First said in", named.get(stance.primary_source, stance.primary_source)]
        if stance.reported_by:
            wanted.append(f"Reported by {stance.reported_by_label}")
        if stance.precision != "day":
            wanted.append(
                f"only the {stance.precision} is known: {stance.date} to {stance.date_end}"
            )
        assert [fact for fact in wanted if " ".join(fact.split()) not in text] == [], stance.id


def test_an_entity_tells_who_it_is(shipped: sg.StanceGraph):
    text = told(shipped.store, "entity/alibaba")
    for fact in (
        "company · CN",
        "Also called Alibaba Cloud, Qwen team, Tongyi Lab",
        "Country CN, China",
        "Joe Tsai co-founder and chairman",
        "Q1359568",
    ):
        assert fact in text
    person = told(shipped.store, "entity/mark-zuckerberg")
    assert "founder and chief executive, Meta" in person
    assert "Affiliation Meta" in person


def test_a_timeline_goes_from_the_oldest_to_the_newest_and_marks_changes(invented: sg.StanceGraph):
    tree = parse(page(invented.store, "entity/acme"))
    (timeline,) = [e for e in tree.iter("ol") if e.get("class") == "timeline"]
    entries = [words_of(entry) for entry in timeline]
    assert len(entries) == 2
    assert entries[0].startswith("April 2024 all of them")
    assert entries[1].startswith("30 January 2025 none changed from all of them")
    assert "changed from" not in entries[0]
    assert next(timeline[0].iter("time")).get("datetime") == "2024-04"


def test_a_quote_is_marked_up_as_one_and_a_paraphrase_is_not(invented: sg.StanceGraph):
    tree = parse(page(invented.store, "entity/acme"))
    (quote,) = tree.iter("blockquote")
    assert "".join(quote.itertext()).strip() == "We will release them all, we think"
    assert quote.get("cite") == "https://daily.example/2024"
    text = words(tree)
    assert "in words quoted word for word hedged only the month is known" in text
    assert "by acts paraphrase" in text
    (said,) = parse(page(invented.store, "stance/acme-open")).iter("q")
    assert "".join(said.itertext()) == "We will release them all, we think"


def test_held_by_reported_by_and_first_said_in_are_told_apart(invented: sg.StanceGraph):
    text = told(invented.store, "stance/acme-open")
    assert "Held by Acme Example Lab lab, FR" in text
    assert "Reported by The Daily Example" in text
    assert "Read in The example labs take sides" in text
    assert "First said in Our plan" in text


def test_an_entity_tells_who_opposes_it_now(invented: sg.StanceGraph):
    # Acme turned to what Bolt holds, so nobody is against it any more.
    assert "Opposed now by" not in told(invented.store, "entity/acme")
    with sg.open() as graph:
        text = told(graph.store, "entity/deepseek")
        assert "Opposed now by closed 2 Meta, Robin Li" in text
        assert "/entity/meta" in links(parse(page(graph.store, "entity/deepseek")))


def test_opponents_are_those_of_the_card(shipped: sg.StanceGraph):
    from stancegraph.site.entity import view

    for entity in entities(shipped.store):
        found = view(shipped.store, iri("entity", entity.id))
        assert found is not None
        named = {
            (matter.issue.id, label)
            for matter in found.data["matters"]
            for each in matter.opponents
            for label, _ in each.people
        }
        card = shipped.card(entity.id)
        held = {(i, s.holder_label) for i, against in card.opponents.items() for s in against}
        assert named == held, entity.id


def test_an_entity_tells_what_is_said_about_it_and_what_it_reports(shipped: sg.StanceGraph):
    text = told(shipped.store, "entity/alibaba")
    about = text.partition("What others say of Alibaba")[2]
    assert "Catherine Thorbecke: staying open on Alibaba" in about
    reports = told(shipped.store, "entity/hanna-ai-news").partition("reports of others")[2]
    assert "DeepSeek" not in reports.partition("Documents")[0]
    assert "Catherine Thorbecke: staying open" in reports
    assert "Alibaba: closed" in reports


def test_an_issue_shows_each_position_and_who_stands_there_now(shipped: sg.StanceGraph):
    tree = parse(page(shipped.store, "issue/model-release"))
    sections = {e.get("id"): e for e in tree.iter("section") if e.get("id")}
    columns = {position: words_of(section) for position, section in sections.items()}
    assert list(columns) == ["open", "mixed", "closed"]
    current = {"open": set[str](), "closed": set[str](), "mixed": set[str]()}
    for stance in shipped.stances(issue="model-release", current=True):
        current[stance.position].add(stance.holder_label)
    for position, holders in current.items():
        (listed,) = [e for e in sections[position].iter("ul") if e.get("class") == "holders"]
        assert {next(entry.iter("a")).text for entry in listed} == holders
    text = words(tree)
    assert "Alibaba: mixed changed from closed" in text
    assert "outside developers speed progress 6" in columns["open"]


def test_a_position_tells_its_meaning_on_each_issue_and_who_held_it_before(shipped: sg.StanceGraph):
    text = told(shipped.store, "position/mixed")
    for issue in issues(shipped.store):
        for position in issue.positions:
            if position.id == "mixed":
                assert issue.label in text
                assert position.summary in text
    before = told(shipped.store, "position/closed").partition("Stances before")[2]
    assert "Alibaba by acts" in before
    assert "It opposes open" in told(shipped.store, "position/closed")


def test_an_argument_tells_what_it_supports_and_who_gives_it(shipped: sg.StanceGraph):
    text = told(shipped.store, "argument/lower-cost")
    (reason,) = [a for a in arguments(shipped.store) if a.id == "lower-cost"]
    assert reason.summary in text
    for stance in shipped.stances():
        if "lower-cost" in stance.because:
            assert f"{stance.holder_label}: {stance.position_label}" in text


def test_a_source_tells_what_it_cites_and_what_cites_it(shipped: sg.StanceGraph):
    text = told(shipped.store, KINDS["source"])
    assert "[3] Why China Is Winning The Open Source AI Race" in text
    cited = told(shipped.store, KINDS["cited"])
    assert "What cites it 1 China's AI labs weigh open against closed source" in cited
    assert "Stances first said in it, and read elsewhere" in cited
    assert "Catherine Thorbecke: staying open" in cited


def test_a_stance_tells_what_it_revises_what_revises_it_and_how_to_cite_it(
    invented: sg.StanceGraph,
):
    old, new = (told(invented.store, f"stance/acme-{name}") for name in ("open", "closed"))
    assert "there is a later one" in old
    assert "What revises it 30 January 2025 none" in old
    assert "What it revises April 2024 all of them" in new
    assert "Who holds an opposing position now 1" in old
    assert (
        "Acme Example Lab: all of them (Example release; in words, hedged), April 2024. "
        "“We will release them all, we think” Reported by The Daily Example. A. Writer. "
        "The example labs take sides. The Daily Example. May 2024. https://daily.example/2024. "
        "First said in: Our plan. Acme Example Lab. 2024. "
        "https://w3id.org/stancegraph/stance/acme-open (CC BY 4.0)." in old
    )
    (turtle,) = parse(page(invented.store, "stance/acme-open")).iter("pre")
    triples = set(ox.parse("".join(turtle.itertext()), format=ox.RdfFormat.TURTLE))
    there = invented.store.quads(subject=BASE + "stance/acme-open")
    assert {quad.triple for quad in triples} == {quad.triple for quad in there}


def test_any_other_thing_has_a_table_of_what_is_said_and_what_leads_to_it(shipped: sg.StanceGraph):
    text = told(shipped.store, "issue/model-release#open")
    assert "position of the answer open" in text
    assert "What leads to it answer Should AI labs release" in text
    graph = told(shipped.store, "graph/entities")
    assert "A graph of 975 triples." in graph
    assert "isDefinedBy 209" in graph
    assert "The first 40 of 209 are shown." in graph
    term = told(shipped.store, "ns#Company")
    assert "definition A business, such as a technology group or a chip maker." in term
    assert "type 24" in term.partition("What leads to it")[2]


def test_no_page_tells_from_which_file_of_the_machine_a_graph_was_loaded(shipped: sg.StanceGraph):
    files = {str(q.object.value) for q in shipped.store.quads(predicate=ST + "loadedFrom")}
    assert len(files) > 100
    for name in (*KINDS.values(), "graph/provenance", "graph/issues"):
        text = thing_page(shipped.store, BASE + name, AT) or ""
        assert [file for file in files if file in text or Path(file).name in text] == []


def test_the_vocabulary_tells_every_term_where_its_iri_leads(shipped: sg.StanceGraph):
    tree = parse(page(shipped.store, "ns"))
    text, ids = words(tree), {e.get("id") for e in tree.iter()}
    for full, label in labels().items():
        if full.startswith(ST):
            to = urlsplit(AT.thing(full) or "")
            assert to.path == "/ns"
            assert to.fragment in ids
            assert f"{label} st:{to.fragment}" in text
    assert (
        "The entity whose stance it is. kind of prov:wasAttributedTo of stance leads to entity"
        in text
    )
    assert AT.data(BASE + "ns", "ttl") == "/ns.ttl"
    assert read_path("ns.ttl") == (BASE + "ns", "ttl")


# --- much


def date(day: dt.date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


def many(count: int) -> Store:
    """One holder with so many stances, a day apart."""
    with sg.open() as graph:
        staged = ox.Store()
        for quad in graph.store.quads(graph=PREFIXES["graph"] + "issues"):
            staged.add(quad)
    here = ox.NamedNode(BASE + "source/diary")

    def add(s: str, p: str, o: ox.NamedNode | ox.Literal) -> None:
        staged.add(ox.Quad(ox.NamedNode(BASE + s), ox.NamedNode(p), o, here))

    node = ox.NamedNode
    add("entity/busy", PREFIXES["rdf"] + "type", node(ST + "Person"))
    add("entity/busy", RDFS + "label", ox.Literal("Busy Example"))
    add("source/diary", PREFIXES["rdf"] + "type", node(ST + "Source"))
    add("source/diary", DCT + "title", ox.Literal("An invented diary"))
    for number in range(count):
        day = dt.date(2024, 1, 1) + dt.timedelta(days=number)
        name = f"stance/day-{number:04}"
        for predicate, value in {
            PREFIXES["rdf"] + "type": node(ST + "Stance"),
            ST + "holder": node(BASE + "entity/busy"),
            ST + "issue": node(BASE + "issue/model-release"),
            ST + "position": node(BASE + "position/open"),
            ST + "mode": node(ST + "says"),
            ST + "date": date(day),
            DCT + "source": here,
            DCT + "description": ox.Literal(f"Said on day {number}."),
        }.items():
            add(name, predicate, value)
    store = MemoryStore()
    store.replace([], staged)
    return store


def test_of_many_stances_the_newest_are_shown_and_the_rest_are_counted():
    store = many(MOST + 7)
    for name in ("entity/busy", "source/diary"):
        tree = parse(page(store, name))
        text = words(tree)
        assert f"The newest {MOST} of {MOST + 7} stances are shown." in text
        shown = {to for to in links(tree) if to.startswith("/stance/")}
        assert len(shown) == MOST
        assert f"/stance/day-{MOST + 6:04}" in shown
        assert "/stance/day-0006" not in shown
    assert "/questions/history?holder=busy" in links(parse(page(store, "entity/busy")))


def test_what_is_shown_whole_says_nothing_of_a_rest():
    assert "are shown" not in told(many(MOST), "entity/busy")


# --- hostile texts


@pytest.fixture(scope="module")
def attacked() -> Store:
    """A graph whose every text and address tries to break out."""
    staged, node, text = ox.Store(), ox.NamedNode, ox.Literal
    here = node(BASE + "source/s-0")

    def add(s: str, *facts: tuple[str, ox.NamedNode | ox.Literal]) -> None:
        for p, o in facts:
            staged.add(ox.Quad(node(BASE + s if "/" in s else s), node(p), o, here))

    a = PREFIXES["rdf"] + "type"
    for n, evil in enumerate(TEXTS):
        address = URLS[n % len(URLS)]
        url = node(address) if re.fullmatch(r"[a-z]+:[^\s<>\"]+", address) else text(address)
        add(
            f"entity/e-{n}",
            (a, node(ST + "Person")),
            (RDFS + "label", text(f"e {evil}")),
            (PREFIXES["skos"] + "altLabel", text(evil)),
            (ST + "country", text(evil)),
            (ST + "role", text(evil)),
            (ST + "affiliation", node(BASE + f"entity/e-{n}")),
            (PREFIXES["schema"] + "sameAs", text(f"http://www.wikidata.org/entity/{evil}")),
        )
        add(
            f"issue/i-{n}",
            (a, node(ST + "Issue")),
            (RDFS + "label", text(f"i {evil}")),
            (PREFIXES["skos"] + "altLabel", text(evil)),
            (ST + "answer", node(BASE + f"issue/i-{n}#a")),
        )
        add(
            f"issue/i-{n}#a",
            (ST + "answerPosition", node(BASE + f"position/p-{n}")),
            (ST + "order", text(1)),
            (ST + "pole", node(ST + "first")),
            (PREFIXES["skos"] + "definition", text(evil)),
        )
        add(
            f"position/p-{n}",
            (a, node(ST + "Position")),
            (RDFS + "label", text(f"p {evil}")),
            (ST + "answers", node(BASE + f"issue/i-{n}")),
        )
        add(
            f"argument/a-{n}",
            (a, node(ST + "Argument")),
            (RDFS + "label", text(f"a {evil}")),
            (PREFIXES["skos"] + "definition", text(evil)),
            (ST + "supports", node(BASE + f"position/p-{n}")),
        )
        add(
            f"source/s-{n}",
            (a, node(ST + "Source")),
            (DCT + "title", text(f"s {evil}")),
            (PREFIXES["schema"] + "url", url),
            (PREFIXES["dc"] + "creator", text(evil)),
            (DCT + "publisher", node(BASE + f"entity/e-{n}")),
            (DCT + "references", node("javascript:window.__pwned=1")),
        )
        add(
            f"stance/t-{n}",
            (a, node(ST + "Stance")),
            (ST + "holder", node(BASE + f"entity/e-{n}")),
            (ST + "issue", node(BASE + f"issue/i-{n}")),
            (ST + "position", node(BASE + f"position/p-{n}")),
            (ST + "about", node(BASE + f"entity/e-{n}")),
            (ST + "mode", node(ST + "says")),
            (ST + "date", date(dt.date(2025, 1, 1))),
            (DCT + "source", node(BASE + f"source/s-{n}")),
            (DCT + "description", text(f"d {evil}")),
            (ST + "quote", text(f"q {evil}")),
            (ST + "confidence", text(evil)),
            (ST + "reportedBy", node(BASE + f"entity/e-{n}")),
            (ST + "because", node(BASE + f"argument/a-{n}")),
            (PREFIXES["prov"] + "hadPrimarySource", node("javascript:window.__pwned=1")),
        )
        add(
            f"stance/t-{n}#quote",
            (PREFIXES["oa"] + "hasBody", node(BASE + f"stance/t-{n}")),
            (PREFIXES["oa"] + "hasTarget", node(BASE + f"stance/t-{n}#target")),
        )
        add(
            f"stance/t-{n}#target",
            (PREFIXES["oa"] + "hasSource", node("javascript:window.__pwned=1")),
            (PREFIXES["oa"] + "hasSelector", node(BASE + f"stance/t-{n}#sel")),
        )
        add(
            f"stance/t-{n}#sel",
            (PREFIXES["oa"] + "exact", text(evil)),
            (PREFIXES["oa"] + "prefix", text(evil)),
        )
        add(f"entity/e-{n}", (ST + "current", node(BASE + f"stance/t-{n}")))
    add("javascript:window.__pwned=1", (RDFS + "label", text(TEXTS[0])), (RDFS + "seeAlso", node("javascript:window.__pwned=1")))  # fmt: skip
    store = MemoryStore()
    store.replace([], staged)
    return store


HOSTILE = [f"{kind}/{letter}-{n}" for n in range(len(TEXTS)) for kind, letter in zip(("entity", "issue", "position", "argument", "source", "stance"), "eipast", strict=True)]  # fmt: skip
HOSTILE = [
    name.replace("stance/s-", "stance/t-").replace("source/a-", "source/s-") for name in HOSTILE
]


@pytest.mark.parametrize("name", [*HOSTILE, "stance/t-0#sel", "javascript:window.__pwned=1"])
def test_a_hostile_text_stays_a_text(attacked: Store, name: str):
    text = thing_page(attacked, name if name.startswith("java") else BASE + name, AT)
    assert text is not None
    tree = parse(text)
    assert unsafe(tree) == []
    number = re.search(r"-([0-9])", name)
    evil = " ".join(TEXTS[int(number[1]) if number else 0].split())
    assert evil in words(tree)
    assert tree.findtext("head/title") == f"{heads(tree)['og:title']} · AI-industry stances"


def test_a_hostile_text_is_whole_in_the_json_ld(attacked: Store):
    for n, evil in enumerate(TEXTS):
        found = linked_data(parse(page(attacked, f"stance/t-{n}")))
        assert found["text"] == f"q {evil}"
        assert found["author"]["name"] == f"e {evil}"


def test_hostile_pages_run_nothing_and_ask_for_nothing_in_a_browser(attacked: Store, show: Open):
    others = ("entity/e-0", "issue/i-3", "position/p-4", "source/s-5", "argument/a-7")
    for name in (*(f"stance/t-{n}" for n in range(len(TEXTS))), *others):
        shown = show(page(attacked, name))
        assert shown.evaluate("window.__pwned") is None
        assert shown.evaluate("document.scripts.length") == 1


@pytest.mark.parametrize(
    "url", [*URLS[:3], URLS[4], "//x.example", "mailto:x", "HTTPX://x", "", None]
)
def test_only_addresses_of_the_web_become_links(url: str | None):
    assert outside(url) is None


def test_addresses_of_the_web_become_links():
    assert outside("HTTPS://x.example/a") == "HTTPS://x.example/a"
    assert outside("http://x.example/") == "http://x.example/"


def test_half_a_character_is_replaced():
    # Nothing of RDF can hold one, but what a form sends can.
    text, right = question_page(many(1), "mentions", {"words": "a\ud800b"}, AT)
    assert not right
    assert 'value="a?b"' in text


# --- schema.org


def schema(store: Store, name: str) -> dict[str, object]:
    found = linked_data(parse(page(store, name)))
    assert found["@context"] == {"@vocab": "https://schema.org/"}
    return found


@pytest.mark.parametrize("name", [n for k, n in KINDS.items() if k not in ("answer", "graph")])
def test_the_json_ld_is_rdf_about_the_thing(shipped: sg.StanceGraph, name: str):
    text = page(shipped.store, name)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert found
    triples = list(ox.parse(found[1], format=ox.RdfFormat.JSON_LD))
    subject = ox.NamedNode(BASE + name)
    types = [
        t.object.value
        for t in triples
        if t.subject == subject and t.predicate.value == PREFIXES["rdf"] + "type"
    ]
    assert len(types) == 1
    assert types[0].startswith("https://schema.org/")
    assert all(
        t.predicate.value.startswith(("https://schema.org/", PREFIXES["rdf"])) for t in triples
    )


def test_the_json_ld_says_what_the_page_says(shipped: sg.StanceGraph):
    person = schema(shipped.store, "entity/mark-zuckerberg")
    assert person["@type"] == "Person"
    assert person["affiliation"] == {
        "@id": BASE + "entity/meta",
        "@type": "Organization",
        "name": "Meta",
    }
    claim = schema(shipped.store, "stance/seed-thorbecke-staying-open")
    assert claim["@type"] == "Claim"
    assert str(claim["text"]).startswith("Alibaba's shift towards closed-source AI models")
    assert claim["appearance"]["@id"] == BASE + KINDS["source"]  # type: ignore[index]
    assert claim["firstAppearance"]["@id"] == BASE + KINDS["cited"]  # type: ignore[index]
    issue = schema(shipped.store, "issue/model-release")
    assert issue["@type"] == "Question"
    assert [a["name"] for a in issue["suggestedAnswer"]] == ["open", "closed", "mixed"]  # type: ignore[attr-defined]
    assert schema(shipped.store, "source/forbes-2026-03-25")["@type"] == "NewsArticle"
    assert (
        schema(shipped.store, "source/meta-2024-open-source-path-forward")["@type"]
        == "CreativeWork"
    )


def test_every_class_of_entity_has_a_type_of_schema_org():
    from stancegraph.site.schema import _TYPES

    assert set(_TYPES) == set(members("Entity"))


# --- in a browser


def test_the_policy_names_the_style_and_lets_nothing_else_through(shipped: sg.StanceGraph):
    tree = parse(page(shipped.store, "entity/alibaba"))
    (own,) = tree.iter("style")
    assert own.text == style()
    (meta,) = [m for m in tree.iter("meta") if m.get("http-equiv")]
    assert meta.get("content") == policy()
    assert policy().startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy()
    assert "unsafe" not in policy()


@pytest.mark.parametrize("name", [*KINDS.values(), "questions", "who-holds", "gaps"])
@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_shows_a_page_without_scripts_and_without_scrolling_sideways(
    shipped: sg.StanceGraph, show: Open, name: str, dark: bool
):
    if name in KINDS.values():
        text = page(shipped.store, name)
    elif name == "questions":
        text = questions_page(AT)
    else:
        text, _ = question_page(shipped.store, name, {}, AT)
    look = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark" if dark else "light"}
    shown = show(text, **look)
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    background = shown.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(15, 19, 24)" if dark else "rgb(255, 255, 255)")


def test_texts_are_dark_enough_on_their_ground(shipped: sg.StanceGraph, show: Open):
    text = page(shipped.store, "entity/alibaba")
    for dark in ("light", "dark"):
        shown = show(text, color_scheme=dark)
        for name in (".soft", ".when", ".labels li", ".told", "a", ".turn a", ".labels .now"):
            assert shown.evaluate(CONTRAST, name) >= 4.5, f"{name} in the {dark}"


CONTRAST = """name => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const element = document.querySelector(name);
  const front = light(numbers(getComputedStyle(element).color));
  let behind = element;
  while (numbers(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
  const back = light(numbers(getComputedStyle(behind).backgroundColor));
  return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
}"""


def test_every_question_that_a_page_names_is_in_the_library():
    templates = Path(sg.__file__).parent / "site/templates"
    for file in templates.glob("*.html"):
        for name in re.findall(
            r'at\.question\(\'([\w-]+)\'|m\.left\(\w[\w.]*, "([\w-]+)"', file.read_text("utf-8")
        ):
            question(next(filter(None, name)))
