"""The question library: every question is documented, answers its example, and is true."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

import stancegraph as sg
from stancegraph.query import question, questions
from stancegraph.terms import PREFIXES

ALL = [known.name for known in questions()]
KINDS = {"entity", "issue", "position", "argument", "source", "stance"}
KINDS |= {"date", "number", "text", "mode", "country", "type"}


# Questions about somebody in particular.
NEEDY = {"agrees-with", "disagrees-with"}


def asked(graph: sg.StanceGraph, name: str, **values: str) -> list[dict[str, Any]]:
    return graph.ask(name, **values).to_dicts()


@pytest.fixture(scope="module")
def plain(shipped: sg.StanceGraph) -> Any:
    """The shipped graph in rdflib's own store, answered by rdflib's own engine."""
    import rdflib

    graph = rdflib.Dataset(default_union=True)
    graph.parse(data="".join(f"{quad} .\n" for quad in shipped.store.quads()), format="nquads")
    return graph


def test_there_are_many_questions():
    assert len(ALL) >= 20


@pytest.mark.parametrize("name", ALL)
def test_a_question_is_documented(name: str):
    known = question(name)
    assert known.title.endswith("?")
    assert known.note, "what a row is"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    for parameter in known.parameters:
        assert parameter.kind in KINDS
        assert parameter.note, parameter.name
        assert "$" + parameter.name.replace("-", "_") in known.text
    assert set(known.example) <= {parameter.name for parameter in known.parameters}


@pytest.mark.parametrize("name", ALL)
def test_the_example_of_a_question_has_rows(shipped: sg.StanceGraph, name: str):
    text = question(name).sparql(shipped.store, question(name).example)
    assert shipped.query(text).to_dicts()  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ALL)
def test_a_question_can_be_asked_without_parameters(shipped: sg.StanceGraph, name: str):
    known = question(name)
    if name in NEEDY:
        with pytest.raises(sg.StancegraphError, match=r"needs the parameter 'holder', such as "):
            known.sparql(shipped.store, {})
    else:
        text = known.sparql(shipped.store, {})
        assert isinstance(shipped.query(text).to_dicts(), list)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ALL)
def test_rdflibs_engine_gives_the_same_rows(shipped: sg.StanceGraph, plain: Any, name: str):
    text = question(name).sparql(shipped.store, question(name).example)
    ours = Counter(tuple(map(_plain, row)) for row in shipped.query(text).terms())  # type: ignore[union-attr]
    theirs = Counter(tuple(map(_plain, row)) for row in plain.query(text, initNs=PREFIXES))
    assert ours == theirs


def _plain(term: Any) -> str:
    """A value as both engines write it: numbers by value, everything else by its text."""
    text = str(getattr(term, "value", None) if hasattr(term, "datatype") else term or "")
    if hasattr(term, "toPython"):
        text = str(term)
    elif term is not None:
        text = str(term.value)
    try:
        return f"{float(text):.6g}"
    except ValueError:
        return text


@pytest.mark.parametrize("name", ALL)
def test_rows_come_in_a_stated_order(name: str):
    assert "ORDER BY" in question(name).text


# ---- true on the shipped graph


def test_alibaba_turned_from_open_to_closed_in_march_2026_by_the_word_of_another(
    shipped: sg.StanceGraph,
):
    rows = asked(shipped, "who-changed", holder="alibaba", issue="model-release")
    first = next(row for row in rows if row["to"] == "closed")
    assert (first["from"], str(first["date"]), first["word_of"]) == (
        "open",
        "2026-03",
        "Hanna AI News",
    )


def test_what_was_not_known_on_a_day_is_not_told(shipped: sg.StanceGraph):
    rows = asked(shipped, "who-changed", issue="model-release", as_of="2025-06-30")
    assert [row["who"] for row in rows] == ["Baidu"]


def test_history_has_every_stance_of_a_holder(shipped: sg.StanceGraph):
    assert len(asked(shipped, "history", holder="alibaba")) == len(
        shipped.stances(holder="alibaba")
    )


def test_the_exact_words_are_those_of_the_records(shipped: sg.StanceGraph):
    quotes = {s.quote for s in shipped.stances() if s.quote}
    assert len(asked(shipped, "exact-words")) == len(quotes) == 2


def test_hedged_finds_what_is_hedged(shipped: sg.StanceGraph):
    assert len(asked(shipped, "hedged")) == sum(s.hedged for s in shipped.stances())


def test_the_latest_stances_are_the_current_ones(shipped: sg.StanceGraph):
    assert len(asked(shipped, "latest")) == len(shipped.stances(current=True))


def test_stances_by_month_add_up(shipped: sg.StanceGraph):
    rows = asked(shipped, "by-month")
    known = [s for s in shipped.stances() if s.precision != "year"]
    column = next(c for c in rows[0] if isinstance(rows[0][c], int))
    assert sum(row[column] for row in rows) in (len(known), len(shipped.stances()))


def test_claims_that_rest_on_one_document_are_those_that_a_count_finds(shipped: sg.StanceGraph):
    documents: dict[tuple[str, str, str], set[str]] = {}
    for s in shipped.stances():
        documents.setdefault((s.holder, s.issue, s.position), set()).add(s.source)
    alone = sum(len(found) == 1 for found in documents.values())
    assert len(asked(shipped, "one-source")) == alone
    assert sum(row["alone"] for row in asked(shipped, "sources")) == alone


def test_holders_known_through_one_outlet_are_those_that_a_count_finds(shipped: sg.StanceGraph):
    outlets: dict[str, list[str | None]] = {}
    for s in shipped.stances():
        outlets.setdefault(s.holder, []).append(s.publisher)
    expected = [h for h, seen in outlets.items() if len(set(seen)) == 1 and len(seen) >= 2]
    assert len(asked(shipped, "one-outlet", at_least="2")) == len(expected)


def test_positions_that_nobody_holds_are_those_that_a_count_finds(shipped: sg.StanceGraph):
    held = {(s.issue, s.position) for s in shipped.stances(current=True)}
    every = {(i.id, p.id) for i in shipped.issues() for p in i.positions}
    assert len(asked(shipped, "empty-positions")) == len(every - held)


# ---- true on the invented graph, worked out by hand


def test_who_changed_on_the_invented_graph(invented: sg.StanceGraph):
    (row,) = asked(invented, "who-changed")
    assert (row["who"], row["from"], row["to"]) == ("Acme Example Lab", "all of them", "none")
    assert (str(row["before"]), str(row["date"])) == ("2024-04", "2025-01-30")
    assert row["word_of"] == "The Daily Example"
    assert asked(invented, "who-changed", as_of="2025-01-29") == []


def test_who_holds_on_the_invented_graph(invented: sg.StanceGraph):
    now = {(row["who"], row["position"]) for row in asked(invented, "who-holds")}
    assert now == {("Acme Example Lab", "none"), ("Bolt Example Works", "none")}
    then = {(row["who"], row["position"]) for row in asked(invented, "who-holds", as_of="2024")}
    assert then == {("Acme Example Lab", "all of them"), ("Bolt Example Works", "none")}


def test_who_disagrees_on_the_invented_graph(invented: sg.StanceGraph):
    assert asked(invented, "who-disagrees") == []
    (then,) = asked(invented, "who-disagrees", as_of="2024-12")
    assert (then["who"], then["who_against"]) == ("Acme Example Lab", "Bolt Example Works")


def test_words_and_deeds_on_the_invented_graph(invented: sg.StanceGraph):
    rows = asked(invented, "words-and-deeds")
    assert len(rows) == 1
    assert "Acme Example Lab" in rows[0].values()


def test_the_exact_words_on_the_invented_graph(invented: sg.StanceGraph):
    (row,) = asked(invented, "exact-words")
    assert "We will release them all, we think" in row.values()


# ---- parameters


def test_a_hostile_text_cannot_leave_its_place(shipped: sg.StanceGraph):
    for text in ('" . } DROP ALL #', "\\", '"""', "x\ny", "$issue", "\\1\\g<0>"):
        assert asked(shipped, "mentions", words=text) == []


def test_a_parameter_that_is_no_such_thing_is_refused(shipped: sg.StanceGraph):
    for values in ({"issue": "model-releas"}, {"as_of": "soon"}, {"nonsense": "x"}):
        with pytest.raises(sg.StancegraphError):
            shipped.ask("who-changed", **values)


def test_a_question_that_is_not_there_suggests_one():
    with pytest.raises(sg.UnknownName, match="did you mean 'who-changed'"):
        question("who-change")


def test_a_file_reads_as_standard_sparql(shipped: sg.StanceGraph):
    from rdflib.plugins.sparql import prepareQuery

    for known in questions():
        shipped.query(known.text)
        prepareQuery(known.text, initNs=PREFIXES)
