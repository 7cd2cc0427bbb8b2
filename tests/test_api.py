"""The face: what `sg.open()` gives, and what its answers are made of."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

import stancegraph as sg

EXAMPLE = """
SELECT ?who ?date WHERE {
  ?s st:holder/rdfs:label ?who ; st:issue issue:model-release ;
     st:position position:closed ; st:date ?date
} ORDER BY ?date
"""


def test_rows_are_read_by_name_by_place_and_as_a_tuple(shipped: sg.StanceGraph):
    row = next(iter(shipped.query(EXAMPLE)))  # type: ignore[arg-type]
    who, date = row
    assert row.who == row["who"] == row[0] == who == "Baidu"
    assert date == row.date == dt.date(2023, 3, 1)
    assert row.to_dict() == {"who": who, "date": date}
    with pytest.raises(AttributeError, match=r"no column 'whom' \(who, date\)"):
        row.whom  # noqa: B018


def test_values_have_python_types(shipped: sg.StanceGraph):
    text = "SELECT (1 AS ?i) (1.5 AS ?d) (1e0 AS ?f) (true AS ?b) ('x' AS ?s) ?none {}"
    (row,) = shipped.query(text)  # type: ignore[misc]
    assert [type(v).__name__ for v in row] == ["int", "Decimal", "float", "bool", "str", "NoneType"]


def test_ask_construct_and_describe_give_what_they_should(shipped: sg.StanceGraph):
    assert shipped.query("ASK { entity:alibaba a st:Company }") is True
    triples = list(shipped.query("CONSTRUCT { ?s a st:X } { ?s a st:Issue }"))  # type: ignore[arg-type]
    assert len(triples) == 8
    assert list(shipped.query("DESCRIBE entity:alibaba"))  # type: ignore[arg-type]


def test_rows_go_to_pandas(shipped: sg.StanceGraph):
    pytest.importorskip("pandas")
    frame = shipped.query(EXAMPLE).to_pandas()  # type: ignore[union-attr]
    assert list(frame.columns) == ["who", "date"]
    assert len(frame) == 7


def test_filters_take_names_aliases_and_ids(shipped: sg.StanceGraph):
    ids = [s.id for s in shipped.stances(holder="Qwen team")]
    assert ids == [s.id for s in shipped.stances(holder="alibaba")]
    assert ids == [s.id for s in shipped.stances(holder="ALIBABA", issue="Open or closed models")]
    with pytest.raises(sg.UnknownName, match=r"'Alibba' is not an entity .*did you mean 'alibaba'"):
        shipped.stances(holder="Alibba")


def test_as_of_shows_what_was_known_then(shipped: sg.StanceGraph):
    def line(day: str) -> list[str]:
        return [s.position for s in shipped.stances(holder="alibaba", as_of=day, current=True)]

    assert [line(day) for day in ("2022", "2026-02", "2026-03-01", "2026-08")] == [
        [],
        ["open"],
        ["closed"],
        ["mixed"],
    ]


def test_current_does_not_depend_on_the_position_that_is_asked_for(shipped: sg.StanceGraph):
    assert shipped.stances(holder="alibaba", position="open", current=True) == []
    assert shipped.stances(holder="alibaba", position="open")


@pytest.mark.parametrize(
    ("filters", "test"),
    [
        ({"mode": "does"}, lambda s: s.mode == "does"),
        ({"type": "Person"}, lambda s: s.holder_type == "Person"),
        ({"country": "cn"}, lambda s: s.holder_country == "CN"),
        ({"about": "China"}, lambda s: s.about == "china"),
        ({"since": "2026"}, lambda s: s.date >= dt.date(2026, 1, 1)),
        ({"as_of": "2024"}, lambda s: s.date <= dt.date(2024, 12, 31)),
        ({"issue": ["model-release", "sovereign-ai"]}, lambda s: s.issue in ("model-release", "sovereign-ai")),
        ({"source": "gh-r1"}, lambda s: s.source == "gh-r1"),
    ],
)  # fmt: skip
def test_each_filter_keeps_what_it_says_and_all_of_it(
    shipped: sg.StanceGraph, filters: dict[str, str], test: Callable[[sg.Stance], bool]
):
    kept = shipped.stances(**filters)
    assert kept
    assert kept == [s for s in shipped.stances() if test(s)]


@pytest.mark.parametrize(
    "filters", [{"since": "soon"}, {"mode": "sings"}, {"type": "Robot"}, {"as_of": "2024-13"}]
)
def test_a_filter_that_cannot_be_is_refused(shipped: sg.StanceGraph, filters: dict[str, str]):
    with pytest.raises(sg.StancegraphError):
        shipped.stances(**filters)


def test_a_stance_knows_its_words_its_reporter_and_its_source(shipped: sg.StanceGraph):
    (stance,) = [s for s in shipped.stances() if s.id == "seed-thorbecke-staying-open"]
    assert (stance.holder_label, stance.reported_by_label) == (
        "Catherine Thorbecke",
        "Hanna AI News",
    )
    assert (stance.primary_source, stance.when, stance.precision) == (
        "thorbecke-alibaba-shift",
        "2026",
        "year",
    )
    assert stance.quote
    assert stance.quote.startswith("Alibaba's shift")
    assert stance.source_url == "https://news.hanna-ai.com/en/article/china-ai-open-source-dilemma"


def test_an_issue_has_its_positions_in_order_with_their_sides(shipped: sg.StanceGraph):
    (issue,) = [i for i in shipped.issues() if i.id == "model-release"]
    assert [(p.id, p.pole) for p in issue.positions] == [
        ("open", "first"),
        ("closed", "second"),
        ("mixed", "middle"),
    ]
    assert issue.positions[0].opposes == {"closed"}


def test_values_are_frozen(shipped: sg.StanceGraph):
    with pytest.raises(AttributeError):
        shipped.stances()[0].position = "closed"  # type: ignore[misc]


def test_a_card_names_opponents_on_the_same_issue_only(shipped: sg.StanceGraph):
    card = shipped.card("Meta")
    current = {
        s.position for s in shipped.stances(holder="meta", issue="model-release", current=True)
    }
    assert current == {"closed"}
    assert {s.position for s in card.opponents["model-release"]} == {"open"}


def test_rdflib_sees_the_same_graph_and_oxigraph_answers_it(shipped: sg.StanceGraph):
    view = shipped.rdflib
    rows = list(view.query("SELECT ?s { ?s a st:Stance }"))
    assert len(rows) == 161
    # Oxigraph's own solutions come out, which rdflib's engine never makes.
    assert type(view.query("ASK {}")).__module__.startswith(("rdflib", "oxrdflib"))
    assert len(view) == len(set(map(str, shipped.store.quads())))


def test_rdflib_writes_into_the_same_store(invented: sg.StanceGraph):
    import rdflib

    iri = rdflib.URIRef("https://example.org/new")
    invented.rdflib.add((iri, rdflib.RDFS.label, rdflib.Literal("new"), iri))
    assert invented.query("ASK { <https://example.org/new> rdfs:label 'new' }") is True


def test_a_view_of_rdflib_stays_true_after_a_load(files: Path):
    graph = sg.open(empty=True)
    view = graph.rdflib
    graph.load(files)
    assert len(list(view.query("SELECT ?s { ?s a st:Stance }"))) == 3


def test_rdflibs_own_engine_gives_the_same_rows(shipped: sg.StanceGraph):
    import rdflib

    from stancegraph.terms import PREFIXES

    plain = rdflib.Dataset(default_union=True)
    text = "".join(f"{quad} .\n" for quad in shipped.store.quads())
    plain.parse(data=text, format="nquads")
    ours = [tuple(str(v) for v in row) for row in shipped.query(EXAMPLE)]  # type: ignore[union-attr]
    theirs = [tuple(str(v) for v in row) for row in plain.query(EXAMPLE, initNs=PREFIXES)]  # type: ignore[union-attr]
    assert ours == theirs


def test_threads_may_ask_at_once(shipped: sg.StanceGraph):
    found: list[int] = []

    def ask() -> None:
        found.append(len(shipped.stances()))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [161] * 4


def test_an_open_folder_is_kept_between_two_openings(tmp_path: Path, files: Path):
    with sg.open(tmp_path / "db", write=True) as graph:
        assert graph.load(files).problems == ()
    with sg.open(tmp_path / "db") as graph:
        assert len(graph.stances()) == 164
        assert isinstance(graph.query("SELECT * {} "), object)


def test_terms_of_a_row_are_there_for_those_who_want_them(shipped: sg.StanceGraph):
    (row,) = shipped.query("SELECT ?x { VALUES ?x { entity:alibaba } }")  # type: ignore[misc]
    assert row.term("x") == ox.NamedNode("https://w3id.org/stancegraph/entity/alibaba")
