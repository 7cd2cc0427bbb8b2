"""Load and faults: time, memory and size have limits; slow, huge and broken requests do no harm."""

from __future__ import annotations

import random
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
import requests

from serving import TOKEN, Served, serving, until, until_quiet
from stancegraph.store import FolderStore

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LIMIT = 2  # seconds


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a million quads."""
    folder = tmp_path_factory.mktemp("million")
    lines = "".join(
        f"<https://example.org/s{n}> <https://example.org/p> <https://example.org/o{n % 99}> "
        f"<https://example.org/g{n % 1000}> .\n"
        for n in range(1_000_000)
    )
    store = ox.Store(str(folder / "store"))
    store.bulk_load(lines.encode(), ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    assert len(FolderStore(folder / "store")) == 1_000_000
    return folder / "store"


@pytest.fixture(scope="module")
def large(million: Path) -> Iterator[Served]:
    with serving("--store", str(million), "--timeout", str(LIMIT), "--workers", "3") as started:
        started.settle()
        yield started


@pytest.fixture(scope="module")
def small() -> Iterator[Served]:
    with serving("--max-result", "1", "--max-memory", "256", "--timeout", "10") as started:
        yield started


# ---- time


def test_a_runaway_query_gets_a_problem_document_and_its_work_ends(large: Served):
    began = time.monotonic()
    found = large.ask(CROSS)
    took = time.monotonic() - began
    assert found.status_code == 504
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["detail"].startswith("this took longer than 2 seconds and was stopped")
    assert took > LIMIT * 0.9, "it was ended before its time"
    # By itself it would go on for days.
    large.settle()


def test_others_are_answered_meanwhile(large: Served):
    large.ask("ASK {}")
    with ThreadPoolExecutor(2) as pool:
        runaways = [pool.submit(large.ask, CROSS + f"# {n}") for n in range(2)]
        time.sleep(0.3)
        answered = 0
        while not any(one.done() for one in runaways):
            assert large.ask(f"ASK {{ ?s ?p {answered} }}").status_code == 200
            answered += 1
        assert [one.result().status_code for one in runaways] == [504, 504]
    assert answered, "nobody else was answered"


def test_workers_that_were_ended_are_replaced(large: Served):
    with ThreadPoolExecutor(9) as pool:
        found = list(pool.map(lambda n: large.ask(CROSS + f"# again {n}"), range(9)))
    assert {one.status_code for one in found} <= {503, 504}
    assert all(one.headers["content-type"] == "application/problem+json" for one in found)
    with ThreadPoolExecutor(3) as pool:
        assert all(r.status_code == 200 for r in pool.map(large.ask, ["ASK {}"] * 9))


@pytest.mark.parametrize("more", [0, 600_000])
def test_work_ends_when_the_client_goes_away(more: int):
    query = (CROSS.replace("*", "DISTINCT *") + " #" + "x" * more).encode()
    head = (
        b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
        b"content-length: %d\r\n\r\n"
    ) % len(query)
    with serving("--timeout", "600", "--workers", "1") as own:
        _, (worker,) = own.family()
        with socket.create_connection(own.place) as line:
            # What comes last is so long that the server reads nothing more until it is used.
            line.sendall(head + query[:-100_000])
            time.sleep(0.3)
            line.sendall(query[-100_000:])
            until(lambda: worker.cpu_times().user > 0.2, "nothing is done")
        until(lambda: not worker.is_running(), "it goes on working")
        assert own.ask("ASK {}").status_code == 200


def test_a_runaway_update_is_ended_and_changes_nothing(tmp_path: Path):
    words = ("--store", str(tmp_path / "s"), "--writable", "--timeout", "0.2")
    with serving(*words) as own:
        count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
        before = own.rows(count)
        text = (
            "INSERT { GRAPH <a:a> { ?a ?b ?c } } WHERE { GRAPH ?1 { ?a ?b ?c }"
            " GRAPH ?2 { ?d ?e ?f } GRAPH ?3 { ?g ?h ?i } }"
        )
        found = own.send("POST", "sparql", data={"update": text})
        assert found.status_code == 504
        assert own.rows(count) == before
        good = own.send(
            "POST", "sparql", data={"update": "INSERT DATA { GRAPH <a:a> { <a:b> <a:c> 1 } }"}
        )
        assert good.status_code == 204, good.text


# ---- size and memory


def test_an_answer_too_large_is_refused_whole(small: Served):
    found = small.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert found.status_code == 422
    assert "with a LIMIT" in found.json()["detail"]
    triples = small.ask("CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f }", "text/turtle")
    assert triples.status_code == 422


def test_a_query_that_needs_too_much_memory_is_ended(small: Served):
    found = small.ask(
        "SELECT ?x { ?a ?b ?c . ?d ?e ?f . BIND(CONCAT(STR(?a), STR(?f)) AS ?x) } ORDER BY ?x LIMIT 1"
    )
    assert found.status_code in (503, 504), found.text
    assert "memory" in found.json()["detail"] or found.status_code == 504
    assert small.ask("ASK {}").status_code == 200


def test_a_text_too_large_is_refused_before_it_is_read(small: Served):
    data = "SELECT * {} #" + "x" * 5_000_000
    kind = {"content-type": "application/sparql-query"}
    found = requests.post(small.url + "sparql", data=data, headers=kind, timeout=60)
    assert found.status_code == 413
    chunked = requests.post(
        small.url + "sparql", data=iter([b"x" * 65_536] * 100), headers=kind, timeout=60
    )
    assert chunked.status_code == 413
    lied = small.raw(
        b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
        b"content-length: 99999999999999\r\n\r\nASK {}"
    )
    assert lied.startswith(b"HTTP/1.1 413 ")


def test_a_head_without_end_is_refused(small: Served):
    long = b"GET /sparql?query=" + b"x" * 70_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n"
    assert small.raw(long)[9:12] == b"431"
    endless = b"GET / HTTP/1.1\r\nx: " + b"y" * 200_000
    assert small.raw(endless)[9:12] == b"431"
    many = b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 20_000
    assert small.raw(many)[9:12] == b"431"
    assert small.ask("ASK {}").status_code == 200


# ---- slow clients


def test_slow_clients_keep_nobody_waiting(small: Served):
    lines = [socket.create_connection(small.place) for _ in range(200)]
    for line in lines:
        line.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nhost: x\r\nx-slow: ")
    began = time.monotonic()
    assert small.ask("ASK {}").status_code == 200
    assert time.monotonic() - began < 5
    # One of them is let go once the time for a head is over.
    lines[0].settimeout(20)
    assert lines[0].recv(1) == b""
    for line in lines:
        line.close()


def test_a_client_that_reads_nothing_holds_no_worker(small: Served):
    query = "SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%204000"
    lines = [socket.create_connection(small.place) for _ in range(20)]
    for line in lines:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
    time.sleep(0.5)
    assert small.ask("ASK {}").status_code == 200
    for line in lines:
        line.close()


def test_a_body_that_ends_early_does_no_harm(small: Served):
    with socket.create_connection(small.place) as line:
        line.sendall(
            b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
            b"content-length: 100\r\n\r\nASK"
        )
    assert small.ask("ASK {}").status_code == 200


def test_requests_sent_one_after_the_other_without_waiting_are_answered_in_order(small: Served):
    one = "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nhost: x\r\n{}\r\n"
    data = (one.format("accept: text/csv\r\n") * 5 + one.format("connection: close\r\n")).encode()
    found = small.raw(data)
    assert found.count(b"HTTP/1.1 200 OK") == 6
    assert found.endswith(b'{"head":{},"boolean":true}')


# ---- nonsense

PIECES = [
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "{", "}", "?s", "?p", "*", ".", "<a:b>", "<", ">",
    '"', "'", "\\", "FILTER", "(", ")", "COUNT(*)", "GROUP BY", "LIMIT", "-1", "1e999", "st:Stance", "_:b",
    "SERVICE", "\u0000", "\ud83d", "é", "%", "%00", "%zz", "&", "=", ";", "FROM", "@en", "^^", "\n", "\t", "INSERT",
]  # fmt: skip
PATHS = [
    "sparql", "store", "", "query", "entity/", "entity/alibaba", "questions", "questions/who-holds", "describe",
    "issue/x", "ns", "stance/", ".well-known/void", "..", "//", "%2e%2e/", "sparql/", "favicon.ico", "robots.txt",
]  # fmt: skip
METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "BREW", "TRACE"]
HEADERS = [
    "accept: */*", "accept: ,;q=", "accept: text/html;q=2", "accept: \x80", "accept-encoding: gzip;q=banana",
    "content-type: application/sparql-query", "content-type: application/x-www-form-urlencoded", "content-type: ;",
    "content-type: application/sparql-update", f"authorization: Bearer {TOKEN}", "authorization: \xff",
    "if-none-match: *", "content-encoding: gzip", "range: bytes=0-1", "expect: 100-continue", "upgrade: websocket",
    "content-length: 5", "content-length: -1", "transfer-encoding: chunked", "host: a b", "origin: null",
]  # fmt: skip


def nonsense(chance: random.Random) -> bytes:
    """A request that is right in some ways and wrong in others."""
    text = " ".join(chance.choices(PIECES, k=chance.randint(0, 12)))
    data = text.encode("utf-8", "surrogatepass")
    escaped = "".join(f"%{byte:02x}" if chance.random() < 0.8 else chr(byte) for byte in data)
    names = [
        "query",
        "update",
        "graph",
        "default",
        "format",
        "iri",
        "default-graph-uri",
        "issue",
        "",
    ]
    fields = "&".join(f"{chance.choice(names)}={escaped}" for _ in range(chance.randint(0, 3)))
    path = chance.choice(PATHS) + chance.choice(["", "", escaped[:9]])
    head = f"{chance.choice(METHODS)} /{path}?{fields} HTTP/1.{chance.choice('01')}\r\n"
    head = "".join(c for c in head if c not in "\n\t\x00" or chance.random() < 0.02)
    some = chance.sample(HEADERS, chance.randint(0, 4))
    lines = [head.rstrip("\r\n"), "host: x", "connection: close", *some]
    body = data if chance.random() < 0.5 else b""
    if body and not any("content-length" in line or "chunked" in line for line in some):
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join(lines).encode("utf-8", "surrogatepass") + b"\r\n\r\n" + body


@pytest.mark.parametrize("seed", range(4))
def test_ten_thousand_requests_of_nonsense_never_break_it(small: Served, seed: int):
    chance = random.Random(seed)
    requests_made = [nonsense(chance) for _ in range(2_500)]

    def status(data: bytes) -> tuple[bytes, bytes]:
        try:
            with socket.create_connection(small.place, timeout=0.7) as line:
                line.sendall(data)
                return data, until_quiet(line)
        except (BrokenPipeError, ConnectionResetError):
            return data, b"HTTP/1.1 400 closed early"

    silent = 0
    with ThreadPoolExecutor(32) as pool:
        for data, answer in pool.map(status, requests_made):
            silent += not answer
            # A request that is not whole gets nothing before the client hangs up.
            assert answer[9:12] != b"500", (data, answer)
            assert not answer or answer.startswith(b"HTTP/1.1 "), (data, answer)
    assert silent < len(requests_made) / 2
    assert small.ask("ASK {}").status_code == 200


# ---- the end


def test_sigterm_finishes_what_is_running(million: Path):
    with serving("--store", str(million), "--timeout", "120") as own:
        query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?a ?e ?f FILTER(STRLEN(STR(?a)) > 3) }"
        found: list[requests.Response] = []
        asking = threading.Thread(target=lambda: found.append(own.ask(query)))
        asking.start()
        time.sleep(0.5)
        own.process.send_signal(signal.SIGTERM)
        asking.join(timeout=120)
        assert own.process.wait(timeout=120) == 0
    assert found[0].status_code == 200
    assert found[0].json()["results"]["bindings"][0]["n"]["value"] == "1000000"


def test_no_process_is_left_behind(small: Served):
    import psutil

    with serving() as own:
        family = psutil.Process(own.process.pid).children(recursive=True)
        assert len(family) >= 2
        own.stop(signal.SIGINT)
        _, alive = psutil.wait_procs(family, timeout=10)
        assert alive == []
    with serving() as own:
        family = psutil.Process(own.process.pid).children(recursive=True)
        own.process.kill()
        own.process.wait()
        _, alive = psutil.wait_procs(family, timeout=10)
        assert alive == []


def test_an_address_that_is_taken_is_told(run, small: Served):
    done = run("serve", "--port", str(small.place[1]))
    assert done.returncode == 2
    assert "cannot be listened on" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_store_that_is_not_there_is_told(run, tmp_path: Path):
    done = run("serve", "--store", str(tmp_path / "none"), "--port", "0")
    assert done.returncode == 2
    assert "there is no store here" in done.stderr
