"""Updates and the Graph Store Protocol, for who has the token; whole or not at all."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import requests

import stancegraph as sg
from invented import LATER, RECORD, VOCABULARY
from serving import TOKEN, Served, serving

EX = "https://example.org/"
GRAPH = EX + "graph"
TURTLE = {"content-type": "text/turtle"}
UPDATE = {"content-type": "application/sparql-update"}
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with serving("--store", str(folder / "store"), "--writable", "--empty") as started:
        yield started


@pytest.fixture(autouse=True)
def empty(served: Served) -> None:
    served.send("POST", "sparql", data={"update": "DROP ALL"})


def values(served: Served, graph: str = GRAPH) -> set[str]:
    query = f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    return {row["o"] for row in served.rows(query)}


def triple(value: str) -> str:
    return f'<{EX}s> <{EX}p> "{value}" .'


# ---- who may


@pytest.mark.parametrize(
    "header",
    [
        None,
        "Bearer",
        "Bearer wrong",
        f"Basic {TOKEN}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer é",
    ],
)
def test_without_the_token_nothing_is_changed(served: Served, header: str | None):
    auth = {"authorization": header.encode()} if header else {}
    text = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {triple('1')} }} }}"
    calls = [
        ("POST", "sparql", text, UPDATE),
        ("PUT", f"store?graph={GRAPH}", triple("1"), TURTLE),
        ("POST", f"store?graph={GRAPH}", triple("1"), TURTLE),
        ("DELETE", f"store?graph={GRAPH}", "", {}),
    ]
    for method, path, data, kind in calls:
        found = requests.request(
            method, served.url + path, data=data, headers={**kind, **auth}, timeout=60
        )
        assert found.status_code == 401, found.text
        assert found.headers["www-authenticate"].startswith("Bearer")
        assert TOKEN not in found.text
    assert values(served) == set()


def test_a_token_in_the_address_is_no_token(served: Served):
    found = requests.post(
        served.url + f"sparql?token={TOKEN}&access_token={TOKEN}",
        data="DROP ALL",
        headers=UPDATE,
        timeout=60,
    )
    assert found.status_code == 401


def test_the_token_is_never_printed(served: Served):
    served.send("POST", "sparql", data="DROP ALL", headers=UPDATE)
    served.send("POST", "sparql", data="DROP NONSENSE", headers=UPDATE)
    assert TOKEN not in "".join(served.lines)


@pytest.mark.parametrize("token", [None, "short"])
def test_a_writable_server_needs_a_token_of_some_length(run, tmp_path: Path, token: str | None):
    env = {"STANCEGRAPH_TOKEN": token} if token else {}
    done = run("serve", "--writable", "--store", str(tmp_path / "s"), **env)
    assert done.returncode == 2
    assert "--writable needs a token" in done.stderr
    assert not (tmp_path / "s").exists(), "nothing is made before it is known that it will be used"


def test_the_token_can_stand_in_a_file(tmp_path: Path):
    (tmp_path / "token").write_text("another-invented-token\n")
    words = ("--store", str(tmp_path / "s"), "--writable", "--empty")
    with serving(*words, "--token-file", str(tmp_path / "token")) as own:
        url, form = own.url + "sparql", {"update": "DROP ALL"}
        bearer = {"authorization": "Bearer another-invented-token"}
        assert requests.post(url, data=form, headers=bearer, timeout=60).status_code == 204
        assert own.send("POST", "sparql", data=form).status_code == 401


# ---- updates


def test_an_update_is_seen_by_the_next_query(served: Served):
    for number in range(20):
        text = f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} ; " + (
            f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {triple(str(number))} }} }}"
        )
        assert served.send("POST", "sparql", data=text, headers=UPDATE).status_code == 204
        assert values(served) == {str(number)}


def test_an_update_has_our_prefixes_and_happens_whole_or_not_at_all(served: Served):
    good = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ entity:x a st:Company }} }}"
    assert served.send("POST", "sparql", data={"update": good}).status_code == 204
    assert values(served) == {"https://w3id.org/stancegraph/ns#Company"}
    bad = f"DROP GRAPH <{GRAPH}> ; CREATE GRAPH <{GRAPH}> ; CREATE GRAPH <{GRAPH}>"
    found = served.send("POST", "sparql", data={"update": bad})
    assert found.status_code == 400, found.text
    assert values(served) == {"https://w3id.org/stancegraph/ns#Company"}


def test_a_syntax_error_in_an_update_tells_its_place(served: Served):
    found = served.send("POST", "sparql", data="INSERT DATA { oops }", headers=UPDATE)
    assert found.status_code == 400
    assert found.json()["line"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/x> INTO GRAPH <a:a>",
        "INSERT { GRAPH <a:a> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_an_update_may_not_reach_another_server(served: Served, text: str):
    found = served.send("POST", "sparql", data=text, headers=UPDATE)
    assert found.status_code == 403
    assert "another server" in found.json()["detail"]


def test_using_graphs_of_the_request_are_refused_rather_than_ignored(served: Served):
    found = served.send("POST", "sparql", data={"update": "DROP ALL", "using-graph-uri": GRAPH})
    assert found.status_code == 400
    assert "USING" in found.json()["detail"]


# ---- the graph store


def test_put_makes_and_replaces_a_graph(served: Served):
    path = f"store?graph={GRAPH}"
    made = served.send("PUT", path, data=triple("1"), headers=TURTLE)
    again = served.send("PUT", path, data=triple("2"), headers=TURTLE)
    assert (made.status_code, again.status_code) == (201, 204)
    assert values(served) == {"2"}
    got = served.get(path, accept="application/n-triples")
    assert got.text.strip() == triple("2")
    head = requests.head(served.url + path, timeout=60)
    assert (head.status_code, head.content) == (200, b"")


def test_post_adds_to_a_graph_and_makes_one_with_a_name(served: Served):
    served.send("PUT", f"store?graph={GRAPH}", data=triple("1"), headers=TURTLE)
    added = served.send("POST", f"store?graph={GRAPH}", data=triple("2"), headers=TURTLE)
    assert added.status_code == 204
    assert values(served) == {"1", "2"}
    made = served.send("POST", "store", data=triple("3"), headers=TURTLE)
    assert made.status_code == 201
    assert values(served, made.headers["location"]) == {"3"}


def test_delete_takes_a_graph_away(served: Served):
    served.send("PUT", f"store?graph={GRAPH}", data=triple("1"), headers=TURTLE)
    assert served.send("DELETE", f"store?graph={GRAPH}").status_code == 204
    assert served.send("DELETE", f"store?graph={GRAPH}").status_code == 404
    assert served.get(f"store?graph={GRAPH}").status_code == 404
    assert served.send("DELETE", "store").status_code == 400


def test_the_default_graph_is_one_too(served: Served):
    assert served.send("PUT", "store?default", data=triple("1"), headers=TURTLE).status_code == 201
    assert served.send("POST", "store?default", data=triple("2"), headers=TURTLE).status_code == 204
    lines = served.get("store?default", accept="application/n-triples").text.split("\n")
    assert sorted(filter(None, lines)) == [triple("1"), triple("2")]
    assert served.send("PUT", "store?default", data=triple("3"), headers=TURTLE).status_code == 204
    assert served.get("store?default", accept="application/n-triples").text.strip() == triple("3")
    assert served.send("DELETE", "store?default").status_code == 204
    assert served.send("DELETE", "store?default").status_code == 404


def test_quads_go_to_the_graphs_that_they_name(served: Served):
    data = "".join(f'<{EX}s> <{EX}p> "{n}" <{EX}{n}> .\n' for n in range(3))
    kind = {"content-type": "application/n-quads"}
    assert served.send("POST", "store", data=data, headers=kind).status_code == 204
    assert [values(served, f"{EX}{n}") for n in range(3)] == [{"0"}, {"1"}, {"2"}]
    back = served.get("store", accept="application/n-quads")
    assert set(data.strip().split("\n")) <= set(back.text.strip().split("\n"))
    assert served.send("PUT", "store", data=data, headers=kind).status_code == 400


def test_a_body_may_be_gzipped(served: Served):
    packed = gzip.compress(triple("1").encode())
    kind = {**TURTLE, "content-encoding": "gzip"}
    path = f"store?graph={GRAPH}"
    assert served.send("PUT", path, data=packed, headers=kind).status_code == 201
    assert values(served) == {"1"}
    broken = served.send("PUT", path, data=packed[:-9], headers=kind)
    assert broken.status_code == 400, broken.text
    other = served.send("PUT", path, data=b"x", headers={**TURTLE, "content-encoding": "br"})
    assert other.status_code == 415
    assert values(served) == {"1"}


def test_a_wrong_body_changes_nothing_and_tells_its_line(served: Served):
    path = f"store?graph={GRAPH}"
    served.send("PUT", path, data=triple("1"), headers=TURTLE)
    found = served.send("PUT", path, data=f"{triple('2')}\n<broken", headers=TURTLE)
    assert found.status_code == 400
    assert found.json()["line"] == 2
    assert (
        served.send("PUT", path, data=b"x", headers={"content-type": "image/png"}).status_code
        == 415
    )
    assert served.send("PUT", "store?graph=no%20iri", data="", headers=TURTLE).status_code == 400
    both = served.send("PUT", f"{path}&default", data="", headers=TURTLE)
    assert both.status_code == 400
    assert values(served) == {"1"}


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_a_graph_goes_in_and_comes_out_in_every_syntax(
    served: Served, name: str, syntax: ox.RdfFormat
):
    words = 'q"\\ \n\t \u2028 שלום 你好 \N{GRINNING FACE}'
    one = ox.Triple(ox.NamedNode(EX + "s"), ox.NamedNode(EX + "p"), ox.Literal(words))
    data = ox.serialize([one], format=syntax)
    kind = {"content-type": name}
    assert served.send("PUT", f"store?graph={GRAPH}", data=data, headers=kind).ok
    back = served.get(f"store?graph={GRAPH}", accept=name)
    assert [q.triple for q in ox.parse(back.content, syntax)] == [one]
    assert back.headers["content-type"].split(";")[0] == name


# ---- what follows from the stances


def test_what_follows_is_derived_after_an_upload(served: Served, tmp_path: Path):
    graph = sg.open(empty=True)
    for name, text in (("words", VOCABULARY), ("2024", RECORD), ("2025", LATER)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    assert graph.load(tmp_path).problems == ()
    graph.export(tmp_path / "all.nq")
    kind = {"content-type": "application/n-quads"}
    done = served.send("POST", "store", data=(tmp_path / "all.nq").read_bytes(), headers=kind)
    assert done.status_code == 204
    holds = "SELECT ?p { entity:acme st:holds ?p }"
    assert served.rows(holds) == [{"p": "https://w3id.org/stancegraph/position/none"}]
    drop = "DROP GRAPH <https://w3id.org/stancegraph/source/daily-2025>"
    assert served.send("POST", "sparql", data={"update": drop}).status_code == 204
    assert served.rows(holds) == [{"p": "https://w3id.org/stancegraph/position/yes-all"}]


# ---- the store behind it


def test_what_was_written_is_there_after_the_server(tmp_path: Path):
    words = ("--store", str(tmp_path / "s"), "--writable", "--empty")
    with serving(*words) as own:
        own.send("PUT", f"store?graph={GRAPH}", data=triple("kept"), headers=TURTLE)
        assert own.stop() == 0
    with sg.open(tmp_path / "s", write=True) as graph:
        assert [q.object.value for q in graph.store.quads(graph=GRAPH)] == ["kept"]


def test_a_writable_server_keeps_other_writers_out(served: Served, tmp_path: Path):
    words = ("--store", str(tmp_path / "s"), "--writable", "--empty")
    with serving(*words) as own:
        own.send("PUT", f"store?graph={GRAPH}", data=triple("1"), headers=TURTLE)
        with pytest.raises(sg.StoreError, match="another process is writing"):
            sg.open(tmp_path / "s", write=True)


def test_a_folder_that_another_process_changes_is_looked_at_anew(tmp_path: Path):
    folder = tmp_path / "s"
    (tmp_path / "words.yaml").write_text(VOCABULARY, "utf-8")
    (tmp_path / "2024.yaml").write_text(RECORD, "utf-8")
    with sg.open(folder, write=True, empty=True) as graph:
        graph.load(tmp_path / "words.yaml")
    count = "SELECT (COUNT(*) AS ?n) { ?s a st:Stance }"
    with serving("--store", str(folder)) as own:
        assert own.rows(count) == [{"n": "0"}]
        with sg.open(folder, write=True) as graph:
            graph.load(tmp_path / "2024.yaml")
        end = time.monotonic() + 30
        while own.rows(count) != [{"n": "2"}]:
            assert time.monotonic() < end, "the server never looked"
            time.sleep(0.2)


def test_a_large_upload_is_taken_and_one_too_large_is_not(served: Served, tmp_path: Path):
    lines = "".join(f'<{EX}{n}> <{EX}p> "{"x" * 200}" .\n' for n in range(12_000))
    kind = {"content-type": "application/n-triples"}
    assert served.send("PUT", f"store?graph={GRAPH}", data=lines, headers=kind).status_code == 201
    held = COUNT.replace("?g", f"<{GRAPH}>")
    assert served.rows(held) == [{"n": "12000"}]
    words = ("--store", str(tmp_path / "s"), "--writable", "--empty", "--max-body", "1")
    with serving(*words) as own:
        path = f"store?graph={GRAPH}"
        assert own.send("PUT", path, data=lines, headers=kind).status_code == 413
        packed = {**kind, "content-encoding": "gzip"}
        bomb = own.send("PUT", path, data=gzip.compress(lines.encode()), headers=packed)
        assert bomb.status_code == 413, bomb.text
        assert own.rows(COUNT) == [{"n": "0"}]


def test_an_upload_may_need_more_memory_than_an_answer(tmp_path: Path):
    lines = "".join(
        f'<{EX}{n}> <{EX}p> "{n} {"x" * 40}" <{EX}g{n % 9}> .\n' for n in range(250_000)
    )
    words = ("--store", str(tmp_path / "s"), "--writable", "--empty", "--max-memory", "64")
    with serving(*words) as own:
        kind = {"content-type": "application/n-quads"}
        found = own.send("POST", "store", data=lines, headers=kind)
        assert found.status_code == 204, found.text


def test_who_may_write_may_read_all_of_it(tmp_path: Path):
    lines = "".join(f'<{EX}{n}> <{EX}p> "{"x" * 90}" <{EX}g> .\n' for n in range(20_000))
    words = ("--store", str(tmp_path / "s"), "--writable", "--empty", "--max-result", "1")
    with serving(*words) as own:
        kind = {"content-type": "application/n-quads"}
        assert own.send("POST", "store", data=lines, headers=kind).status_code == 204
        query = {"query": "SELECT * { ?s ?p ?o }"}
        assert own.get("sparql", params=query).status_code == 422
        assert own.get("store", accept="application/n-quads").status_code == 422
        assert own.send("GET", "sparql", params=query).status_code == 200
        whole = own.send("GET", "store", headers={"accept": "application/n-quads"})
        assert whole.status_code == 200
        assert whole.text.count(f"<{EX}g> .\n") == 20_000


def test_readers_who_go_away_get_no_reply_of_theirs_to_a_write(served: Served):
    path = "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D"
    for number in range(25):
        text = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {triple(str(number))} }} }}"
        assert served.send("POST", "sparql", data=text, headers=UPDATE).status_code == 204
        for _ in range(3):
            with socket.create_connection(served.place) as line:
                line.sendall(f"GET {path} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        found = served.send("POST", "sparql", data=text, headers=UPDATE)
        assert (found.status_code, found.content) == (204, b"")
        assert values(served) == {str(n) for n in range(number + 1)}
