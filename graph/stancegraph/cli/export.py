"""`stancegraph export`: the graph in any format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import stancegraph as sg
from stancegraph import formats
from stancegraph.cli.options import (
    AboutOption,
    AsOfOption,
    CountryOption,
    CurrentOption,
    FormatOption,
    HolderOption,
    IssueOption,
    ModeOption,
    OutOption,
    PositionOption,
    SinceOption,
    StoreOption,
    TypeOption,
    open_graph,
    read_text,
)


def command(
    out: OutOption = None,
    format: FormatOption = None,
    query: Annotated[
        Path | None, typer.Option("--query", metavar="FILE", help="Export what a CONSTRUCT gives.")
    ] = None,
    derived: Annotated[
        bool, typer.Option("--derived", help="With the facts that are derived from the stances.")
    ] = False,
    store: StoreOption = None,
    issue: IssueOption = None,
    position: PositionOption = None,
    holder: HolderOption = None,
    about: AboutOption = None,
    type: TypeOption = None,
    country: CountryOption = None,
    mode: ModeOption = None,
    since: SinceOption = None,
    as_of: AsOfOption = None,
    current: CurrentOption = False,
) -> None:
    """Export the graph, or a selection of its stances and what they refer to.

    Formats: ttl, trig, nt, nq, rdf, jsonld; csv, tsv, jsonl, parquet (stances); yaml (records: to
    a folder, a file each); graphml, gexf, node-link (the network).
    """
    known = formats.by_suffix(out.name, "export") if out and not format else None
    if not format and not known and not (out and (out.is_dir() or str(out).endswith("/"))):
        raise sg.StancegraphError(
            f"no format: give --format or a suffix ({', '.join(formats.names('export'))})"
        )
    with open_graph(store) as graph:
        selection = graph.select(
            issue=issue,
            position=position,
            holder=holder,
            about=about,
            type=type,
            country=country,
            mode=mode,
            since=since,
            as_of=as_of,
            current=current,
        )
        construct = read_text(query) if query else None
        target = sys.stdout.buffer if out is None or str(out) == "-" else out
        graph.export(target, format, selection=selection, construct=construct, derived=derived)
