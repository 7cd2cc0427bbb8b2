"""The store on another server: SPARQL 1.1 Query, Update and the Graph Store Protocol."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from stancegraph.errors import QueryError, StoreError
from stancegraph.store.base import Answer, Dataset, Term, batches, rows, solutions, text
from stancegraph.store.oxigraph import MemoryStore
from stancegraph.store.remote import answers, engines
from stancegraph.store.remote.answers import Body
from stancegraph.store.remote.asking import kind_of, prepared
from stancegraph.store.remote.changes import Changes, iri
from stancegraph.store.remote.engines import NOWHERE, Engine, Parameters
from stancegraph.store.remote.http import Addresses, Client, installed
from stancegraph.store.remote.problems import TooMuch
from stancegraph.store.remote.secrets import Secrets, checked, shown
from stancegraph.store.syntax import keywords
from stancegraph.terms import STAGE

UPDATE_URL, GRAPHS_URL = "STANCEGRAPH_UPDATE_URL", "STANCEGRAPH_GRAPH_STORE_URL"
ENGINE = "STANCEGRAPH_ENGINE"
# Names of graphs or things that one query asks for.
SOME = 1_000
_LOOSE = ox.DefaultGraph()
_HIDDEN = f'FILTER(!STRSTARTS(STR(?g), "{STAGE}"))'
_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
_QUICK = "SELECT ?g WHERE { GRAPH ?g {} }"
_COUNT = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {_HIDDEN} }}"
_LEFT = f'FILTER(STRSTARTS(STR(?g), "{STAGE}"))'
# Is what stands in some graph also in the default graph?
_PROBE = """SELECT ?inside WHERE {
  { SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o FILTER(isIRI(?s) && isIRI(?o)) } } LIMIT 1 }
  OPTIONAL { ?s ?p ?o . BIND(1 AS ?inside) }
}"""


class RemoteStore:
    """Quads on a server that speaks SPARQL 1.1.

    Every call is a request or two. One program writes at a time; readers may be many.

    Args:
        url: where it takes queries.
        write: whether to change it.
        update_url: where it takes updates; by default `$STANCEGRAPH_UPDATE_URL`, else what is
            usual for the engine.
        graph_store_url: where it takes whole graphs; likewise `$STANCEGRAPH_GRAPH_STORE_URL`.
        engine: its name in `stancegraph.store.remote.engines`; by default `$STANCEGRAPH_ENGINE`,
            else what the server says or its address tells.
        timeout: seconds that it may be silent.

    Raises:
        StoreError: it cannot be reached, or is no SPARQL endpoint.
        MissingExtra: `requests` is not installed.
    """

    far = True

    def __init__(
        self,
        url: str,
        *,
        write: bool = False,
        update_url: str | None = None,
        graph_store_url: str | None = None,
        engine: str | None = None,
        timeout: float | None = None,
    ) -> None:
        installed()
        self.url = checked(url)
        self.name = shown(url)
        self._writable = write
        self._client = Client(Secrets.found(url), timeout)
        self._union: bool | None = None
        self._tidy = False
        self._engine = engines.OTHER
        wanted = engine or os.environ.get(ENGINE)
        self._engine = self._named(wanted) if wanted else self._met()
        self._changes = Changes(
            self._client, self._addresses(update_url, graph_store_url), self._engine
        )

    def __repr__(self) -> str:
        return f"RemoteStore({self.name!r})"

    @property
    def writable(self) -> bool:
        return self._writable

    @property
    def exact(self) -> bool:
        return self._engine.exact

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return self._client.requests

    # ---- reading

    def query(
        self,
        text: str,
        *,
        substitutions: Mapping[str, Term] | None = None,
        union: bool = True,
        dataset: Dataset | None = None,
    ) -> Answer:
        words = keywords(text)
        if "SERVICE" in words:
            raise QueryError("SERVICE would ask another server, and this graph answers by itself")
        kind = kind_of(text)
        graphs = _named(dataset) if dataset else self._dataset(words, union=union)
        return self._answer(prepared(text, substitutions), kind, graphs)

    def quads(
        self,
        *,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,
        graph: str | None = None,
    ) -> Iterator[ox.Quad]:
        asked = (subject, predicate, object, graph)
        fixed = [ox.NamedNode(place) if place else None for place in asked]
        names = [n for n, term in zip("spog", fixed, strict=True) if term is None]
        wanted = " ".join(f"?{n}" for n in names)
        if not names:
            return iter([ox.Quad(*fixed)] if self.has(**_places(asked)) else [])  # type: ignore[arg-type]
        answer = self._rows(f"SELECT {wanted} WHERE {{ {_pattern(*asked)} }}")
        return _quads(answer, fixed, names)

    def has(
        self,
        *,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,
        graph: str | None = None,
    ) -> bool:
        hide = "" if graph else _HIDDEN
        asked = f"ASK {{ {_pattern(subject, predicate, object, graph)} {hide} }}"
        return bool(self._answer(asked, "boolean", ()))

    def graphs(self) -> list[str]:
        found = rows(self._rows(self._listing))
        hidden = set(self._engine.hidden)
        names = (str(name) for (name,) in found)
        return sorted(g for g in names if g not in hidden and not g.startswith(STAGE))

    @property
    def _listing(self) -> str:
        return _QUICK if self._engine.empty else _GRAPHS

    def __len__(self) -> int:
        ((count,),) = rows(self._rows(_COUNT))
        return int(count or 0)

    def local(self, graphs: Iterable[str] | None = None) -> MemoryStore:
        copy, staged = MemoryStore(), ox.Store()
        try:
            staged.bulk_extend(self._everything() if graphs is None else self._of(graphs))
        except TooMuch:
            if graphs is not None:
                raise
            staged.bulk_extend(self._of(self.graphs()))
        copy.replace((), staged)
        return copy

    def _of(self, graphs: Iterable[str]) -> Iterator[ox.Quad]:
        """The quads of some graphs, so many graphs at a time."""
        for some in batches(sorted(set(graphs)), SOME):
            names = " ".join(map(iri, some))
            yield from self._selected(f"VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }}")

    def _everything(self) -> Iterator[ox.Quad]:
        """All quads of named graphs, in one request."""
        if self._engine.whole and self._changes.addresses.graphs:
            response = self._client.read(self._changes.addresses.graphs, (), answers.QUADS)
            found = answers.quads(Body(response), ox.RdfFormat.N_QUADS)
        else:
            found = self._selected("GRAPH ?g { ?s ?p ?o }")
        for quad in found:
            if quad.graph_name != _LOOSE and not text(quad.graph_name).startswith(STAGE):
                yield quad

    def _selected(self, pattern: str) -> Iterator[ox.Quad]:
        answer = self._rows(f"SELECT ?s ?p ?o ?g WHERE {{ {pattern} }}")
        return _quads(answer, [None] * 4, list("spog"))

    def _rows(self, text: str) -> ox.QuerySolutions:
        answer = self._answer(text, "rows", ())
        assert isinstance(answer, ox.QuerySolutions)
        return answer

    def _answer(self, text: str, kind: answers.Kind, dataset: Parameters) -> Answer:
        asked = [("query", self._engine.lead(text) + text), *dataset]
        response = self._client.read(self.url, asked, answers.WANTED[kind])
        limit = response.headers.get("x-sparql-maxrows")
        if limit:
            response.close()
            raise StoreError(
                f"{self.name}: the server gives no more than {limit} rows of an answer (raise"
                " ResultSetMaxRows in its virtuoso.ini)"
            )
        return answers.read(response, kind, engines.mended if self._engine.mends else None)

    # ---- which graphs a query is asked of

    def _dataset(self, words: set[str], *, union: bool) -> Parameters:
        """The parameters with which the default graph is what is asked for.

        SPARQL has no way to say "the union of all": some engines have it so, some take a
        parameter, and for the rest every graph is named (SPARQL 1.1 Protocol, 2.1.4).
        """
        if "FROM" in words:
            return ()
        wanted = self._engine.union if union else self._engine.plain
        if wanted is not None:
            if (NOWHERE in dict(wanted).values()) and "GRAPH" in words:
                wanted += tuple(("named-graph-uri", graph) for graph in self.graphs())
            return wanted
        if self._union is None:
            self._union = self._is_union()
        if self._union in (None, union):
            return ()
        if not union:
            raise StoreError(
                f"{self.name}: the default graph of this server is all its graphs, and there is"
                " no way known to ask for less"
            )
        sides = ("default-graph-uri", "named-graph-uri")
        return tuple((side, graph) for side in sides for graph in self.graphs())

    def _is_union(self) -> bool | None:
        """Whether the default graph is the union; None while there is nothing to see it by."""
        for row in rows(self._rows(_PROBE)):
            return row[0] is not None
        return None

    # ---- meeting the server

    def _named(self, name: str) -> Engine:
        found = engines.named(name)
        if found is None:
            known = ", ".join(engine.name for engine in engines.ENGINES)
            raise StoreError(f"'{name}' is not an engine that is known here ({known})")
        self._met()
        return found

    def _met(self) -> Engine:
        """The engine, by one question that every SPARQL endpoint can answer."""
        response = self._client.read(self.url, [("query", _PROBE)], answers.ROWS_WANTED)
        server = response.headers.get("server", "")
        for row in rows(answers.read(response, "rows")):
            self._union = row[0] is not None
        parts = urlsplit(self.url)
        return engines.recognised(server, parts.hostname or "", parts.path)

    def _addresses(self, update_url: str | None, graph_store_url: str | None) -> Addresses:
        parts = urlsplit(self.url)
        update, graphs = engines.places(self._engine, parts.path)
        said = update_url or os.environ.get(UPDATE_URL)
        also = graph_store_url or os.environ.get(GRAPHS_URL)
        return Addresses(
            self.url,
            said or urlunsplit(parts._replace(path=update)),
            also or (graphs if graphs is None else urlunsplit(parts._replace(path=graphs))),
        )

    # ---- writing

    def replace(self, drop: Iterable[str], new: ox.Store) -> None:
        if not self._writable:
            raise StoreError("this store is open for reading only")
        if not self._tidy:
            # A load that was killed leaves its stage behind; who writes now is the only one.
            left = self._rows(self._listing.removesuffix("}") + _LEFT + " }")
            self._changes.remove([str(name) for (name,) in rows(left)])
            self._tidy = True
        gone = list(dict.fromkeys(drop))
        self._changes.replace(gone, new, existing=lambda: self._any_of(gone))

    def _any_of(self, graphs: list[str]) -> bool:
        return any(
            self._answer(
                f"ASK {{ VALUES ?g {{ {' '.join(map(iri, some))} }} GRAPH ?g {{ ?s ?p ?o }} }}",
                "boolean",
                (),
            )
            for some in batches(graphs, SOME)
        )

    def close(self) -> None:
        self._client.close()
        self._writable = False


def _pattern(
    subject: str | None, predicate: str | None, object: str | None, graph: str | None
) -> str:
    places = zip("spo", (subject, predicate, object), strict=True)
    triple = " ".join(iri(value) if value else f"?{name}" for name, value in places)
    return f"GRAPH {iri(graph) if graph else '?g'} {{ {triple} }}"


def _named(dataset: Dataset) -> Parameters:
    default = (("default-graph-uri", graph) for graph in dataset.default)
    return (*default, *(("named-graph-uri", graph) for graph in dataset.named))


def _places(values: Iterable[str | None]) -> dict[str, str | None]:
    return dict(zip(("subject", "predicate", "object", "graph"), values, strict=True))


def _quads(
    answer: ox.QuerySolutions, fixed: list[ox.NamedNode | None], names: list[str]
) -> Iterator[ox.Quad]:
    """Rows as quads, without those of a stage; what was fixed is the same in all of them."""
    places = ["spog".index(name) for name in names]
    terms: list[ox.NamedNode | None] = list(fixed)
    for row in solutions(answer):
        for place, term in zip(places, row, strict=True):
            terms[place] = term
        quad = ox.Quad(*terms)  # type: ignore[arg-type]
        if not text(quad.graph_name).startswith(STAGE):
            yield quad
