"""The program `stancegraph`: its verbs, and how errors leave it."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from stancegraph.cli import (
    ask,
    check,
    draw,
    export,
    extract,
    info,
    load,
    new,
    query,
    review,
    serve,
    show,
)
from stancegraph.cli import eval as evaluation
from stancegraph.errors import StancegraphError
from stancegraph.version import VERSION

app = typer.Typer(
    help="Who holds which position on AI, since when, in whose words, and where does it say so?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
    rich_markup_mode=None,
)
_VERBS = (
    *(load, query, ask, show, check, draw, export, info, serve),
    *(extract, review, evaluation, new),
)
for module in _VERBS:
    app.command(module.__name__.rpartition(".")[2])(module.command)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"stancegraph {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that stand before the verb."""


def main() -> None:
    """Run the program: 0 done, 1 a check found problems, 2 bad input, 3 an extra is missing."""
    try:
        app(prog_name="stancegraph")
    except StancegraphError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader, such as `head`, has had enough; Python would complain while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
