"""The server gets over the loss of its processes, and ends as it should."""

from __future__ import annotations

import contextlib
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests

import stancegraph as sg
from invented import RECORD, VOCABULARY
from serving import TOKEN, Served, serving, until
from stancegraph.errors import StancegraphError
from stancegraph.serve import forking, worker
from stancegraph.serve.settings import Settings

EX = "https://example.org/"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STANCES = "SELECT (COUNT(*) AS ?n) { ?s a st:Stance }"


@pytest.fixture
def served() -> Iterator[Served]:
    with serving("--workers", "2", "--cache", "0") as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small store."""
    (tmp_path / "words.yaml").write_text(VOCABULARY, "utf-8")
    (tmp_path / "2024.yaml").write_text(RECORD, "utf-8")
    with sg.open(tmp_path / "s", write=True, empty=True) as graph:
        graph.load(tmp_path / "words.yaml", tmp_path / "2024.yaml")
    return tmp_path / "s"


def answers(served: Served) -> bool:
    """Whether a question is answered now."""
    with contextlib.suppress(requests.ConnectionError):
        return served.ask("ASK {}").status_code == 200
    return False


def well(served: Served) -> int:
    """What /health says."""
    return served.get("health").status_code


# ---- processes that are lost


def test_workers_that_are_killed_are_replaced_before_anybody_asks(served: Served):
    parent, workers = served.family()
    for one in workers:
        one.kill()
    until(lambda: len(set(parent.children()) - set(workers)) == 2, "no other workers came")
    assert answers(served)


def test_a_server_whose_processes_are_all_killed_starts_others(served: Served):
    parent, workers = served.family()
    for one in (parent, *workers):
        one.kill()
    until(lambda: answers(served), "the server never answered again")
    assert served.family()[0].pid != parent.pid
    assert well(served) == 200


def test_health_tells_when_nobody_is_there_to_answer(served: Served):
    parent, workers = served.family()
    parent.suspend()
    for one in workers:
        one.kill()
    until(lambda: well(served) == 503, "nobody is there, and health says that all is well")
    parent.resume()
    until(lambda: well(served) == 200, "health never became well again")


def test_a_server_out_of_descriptors_answers_again_when_it_has_some(served: Served):
    assert answers(served)
    _, workers = served.family()
    own = psutil.Process(served.process.pid)
    before = own.rlimit(psutil.RLIMIT_NOFILE)
    own.rlimit(psutil.RLIMIT_NOFILE, (3, before[1]))
    for one in workers:
        one.kill()
    until(lambda: any("workers: " in line for line in served.lines), "no word of the trouble")
    own.rlimit(psutil.RLIMIT_NOFILE, before)
    until(lambda: answers(served), "the server never answered again")


def test_a_fork_that_is_refused_is_told_and_no_worker(monkeypatch: pytest.MonkeyPatch):
    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("os.fork", refused)
    found = forking._forked()
    assert (found.pid, found.problem) == (0, "Resource temporarily unavailable")


def test_a_limit_of_memory_never_asks_for_more_than_the_system_gives(
    monkeypatch: pytest.MonkeyPatch,
):
    hard = 1 << 30
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (hard, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    worker._limit_memory(1 << 40)
    assert asked == [(hard, hard)]


def test_a_server_has_as_many_descriptors_as_the_system_gives():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))
    try:
        with serving() as own:
            given = psutil.Process(own.process.pid).rlimit(psutil.RLIMIT_NOFILE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert given == (hard, hard)


# ---- the folder behind it


def test_a_folder_that_is_moved_away_is_still_answered_from(folder: Path):
    with serving("--store", str(folder)) as own:
        own.settle()
        folder.rename(folder.with_name("elsewhere"))
        for _ in range(12):
            # In that time it looks at the folder again.
            assert own.rows(STANCES) == [{"n": "2"}]
            time.sleep(0.5)


def test_a_folder_that_cannot_be_copied_is_told_in_a_line(tmp_path: Path):
    words = [sys.executable, "-m", "stancegraph.serve.copying", str(tmp_path / "none"), "10"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("the graph is not copied into memory: ")
    assert done.stderr.count("\n") == 1


def test_readers_who_wait_for_a_worker_see_a_state_that_is_there(tmp_path: Path):
    words = ("--store", str(tmp_path / "s"), "--writable", "--empty", "--workers", "1")
    with serving(*words) as own:
        found: set[int] = set()
        ends = threading.Event()

        def read() -> None:
            while not ends.is_set():
                found.add(own.ask("SELECT * { GRAPH ?g { ?s ?p ?o } }").status_code)

        readers = [threading.Thread(target=read) for _ in range(6)]
        for one in readers:
            one.start()
        for number in range(30):
            text = f"INSERT DATA {{ GRAPH <{EX}g> {{ <{EX}s> <{EX}p> {number} }} }}"
            assert own.send("POST", "sparql", data={"update": text}).status_code == 204
            time.sleep(0.02)
        ends.set()
        for one in readers:
            one.join()
        assert found == {200}


# ---- the end


def test_a_writable_server_has_written_and_tidied_up_when_it_ends(tmp_path: Path):
    path = tmp_path / "s"
    for number in range(3):
        with serving("--store", str(path), "--writable", "--empty") as own:
            lines = "".join(f'<{EX}{n}> <{EX}p> "{number}" .\n' for n in range(20_000))
            kind = {"content-type": "application/n-triples"}
            assert own.send("PUT", f"store?graph={EX}g", data=lines, headers=kind).ok
            assert answers(own)
            assert (path / "snapshots").is_dir()
            assert own.stop() == 0
        assert not (path / "snapshots").exists()
        with sg.open(path, write=True) as graph:
            assert sum(1 for _ in graph.store.quads(graph=f"{EX}g")) == 20_000


def test_what_is_being_written_is_written_though_the_client_goes_and_the_server_stops(
    tmp_path: Path,
):
    path = tmp_path / "s"
    # So many that it takes a second or two.
    digits = "VALUES ?{0} {{ 0 1 2 3 4 5 6 7 8 9 }}"
    text = (
        f"INSERT {{ GRAPH <{EX}g> {{ ?s <{EX}p> ?a }} }} WHERE {{ "
        + " ".join(digits.format(name) for name in "abcde")
        + " VALUES ?f { 0 1 2 }"
        + f' BIND(IRI(CONCAT("{EX}", STR(?a), STR(?b), STR(?c), STR(?d), STR(?e), STR(?f))) AS ?s) }}'
    ).encode()
    head = (
        b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-update\r\n"
        b"authorization: Bearer %s\r\ncontent-length: %d\r\n\r\n"
    ) % (TOKEN.encode(), len(text))
    with serving("--store", str(path), "--writable", "--empty") as own:
        _, before = own.family()
        with socket.create_connection(own.place) as line:
            line.sendall(head + text)
            # Who writes comes with the first thing to write.
            until(lambda: len(own.family()[1]) > len(before), "nobody writes")
            (writer,) = set(own.family()[1]) - set(before)
            until(lambda: writer.cpu_times().user > 0.1, "nothing is written")
        assert own.stop() == 0
        with sg.open(path, write=True) as graph:
            assert sum(1 for _ in graph.store.quads(graph=f"{EX}g")) == 300_000


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_who_says_stop_twice_does_not_wait(number: int):
    with serving("--timeout", "600") as own:
        target = RUNAWAY.encode().replace(b" ", b"+")
        request = b"GET /sparql?query=" + target + b" HTTP/1.1\r\nhost: x\r\n\r\n"
        asking = threading.Thread(target=lambda: own.raw(request, wait=60))
        before = own.busy()
        asking.start()
        until(lambda: own.busy() > before + 0.3, "the query never began")
        _, workers = own.family()
        own.process.send_signal(number)
        time.sleep(0.5)
        assert own.process.poll() is None, "what is being answered is answered still"
        own.process.send_signal(number)
        assert own.process.wait(timeout=30) == 0
        _, alive = psutil.wait_procs(workers, timeout=10)
        assert alive == []
        asking.join(timeout=30)


def test_a_line_break_behind_a_body_ends_no_request():
    query = RUNAWAY.encode()
    data = (
        b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
        b"content-length: " + str(len(query)).encode() + b"\r\n\r\n" + query
    )
    # Longer than the time for a head.
    with (
        serving("--timeout", "11") as own,
        socket.create_connection(own.place, timeout=20) as line,
    ):
        line.sendall(data)
        time.sleep(0.5)
        line.sendall(b"\r\n")
        assert line.recv(13) == b"HTTP/1.1 504 "


# ---- settings


def test_a_server_elsewhere_is_not_made_writable(run):
    words = ("--writable", "--store", "http://127.0.0.1:9/sparql")
    done = run("serve", *words, STANCEGRAPH_TOKEN=TOKEN)
    assert done.returncode == 2
    assert "--writable needs a store in a folder" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "url",
    [
        "example.org", "ftp://example.org/", "https:///x", "https://example.org/?a=b", "https://a b/",
        "https://example.org/#x", "https://me@example.org/", "https://exämple.org/", "http://x:port/",
        "https://example.org/\r\nx: y",
    ],
)  # fmt: skip
def test_an_address_that_pages_cannot_link_below_is_refused(url: str):
    with pytest.raises(StancegraphError, match="--url"):
        Settings(url=url)


def test_descriptions_name_an_address_that_others_can_use():
    with serving("--host", "0.0.0.0") as own:
        assert own.url == f"http://{socket.gethostname()}:{own.place[1]}/"
        here = f"http://127.0.0.1:{own.place[1]}/"
        found = requests.get(f"{here}.well-known/void", timeout=60).text
        assert f"<{own.url}sparql>" in found
        assert "0.0.0.0" not in found


def test_an_address_of_version_six_stands_in_brackets():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with serving("--host", "::1") as own:
        assert own.url.startswith("http://[::1]:")
        assert f"<{own.url}sparql>" in own.get(".well-known/void").text


# ---- heads of requests


def test_a_connection_may_bring_more_than_one_head_may_hold(served: Served):
    head = b"GET /health HTTP/1.1\r\nhost: x\r\nx-long: " + b"y" * 9_000 + b"\r\n\r\n"
    with socket.create_connection(served.place, timeout=20) as line:
        for _ in range(10):
            line.sendall(head)
            assert line.recv(13) == b"HTTP/1.1 200 "
            while b'"ok"' not in line.recv(4096):
                pass


def test_a_body_does_not_count_into_the_head_though_its_end_comes_in_pieces(served: Served):
    query = b"ASK {} #" + b"z" * 20_000
    head = (
        b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
        b"connection: close\r\ncontent-length: %d\r\nx-long: %s\r\n\r\n"
    ) % (len(query), b"y" * 60_000)
    for cut in (0, 1, 2, 3):
        with socket.create_connection(served.place, timeout=20) as line:
            line.sendall(head[: len(head) - cut])
            time.sleep(0.2)
            line.sendall(head[len(head) - cut :] + query)
            assert line.recv(13) == b"HTTP/1.1 200 "
