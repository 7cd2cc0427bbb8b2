"""The one table of formats: what each verb reads and writes, by name, suffix and media type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from stancegraph.errors import StancegraphError, did_you_mean


@dataclass(frozen=True, slots=True)
class Format:
    """A format, and the verbs that know it.

    Args:
        name: what `--format` takes.
        suffixes: how file names end, without the dot; the first is the usual one.
        media_type: as in `Content-Type`.
        verbs: any of `load`, `query` (rows), `construct` (triples) and `export`.
        rdf: Oxigraph's name of an RDF syntax.
        results: Oxigraph's name of a format of query results.
        quads: whether it keeps named graphs.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    verbs: frozenset[str]
    rdf: ox.RdfFormat | None = None
    quads: bool = False
    results: ox.QueryResultsFormat | None = None


def _format(
    name: str,
    suffixes: str,
    media_type: str,
    verbs: str,
    rdf: ox.RdfFormat | None = None,
    quads: bool = False,
    results: ox.QueryResultsFormat | None = None,
) -> Format:
    words = (tuple(suffixes.split()), media_type, frozenset(verbs.split()))
    return Format(name, *words, rdf=rdf, quads=quads, results=results)


_RDF = "load construct export"
_CSV, _TSV = ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV
_JSON, _XML = ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML
FORMATS: Final = (
    _format("yaml", "yaml yml", "application/yaml", "load export"),
    _format("json", "json", "application/json", "load"),
    _format("jsonl", "jsonl ndjson", "application/jsonl", "load export"),
    _format("csv", "csv", "text/csv", "load query export", results=_CSV),
    _format("tsv", "tsv", "text/tab-separated-values", "load query export", results=_TSV),
    _format("ttl", "ttl turtle", "text/turtle", _RDF, ox.RdfFormat.TURTLE),
    _format("trig", "trig", "application/trig", _RDF, ox.RdfFormat.TRIG, True),
    _format("nt", "nt", "application/n-triples", _RDF, ox.RdfFormat.N_TRIPLES),
    _format("nq", "nq", "application/n-quads", _RDF, ox.RdfFormat.N_QUADS, True),
    _format("rdf", "rdf owl xml", "application/rdf+xml", _RDF, ox.RdfFormat.RDF_XML),
    _format("jsonld", "jsonld", "application/ld+json", _RDF, ox.RdfFormat.JSON_LD, True),
    _format("table", "txt", "text/plain", "query construct"),
    _format("markdown", "md", "text/markdown", "query"),
    _format("json", "json srj", "application/sparql-results+json", "query", results=_JSON),
    _format("xml", "xml srx", "application/sparql-results+xml", "query", results=_XML),
    _format("parquet", "parquet", "application/vnd.apache.parquet", "export"),
    _format("graphml", "graphml", "application/graphml+xml", "export"),
    _format("gexf", "gexf", "application/gexf+xml", "export"),
    _format("node-link", "json", "application/json", "export"),
)


def names(verb: str) -> tuple[str, ...]:
    """The names of the formats that a verb knows."""
    return tuple(f.name for f in FORMATS if verb in f.verbs)


def by_name(name: str, verb: str) -> Format:
    """The format that `--format` names.

    Raises:
        StancegraphError: the verb knows no format of that name.
    """
    wanted = name.lower().lstrip(".")
    for known in _of(verb):
        if wanted == known.name or wanted in known.suffixes or wanted == known.media_type:
            return known
    hint = did_you_mean(name, names(verb))
    raise StancegraphError(
        f"'{name}' is not a format that {verb} knows"
        f" ({', '.join(names(verb))}{'; ' + hint if hint else ''})"
    )


def by_suffix(path: str, verb: str) -> Format | None:
    """The format that a file name tells, `.gz` aside; None when it tells none."""
    suffix = path.lower().removesuffix(".gz").rpartition(".")[2]
    return next((known for known in _of(verb) if suffix in known.suffixes), None)


def _of(verb: str) -> Iterable[Format]:
    return (known for known in FORMATS if verb in known.verbs)
