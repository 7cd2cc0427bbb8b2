"""`stancegraph draw`: one HTML file."""

from __future__ import annotations

import sys
import webbrowser
from enum import StrEnum
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
from stancegraph.errors import StancegraphError


class Engine(StrEnum):
    """What draws."""

    page = "page"
    pyvis = "pyvis"


def command(
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="OUT", help="The file; - is standard output.")
    ] = Path("stancegraph.html"),
    open_it: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
    title: Annotated[str | None, typer.Option(help="The page's title.")] = None,
    query: Annotated[
        Path | None, typer.Option("--query", metavar="FILE", help="Draw what a query gives.")
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="Our page, or a network to drag about by pyvis.")
    ] = Engine.page,
    sparql: Annotated[
        bool, typer.Option(" /--no-sparql", help="Without the query console: 2 MB less.")
    ] = True,
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
    if query and engine is Engine.pyvis:
        raise StancegraphError("pyvis draws stances only: a query is drawn without --engine pyvis")
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
        if engine is Engine.pyvis:
            page = graph.to_pyvis(selection, title=title).generate_html()
        else:
            text = read_text(query) if query else None
            page = graph.page(selection, title=title, query=text, sparql=sparql)
    with binary_out(out) as file:
        file.write(page.encode())
    if str(out) != "-":
        print(f"wrote {out}", file=sys.stderr)
        if open_it:
            webbrowser.open(out.resolve().as_uri())
