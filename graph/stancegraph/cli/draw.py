"""`stancegraph draw`: one HTML file."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from stancegraph.cli.options import (
    AboutOption,
    AsOfOption,
    CountryOption,
    CurrentOption,
    HolderOption,
    IssueOption,
    ModeOption,
    PositionOption,
    SinceOption,
    StoreOption,
    TypeOption,
    open_graph,
    read_text,
)
from stancegraph.cli.output import binary_out


def command(
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="OUT", help="The file; - is standard output.")
    ] = Path("stancegraph.html"),
    open_it: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
    title: Annotated[str | None, typer.Option(help="The page's title.")] = None,
    query: Annotated[
        Path | None, typer.Option("--query", metavar="FILE", help="Draw what a CONSTRUCT gives.")
    ] = None,
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
    """Draw the graph as one interactive HTML file that needs no network."""
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
        page = graph.page(selection, title=title, construct=construct)
    with binary_out(out) as file:
        file.write(page.encode())
    if str(out) != "-":
        print(f"wrote {out}", file=sys.stderr)
        if open_it:
            webbrowser.open(out.resolve().as_uri())
