"""`stancegraph serve`: the graph on the web."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

import stancegraph as sg
from stancegraph.cli.options import HERE, StoreOption, read_text, where


def command(
    store: StoreOption = None,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 is all.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 is any.")] = 8080,
    writable: Annotated[
        bool, typer.Option("--writable/--read-only", help="Take updates from who has the token.")
    ] = False,
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A file with the token; else $STANCEGRAPH_TOKEN."),
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Begin a new store without the shipped records.")
    ] = False,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=86_400, help="Seconds that a request may take.")
    ] = 30,
    max_result: Annotated[int, typer.Option(min=1, help="MiB of an answer.")] = 64,
    max_body: Annotated[int, typer.Option(min=1, help="MiB of an upload.")] = 256,
    max_memory: Annotated[int, typer.Option(min=64, help="MiB to answer a request with.")] = 2048,
    workers: Annotated[
        int | None, typer.Option(min=1, max=512, help="Requests worked on at once.")
    ] = None,
    cache: Annotated[int, typer.Option(min=0, help="MiB of answers kept to give again.")] = 64,
    allow_service: Annotated[
        bool, typer.Option("--allow-service", help="Let SERVICE and LOAD ask other servers.")
    ] = False,
    url: Annotated[
        str | None, typer.Option(help="The address that the world knows it by: https://…/")
    ] = None,
) -> None:
    """Serve the graph: SPARQL at /sparql, pages of all it holds, a query editor at /query.

    It only answers, unless --writable. Stop it with Ctrl-C or SIGTERM.
    """
    from stancegraph.serve.run import serve
    from stancegraph.serve.settings import MIB, Settings

    place = where(store) or (str(HERE) if writable else None)
    settings = Settings(
        store=place,
        host=host,
        port=port,
        writable=writable,
        token=_token(token_file) if writable else None,
        timeout=timeout,
        most_result=max_result * MIB,
        most_body=max_body * MIB,
        most_memory=max_memory * MIB,
        cache=cache * MIB,
        federated=allow_service,
        url=url,
        **({"workers": workers} if workers else {}),
    )
    if settings.folder:
        # Made where it is missing, and an interrupted load finished, before anybody looks.
        sg.open(settings.folder, write=writable, empty=empty).close()
    serve(settings, lambda address: _say(f"serving {place or 'the shipped graph'} at {address}"))


def _token(file: Path | None) -> str | None:
    return read_text(file).strip() if file else os.environ.get("STANCEGRAPH_TOKEN")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
