"""The part of scripts/bench that measures the server, beside two others on the same data."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench_page import Row
from bench_rows import generate, print_row, verdict

STANCES = 10_000
CLIENTS = (1, 16, 64)
SECONDS = 4
# Light and medium are asked of so many holders in turn, so that no two requests in a row are alike.
HOLDERS = 40
BARE, ENDPOINT = "Oxigraph's own server", "rdflib-endpoint"
AIMS = {BARE: 0.7, ENDPOINT: 10.0}
_LUA = Path(__file__).resolve().parent / "bench_serve.lua"
_JSON = "application/sparql-results+json"
_PREFIX = "PREFIX st: <https://w3id.org/stancegraph/ns#> "
_LIGHT = """SELECT ?s ?issue ?position ?date WHERE {
  ?s st:holder <%s> ; st:issue ?issue ; st:position ?position ; st:date ?date } ORDER BY ?date"""
_MEDIUM = """SELECT ?other (COUNT(*) AS ?n) WHERE {
  ?mine st:holder <%s> ; st:issue ?i ; st:position ?p .
  ?yours st:issue ?i ; st:position ?p ; st:holder ?other } GROUP BY ?other ORDER BY DESC(?n) ?other
LIMIT 20"""
_HEAVY = """SELECT ?issue ?position (COUNT(DISTINCT ?h) AS ?holders) (MAX(?d) AS ?last) WHERE {
  ?s st:issue ?issue ; st:position ?position ; st:holder ?h ; st:date ?d
} GROUP BY ?issue ?position ORDER BY ?issue ?position"""


@dataclass(slots=True)
class Load:
    """What clients got: answers a second, and the milliseconds in which half and 99 % came."""

    rate: float
    half: float
    most: float
    wrong: int


@dataclass(frozen=True, slots=True)
class Side:
    """A server that runs: its name and where it answers."""

    name: str
    url: str


class ServeBench:
    """Measures servers.

    Args:
        folder: where graphs are written.
        times: how often each measurement is repeated; the best counts.
        seconds: how long clients ask.
    """

    def __init__(self, folder: Path, times: int, seconds: float = SECONDS) -> None:
        self.folder = folder
        self.times = times
        self.seconds = seconds

    def rows(self, sizes: Iterable[int] = (STANCES,)) -> Iterator[Row]:
        """Every question at every number of clients, ours and theirs in turn."""
        if not shutil.which("wrk"):
            print("wrk is not installed (Debian: apt install wrk): no server is measured")
            return
        for size in sizes:
            made = self.folder / f"serve-{size}.nq"
            generate(made, stances=size, format="nq")
            store = self.folder / f"serve-{size}"
            _load(made, store)
            with contextlib.ExitStack() as stack:
                sides = self._sides(stack, made, store)
                yield from self._raced(sides, _questions(store))

    def _sides(self, stack: contextlib.ExitStack, made: Path, store: Path) -> list[Side]:
        ours = _ours(store)
        sides = [
            stack.enter_context(_started("ours", [*ours, "--cache", "0"], "sparql")),
            stack.enter_context(_started("ours, answers kept", ours, "sparql")),
        ]
        binary = Path(sys.executable).with_name("oxigraph")
        if binary.exists():
            # With --timeout-s it makes a thread for each query that lives as long as the limit.
            words = [str(binary), "serve-read-only", "-l", str(store), "--union-default-graph"]
            sides.append(stack.enter_context(_started(BARE, [*words, "-b", "HOST:PORT"], "query")))
        endpoint = Path(sys.executable).with_name("rdflib-endpoint")
        if endpoint.exists():
            words = [str(endpoint), "serve", "--store", "Oxigraph", "--host", "127.0.0.1"]
            words += ["--port", "PORT", str(made)]
            sides.append(stack.enter_context(_started(ENDPOINT, words, "")))
        for missing in {BARE, ENDPOINT} - {side.name for side in sides}:
            print(f"{missing} is not installed: pip install 'stancegraph[bench]'")
        return sides

    def _raced(self, sides: list[Side], questions: dict[str, list[str]]) -> Iterator[Row]:
        for question, texts in questions.items():
            counts = {side.name: _count(side.url, texts[0]) for side in sides}
            for clients in CLIENTS:
                best: dict[str, Load] = {}
                for _ in range(self.times):
                    for side in sides:
                        # What takes a second needs longer to be counted.
                        factor = 3 if question == "heavy" else 1
                        load = self._load(side.url, texts, clients, self.seconds * factor)
                        if side.name not in best or load.rate > best[side.name].rate:
                            best[side.name] = load
                yield from _compared(question, clients, best, counts)

    def _load(self, url: str, texts: list[str], clients: int, seconds: float) -> Load:
        """What so many clients get who ask these texts in turn."""
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as paths:
            base = url.split("/", 3)[3] if url.count("/") > 2 else ""
            paths.writelines(f"/{base}?query={quote(text)}\n" for text in texts)
            paths.flush()
            words = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:g}s", "--timeout", "60s"]
            words += ["-H", f"accept: {_JSON}", "-s", str(_LUA), url, paths.name]
            done = subprocess.run(words, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout.strip().splitlines()[-1])
        return Load(found["rate"], found["half"], found["most"], found["wrong"])


def _compared(
    question: str, clients: int, best: dict[str, Load], counts: dict[str, int]
) -> Iterator[Row]:
    """Our rows: the rate against each rival, with and without answers that are kept."""
    for own in ("ours", "ours, answers kept"):
        kept = " (kept)" if "kept" in own else ""
        for rival, aim in AIMS.items():
            if rival not in best:
                continue
            one, other = best[own], best[rival]
            name = f"serve {question}, {clients} client{'s' * (clients > 1)}{kept}"
            row = Row(name, rival, clients, "/s", one.rate, other.rate, aim=f">= {aim:g}")
            row.ratio = one.rate / other.rate if other.rate else None
            # Who answered nobody in all the time is not faster.
            row.ok = one.rate > 0 and (row.ratio is None or row.ratio >= aim)
            row.note = (
                f"p50/p99 {one.half:.2f}/{one.most:.2f} ms, "
                f"theirs {other.half:.2f}/{other.most:.2f} ms"
            )
            if counts[own] != counts[rival]:
                row.ok, row.note = False, f"the answers differ: {counts[own]}, {counts[rival]}"
            if not other.rate:
                row.note = f"{rival} answered nobody in the time"
            if one.wrong or other.wrong:
                row.note += f"; errors: {one.wrong}, theirs {other.wrong}"
            yield row


def show(row: Row) -> None:
    """Print one row, as soon as it is known."""
    sides = (f"{value:,.1f}{row.unit}" if value else "" for value in (row.ours, row.theirs))
    ratio = f"{row.ratio:.2f}" if row.ratio else ""
    cells = (row.measure, row.against, str(row.size), *sides, ratio, row.aim or "")
    print_row(*cells, verdict(row.ok), "", row.note)


# ---- servers and questions


def _load(made: Path, store: Path) -> None:
    import stancegraph as sg

    with sg.open(store, write=True, empty=True) as graph:
        assert not graph.load(made).problems


def _questions(store: Path) -> dict[str, list[str]]:
    """The texts of a light, a medium and a heavy question, for holders who have some stances."""
    import stancegraph as sg
    from stancegraph.terms import iri

    with sg.open(store) as graph:
        many = "SELECT ?h { ?s st:holder ?h } GROUP BY ?h ORDER BY ABS(COUNT(*) - 8) ?h LIMIT %d"
        rows: Any = graph.query(many % HOLDERS)
        holders = [iri("entity", row.h) for row in rows]
    return {
        "light": [_PREFIX + _LIGHT % holder for holder in holders],
        "medium": [_PREFIX + _MEDIUM % holder for holder in holders],
        "heavy": [_PREFIX + _HEAVY],
    }


def _ours(store: Path) -> list[str]:
    return [sys.executable, "-m", "stancegraph", "serve", "--store", str(store), "--port", "PORT"]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def _started(name: str, words: list[str], path: str) -> Iterator[Side]:
    port = _free_port()
    filled = [word.replace("HOST", "127.0.0.1").replace("PORT", str(port)) for word in words]
    env = {k: v for k, v in os.environ.items() if not k.startswith("STANCEGRAPH")}
    with subprocess.Popen(
        filled, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env
    ) as process:
        side = Side(name, f"http://127.0.0.1:{port}/{path}")
        try:
            _wait(lambda: _count(side.url, "SELECT * {} LIMIT 1") >= 0, process, name)
            # Ours copies the graph into memory while it answers already.
            time.sleep(5 if name.startswith("ours") else 0)
            yield side
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def _wait(ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        assert process.poll() is None, f"{name} does not start"
        with contextlib.suppress(OSError):
            if ready():
                return
        time.sleep(0.2)
    raise TimeoutError(f"{name} does not answer")


def _count(url: str, text: str) -> int:
    """How many rows a server answers with."""
    asked = urllib.request.Request(f"{url}?query={quote(text)}", headers={"accept": _JSON})
    with urllib.request.urlopen(asked, timeout=120) as answer:
        return len(json.load(answer)["results"]["bindings"])
