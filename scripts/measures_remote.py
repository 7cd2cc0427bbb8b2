"""What scripts/bench measures of stores: each function, in a process of its own.

    python scripts/measures_remote.py FUNCTION FOLDER

The folder holds `made.nq`, which scripts/generate made there. Prints JSON: `load`, seconds until
all of it can be asked; `query`, seconds of a question, the best of three; `bytes` of the store on
disk; `count`, how many quads were loaded; or `missing`, why it cannot be measured here.

`stancegraph load` reads and checks the file, replaces graphs, derives facts and notes where each
graph came from. The engines' own loaders do none of this: they read the file and store it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# The servers are started as the tests start them.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

Figures = dict[str, Any]

# Who holds what on an issue now: joins over all of its stances.
QUERY = """SELECT ?position (COUNT(DISTINCT ?who) AS ?holders) WHERE {
  ?s st:issue issue:example-issue-01 ; st:holder ?who ; st:position ?position ; st:date ?date
} GROUP BY ?position ORDER BY ?position"""
# What Virtuoso's own settings advise for 2 GB of memory, in pages of 8 KiB.
BUFFERS = 170_000


# ---- ours


def memory(folder: Path) -> Figures:
    """`sg.open(empty=True)`, loaded."""
    import stancegraph as sg

    return _ours(lambda: sg.open(empty=True), folder, None)


def disk(folder: Path) -> Figures:
    """A folder, loaded."""
    import stancegraph as sg

    place = _empty(folder / "ours")
    return _ours(lambda: sg.open(place, write=True, empty=True), folder, place)


def stancegraph(folder: Path) -> Figures:
    """A folder behind `stancegraph serve`, loaded by another process."""
    return _server("stancegraph", folder)


def oxigraph(folder: Path) -> Figures:
    """An Oxigraph server, loaded by another process."""
    return _server("oxigraph", folder)


def virtuoso(folder: Path) -> Figures:
    """Virtuoso, loaded by another process."""
    return _server("virtuoso", folder)


def _server(name: str, folder: Path) -> Figures:
    import servers
    import stancegraph as sg

    reason = servers.missing(name)
    if reason:
        return {"missing": reason}
    place = _empty(folder / name)
    servers.BUFFERS = BUFFERS
    server = servers.started(name, place)
    with servers.environment(**server.env):
        return _ours(lambda: sg.open(server.url, write=True, empty=True), folder, place)


def _ours(opened: Callable[[], Any], folder: Path, place: Path | None) -> Figures:
    graph = opened()
    start = time.perf_counter()
    done = graph.load(folder / "made.nq")
    assert graph.store.graphs()
    load = time.perf_counter() - start
    if done.problems:
        raise SystemExit(str(done.problems[0]))
    query = min(_timed(lambda: graph.query(QUERY).to_dicts()) for _ in range(3))
    count = done.quads
    graph.close()
    return {"load": load, "query": query, "count": count, "bytes": _bytes(place)}


# ---- the engines' own loaders


def raw_memory(folder: Path) -> Figures:
    """pyoxigraph's `bulk_load` into memory."""
    return _bulk_load(folder, None)


def raw_disk(folder: Path) -> Figures:
    """pyoxigraph's `bulk_load` into a folder."""
    return _bulk_load(folder, _empty(folder / "raw"))


def raw_oxigraph(folder: Path) -> Figures:
    """`oxigraph load`, the server not running."""
    import servers

    reason = servers.missing("oxigraph")
    if reason:
        return {"missing": reason}
    place = _empty(folder / "raw-oxigraph")
    words = [str(servers.oxigraph()), "load", "-l", str(place), "--file", str(folder / "made.nq")]
    load = _timed(lambda: subprocess.run(words, check=True, capture_output=True))
    return {"load": load, "count": _lines(folder), "bytes": _bytes(place)}


def raw_virtuoso(folder: Path) -> Figures:
    """`ld_dir` and `rdf_loader_run` by isql, then a checkpoint."""
    import servers

    isql = shutil.which("isql-vt") or shutil.which("isql")
    reason = servers.missing("virtuoso") or ("" if isql else "isql-vt is not installed")
    if reason:
        return {"missing": reason}
    place = _empty(folder / "raw-virtuoso")
    shutil.copy(folder / "made.nq", place / "made.nq")
    servers.BUFFERS = BUFFERS
    server = servers.started("virtuoso", place)
    port = (place / "virtuoso.ini").read_text().split("ServerPort = 127.0.0.1:")[1].split()[0]
    call = f"ld_dir('{place}', 'made.nq', 'urn:any'); rdf_loader_run(); checkpoint;"
    words = [str(isql), port, "dba", "dba", f"exec={call}"]
    load = _timed(lambda: subprocess.run(words, check=True, capture_output=True))
    from stancegraph.store import RemoteStore

    with servers.environment(**server.env):
        count = len(RemoteStore(server.url))
    return {"load": load, "count": count, "bytes": _bytes(place)}


def _bulk_load(folder: Path, place: Path | None) -> Figures:
    import pyoxigraph as ox

    from stancegraph.terms import PREFIXES

    store = ox.Store(str(place)) if place else ox.Store()
    file = str(folder / "made.nq")
    load = _timed(lambda: store.bulk_load(path=file, format=ox.RdfFormat.N_QUADS))

    def answer() -> None:
        found: Any = store.query(QUERY, prefixes=PREFIXES, use_default_graph_as_union=True)
        list(found)

    query = min(_timed(answer) for _ in range(3))
    return {"load": load, "query": query, "count": len(store), "bytes": _bytes(place)}


# ---- what all need


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _empty(place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    return place


def _lines(folder: Path) -> int:
    with (folder / "made.nq").open("rb") as file:
        return sum(1 for _ in file)


def _bytes(place: Path | None) -> int:
    """What a store takes on disk, without what was copied there to be read."""
    if place is None:
        return 0
    files = (file for file in place.rglob("*") if file.is_file() and file.name != "made.nq")
    return sum(file.stat().st_size for file in files)


def main(name: str, folder: Path) -> None:
    """Run a function and print what it measured."""
    os.environ.setdefault("TMPDIR", tempfile.gettempdir())
    print(json.dumps(globals()[name](folder)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
