"""`stancegraph info`: what is in a graph."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from stancegraph.cli.options import StoreOption, open_graph, where
from stancegraph.store import is_url, shown
from stancegraph.version import VERSION


def command(
    store: StoreOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Tell what a graph holds: counts, dates, where it is and when it was loaded."""
    named = where(store)
    place = shown(named) if is_url(named) else named or "the shipped graph, in memory"
    with open_graph(store) as graph:
        found = {"store": place, "version": VERSION, **graph.info()}
    if as_json:
        print(json.dumps(found, indent=2))
        return
    width = max(map(len, found))
    for name, value in found.items():
        print(f"{name:<{width}}  {f'{value:,}' if isinstance(value, int) else value}")
