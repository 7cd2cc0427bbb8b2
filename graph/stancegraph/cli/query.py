"""`stancegraph query`: SPARQL."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import stancegraph as sg
from stancegraph.cli.options import FormatOption, OutOption, StoreOption, open_graph, read_text
from stancegraph.cli.output import write_answer
from stancegraph.query import explain


def command(
    sparql: Annotated[
        str | None, typer.Argument(metavar="[SPARQL]", help="The query; - or nothing reads stdin.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("-f", "--file", metavar="FILE", help="A file with the query.")
    ] = None,
    store: StoreOption = None,
    format: FormatOption = None,
    out: OutOption = None,
    explained: Annotated[
        bool, typer.Option("--explain", help="Print the query's algebra instead of its answer.")
    ] = False,
) -> None:
    """Answer a SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Our prefixes (st:, entity:, issue:, position: …) are declared, and the default graph is the
    union of all graphs. Formats: table, markdown, csv, tsv, json, xml; ttl, nt, trig, nq, rdf,
    jsonld for CONSTRUCT and DESCRIBE.
    """
    text = _text(sparql, file)
    if explained:
        print(explain(text))
        return
    with open_graph(store) as graph:
        write_answer(graph.query(text), out, format)


def _text(sparql: str | None, file: Path | None) -> str:
    if file and sparql not in (None, "-"):
        raise sg.StancegraphError("give the query or -f FILE, not both")
    if file:
        return read_text(file)
    if sparql not in (None, "-"):
        return str(sparql)
    if sparql is None and sys.stdin.isatty():
        raise sg.StancegraphError("no query: give it, or -f FILE, or - to type it")
    return read_text(Path("-"))
