"""`stancegraph load`: files into a store."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

import stancegraph as sg
from stancegraph.cli.options import HERE, FormatOption, StoreOption, where
from stancegraph.cli.output import count
from stancegraph.load.load import Progress
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
        with _progress() as progress:
            done = graph.load(*paths, format=format, name=name, strict=strict, progress=progress)
    for problem in done.problems:
        _say(str(problem))
    left_out = len({problem.where for problem in done.problems})
    note = f", left out {left_out}" if left_out else ""
    _say(
        f"loaded {count(done.files, 'file')}{note}: {count(done.stances, 'stance')},"
        f" {count(done.quads, 'quad')}, into {place}"
    )
    if done.problems:
        raise typer.Exit(2)


def _say(words: str) -> None:
    print(words, file=sys.stderr)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on standard error while a long load runs; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("loading", total=None)

        def tell(done: int, total: int, name: str) -> None:
            bar.update(
                task, completed=done, total=total, description=name[-40:].replace("[", "\\[")
            )

        yield tell
