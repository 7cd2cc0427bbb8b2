"""What engines do in their own way: the one table of it, each fact with its source.

"Measured" means that tests of this project see it on a running server. What is not measured is
from the documents named beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from stancegraph.terms import BASE, DESCRIBING, PREFIXES

MIB: Final = 1 << 20
# A graph that is nowhere: as the default graph it is an empty one (SPARQL 1.1 Protocol, 2.1.4).
NOWHERE: Final = BASE + "graph/none"
_W3C = DESCRIBING["dcat"].removesuffix("dcat#")
_GRAPH = re.compile(r"\bGRAPH\s*[<\w:]", re.IGNORECASE)
_BOOLEAN = re.escape(PREFIXES["xsd"].encode() + b"boolean")

Parameters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Engine:
    """How one engine is to be talked to.

    Args:
        name: what `STANCEGRAPH_ENGINE` calls it.
        server: how its `Server` header begins.
        layouts: where queries, updates and graphs are sent: ends of the path, `*` a name.
        union: parameters with which the default graph is the union of all graphs; None where
            one has to look (`RemoteStore` asks, and else names every graph).
        plain: parameters with which the default graph is itself and no union; None where there
            is no way to ask for that.
        whole: whether the graph store takes and gives N-Quads of all graphs, one request being
            one transaction.
        atomic: whether one update request is one transaction.
        moves: whether there is MOVE and ADD.
        blanks: whether INSERT DATA takes blank nodes.
        gzip: whether it unpacks what it is sent.
        most: bytes of an update text that it takes.
        block: triples that one GRAPH block of an INSERT DATA may hold; 0 for any number.
        hidden: graphs of the engine's own, which are nobody's data.
        exact: whether it answers SPARQL 1.1 right, as far as is known.
        empty: whether `GRAPH ?g {}` lists the graphs, which is quicker than to look at all quads.
    """

    name: str
    server: str = "-"
    layouts: tuple[tuple[str, str, str], ...] = ()
    union: Parameters | None = None
    plain: Parameters | None = None
    whole: bool = False
    atomic: bool = True
    moves: bool = True
    blanks: bool = True
    gzip: bool = False
    most: int = 8 * MIB
    block: int = 0
    hidden: tuple[str, ...] = field(default=())
    empty: bool = False
    exact: bool = True

    def lead(self, text: str) -> str:
        """What stands before a query so that the engine's own graphs stay out of the answer."""
        # Measured: with an exclusion, ASK and COUNT(*) find a row in a named graph that has none.
        if _GRAPH.search(text):
            return ""
        # "define input:default-graph-exclude": Virtuoso's documentation, 16.2 SPARQL extensions.
        return "".join(
            f"define input:{side}-graph-exclude <{graph}> "
            for graph in self.hidden
            for side in ("default", "named")
        )

    @property
    def mends(self) -> bool:
        """Whether its answers need `mended`."""
        return self.name == "virtuoso"


def mended(data: bytes) -> bytes:
    """Virtuoso's JSON as the W3C has it; measured.

    A blank node's label is `nodeID://b1`, whose characters no label may have; a truth value is
    `1` or `0` of type xsd:boolean, which RDF allows and nobody compares with.
    """
    data = _NODE.sub(rb"\1", data)
    return _TRUTH.sub(lambda found: found[1] + _TRUTHS[found[2]] + b'"', data)


# A quote inside a text is escaped, so that neither can be met in one.
_NODE = re.compile(rb'("type":\s*"bnode",\s*"value":\s*")nodeID://')
_TRUTH = re.compile(rb'("datatype":\s*"' + _BOOLEAN + rb'",\s*"value":\s*")([01])"')
_TRUTHS = {b"1": b"true", b"0": b"false"}

OTHER: Final = Engine("other")
_HERE = ""

ENGINES: Final = (
    Engine(
        # `stancegraph serve`; measured.
        "stancegraph",
        server="stancegraph",
        layouts=(("/sparql", "/sparql", "/store"),),
        union=(),
        plain=(("default-graph-uri", NOWHERE),),
        whole=True,
        gzip=True,
        most=3 * MIB,
        empty=True,
    ),
    Engine(
        # Layout, `union-default-graph`, quads at /store, gzip, 128 MiB of update text: measured.
        "oxigraph",
        server="Oxigraph",
        layouts=(("/query", "/update", "/store"),),
        union=(("union-default-graph", "true"),),
        plain=(),
        whole=True,
        gzip=True,
        most=96 * MIB,
        empty=True,
    ),
    Engine(
        # All measured with 7.2.5. Where a step of an update fails, those before it stay; a MOVE
        # takes 7 ms and more, however small the graph; blank nodes are "not allowed in a constant
        # clause", about 5,000 triples in one GRAPH block exhaust the compiler's memory, gzipped
        # bodies are a 500. Any default-graph-uri leaves all other graphs out. Of the 45 questions
        # of our library it answers 16 otherwise than they are meant, without an error: EXISTS
        # with what OPTIONAL left unbound, BIND with COALESCE, SUM of a truth value.
        "virtuoso",
        server="Virtuoso",
        layouts=(
            ("/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),
            ("/sparql", "/sparql", "/sparql-graph-crud"),
        ),
        union=(),
        plain=(("default-graph-uri", NOWHERE),),
        atomic=False,
        exact=False,
        blanks=False,
        most=2 * MIB,
        block=1_000,
        hidden=(
            "http://www.openlinksw.com/schemas/virtrdf#",
            "http://localuriqaserver/sparql",
            "http://localhost:8890/sparql",
            "http://localhost:8890/DAV/",
            _W3C + "ldp#",
            PREFIXES["owl"],
        ),
    ),
    Engine(
        # rdf4j.org/documentation/reference/rest-api; GraphDB follows it. "The default graph is
        # the union of all named graphs and the real default graph", which sesame:nil names alone:
        # hexdocs.pm/gno/Gno.Store.Adapters.GraphDB.html. Not measured.
        "rdf4j",
        layouts=(
            ("/repositories/*", "/repositories/*/statements", "/repositories/*/rdf-graphs/service"),
        ),
        union=(),
        plain=(("default-graph-uri", "http://www.openrdf.org/schema/sesame#nil"),),
    ),
    Engine(
        # jena.apache.org/documentation/fuseki2/fuseki-config-endpoint. Whether the default graph
        # is the union is a setting of each dataset, so one has to look. Not measured.
        "fuseki",
        server="Apache Jena Fuseki",
        layouts=(
            ("/sparql", "/update", "/data"),
            ("/query", "/update", "/data"),
        ),
        gzip=True,
    ),
    Engine(
        # docs.stardog.com: "Special Named Graphs", and the HTTP API. Not measured.
        "stardog",
        server="Stardog",
        layouts=(("/query", "/update", _HERE),),
        union=(
            ("default-graph-uri", "tag:stardog:api:context:all"),
            ("named-graph-uri", "tag:stardog:api:context:named"),
        ),
        plain=(),
    ),
    Engine(
        # docs.aws.amazon.com/neptune: "The default graph is defined as the union of all named
        # graphs", and sparql-graph-store-protocol. Not measured.
        "neptune",
        layouts=(("/sparql", "/sparql", "/sparql/gsp/"),),
        union=(),
        plain=(("default-graph-uri", NOWHERE),),
    ),
    Engine(
        # hexdocs.pm/gno/Gno.Store.Adapters.Qlever.html: one address, an access token, the union
        # by default, neither MOVE nor ADD. Not measured.
        "qlever",
        union=(),
        plain=(
            (
                "default-graph-uri",
                "http://qlever.cs.uni-freiburg.de/builtin-functions/default-graph",
            ),
        ),
        moves=False,
    ),
)  # fmt: skip


def named(name: str) -> Engine | None:
    """The engine of a name, in any case."""
    return next((engine for engine in ENGINES if engine.name == name.lower()), None)


def recognised(server: str, host: str, path: str) -> Engine:
    """The engine that a server says it is, or that its address tells.

    Args:
        server: its `Server` header, or an empty text.
        host: the host of the address of queries.
        path: the path of that address.
    """
    for engine in ENGINES:
        if server.lower().startswith(engine.server.lower()):
            return engine
    if host.endswith(".neptune.amazonaws.com"):
        return _known("neptune")
    if re.search(r"/repositories/[^/]+\Z", path):
        return _known("rdf4j")
    return _known("virtuoso") if path.endswith("/sparql-auth") else OTHER


def _known(name: str) -> Engine:
    found = named(name)
    assert found is not None
    return found


def places(engine: Engine, path: str) -> tuple[str, str | None]:
    """The paths of updates and of graphs that belong to a path of queries.

    Args:
        engine: whose layout it is; of an engine that is not known, `/query` has `/update` beside
            it, as it has with most, and updates go where queries go else.
        path: the path of queries.
    """
    for query, update, graphs in engine.layouts:
        found = re.search(re.escape(query).replace(r"\*", "([^/]+)") + r"\Z", path)
        if found:
            lead, name = path[: found.start()], found[1] if found.groups() else ""
            return lead + update.replace("*", name), lead + graphs.replace("*", name)
    if path.endswith("/query"):
        return path.removesuffix("/query") + "/update", None
    return path, None
