"""Real clients against our server: SPARQLWrapper, rdflib, fetch-sparql-endpoint, curl."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import ROOT, TOKEN, Served, serving

LABELS = "SELECT ?i ?l WHERE { ?i a st:Issue ; rdfs:label ?l } ORDER BY ?l"
TRIPLES = "CONSTRUCT { ?i a st:Issue } WHERE { ?i a st:Issue }"
VALUES = "SELECT ?o { GRAPH ?g { <a:s> ?p ?o } }"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as started:
        yield started


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("clients") / "store"
    with serving("--store", str(folder), "--writable") as started:
        yield started


@pytest.fixture(scope="module")
def labels(served: Served) -> list[str]:
    found = [row["l"] for row in served.rows(LABELS)]
    assert len(found) == 8
    return found


# ---- SPARQLWrapper


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("direct", [False, True])
def test_sparqlwrapper_asks_in_every_way(
    served: Served, labels: list[str], method: str, direct: bool
):
    import SPARQLWrapper as sw  # noqa: N813

    client = sw.SPARQLWrapper(served.url + "sparql")
    client.setMethod(method)
    client.setRequestMethod(sw.POSTDIRECTLY if direct and method == "POST" else sw.URLENCODED)
    client.setQuery(LABELS)
    client.setReturnFormat(sw.JSON)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert [row["l"]["value"] for row in rows] == labels
    client.setReturnFormat(sw.CSV)
    assert client.queryAndConvert().decode().splitlines()[0] == "i,l"
    client.setReturnFormat(sw.XML)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == 8
    client.setQuery("ASK { ?s a st:Stance }")
    client.setReturnFormat(sw.JSON)
    assert client.queryAndConvert()["boolean"] is True


@pytest.mark.parametrize("format", ["turtle", "rdf", "json-ld", "n3"])
def test_sparqlwrapper_gets_triples(served: Served, format: str):
    import SPARQLWrapper as sw  # noqa: N813

    client = sw.SPARQLWrapper(served.url + "sparql")
    client.setQuery(TRIPLES)
    client.setReturnFormat(format)
    found = client.queryAndConvert()
    graph = found
    if isinstance(found, bytes):
        import rdflib

        graph = rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) == 8


def test_sparqlwrapper_is_told_of_a_mistake(served: Served):
    import SPARQLWrapper as sw  # noqa: N813

    client = sw.SPARQLWrapper(served.url + "sparql")
    client.setQuery("SELECT * {")
    with pytest.raises(sw.SPARQLExceptions.QueryBadFormed, match="line 1"):
        client.query()


def test_sparqlwrapper_updates_with_the_token(writable: Served):
    import SPARQLWrapper as sw  # noqa: N813

    client = sw.SPARQLWrapper(writable.url + "sparql")
    client.setMethod(sw.POST)
    client.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    client.setQuery('INSERT DATA { GRAPH <a:w> { <a:s> <a:p> "wrapped" } }')
    client.query()
    assert {"o": "wrapped"} in writable.rows(VALUES)


# ---- rdflib


def test_rdflib_reads_and_writes_through_its_own_store(writable: Served, labels: list[str]):
    from rdflib import Dataset, Literal, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

    url = writable.url + "sparql"
    names = {"st": "https://w3id.org/stancegraph/ns#"}
    rows = SPARQLStore(url).query(LABELS, initNs=names)
    assert [str(row.l) for row in rows] == labels
    store = SPARQLUpdateStore(
        query_endpoint=url,
        update_endpoint=url,
        headers={"Authorization": f"Bearer {TOKEN}"},
        context_aware=True,
    )
    triple = (URIRef("a:s"), URIRef("a:p"), Literal("from rdflib"))
    graph = Dataset(store=store).graph(URIRef("a:r"))
    graph.add(triple)
    assert triple in graph
    assert {"o": "from rdflib"} in writable.rows(VALUES)


# ---- fetch-sparql-endpoint, of Comunica


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_fetch_sparql_endpoint_reads_and_writes(writable: Served, labels: list[str]):
    if not (ROOT / "scripts/npm/node_modules/fetch-sparql-endpoint").exists():
        pytest.skip("fetch-sparql-endpoint is not installed (scripts/assets --check installs it)")
    words = ["node", str(ROOT / "tests/clients.mjs"), writable.url + "sparql", TOKEN]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["labels"] == labels
    assert len(found["subjects"]) == 8
    assert found["yes"] is True
    assert "400" in found["problem"]
    assert {"o": "from node"} in writable.rows(VALUES)


# ---- curl


def curl(*words: str) -> str:
    done = subprocess.run(
        ["curl", "-sS", "--max-time", "30", *words], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl_follows_what_the_readme_shows(served: Served, writable: Served, tmp_path: Path):
    url = served.url
    csv = curl(f"{url}sparql", "-H", "Accept: text/csv", "--data-urlencode", f"query={LABELS}")
    assert csv.splitlines()[0] == "i,l"
    assert len(csv.splitlines()) == 9
    card = curl("-H", "Accept: text/turtle", f"{url}entity/alibaba")
    assert "\nentity:alibaba a st:" in card
    assert curl(f"{url}entity/alibaba").startswith("<!doctype html>")
    (tmp_path / "one.ttl").write_text('<a:s> <a:p> "by curl" .')
    curl(
        "-f", "-X", "PUT", "-T", str(tmp_path / "one.ttl"), "-H", "Content-Type: text/turtle",
        "-H", f"Authorization: Bearer {TOKEN}", f"{writable.url}store?graph=a:c",
    )  # fmt: skip
    assert {"o": "by curl"} in writable.rows(VALUES)
    assert (
        curl("-H", "Expect: 100-continue", f"{url}sparql?format=csv", "-d", "query=ASK{}") == "true"
    )
