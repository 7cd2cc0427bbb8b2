"""Options that several verbs share, and what they mean together."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

import stancegraph as sg
from stancegraph.errors import StancegraphError

HERE = Path(".stancegraph")

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FOLDER|URL",
        help="The graph's folder, or a SPARQL endpoint; else $STANCEGRAPH_STORE, else"
        " ./.stancegraph, else the shipped graph.",
    ),
]
FormatOption = Annotated[
    str | None, typer.Option("--format", metavar="NAME", help="The format; else OUT's suffix.")
]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="OUT", help="A file; - is standard output.")
]
TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--texts", metavar="FOLDER", help="The articles: look for every quotation in them again."
    ),
]
_NAMES = "NAME"
IssueOption = Annotated[
    list[str] | None, typer.Option("--issue", metavar=_NAMES, help="On this issue.")
]
PositionOption = Annotated[
    list[str] | None, typer.Option("--position", metavar=_NAMES, help="Taking this position.")
]
HolderOption = Annotated[
    list[str] | None, typer.Option("--holder", metavar=_NAMES, help="Held by this entity.")
]
AboutOption = Annotated[
    list[str] | None, typer.Option("--about", metavar=_NAMES, help="About this entity.")
]
TypeOption = Annotated[
    list[str] | None, typer.Option("--type", metavar="TYPE", help="Held by a Company, Person, …")
]
CountryOption = Annotated[
    list[str] | None, typer.Option("--country", metavar="CODE", help="Held in this country: CN.")
]
ModeOption = Annotated[
    list[str] | None, typer.Option("--mode", metavar="MODE", help="says, does or ascribed.")
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Dated on this day or later.")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="As known on this day.")
]
CurrentOption = Annotated[
    bool, typer.Option("--current", help="Only each holder's latest stance on an issue.")
]


def where(store: str | None) -> str | None:
    """The folder or address that a command works on, or None for the shipped graph in memory."""
    named = store or os.environ.get("STANCEGRAPH_STORE")
    if named:
        return named
    return str(HERE) if (HERE / "CURRENT").exists() else None


def open_graph(store: str | None) -> sg.StanceGraph:
    """The graph that a command reads."""
    return sg.open(where(store))


def read_text(path: Path) -> str:
    """The text of a file that an option names, `-` for standard input.

    Raises:
        StancegraphError: it cannot be read as UTF-8.
    """
    import sys

    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise StancegraphError(f"{path}: this is not UTF-8 (save the file as UTF-8)") from None
    except OSError as error:
        raise StancegraphError(f"{path}: cannot be read: {error.strerror}") from None
