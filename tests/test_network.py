"""Stances as a networkx graph."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stancegraph as sg
from hostile import ISSUES, hostile, stance, tame
from stancegraph.network import stance_network


@pytest.fixture
def network() -> nx.MultiDiGraph[str]:
    return stance_network(tame(), ISSUES)


def kinds(rows: Iterable[tuple[Any, ...]]) -> Counter[str]:
    return Counter(row[-1]["kind"] for row in rows)


def test_each_stance_is_one_edge_from_its_holder_to_its_position(network: nx.MultiDiGraph[str]):
    assert network.edges["acme", "release/none", "four"]["when"] == "2025-01-30"
    assert network.edges["bolt", "release/none", "three"]["mode"] == "does"
    assert kinds(network.edges(data=True))["stance"] == len(tame())


def test_two_stances_of_one_holder_on_one_position_stay_apart(network: nx.MultiDiGraph[str]):
    assert set(network["acme"]["release/all"]) == {"one", "two"}


def test_every_position_of_an_issue_is_there_even_one_that_nobody_takes(
    network: nx.MultiDiGraph[str],
):
    assert network.in_degree("release/some") == 0
    assert network.nodes["release/some"] == {
        "kind": "position",
        "label": "some",
        "summary": "Release a few",
        "issue": "release",
        "position": "some",
        "order": 2,
        "pole": "middle",
    }
    assert network.has_edge("release/some", "issue:release", key="answers")


def test_an_issue_without_a_stance_is_left_out():
    network = stance_network([stance("one")], ISSUES)
    assert "issue:speed" not in network
    assert "speed/slow" not in network


def test_positions_that_oppose_each_other_have_edges_both_ways(network: nx.MultiDiGraph[str]):
    assert network.has_edge("release/all", "release/none", key="opposes")
    assert network.has_edge("release/none", "release/all", key="opposes")
    assert not network.has_edge("release/all", "release/some")


def test_a_holder_with_the_name_of_an_issue_is_another_node():
    network = stance_network([stance("one", holder="release")], ISSUES)
    assert network.nodes["release"]["kind"] == "holder"
    assert network.nodes["issue:release"]["kind"] == "issue"


def test_a_position_that_no_issue_declares_is_still_drawn():
    network = stance_network([stance("one", position="odd", position_label="Odd")], ISSUES)
    assert network.nodes["release/odd"]["label"] == "Odd"
    alone = stance_network([stance("one", issue="new", issue_label="New")], ISSUES)
    assert alone.nodes["issue:new"]["short"] == "New"


def test_attributes_are_plain_and_what_is_not_known_is_left_out(network: nx.MultiDiGraph[str]):
    for *_, about in [*network.nodes(data=True), *network.edges(data=True)]:
        assert {type(value) for value in about.values()} <= {str, bool, int}
    assert "quote" not in network.edges["acme", "release/all", "two"]
    assert network.edges["acme", "release/all", "one"]["because"] == "cheap unheard-of"


def test_every_field_of_a_stance_is_on_its_edge_or_its_nodes():
    full = hostile()[0][0]
    network = stance_network([full], hostile()[1])
    edge = network.edges[full.holder, f"{full.issue}/{full.position}", full.id]
    by_nodes = {"holder", "holder_label", "holder_type", "holder_country"}
    by_nodes |= {"issue_label", "position_label"}
    known = {name for name, value in full.to_dict().items() if value not in (None, "", ())}
    assert known - by_nodes <= set(edge)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_the_network_is_read_back_from_xml_as_it_was(form: str, network: nx.MultiDiGraph[str]):
    again = through(form, network)
    assert set(again.nodes) == set(network.nodes)
    assert sorted(kinds(again.edges(data=True)).items()) == sorted(
        kinds(network.edges(data=True)).items()
    )
    there = {about["id"]: about for *_, about in again.edges(data=True) if "mode" in about}
    for *_, about in network.edges(data=True):
        if about["kind"] == "stance":
            assert {**there[about["id"]], **about} == there[about["id"]]
    for node, about in network.nodes(data=True):
        assert {**again.nodes[node], **about} == again.nodes[node]


@pytest.mark.parametrize("form", ["graphml", "gexf"])
@given(text=st.text(st.characters(exclude_characters="\r", exclude_categories=()), min_size=1))
def test_any_text_can_be_written_as_xml(form: str, text: str):
    network = stance_network([stance("one", quote=f"a{text}z", holder_label=f"a{text}z")], ISSUES)
    quotes = [about.get("quote") for *_, about in through(form, network).edges(data=True)]
    clean = network.nodes["acme"]["label"]
    assert clean in quotes
    assert len(clean) == len(text) + 2


def through(form: str, network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The network written in a format and read again."""
    file = io.BytesIO()
    getattr(nx, f"write_{form}")(network, file)
    file.seek(0)
    if form == "gexf":
        return nx.read_gexf(file)
    return nx.read_graphml(file, force_multigraph=True)


def test_the_same_stances_give_the_same_network():
    one, two = stance_network(tame(), ISSUES), stance_network(tame(), ISSUES)
    assert nx.utils.graphs_equal(one, two)
    assert list(one.edges(keys=True)) == list(two.edges(keys=True))


def test_the_shipped_graph_has_an_edge_for_each_stance(shipped: sg.StanceGraph):
    network = shipped.network()
    stances = shipped.stances()
    assert kinds(network.edges(data=True))["stance"] == len(stances)
    assert kinds(network.nodes(data=True))["holder"] == len({each.holder for each in stances})
