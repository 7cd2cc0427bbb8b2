"""One contract for every store, and what only a folder must keep: kills, writers, readers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import servers
import stancegraph as sg
from invented import VOCABULARY
from stancegraph.store import Dataset, FolderStore, MemoryStore, RemoteStore, Store
from stancegraph.terms import PREFIXES

EX = "https://example.org/"


@pytest.fixture(params=["memory", "folder", *servers.NAMES])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made: Store
    if request.param == "memory":
        made = MemoryStore()
    elif request.param == "folder":
        made = FolderStore(tmp_path / "store", write=True)
    else:
        server = servers.server(request.param)
        with servers.environment(**server.env):
            made = RemoteStore(server.url, write=True)
            made.replace(made.graphs(), ox.Store())
    yield made
    made.close()


def staged(graph: str, *values: str) -> ox.Store:
    new = ox.Store()
    for value in values:
        quad = (ox.NamedNode(EX + "s"), ox.NamedNode(EX + "p"), ox.Literal(value))
        new.add(ox.Quad(*quad, ox.NamedNode(EX + graph)))
    return new


def values(store: Store, graph: str) -> set[str]:
    return {quad.object.value for quad in store.quads(graph=EX + graph)}  # type: ignore[union-attr]


# ---- the contract


def test_a_replaced_graph_holds_the_new_quads_and_no_old_ones(store: Store):
    store.replace([], staged("a", "1", "2"))
    store.replace([EX + "a"], staged("a", "2", "3"))
    assert values(store, "a") == {"2", "3"}


def test_replacing_one_graph_leaves_the_others(store: Store):
    store.replace([], staged("a", "1"))
    store.replace([], staged("b", "2"))
    store.replace([EX + "a"], staged("a", "9"))
    assert values(store, "b") == {"2"}
    assert store.graphs() == [EX + "a", EX + "b"]


def test_dropping_leaves_nothing_behind(store: Store):
    store.replace([], staged("a", "1"))
    store.replace([EX + "a", EX + "never-there"], ox.Store())
    assert store.graphs() == []
    assert len(store) == 0


def test_any_text_comes_back_as_it_was(store: Store):
    text = '"quotes" \\ new\nline\ttab \u2028 שלום 你好 \N{GRINNING FACE} ?x $x }} . <a>'
    store.replace([], staged("a", "old"))
    store.replace([EX + "a"], staged("a", text))
    assert values(store, "a") == {text}


def test_the_default_graph_is_the_union_unless_asked_otherwise(store: Store):
    store.replace([], staged("a", "1"))
    query = "SELECT ?o { ?s ?p ?o }"
    assert len(list(store.query(query))) == 1
    assert len(list(store.query(query, union=False))) == 0
    assert len(list(store.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } }"))) == 1


def test_a_named_default_graph_is_the_one_that_is_asked(store: Store):
    store.replace([], staged("a", "1"))
    store.replace([], staged("b", "2"))
    (row,) = store.query(f"SELECT ?o FROM <{EX}a> {{ ?s ?p ?o }}")
    assert row["o"].value == "1"


def test_values_take_the_place_of_variables(store: Store):
    store.replace([], staged("a", "1", "2"))
    found = store.query("ASK { ?s ?p ?o }", substitutions={"o": ox.Literal("3")})
    assert bool(found) is False


def test_a_query_may_not_change_the_store(store: Store):
    for text in ("INSERT DATA { <a:a> <a:b> 1 }", "# why\nPREFIX a: <a:>\nDROP ALL", "clear all"):
        with pytest.raises(sg.QueryError, match="would change the graph"):
            store.query(text)


def test_a_query_may_not_reach_another_server(store: Store):
    text = "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"
    with pytest.raises(sg.StancegraphError):
        list(store.query(text))


def test_quads_are_found_by_any_of_their_places(store: Store):
    store.replace([], staged("a", "1"))
    assert len(list(store.quads(subject=EX + "s", predicate=EX + "p"))) == 1
    assert list(store.quads(object=EX + "s")) == []


def test_a_place_that_is_given_is_the_only_one(store: Store):
    store.replace([], staged("a", "1", "2"))
    store.replace([], staged("b", "1"))
    (quad,) = store.quads(subject=EX + "s", predicate=EX + "p", graph=EX + "b")
    assert quad == one("s", "p", ox.Literal("1"), "b")
    assert len(list(store.quads(predicate=EX + "p"))) == len(store) == 3


def test_whether_there_is_a_quad_is_told(store: Store):
    assert not store.has()
    assert not store.has(graph=EX + "a")
    store.replace([], staged("a", "1"))
    assert store.has()
    assert store.has(subject=EX + "s", graph=EX + "a")
    assert not store.has(subject=EX + "s", graph=EX + "b")
    assert not store.has(object=EX + "s")


def test_a_query_may_be_asked_of_given_graphs(store: Store):
    for name in "abc":
        store.replace([], staged(name, name))
    some = Dataset(default=(EX + "a",), named=(EX + "b",))
    assert {row["o"].value for row in store.query("SELECT ?o { ?s ?p ?o }", dataset=some)} == {"a"}
    query = "SELECT ?o { GRAPH ?g { ?s ?p ?o } }"
    assert {row["o"].value for row in store.query(query, dataset=some)} == {"b"}


def test_the_default_graph_alone_is_empty_and_graphs_are_still_found_by_name(store: Store):
    store.replace([], staged("a", "1"))
    query = "SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert len(list(store.query(query, union=False))) == 1
    assert len(list(store.query(query))) == 2


def test_our_prefixes_are_declared_and_others_may_be(store: Store):
    store.replace([], staged("a", "1"))
    store.replace([], terms(ox.Literal("2"), subject=PREFIXES["entity"] + "acme"))
    assert bool(store.query("# st:no\nASK { entity:acme ?p '2' }"))
    assert bool(store.query(f"PREFIX entity: <{EX}> ASK {{ entity:s ?p '1' }}"))
    assert not bool(store.query("ASK { ?s ?p 'entity:acme' }"))


def test_a_value_stands_wherever_its_variable_is_in_scope(store: Store):
    store.replace([], staged("a", "1", "2"))
    two = {"o": ox.Literal("2")}
    inner = "SELECT ?o (COUNT(*) AS ?n) { ?x ?y ?o } GROUP BY ?o"
    for text, expected in (
        ("SELECT ?o (STR(?o) AS ?t) { ?s ?p ?o } # SELECT {", ["2", "2"]),
        (f"SELECT ?o ?n {{ ?s ?p ?o {{ {inner} }} }}", ["2", "1"]),
        ("SELECT ?o ?n { ?s ?p ?o { SELECT (COUNT(*) AS ?n) { ?x ?y ?o } } }", ["2", "2"]),
        ("SELECT ?o ?z { ?s ?p ?z FILTER(?z != ?o) }", ["2", "1"]),
    ):
        (row,) = store.query(text, substitutions=two)
        assert [term.value for term in row] == expected
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o != '{') }"
    (triple,) = store.query(text, substitutions=two)
    assert triple.object == ox.Literal("2")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT ?s\nWHERE { ?s ?p }", "line 2, column"),
        ("ASK { ?s stt:holder ?o }", "the prefix 'stt:' is not declared"),
        ("  ", "the query is empty"),
    ],
)
def test_a_mistake_in_a_query_is_told_with_its_place(store: Store, text: str, place: str):
    with pytest.raises(sg.QueryError, match=place):
        store.query(text)


def test_every_kind_of_value_comes_back_as_it_was(store: Store):
    values = {
        ox.Literal("2024-01-31", datatype=XSD("date")),
        ox.Literal("2024-01-31T10:00:00Z", datatype=XSD("dateTime")),
        ox.Literal("true", datatype=XSD("boolean")),
        ox.Literal("12", datatype=XSD("integer")),
        ox.Literal("1.5", datatype=XSD("decimal")),
        ox.Literal("true"),
        ox.Literal("1"),
        ox.Literal(""),
        ox.Literal("x", language="en-gb"),
        ox.Literal("x", datatype=ox.NamedNode(EX + "type")),
        ox.NamedNode(EX + "ünïcode?q=a%20b&c#d"),
    }
    store.replace([], terms(*values))
    assert {quad.object for quad in store.quads(graph=EX + "a")} == values
    assert {row["o"] for row in store.query("SELECT ?o { ?s ?p ?o }")} == values
    text = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    assert {triple.object for triple in store.query(text)} == values


@pytest.mark.parametrize("truth", ["true", "false"])
def test_a_truth_value_is_one_and_is_found_as_one(store: Store, truth: str):
    value = ox.Literal(truth, datatype=XSD("boolean"))
    store.replace([], terms(value))
    (quad,) = store.quads()
    assert quad.object == value
    assert len(list(store.query(f"SELECT ?s {{ ?s ?p {truth} }}"))) == 1
    assert len(list(store.query(f"SELECT ?s {{ ?s ?p ?o FILTER(?o = {truth}) }}"))) == 1


def test_days_are_compared_as_days(store: Store):
    days = ("2023-12-31", "2024-01-01", "2024-06-30")
    store.replace([], terms(*(ox.Literal(day, datatype=XSD("date")) for day in days)))
    text = 'SELECT ?o { ?s ?p ?o FILTER(?o >= "2024-01-01"^^xsd:date) } ORDER BY DESC(?o)'
    assert [row["o"].value for row in store.query(text)] == ["2024-06-30", "2024-01-01"]


@pytest.mark.parametrize("size", [10, 30_000])
def test_blank_nodes_of_a_graph_stay_joined(store: Store, size: int):
    new = ox.Store()
    nodes = [ox.BlankNode() for _ in range(size)]
    for number, node in enumerate(nodes):
        new.add(ox.Quad(node, ox.NamedNode(EX + "next"), nodes[number - 1], ox.NamedNode(EX + "a")))
    store.replace([], new)
    text = f"SELECT (COUNT(*) AS ?n) {{ ?s <{EX}next> ?t . ?t <{EX}next> ?u . ?u ?p ?v }}"
    (row,) = store.query(text)
    assert (int(row["n"].value), len(store)) == (size, size)


def test_many_graphs_are_replaced_together_and_the_rest_is_left(store: Store):
    store.replace([], staged("kept", "1"))
    store.replace([], many("old"))
    store.replace([EX + str(n) for n in range(MANY)] + [EX + "never"], many("new"))
    assert {quad.object.value.split()[0] for quad in store.quads(predicate=EX + "q")} == {"new"}
    # Our own server notes where graphs came from, in a graph of its own.
    assert len([graph for graph in store.graphs() if graph.startswith(EX)]) == MANY + 1
    assert len(list(store.quads(predicate=EX + "q"))) == MANY * 20
    assert values(store, "kept") == {"1"}


def test_one_change_replaces_a_graph_adds_to_another_and_makes_a_third(store: Store):
    store.replace([], staged("a", "old"))
    store.replace([], staged("b", "old"))
    new = ox.Store()
    for name in "abc":
        new.extend(staged(name, "new"))
    store.replace([EX + "a"], new)
    assert [values(store, name) for name in "abc"] == [{"new"}, {"old", "new"}, {"new"}]


def test_a_large_graph_replaces_an_old_one_and_adds_to_one_that_is_not_dropped(store: Store):
    store.replace([], staged("a", "old"))
    store.replace([], staged("b", "old"))
    large = ox.Store()
    for graph in "ab":
        large.extend(
            one(f"s{n}", "q", ox.Literal(f"new {n} {'x' * 200}"), graph) for n in range(20_000)
        )
    store.replace([EX + "a"], large)
    assert (values(store, "a") & {"old"}, values(store, "b") & {"old"}) == (set(), {"old"})
    assert (len(store), store.graphs()) == (40_001, [EX + "a", EX + "b"])


def test_a_local_store_says_the_same(store: Store):
    store.replace([], staged("a", "1", "2"))
    store.replace([], staged("b", "3"))
    assert set(store.local().quads()) == set(store.quads())
    assert store.far == (store.local() is not store)
    some = store.local([EX + "b", EX + "never"])
    assert set(some.quads(graph=EX + "b")) == set(store.quads(graph=EX + "b"))
    assert some.graphs() == ([EX + "b"] if store.far else [EX + "a", EX + "b"])


def XSD(name: str) -> ox.NamedNode:  # noqa: N802
    return ox.NamedNode(PREFIXES["xsd"] + name)


def one(subject: str, predicate: str, value: ox.Literal | ox.NamedNode, graph: str) -> ox.Quad:
    return ox.Quad(
        *(ox.NamedNode(EX + n) for n in (subject, predicate)), value, ox.NamedNode(EX + graph)
    )


def terms(*values: ox.Literal | ox.NamedNode, subject: str = EX + "s") -> ox.Store:
    new = ox.Store()
    for value in values:
        new.add(
            ox.Quad(ox.NamedNode(subject), ox.NamedNode(EX + "p"), value, ox.NamedNode(EX + "a"))
        )
    return new


MANY = 300


def many(word: str) -> ox.Store:
    """So many graphs of 20 quads, more than one request holds with some servers."""
    new = ox.Store()
    for graph in range(MANY):
        new.extend(
            one(f"s{n}", "q", ox.Literal(f"{word} {n} {'x' * 800}"), str(graph)) for n in range(20)
        )
    return new


# ---- the folder


def test_a_folder_keeps_what_was_written(tmp_path: Path):
    store = FolderStore(tmp_path / "s", write=True)
    store.replace([], staged("a", "1"))
    store.close()
    assert values(FolderStore(tmp_path / "s"), "a") == {"1"}


def test_a_second_writer_gets_a_clear_error(tmp_path: Path):
    first = FolderStore(tmp_path / "s", write=True)
    code = f"import stancegraph as sg; sg.open({str(tmp_path / 's')!r}, write=True)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "another process is writing to this store" in done.stderr
    first.close()


def test_many_readers_read_at_once(tmp_path: Path):
    with sg.open(tmp_path / "s", write=True, empty=True) as graph:
        (tmp_path / "v.yaml").write_text(VOCABULARY, "utf-8")
        graph.load(tmp_path / "v.yaml")
    readers = [sg.open(tmp_path / "s") for _ in range(5)]
    assert {len(reader.entities()) for reader in readers} == {4}


def test_a_reader_may_not_write(tmp_path: Path):
    FolderStore(tmp_path / "s", write=True).close()
    with pytest.raises(sg.StoreError, match="open for reading only"):
        FolderStore(tmp_path / "s").replace([], staged("a", "1"))


@pytest.mark.parametrize("write", [True, False])
def test_a_folder_that_is_no_store_is_refused_and_left_alone(tmp_path: Path, write: bool):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(sg.StoreError, match=r"no store here|not a store"):
        FolderStore(tmp_path, write=write)
    assert [f.name for f in tmp_path.iterdir()] == ["letter.txt"]


# ---- kill -9

STANCES = 1_500


def rows(word: str) -> str:
    source = '{"id": "big", "title": "Big", "publisher": "daily", "kind": "primary"}'
    return "\n".join(
        f'{{"id": "s-{i}", "holder": "acme", "issue": "release", "position": "some", "mode": "says",'
        f' "date": "2024-01-01", "summary": "{word} {i}", "source": {source if i == 0 else "*"}}}'
        for i in range(STANCES)
    ).replace("*", '"big"')


def test_a_kill_at_any_moment_leaves_the_source_as_it_was_or_as_it_should_be(tmp_path: Path):
    for name, text in (
        ("v.yaml", VOCABULARY),
        ("old.jsonl", rows("old")),
        ("new.jsonl", rows("new")),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    folder = tmp_path / "store"
    with sg.open(folder, write=True, empty=True) as graph:
        assert graph.load(tmp_path / "v.yaml", tmp_path / "old.jsonl").problems == ()
    took = _load_and_kill(tmp_path, folder, None)
    _load(tmp_path, folder, "old.jsonl")
    seen = set()
    for step in range(6):
        _load_and_kill(tmp_path, folder, took * (step + 0.5) / 6)
        with sg.open(folder) as graph:
            words = {stance.summary.split()[0] for stance in graph.stances()}
            assert len(graph.stances()) == STANCES
            assert len(words) == 1, "old and new are mixed"
            assert len(graph.entities()) == 4
            current = graph.query("SELECT (COUNT(*) AS ?n) { ?h st:current ?s }")
            assert next(iter(current)).n == STANCES  # type: ignore[arg-type]
        seen |= words
        if words == {"new"}:
            _load(tmp_path, folder, "old.jsonl")
    assert "old" in seen, "no kill came before the load was done: the test proves nothing"


def _load(place: Path, folder: Path, name: str) -> None:
    with sg.open(folder, write=True) as graph:
        assert graph.load(place / name).problems == ()


def _load_and_kill(place: Path, folder: Path, after: float | None) -> float:
    """Load the new file in another process; kill it; how long it would have taken."""
    code = (
        "import sys, stancegraph as sg; g = sg.open(sys.argv[1], write=True);"
        " print('go', flush=True); g.load(sys.argv[2]); g.close()"
    )
    words = [sys.executable, "-c", code, str(folder), str(place / "new.jsonl")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        child.stdout.readline()
        began = time.perf_counter()
        if after is not None:
            time.sleep(after)
            os.kill(child.pid, signal.SIGKILL)
        child.wait()
        return time.perf_counter() - began


def test_a_reader_finishes_what_an_interrupted_load_left(tmp_path: Path, files: Path):
    with sg.open(tmp_path / "s", write=True, empty=True) as graph:
        graph.load(files)
        before = sorted(map(str, graph.store.quads(graph=EXPECTED)))
        graph.store.replace([EXPECTED], ox.Store())
    with sg.open(tmp_path / "s") as graph:
        assert sorted(map(str, graph.store.quads(graph=EXPECTED))) == before != []


EXPECTED = "https://w3id.org/stancegraph/graph/derived"
