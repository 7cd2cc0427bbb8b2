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
from typing import Any

# Heavy packages are imported where they are measured, so that no process holds another's memory.

Measured = tuple[float | dict[str, float], int | dict[str, int]]

QUESTIONS = {
    "who-holds-what": """
SELECT ?who ?answer ?date ?title WHERE {
  ?s st:issue issue:example-issue-01 ; st:holder/rdfs:label ?who ; st:date ?date ;
     st:position/rdfs:label ?answer ; dct:source/dct:title ?title
} ORDER BY ?date ?who""",
    "who-changed": """
SELECT ?who ?short ?from ?to ?before ?after WHERE {
  ?later st:revises ?earlier ; st:holder/rdfs:label ?who ; st:issue/skos:altLabel ?short ;
         st:position/rdfs:label ?to ; st:date ?after .
  ?earlier st:position/rdfs:label ?from ; st:date ?before
} ORDER BY ?after ?who""",
    "who-disagrees": """
SELECT DISTINCT ?who ?issue ?other WHERE {
  entity:example-holder-0001 st:current ?mine . ?mine st:issue ?issue ; st:position ?position .
  ?position st:opposes ?opposed .
  ?theirs st:position ?opposed ; st:issue ?issue . ?holder st:current ?theirs ; rdfs:label ?who .
  ?opposed rdfs:label ?other
}""",
    "stances-by-month": """
SELECT ?month (COUNT(*) AS ?stances) WHERE {
  ?s a st:Stance ; st:date ?date BIND(SUBSTR(STR(?date), 1, 7) AS ?month)
} GROUP BY ?month ORDER BY ?month""",
    "arguments-cited": """
SELECT ?reason ?answer (COUNT(DISTINCT ?holder) AS ?holders) WHERE {
  ?argument a st:Argument ; rdfs:label ?reason ; st:supports ?position .
  ?position rdfs:label ?answer . ?s st:because ?argument ; st:position ?position ; st:holder ?holder
} GROUP BY ?reason ?answer ORDER BY DESC(?holders) ?reason""",
}
PROCESS_QUERY = """SELECT ?who ?date WHERE {
  ?s st:holder/rdfs:label ?who ; st:issue issue:model-release ; st:position position:closed ;
     st:date ?date
} ORDER BY ?date ?who"""
# Each question is asked once more so often, warm: the first time pays for what is made lazily.
WARM, SLOW = 3, 5


def prepare(folder: Path) -> None:
    """Write what the others read: only the stances, everything, and the union as triples."""
    from stancegraph.check.shapes import data
    from stancegraph.terms import PREFIXES

    graph = _filled(folder / "made.nq")
    graph.store.raw.dump(str(folder / "all.nq"), _syntax("N_QUADS"))
    (folder / "union.nt").write_text(data(graph.store), "utf-8")
    with (folder / "made.nq").open("rb") as made, (folder / "stances.nq").open("wb") as out:
        graph_of_a_source = f" <{PREFIXES['source']}".encode()
        out.writelines(line for line in made if graph_of_a_source in line[-200:])


def prepare_shipped(folder: Path) -> None:
    """Write the shipped graph as triples."""
    import stancegraph as sg
    from stancegraph.check.shapes import data

    (folder / "union.nt").write_text(data(sg.open().store), "utf-8")


def load_nquads(folder: Path) -> Measured:
    """Our load of N-Quads into an empty graph, derived facts included."""
    return _our_load(folder / "made.nq")


def load_jsonl(folder: Path) -> Measured:
    """Our load of stances as JSON Lines; their vocabulary is there already."""
    return _our_load(folder / "made.jsonl", folder / "made.vocabulary.yaml")


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
    return _each_question(lambda text: sum(1 for row in graph.query(text) if tuple(row)))


def pyoxigraph_ask(folder: Path) -> Measured:
    """The engine's answers, every value of every row read."""
    import pyoxigraph as ox

    from stancegraph.terms import PREFIXES

    store = ox.Store()
    store.bulk_load(path=str(folder / "all.nq"), format=ox.RdfFormat.N_QUADS)

    def answer(text: str) -> int:
        found = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        return sum(1 for row in found if [term.value if term else None for term in row])

    return _each_question(answer)


def rdflib_ask(folder: Path) -> Measured:
    """The answers of rdflib's own engine."""
    from stancegraph.terms import PREFIXES

    dataset = _rdflib(folder / "all.nq")
    return _each_question(lambda text: sum(1 for _ in dataset.query(text, initNs=PREFIXES)))


def check(folder: Path) -> Measured:
    """Our shapes and checks over the whole graph."""
    from stancegraph.check import check as checked

    graph = _filled(folder / "all.nq", raw=True)
    report, seconds = _timed(lambda: checked(graph.store))
    return seconds, len(report.findings)


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


def _filled(file: Path, *, raw: bool = False) -> Any:
    """A graph with a file in it; raw when the file has the derived facts already."""
    import stancegraph as sg

    graph = sg.open(empty=True)
    if raw:
        graph.store.raw.bulk_load(path=str(file), format=_syntax("N_QUADS"))
    elif graph.load(file).problems:
        raise SystemExit(f"{file} does not load")
    return graph


def _our_load(file: Path, *before: Path) -> Measured:
    import stancegraph as sg

    graph = sg.open(empty=True)
    if before:
        graph.load(*before)
    loaded, seconds = _timed(lambda: graph.load(file))
    if loaded.problems:
        raise SystemExit(f"{file}: {loaded.problems[0]}")
    return seconds, loaded.quads


def _bulk_load(file: Path) -> Measured:
    import pyoxigraph as ox

    store = ox.Store()
    _, seconds = _timed(lambda: store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS))
    return seconds, len(store)


def _rdflib(file: Path) -> Any:
    import rdflib

    return rdflib.Dataset(default_union=True).parse(file, format="nquads")


def _each_question(answer: Callable[[str], int]) -> Measured:
    """The best time and the number of rows of each question."""
    seconds, counts = {}, {}
    for name, text in QUESTIONS.items():
        counts[name], seconds[name] = _timed(lambda text=text: answer(text))
        for _ in range(0 if seconds[name] > SLOW else WARM):
            _, again = _timed(lambda text=text: answer(text))
            seconds[name] = min(seconds[name], again)
    return seconds, counts


def _process(folder: Path, module: str, *words: str) -> Measured:
    env = {k: v for k, v in os.environ.items() if not k.startswith("STANCEGRAPH")}
    command = [sys.executable, "-m", module, *words]
    done, seconds = _timed(
        lambda: subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, check=True)
    )
    return seconds, len(done.stdout.split())


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
