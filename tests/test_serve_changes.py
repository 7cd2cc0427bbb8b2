"""Changes of a graph: under conditions, with what follows from them, and told as they were made."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import requests

from serving import Served, serving
from stancegraph.store import FolderStore
from stancegraph.terms import DERIVED, PREFIXES, PROVENANCE, STAGE

EX = "https://example.org/"
GRAPH = EX + "graph"
PATH = f"store?graph={GRAPH}"
TURTLE = {"content-type": "text/turtle"}
QUADS = {"content-type": "application/n-quads"}
HOLDS = "SELECT ?p { ?h st:holds ?p }"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    words = ("--store", str(folder / "store"), "--writable", "--empty", "--allow-service")
    with serving(*words) as started:
        yield started


@pytest.fixture(autouse=True)
def empty(served: Served) -> None:
    served.send("POST", "sparql", data={"update": "DROP ALL"})


def triple(value: str) -> str:
    return f'<{EX}s> <{EX}p> "{value}" .'


def put(served: Served, text: str, path: str = PATH, **headers: str) -> int:
    kind = {**TURTLE, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return served.send("PUT", path, data=text, headers=kind).status_code


def held(served: Served, path: str = PATH) -> str:
    """A graph as sorted lines."""
    found = served.get(path, accept="application/n-triples")
    return "\n".join(sorted(found.text.split("\n"))).strip() if found.ok else ""


def stance(name: str, day: str, position: str, end: str = "") -> str:
    """A stance as N-Quads, of a holder whose latest position is held."""
    st, xsd = PREFIXES["st"], PREFIXES["xsd"]
    facts = [
        (PREFIXES["rdf"] + "type", f"<{st}Stance>"),
        (st + "holder", f"<{EX}holder>"),
        (st + "issue", f"<{EX}issue>"),
        (st + "position", f"<{EX}{position}>"),
        (st + "date", f'"{day}"^^<{xsd}date>'),
    ]
    return "".join(f"<{EX}{name}> <{predicate}> {value} {end}.\n" for predicate, value in facts)


# ---- conditions


def test_a_graph_is_made_only_where_there_is_none(served: Served):
    assert put(served, triple("1"), if_none_match="*") == 201
    assert put(served, triple("2"), if_none_match="*") == 412
    assert held(served) == triple("1")
    assert put(served, triple("2"), "store?default", if_none_match="*") == 412


def test_a_graph_is_changed_only_where_there_is_one(served: Served):
    assert put(served, triple("1"), if_match="*") == 412
    assert held(served) == ""
    assert served.send("DELETE", PATH, headers={"if-match": "*"}).status_code == 404
    put(served, triple("1"))
    assert put(served, triple("2"), if_match="*") == 204
    assert served.send("DELETE", PATH, headers={"if-match": "*"}).status_code == 204


@pytest.mark.parametrize("packing", ["gzip", "identity"])
@pytest.mark.parametrize("format", ["ttl", "nt", "rdf", "jsonld", "trig", "nq"])
def test_what_another_has_changed_meanwhile_is_not_undone(
    served: Served, format: str, packing: str
):
    put(served, "\n".join(triple("x" * 50 + str(n)) for n in range(60)))
    got = served.get(f"{PATH}&format={format}", headers={"accept-encoding": packing})
    assert got.headers.get("content-encoding", "identity") == packing
    tag = got.headers["etag"]
    for wrong in ('"x"', f"W/{tag}", tag.strip('"'), ""):
        assert put(served, triple("wrong"), if_match=wrong) == 412
    assert put(served, triple("wrong"), if_none_match=f'"x", W/{tag}') == 412
    assert put(served, triple("wrong"), if_match=tag, if_none_match=tag) == 412
    assert put(served, triple("1"), if_match=f'"x", {tag}') == 204
    assert put(served, triple("2"), if_match=tag) == 412
    added = served.send("POST", PATH, data=triple("3"), headers={**TURTLE, "if-match": tag})
    gone = served.send("DELETE", PATH, headers={"if-match": tag})
    assert (added.status_code, gone.status_code) == (412, 412)
    assert "it has changed" in gone.json()["detail"]
    assert held(served) == triple("1")
    assert put(served, triple("4"), if_none_match=tag) == 204


def test_all_graphs_together_and_the_default_graph_have_a_state_too(served: Served):
    data = f'<{EX}s> <{EX}p> "1" <{GRAPH}> .'
    for path, send, kind in [
        ("store", lambda h: served.send("POST", "store", data=data, headers=h), QUADS),
        ("store?default", lambda h: served.send("PUT", "store?default", data=triple("1"), headers=h), TURTLE),
    ]:  # fmt: skip
        tag = served.get(path).headers["etag"]
        assert send({**kind, "if-match": tag}).ok, path
        assert send({**kind, "if-match": tag}).status_code == 412, path
        assert send({**kind, "if-match": "*"}).ok, path


def test_of_those_who_change_one_state_at_once_one_does(served: Served):
    put(served, triple("0"))
    tag = served.get(PATH).headers["etag"]
    found: list[int] = []

    def change(number: int) -> None:
        found.append(put(served, triple(str(number)), if_match=tag))

    together = [threading.Thread(target=change, args=(n,)) for n in range(1, 9)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert sorted(found) == [204, *[412] * 7]


# ---- what is uploaded


def test_what_is_relative_in_a_graph_is_so_to_its_own_address(served: Served):
    assert put(served, "<> <p#q> <../r>, <#x> .", f"store?graph={EX}a/b") == 201
    assert held(served, f"store?graph={EX}a/b").split("\n") == [
        f"<{EX}a/b> <{EX}a/p#q> <{EX}a/b#x> .",
        f"<{EX}a/b> <{EX}a/p#q> <{EX}r> .",
    ]
    made = served.send("POST", "store", data="<> <a:p> 1 .", headers=TURTLE)
    graph = made.headers["location"]
    assert held(served, f"store?graph={graph}").startswith(f"<{graph}> <a:p> ")
    assert put(served, "<> <a:p> 1 .", "store?default") == 400


def test_a_graph_without_triples_is_none(served: Served):
    assert put(served, "") == 204
    assert served.get(PATH).status_code == 404
    made = served.send("POST", "store", data="", headers=TURTLE)
    assert (made.status_code, "location" in made.headers) == (204, False)
    assert put(served, triple("1")) == 201
    assert put(served, "# nothing") == 204
    assert served.get(PATH).status_code == 404


@pytest.mark.parametrize("name", ["a:%zz", "http://[x/", "x", ""])
def test_a_graph_is_named_by_an_iri(served: Served, name: str):
    for method in ("GET", "PUT", "DELETE"):
        found = served.send(method, "store", params={"graph": name}, headers=TURTLE)
        assert found.status_code == 400, method
        assert found.json()["detail"] == f"'{name}' is not an IRI"


# ---- what follows


@pytest.mark.parametrize(
    ("method", "path", "kind", "end"),
    [
        ("PUT", PATH, TURTLE, ""),
        ("POST", PATH, TURTLE, ""),
        ("POST", "store", TURTLE, ""),
        ("PUT", "store?default", TURTLE, ""),
        ("POST", "store?default", TURTLE, ""),
        ("POST", "store", QUADS, f"<{GRAPH}> "),
        ("POST", "store", QUADS, ""),
        ("POST", "store", QUADS, "_:g "),
    ],
)
def test_what_follows_is_right_after_every_change(
    served: Served, method: str, path: str, kind: dict[str, str], end: str
):
    for name, day, position in [("a", "2024-01-01", "old"), ("b", "2025-01-01", "new")]:
        text = stance(name, day, position, end)
        if method == "PUT" and name == "b":
            text += stance("a", "2024-01-01", "old")
        assert served.send(method, path, data=text, headers=kind).ok
        assert served.rows(HOLDS) == [{"p": EX + position}]
    if "store?" in path:
        assert served.send("DELETE", path).status_code == 204
        assert served.rows(HOLDS) == []


def test_an_update_is_followed_by_what_follows_from_it(served: Served):
    text = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {stance('a', '2024-01-01', 'one')} }} }}"
    assert served.send("POST", "sparql", data={"update": text}).status_code == 204
    assert served.rows(HOLDS) == [{"p": EX + "one"}]


@pytest.mark.parametrize("graph", [DERIVED, PROVENANCE])
def test_who_writes_what_follows_keeps_it_right(served: Served, graph: str):
    put(served, stance("a", "2024-01-01", "one"))
    path = f"store?graph={graph}"
    assert put(served, triple("own"), path) == 204
    assert held(served, path) == triple("own")
    update = f"INSERT DATA {{ GRAPH <{DERIVED}> {{ {triple('more')} }} }}"
    assert served.send("POST", "sparql", data={"update": update}).status_code == 204
    assert triple("own") in held(served, path)
    assert triple("more") in held(served, f"store?graph={DERIVED}")


def test_from_what_is_not_whole_yet_nothing_follows(served: Served):
    path = f"store?graph={STAGE}1"
    for method in ("PUT", "POST"):
        text = stance("a", "2024-01-01", "one")
        assert served.send(method, path, data=text, headers=TURTLE).ok
        assert served.rows(HOLDS) == []


def test_where_a_graph_came_from_is_noted(served: Served):
    put(served, triple("1"))
    noted = f"SELECT ?from {{ GRAPH <{PROVENANCE}> {{ <{GRAPH}> st:loadedFrom ?from }} }}"
    assert served.rows(noted) == [{"from": "an upload"}]
    served.send("DELETE", PATH)
    assert served.rows(noted) == []


def test_a_change_whose_consequences_take_too_long_is_told_as_made(tmp_path: Path):
    chance = random.Random(1)
    lines = "".join(
        stance(str(n), f"20{chance.randint(10, 24)}-01-0{n % 9 + 1}", f"p{n % 7}", "<a:g> ").replace(
            f"{EX}holder", f"{EX}h{n % 2_000}"
        )
        for n in range(40_000)
    )  # fmt: skip
    # What was derived once; without it, the server would derive everything before it starts.
    lines += f"<a:s> <a:p> <a:o> <{DERIVED}> .\n"
    store = ox.Store(str(tmp_path / "s"))
    store.bulk_load(lines.encode(), ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    update = "INSERT DATA { GRAPH <a:new> { <a:s> <a:p> <a:o> } }"
    with serving("--store", str(tmp_path / "s"), "--writable", "--timeout", "0.2") as own:
        found = own.send("POST", "sparql", data={"update": update})
        assert found.status_code == 202, found.text
        assert found.text.startswith("The change was made.")
        made = own.send("POST", "store", data=triple("1"), headers=TURTLE)
        assert made.status_code == 202
        assert own.stop() == 0
    left = FolderStore(tmp_path / "s")
    assert left.has(graph="a:new")
    assert left.has(graph=made.headers["location"])
    assert not left.has(graph=DERIVED), "the next start derives what is not there"


# ---- around it


@pytest.mark.parametrize("form", ["ASK", "SELECT *", "CONSTRUCT { ?s ?p ?o }", "DESCRIBE ?s", ""])
def test_another_server_that_gives_no_answer_is_told(served: Served, form: str):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    if form:
        text = f"{form} WHERE {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        found = served.ask(text, "*/*")
    else:
        text = f"LOAD <http://127.0.0.1:{port}/> INTO GRAPH <a:g>"
        found = served.send("POST", "sparql", data={"update": text})
    assert found.status_code == 502, found.text
    assert found.json()["detail"].startswith("another server, which SERVICE or LOAD names")


def test_what_a_server_that_was_killed_has_left_is_tidied_up(tmp_path: Path):
    words = ("--store", str(tmp_path / "s"), "--writable", "--empty")
    with serving(*words) as own:
        assert own.stop() == 0
    left = tmp_path / "s" / "snapshots" / "left"
    left.mkdir(parents=True)
    with serving(*words) as own:
        assert own.ask("ASK {}").ok
        assert not left.exists()


def test_a_conditional_change_still_needs_the_token(served: Served):
    found = requests.put(
        served.url + PATH, data="", headers={**TURTLE, "if-match": '"x"'}, timeout=60
    )
    assert found.status_code == 401
