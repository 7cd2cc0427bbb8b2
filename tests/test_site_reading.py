"""What is read of a store for one thing is what reading everything tells of it."""

from __future__ import annotations

from io import BytesIO

import pyoxigraph as ox
import pytest

import stancegraph as sg
from stancegraph.model import Selection
from stancegraph.query import arguments, entities, sources, stances, stances_named, values
from stancegraph.site.reading import listed, names
from stancegraph.store import MemoryStore
from stancegraph.terms import iri


@pytest.mark.parametrize(
    "selection",
    [
        Selection(holder=("alibaba",)),
        Selection(issue=("model-release",)),
        Selection(about=("china",), mode=("says",)),
        Selection(source=("hanna-ai-china-open-source-dilemma",)),
        Selection(holder=("nobody",)),
    ],
)
def test_some_stances_are_the_same_as_among_all(shipped: sg.StanceGraph, selection: Selection):
    every = stances(shipped.store)
    chosen = stances(shipped.store, selection)
    ids = {stance.id for stance in chosen}
    assert chosen == [stance for stance in every if stance.id in ids]
    assert stances_named(shipped.store, ids) == chosen


def test_current_stances_of_an_issue_are_the_same_as_among_all(shipped: sg.StanceGraph):
    every = stances(shipped.store, Selection(current=True))
    for issue in ("model-release", "china-open-source-race"):
        some = stances(shipped.store, Selection(issue=(issue,), current=True))
        assert some == [stance for stance in every if stance.issue == issue]
    of = stances(shipped.store, Selection(holder=("meta", "alibaba"), current=True))
    assert of == [stance for stance in every if stance.holder in ("meta", "alibaba")]


def test_reading_all_of_a_kind_tells_the_same_as_reading_some(
    shipped: sg.StanceGraph, monkeypatch: pytest.MonkeyPatch
):
    chosen = Selection(issue=("model-release",))
    some = stances(shipped.store, chosen)
    monkeypatch.setattr(values, "_FEW", 3)
    assert stances(shipped.store, chosen) == some


def test_some_things_are_the_same_as_among_all(shipped: sg.StanceGraph):
    store = shipped.store
    ids = ["alibaba", "meta", "china", iri("entity", "forbes"), "nobody"]
    known = {"alibaba", "meta", "china", "forbes"}
    assert entities(store, ids) == [e for e in entities(store) if e.id in known]
    assert sources(store, ["forbes-2026-03-25"]) == [
        s for s in sources(store) if s.id == "forbes-2026-03-25"
    ]
    assert arguments(store, ["lower-cost"]) == [a for a in arguments(store) if a.id == "lower-cost"]
    assert entities(store, []) == sources(store, []) == arguments(store, []) == []


def test_no_ids_are_no_stances_and_unknown_ones_are_left_out(shipped: sg.StanceGraph):
    assert stances_named(shipped.store, []) == []
    assert stances_named(shipped.store, ["none", iri("entity", "alibaba")]) == []


def test_a_holder_without_an_iri_can_be_read():
    text = """
    @prefix st: <https://w3id.org/stancegraph/ns#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix dct: <http://purl.org/dc/terms/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <https://w3id.org/stancegraph/stance/s> a st:Stance ; st:holder [ a st:Group ; rdfs:label "Some people" ] ;
      st:issue <https://w3id.org/stancegraph/issue/i> ; st:mode st:says ;
      st:position <https://w3id.org/stancegraph/position/p> ; st:date "2025-01-01"^^xsd:date ;
      dct:source <https://w3id.org/stancegraph/source/d> .
    """
    staged, store = ox.Store(), MemoryStore()
    staged.load(BytesIO(text.encode()), format=ox.RdfFormat.TURTLE)
    store.replace([], staged)
    (stance,) = stances(store, Selection(issue=("i",)))
    assert (stance.id, stance.holder_label) == ("s", "Some people")


def test_a_list_has_the_newest_in_the_order_of_time(shipped: sg.StanceGraph):
    pattern = f"?s st:issue <{iri('issue', 'model-release')}> ."
    every = stances(shipped.store, Selection(issue=("model-release",)))
    whole = listed(shipped.store, pattern)
    assert (list(whole), whole.total, whole.left) == (every, len(every), 0)
    part = listed(shipped.store, pattern, most=5)
    assert (part.total, part.left) == (len(every), len(every) - 5)
    dates = sorted(stance.date for stance in every)
    assert [stance.date for stance in part] == dates[-5:]
    assert not listed(shipped.store, "?s st:issue <https://none.example/> .")


def test_names_are_found_whatever_says_them(shipped: sg.StanceGraph):
    wanted = [iri("entity", "alibaba"), iri("source", "forbes-2026-03-25"), "not an iri", None]
    assert names(shipped.store, wanted) == {
        iri("entity", "alibaba"): "Alibaba",
        iri("source", "forbes-2026-03-25"): "Why China Is Winning The Open Source AI Race",
    }
