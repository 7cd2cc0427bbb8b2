"""`stancegraph load`: files into a store."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import stancegraph as sg
from stancegraph.cli.options import HERE, FormatOption, StoreOption, TextsOption, where
from stancegraph.cli.output import count, progress_bar
from stancegraph.store import is_url, shown


def command(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE|FOLDER|-]...", help="What to load.")
    ] = None,
    store: StoreOption = None,
    format: FormatOption = None,
    name: Annotated[
        str | None, typer.Option(help="Name the graph of a file that names none of its own.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Load nothing when any file has a problem.")
    ] = False,
    empty: Annotated[
        bool, typer.Option("--empty", help="Begin a new store without the shipped records.")
    ] = False,
    include_drafts: Annotated[
        bool,
        typer.Option("--include-drafts", help="Put undecided drafts into graphs of their own."),
    ] = False,
    texts: TextsOption = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="SOURCE", help="Remove a source.")
    ] = None,
) -> None:
    """Load record files, tables of stances and RDF into a store; remove sources from it.

    Each file replaces the graphs that it names, whole or not at all. YAML, JSON, JSON Lines,
    CSV, TSV, Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, all of them gzipped too.
    """
    if not paths and not remove:
        raise sg.StancegraphError("nothing to load: give files, folders or - (or --remove SOURCE)")
    found = where(store)
    folder = found or str(HERE)
    place = shown(folder) if is_url(folder) else folder
    with sg.open(folder, write=True, empty=empty) as graph:
        if not found:
            _say(f"made {folder} with {'nothing' if empty else 'the shipped records'} in it")
        elif graph.filled and is_url(folder):
            _say(f"{place} was empty: put the shipped records into it (--empty leaves them out)")
        for source in remove or ():
            gone = graph.remove(source)
            _say(f"removed {source}: {count(len(gone), 'graph')}")
        if not paths:
            return
        with progress_bar("loading") as progress:
            done = graph.load(
                *paths,
                format=format,
                name=name,
                strict=strict,
                include_drafts=include_drafts,
                texts=texts,
                progress=progress,
            )
    for problem in done.problems:
        _say(str(problem))
    left_out = len({problem.where for problem in done.problems})
    note = f", left out {left_out}" if left_out else ""
    drafts = f", {count(done.drafts, 'draft')}" if done.drafts else ""
    if done.unplaced:
        _say(f"left out {count(done.unplaced, 'draft')} without a position")
    _say(
        f"loaded {count(done.files, 'file')}{note}: {count(done.stances, 'stance')}{drafts},"
        f" {count(done.quads, 'quad')}, into {place}"
    )
    if done.problems:
        raise typer.Exit(2)


def _say(words: str) -> None:
    print(words, file=sys.stderr)
