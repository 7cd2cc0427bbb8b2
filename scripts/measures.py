"""What scripts/bench measures: each function, in a process of its own.

    python scripts/measures.py FUNCTION FOLDER

The folder holds what scripts/generate made there. Prints JSON: seconds, the peak of memory in MB,
and a count of what was loaded, found or answered, which is alike for all who do the same.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    import stancegraph as sg

# Heavy packages are imported where they are measured, so that no process holds another's memory.

Measured = tuple[float | dict[str, float], int | dict[str, int]]

# Questions of the library, with what they are asked with. Of those where one part picks the last
# day and another its stances, such as who-holds, rdflib's engine takes 19 s with 50 stances.
QUESTIONS: dict[str, dict[str, str]] = {
    "who-changed": {},
    "who-argues": {"issue": "example-issue-02"},
    "timeline": {},
    "by-month": {},
    "by-country": {"issue": "example-issue-01"},
}
PROCESS_QUERY = """SELECT ?who ?date WHERE {
  ?s st:holder/rdfs:label ?who ; st:issue issue:model-release ; st:position position:closed ;
     st:date ?date
} ORDER BY ?date ?who"""
# Each question is asked once more so often, warm: the first time pays for what is made lazily.
WARM, SLOW = 3, 5


def prepare(folder: Path) -> None:
    """Write what the others read: the stances alone, everything, its triples, the questions."""
    from stancegraph.check.shapes import data
    from stancegraph.query import question
    from stancegraph.terms import PREFIXES

    graph = _filled(folder / "made.nq")
    _raw(graph).dump(str(folder / "all.nq"), _syntax("N_QUADS"))
    (folder / "union.nt").write_text(data(graph.store), "utf-8")
    texts = {name: question(name).sparql(graph.store, QUESTIONS[name]) for name in QUESTIONS}
    (folder / "questions.json").write_text(json.dumps(texts), "utf-8")
    with (folder / "made.nq").open("rb") as made, (folder / "stances.nq").open("wb") as out:
        graph_of_a_source = f" <{PREFIXES['source']}".encode()
        out.writelines(line for line in made if graph_of_a_source in line[-200:])


def prepare_shipped(folder: Path) -> None:
    """Write the shipped graph as triples."""
    import stancegraph as sg
    from stancegraph.check.shapes import data

    (folder / "union.nt").write_text(data(sg.open().store), "utf-8")


def load_nquads(folder: Path) -> Measured:
    """Our load of N-Quads into an empty graph."""
    return _our_load(folder / "made.nq")


def derive_nquads(folder: Path) -> Measured:
    """The same, with the derived facts that the first look at the graph waits for."""
    return _our_load(folder / "made.nq", derive=True)


def load_jsonl(folder: Path) -> Measured:
    """Our load of stances as JSON Lines; their vocabulary is there already."""
    return _our_load(folder / "made.jsonl", folder / "made.vocabulary.yaml")


def derive_jsonl(folder: Path) -> Measured:
    """The same, with the derived facts."""
    return _our_load(folder / "made.jsonl", folder / "made.vocabulary.yaml", derive=True)


def pyoxigraph_nquads(folder: Path) -> Measured:
    """The engine alone on the same N-Quads."""
    return _bulk_load(folder / "made.nq")


def pyoxigraph_stances(folder: Path) -> Measured:
    """The engine alone on the quads that the JSON Lines stand for."""
    return _bulk_load(folder / "stances.nq")


def rdflib_nquads(folder: Path) -> Measured:
    """rdflib on the same N-Quads."""
    dataset, seconds = _timed(lambda: _rdflib(folder / "made.nq"))
    return seconds, len(dataset)


def ask(folder: Path) -> Measured:
    """Our answers, every value of every row read."""
    graph = _filled(folder / "all.nq", raw=True)

    def answer(text: str) -> int:
        rows: Any = graph.query(text)
        return len([tuple(row) for row in rows])

    return _each_question(folder, answer)


def pyoxigraph_ask(folder: Path) -> Measured:
    """The engine's answers, every value of every row read."""
    import pyoxigraph as ox

    from stancegraph.terms import PREFIXES

    store = ox.Store()
    store.bulk_load(path=str(folder / "all.nq"), format=ox.RdfFormat.N_QUADS)

    def answer(text: str) -> int:
        found: Any = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        return len([[term.value if term else None for term in row] for row in found])

    return _each_question(folder, answer)


def rdflib_ask(folder: Path) -> Measured:
    """The answers of rdflib's own engine."""
    from stancegraph.terms import PREFIXES

    dataset = _rdflib(folder / "all.nq")
    return _each_question(folder, lambda text: len(list(dataset.query(text, initNs=PREFIXES))))


def check(folder: Path) -> Measured:
    """Our shapes and checks over the whole graph."""
    from stancegraph.check import check as checked

    graph = _filled(folder / "all.nq", raw=True)
    report, seconds = _timed(lambda: checked(graph.store))
    return seconds, len(report.findings)


def check_shapes(folder: Path) -> Measured:
    """Our shapes alone."""
    from stancegraph.check import shapes

    graph = _filled(folder / "all.nq", raw=True)
    found, seconds = _timed(lambda: list(shapes.findings(graph.store)))
    return seconds, len(found)


def pyshacl_check(folder: Path) -> Measured:
    """pySHACL with the same shapes over the same triples; it has no checks."""
    import pyshacl
    import rdflib

    from stancegraph.vocabulary import ontology

    graph = rdflib.Graph().parse(folder / "union.nt")
    shapes = rdflib.Graph().parse(ontology() / "shapes.ttl")
    (_, report, _), seconds = _timed(lambda: pyshacl.validate(graph, shacl_graph=shapes))
    result = rdflib.URIRef("http://www.w3.org/ns/shacl#result")
    return seconds, sum(1 for _ in report.triples((None, result, None)))


def process(folder: Path) -> Measured:
    """`stancegraph query` on the shipped graph, from start to end of the process."""
    return _process(folder, "stancegraph", "query", PROCESS_QUERY, "--format", "csv")


def rdflib_process(folder: Path) -> Measured:
    """rdflib's `sparqlquery` on the same triples, likewise."""
    from stancegraph.terms import PREFIXES

    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    text = prefixes + PROCESS_QUERY
    return _process(folder, "rdflib.tools.sparqlquery", "union.nt", "-q", text, "-f", "csv")


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def _syntax(name: str) -> Any:
    import pyoxigraph as ox

    return getattr(ox.RdfFormat, name)


def _filled(file: Path, *, raw: bool = False) -> sg.StanceGraph:
    """A graph with a file in it; raw when the file has the derived facts already."""
    import stancegraph as sg

    graph = sg.open(empty=True)
    if raw:
        _raw(graph).bulk_load(path=str(file), format=_syntax("N_QUADS"))
    elif graph.load(file).problems:
        raise SystemExit(f"{file} does not load")
    return graph


def _raw(graph: sg.StanceGraph) -> ox.Store:
    from stancegraph.store import MemoryStore

    assert isinstance(graph.store, MemoryStore)
    return graph.store.raw


def _our_load(file: Path, *before: Path, derive: bool = False) -> Measured:
    import stancegraph as sg

    graph = sg.open(empty=True)
    if before:
        graph.load(*before)
    start = time.perf_counter()
    loaded = graph.load(file)
    if derive:
        # Derived facts wait until somebody looks.
        assert graph.store.graphs()
    seconds = time.perf_counter() - start
    if loaded.problems:
        raise SystemExit(f"{file}: {loaded.problems[0]}")
    return seconds, loaded.quads


def _bulk_load(file: Path) -> Measured:
    import pyoxigraph as ox

    store = ox.Store()
    start = time.perf_counter()
    store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    return time.perf_counter() - start, len(store)


def _rdflib(file: Path) -> rdflib.Dataset:
    import rdflib

    return rdflib.Dataset(default_union=True).parse(file, format="nquads")


def _each_question(folder: Path, answer: Callable[[str], int]) -> Measured:
    """The best time and the number of rows of each question."""
    seconds: dict[str, float] = {}
    counts: dict[str, int] = {}
    for name, text in json.loads((folder / "questions.json").read_text("utf-8")).items():
        start = time.perf_counter()
        counts[name] = answer(text)
        seconds[name] = time.perf_counter() - start
        for _ in range(0 if seconds[name] > SLOW else WARM):
            start = time.perf_counter()
            answer(text)
            seconds[name] = min(seconds[name], time.perf_counter() - start)
    return seconds, counts


def _process(folder: Path, module: str, *words: str) -> Measured:
    env = {k: v for k, v in os.environ.items() if not k.startswith("STANCEGRAPH")}
    # The process runs in another folder, where no ./.stancegraph is.
    places = filter(None, env.get("PYTHONPATH", "").split(os.pathsep))
    env["PYTHONPATH"] = os.pathsep.join(map(os.path.abspath, places))
    command = [sys.executable, "-m", module, *words]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - start, len(done.stdout.split())


def main(name: str, folder: Path) -> None:
    """Run a function and print what it measured, if it measures anything."""
    result = globals()[name](folder)
    if result is None:
        return
    seconds, count = result
    who = resource.RUSAGE_CHILDREN if name.endswith("process") else resource.RUSAGE_SELF
    # Linux counts kilobytes, macOS bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    peak = round(resource.getrusage(who).ru_maxrss / unit)
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "count": count}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
